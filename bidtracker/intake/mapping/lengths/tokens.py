"""The words and signs of a length of time, each by the letter that stands for its kind.

| letter | what it is | examples |
|---|---|---|
| `n` | a number | "3", "two", "1,5" |
| `N` | a number with its unit behind it | "3 years", "12m", "36ヶ月" |
| `T` | how often, in one word | "twice", "zweimalige" |
| `x` | says that the number beside it is how often | "2 x", "3 fois", "2回" |
| `o` | an option, a renewal, an extension | "Option", "prórroga", "可续签" |
| `+` | more is to come | "+", "plus", "zzgl." |
| `p` | parts what stands on its sides | ",", "(", "and", "mit" |
| `t` | all of it at the most | "max", "bis zu", "最長" |
| `b` | by so much longer, though "up to" may stand there | "by up to", "a further" |
| `i` | is part of what stands before it | "including", "w tym", "含" |
| `s` | as long again | "same period", "同期間" |
| `?` | anything else: the text is no length | "sites", "from 2024" |

Words that only join are left out. "3 years + 2 x 12m option" is `N+nxNo`, with the numbers 3 years, 2, 12 months.
"""

from __future__ import annotations

import re

from bidtracker.intake.mapping.lengths.words import (
    AMBIGUOUS,
    BY,
    COUNTS,
    FILLERS,
    FILLERS_EAST,
    FURTHER,
    MOST,
    NUMBER_WORDS,
    OFTEN,
    OPTION,
    PARTING,
    SAME,
    SPANS,
    TIMES,
    WITHIN,
    whole_words,
)

_TOKEN = re.compile(
    rf"(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}}(?![\d.,]\d))?(?!\d)|{whole_words(NUMBER_WORDS)}"
    rf"|(?:{whole_words(AMBIGUOUS)})(?=[\s-](?:{whole_words(SPANS)})))"
    rf"|(?P<T>(?<![^\W\d_])(?:{'|'.join(sorted(TIMES, key=len, reverse=True))})\w*)"
    rf"|(?P<u>{whole_words(SPANS)})"
    rf"|(?P<x>{OFTEN})"
    rf"|(?P<by>(?<![^\W\d_])(?:{BY})\s(?:{whole_words(MOST.split())})|{whole_words(FURTHER.split())})"
    rf"|(?P<t>{whole_words(MOST.split())}|(?<=extend )to|(?<=extended )to|(?<=extendable )to|(?<=extension )to)"
    rf"|(?P<i>{whole_words(WITHIN.split())})"
    rf"|(?P<s>{SAME})"
    rf"|(?P<o>{OPTION})"
    rf"|(?P<plus>\+|{whole_words(['plus', 'zzgl'])})"
    rf"|(?P<p>[,;&()（）、，；\[\]]|(?<![^\W\d_])/|/(?![^\W\d_])|{whole_words(PARTING.split())})"
    rf"|(?P<filler>{whole_words(FILLERS)}|{FILLERS_EAST}|[\s:'’–_-]|(?<!\d)\.|\.(?!\d))"
    r"|(?P<other>.)",
    re.DOTALL,
)
_LETTERS = {"filler": "", "by": "b", "plus": "+", "other": "?"}  # of the kinds whose name is none

LengthNumbers = list[tuple[float, str]]  # each with its unit, "" for none


def tokens_of(text: str) -> tuple[str, LengthNumbers]:
    """The kinds of a folded text's words and signs, a letter each, and its numbers; "?" where a unit has none.

    >>> tokens_of("3 years + 2 x 12m option")
    ('N+nxNo', [(3.0, 'years'), (2.0, ''), (12.0, 'm')])
    """
    kinds, numbers, end = "", LengthNumbers(), 0
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "", match[0]
        if kind == "n":
            numbers.append((COUNTS.get(word) or float(word.replace(",", ".")), ""))
            end = match.end()
        elif kind == "T":
            numbers.append((next(n for begin, n in TIMES.items() if word.startswith(begin)), ""))
        elif kind == "u":
            bare = re.search(r"n(?=o*$)", kinds)
            near = match.start() - end < 2  # "an" and "d" are words of their own as well
            if bare and (near or len(word) > 2):  # "4 option years"
                numbers[-1] = (numbers[-1][0], word)
                kinds = f"{kinds[: bare.start()]}N{kinds[bare.end() :]}"
            elif word not in FILLERS:
                return "?", []
            continue
        kinds += _LETTERS.get(kind, kind)
    return kinds, numbers
