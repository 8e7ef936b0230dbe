"""The score sheet of a bid: how a line of it is typed, what it comes to, and what in it wants a second look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from bidtracker.domain.errors import FieldError, Unreadable
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, Bid, Criterion, PriceBand, ScoreSheet
from bidtracker.domain.text import fold
from bidtracker.later import late_pattern

WHOLE = 100.0  # per cent that the weights of a sheet come to
ROUNDING = 0.11  # weights such as 33.3, 33.3 and 33.3 are whole
UNKNOWN = "?"
WORDS = "|"  # between the numbers of a line and the buyer's words
MOST_CRITERIA = 60
LARGEST = 100_000.0

_LINE = late_pattern(
    r"(?P<name>[^=|]+?)\s*=\s*(?P<weight>[^:|]*?)\s*%?\s*:\s*(?P<points>[^|]*?)\s*(?:\|\s*(?P<words>.*))?", re.DOTALL
)
_BAND = late_pattern(r"\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*%?\s*[=:]\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*%?\s*", re.ASCII)
_PRICE = (
    *("price", "cost", "costs", "commercial", "commercials", "preis", "kosten", "prix", "coût", "coûts", "precio"),
    *(
        "coste",
        "prezzo",
        "preço",
        "prijs",
        "cena",
        "cijena",
        "цена",
        "ціна",
        "价格",
        "報價",
        "报价",
        "價格",
        "商务",
        "商務",
    ),
)


# ---------------------------------------------------------------- lines


def read_criterion(text: str) -> Criterion:
    """A line as it is typed: `Quality = 60: 45/52`, with `/100` behind where the points go up to that, `?` for what is
    not known, and `| words` for what the buyer said. Raises Unreadable."""
    match = _LINE.fullmatch(text.strip())
    points = match["points"].split("/") if match else []
    if match is None or not 2 <= len(points) <= 3:
        raise Unreadable(
            "{text} is no line of a score sheet; write criterion, weight, our points and the winner's, like "
            "Quality = 60: 45/52",
            text=repr(text.strip()),
        )
    ours, winners, most = (*map(_number, points), None)[:3]
    name = " ".join(match["name"].split())
    words = " ".join((match["words"] or "").split())
    return Criterion(
        name=name,
        weight=_number(match["weight"]),
        most=most,
        ours=ours,
        winners=winners,
        words=words,
        price=scores_price(name),
    )


def scores_price(name: str) -> bool:
    """Whether a criterion of this name scores the price."""
    folded = fold(name)
    words = folded.split()
    return any(word in words or ((len(word) >= 5 or not word.isascii()) and word in folded) for word in _PRICE)


def _number(text: str) -> float | None:
    plain = text.strip().removesuffix("%").strip().replace(",", ".")
    if plain in ("", UNKNOWN):
        return None
    try:
        number = float(plain)
    except ValueError:
        number = -1.0
    if not 0 <= number <= LARGEST:
        raise Unreadable(
            "{text} is no number of points; write one like 45 or 7.5, or ? where it is not known", text=text
        )
    return number


def criterion_text(criterion: Criterion) -> str:
    """A line of a score sheet as `read_criterion` reads it."""
    most = f"/{criterion.most:g}" if criterion.most is not None else ""
    words = f" {WORDS} {criterion.words}" if criterion.words else ""
    points = f"{_shown(criterion.ours)}/{_shown(criterion.winners)}{most}"
    return f"{criterion.name} = {_shown(criterion.weight)}: {points}{words}"


def _shown(number: float | None) -> str:
    return UNKNOWN if number is None else f"{number:g}"


def with_price(criteria: tuple[Criterion, ...], price: str | None) -> tuple[Criterion, ...]:
    """The criteria, the one called `price` as that which scores the price. Raises FieldError where none is."""
    if not price:
        return criteria
    if fold(price) not in [fold(each.name) for each in criteria]:
        raise FieldError("price", "there is no criterion {name}; name one that was given", name=repr(price))
    return tuple(replace(each, price=fold(each.name) == fold(price)) for each in criteria)


def read_band(text: str) -> PriceBand:
    """A step of a banded price score as it is typed: `5%=90%`, up to 5 % above the lowest gets 90 % of the points."""
    match = _BAND.fullmatch(text)
    above, share = (float(part.replace(",", ".")) / 100 for part in match.groups()) if match else (0.0, 2.0)
    if share > 1:
        raise Unreadable("{text} is no band of prices; write like 5%=90%", text=repr(text))
    return PriceBand(above=above, share=share)


# ---------------------------------------------------------------- what it comes to


def most_of(criterion: Criterion) -> float | None:
    """The most points that a criterion gives: as many as it weighs where nothing else is said."""
    return criterion.weight if criterion.most is None else criterion.most


def weighted(criterion: Criterion, points: float | None) -> float | None:
    """Points as per cent of all that there were; None where points, weight or scale are not known."""
    most = most_of(criterion)
    weight = criterion.most if criterion.weight is None else criterion.weight
    if points is None or not most or weight is None:
        return None
    return points / most * weight


def behind(criterion: Criterion) -> float | None:
    """By how many per cent of all points we were behind the winner (below 0: ahead); None where that is not known."""
    ours, winners = weighted(criterion, criterion.ours), weighted(criterion, criterion.winners)
    return winners - ours if ours is not None and winners is not None else None


def whole(sheet: ScoreSheet) -> tuple[float | None, float | None]:
    """All our points and all the winner's, in per cent; None for a side of which a criterion is not known."""
    sums = []
    for points in (
        [weighted(each, each.ours) for each in sheet.criteria],
        [weighted(each, each.winners) for each in sheet.criteria],
    ):
        numbers = [number for number in points if number is not None]
        sums.append(round(sum(numbers), 4) if numbers and len(numbers) == len(points) else None)
    return sums[0], sums[1]


