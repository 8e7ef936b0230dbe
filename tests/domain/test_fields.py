"""Each column of each table: it reads any record, and shows, writes, sorts and reads back what it holds."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from types import SimpleNamespace

import msgspec
import pytest

from bidtracker.domain.errors import FieldError
from bidtracker.domain.fields import FIELDS, Field, columns, form_fields, row
from bidtracker.domain.fields.parts import PARTS
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import read_word
from bidtracker.domain.links import LINKS
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    RECORDS,
    Award,
    Believed,
    Bid,
    Buyer,
    ChannelChange,
    Competitor,
    Contact,
    Deal,
    Demand,
    Fact,
    Favour,
    FrozenValue,
    HistoryEntry,
    Hospitality,
    Identifier,
    Inquiry,
    LostReasonNote,
    Milestone,
    Need,
    Offer,
    Promise,
    Proposal,
    Quote,
    Seal,
    Signal,
    Tender,
    TenderLine,
    Theme,
    Touch,
)
from bidtracker.domain.vocabulary import (
    DealStep,
    DemandKind,
    FactKind,
    InquiryKind,
    Intent,
    Level,
    Lever,
    LostReason,
    Outcome,
    ProposalKind,
    Role,
    SignalKind,
    Stage,
    Stance,
    Tier,
    TouchKind,
    Word,
)

TODAY = date(2026, 11, 23)
DAY = date(2026, 1, 2)


def money(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def field(table: str, name: str) -> Field:
    return next(field for field in FIELDS[table] if field.name == name)


@pytest.fixture
def book() -> Holdings:
    holdings = Holdings()
    identifiers = (Identifier(scheme="GB-COH", id="01234567"),)
    bid = Bid(
        intent=Intent.WIN,
        p_win=0.1,
        price=money("105"),
        submitted=DAY,
        outcome=Outcome.LOST,
        reasons=(LostReasonNote(code=LostReason.PRICE), LostReasonNote(code=LostReason.REFERENCES)),
    )
    records = {
        "buyers": Buyer(id=1, name="City \x1b[31m", aliases=("Town",), identifiers=identifiers),
        "contacts": Contact(
            id=1,
            name="Ann",
            buyer=1,
            roles=(Role.PAYS, Role.USES),
            believed=(Believed(on=DAY, level=Level.TRUSTED, stance=Stance.SUPPORTS),),
        ),
        "competitors": Competitor(id=1, name="Acme"),
        "tenders": TenderLine(id=1, title="Beds", buyer=1, outcome=Outcome.LOST, bids=(bid,), awards=(1,)),
        "awards": Award(
            id=1,
            tender=1,
            suppliers=(1,),
            value=money("100"),
            end=DAY,
            promises=(Promise(number=1, text="fast", kept=False), Promise(number=2, text="cheap")),
        ),
        "signals": Signal(id=1, kind=SignalKind.DELIVERY_LATE, on=DAY, award=1, promise=1),
        "touches": Touch(id=1, buyer=1, on=DAY, done=DAY, contact=1),
        "facts": Fact(id=1, buyer=1, kind=FactKind.SIZE, text="400 people", on=DAY),
        "deals": Deal(
            id=1,
            award=1,
            milestones=(
                Milestone(number=1, step=DealStep.VISIT, done=DAY, satisfaction=4),
                Milestone(number=2, step=DealStep.PAYMENT, due=DAY, amount=money("50")),
            ),
        ),
        "needs": Need(
            id=1,
            buyer=1,
            title="New beds",
            demands=(Demand(number=1, kind=DemandKind.FUNCTION, text="tilts"),),
            budget=money("900"),
            wanted_by=DAY,
        ),
        "inquiries": Inquiry(
            id=1, tender=1, award=1, kind=InquiryKind.DEBRIEF, on=DAY, contact=1, rule="eu-55", due=DAY, answer="Later"
        ),
        "favours": Favour(id=1, contact=1, text="Lent us a bed", on=DAY, returned=DAY),
        "hospitality": Hospitality(id=1, contact=1, text="Lunch", on=DAY, value=money("40"), by="Jo"),
        "channel_changes": ChannelChange(
            id=1, buyer=1, was="a dealer", becomes="ourselves", on=DAY, contact=1, how=TouchKind.CALL
        ),
        "offers": Offer(id=1, name="Bed 3", tier=Tier.STANDARD, price=money("90"), levers=(Lever.SERVICE,)),
        "themes": Theme(id=1, tender=1, lever=Lever.QUALITY, text="no falls", need=1, demand=1, award=1, promise=1),
        "quotes": Quote(id=1, tender=1, on=DAY, price=money("105"), offer=1, floor=money("90")),
        "proposals": Proposal(id=1, kind=ProposalKind.OUTCOME, about="T1", grounds=say("seen"), on=DAY, value=3),
        "seals": Seal(id=1, day=DAY, program="1.0", digest="ab12"),
    }
    for table, record in records.items():
        holdings.put(table, record)
    return holdings


ENTRY = HistoryEntry(
    id=1, at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC), who="ana", act="lose", title=say("Lost {id}", id="T1")
)


def records_of(holdings: Holdings, table: str) -> list[object]:
    if table == "history":
        return [ENTRY]
    full = list(holdings.table(table).values())
    needed = {"name": "x", "title": "x", "text": "x", "buyer": 9, "award": 9, "tender": 9, "on": DAY}
    needed |= {"lever": Lever.PULL, "price": money("1")}
    needed |= {"kind": next(iter(type(full[0].kind))) if hasattr(full[0], "kind") else "", "about": "B1"}
    needed |= {"contact": 9, "was": "x", "becomes": "y"}
    needed |= {"grounds": say("seen"), "day": DAY, "program": "1.0"}
    kind = RECORDS[table]
    bare = {f.name: needed[f.name] for f in msgspec.structs.fields(kind) if f.required}
    return [*full, kind(id=7, **bare)]


TABLES = sorted(set(FIELDS) - {"opportunities"})


@pytest.mark.parametrize("table", TABLES)
def test_every_field_reads_every_record(book: Holdings, table: str) -> None:
    for record in records_of(book, table):
        for column in FIELDS[table]:
            value = column.get(record, book)
            shown = column.show(value)
            assert isinstance(shown, (str, Message))
            assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in str(shown))
            json.dumps(column.json(value), allow_nan=False)
            column.order(value)
    rows = [row(record, FIELDS[table], book) for record in records_of(book, table)]
    assert all(list(each) == [column.name for column in FIELDS[table]] for each in rows)


@pytest.mark.parametrize("table", TABLES)
def test_known_and_unknown_values_sort_together(book: Holdings, table: str) -> None:
    records = records_of(book, table)
    for column in FIELDS[table]:
        values = sorted((column.get(record, book) for record in records), key=column.order)
        expected = [value for value in values if value not in (None, "")]
        assert values[: len(expected)] == expected


@pytest.mark.parametrize("table", sorted(FIELDS))
def test_names_are_unique_and_lists_have_columns(table: str) -> None:
    names = [column.name for column in FIELDS[table]]
    assert len(names) == len(set(names))
    assert names[0] == "id"
    assert 4 <= len(columns(table)) <= 20
    assert any(column.priority == 1 for column in FIELDS[table])


@pytest.mark.parametrize("table", TABLES)
def test_what_can_be_edited_is_an_attribute_of_the_record(table: str) -> None:
    attributes = RECORDS[table].__struct_fields__
    assert [column.name for column in FIELDS[table] if column.edit and column.name not in attributes] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_link_of_a_record_has_a_field(table: str) -> None:
    names = {column.name for column in FIELDS[table]} | {column.name.removesuffix("_ref") for column in FIELDS[table]}
    renamed = {"signals": {"competitor": "supplier"}}.get(table, {})
    linked = {link.field for link in LINKS.get(table, ()) if not link.within}
    assert {renamed.get(field, field) for field in linked} <= names | {"tenderers"}


@pytest.mark.parametrize("table", TABLES)
def test_what_is_shown_can_be_typed(book: Holdings, table: str) -> None:
    record = records_of(book, table)[0]
    for column in FIELDS[table]:
        value = getattr(record, column.name, None)
        if column.edit and column.kind.name not in ("link", "links", "text", "prose") and value not in (None, ()):
            shown = column.show(column.get(record, book))
            typed = shown if isinstance(shown, Word) else str(shown)
            if column.kind.name == "flag":
                typed = "yes" if value else "no"
            assert column.parse(typed, TODAY) == value, column.name


def test_a_tender_as_json(book: Holdings) -> None:
    result = row(book.tenders[1], FIELDS["tenders"], book)
    assert result["id"] == "T1"
    assert (result["buyer"], result["buyer_ref"]) == ("City \x1b[31m", "B1")
    assert result["price"] == {"amount": "105", "currency": "EUR"}
    assert result["submitted"] == "2026-01-02"
    assert (result["outcome"], result["intent"], result["p_win"]) == ("lost", "win", 0.1)
    assert (result["lost_reason"], result["also_reasons"]) == ("price", ["references"])
    assert (result["winner"], result["award_value"]["amount"]) == (["Acme"], "100")
    assert result["price_gap"] == pytest.approx(0.05)
    assert result["expected_lost"] is True
    assert result["deadline"] is None


def test_what_a_seller_reads(book: Holdings) -> None:
    def shown(table: str, name: str) -> object:
        column = field(table, name)
        return column.show(column.get(book.table(table)[1], book))

    assert shown("tenders", "id") == "T1"
    assert shown("tenders", "buyer") == "City ␛[31m"
    assert shown("tenders", "p_win") == "10%"
    assert shown("tenders", "price") == "105 EUR"
    assert shown("tenders", "outcome") is Outcome.LOST
    assert shown("tenders", "expected_lost") == say("yes")
    assert shown("competitors", "wins_against_us") == "1"
    assert shown("buyers", "losses") == "1"
    assert shown("buyers", "last_touch") == "2026-01-02"
    assert shown("buyers", "identifiers") == "GB-COH:01234567"
    assert shown("awards", "promises_broken") == "1"
    assert shown("awards", "signals") == "1"
    assert shown("signals", "source") == "B2"
    assert shown("signals", "promise") == "A1.1"
    assert shown("contacts", "level") is Level.TRUSTED
    assert shown("deals", "next_step") is DealStep.PAYMENT
    assert shown("deals", "satisfaction") == "4"
    assert shown("needs", "unmet") == "1"
    assert shown("themes", "answers") == "N1.1 A1.1"
    assert (shown("quotes", "offer"), shown("quotes", "ours")) == ("Bed 3", say("yes"))
    roles = shown("contacts", "roles")
    assert isinstance(roles, Message)
    assert str(roles) == "Pays, Uses"


def test_long_texts_are_there_where_the_record_has_them(book: Holdings) -> None:
    tender = Tender(id=1, title="Beds", buyer=1, notes="mind the gap", description="long")
    assert field("tenders", "notes").get(tender, book) == "mind the gap"
    assert field("tenders", "notes").get(book.tenders[1], book) == ""


def test_reading() -> None:
    assert field("tenders", "deadline").parse("fri", TODAY) == date(2026, 11, 27)
    assert field("tenders", "value").parse("1.2m eur", TODAY) == money("1200000")
    assert field("tenders", "stage").parse("bid decision", TODAY) is Stage.BID_DECISION
    assert field("tenders", "tags").parse("hot, cold, hot", TODAY) == ("hot", "cold")
    assert field("tenders", "buyer").parse(" City ", TODAY) == "City"
    assert field("tenders", "offers").parse("3", TODAY) == 3
    assert field("tenders", "deadline").parse("", TODAY) is None
    assert field("tenders", "title").parse(" ", TODAY) == ""
    assert field("awards", "tracked").parse("Yes", TODAY) is True
    assert field("contacts", "roles").parse("pays, uses", TODAY) == (Role.PAYS, Role.USES)
    assert field("buyers", "identifiers").parse("GB-COH:1", TODAY) == (Identifier(scheme="GB-COH", id="1"),)


@pytest.mark.parametrize(
    ("table", "name", "text", "says"),
    [
        ("tenders", "deadline", "someday", "is not a date"),
        ("tenders", "stage", "submited", "did you mean submitted"),
        ("tenders", "stage", "zzz", "one of watching"),
        ("tenders", "offers", "many", "whole number"),
        ("awards", "tracked", "maybe", "neither yes nor no"),
        ("buyers", "identifiers", "1234", "scheme and number"),
        ("tenders", "value", "118.000", "could be"),
    ],
)
def test_a_wrong_value_names_its_field(table: str, name: str, text: str, says: str) -> None:
    with pytest.raises(FieldError, match=says) as caught:
        field(table, name).parse(text, TODAY)
    assert caught.value.field == name


def test_every_word_is_read_by_code_and_label() -> None:
    for table in FIELDS.values():
        for column in table:
            for word in column.kind.words or ():
                assert read_word(type(word), word) is word
                assert read_word(type(word), word.label.upper()) is word


def test_a_row_of_the_radar_is_read_by_the_names_of_its_attributes(book: Holdings) -> None:
    window = SimpleNamespace(state=Stage.CLOSED, opens=DAY, act_by=None, closes=DAY)
    parts = {
        "window": window,
        "freshest": None,
        "action": SimpleNamespace(message=say("Call {who}", who="Ann"), on=DAY),
    }
    numbers = {"score": 25.92, "c": 0.84, "a": 0.31, "w": 1.0, "discontent": 6.27, "access": 1.24}
    links = {"award": 1, "tender": 1, "buyer": 1, "suppliers": (1,), "ours": False, "snoozed_until": None}
    opportunity = SimpleNamespace(**parts, **numbers, **links, expected_value=money("124407"))
    shown = {each.name: each.show(each.get(opportunity, book)) for each in FIELDS["opportunities"]}
    assert (shown["id"], shown["score"], shown["incumbent"], shown["contract"]) == ("A1", "25.9", "Acme", "Beds")
    assert (shown["opens"], shown["act_by"], shown["end"]) == ("2026-01-02", "", "2026-01-02")
    assert (shown["freshest"], str(shown["action"]), shown["change"]) == ("", "Call Ann", "84%")
    assert row(opportunity, FIELDS["opportunities"], book)["value"] == {"amount": "100", "currency": "EUR"}


@pytest.mark.parametrize("of", [*RECORDS, *PARTS], ids=str)
def test_each_field_of_a_form_has_a_place_of_its_own(of: str | type[FrozenValue]) -> None:
    places: dict[int, list[str]] = defaultdict(list)
    for field in form_fields(of):
        places[field.form].append(field.name)
    shared = {place: names for place, names in places.items() if len(names) > 1}
    free = next(place for place in count(min(shared, default=1)) if place not in places)
    file = RECORDS[of].__module__.rpartition(".")[2] if isinstance(of, str) else f"parts/{of.__name__.lower()}s"
    assert not shared, (
        f"bidtracker/domain/fields/{file}.py: `form=` gives several fields one place, {shared}; the next free one is "
        f"{free}"
    )


@pytest.mark.parametrize("text", ["late delivery", "Late-Delivery", "delivery late", "DELIVERY_LATE"])
def test_the_words_of_a_word_stand_in_any_order(text: str) -> None:
    assert read_word(SignalKind, text) is SignalKind.DELIVERY_LATE


def test_a_word_may_be_typed_as_it_is_spoken() -> None:
    def spoken(word: Word) -> str:
        return {"delivery_late": "Livraison en retard"}.get(word, word.label)

    for text in ("livraison en retard", "En retard livraison", "delivery late", "delivery_late"):
        assert read_word(SignalKind, text, spoken) is SignalKind.DELIVERY_LATE
