"""Classes and titles of construction, which is built once and not bought again.

By class where a code says it, else by whole words: stems would take "Prestation de services" for a rebuilding
("presta" of přestavba), the cleaning of buildings for their building, the renewal of licences for a renovation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bidtracker.domain.text import fold
from bidtracker.domain.titles.words import whole_words

LEADING = 2  # words of a title

# Construction in the classifications that the radar knows, bare digits read as CPV; or in the words of a class.
_CODES = re.compile(r"cpv:45|45\d{0,7}(-\d)?$|naics:23|psc:[yz]|unspsc:721[1-5]")
_CLASS_WORDS = re.compile(
    r"\b(works(?! of art)|construction|civil engineering|travaux(?! d.(?:impression|edition))|bauleistung(?:en)?"
    r"|bauarbeiten|bauauftrag|bauauftrage|obras?(?! de arte)|lavori|empreitadas?|roboty budowlane|budownictwo"
    r"|stavebnictvi|stavebnictvo|stavebni|stavebne prace|stavby|gradevinski radovi|gradevinarstvo|gradbenistvo"
    r"|gradbena dela|gradnja|constructii|lucrari|epitesi munka\w*|epitoipar\w*|epites|ehitus|ehitustood|buvdarbi"
    r"|statybos? darb\w*|statyba|byggeri|bygg- och \w+|bygg och \w+|bouwwerken|bouwwerk|строительство"
    r"|строительные работы|строительных работ|строителство|будівництво|будівельні роботи|εργα|insaat|yapim isleri"
    r"|punime ndertimore|ndertim)\b|(?<!软件)工程(?!师|師|咨询|諮詢|监理|監理|设计|設計)|建设|建設|建築工事|土木|공사"
)
# What is bought for building, or thought up for it, and is no building.
_NO_WORKS = re.compile(
    r"\b(materials?|machin\w+|equipment|products?|supplies|consult\w+|design|supervision|archite\w+|baustoff\w*"
    r"|materialien|materiaux|materiales|materiali|materialy|material|materijal\w*|zariadenia|stroje|машин\w*"
    r"|материал\w*|матеріал\w*|anyag\w*)\b|材料|设备|設備|机械|機械"
)
# CPV divisions in which "rehabilitation" or "extension" may still name works: metal and building products, repair,
# real estate, engineering, green spaces, sewage, and what is none of these. Elsewhere people are rehabilitated and
# licences extended.
_NEAR_WORKS = frozenset(f"cpv:{division}" for division in ("44", "45", "50", "51", "70", "71", "77", "90", "98"))

# Words that name construction by themselves at the head of a title, in the forms that titles use.
_BUILT = """
construction reconstruction refurbishment roadworks groundworks resurfacing
stavba stavby stavbu stavbe stavebni stavebne vystavba vystavby vystavbu prestavba prestavby prestavbu pristavba
pristavby pristavbu dostavba dostavby dostavbu nastavba nastavby novostavba novostavby rekonstrukce rekonstrukci
rekonstrukcia rekonstrukcie rekonstrukciu zateplenie zatepleni sanace
budowa budowy przebudowa przebudowy rozbudowa rozbudowy odbudowa remont remontu remonty termomodernizacja
construccion reconstruccion obra obras pavimentacion urbanizacion
construcao reconstrucao requalificacao remodelacao empreitada pavimentacao
costruzione ricostruzione ristrutturazione rifacimento lavori
travaux
neubau umbau anbau hochbau tiefbau strassenbau rohbau erweiterungsbau sanierungsarbeiten bauarbeiten bauleistungen
rohbauarbeiten tiefbauarbeiten strassenbauarbeiten dachsanierung fassadensanierung
nieuwbouw verbouwing bouwwerken
ndertimi ndertim ndertimin rindertimi rindertim rekonstruimi rekonstruim renovimi renovim renovime asfaltimi
izgradnja izgradnje izgradnju gradnja gradnje dogradnja rekonstrukcija rekonstrukcije rekonstrukciju
construire construirea reconstructie reabilitare
epites epitese felujitas felujitasa
строительство реконструкция будівництво реконструкція изграждане рехабилитация κατασκευη insaati yapimi
"""
# Words that name construction only together with something that is built: else they renew licences or heal people.
_PERHAPS = """
building rehabilitation renovation renovations renewal extension repair repairs widening modernisation modernization
rehabilitacion rehabilitaciones renovacion ampliacion reforma adecuacion mejora
reabilitacao renovacao ampliacao beneficiacao
rehabilitation renovation extension refection amenagement
riqualificazione ampliamento manutenzione sistemazione
erweiterung ausbau sanierung instandsetzung erneuerung
bouw renovatie uitbreiding rehabilitimi renovimit
adaptacija adaptace adaptacia sanacija modernizacja modernizace modernizacia
extindere modernizare reabilitarea капитальный капітальний ремонт
"""
_OBJECTS = """
road roads street streets bridge bridges school schools building buildings roof roofs facade pavement pavements
footpath footpaths sewer sewers sewerage pipeline pipelines drainage hospital wing library housing houses dwelling
dwellings stadium track courtyard playground culvert dam
carretera carreteras calle calles puente edificio edificios cubierta fachada colegio viviendas acera aceras plaza
estrada estradas rua ruas ponte edificios cobertura escola escolas habitacao passeios
route routes rue pont batiment batiments toiture facade ecole ecoles college chaussee voirie logements
strada strade via ponte edificio edifici scuola scuole tetto facciata marciapiedi immobile palazzo
strasse strassen brucke schule gebaude gebaudes dach fassade kanal kanalisation turnhalle kindergarten gehweg
weg wegen straat brug school scholen gebouw gebouwen dak riolering
rruges rruga rrugeve shkolles shkollave objektit objekteve kulmit kanalizimit
ceste cesta cest most mosta skole zgrade objekta ulice ulica vodovoda kanalizacije silnice mostu budovy skoly strechy
chodniku komunikace komunikaci kanalizace vodovodu
drogi drog ulicy mostu szkoly budynku budynkow dachu chodnika chodnikow kanalizacji
drum drumuri strazi strada pod scoala cladire blocuri
дороги дорог моста школы здания дома крыши улицы будинку школи дороги вулиці покрівлі
"""
# A numbered building site ("Stavba č. 0065", "st. č. 4679"), and plans drawn for one building.
_SITE = re.compile(r"\bst(?:avb[aeuy])?\.? ?c\. ?\d")
_PLANS = re.compile(
    r"\b(projektov\w+ dokumentac\w+|dokumentacj\w+ projektow\w+|hartimi [ie] pro?j?ekt\w+|bauplanung"
    r"|proyecto (?:de obra|basico|constructivo)|maitrise d.(?:oe|œ)uvre|progettazione (?:definitiva|esecutiva))\b"
)
# CPV divisions of computing and telecommunications, where even a reconstruction is of a program or a network.
_OF_PROGRAMS = frozenset(f"cpv:{division}" for division in ("30", "32", "48", "64", "72"))
_COMPOUND = re.compile(r"\w{4,}(?:bauarbeiten|bauleistungen|neubau|umbau|sanierungsarbeiten)$")


@lru_cache(1)
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that name construction, words that do so together with an object, and the objects."""
    return frozenset(fold(_BUILT).split()), frozenset(fold(_PERHAPS).split()), frozenset(fold(_OBJECTS).split())


def builds(title: str, kind: str = "") -> bool:
    """Whether a title of a class of purchases names something built, or the plans for it."""
    code = fold(kind)
    if code[:6] in _OF_PROGRAMS:
        return False
    near = not code.startswith("cpv:") or code[:6] in _NEAR_WORKS
    folded, words = fold(title), whole_words(title)
    built, perhaps, objects = _words()
    head = words[:LEADING]
    if any(word in built or _COMPOUND.match(word) for word in head):
        return True
    if near and perhaps.issuperset(head[:1]) and not objects.isdisjoint(words[1:]):
        return "clean" not in folded
    return bool(_SITE.search(folded) or _PLANS.search(folded))


@lru_cache(1 << 12)
def is_works(kind: str) -> bool:
    """Whether a class of purchases is construction."""
    kind = fold(kind)
    return bool(_CODES.match(kind)) or (bool(_CLASS_WORDS.search(kind)) and not _NO_WORKS.search(kind))
