"""Who a list speaks of: known buyers and competitors, or new ones; a name written much alike is asked about."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bidtracker.book.identity import ALIKE, OrganisationNames
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.names import normal
from bidtracker.domain.records import Buyer, Competitor, Identifier
from bidtracker.domain.vocabulary import ProposalKind
from bidtracker.intake.merge.questions import Proposing
from bidtracker.intake.notice import Notice, NoticeAward, Party


class Organisations:
    """The organisations of a book as an import meets them. `us` are our own company's names."""

    def __init__(self, proposing: Proposing, us: Iterable[str]) -> None:
        self.proposing = proposing
        self.draft = proposing.draft
        self.us = {normal(name) for name in us}
        self.buyers = self.draft.names("buyers")
        self.competitors = self.draft.names("competitors")
        # Who was met, by name and country: to ask the names takes three times as long, and none changes meanwhile.
        self._met: dict[str, dict[tuple[str, str], int]] = {"buyers": {}, "competitors": {}}

    def buyer(self, party: Party, country: str) -> int:
        """The number of a buyer; `country` where it does not name its own."""
        return self._number("buyers", self.buyers, party, country)

    def winners(self, listed_award: NoticeAward) -> tuple[tuple[int, ...], bool]:
        """Who won as competitors, and whether we are among them."""
        if not listed_award.suppliers:
            return (), listed_award.ours
        others = (
            [party for party in listed_award.suppliers if not self.is_us(party)] if self.us else listed_award.suppliers
        )
        return self._competitors(others), listed_award.ours or len(others) < len(listed_award.suppliers)

    def tenderers(self, notice: Notice) -> tuple[int, ...]:
        """Who else bid."""
        return self._competitors(party for party in notice.tenderers if not self.is_us(party))

    def name(self, competitor: int) -> str:
        """What a competitor is called."""
        return self.competitors.learned[competitor][0]

    def is_near(self, buyer: int, name: str) -> bool:
        """Whether a name is written much like a buyer's."""
        return any(other == buyer for other, _ in self.buyers.near(name, limit=3))

    def is_us(self, party: Party) -> bool:
        """Whether a list means our own company."""
        return bool(self.us) and normal(party.name) in self.us

    def won_by_us(self, notice: Notice) -> bool:
        """Whether any award went to us."""
        if any(award.ours for award in notice.awards):
            return True
        return bool(self.us) and any(self.is_us(party) for award in notice.awards for party in award.suppliers)

    def _competitors(self, parties: Iterable[Party]) -> tuple[int, ...]:
        numbers = [self._number("competitors", self.competitors, party) for party in parties if party.name]
        return tuple(dict.fromkeys(numbers)) if len(numbers) > 1 else tuple(numbers)

    def _number(self, table: str, names: OrganisationNames, party: Party, country: str = "") -> int:
        country = party.country or country
        if not party.identifiers:
            met = self._met[table]
            number = met.get((party.name, country), 0)
            if not number:
                number = names.find(party.name, (), country) or self._add(table, names, party, country)
                met[party.name, country] = number
            return number
        number = names.find(party.name, party.identifiers, country)
        if not number:
            return self._add(table, names, party, country)
        if fresh := _fresh(party, names.identifiers(number)):
            record = self.draft.get(table, number)
            names.forget(number)
            names.learn(self.draft.put(msgspec.structs.replace(record, identifiers=record.identifiers + fresh)))
        return number

    def _add(self, table: str, names: OrganisationNames, party: Party, country: str) -> int:
        kind = Buyer if table == "buyers" else Competitor
        added = self.draft.bring(
            kind(name=party.name, identifiers=party.identifiers, country=country, url=party.url, source=None)
        )
        near = names.near(party.name, limit=1)
        names.learn(added)
        if table == "buyers":
            self.proposing.report.buyers += 1
            same = ProposalKind.SAME_BUYER
        else:
            self.proposing.report.competitors += 1
            same = ProposalKind.SAME_COMPETITOR
        for other, likeness in near:
            near_name = names.learned[other][0]
            grounds = say(ALIKE, name=party.name, known=near_name, likeness=round(likeness))
            self.proposing.propose(same, ref(table, added.id), grounds, other=ref(table, other))
        return added.id


def _fresh(party: Party, identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    schemes = {identifier.scheme for identifier in identifiers}
    return tuple(identifier for identifier in party.identifiers if identifier.scheme not in schemes)
