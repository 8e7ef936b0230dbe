"""How likely people say that a win is, where they do not write a share: "low", "50/50", "1 in 4", "三成"."""

from __future__ import annotations

import re

from bidtracker.domain.text import fold
from bidtracker.intake.mapping.words.vocabulary import plain, words_of

# Words for a chance are rough: each is shown with the share it is read as, and asked about.
_CHANCES = words_of({
    "0.1": """very low, remote, slim, very unlikely, sehr gering, sehr niedrig, sehr klein, très faible,
        muy baja, muy bajo, molto bassa, molto basso, muito baixa, muito baixo, zeer laag, zeer klein,
        bardzo niska, bardzo mała, velmi nízká, очень низкая, дуже низька, 很低, 极低, 極低, とても低い,
        非常に低い, かなり低い, mycket låg, meget lav, svært lav, erittäin pieni, çok düşük, 매우 낮음, v low,
        v. low""",
    "0.25": """low, unlikely, poor, weak, gering, niedrig, klein, faible, basse, baja, bajo, bassa, basso,
        baixa, baixo, laag, niska, mała, nízká, malá, низкая, низкий, низька, 低, 較低, 较低, 低い, låg, liten,
        lav, pieni, matala, alhainen, düşük, zayıf, 낮음, 하, низкие""",
    "0.5": """medium, med, moderate, average, even, fair, possible, evens, fifty-fifty, mittel, moyen, moyenne,
        media, medio, média, médio, gemiddeld, middel, redelijk, średnia, średni, střední, průměrná, средняя,
        средний, середня, 中, 中等, 一般, 普通, medel, medelhög, middels, mellem, keskitaso, keskinkertainen,
        orta, 보통, 중간, 중, средние""",
    "0.75": """high, likely, good, strong, hoch, gut, élevé, élevée, haute, forte, fort, alta, alto, hoog,
        groot, goed, wysoka, duża, vysoká, velká, высокая, высокий, висока, 高, 較高, 较高, 高い, hög, stor,
        høj, høy, god, suuri, korkea, hyvä, yüksek, iyi, güçlü, 높음, 상, высокие, высоки""",
    "0.9": """very high, very likely, very good, sehr hoch, sehr gut, très élevé, très élevée, très forte,
        muy alta, muy alto, molto alta, molto alto, muito alta, muito alto, zeer hoog, zeer groot,
        bardzo wysoka, bardzo duża, velmi vysoká, очень высокая, дуже висока, 很高, 极高, 極高, とても高い,
        非常に高い, mycket hög, meget høj, svært høy, erittäin suuri, çok yüksek, 매우 높음, v high, v. high""",
})  # fmt: skip
_AROUND = re.compile(
    r"^(?:~|≈|>=?|<=?|≥|≤|c\.|ca\.?|circa|about|approx\.?|around|rund|env\.?|environ|ok\.?|около|约|約)\s*"
)
_OF = re.compile(r"(\d{1,3})\s?(?:/|:|in|out of|of|von|sur|su|de|van|z|из|з)\s?(\d{1,3})")
_TO = re.compile(r"(\d{1,3})\s?%?\s?(?:-|–|to|bis|à|a|до|～|~)\s?(\d{1,3})\s?%")
_PERCENT = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s?(?:%|pct\.?|pc|per ?cent|prozent|pour cent|procent|por ciento|per cento|процент.{0,2})"
)
_SIGN_FIRST = re.compile(r"%\s?(\d[\d.,]*)")  # as Turkish writes it
_REMARK = re.compile(r"(?<=[%\d])\s?\([^()\d]*\)$")  # "25% (low)"
_IN_BRACKETS = re.compile(r"^[^\d(]*\(\s?(\d[^()]*)\)$")
_HAN = {char: number for number, char in enumerate("一二三四五六七八九", 1)}
_TENTHS = re.compile(r"([一二三四五六七八九1-9])\s?[成割](?:([半一二三四五六七八九1-9])分?)?(?:左右|程度)?")


def chance_of(text: str) -> tuple[float, bool] | None:
    """The share that a cell means, and whether that is sure; None where it says none.

    >>> chance_of("50/50"), chance_of("1 in 4"), chance_of("low"), chance_of("10-20 %")
    ((0.5, True), (0.25, True), (0.25, False), (0.15, True))
    """
    cell = _SIGN_FIRST.sub(r"\1%", " ".join(fold(text).split()))
    word = _CHANCES.get(plain(text).removesuffix(" chance").removesuffix(" probability").strip())
    if word:
        return float(word), False
    if match := _TENTHS.fullmatch(cell):
        tenths, more = match.groups("0")
        return (_digit(tenths) * 10 + (5 if more == "半" else _digit(more))) / 100, True
    if match := _OF.fullmatch(cell):
        part, whole = int(match[1]), int(match[2])
        if part == whole == 50:
            return 0.5, True
        return (part / whole, True) if (0 < part <= whole and "/" not in cell) or 0 < part < whole else None
    if (match := _TO.fullmatch(cell)) and int(match[1]) <= int(match[2]) <= 100:
        return (int(match[1]) + int(match[2])) / 200, True
    rest = _REMARK.sub("", _AROUND.sub("", cell)).rstrip("+?* ")
    percent = _PERCENT.fullmatch(_IN_BRACKETS.sub(r"\1", rest))  # "High (70%)"
    if percent and float(percent[1].replace(",", ".")) <= 100:
        return float(percent[1].replace(",", ".")) / 100, True
    return None


def _digit(sign: str) -> int:
    return _HAN.get(sign) or int(sign)
