"""USAspending: results of its API (awards, transactions), files of its download centre; contract awards of SAM.gov.

https://api.usaspending.gov/docs/endpoints, https://www.usaspending.gov/data-dictionary,
https://open.gsa.gov/api/contract-awards/. All amounts are USD.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import structs

from bidtracker.domain.message import say
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, Method, Stage, Structure
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.notice import Amendment, Delivery, Failure, Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, objs, text
from bidtracker.intake.reasons.terminations import termination_reason

DESCRIPTIONS = ("prime_award_base_transaction_description", "transaction_description")
# Our name -> the keys it has in the API's results and in the download's columns.
KEYS = {
    "award": ("Award ID", "award_id_piid"),
    "key": ("generated_internal_id", "generated_unique_award_id", "contract_award_unique_key"),
    "recipient": ("Recipient Name", "recipient_name"),
    "uei": ("Recipient UEI", "recipient_uei"),
    "value": ("current_total_value_of_award",),
    "obligated": ("Award Amount",),
    "description": ("Description", "Transaction Description", *DESCRIPTIONS),
    "start": ("Start Date", "period_of_performance_start_date"),
    # Of a vehicle, until when orders may be placed.
    "end": ("Last Date to Order", "ordering_period_end_date", "End Date", "period_of_performance_current_end_date"),
    "most": ("Period of Performance Potential End Date", "period_of_performance_potential_end_date"),
    "signed": ("Base Obligation Date", "award_base_action_date"),
    "agency": ("Awarding Agency", "awarding_agency_name"),
    "sub": ("Awarding Sub Agency", "awarding_sub_agency_name"),
    "office": ("Awarding Office", "awarding_office_name"),
    "naics": ("NAICS", "naics_code"),
    "product": ("PSC", "product_or_service_code"),
    "offers": ("Number of Offers Received", "number_of_offers_received"),
    "modified": ("Last Modified Date", "last_modified_date"),
    "mod": ("Mod", "modification_number"),
    "on": ("Action Date", "action_date"),
    "amount": ("Transaction Amount", "federal_action_obligation"),
    "action": ("Action Type", "action_type", "action_type_code"),
    "about": ("Transaction Description", "transaction_description"),
    "competed": ("Extent Competed", "extent_competed"),
    "url": ("usaspending_permalink",),
}  # fmt: skip
ORIGINAL = ("0", "00", "000", "0000", "P00000", "")
ACTIONS = {  # FPDS, "reason for modification"
    "A": "additional work (new agreement, justification required)",
    "B": "supplemental agreement for work within scope",
    "C": "funding only action",
    "D": "change order",
    "E": "terminate for default (complete or partial)",
    "F": "terminate for convenience (complete or partial)",
    "G": "exercise an option",
    "H": "definitize letter contract",
    "J": "novation agreement",
    "K": "close out",
    "L": "definitize change order",
    "M": "other administrative action",
    "N": "legal contract cancellation",
    "P": "rerepresentation of non-novated merger/acquisition",
    "R": "rerepresentation",
    "S": "change PIID",
    "T": "transfer action",
    "V": "unique entity ID or legal business name change - non-novation",
    "W": "entity address change",
    "X": "terminate for cause",
    "Y": "add subcontract plan",
}
DEFAULT, CONVENIENCE = ("terminate for default", "terminate for cause"), ("terminate for convenience",)
# What its API adds to each award, and the names of its fields that hardly another sheet has: many have an award's id
# and a recipient's name, and those also a description and days.
INTERNAL = {"internal_id", "generated_internal_id"}
OF_ANY = {"Award ID", "Recipient Name", "Description", "Start Date", "End Date"}
ITS_OWN = {key for keys in KEYS.values() for key in keys if key != key.lower()} - OF_ANY
LEAST = 2  # of its own
NONE = "-NONE-"  # in the key of an award that is under no other
AT_ONCE = 31  # days after a termination within which the contract then ends; one that runs on was terminated in part


class UsaSpendingReader(RecordReader):
    """Reads awards, and transactions, each of which is one modification of an award."""

    name = "usaspending"
    label = "USAspending"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is an award or a transaction, of the API or of the download centre."""
        return (
            {"generated_unique_award_id", "period_of_performance"} <= set(record)
            or (
                {"Award ID", "Recipient Name"} <= set(record)
                and (not INTERNAL.isdisjoint(record) or len(ITS_OWN & set(record)) >= LEAST)
            )
            or ("contract_award_unique_key" in record and "award_id_piid" in record)
            or {"contractId", "awardDetails"} <= set(record)
        )

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """One Notice of one award or transaction."""
        if _is_assistance(record):
            none = say("it is a grant, a loan or another assistance, and no contract")
            yield self._refused(number, "Award ID", record.get("Award ID") or record.get("fain"), none)
            return
        if "period_of_performance" in record:
            record = _as_row(record)
        elif "contractId" in record:
            record = _as_transaction(record)
        row = {
            name: next((record[k] for k in keys if record.get(k) not in (None, "")), None)
            for name, keys in KEYS.items()
        }
        so_far = row["value"] is None and row["obligated"] is not None
        row["value"] = row["obligated"] if so_far else row["value"]
        piece = row["mod"] is not None or (row["amount"] is not None and row["value"] is None)
        if so_far:
            why = "an award's amount is what was obligated so far; the contract may be worth more"
            yield from self._once("Award Amount", say(why))
        if piece and row["value"] is None:
            why = "a transaction's amount is that of one modification, not of the contract; it is kept beside the award"
            yield from self._once("Transaction Amount", say(why))
        loose = self._loose
        award, buyer = text(row["award"]), _buyer(row)
        internal = text(row["key"])
        description = text(row["description"])
        url = text(row["url"]) or (f"https://www.usaspending.gov/award/{internal}" if internal else "")
        naics, product = _code(row["naics"]), _code(row["product"])
        yield Notice(
            key=internal or f"{award} @ {buyer.name if buyer else ''}",
            list=self._list or "usaspending",
            format="usaspending",
            digest=digest(raw),
            record=number,
            released=loose.moment(
                row["on"] if piece else row["modified"], "Action Date" if piece else "Last Modified Date"
            ),
            url=url,
            reference=award[:LONGEST_NAME],
            title=(description.partition("\n")[0] or award)[:LONGEST_NAME],
            buyer=buyer,
            country="US",
            category=naics or product,
            category_scheme="NAICS" if naics else "PSC" if product else "",
            description=description,
            stage=Stage.CLOSED,
            method=_method(text(row["competed"])),
            structure=Structure.FRAMEWORK if internal.startswith("CONT_IDV") else None,
            offers=_count(row["offers"]),
            awards=(structs.replace(self._award(row, piece, internal, url), so_far=so_far),),
            call_off=_is_order(internal),
            extra=_modification(row) if piece else {},
        )

    def _award(self, row: dict[str, Any], piece: bool, key: str, url: str) -> NoticeAward:
        loose, name, uei = self._loose, text(row["recipient"]), text(row["uei"])
        own = identifier("US-UEI", uei) if uei else None
        # The first transaction is the award itself; a later one says when it was modified.
        original = text(row["mod"]) in ORIGINAL
        end, most = self._day(row, "end"), self._day(row, "most")
        value = loose.money({"amount": row["value"], "currency": "USD"}, "Award Amount")
        made = NoticeAward(
            key=key or "award",
            suppliers=(Party(name=name[:LONGEST_NAME], identifiers=(own,) if own else ()),) if name else (),
            value=value if value and value.amount > 0 else None,
            awarded=self._day(row, "on" if piece and original else "signed"),
            start=self._day(row, "start"),
            end=end,
            max_end=most if most and (end is None or most >= end) else None,
            url=url,
        )
        return made if original or not piece else self._modified(made, row)

    def _modified(self, award: NoticeAward, row: dict[str, Any]) -> NoticeAward:
        """The award with what one modification did to it.

        Money that goes back (a de-obligation) is what is left over when a contract is closed out, or funding that
        moves; it is told in the amendment's words and concluded from only where the contract's value itself fell. A
        termination is of the whole where the contract then ends, else of a part.
        """
        mod, action, on = text(row["mod"]), _action(row), self._day(row, "on")
        back = self._loose.money({"amount": row["amount"], "currency": "USD"}, KEYS["amount"][0])
        amount = f"{back}" if back and back.amount < 0 else ""
        why = "; ".join(filter(None, (action, text(row["about"]), amount)))
        ended = on is not None and award.end is not None and award.end <= on + timedelta(AT_ONCE)
        default, convenience = action.startswith(DEFAULT), action.startswith(CONVENIENCE)
        whole = ended and (default or convenience)
        part = Failure(id=f"mod {mod}", what=action, on=on, partial=action)
        return structs.replace(
            award,
            status=AwardStatus.TERMINATED if whole else None,
            terminated=on if whole else None,
            termination_reason=termination_reason(action) if whole else None,
            delivery=Delivery(
                amendments=(Amendment(id=mod or (on.isoformat() if on else ""), on=on, why=why),),
                failures=(part,) if default and not whole else (),
                ended=action if whole else "",
            ),
        )

    def _day(self, row: dict[str, Any], name: str) -> date | None:
        return self._loose.day(row[name], KEYS[name][0])


