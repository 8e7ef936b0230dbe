"""Notices of the TED search API v3: https://docs.ted.europa.eu/api/latest/search.html, fields of eForms.

The API flattens a notice: what belongs to lots, tenders, winners and contracts stands in lists side by side that
cannot be joined. So an award is told of one lot only where the notice has one; else as one award of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import structs

from bidtracker.domain.dates import Period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier, Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage, Structure
from bidtracker.intake.countries import country
from bidtracker.intake.loose import Object, first, obj, text
from bidtracker.intake.notice import Amendment, Delivery, Failure, Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.party import identifier
from bidtracker.intake.reader import Reader

LANGUAGES = ("eng", "ENG", "en", "EN")  # what is taken of a text in several; else the first, mostly the buyer's own
RESULTS = frozenset(("result", "cont-modif", "dir-awa-pre", "completion"))
BEFORE = frozenset(("planning", "consultation"))
METHODS = {
    "open": Method.OPEN,
    "restricted": Method.SELECTIVE,
    "neg-w-call": Method.SELECTIVE,
    "comp-dial": Method.SELECTIVE,
    "innovation": Method.SELECTIVE,
    "comp-tend": Method.SELECTIVE,
    "neg-wo-call": Method.LIMITED,
}
# A completion notice (E5) is published once a contract is over, whatever it came to.
STATUS = {"dir-awa-pre": AwardStatus.PENDING, "completion": AwardStatus.ENDED}
MODIFICATION = ("modification-justification", "modification-reason-code")  # the code's key, by its list or its term
_MARK = re.compile(r"(?<=\w)_\d{1,6}$")  # "National Transport Authority_1149"
MODIFIED = {  # why a contract was modified (BT-200) -> in words
    "add-wss": "additional works, additional services or supplies by the original contractor",
    "mod-cir": "circumstances that a diligent buyer could not predict",
    "mod-minv": "below the minimal value",
    "mod-nons": "not substantial",
    "mod-repl": "succession: a new contractor replaces the old one",
    "mod-rev": "based on review clauses or options",
}
REASONS = {str(reason): reason for reason in NoAwardReason}
DAYS_OR_MONTHS = {"DAY": "days", "DAYS": "days", "MONTH": "months", "MONTHS": "months"}


class TedReader(Reader):
    """Reads notices; those of one procedure find each other by its identifier where the search asked for it."""

    def notices(self, number: int, record: Object, said: bytes) -> Iterable[Notice | Problem]:
        """One Notice of one notice."""
        publication = text(record.get("publication-number"))
        procedure = text(record.get("procedure-identifier"))
        form, lots, buyer = _form(record), _lots(record), _buyer(record)
        award = self._award(record, form, lots)
        yield from self._said_of(number, procedure, buyer, award, lots)
        loose = self._loose
        published = loose.day(_one(record, "publication-date"), "publication-date")
        if buyer:
            buyer = structs.replace(buyer, name=_MARK.sub("", buyer.name))
        nobody = bool(award and award.no_award_reason and len(lots) <= 1)
        yield Notice(
            key=procedure or publication,
            list=self._list or "ted",
            format="ted",
            digest=digest(said),
            record=number,
            released=loose.moment(_one(record, "publication-date"), "publication-date"),
            url=_url(record, publication),
            reference=publication,
            title=(_title(record) or publication)[:LONGEST_NAME],
            buyer=buyer,
            country=buyer.country if buyer else "",
            category=text(record.get("main-classification-proc")) or text(record.get("classification-cpv")),
            category_scheme="CPV" if record.get("classification-cpv") else "",
            description=_words(record.get("description-proc")) or _words(record.get("description-lot")),
            value=self._estimate(record, form),
            published=None if form in RESULTS else published,
            deadline=self._deadline(record),
            stage=_stage(form, award),
            method=METHODS.get(text(record.get("procedure-type"))),
            structure=_structure(record),
            offers=_offers(record, lots),
            tenderers=_parties(record, "organisation-name-tenderer", "organisation-identifier-tenderer", ""),
            lots=lots,
            awards=(award,) if award else (),
            # A result that is taken back does not cancel the procedure.
            cancelled=nobody or (form not in RESULTS and "cancel" in _any(record, "change-reason-code")),
            no_award_reason=award.no_award_reason if award and nobody else None,
        )

    def _said_of(
        self, number: int, procedure: str, buyer: Party | None, award: NoticeAward | None, lots: tuple[Lot, ...]
    ) -> Iterable[Problem]:
        """What was read otherwise than it stands there, or could not be told."""
        if not procedure:
            why = "the notices do not name their procedure; ask the search for it, so that a call and its result meet"
            yield from self._once("procedure-identifier", say(why))
        if award and len(lots) > 1 and award.suppliers:
            why = "it has {lots} lots and {winners} winners and does not say who won which; read as one award"
            joined = say(why, lots=len(lots), winners=len(award.suppliers))
            yield self._problem(number, "winner-name", ", ".join(party.name for party in award.suppliers), joined)
        if buyer and _MARK.search(buyer.name):
            without = say("the number at the end of the buyer's name was left away: it is a system's, not the buyer's")
            yield self._problem(number, "buyer-name", buyer.name, without)

    def _deadline(self, record: Object) -> date | None:
        """Until when to tender, or to ask to take part; of several lots the earliest."""
        for key in (
            "deadline-receipt-tender-date-lot",
            "deadline-receipt-request-date-lot",
            "deadline-receipt-request",
        ):
            days = [day for value in _all(record.get(key)) if (day := self._loose.day(value, key))]
            if days:
                return min(days)
        return None

    def _estimate(self, record: Object, form: str) -> Money | None:
        """What the procedure is estimated at; the value that a result gives is the award's."""
        for key in ("estimated-value-proc", "framework-maximum-value-lot", "estimated-value-lot"):
            if money := self._money(record, key):
                return money
        return None if form in RESULTS else self._money(record, "total-value")

    def _money(self, record: Object, key: str) -> Money | None:
        """The one amount under a key; of several in one currency none is the whole, and their sum is no fact either."""
        values = [value for value in _all(record.get(key)) if value not in (None, "")]
        name, _, end = key.rpartition("-")
        codes = {text(code) for code in _all(record.get(f"{name}-cur-{end}") or record.get(f"{key}-cur"))}
        if len(values) != 1 or len(codes) > 1:
            return None
        return self._loose.money({"amount": values[0], "currency": next(iter(codes), "")}, key)

    def _award(self, record: Object, form: str, lots: tuple[Lot, ...]) -> NoticeAward | None:
        winners = _parties(record, "winner-name", "winner-identifier", "winner-country")
        statuses = _any(record, "winner-selection-status")
        reasons = [
            reason for code in _all(record.get("non-award-justification")) if (reason := REASONS.get(text(code)))
        ]
        nobody = not winners and (bool(reasons) or (bool(statuses) and statuses <= {"clos-nw"}))
        if form not in RESULTS or not (winners or nobody):
            return None
        start, end, derived, most = self._period(record)
        values = ("result-value-lot", "tender-value") if len(lots) == 1 else ()
        money = (self._money(record, key) for key in (*values, "result-value-notice", "total-value"))
        return NoticeAward(
            key="award",
            lot=lots[0].id if len(lots) == 1 else "",
            suppliers=winners,
            status=AwardStatus.CANCELLED if nobody else STATUS.get(form),
            no_award_reason=(reasons[0] if reasons else NoAwardReason.OTHER) if nobody else None,
            value=next(filter(None, money), None) if winners else None,
            awarded=self._last(record, "winner-decision-date") or self._last(record, "contract-conclusion-date"),
            start=start,
            end=end,
            end_derived=derived,
            max_end=most,
            title=_words(record.get("contract-title"))[:LONGEST_NAME],
            url=_url(record, text(record.get("publication-number"))),
            delivery=self._delivery(record, form),
        )

    def _delivery(self, record: Object, form: str) -> Delivery | None:
        """What a modification notice says of its change, and a completion notice of what was paid and withheld."""
        on = self._loose.day(_one(record, "publication-date"), "publication-date")
        if form == "cont-modif":
            codes = [text(code) for key in MODIFICATION for code in _all(record.get(key))]
            words = [f"{MODIFIED[code]} ({code})" if code in MODIFIED else code for code in dict.fromkeys(codes)]
            words += [_words(record.get(f"modification-{key}")) for key in ("reason-description", "description")]
            why = "; ".join(dict.fromkeys(filter(None, words)))
            return Delivery(amendments=(Amendment(id=text(record.get("publication-number")), on=on, why=why),))
        if form == "completion":
            paid, withheld = self._money(record, "tender-payment-value"), self._money(record, "tender-penalties")
            penalty = Failure(id="penalties", what="penalties", on=on, penalty=str(withheld))
            told = Delivery(paid=paid, failures=(penalty,) if withheld else ())
            return None if told == Delivery() else told
        return None

    def _last(self, record: Object, key: str) -> date | None:
        return max((day for value in _all(record.get(key)) if (day := self._loose.day(value, key))), default=None)

    def _period(self, record: Object) -> tuple[date | None, date | None, bool, date | None]:
        """Start, end, whether that is derived from a duration, the end with all renewals; not where lots differ."""
        start = self._same_day(record, "contract-duration-start-date-lot")
        end = self._same_day(record, "contract-duration-end-date-lot")
        begin = start or self._same_day(record, "contract-conclusion-date")
        length = _length(record)
        most = None
        derived = end is None and begin is not None and length is not None
        try:
            if derived and begin and length:
                end = length.last_day(begin)
            renewals = {text(value) for value in _all(record.get("renewal-maximum-lot"))} - {""}
            if begin and length and len(renewals) == 1 and (times := renewals.pop()).isdigit() and len(times) < 3:
                # eForms counts how often a contract may be renewed; each time for as long as it ran at first.
                more = 1 + int(times)
                most = Period(length.months * more, length.days * more).last_day(begin)
        except Unreadable:
            return start, None, False, None
        return start, end, derived, most

    def _same_day(self, record: Object, key: str) -> date | None:
        days = {day for value in _all(record.get(key)) if (day := self._loose.day(value, key))}
        return days.pop() if len(days) == 1 else None


