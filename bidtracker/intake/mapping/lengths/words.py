"""The words of which people make lengths of time: units, numbers, options, limits, and what only joins them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bidtracker.domain.dates import DateSpan
from bidtracker.domain.text import fold

YEAR_WORDS = """years year yrs yr y jahre jahren jahr j ans an annees annee anos ano anni anno jaar jaren lata lat
rok roku roky let лет год года годы рік роки років року 年間 か年 カ年 ヵ年 ヶ年 箇年 年 år aar vuosi vuotta vuoden v
ani év god godina godine jährig jährige jährigen jähriger jähriges yıl yılı yıllık sene 년간 년 개년"""
MONTH_WORDS = """months month mths mth mos mo m monate monaten monat mon mois meses mes mesi mese maanden maand
mnd mdn m-cy m-ce m-c miesiecy miesiace miesiac mies mesicu mesice mesic
месяцев месяца месяц мес місяців місяці місяць міс 个月 個月 mån månader månad mdr måneder måned kk kuukautta kuukausi
luni hónap mjeseci meseci monatig monatige monatigen monatiger ay aylık 개월간 개월
ヶ月間 ヶ月 か月 カ月 ケ月 ヵ月 ヵ月間 箇月 月"""
_WEEK_WORDS = """weeks week wks wk w wochen woche semaines semaine semanas semana settimane settimana weken tygodni
tydnu недель недели тижнів 周 週 週間 veckor uger uker viikkoa hafta saptamani 주간"""
_DAY_WORDS = """days day d tage tagen tag jours jour dias dia giorni giorno dagen dag dni dzien dny den дней дня день
днів дні 天 日 日間 dagar dage dager päivää gün zile 일간"""
_UNITS = (
    (DateSpan(months=12), YEAR_WORDS),
    (DateSpan(months=1), MONTH_WORDS),
    (DateSpan(days=7), _WEEK_WORDS),
    (DateSpan(days=1), _DAY_WORDS),
)
SPANS = {unit: span for span, units in _UNITS for unit in fold(units).split()}


def _numbered(*words: str) -> dict[str, int]:
    """Each word with its number: those of the first text are 1."""
    return {fold(word): n for n, each in enumerate(words, 1) for word in each.split()}


COUNTS = _numbered(
    "one ein eine einem einen un une uno una um uma een jeden jedna один ett yksi en bir",
    "two zwei deux dos due dois duas twee dwa dwie dva два две to kaksi iki två",
    "three drei trois tres tre drie trzy tři три tre kolme üç",
    "four vier quatre cuatro quattro quatro vier cztery čtyři четыре чотири fyra neljä dört fire",
    "five fünf cinq cinco cinque vijf pięć pět пять п'ять fem viisi beş",
    "six sechs seis sei zes sześć šest шесть шість sex kuusi altı",
)
AMBIGUOUS = ("to", "en", "um", "un", "bir")  # words of their own in another language than the one in which they count
NUMBER_WORDS = {word: n for word, n in COUNTS.items() if word not in AMBIGUOUS}
TIMES = _numbered(
    "once einmal einmalige einmaliger jednou jednokrotn однократн",
    "twice zweimal zweimalige zweimaliger tweemaal dwukrotn dvakrat двукратн дважды двічі",
    "thrice dreimal dreimalige dreimaliger driemaal trzykrotn třikrát трехкратн трижды тричі",
)
OFTEN = (
    r"[×*]|(?<![^\W\d_])(?:x|mal|malige[nr]?|maal|fois|times?|veces|volte|vezes|keer|раза?|рази|krat|krotn\w*"
    r"|gange?|ganger|gånger|kertaa|kez|defa|ori)(?![^\W\d_])|回|次|度|회|차례"
)
OPTION = (
    r"(?<![^\W\d_])(?:opti|opci|opcj|opzion|opcao|opcoes|opc|opsi|verlanger|verleng|extension|extend|ext|renew|renouv"
    r"|recond|prorrog|prorog|rinnov|renov|przedluz|prodlouz|продлен|продлев|продовж|опци|опці|forlang|forleng"
    r"|forlaeng|jatko|prelungi|uzat|predlz)\w*(?:\s(?:i|med|mit|with)(?=\s\d))?"
    r"|可[续續][约約签簽期]?|续约|續約|续签|續簽|延长|延長|オプション|更新|擴充|扩充|继续|繼續|연장|갱신|옵션"
)
SAME = (
    r"(?<![^\W\d_])(?:igual(?:es)?(?: periodos?)?|same(?: (?:period|term|length))?|stesso(?: periodo)?|同期間"
    r"|meme duree|gleiche)(?![^\W\d_])"
)
# Before the whole of it at the most, but for "by up to" and "an additional"; before a part of the whole.
MOST = """max maximum maximal maximo langstens 最長 最长 最大 最多 以内 up_to bis_zu hasta fino_a fino_ad até
jusqu'a jusqu'à tot do до bis upp_till opp_til enintään en_fazla pana_la 최대 최장"""
WITHIN = """incl including inkl inklusive inclus incluido incluida incluidos incluso inclusa compreso compresa
w_tym včetně включая включно 含 うち 포함"""
BY = "by|for|of|um|por|de|di|per|pour|o|na|на|om"
FURTHER = """more further additional weitere weiterer weiteren zusätzlich zusätzliche más autres autre altri altre
outros otro otros ulteriori ulteriore další dodatkowe kolejne дополнительных еще ще nog extra adicional adicionales
adicionais supplémentaire supplémentaires yderligere ytterligare"""
_FILLER = """of by for to initially initial base fixed firm fest ferme fermes each je jeweils chacun
chacune cada period periods período períodos periode term the a an de d del di da der von van voor um un o na на по per
por pour pro za med på från fra op te en till til om auf poss possible possibly potential possibility möglich mogelijk
możliwością możností možnost możliwością можливістю возможностью possibilité possibilidade posibilidad possibilità opcja
opcją optional nz no none keine kein tacite min contract zu w framework agreement eventuale eventuali tecnica par
možnosť posibilitate möjlighet mulighed mulighet"""
FILLERS = frozenset(fold(_FILLER).split())
FILLERS_EAST = fold("得|另|后|後|可能|可|ごとに|毎に|まで|の|が|每次|每|签|約|约|续|續|가능|까지|마다|씩|추가")
PARTING = "mit avec with und and et e y en s i и та con com met z és с з og och ja cu ve"


def whole_words(words: Iterable[str]) -> str:
    """A pattern for whole words; those of Chinese, Japanese and Korean may stand within others."""
    longest = sorted({fold(word).replace("_", " ") for word in words}, key=len, reverse=True)
    east = [re.escape(word) for word in longest if word[0] > "\u2e80"]
    others = [re.escape(word) for word in longest if word[0] <= "\u2e80"]
    return "|".join([*east, *([rf"(?<![^\W\d_])(?:{'|'.join(others)})(?![^\W\d_])"] if others else [])])
