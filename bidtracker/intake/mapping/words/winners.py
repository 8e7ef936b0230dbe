"""Who won instead of us, where a register says it in the cell of the outcome: "Lost to Rival Ltd"."""

from __future__ import annotations

import re

from bidtracker.domain.names import has_legal_form
from bidtracker.domain.text import fold
from bidtracker.intake.mapping.words.reasons import INCUMBENTS, reason_of

# Beginnings after which the winner's name follows; whatever the case, with or without accents.
_WON_BY = re.compile(
    r"(?:we )?lost (?:it )?(?:to|against)|(?:contract )?awarded (?:direct(?:ly)? )?to|won by|winner(?: is)?"
    r"|given to|went to"
    r"|(?:der )?zuschlag (?:ging |erteilt )?an|(?:vergeben|erteilt|verloren) an|verloren gegen|gewinner(?: ist)?|sieger"
    r"|(?:march[ée] )?attribu[ée]e? (?:aux|au|à|a)|perdue? (?:contre|face à|au profit de)|remport[ée]e? par"
    r"|(?:attributaire|adjudicatario|vincitore|vencedor|zwyci[ęe]zca|v[ií]t[ěe]z|победитель|переможець)(?= ?:)"
    r"|adjudicad[oa] (?:al|ao|à|a)|(?:perdid[oa]|perdimos) (?:contra|ante|frente al?|para)|ganad[oa] por"
    r"|aggiudicat[oa] (?:alla|all|al|ad|a)|pers[oa] contro|vint[oa] da|gegund aan|verloren van|gewonnen door"
    r"|wygra[łl][ao]?|przegran[ae] z|zad[áa]no|vyhr[áa]la?|prohr[áa]no s|выиграл[аои]?|победил[аои]?"
    r"|виграв|виграла|переміг|перемогла|决标给|決標給|中标单位|中标人|得標廠商|落札者|(?:中标|中標|得標|落札)(?=\s?[:：])",
    re.IGNORECASE,
)
_BEFORE_ANOTHER = re.compile(rf"(?:{_WON_BY.pattern})|awarded(?= )|an(?= )|被", re.IGNORECASE)
_BEHIND = re.compile(r"(?:\s?[(（\[].*|\s[-–—]\s.*|[.;,!]\s*|中了|中标|中標|得標|落札)$")
_LOST_TO = re.compile(  # "Lost (2nd, to …", "落标，中标人：…"
    r"(?:we )?lost\b[^a-z]*(?:[1-9](?:st|nd|rd|th)\b[^a-z]*)?to\b"
    r"|[^\d\s,;，；]{2,12}\s*[,;，；]\s*(?:中标人|中标单位|得標廠商|得標商|落札者|winner|gewinner|zuschlag an"
    r"|attributaire|adjudicatario|aggiudicatario|winnaar|zwyci[ęe]zca|v[ií]t[ěe]z|победитель|переможець)(?=\s?[:：])",
    re.IGNORECASE,
)
_WHY = re.compile(r"\s(?:on|due to|because of|wegen|pour|por|per)\s(.+)", re.IGNORECASE)
_NAME = re.compile(
    r"\s*[:：]?\s*(?:(?:firma|firm|company|фирма|компания|компанія|sp[óo][łl]ka|ditta|soci[ée]t[ée]|empresa)\s)?"
    r"[\"'«„“]?(?P<name>[^\W\d_].*?)[\"'»“”]?\s*(?:[(（\[].*|\s[-–—]\s.*|[.;,]\s*)?",
)


