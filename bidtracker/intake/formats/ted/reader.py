"""Notices of the TED search API v3: https://docs.ted.europa.eu/api/latest/search.html, fields of eForms.

The API flattens a notice: what belongs to lots, tenders, winners and contracts stands in lists side by side that
cannot be joined. So an award is told of one lot only where the notice has one; else as one award of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import structs

from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import Method, Stage, Structure
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.buyers import beside, bought_together
from bidtracker.intake.formats.shared.countries import country
from bidtracker.intake.formats.ted.awards import RESULTS, award, is_change, is_open, is_withdrawn, without_winner
from bidtracker.intake.formats.ted.fields import TedFields
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, text

BEFORE = frozenset(("planning", "consultation"))  # of which eForms names no procedure
REGISTRATION = "bri"  # of a European company or economic interest grouping
METHODS = {
    "open": Method.OPEN,
    "restricted": Method.SELECTIVE,
    "neg-w-call": Method.SELECTIVE,
    "comp-dial": Method.SELECTIVE,
    "innovation": Method.SELECTIVE,
    "comp-tend": Method.SELECTIVE,
    "neg-wo-call": Method.LIMITED,
}
DEADLINES = (  # the days of a deadline, and the times beside them
    ("deadline-receipt-tender-date-lot", "deadline-receipt-tender-time-lot"),
    ("deadline-receipt-request-date-lot", "deadline-receipt-request-time-lot"),
    ("deadline-receipt-expressions-date-lot", "deadline-receipt-expressions-time-lot"),
    ("deadline-receipt-request", ""),
)
_MARK = re.compile(r"(?<=\w)_\d{1,6}$")  # "National Transport Authority_1149"


class TedReader(RecordReader):
    """Reads notices; those of one procedure find each other by its identifier where the search asked for it."""

    name = "ted"
    label = "TED search API v3"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a notice."""
        others = record.keys() - {"publication-number"}
        return len(others) < len(record) and any("-" in key or key == "links" for key in others)

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """One Notice of one notice."""
        loose = self._loose
        fields = TedFields(record, loose)
        publication, procedure = fields.code("publication-number"), fields.code("procedure-identifier")
        form, lots, buyers, url = _form(fields), _lots(fields), _buyers(fields), _url(record, publication)
        if form == REGISTRATION:
            why = say("it registers a company and buys nothing")
            yield self._refused(number, "form-type", form, why)
            return
        won = award(fields, form, lots, url)
        yield from self._problems(number, fields, buyers, won, lots)
        published = loose.day(fields.first("publication-date"), "publication-date")
        deadline, at = _deadline(fields)
        buyers = tuple(structs.replace(party, name=_MARK.sub("", party.name)) for party in buyers)
        buyer = next(iter(buyers), None)
        nobody = bool(won and won.no_award_reason and len(lots) <= 1)
        category = fields.code("main-classification-proc", "classification-cpv")
        yield Notice(
            key=procedure or publication,
            list=self._list or "ted",
            format="ted",
            digest=digest(raw),
            record=number,
            released=loose.moment(fields.first("publication-date"), "publication-date"),
            url=url,
            reference=publication,
            title=(_title(fields) or publication)[:LONGEST_NAME],
            buyer=buyer,
            country=(buyer.country if buyer else "") or _place(fields),
            category=category,
            category_scheme="CPV" if category else "",
            description=fields.words("description-proc", "description-lot"),
            value=_estimate(fields, form, lots),
            published=None if form in RESULTS else published,
            deadline=deadline,
            deadline_at=at,
            stage=None if is_open(fields) or (form in RESULTS and is_withdrawn(fields)) else _stage(form, won),
            method=METHODS.get(fields.code("procedure-type")),
            structure=_structure(fields),
            offers=_offers(fields),
            tenderers=fields.parties("organisation-name-tenderer", "organisation-identifier-tenderer"),
            lots=lots,
            awards=(won,) if won else (),
            # A result that is taken back does not cancel the procedure.
            cancelled=nobody or (form not in RESULTS and is_withdrawn(fields)),
            no_award_reason=won.no_award_reason if won and nobody else None,
            call_off=fields.says("contract-framework-agreement"),
            some_lots=form in RESULTS,
            again=is_change(fields),
            extra=beside(buyer, buyers),
        )

    def _problems(
        self, number: int, fields: TedFields, buyers: tuple[Party, ...], won: NoticeAward | None, lots: tuple[Lot, ...]
    ) -> Iterable[Problem]:
        """What was read otherwise than it stands there, or could not be told."""
        if not fields.code("procedure-identifier") and _form(fields) not in BEFORE:
            why = "the notices do not name their procedure; ask the search for it, so that a call and its result meet"
            yield from self._once("procedure-identifier", say(why))
        if len(buyers) > 1:
            names = "; ".join(party.name for party in buyers)
            yield self._problem(number, "buyer-name", names, bought_together(len(buyers)))
        if won and len(lots) > 1 and won.suppliers:
            why = "it has {lots} lots and {winners} winners and does not say who won which; read as one award"
            joined = say(why, lots=len(lots), winners=len(won.suppliers))
            yield self._problem(number, "winner-name", ", ".join(party.name for party in won.suppliers), joined)
            if nobody := without_winner(fields):
                unknown = say(
                    "{nobody} of {lots} lots went to nobody; it does not say which", nobody=nobody, lots=len(lots)
                )
                yield self._problem(number, "winner-selection-status", "clos-nw", unknown)
        buyer = next(iter(buyers), None)
        if buyer and _MARK.search(buyer.name):
            without = say("the number at the end of the buyer's name was left away: it is a system's, not the buyer's")
            yield self._problem(number, "buyer-name", buyer.name, without)


