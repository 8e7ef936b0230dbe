"""What an act is about: the record under the cursor, and the records around it that other acts want."""

from __future__ import annotations

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import label as _

KINDS = {
    "tenders": _("Tenders"),
    "buyers": _("Buyers"),
    "competitors": _("Competitors"),
    "contacts": _("Contacts"),
    "awards": _("Awards"),
    "signals": _("Signals"),
    "touches": _("Touches"),
    "facts": _("Facts"),
    "inquiries": _("Inquiries"),
    "favours": _("Favours"),
    "hospitality": _("Hospitality"),
    "channel_changes": _("Changes of channel"),
    "needs": _("Needs"),
    "offers": _("Our offers"),
    "themes": _("Win themes"),
    "quotes": _("Prices"),
    "deals": _("Deals"),
}


class CellTarget(msgspec.Struct, frozen=True):
    """What a cell of a list shows: a field of a record, by its id."""

    record: str
    field: str


class Subject(msgspec.Struct, frozen=True):
    """A record, and the numbers of its tender, award, buyer and competitor; 0 where there is none or more than one.

    `part` is the number of the part of it that is meant, a promise of an award; 0 for the record itself.
    """

    table: str
    number: int
    tender: int = 0
    award: int = 0
    buyer: int = 0
    competitor: int = 0
    contact: int = 0
    part: int = 0

    @property
    def id(self) -> str:
        """The record's own id."""
        return ref(self.table, self.number)

    @property
    def part_id(self) -> str:
        """The id of the part of it that is meant, else its own."""
        return part_ref(self.table, self.number, self.part)

    @property
    def contract(self) -> str:
        """The id of its award, else of its tender, or ""."""
        return ref("awards", self.award) if self.award else ref("tenders", self.tender) if self.tender else ""

    @property
    def about(self) -> str:
        """What a touch planned here would be about: the contact, the contract, or the buyer."""
        if self.table == "contacts":
            return self.id
        return self.contract or (ref("buyers", self.buyer) if self.buyer else "")

    def within(self, page: Subject) -> Subject:
        """The same on the page of another record: of a tender's buyer, and of all else that no contract is told of,
        the contract meant is the page's."""
        if self.tender or self.award or (self.buyer and self.buyer != page.buyer):
            return self
        buyer, competitor = self.buyer or page.buyer, self.competitor or page.competitor
        return msgspec.structs.replace(self, tender=page.tender, award=page.award, buyer=buyer, competitor=competitor)


def subject(holdings: Holdings, table: str, number: int, part: int = 0) -> Subject | None:
    """The subject that a record makes, or a part of it; None where the book does not have it."""
    record = holdings.table(table).get(number)
    if record is None:
        return None
    around = {
        "tender": getattr(record, "tender", 0),
        "award": getattr(record, "award", 0),
        "buyer": getattr(record, "buyer", 0),
        "competitor": getattr(record, "competitor", 0),
        "contact": getattr(record, "contact", 0),
    }
    own = {
        "tenders": "tender",
        "awards": "award",
        "buyers": "buyer",
        "competitors": "competitor",
        "contacts": "contact",
    }
    if table in own:
        around[own[table]] = number
    if around["contact"] in holdings.contacts and not around["buyer"]:
        around["buyer"] = holdings.contacts[around["contact"]].buyer
    if not around["award"] and around["tender"]:
        awards = holdings.awards_of(around["tender"])
        around["award"] = awards[0].id if len(awards) == 1 else 0
    award = holdings.awards.get(around["award"])
    if award is not None:
        around["tender"] = around["tender"] or award.tender
        around["buyer"] = around["buyer"] or holdings.buyer_of(award)
        around["competitor"] = around["competitor"] or (award.suppliers[0] if len(award.suppliers) == 1 else 0)
    tender = holdings.tenders.get(around["tender"])
    if tender is not None:
        around["buyer"] = around["buyer"] or tender.buyer
    return Subject(table, number, part=part, **around)
