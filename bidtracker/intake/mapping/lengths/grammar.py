"""The parts that a length of time is made of: each is a piece of the text's kinds, read by its pattern.

A text is first made plain ("2 years 6 months" is 30 months, "base year" one year), then told by its kinds
(`tokens.py`), then cut into pieces: at each sign that parts, before each "+" and "including", and behind a length where
another is an option or the most of it. What is left of a piece without `o`, `b`, `t`, `i` and `+` is one of these:

| piece | means | example |
|---|---|---|
| `n`, `N`, `nN` … | each number is a part | "3", "3 years", "3 1" of "3 1 1" |
| `nxN` `nN` `TN` `nxn` `nn` `Tn` | how often, and how long | "2 x 12m", "two 1-year" |
| `Nnx` `NT` `Nxn` | how long, and how often | "12 months twice" |
| `nx`, `T` | so often the part before it, as an option | "renewable twice", "更新2回" |
| `n` behind an option, up to `MOST_TIMES` | the same, where the part before is short | "1 year + 2 renewals" |
| `s` | the part before it once more | "for the same period" |
| nothing | nothing: an option that nobody says the length of | "possible extension" |

Any other piece makes the whole text no length. "3 years (2 x 1 year optional)" is `NpnxNop`: the pieces are `N` and
`nxNo`, so 3 years, and 2 years as an option.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bidtracker.domain.text import fold
from bidtracker.intake.mapping.lengths.tokens import LengthNumbers, tokens_of
from bidtracker.intake.mapping.lengths.words import MONTH_WORDS, NUMBER_WORDS, SPANS, YEAR_WORDS

_YEAR, _MONTH = ("|".join(map(re.escape, fold(words).split())) for words in (YEAR_WORDS, MONTH_WORDS))
_YEARS_AND_MONTHS = re.compile(
    rf"(\d{{1,2}})\s?({_YEAR})[\s,]*(?:and |und |et |y |e |en |i |a |и |та )?(\d{{1,2}})\s?(?:{_MONTH})(?![^\W\d_])"
)
_IN_WORDS = re.compile(rf"\s?\((?:{'|'.join(NUMBER_WORDS)})\)")  # "3 (three) years"
_BASE_YEAR = re.compile(r"^(?:(?:1|one) )?base(?: years?| yr)?(?=\s?(?:\+|and\b|plus\b|with\b))")
_HALF_YEARS = re.compile(r"(\d{1,2})\s?年半|半年")
_SEVERAL = re.compile(  # "2, 3 month periods": so many of that length, since the unit is in the singular
    rf"(?<![^\W_])(\d|{'|'.join(NUMBER_WORDS)}),\s?"
    r"(?=\d{1,3}[\s-](?:day|week|month|year)[\s-](?:\w+\s)?(?:periods|terms|extensions|renewals|options)\b)"
)
_FROM_BEGINNING = re.compile(  # which is what every length is counted from
    r"[\s,]*(?:from|after|following|starting (?:on|from))\s(?:the\s)?(?:date of\s)?(?:contract\s)?"
    r"(?:award|signature|signing|commencement|start)(?:\sdate)?$"
    r"|[\s,]*(?:ab|nach)\s(?:zuschlag|vertragsbeginn|vertragsschluss|beauftragung)$"
    r"|[\s,]*(?:a (?:compter|partir) de|des)\s?(?:la |sa )?notification$|[\s,]*desde (?:la )?(?:firma|adjudicacion)$"
    r"|^(?:自|从|從)?(?:合同|合約|契約|本合同)?(?:签订|簽訂|签署|簽署|生效|决标|決標)(?:之?日)?(?:后|後|起)"
    r"|^契約(?:締結)?日から|^계약\s?(?:체결)?일?로?부터\s?"
)
# "三年，一年一签": signed anew each year, up to three times.
_SIGNED_YEARLY = re.compile(r"(\d)\s?年[\s,，、（(]*(?:合同|合約)?(?:1年1|每年1?|逐年)[签簽][)）]?")
# Ends a piece: a sign or word that parts, and an option after what runs before it, where how long it is follows.
_APART = re.compile(r"p|(?=[+i])|(?<=N)(?=b?t[^p+]*[nN])|(?<=N)(?=o[^p+]*[nNTs])")
_OFTEN_APART = re.compile(  # "renewable once, 1 year": the sign parts no two parts
    r"(o(?:nx?|T)|(?:nx?|T)o)p(?=N(?:p|$))"
)
_HOW_OFTEN = {
    **dict.fromkeys(("nxN", "nN", "TN", "nxn", "nn", "Tn"), (0, 1)),
    **dict.fromkeys(("Nnx", "NT", "Nxn"), (1, 0)),
}  # which number says how often, and which how long, by the kinds of a piece
MOST_TIMES = 5  # above it a bare number before an option is how long it is: "12 + 12 option"


class LengthPart(NamedTuple):
    """How long a part of a contract runs; `of_whole`: all of it at the most ("t"), or a part of the first ("i")."""

    number: float
    unit: str
    option: bool
    of_whole: str = ""


def parts_of(text: str) -> list[LengthPart]:
    """Each part of a folded length in its order; [] where anything else is written.

    >>> [(part.number, part.unit) for part in parts_of("3 years + 2 x 12m option")]
    [(3.0, 'years'), (24.0, 'm')]
    """
    kinds, numbers = tokens_of(_made_plain(text))
    parts: list[LengthPart] = []
    for piece in _APART.split(_OFTEN_APART.sub(r"\1", kinds)):
        count = sum(piece.count(kind) for kind in "nNT")
        read = _parts_in(piece, numbers[:count], parts)
        if read is None:
            return []
        parts += read
        numbers = numbers[count:]
    return parts


def _made_plain(text: str) -> str:
    """A text in which each length is one number and one unit."""
    text = _FROM_BEGINNING.sub("", _SEVERAL.sub(r"\1 x ", _IN_WORDS.sub("", _BASE_YEAR.sub("1 year", text))))
    text = _SIGNED_YEARLY.sub(r"1y max \1y", text)
    text = _YEARS_AND_MONTHS.sub(lambda match: f"{int(match[1]) * 12 + int(match[3])} m", text)
    return _HALF_YEARS.sub(lambda match: f"{12 * int(match[1] or 0) + 6} m", text)


def _parts_in(piece: str, numbers: LengthNumbers, before: list[LengthPart]) -> list[LengthPart] | None:
    """The parts of a piece of a length, after those `before` it. None where it is none."""
    last = before[-1] if before else None
    option, bare = "o" in piece, re.sub("[obti+]", "", piece)
    how_often = bare in ("T", "nx") or (
        re.match(r"\+?b?no", piece) is not None and bare == "n" and _is_short(last) and numbers[0][0] <= MOST_TIMES
    )
    if how_often or bare == "s":
        times = numbers[0][0] if numbers else 1.0
        return [LengthPart(last.number * times, last.unit, True)] if last else None
    if bare in _HOW_OFTEN:
        (times, _), (number, unit) = (numbers[at] for at in _HOW_OFTEN[bare])
        return [LengthPart(number * times, unit, option)]
    if bare.strip("nN") or (not bare and "i" in piece):  # "with options": how long these are is not told
        return None
    of_whole = next((kind for kind in piece if kind in "ti"), "")
    of_whole = of_whole if before and piece[:1] != "+" and "b" not in piece else ""
    return [LengthPart(*number, option, of_whole) for number in numbers]


def _is_short(part: LengthPart | None) -> bool:
    """Whether a part is counted in months, or runs a year: an option behind it is then as long as itself."""
    return part is not None and part.unit != "" and (SPANS[part.unit].months != 12 or part.number == 1)
