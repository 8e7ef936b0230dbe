"""The award that a TED notice tells of: who won, for how much, how long, and what became of it."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.dates import DateSpan
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, NoAwardReason
from bidtracker.intake.formats.ted.fields import TedFields
from bidtracker.intake.notice import Amendment, Delivery, Failure, NoticeAward
from bidtracker.intake.open.lenient_json import obj, text

RESULTS = frozenset(("result", "cont-modif", "dir-awa-pre", "completion"))
# A completion notice (E5) is published once a contract is over, whatever it came to.
STATUS = {"dir-awa-pre": AwardStatus.PENDING, "completion": AwardStatus.ENDED}
MODIFICATION = ("modification-justification", "modification-reason-code")  # the code's key, by its list or its term
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


def award(fields: TedFields, form: str, lots: tuple[Lot, ...], url: str) -> NoticeAward | None:
    """The one award of a notice, of its lot where it has only one; None where it tells of none."""
    if form not in RESULTS:
        return None
    winners = fields.parties("winner-name", "winner-identifier", "winner-country")
    statuses = set(fields.codes("winner-selection-status"))
    reasons = [reason for code in fields.codes("non-award-justification") if (reason := REASONS.get(code))]
    chosen = bool(winners) or "selec-w" in statuses
    nobody = not chosen and (bool(reasons) or (bool(statuses) and statuses <= {"clos-nw"}))
    of_lot = ("result-value-lot", "tender-value") if len(lots) == 1 else ()
    stated = chosen or not (reasons or statuses)  # a search that did not ask for the winner may have the value
    value = fields.money(*of_lot, "result-value-notice", "total-value") if stated else None
    if not (winners or nobody or value):
        return None
    start, end, derived, most = _period(fields)
    return NoticeAward(
        key="award",
        lot=lots[0].id if len(lots) == 1 else "",
        suppliers=winners,
        status=AwardStatus.CANCELLED if nobody else STATUS.get(form),
        no_award_reason=(reasons[0] if reasons else NoAwardReason.OTHER) if nobody else None,
        value=value,
        awarded=_last(fields, "winner-decision-date") or _last(fields, "contract-conclusion-date"),
        start=start,
        end=end,
        end_derived=derived,
        max_end=most,
        title=fields.words("contract-title")[:LONGEST_NAME],
        url=url,
        delivery=_delivery(fields, form),
    )


def _last(fields: TedFields, key: str) -> date | None:
    return max(fields.days(key), default=None)


def _delivery(fields: TedFields, form: str) -> Delivery | None:
    """What a modification notice says of its change, and a completion notice of what was paid and withheld."""
    on = next(iter(fields.days("publication-date")), None)
    if form == "cont-modif":
        codes = [code for key in MODIFICATION for code in fields.codes(key)]
        words = [f"{MODIFIED[code]} ({code})" if code in MODIFIED else code for code in dict.fromkeys(codes)]
        words += [fields.words(f"modification-{key}") for key in ("reason-description", "description")]
        why = "; ".join(dict.fromkeys(filter(None, words)))
        return Delivery(amendments=(Amendment(id=fields.code("publication-number"), on=on, why=why),))
    if form == "completion":
        paid, withheld = fields.money("tender-payment-value"), fields.money("tender-penalties")
        penalty = Failure(id="penalties", what="penalties", on=on, penalty=str(withheld))
        delivery = Delivery(paid=paid, failures=(penalty,) if withheld else ())
        return None if delivery == Delivery() else delivery
    return None


# ---------------------------------------------------------------- how long


def _period(fields: TedFields) -> tuple[date | None, date | None, bool, date | None]:
    """Start, end, whether that is derived from a duration, the end with all renewals; not where lots differ."""
    start = fields.same_day("contract-duration-start-date-lot")
    end = fields.same_day("contract-duration-end-date-lot")
    begin = start or fields.same_day("contract-conclusion-date")
    length = _length(fields)
    most = None
    derived = end is None and begin is not None and length is not None
    try:
        if derived and begin and length:
            end = length.last_day(begin)
        renewals = set(fields.codes("renewal-maximum-lot"))
        if begin and length and len(renewals) == 1 and (times := renewals.pop()).isdigit() and len(times) < 3:
            # eForms counts how often a contract may be renewed; each time for as long as it ran at first.
            more = 1 + int(times)
            most = DateSpan(length.months * more, length.days * more).last_day(begin)
    except Unreadable:
        return start, None, False, None
    return start, end, derived, most


def _length(fields: TedFields) -> DateSpan | None:
    """How long the contract runs, where all lots say the same."""
    pairs = {
        (text(period.get("value")), text(period.get("unit")).upper())
        for period in map(obj, fields.all("contract-duration-period-lot"))
    }
    values, units = fields.all("duration-period-value-lot"), fields.all("duration-period-unit-lot")
    if len(values) == len(units):
        pairs |= {(text(value), text(unit).upper()) for value, unit in zip(values, units, strict=True)}
    pairs.discard(("", ""))
    if len(pairs) != 1:
        return None
    value, unit = pairs.pop()
    if not value.isdigit() or len(value) > 4 or not int(value):
        return None
    if unit.startswith(("YEAR", "ANN")):
        return DateSpan(months=12 * int(value))
    if unit.startswith("WEEK"):
        return DateSpan(days=7 * int(value))
    return DateSpan(**{DAYS_OR_MONTHS[unit]: int(value)}) if unit in DAYS_OR_MONTHS else None