# Whom a cell may mean there without a name, folded: "awarded to a competitor".
_ANOTHER = (
    r"(?:(?:an?|the|our|some|une?|an|einen?|der|die|den|la|el|le|les|een|de|um|uma|uno?|il|o|en|et|bir) )?(?:(?:other"
    r"|another|different|ander(?:e[nrs]?)?|autre|otr[oa]s?|altr[aio]|outr[oa]s?|in(?:ny|nemu|na)|jin(?:[ye]|emu)"
    r"|annan|annat|anden|annen|друг(?:ому|ои|ая|им)|інш(?:ому|ии|іи|а)|toinen|baska|다른)"
    r"(?: (?:bidder|supplier|company|firm|tenderer|provider|contractor|party|bieter|firma|unternehmen|anbieter"
    r"|entreprise|societe|candidat|empresa|impresa|ditta|partij|inschrijver|firmie|wykonawcy|wykonawca|uchazec|uchazeci"
    r"|leverantor|leverandor|foretag|virksomhed|yritys|istekli|участнику?|компани[ия]|учаснику?|компані[ія]|업체))?"
    r"|else(?:where)?|someone else|somebody else|others|jemand ander(?:s|em)|quelqu'un d'autre|iemand anders|ktos inny"
    r"|nekdo jiny|кто-то другои|хтось іншии|competitors?|competition|rivals?|wettbewerb(?:er|ern)?|mitbewerber"
    r"|konkurrent(?:en|er)?|konkurrenz|concurrents?|concurrence|competidor(?:es)?|competencia|concorrent[ei]"
    r"|concorrenza|concorrencia|konkurent(?:owi|ovi|a)?|konkurenc(?:ja|ji|e|i)|конкурент(?:у|ам|ы|и)?|kilpailija|rakip"
    r"|경쟁사|타사|(?:竞争)?对手|(?:競爭)?對手|友商|他社|競合|[别別]家|[别別他]人|其他公司|其他廠商|其他厂商)"
)
_WON = (
    r"(?:has |have |hat |haben |heeft |a |l'a |ont |ha |har |이 |가 )?(?:won(?: it)?|wins|gewonnen|gewann|gagnee?"
    r"|gagnant|emporte|gano|ganado|ganador(?:a)?|vinto|vincente|ganhou|vencedora?|venceu|wygral[aoi]?|vyhral[aoi]?"
    r"|выиграл[аои]?|победил[аои]?|виграв|виграл[аи]|переміг|перемогл[аи]|vann|vunnit|vandt|vundet|vant|vunnet|voitti"
    r"|kazandi|中[标標]|得標|が?受注|が?落札|수주|낙찰)"
)
_INCUMBENT = rf"(?:(?:the|der|die|le|el|la|il|o|de) )?(?:{'|'.join(map(re.escape, INCUMBENTS))})"
_ANOTHER_WON = re.compile(rf"(?:{_ANOTHER}|{_INCUMBENT})\s?{_WON}|{_WON}\s?(?:{_ANOTHER}|{_INCUMBENT})")
_REMARK = re.compile(
    r"(?:\s?[(（\[].*|\s(?:on|due to|because of|wegen|por|per|vanwege|op)\s.*|\s[-–—]\s.*|[.;,!]\s*)$"
)  # behind what is meant


_PHRASES = frozenset(tuple(word.split()) for word in INCUMBENTS)
MOST_WORDS = 6  # of a name
_LONGEST_PHRASE = max(map(len, _PHRASES))
_PART = re.compile(r"\s?[,;，；]\s?|\s[-–—]\s")
# What stands beside the incumbent's name, and is no part of it.
_STAYS = frozenset(
    fold("""it retained kept stays stayed remains remained won wins again renewed extended reappointed advantage
bonus pricing relationship supplier provider bleibt behalten behält gewinnt verlängert erneut wieder reconduit
reconduite maintenu maintenue conservé renouvelé mantiene renueva renovado continúa confermato confermata mantido mantém
renovado behouden blijft gebleven pozostał pozostaje zůstal zůstává остался остаётся остается продлен залишився 継続
续约 續約 留任 中标 得標""").split()
)