def with_sheet(bid: Bid, sheet: ScoreSheet | None) -> Bid:
    """The bid with that score sheet; its points in all are the sheet's, unless the buyer gave others."""
    before = whole(bid.sheet) if bid.sheet else (None, None)
    after = whole(sheet) if sheet else (None, None)
    given = (bid.score, bid.winning_score)
    ours, winners = (new if old in (None, was) else old for old, was, new in zip(given, before, after, strict=True))
    return replace(bid, sheet=sheet, score=ours, winning_score=winners)


def same_lines(sheet: ScoreSheet | None, criteria: tuple[Criterion, ...]) -> bool:
    """Whether a sheet says what these lines say, as they are written."""
    return sheet is not None and [*map(criterion_text, sheet.criteria)] == [*map(criterion_text, criteria)]


# ---------------------------------------------------------------- what is wrong, and what is asked about


def faults(sheet: ScoreSheet) -> Iterator[FieldError]:
    """What makes a sheet none."""
    if not sheet.criteria:
        yield FieldError("scores", "a score sheet has a line for each criterion; name at least one")
    if len(sheet.criteria) > MOST_CRITERIA:
        yield FieldError("scores", "a score sheet has at most {n} criteria", n=MOST_CRITERIA)
    names = [fold(each.name) for each in sheet.criteria]
    for each in sheet.criteria:
        if not each.name.strip():
            yield FieldError("scores", "a criterion has a name, like Quality")
        elif names.count(fold(each.name)) > 1:
            yield FieldError("scores", "{name} stands there twice; a criterion has one line", name=each.name)
        numbers = (each.weight, each.most, each.ours, each.winners)
        if any(number is not None and not 0 <= number <= LARGEST for number in numbers):
            yield FieldError("scores", "the points and weights of {name} cannot be below zero", name=each.name)
    if any(not 0 <= band.share <= 1 or band.above < 0 for band in sheet.bands):
        yield FieldError("bands", "a band of prices has a share from 0 to 100 % and begins at the lowest price")


def doubts(sheet: ScoreSheet, awarded: date | None = None, submitted: date | None = None) -> Iterator[Message]:
    """What a person is asked about before the sheet is kept, and what stays said of it after: it is never mended."""
    weights = [each.weight for each in sheet.criteria]
    numbers = [weight for weight in weights if weight is not None]
    if numbers and len(numbers) == len(weights) and abs(sum(numbers) - WHOLE) > ROUNDING:
        yield say("the weights come to {sum} %, not 100", sum=f"{sum(numbers):g}")
    for each in sheet.criteria:
        most = most_of(each)
        for points, whose in ((each.ours, say("our points")), (each.winners, say("the winner's points"))):
            if points is not None and most is not None and points > most:
                yield say(
                    "{name}: {whose}, {points}, are above the most, {most}",
                    name=each.name,
                    whose=whose,
                    points=f"{points:g}",
                    most=f"{most:g}",
                )
    if sheet.on is not None and awarded is not None and sheet.on < awarded:
        yield say("{day} lies before the award on {awarded}", day=sheet.on, awarded=awarded)
    elif sheet.on is not None and submitted is not None and sheet.on < submitted:
        yield say("{day} lies before {submitted}, when our bid was handed in", day=sheet.on, submitted=submitted)


def awarded_on(bid: Bid, awards: list[Award]) -> date | None:
    """The day on which what we bid for was awarded, as far as it is known."""
    days = [award.awarded for award in awards if award.awarded and award.lot in ("", bid.lot)]
    return min(days, default=bid.outcome_on)
