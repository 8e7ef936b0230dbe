"""The command that shows one record, what hangs on it, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
import msgspec

from bidtracker.book import Book
from bidtracker.cli.acts.history import say_history
from bidtracker.cli.frame import as_of, opened
from bidtracker.cli.output import as_entry, as_json, say_heading, say_json, say_line, say_pairs, say_table
from bidtracker.cli.reports.lists import say_rows
from bidtracker.cli.reports.why import say_why, with_reasons
from bidtracker.cli.words import ANY_ID, as_of_option
from bidtracker.domain.fields import FIELDS, columns, row
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, part_ref, ref
from bidtracker.domain.kinds import PROSE
from bidtracker.domain.links import LINKS, REFERENCES
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Deal, HistoryEntry, Need, Record, Tender
from bidtracker.domain.vocabulary import Word
from bidtracker.exports import json
from bidtracker.exports.markdown import TITLES
from bidtracker.exports.rows import shown_field
from bidtracker.locale import CLAUSES, listed, tr
from bidtracker.radar import judge
from bidtracker.radar.account.fit import plan
from bidtracker.radar.account.pricing import Pricing, pricing

PARTS = {
    "bids": _("Bids"),
    "lots": _("Lots"),
    "promises": _("Promises"),
    "options": _("Options"),
    "believed": _("What we believed"),
    "demands": _("Demands"),
    "matches": _("Offers held against them"),
    "concessions": _("Concessions"),
    "milestones": _("Milestones"),
}
LABELS = {
    "id": _("Id"),
    "lot": _("Lot"),
    "title": _("Title"),
    "value": _("Value"),
    "status": _("Status"),
    "intent": _("Intent"),
    "p_win": _("P(win)"),
    "p_win_locked": _("P(win) as submitted"),
    "revisions": _("P(win) before"),
    "price": _("Price"),
    "submitted": _("Submitted"),
    "score": _("Our score"),
    "winning_score": _("Winning score"),
    "position": _("Position"),
    "manager": _("Bid manager"),
    "outcome": _("Outcome"),
    "outcome_on": _("Decided on"),
    "reasons": _("Lost for"),
    "why": _("Why"),
    "number": _("Number"),
    "text": _("In words"),
    "kind": _("Kind"),
    "due": _("Due"),
    "kept": _("Kept"),
    "decide_by": _("Decide by"),
    "new_end": _("New end"),
    "exercised": _("Used"),
    "on": _("On"),
    "level": _("Level"),
    "stance": _("Stance"),
    "written": _("Written down"),
    "step": _("Step"),
    "done": _("Done"),
    "amount": _("Amount"),
    "satisfaction": _("Satisfaction"),
    "improve": _("To improve"),
    "next_need": _("Next need"),
    "contact": _("Contact"),
    "must": _("Must"),
    "demand": _("Demand"),
    "offer": _("Offer"),
    "fit": _("Fit"),
    "gave": _("Gave"),
    "got": _("Got"),
    "note": _("Note"),
}
NAMED = {link.within: link.to for links in REFERENCES.values() for link in links if link.within}  # links inside parts
NUMBERED = {"needs": "demands", "awards": "promises"}  # parts that other records name by their number
HISTORY = 10  # acts shown; `bidtracker history T42` has them all


@click.command()
@click.argument("id", type=ANY_ID)
@as_json
@as_of_option
def show(id: str, as_json: bool) -> None:
    """The record ID (T42, B12, A5 …), what hangs on it, why it scores as it does, and its history."""
    with opened() as book:
        record = book.get(id)
        if as_json:
            say_json(_whole(book, id, record))
        else:
            _say(book, id, record)


def _whole(book: Book, id: str, record: Record) -> dict[str, Any]:
    table, _number = parse_ref(id)
    found: dict[str, Any] = as_entry(record) if isinstance(record, HistoryEntry) else json.record(record)
    hanging = {
        name: [row(one, FIELDS[name], book.holdings) for one in records]
        for name, records in _hanging(book.holdings, id)
    }
    whole = {"id": id, "table": table, "record": found, "linked": hanging}
    if isinstance(record, Award):
        chance = judge(book.holdings, record, as_of())
        whole["opportunity"] = row(chance, FIELDS["opportunities"], book.holdings) | with_reasons(chance)
    return whole | {"history": [as_entry(entry) for entry in book.history(id, HISTORY)]}


def _say(book: Book, id: str, record: Record) -> None:
    table, _number = parse_ref(id)
    say_pairs(list(_pairs(table, record, book.holdings)))
    for name, parts in _parts(record):
        say_heading(PARTS[name])
        _say_parts(parts, book.holdings)
    judged = list(_judged(record, book.holdings))
    if judged:
        say_heading(_("What follows from it"))
    for sentence in judged:
        say_line(sentence)
    for name, records in _hanging(book.holdings, id):
        say_heading(TITLES[name])
        say_rows(columns(name), records, book.holdings)
    if isinstance(record, Award):
        say_why(judge(book.holdings, record, as_of()), book.holdings)
    entries = book.history(id, HISTORY)
    if entries:
        say_heading(_("History"))
        say_history(entries)


def _pairs(table: str, record: Record, holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The fields of a record, each with its label; the id of a link stands beside its name, that of a part beside its
    text."""
    fields = FIELDS[table]
    texts = {field.name: shown_field(field, record, holdings) for field in fields}
    texts |= dict(_beside(table, record, holdings))
    for field in fields:
        text = getattr(record, field.name, "") if field.kind is PROSE else texts[field.name]
        link = texts.get(f"{field.name}_ref")
        if field.name.removesuffix("_ref") not in texts or not field.name.endswith("_ref"):
            yield field.label, f"{text} ({link})" if link else text