# ---------------------------------------------------------------- how the API writes values


def _all(value: Any) -> list[Any]:
    """The values under a key, of which the API makes a list or not."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _one(record: Object, key: str) -> Any:
    return next(iter(_all(record.get(key))), None)


def _any(record: Object, key: str) -> set[str]:
    return {text(value) for value in _all(record.get(key))} - {""}


def _texts(value: Any) -> list[str]:
    """A text in several languages ({"eng": ["…"], "ces": ["…"]}), or in none, in one."""
    if isinstance(value, dict):
        value = next(
            (value[language] for language in LANGUAGES if value.get(language)), next(iter(value.values()), None)
        )
    return [found for one in _all(value) if (found := text(one))]


def _words(value: Any) -> str:
    return first(_texts(value))


def _title(record: Object) -> str:
    return first(_words(record.get(key)) for key in ("title-proc", "notice-title", "title-lot", "contract-title"))


def _form(record: Object) -> str:
    """planning, competition, result and so on; searches that did not ask for it have the notice's type."""
    if form := text(record.get("form-type")):
        return form
    kind = text(record.get("notice-type"))
    if kind.startswith("can-modif"):
        return "cont-modif"
    if kind.startswith("can-") or (not kind and record.get("winner-name")):
        return "result"
    starts = {"veat": "dir-awa-pre", "pmc": "consultation", "pin": "planning", "compl": "completion"}
    return next((form for start, form in starts.items() if kind.startswith(start)), "competition")


