"""The filter: what each form of term keeps, and what it says when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.filters.completion import complete
from bidtracker.domain.filters.conditions import all_hold
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.filters.query import compile_conditions, where_globs
from bidtracker.domain.filters.shown_cells import ShownCells
from bidtracker.domain.filters.terms import narrowed
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Bid, Buyer, Competitor, Contact, Identifier, TenderLine
from bidtracker.domain.vocabulary import Decision, Intent, Layer, Outcome, Role, Stage

TODAY = date(2026, 11, 23)


def euros(amount: int, currency: str = "EUR") -> Money:
    return Money(Decimal(amount), currency)


@pytest.fixture
def book() -> Holdings:
    holdings = Holdings()
    for number, name in enumerate(["NHS Leeds", "Gemeinde Größe", "St Mary's Hospital"], 1):
        holdings.put("buyers", Buyer(id=number, name=name, identifiers=(Identifier(scheme="XX", id=f"77{number}"),)))
    holdings.put("competitors", Competitor(id=1, name="Acme | Sons"))
    tenders = [
        TenderLine(
            id=1,
            title="Scanners",
            buyer=1,
            stage=Stage.SUBMITTED,
            decision=Decision.GO,
            value=euros(1_200_000),
            deadline=date(2026, 12, 1),
            bids=(Bid(p_win=0.1, intent=Intent.POSITION, price=euros(100)),),
            tags=("hot", "north"),
        ),
        TenderLine(
            id=2,
            title="Lost property shelves",
            buyer=2,
            stage=Stage.CLOSED,
            decision=Decision.NO_GO,
            outcome=Outcome.WON,
            value=euros(50_000, "GBP"),
            deadline=date(2025, 5, 5),
            url="http://example.org/2",
        ),
        TenderLine(
            id=3,
            title="Übersetzung",
            buyer=3,
            stage=Stage.CLOSED,
            outcome=Outcome.LOST,
            awards=(1,),
            bids=(Bid(p_win=0.5, intent=Intent.WIN),),
        ),
    ]
    for tender in tenders:
        holdings.put("tenders", tender)
    holdings.put("awards", Award(id=1, tender=3, suppliers=(1,), end=date(2027, 6, 30)))
    holdings.put("contacts", Contact(id=1, name="Ann", buyer=1, layer=Layer.DECISION, roles=(Role.PAYS, Role.USES)))
    return holdings


def matching(text: str, table: str, *given: Any, **named: Any) -> Callable[[Any], bool]:
    """Whether a record is one that a query asks for."""
    return all_hold(compile_conditions(text, FilterFields.of(table), *given, **named))


def kept(book: Holdings, text: str, table: str = "tenders") -> list[int]:
    matches = matching(text, table, book, TODAY)
    return [record.id for record in book.table(table).values() if matches(record)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [1, 2, 3]),
        ("scan", [1]),
        ("nhs scan", [1]),
        ("SCAN*ers", [1]),
        ("ubersetzung", [3]),
        ("grosse", [2]),
        ('"lost property"', [2]),
        ("lost", [2, 3]),  # in a title, and as the outcome
        ('"lost"', [2]),
        ("outcome:lost", [3]),
        ("!lost", [1]),
        ("-outcome:lost", [1, 2]),
        ("won", [2]),
        ("scan|lost", [1, 2, 3]),
        ("expected_lost", [1]),
        ("!expected_lost", [2, 3]),
        ("expected_lost:no", [2, 3]),
        ("stage:submitted", [1]),
        ("stage:sub", [1]),
        ("stage:submitted|closed nhs", [1]),
        ("stage:submitted|outcome:won", [1, 2]),
        ("stage>=submitted", [1, 2, 3]),
        ("stage>submitted", [2, 3]),
        ("decision:go", [1]),  # not no_go
        ("decision!=go", [2, 3]),
        ("buyer:nhs", [1]),
        ("buyer:nhs*", [1]),
        ("buyer:*leeds", [1]),
        ("buyer:leeds*", []),
        ('buyer:"st mary"', [3]),
        ("buyer=nhs", []),
        ('buyer="NHS Leeds"', [1]),
        ("value>1m", [1]),
        ("value>40k", [1, 2]),
        ('value>"40k gbp"', [2]),
        ("value<=50000", [2]),
        ("price:100", [1]),
        ("p_win<20%", [1]),
        ("p_win>=0.5", [3]),
        ("due<30d", [1]),  # the next 30 days, not what is past
        ("due<=+1m", [1]),
        ("due<-30d", [2]),
        ("overdue", []),
        ("due>0d", [1]),
        ("deadline:2026-12", [1]),
        ("deadline:2025", [2]),
        ("deadline<2026", [2]),
        ("deadline<=2026", [1, 2]),
        ("deadline>2025", [1]),
        ("deadline:none", [3]),
        ("-deadline:none", [1, 2]),
        ("deadline=2026-12-01", [1]),
        ("tags:hot", [1]),
        ("tag:hot|cold", [1]),
        ("tags=nor", []),
        ("id:T2", [2]),
        ("id:2|3", [2, 3]),
        ("id>1", [2, 3]),
        ("buyer_ref:B3", [3]),
        ("winner:acme", [3]),
        ("winner:none", [1, 2]),
        ("contract_end:2027", [3]),
        ("http://example.org", [2]),
        ("buyer:", [1, 2, 3]),  # on the way to a value
        ("!", [1, 2, 3]),
    ],
)
def test_what_a_filter_keeps(book: Holdings, text: str, ids: list[int]) -> None:
    assert kept(book, text) == ids


def test_other_tables(book: Holdings) -> None:
    assert kept(book, "roles:pays layer:decision", "contacts") == [1]
    assert kept(book, "roles:decides", "contacts") == []
    assert kept(book, "identifiers:772", "buyers") == [2]
    assert kept(book, '"XX:773"', "buyers") == [3]
    assert kept(book, "losses>0", "buyers") == [3]
    assert kept(book, "wins_against_us:1", "competitors") == [1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("byer:nhs", "did you mean buyer"),
        ("prise:1", "did you mean price"),
        ("xyzzy:1", "there is no xyzzy here; there are id, title, buyer"),
        ("stage:somewhere", "it is one of watching"),
        ("stage:submited", "did you mean submitted"),
        ("value>lots", "is not an amount"),
        ("deadline<someday", "is not a date"),
        ("p_win>20", "write it like 20%|write it like 10%"),
        ("title>5", "has no more or less"),
        ("offers:many", "is not a whole number"),
        ("expected_lost:perhaps", "neither yes nor no"),
        ("id:B3", "ids like T1"),
    ],
)
def test_what_cannot_be_read_is_said(book: Holdings, text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        matching(text, "tenders", book, TODAY)


def test_words_are_found_as_they_are_shown(book: Holdings) -> None:
    chinese = {"Submitted": "已提交", "Stage": "阶段"}

    def say(text: str) -> str:
        return chinese.get(text, text)

    for text in ("阶段:已提交", "已提交", "stage:submitted", "submitted", "阶段>=已提交 !closed"):
        matches = matching(text, "tenders", book, TODAY, say=say)
        assert [t.id for t in book.tenders.values() if matches(t)] == [1], text
        assert where_globs(["阶段=已提交"], "tenders", book, TODAY, say)(book.tenders[1])
    for text in ("阶段:什么", "stage>什么"):
        with pytest.raises(Unreadable) as raised:
            matching(text, "tenders", book, TODAY, say=say)
        assert "已提交" in str(raised.value) and "submitted" not in str(raised.value)


def test_an_unknown_key_is_answered_in_the_person_s_language(book: Holdings) -> None:
    with pytest.raises(Unreadable, match="did you mean 截止日"):
        matching("截止曰:x", "tenders", book, TODAY, say=lambda label: {"Deadline": "截止日"}.get(label, label))


def test_overdue_is_what_had_to_be_done_and_is_not(book: Holdings) -> None:
    late = TenderLine(id=4, title="Late", buyer=1, deadline=date(2026, 11, 1))
    book.put("tenders", late)
    book.put("tenders", replace(late, id=5, stage=Stage.SUBMITTED))  # the day has passed, and the bid is in
    book.put("tenders", replace(late, id=6, bids=(Bid(submitted=date(2026, 10, 30)),)))
    book.put("tenders", replace(late, id=7, decision=Decision.NO_GO))
    matches = matching("overdue", "tenders", book, TODAY)
    assert [t.id for t in book.tenders.values() if matches(t)] == [4]


def test_a_filter_takes_the_words_that_a_list_shows_and_the_field_s_own(book: Holdings) -> None:
    def shown(tender: TenderLine) -> str:
        return "Awarded" if tender.id == 3 else "Expected lost" if tender.id == 1 else ""

    cells = ShownCells({"outcome": shown}, book.tenders.values, ["outcome"])

    def ids(text: str) -> list[int]:
        matches = matching(text, "tenders", book, TODAY, cells=cells)
        return [tender.id for tender in book.tenders.values() if matches(tender)]

    assert ids('outcome="Expected lost"') == ids("outcome:expected") == [1]
    assert ids("awarded") == ids("outcome=awarded") == [3]
    assert ids("outcome:won") == [2]
    with pytest.raises(Unreadable, match="it is one of"):
        ids("outcome:nonsense")


def test_words_that_are_all_of_a_cell_find_just_the_rows_that_show_it(book: Holdings) -> None:
    def shown(tender: TenderLine) -> str:
        return {1: "◇ Expected lost", 2: "✗ Lost, expected"}.get(tender.id, "")

    cells = ShownCells(
        *({"outcome": shown}, book.tenders.values, ["outcome"]), lambda: {"expected lost", "lost, expected"}
    )

    def ids(text: str) -> list[int]:
        conditions = compile_conditions(text, FilterFields.of("tenders"), book, TODAY, cells=cells)
        return [tender.id for tender in book.tenders.values() if all_hold(conditions)(tender)]

    assert ids("expected lost") == ids('"Expected Lost"') == ids("EXPECTED  lost") == [1]
    assert ids("lost, expected") == [2]
    assert ids("expected") == [1, 2]
    assert ids('!"expected lost"') == [2, 3]
    assert ids('"expected lost"|"lost, expected"') == [1, 2]
    assert ids("scanners expected lost") == ids("expected lost scanners") == [1]
    assert ids("expected lost beds") == []
    assert ids("lost expected") == [1, 2]  # in this order no cell says it


def test_the_kept_text_is_that_of_the_record_as_it_is(book: Holdings) -> None:
    texts: dict[int, tuple[object, str]] = {}
    tender = book.tenders[1]
    assert matching("scan", "tenders", book, TODAY, texts=texts)(tender)
    assert matching("scan", "tenders", book, TODAY, texts=texts)(tender)
    assert len(texts) == 1
    other = TenderLine(id=1, title="Beds", buyer=1)
    assert not matching("scan", "tenders", book, TODAY, texts=texts)(other)


def test_where(book: Holdings) -> None:
    def ids(*wheres: str) -> list[int]:
        matches = where_globs(wheres, "tenders", book, TODAY)
        return [tender.id for tender in book.tenders.values() if matches(tender)]

    assert ids("buyer=nhs*") == [1]
    assert ids("buyer=nhs") == []
    assert ids("buyer=NHS leeds") == [1]
    assert ids("stage=clo*") == [2, 3]
    assert ids("stage=closed", "outcome!=won") == [3]
    assert ids("value>1m") == [1]
    assert ids("value=50k gbp") == [2]
    assert ids("deadline=2026-12") == [1]
    assert ids() == [1, 2, 3]
    with pytest.raises(Unreadable, match="is no condition"):
        ids("nhs")


NAMES = [field.name for field in FIELDS["tenders"]]
PIECES = st.one_of(
    st.sampled_from([*NAMES, *':=<>!-|*?" ', ">=", "lost", "1m", "30d", "2026-12", "T1"]), st.text(max_size=3)
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join)), st.sampled_from(sorted(FIELDS)))
def test_any_text_is_a_filter_or_a_clear_error(text: str, table: str) -> None:
    try:
        matching(text, table, Holdings(), TODAY)
    except BidtrackerError as error:
        assert str(error)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_filter_works_on_every_record(text: str) -> None:
    holdings = Holdings()
    holdings.put("buyers", Buyer(id=1, name="NHS"))
    tenders = [
        TenderLine(id=1, title="a", buyer=1),
        TenderLine(id=2, title="", buyer=9, value=euros(5), deadline=TODAY),
    ]
    try:
        matches = matching(text, "tenders", holdings, TODAY)
    except BidtrackerError:
        return
    for tender in tenders:
        holdings.put("tenders", tender)
        assert matches(tender) in (True, False)


TERMS = st.sampled_from(
    ["scan", "lost", '"lost"', "expected_lost", "stage:closed|submitted", "value>40k", "due:none", "tags:hot"]
)


@given(TERMS, TERMS)
def test_terms_are_joined_by_and_and_negated_by_a_sign(each: str, other: str) -> None:
    holdings = Holdings()
    for number in range(1, 9):
        stage, outcome = list(Stage)[number - 1], list(Outcome)[number % len(Outcome)]
        value = euros(number * 10_000) if number % 2 else None
        holdings.put(
            "tenders",
            TenderLine(id=number, title="scan" * (number % 3), buyer=1, stage=stage, outcome=outcome, value=value),
        )
    everything = set(holdings.tenders)
    assert set(kept(holdings, f"{each} {other}")) == set(kept(holdings, each)) & set(kept(holdings, other))
    assert set(kept(holdings, f"!{each}")) == everything - set(kept(holdings, each))


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("st", "stage:"),
        ("!exp", "expected_lost"),
        ("stage:", "watching"),
        ("scan stage:sub", "submitted"),
        ("stage:closed|su", "submitted"),
        ("buyer:mary", '"St Mary\'s Hospital"'),
        ("winner:ac", '"Acme | Sons"'),
        ("tags:h", "hot"),
        ("expected_lost:y", "yes"),
    ],
)
def test_completion(book: Holdings, text: str, option: str) -> None:
    start, end, options = complete(text, len(text), FilterFields.of("tenders"), book)
    assert options[0] == option
    finished = text[:start] + option + text[end:]
    if not option.endswith(":"):
        matching(finished, "tenders", book, TODAY)


@given(st.text(st.sampled_from('abst:|" !<>ü')), st.integers(0, 9), st.sampled_from(sorted(FIELDS)))
def test_completion_answers_any_text(text: str, cursor: int, table: str) -> None:
    start, end, options = complete(text, min(cursor, len(text)), FilterFields.of(table), Holdings())
    assert 0 <= start <= end <= len(text)
    assert len(options) <= 20


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("price_gap<-5%", [4]),
        ("price_gap<−5%", [4]),
        ("price_gap>-5%", [5]),
        ('price_gap:"−9.09%"', [4]),
        ("price_gap:-9.09%", [4]),
        ("price_gap:3.14%", [5]),
    ],
)
def test_how_far_our_price_was_below_the_winners_is_asked_for_as_it_is_shown(
    book: Holdings, typed: str, ids: list[int]
) -> None:
    for number, (ours, won) in {4: (100_000, 110_000), 5: (103_142, 100_000)}.items():
        book.put("awards", Award(id=number, tender=number, suppliers=(1,), value=euros(won)))
        lost = TenderLine(
            id=number, title="Beds", buyer=1, outcome=Outcome.LOST, awards=(number,), bids=(Bid(price=euros(ours)),)
        )
        book.put("tenders", lost)
    assert kept(book, typed) == ids


@pytest.mark.parametrize(
    ("wide", "plain"),
    [
        ("stage：submitted", "stage:submitted"),
        ("value＞１ｍ　！lost", "value>1m !lost"),
        ("value》1m deadline《=30d", "value>1m deadline<=30d"),
        ("stage＝closed｜submitted", "stage=closed|submitted"),
        ("buyer：“NHS Leeds”", 'buyer:"NHS Leeds"'),
        ("「lost property」", '"lost property"'),
        ("＂lost property＂ －tags：hot", '"lost property" -tags:hot'),
        ("buyer：“NHS Le", 'buyer:"NHS Le'),
        ("title：sc＊", "title:sc*"),
        ('buyer:"Болница „Света“ – 》5："', 'buyer:"Болница „Света“ – 》5："'),
        ("„Света Радослава“", "„Света Радослава“"),
        ("《采购法》", "《采购法》"),
    ],
)
def test_a_filter_takes_the_signs_of_a_chinese_keyboard(book: Holdings, wide: str, plain: str) -> None:
    assert narrowed(wide) == plain
    both = [matching(text, "tenders", book, TODAY) for text in (wide, plain)]
    assert all(both[0](tender) == both[1](tender) for tender in book.tenders.values())
    assert where_globs(["value＞１ｍ"], "tenders", book, TODAY)(book.tenders[1])


def test_completion_speaks_the_person_s_language_and_ours(book: Holdings) -> None:
    chinese = {"Submitted": "已递交", "Stage": "阶段", "Buyer": "采购方"}

    def options(text: str) -> tuple[str, ...]:
        return complete(
            text, len(text), FilterFields.of("tenders"), book, lambda label: chinese.get(label, label)
        ).options

    assert options("阶") == ("阶段:",)
    assert options("阶段：已") == ("已递交",)
    assert "已递交" in options("stage:") and "submitted" not in options("stage:")
    assert options("阶段:subm") == ("submitted",)
    assert options("stag") == ("stage:",)
    assert options("采购方：mary") == ('"St Mary\'s Hospital"',)