def _beside(table: str, record: Record, holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The fields that number a part of another record: a demand of a need, a promise of an award."""
    for link in LINKS.get(table, ()):
        if link.beside:
            number, wanted = getattr(record, link.field), getattr(record, link.beside)
            other = holdings.table(link.to).get(number)
            parts = getattr(other, NUMBERED[link.to], ())
            text = next((part.text for part in parts if part.number == wanted), "")
            id = part_ref(link.to, number, wanted) if wanted else ""
            yield link.beside, f"{text} ({id})" if text else id


def _parts(record: Record) -> Iterator[tuple[str, tuple[msgspec.Struct, ...]]]:
    """What a record holds besides single values: bids, lots, promises, options, demands, milestones …"""
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if isinstance(value, tuple) and value and field in PARTS:
            yield field, value


def _say_parts(parts: tuple[msgspec.Struct, ...], holdings: Holdings) -> None:
    """Values within a record as a table of the fields that any of them has."""
    fields = [f for f in parts[0].__struct_fields__ if any(getattr(part, f) not in _nothing(f) for part in parts)]
    rows = [[_of_part(field, getattr(part, field), holdings) for field in fields] for part in parts]
    say_table([LABELS[field] for field in fields], rows)


def _nothing(field: str) -> tuple[Any, ...]:
    """What a field of a part says where it is not known."""
    return (None, "", (), 0) if field in NAMED else (None, "", ())


def _of_part(field: str, value: Any, holdings: Holdings) -> str:
    if field in NAMED:
        table = NAMED[field]
        return f"{holdings.name(table, value)} ({ref(table, value)})" if value else ""
    return _text(value)


def _judged(record: Record, holdings: Holdings) -> Iterator[Message]:
    """What is to be said of a need, of the prices of a tender and of a deal besides what they hold."""
    if isinstance(record, Need):
        yield plan(holdings, record, as_of()).message
    elif isinstance(record, Tender):
        for lot in sorted({quote.lot for quote in holdings.quotes_of(record.id)}):
            yield from _compared(pricing(holdings, record.id, as_of(), lot), holdings)
    elif isinstance(record, Deal):
        terms = {"report": record.clocks.report, "back": record.clocks.send_back, "new": record.clocks.replace}
        yield say("what arrives faulty: report it in {report} days, send back in {back}, replaced in {new}", **terms)
        days, months = listed(map(str, record.visits.days)), record.visits.every_months
        if days:
            yield say("visits {days} days after a delivery", days=days)
        if months:
            yield count("a visit every month from then on", "a visit every {n} months from then on", months)


def _compared(prices: Pricing, holdings: Holdings) -> Iterator[Message]:
    """Our newest price beside each rival's, and beside our floor."""
    ours = prices.newest
    if ours is None:
        return
    for gap in prices.gaps:
        rival = listed(holdings.name("competitors", number) for number in gap.theirs.by)
        named = {"ours": str(ours.price), "price": str(gap.theirs.price), "rival": rival}
        yield say("{ours} against {price} of {rival}: {gap}", **named, gap=gap.message)
    if prices.below is not None:
        yield say("{ours} lies {amount} below our floor", ours=str(ours.price), amount=str(prices.below))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return tr(say("yes") if value else say("no"))
        case float():
            return f"{value:.4g}"
        case Word():
            return tr(value)
        case tuple():
            return listed(map(_text, value), CLAUSES)
        case msgspec.Struct() if not isinstance(value, Money):
            return " ".join(filter(None, (_text(getattr(value, field)) for field in value.__struct_fields__)))
        case _:
            return str(value)


def _hanging(holdings: Holdings, id: str) -> Iterator[tuple[str, list[Any]]]:
    """The records that point to this one, table by table."""
    table, number = parse_ref(id)
    found: dict[str, dict[int, Any]] = {name: {} for name in LINKS}
    for name, _link, record in holdings.naming(table, number):
        found[name][record.id] = record
    if table == "awards":
        found["signals"] |= {signal.id: signal for signal in holdings.signals_of(holdings.awards[number])}
    yield from ((name, list(records.values())) for name, records in found.items() if records)