def _is_assistance(record: Object) -> bool:
    """Whether it is financial assistance, whose kinds of action have the letters of others of a contract."""
    keys = (record.get(key) for key in KEYS["key"])
    return any(text(key).startswith("ASST_") for key in keys) or bool(record.get("fain") or record.get("award_id_fain"))


def _is_order(key: str) -> bool:
    """Whether an award is under another, which its key names in the fifth place (CONT_AWD_…_…_its number_…)."""
    parts = key.split("_")
    return parts[:2] == ["CONT", "AWD"] and len(parts) == 6 and parts[4] not in ("", NONE)


def _as_row(award: Object) -> Object:
    """One award as the API tells it by itself, with the columns of the download centre."""
    period, recipient = obj(award.get("period_of_performance")), obj(award.get("recipient"))
    last, agency = obj(award.get("latest_transaction_contract_data")), obj(award.get("awarding_agency"))
    return {
        "generated_unique_award_id": award.get("generated_unique_award_id"),
        "award_id_piid": award.get("piid"),
        "recipient_name": recipient.get("recipient_name"),
        "recipient_uei": recipient.get("recipient_uei"),
        "current_total_value_of_award": award.get("base_exercised_options"),
        "Award Amount": award.get("total_obligation"),
        "Description": award.get("description"),
        "award_base_action_date": award.get("date_signed"),
        "period_of_performance_start_date": period.get("start_date"),
        "period_of_performance_current_end_date": period.get("end_date"),
        "period_of_performance_potential_end_date": period.get("potential_end_date"),
        "last_modified_date": period.get("last_modified_date"),
        "awarding_agency_name": obj(agency.get("toptier_agency")).get("name"),
        "awarding_sub_agency_name": obj(agency.get("subtier_agency")).get("name"),
        "naics_code": last.get("naics"),
        "product_or_service_code": last.get("product_or_service_code"),
        "number_of_offers_received": last.get("number_of_offers_received"),
        "extent_competed": last.get("extent_competed_description"),
    }