def _stage(form: str, award: NoticeAward | None) -> Stage | None:
    if form in BEFORE:
        return Stage.WATCHING
    if form == "dir-awa-pre":
        return Stage.STANDSTILL
    return Stage.CLOSED if form in RESULTS and (award or form != "result") else None


def _structure(record: Object) -> Structure | None:
    if _any(record, "dps-usage-lot") - {"none"}:
        return Structure.OPEN_FRAMEWORK
    return Structure.FRAMEWORK if _any(record, "framework-agreement-lot") - {"none"} else None


def _url(record: Object, publication: str) -> str:
    html = obj(obj(record.get("links")).get("html"))
    found = first(text(html.get(language)) for language in ("ENG", *html))
    return found or (f"https://ted.europa.eu/en/notice/-/detail/{publication}" if publication else "")


def _buyer(record: Object) -> Party | None:
    for names, ids in (
        ("organisation-name-buyer", "organisation-identifier-buyer"),
        ("buyer-name", "buyer-identifier"),
    ):
        if parties := _parties(record, names, ids, "buyer-country"):
            return parties[0]
    return None


def _parties(record: Object, names: str, ids: str, countries: str) -> tuple[Party, ...]:
    """Organisations of three lists side by side: joined only where each has one entry for each name."""
    found = _texts(record.get(names))
    numbers = [text(id) for id in _all(record.get(ids))]
    places = [text(place) for place in _all(record.get(countries))] if countries else []
    if len(set(places)) == 1:
        places = places[:1] * len(found)
    joined = len(places) == len(found)
    parties = []
    for at, name in enumerate(found):
        place = country(places[at]) if joined else ""
        own = _identifier(numbers[at], place) if len(numbers) == len(found) else ()
        parties.append(Party(name=name[:LONGEST_NAME], identifiers=own, country=place))
    return tuple({party.name: party for party in parties}.values())