def incumbent_in(text: str) -> str:
    """The name of the one who had the contract and keeps it, "" where a cell names none.

    >>> incumbent_in("Lost (incumbent Acme Ltd retained)"), incumbent_in("Lost – Acme Ltd (incumbent)")
    ('Acme Ltd', 'Acme Ltd')
    """
    for part in _PART.split(re.sub(r"[:：()（）\[\]\"„“”«»]", " ", text)):
        words = part.split()
        folded = [fold(word).strip(".!") for word in words]
        for at in range(len(words)):
            for end in range(min(at + _LONGEST_PHRASE, len(words)), at, -1):
                if tuple(folded[at:end]) in _PHRASES:
                    return _only_name(words[end:]) or with_legal_form(_only_name(words[:at]))
    return ""


def _only_name(words: list[str]) -> str:
    """The name that words are, but for what is said of its bearer; "" where they are none."""
    while words and fold(words[-1]).strip(".!") in _STAYS:
        words = words[:-1]
    while words and fold(words[0]) in _STAYS:
        words = words[1:]
    name = " ".join(words)
    return name if name and not name[0].islower() and (has_legal_form(name) or not reason_of(name)[0]) else ""


_LABEL = re.compile(  # before a name: "vítěz Papír s.r.o."
    r"^(?:winner|gagnant|attributaire|ganador|adjudicatario|vincitore|aggiudicatario|vencedor|adjudicatário|winnaar"
    r"|zwyci[ęe]zca|v[ií]t[ěe]z|победитель|переможець)\s",
    re.IGNORECASE,
)


def with_legal_form(part: str) -> str:
    """A part of a cell that is nothing but the name of a firm with its legal form: "Acme Ltd)"; "" where it is not."""
    name = _LABEL.sub("", part.strip(" ()（）[]\"'"))
    short = 1 < len(name.split()) <= MOST_WORDS or not name.isascii()
    return name if short and not name[:1].islower() and has_legal_form(name) else ""


def is_of_another(text: str) -> bool:
    """Whether a cell says that another has won, without a name.

    >>> is_of_another("Awarded to a competitor"), is_of_another("Awarded to Competitor Ltd")
    (True, False)
    >>> is_of_another("Competitor won"), is_of_another("Won against a competitor")
    (True, False)
    """
    begin = _BEFORE_ANOTHER.match(text.strip())
    whom = fold(_BEHIND.sub("", text.strip()[begin.end() :] if begin else "").strip())
    if re.fullmatch(_ANOTHER, whom):
        return True
    return _ANOTHER_WON.fullmatch(fold(_REMARK.sub("", text.strip()))) is not None


def _who_won(text: str) -> str:
    """The firm that a cell says has won: "Acme Ltd won"; "" where it has no legal form, and may be a contract."""
    words = text.rstrip(" .!").split(" ")
    ends = range(len(words) - 1, max(len(words) - 4, 0), -1)
    end = next((at for at in ends if re.fullmatch(_WON, fold(" ".join(words[at:])))), 0)
    return with_legal_form(" ".join(words[:end]))


def winner_in(text: str) -> str:
    """The one that a cell names as the winner, "" where it names none.

    >>> winner_in("Lost to Rival Ltd (price)"), winner_in("won by price")
    ('Rival Ltd', '')
    """
    begin = _WON_BY.match(text.strip()) or _LOST_TO.match(text.strip())
    if begin is None:
        return _who_won(text.strip())
    rest = text.strip()[begin.end() :]
    spaced = rest[:1] in (" ", ":", "：") or (begin[0][-1:] > "\u2e80" and rest)
    match = _NAME.fullmatch(rest) if spaced else None
    if match is None:
        return ""
    name: str = match["name"]
    if (why := _WHY.search(name)) and reason_of(why[1])[0]:
        name = name[: why.start()]
    if not re.search(r"[(（]", name):
        name = name.rstrip(")） ")  # of brackets that began before it
    return "" if name[0].islower() or (reason_of(name)[0] and not has_legal_form(name)) else name