def _as_transaction(action: Object) -> Object:
    """One action on a contract as SAM.gov tells it, with the columns of the download centre; so is the award's key."""
    contract, core, details = (obj(action.get(key)) for key in ("contractId", "coreData", "awardDetails"))
    parent, sub = obj(contract.get("referencedIDVSubtier")), obj(contract.get("subtier"))
    piid, agency = text(contract.get("piid")), text(sub.get("code"))
    under = (text(contract.get("referencedIDVPiid")) or NONE, text(parent.get("code")) or NONE)
    vehicle = text(core.get("awardOrIDV")).upper() == "IDV"
    office = obj(obj(core.get("federalOrganization")).get("contractingInformation"))
    product, days = obj(core.get("productOrServiceInformation")), obj(details.get("dates"))
    awardee, competed = obj(details.get("awardeeData")), obj(core.get("competitionInformation"))
    naics = next(iter(objs(product.get("principalNaics"))), {})
    described, offered = obj(details.get("productOrServiceInformation")), obj(details.get("competitionInformation"))
    return {
        "contract_award_unique_key": "_".join(
            ("CONT_IDV", piid, agency) if vehicle else ("CONT_AWD", piid, agency, *under)
        ),
        "award_id_piid": piid,
        "modification_number": contract.get("modificationNumber"),
        "action_date": text(days.get("dateSigned"))[:10],
        "action_type_code": obj(contract.get("reasonForModification")).get("code"),
        "federal_action_obligation": obj(details.get("dollars")).get("actionObligation"),
        "current_total_value_of_award": obj(details.get("totalContractDollars")).get(
            "totalBaseAndExercisedOptionsValue"
        ),
        "recipient_name": obj(awardee.get("awardeeHeader")).get("awardeeName"),
        "recipient_uei": obj(awardee.get("awardeeUEIInformation")).get("uniqueEntityId"),
        "transaction_description": described.get("descriptionOfContractRequirement"),
        "period_of_performance_start_date": text(days.get("periodOfPerformanceStartDate"))[:10],
        "period_of_performance_current_end_date": text(_last_day(days))[:10],
        "period_of_performance_potential_end_date": text(days.get("ultimateCompletionDate"))[:10],
        "awarding_agency_name": text(obj(office.get("contractingDepartment")).get("name")) or sub.get("name"),
        "awarding_sub_agency_name": obj(office.get("contractingSubtier")).get("name"),
        "awarding_office_name": obj(office.get("contractingOffice")).get("name"),
        "naics_code": naics.get("code"),
        "product_or_service_code": obj(product.get("productOrService")).get("code"),
        "number_of_offers_received": offered.get("numberOfOffersReceived"),
        "extent_competed": obj(competed.get("extentCompeted")).get("name"),
    }