def _identifier(number: str, place: str) -> tuple[Identifier, ...]:
    """A national number (BT-501), whose register eForms does not tell: only known together with its country."""
    found = identifier(f"{place}-BT501", number) if place else None
    return (found,) if found else ()


def _lots(record: Object) -> tuple[Lot, ...]:
    """The lots, with titles and values where there are as many of these."""
    ids = list(dict.fromkeys(_any_of(record, "identifier-lot", "internal-identifier-lot", "result-lot-identifier")))
    titles = _texts(record.get("title-lot"))
    if not ids and len(titles) > 1:
        ids = [f"LOT-{n:04}" for n in range(1, len(titles) + 1)]
    if len(titles) != len(ids):
        titles = [""] * len(ids)
    return tuple(Lot(id=id, title=title[:LONGEST_NAME]) for id, title in zip(ids, titles, strict=True))


def _any_of(record: Object, *keys: str) -> list[str]:
    return next((found for key in keys if (found := [t for one in _all(record.get(key)) if (t := text(one))])), [])


def _offers(record: Object, lots: tuple[Lot, ...]) -> int | None:
    """How many tenders came in, of several lots the most; only the code "tenders" counts all of them."""
    codes = [text(code) for code in _all(record.get("received-submissions-type-code"))]
    counts = [text(value) for value in _all(record.get("received-submissions-type-val"))]
    if len(codes) != len(counts):
        return None
    told = [int(n) for code, n in zip(codes, counts, strict=True) if code == "tenders" and n.isdigit() and len(n) < 6]
    return max(told, default=None)


def _length(record: Object) -> Period | None:
    """How long the contract runs, where all lots say the same."""
    pairs = {
        (text(period.get("value")), text(period.get("unit")).upper())
        for period in map(obj, _all(record.get("contract-duration-period-lot")))
    }
    values, units = _all(record.get("duration-period-value-lot")), _all(record.get("duration-period-unit-lot"))
    if len(values) == len(units):
        pairs |= {(text(value), text(unit).upper()) for value, unit in zip(values, units, strict=True)}
    pairs.discard(("", ""))
    if len(pairs) != 1:
        return None
    value, unit = pairs.pop()
    if not value.isdigit() or len(value) > 4 or not int(value):
        return None
    if unit.startswith(("YEAR", "ANN")):
        return Period(months=12 * int(value))
    if unit.startswith("WEEK"):
        return Period(days=7 * int(value))
    return Period(**{DAYS_OR_MONTHS[unit]: int(value)}) if unit in DAYS_OR_MONTHS else None
