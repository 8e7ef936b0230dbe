"""Counts given away, and pooled: a planted factor is recovered, noise moves nothing, nobody is told of."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from worlds import AS_OF, World, ago, euros

from bidtracker.domain.records import Bid, PooledFactor, Settings, TenderLine
from bidtracker.domain.vocabulary import CostBand, Intent, Outcome, SignalKind
from bidtracker.pages.account.why import why_page
from bidtracker.pages.draw.text import UNCUT, page_lines
from bidtracker.radar.insights.payoff import Followed
from bidtracker.radar.insights.signal_yield import AskedRetender
from bidtracker.radar.pooling.book_counts import FORMAT, BookCounts, HeardTable, book_counts, counts_of
from bidtracker.radar.pooling.pool import Pool, faults, pool, student, taken
from bidtracker.radar.score.evidence import SHIPPED, Pooled, cap
from bidtracker.radar.score.opportunity import judge

LATE, GOOD, CREEP = SignalKind.DELIVERY_LATE, SignalKind.KPI_GOOD, SignalKind.PRICE_CREEP
BUYERS = 8


def book(seed: int, factor: float, n: int = 100, kind: SignalKind = LATE) -> World:
    """Half of the re-tenders changed hands; a quarter of those kept had the signal, `factor` times as many of the
    others. About all others somebody asked and heard nothing."""
    chance, world = random.Random(seed), World()
    for buyer in range(BUYERS):
        world.buyer(f"Buyer {buyer} of Ashby")
    world.supplier("Holder"), world.supplier("Rival")
    for k in range(n):
        changed, on = chance.random() < 0.5, ago(3000 - 3 * k)
        world.retender(k % BUYERS + 1, "a", 1, 2 if changed else 1, on)
        if chance.random() < 0.25 * (factor if changed is (kind.sign > 0) else 1):
            world.change("signals", world.signal(2 * k + 1, kind, 0), on=on - timedelta(days=90))
        else:
            world.asked(2 * k + 1, on - timedelta(days=90), buyer=k % BUYERS + 1)
    return world


def given_away(factor: float, books: int, kind: SignalKind = LATE) -> list[BookCounts]:
    return [book_counts(book(seed, factor, kind=kind).holdings, AS_OF)[0] for seed in range(books)]


@pytest.fixture(scope="module")
def planted() -> list[BookCounts]:
    return given_away(2.0, 50)


@pytest.fixture(scope="module")
def noise() -> list[BookCounts]:
    return given_away(1.0, 50)


# ---------------------------------------------------------------- what is recovered


def test_fifty_books_recover_a_planted_factor_of_two(planted: list[BookCounts]) -> None:
    (late,) = pool(planted).kinds
    assert late.low <= 2 <= late.high and late.high / late.low < 1.3
    assert late.shipped == 4 and late.moves and late.becomes == pytest.approx(2, abs=0.15)
    assert late.books == 50 and late.with_signal > 1500 and late.retenders == 5000


def test_a_kind_that_speaks_of_content_is_recovered_with_the_outcomes_changed_about() -> None:
    (good,) = pool(given_away(2.0, 12, GOOD)).kinds
    assert good.kind is GOOD and good.low <= 2 <= good.high
    assert not good.moves  # 2 is what ships


def test_noise_moves_nothing(noise: list[BookCounts]) -> None:
    pooled = pool(noise)
    (late,) = pooled.kinds
    assert late.low <= 1 <= late.high
    assert not late.moves and late.becomes == late.shipped and taken(pooled, "files", AS_OF) == {}


@pytest.mark.parametrize("seed", range(3))
def test_noise_of_all_kinds_at_once_moves_nothing(seed: int) -> None:
    """Every kind in every book, heard by mere chance; leaving small cells out must not make a factor either."""
    chance = random.Random(seed)

    def noisy_book() -> BookCounts:
        asked = [
            AskedRetender(
                buyer=k % BUYERS,
                kinds=frozenset(kind for kind in SignalKind if chance.random() < 0.3),
                third=0,
                changed=chance.random() < 0.35,
            )
            for k in range(90)
        ]
        return counts_of(asked, (), Settings())[0]

    pooled = pool([noisy_book() for _ in range(50)])
    assert len(pooled.kinds) == len(SignalKind)
    assert [kind.kind for kind in pooled.kinds if kind.moves] == []


def test_fewer_than_five_books_move_nothing(planted: list[BookCounts]) -> None:
    assert not pool(planted[:4]).kinds[0].moves
    assert pool(planted[:12]).kinds[0].moves


# ---------------------------------------------------------------- what a poisoned file can do

TABLES = st.builds(HeardTable, *(st.integers(5, 1_000_000),) * 4)


@given(st.lists(TABLES, min_size=1, max_size=3), st.sampled_from([LATE, GOOD, CREEP]))
def test_no_file_moves_a_factor_past_its_cap(poisoned: list[HeardTable], kind: SignalKind) -> None:
    sound = [BookCounts(format=FORMAT, signals={kind: HeardTable(30, 12, 20, 38)})] * 6
    bad = [BookCounts(format=FORMAT, signals={kind: table}) for table in poisoned]
    (of_kind,) = pool(sound + bad).kinds
    low, high = cap(kind)
    assert low <= of_kind.becomes <= high


def test_one_poisoned_file_among_fifty_hardly_moves_the_pool(planted: list[BookCounts]) -> None:
    """It counts for no more than 200 re-tenders of 5,000, however many it says."""
    poison = BookCounts(format=FORMAT, signals={LATE: HeardTable(900_000, 5, 5, 900_000)})
    before, after = pool(planted).kinds[0], pool([*planted, poison]).kinds[0]
    assert after.observed / before.observed < 1.25 and cap(LATE)[0] <= after.becomes <= 1.25 * before.becomes


def test_a_factor_in_the_settings_is_held_within_its_cap() -> None:
    wild = PooledFactor(factor=1e9, low=1, high=1e9, retenders=10, books=1, source="?", on=AS_OF)
    mild = replace(wild, factor=0.001)
    assert Pooled({LATE: wild}).factor(LATE) == 8 and Pooled({LATE: mild}).factor(LATE) == 2
    assert Pooled({CREEP: mild}).factor(CREEP) == 1 and Pooled().factor(CREEP) == SHIPPED[CREEP]
    assert cap(SignalKind.BREACH_OR_DAMAGES) == (5, 10)


def test_counts_that_no_book_gives_away_are_named() -> None:
    counts = BookCounts(
        format=FORMAT, something=HeardTable(5, 5, 5, 4), signals={"x": HeardTable(5, 5, 5, 10**9)}, costs={"y": -1}
    )
    assert list(faults(counts)) == ["something", "x", "y"]


# ---------------------------------------------------------------- what cannot be told from it


def written(world: World) -> bytes:
    return msgspec.json.encode(book_counts(world.holdings, AS_OF)[0])


def test_a_file_tells_no_name_place_date_or_amount() -> None:
    world = book(1, 2.0)
    plain = written(world)
    for number, buyer in list(world.holdings.buyers.items()):
        world.change("buyers", buyer, name=f"Secret hospital {number}", country="FR", id=number)
    for signal in list(world.holdings.signals.values()):
        world.change("signals", signal, notes="Dr Weber told me", severity=3)
    for award in list(world.holdings.awards.values()):
        day = award.awarded - timedelta(days=11) if award.awarded else None
        world.change("awards", award, value=euros(4711), title="Scanners for ward 3", awarded=day)
    assert written(world) == plain
    for word in (b"Ashby", b"Secret", b"Holder", b"4711", b"2026", b"Weber", b"ward"):
        assert word not in plain


def test_a_file_does_not_tell_which_buyer_changed() -> None:
    """The same re-tenders dealt out to the buyers otherwise give the same file."""
    world = book(2, 2.0)
    plain = written(world)
    other = random.Random(0)
    for tender in list(world.holdings.tenders.values()):
        world.change("tenders", tender, buyer=other.randrange(BUYERS) + 1)
    assert written(world) == plain


def test_what_rests_on_fewer_than_five_buyers_is_not_given() -> None:
    world = book(3, 2.0)
    for tender in list(world.holdings.tenders.values()):
        world.change("tenders", tender, buyer=tender.buyer % 4 + 1)
    counts, small = book_counts(world.holdings, AS_OF)
    assert counts.empty and small.kinds == (LATE,)


KINDS = st.frozensets(st.sampled_from([LATE, GOOD, CREEP]))
ASKED = st.lists(
    st.builds(AskedRetender, buyer=st.integers(1, 12), kinds=KINDS, third=st.just(0), changed=st.booleans()),
    max_size=150,
)
VALUES = st.none() | st.integers(1, 3).map(lambda n: euros(10_000 * n))
COSTS = st.none() | st.integers(0, 3).map(lambda n: euros(300 * n))
FOLLOWED = st.lists(
    st.builds(
        Followed,
        tender=st.builds(TenderLine, title=st.just(""), buyer=st.integers(1, 9), value=VALUES),
        bid=st.builds(Bid, cost=COSTS),
        invited=st.booleans(),
        met=st.booleans(),
        awarded=st.booleans(),
    ),
    max_size=60,
)


@given(ASKED, FOLLOWED)
def test_no_cell_below_five_is_given_or_can_be_told_from_two(
    asked: list[AskedRetender], followed: list[Followed]
) -> None:
    counts, small = counts_of(asked, followed, Settings())
    assert list(faults(counts)) == []
    assert {*counts.signals} | {*small.kinds} == frozenset().union(*(each.kinds for each in asked))
    if counts.something:
        for table in counts.signals.values():
            rests = (
                counts.something.heard_changed - table.heard_changed,
                counts.something.heard_kept - table.heard_kept,
            )
            assert all(rest == 0 or rest >= 5 for rest in rests)
    lost = counts.expected_lost
    for part in (lost.invited, lost.awarded):
        assert not (lost.paid and part) or lost.paid.yes - part.yes not in range(1, 5)
    if counts.costs:
        rest = len(followed) - sum(counts.costs.values())
        assert rest == 0 or rest >= 5


def test_costs_are_told_in_parts_of_the_value() -> None:
    def bids(cost: int) -> list[Followed]:
        tender = TenderLine(title="", buyer=1, value=euros(100_000))
        bid = Bid(cost=euros(cost), intent=Intent.POSITION, outcome=Outcome.LOST)
        return [
            Followed(tender=replace(tender, buyer=n), bid=bid, invited=n < 6, met=False, awarded=False)
            for n in range(1, 11)
        ]

    counts, _ = counts_of((), [*bids(500), *bids(501), *bids(2001), *bids(9000)], Settings())
    assert counts.costs == dict.fromkeys(CostBand, 10)
    assert counts.expected_lost.invited is not None and counts.expected_lost.invited.yes == 20
    assert counts.expected_lost.met is None  # never: a cell of none
    two = pool([counts, counts])
    assert (two.expected_lost["invited"].hits, two.expected_lost["invited"].n) == (40, 80)
    assert two.costs[CostBand.TO_HALF] == 20


# ---------------------------------------------------------------- what the score makes of it


def scored(pooled: dict[SignalKind, PooledFactor]) -> tuple[float, str]:
    world = World()
    world.buyer(), world.supplier()
    award = world.award(world.tender(), 1, awarded=ago(800), end=AS_OF + timedelta(days=300))
    world.signal(award, LATE, 10)
    world.holdings.settings = Settings(pooled=pooled)
    opportunity = judge(world.holdings, award, AS_OF)
    page = why_page(opportunity, world.holdings, AS_OF)
    text = "\n".join("".join(span for span, _ in line) for line in page_lines(page, UNCUT))
    return opportunity.c, text


def test_the_score_uses_a_pooled_factor_and_the_why_pane_tells_its_source_n_and_interval(
    planted: list[BookCounts],
) -> None:
    factors = taken(pool(planted), "50 files", AS_OF)
    plain, silent = scored({})
    lower, text = scored(factors)
    assert lower < plain and "pooled" not in silent
    factor = factors[LATE]
    for words in (
        f"pooled factor {factor.factor:.2f} [{factor.low:.2f}..{factor.high:.2f}]",
        f"{factor.retenders} re-tenders",
        "50 books",
        "50 files",
    ):
        assert words in text


def test_a_judgement_as_of_an_earlier_day_uses_the_factors_of_that_day() -> None:
    later = PooledFactor(factor=8, low=7, high=9, retenders=99, books=9, source="", on=AS_OF + timedelta(days=1))
    assert scored({LATE: later})[0] == scored({})[0] < scored({LATE: replace(later, on=AS_OF)})[0]


@pytest.mark.parametrize(
    ("freedom", "point"), [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (10, 2.228), (49, 2.01)]
)
def test_students_t(freedom: int, point: float) -> None:
    assert student(freedom) == pytest.approx(point, rel=0.02)


def test_an_empty_pool_says_nothing() -> None:
    assert pool([]) == Pool(books=0, kinds=(), something=None, expected_lost={}, costs={})
