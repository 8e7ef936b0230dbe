"""The award that a TED notice tells of: who won, for how much, how long, and what became of it."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.dates import DateSpan
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.money import Money
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, NoAwardReason
from bidtracker.intake.formats.ted.fields import TedFields
from bidtracker.intake.notice import Amendment, Delivery, Failure, NoticeAward, digest
from bidtracker.intake.open.lenient_json import obj, text

RESULTS = frozenset(("result", "cont-modif", "dir-awa-pre", "completion"))
# A completion notice (E5) is published once a contract is over, whatever it came to.
STATUS = {
    "result": AwardStatus.ACTIVE,
    "cont-modif": AwardStatus.ACTIVE,
    "dir-awa-pre": AwardStatus.PENDING,
    "completion": AwardStatus.ENDED,
}
MODIFICATION = ("modification-justification", "modification-reason-code")  # the code's key, by its list or its term
MODIFIED = {  # why a contract was modified (BT-200) -> in words
    "add-wss": "additional works, additional services or supplies by the original contractor",
    "mod-cir": "circumstances that a diligent buyer could not predict",
    "mod-minv": "below the minimal value",
    "mod-nons": "not substantial",
    "mod-repl": "succession: a new contractor replaces the old one",
    "mod-rev": "based on review clauses or options",
}
UNDECIDED, CLOSED_WITHOUT = "open-nw", "clos-nw"
FRAMEWORK_MAXIMUM = "result-framework-maximum-value-notice"
REASONS = {str(reason): reason for reason in NoAwardReason}
DAYS_OR_MONTHS = {"DAY": "days", "DAYS": "days", "MONTH": "months", "MONTHS": "months"}


def award(fields: TedFields, form: str, lots: tuple[Lot, ...], url: str) -> NoticeAward | None:
    """The one award of a notice, of its lot where it has only one; None where it tells of none."""
    withdrawn = is_withdrawn(fields)
    if form not in RESULTS or (withdrawn and form in ("cont-modif", "completion")):
        return None
    winners = fields.parties("winner-name", "winner-identifier", "winner-country")
    statuses = set(fields.codes("winner-selection-status"))
    reasons = [reason for code in fields.codes("non-award-justification") if (reason := REASONS.get(code))]
    chosen = bool(winners) or "selec-w" in statuses
    nobody = not chosen and UNDECIDED not in statuses and (bool(reasons) or statuses == {CLOSED_WITHOUT})
    stated = chosen or not (reasons or statuses)  # a search that did not ask for the winner may have the value
    about = _lots_of_result(fields, lots)
    one_lot = len(about) == 1 or (not about and len(winners) == 1)  # a search need not have asked for the lots
    value = _value(fields, form, one_lot=one_lot) if stated else None
    if not (winners or nobody or value) or (nobody and withdrawn):
        return None
    start, end, derived, most = _period(fields, len(lots))
    return NoticeAward(
        # The results of one procedure may come in several notices, each of other lots.
        key="award" if len(about) < 2 else f"award {digest(','.join(sorted(about)).encode())}",
        lot=about[0] if len(about) == 1 else "",
        suppliers=winners,
        status=AwardStatus.CANCELLED if nobody or withdrawn else STATUS[form],
        no_award_reason=(reasons[0] if reasons else NoAwardReason.OTHER) if nobody else None,
        value=value,
        awarded=_last(fields, "winner-decision-date") or _last(fields, "contract-conclusion-date"),
        start=start,
        end=end,
        end_derived=derived,
        decides=form == "result",
        max_end=most,
        title=fields.words("contract-title")[:LONGEST_NAME],
        url=url,
        delivery=_delivery(fields, form),
    )


def is_change(fields: TedFields) -> bool:
    """Whether the notice changes one that was published before."""
    return bool(fields.code("change-notice-version-identifier", "change-reason-code"))


def is_withdrawn(fields: TedFields) -> bool:
    """Whether the notice says of itself that it is cancelled."""
    return "cancel" in fields.codes("change-reason-code")


def is_open(fields: TedFields) -> bool:
    """Whether the winner of a lot is still to be chosen."""
    return UNDECIDED in fields.codes("winner-selection-status")


def without_winner(fields: TedFields) -> int:
    """How many lots were closed and went to nobody."""
    return sum(code == CLOSED_WITHOUT for code in fields.codes("winner-selection-status"))


def _lots_of_result(fields: TedFields, lots: tuple[Lot, ...]) -> list[str]:
    """The lots that a result is about: those it names, of which a notice may describe more."""
    described = [lot.id for lot in lots]
    named = list(dict.fromkeys(fields.codes("result-lot-identifier")))
    return named if named and set(named) <= set(described) else described


def _value(fields: TedFields, form: str, *, one_lot: bool) -> Money | None:
    """What a contract is worth, or may be spent within a framework.

    A modification's tender value (BT-720) is what the modification is worth. Where the total (BT-161) is the same it
    may be that too, or both the contract's, as in examples of eForms itself: which is not to be told.
    """
    if form == "cont-modif":
        whole = fields.money("result-value-notice", "total-value")
        return None if whole == fields.money("tender-value") else whole
    of_lot = ("result-value-lot", "tender-value") if one_lot else ()
    whole_keys = (FRAMEWORK_MAXIMUM, "result-value-notice")
    if (
        len(set(fields.codes("framework-agreement-lot"))) > 1
    ):  # some lots are frameworks, whose maximum is not the whole
        whole_keys = ("result-value-notice", FRAMEWORK_MAXIMUM)
    return fields.money(*of_lot, *whole_keys, "total-value")


def _last(fields: TedFields, key: str) -> date | None:
    return max(fields.days(key), default=None)


def _delivery(fields: TedFields, form: str) -> Delivery | None:
    """What a modification notice says of its change, and a completion notice of what was paid and withheld."""
    on = next(iter(fields.days("publication-date")), None)
    if form == "cont-modif":
        codes = [code for key in MODIFICATION for code in fields.codes(key)]
        words = [f"{MODIFIED[code]} ({code})" if code in MODIFIED else code for code in dict.fromkeys(codes)]
        words += [fields.words(f"modification-{key}") for key in ("reason-description", "description")]
        words.append(str(fields.money("tender-value") or ""))  # of the modification (BT-720)
        why = "; ".join(dict.fromkeys(filter(None, words)))
        amendment = Amendment(id=fields.code("publication-number"), on=on, why=why, codes=tuple(codes))
        return Delivery(amendments=(amendment,))
    if form == "completion":
        paid, withheld = fields.money("tender-payment-value"), fields.money("tender-penalties")
        penalty = Failure(id="penalties", what="penalties", on=on, penalty=str(withheld))
        delivery = Delivery(paid=paid, failures=(penalty,) if withheld else ())
        return None if delivery == Delivery() else delivery
    return None


# ---------------------------------------------------------------- how long


def _period(fields: TedFields, lots: int) -> tuple[date | None, date | None, bool, date | None]:
    """Start, end, whether that is derived from a duration, the end with all renewals; not where lots differ.

    The duration of eForms (BT-36) includes any options and renewals. How long a renewal is, is not told anywhere.
    """
    start = fields.same_day("contract-duration-start-date-lot", lots)
    end = fields.same_day("contract-duration-end-date-lot", lots)
    begin = start or fields.same_day("contract-conclusion-date", lots)
    length = _length(fields, lots)
    if begin is None or length is None:
        return start, end, False, None
    try:
        last = length.last_day(begin)
    except Unreadable:
        return start, end, False, None
    counted = len(set(fields.codes("renewal-maximum-lot"))) == 1
    return start, end or last, end is None, max(last, end or last) if counted else None


def _length(fields: TedFields, lots: int) -> DateSpan | None:
    """How long the contract runs, where all lots say the same."""
    periods = fields.all("contract-duration-period-lot")
    values, units = fields.all("duration-period-value-lot"), fields.all("duration-period-unit-lot")
    if max(len(periods), len(values)) < lots > 1:
        return None
    pairs = {(text(period.get("value")), text(period.get("unit")).upper()) for period in map(obj, periods)}
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
