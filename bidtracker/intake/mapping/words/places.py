"""Places in a ranking: "2nd of 5", "2/5", "Rang 2", "second", "第2位"."""

from __future__ import annotations

import re

from bidtracker.domain.text import fold
from bidtracker.intake.mapping.words.vocabulary import plain

MOST = 99  # bidders in one ranking
_NOUN = (
    r"(?:platz|rang|rank(?:ed|ing)?|place[ds]?|pos(?:ition|icion|izione|icao)?|classe|puesto|lugar|posto|plaats|miejsce"
)
_NOUN += r"|lokata|misto|poradi|место|ранг|місце|позиция|позиція|no|nr|n|#|№|名次|排名|順位|第"
_NOUN += r"|nro|plass|sija|plads|sira(?:da)?)\.?"
_ORDINAL = r"(?:st|nd|rd|th|\.|\.?[oa]s?|er|res?|e|n?d[oae]s?|r[oa]|eme|ieme|ste|-?[ея]|-?[йге]|°|:[ae])"
_OF = r"(?:\s?(?:of|out of|von|sur|de|di|van|z|ze|из|з|/|中)\s?(\d{1,2}))?"
_PLACE = re.compile(
    rf"(?<![\w.,/]){_NOUN}\s?:?\s?([1-9]\d?){_OF}(?![\w%.,/])"
    rf"|(?<![\w.,/])([1-9]\d?)\s?{_ORDINAL}(?:\s?{_NOUN})?{_OF}(?![\w%])"
    rf"|(?<![\w.,/])([1-9]\d?)\s?{_NOUN}(?![\w%])"
    r"|第\s?([1-9一二三四五六七八九])\s?(?:位|名|中标候选人|中標候選人)?|(?<!\d)([1-9])\s?[位名위등]"
)
_RATIO = re.compile(r"([1-9]\d?)\s?(?:/|of|out of|von|sur|de|di|van|z|из|з)\s?([1-9]\d?)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_HAN = {char: number for number, char in enumerate("一二三四五六七八九", 1)}
_WORDS = {
    fold(word): number
    for number, words in enumerate(
        (
            """first erster erste erstplatzierter premier premiere premiers primero primera primeros primo prima primi
            primeiro primeira eerste pierwsze pierwszy první первое первый перше перший erstes första første
            ensimmäinen birinci l1 h1""",
            """second zweiter zweite zweiten zweitplatziert zweitplatzierter zweitplatzierte zweitbester zweitbeste
            deuxième deuxièmes second seconde seconds segundo segunda segundos secondo seconda secondi seconde tweede
            tweedes drugie drugi drudzy druhé druhý druzí второе второй вторые друге другий другі runner-up runnerup
            runners-up zweites andra anden andet andre toinen ikinci l2""",
            """third dritter dritte drittplatziert drittplatzierter drittplatzierte troisième troisièmes tercero tercera
            terceros terzo terza terzi terceiro terceira terceiros derde trzecie trzeci třetí третье третий третьи третє
            третій drittes tredje kolmas üçüncü l3""",
            """fourth vierter vierte viertplatziert quatrième cuarto cuarta quarto quarta quarti vierde czwarte čtvrté
            четвёртое четвертое четвёртый четвертый четверте четвертий viertes cuarto fjärde fjerde neljäs dördüncü
            l4""",
        ),
        1,
    )
    for word in words.split()
}


def position_of(text: str) -> int | None:
    """Our place in a ranking: "2nd of 5", "2/5", "Rang 2", "second", "II", "第2位", or a bare "2".

    >>> position_of("2nd of 5"), position_of("#3"), position_of("第二名")
    (2, 3, 2)
    """
    cell = plain(text).strip("= ").removesuffix(".0")
    if cell.isdigit() and len(cell) < 3:
        return int(cell)
    if cell in _ROMAN:
        return _ROMAN[cell]
    if match := _RATIO.fullmatch(cell):
        return int(match[1]) if int(match[1]) <= int(match[2]) else None
    place, rest = place_in(cell)
    other, _ = place_in(rest)
    return None if other not in (None, place) else place  # of two lots, or not settled


def ordinal_of(word: str) -> int | None:
    """The number that a folded word or numeral stands for in an order: "second", "zweites", "iv", "3"."""
    return int(word) if word.isascii() and word.isdigit() else _WORDS.get(word) or _ROMAN.get(word)


def place_in(cell: str) -> tuple[int | None, str]:
    """The place that stands in a plain cell, and the cell without it."""
    if match := _PLACE.search(cell):
        number = match[1] or match[3] or match[5] or match[6] or match[7]
        return _HAN.get(number) or int(number), plain(cell[: match.start()] + " " + cell[match.end() :])
    match = re.search(r"(?<![\w.,/])([1-9])\s?/\s?([1-9]\d?)(?![\w%./])", cell)
    if match and int(match[1]) <= int(match[2]):
        return int(match[1]), plain(cell[: match.start()] + " " + cell[match.end() :])
    for word in cell.split():
        if (bare := word.strip("(),;:-")) in _WORDS:
            return _WORDS[bare], plain(cell.replace(word, " ", 1))
    return None, cell