# ---------------------------------------------------------------- one field each


def _form(fields: TedFields) -> str:
    """planning, competition, result and so on; searches that did not ask for it have the notice's type."""
    if form := fields.code("form-type"):
        return form
    kind = fields.code("notice-type")
    if kind.startswith("can-modif"):
        return "cont-modif"
    if kind.startswith("can-") or (not kind and fields.first("winner-name")):
        return "result"
    if kind.startswith("pin-cfc"):  # "used as a call for competition"
        return "competition"
    starts = {
        "veat": "dir-awa-pre",
        "pmc": "consultation",
        "pin": "planning",
        "compl": "completion",
        "brin": REGISTRATION,
    }
    return next((form for start, form in starts.items() if kind.startswith(start)), "competition")


def _title(fields: TedFields) -> str:
    return fields.words("title-proc", "notice-title", "title-lot", "contract-title")


def _buyers(fields: TedFields) -> tuple[Party, ...]:
    """Who buys."""
    countries = ("buyer-country", "organisation-country-buyer")
    named = fields.parties("organisation-name-buyer", "organisation-identifier-buyer", *countries)
    return named or fields.parties("buyer-name", "buyer-identifier", *countries)


def _place(fields: TedFields) -> str:
    """The country where it is to be delivered, where that is one; beside it stand its regions (NO081)."""
    places = {country(code) for code in fields.codes("place-of-performance") if len(code) == 3}
    return places.pop() if len(places) == 1 else ""


def _estimate(fields: TedFields, form: str, lots: tuple[Lot, ...]) -> Money | None:
    """What the procedure is estimated at; the value that a result gives is the award's, and that of one lot of several
    is not the whole."""
    of_lot = ("framework-maximum-value-lot", "estimated-value-lot") if len(lots) < 2 else ()
    return fields.money(
        "estimated-value-proc", "estimated-value", *of_lot, *(() if form in RESULTS else ("total-value",))
    )


def _deadline(fields: TedFields) -> tuple[date | None, datetime | None]:
    """Until when to tender, or to ask to take part; of several lots the earliest."""
    deadlines = (fields.earliest(days, times) for days, times in DEADLINES)
    return next((deadline for deadline in deadlines if deadline[0]), (None, None))


def _stage(form: str, won: NoticeAward | None) -> Stage | None:
    if form in BEFORE:
        return Stage.WATCHING
    if form == "dir-awa-pre":
        return Stage.STANDSTILL
    return Stage.CLOSED if form in RESULTS and (won or form != "result") else None


def _structure(fields: TedFields) -> Structure | None:
    if {*fields.codes("dps-usage-lot")} - {"none"}:
        return Structure.OPEN_FRAMEWORK
    return Structure.FRAMEWORK if {*fields.codes("framework-agreement-lot")} - {"none"} else None


def _url(record: Object, publication: str) -> str:
    html = obj(obj(record.get("links")).get("html"))
    address = first(text(html.get(language)) for language in ("ENG", *html))
    return address or (f"https://ted.europa.eu/en/notice/-/detail/{publication}" if publication else "")


def _lots(fields: TedFields) -> tuple[Lot, ...]:
    """The lots, with titles where there are as many of these."""
    ids = list(dict.fromkeys(fields.codes("identifier-lot", "result-lot-identifier", "internal-identifier-lot")))
    titles = fields.texts("title-lot")
    if not ids and len(titles) > 1:
        ids = [f"LOT-{n:04}" for n in range(1, len(titles) + 1)]
    if len(titles) != len(ids):
        titles = [""] * len(ids)
    return tuple(Lot(id=lot_id, title=title[:LONGEST_NAME]) for lot_id, title in zip(ids, titles, strict=True))


def _offers(fields: TedFields) -> int | None:
    """How many tenders came in, of several lots the most; only the code "tenders" counts all of them."""
    codes = [text(code) for code in fields.all("received-submissions-type-code")]
    counts = [text(value) for value in fields.all("received-submissions-type-val")]
    if len(codes) != len(counts):
        return None
    all_counts = [
        int(n) for code, n in zip(codes, counts, strict=True) if code == "tenders" and n.isdigit() and len(n) < 6
    ]
    return max(all_counts, default=None)


FORMAT = TedReader