def _last_day(days: Object) -> Any:
    """Until when a contract runs, or orders may be placed under it."""
    return days.get("currentCompletionDate") or days.get("lastDateToOrder")


def _buyer(row: dict[str, Any]) -> Party | None:
    """The agency within the department, which is who buys; the department where nothing nearer is named."""
    name = first((text(row["sub"]), text(row["agency"]), text(row["office"])))
    return Party(name=name[:LONGEST_NAME], country="US") if name else None


def _code(value: Any) -> str:
    """The API gives {"code": …, "description": …} or the code alone."""
    return text(obj(value).get("code")) if isinstance(value, dict) else text(value)


def _count(value: Any) -> int | None:
    digits = text(value).removesuffix(".0")
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


def _method(competed: str) -> Method | None:
    words = competed.upper()
    if words.startswith("FULL AND OPEN COMPETITION AFTER"):
        return Method.SELECTIVE
    if words.startswith("FULL AND OPEN"):
        return Method.OPEN
    return Method.LIMITED if words.startswith("NOT ") else None


def _action(row: dict[str, Any]) -> str:
    """What kind of modification it is, in FPDS's words; the API writes its letter, the files both."""
    action = text(row["action"])
    return ACTIONS.get(action.upper(), action.lower() if len(action) > 1 else "")


def _modification(row: dict[str, Any]) -> Object:
    """What one modification did to the money, under its own number: several of an award stand side by side."""
    amount = text(row["amount"])
    raw = {"on": text(row["on"]), "amount": amount, "action": _action(row)}
    return {f"modification {text(row['mod']) or '0'}": {key: value for key, value in raw.items() if value}}


FORMAT = UsaSpendingReader
