"""Small books to judge: the worked example of the scoring design, and short ways to build others."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    Award,
    Believed,
    Bid,
    Buyer,
    Competitor,
    Contact,
    Promise,
    Record,
    Signal,
    TenderLine,
    Touch,
)
from bidtracker.domain.vocabulary import (
    Channel,
    Layer,
    Level,
    Outcome,
    Reliability,
    Role,
    SignalKind,
    Stance,
    TouchOutcome,
)

AS_OF = date(2026, 11, 23)
CPV = "33100000-1"
BUYER, INCUMBENT = 1, 1
RIVAL, OTHERS = 2, 3


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


class World:
    """Holdings under construction: every record put gets the next number of its table."""

    def __init__(self) -> None:
        self.holdings = Holdings()

    def put(self, table: str, record: Record) -> Any:
        expected = self.holdings.table(table)
        record = replace(record, id=record.id or max(expected, default=0) + 1)
        self.holdings.put(table, record)
        if isinstance(record, Award):
            line = self.holdings.tenders[record.tender]
            if record.id not in line.awards:
                self.holdings.put("tenders", replace(line, awards=(*line.awards, record.id)))
        return record

    def buyer(self, name: str = "Hospital") -> Buyer:
        return self.put("buyers", Buyer(name=name))

    def supplier(self, name: str = "Rival") -> Competitor:
        return self.put("competitors", Competitor(name=name))

    def tender(self, buyer: int = BUYER, **fields: Any) -> TenderLine:
        return self.put("tenders", TenderLine(**{"title": "Scanners", "buyer": buyer, **fields}))

    def award(self, tender: TenderLine | int, *suppliers: int, **fields: Any) -> Award:
        number = tender if isinstance(tender, int) else tender.id
        return self.put("awards", Award(**{"tender": number, "suppliers": suppliers, **fields}))

    def signal(self, award: Award | int, kind: SignalKind, age: int, code: str = "B2", **fields: Any) -> Signal:
        number = award if isinstance(award, int) else award.id
        source = {"reliability": Reliability(code[0]), "credibility": int(code[1])}
        return self.put("signals", Signal(award=number, kind=kind, on=ago(age), **source, **fields))

    def asked(self, award: Award | int, on: date, **fields: Any) -> Touch:
        """Somebody asked how an award goes and heard nothing."""
        number = award if isinstance(award, int) else award.id
        nothing = {"outcome": TouchOutcome.NOTHING_HEARD, "done": on, "on": on, "buyer": BUYER, "award": number}
        return self.put("touches", Touch(**nothing | fields))

    def contact(self, name: str, level: Level, stance: Stance, age: int, *roles: Role, **fields: Any) -> Contact:
        believed = (Believed(on=ago(age), level=level, stance=stance),)
        fields = {"buyer": BUYER, "layer": Layer.OPERATIONS, **fields}
        return self.put("contacts", Contact(name=name, roles=roles, believed=believed, **fields))

    def change(self, table: str, record: Record, **fields: Any) -> Any:
        return self.put(table, replace(record, **fields))

    def retender(self, buyer: int, category: str, before: int, after: int, on: date, gap: int = 1200) -> None:
        """One resolved re-tender: `before` held it, `after` won it on a day, `gap` days after."""
        old = self.tender(buyer, category=category)
        self.award(old, before, awarded=on - timedelta(days=gap))
        new = self.tender(buyer, category=category, follows=old.id)
        self.award(new, after, awarded=on)


def worked_example() -> tuple[World, Award]:
    """A 36-month contract at a hospital, six years of history, three signals and three contacts."""
    world = World()
    world.buyer(), world.buyer("Another hospital")
    world.supplier("Incumbent"), world.supplier("Rival"), world.supplier("Others")
    _history(world)
    tender = world.tender(category=CPV, offers=3, bids=(Bid(outcome=Outcome.LOST, outcome_on=ago(900)),))
    # counted: 3 won of 12 bids at this buyer in this category, this one included
    for n in range(11):
        outcome = Outcome.WON if n < 3 else Outcome.LOST
        world.tender(category=CPV, bids=(Bid(outcome=outcome, outcome_on=ago(400 + n)),))
    award = world.award(
        tender,
        INCUMBENT,
        awarded=date(2024, 5, 20),
        start=date(2024, 7, 1),
        end=date(2027, 6, 30),
        value=euros(480_000),
        promises=(Promise(number=1, text="30-day delivery"),),
    )
    for _ in range(9):  # one of ten awards of three years, so not entrenched
        world.award(world.tender(category=CPV), OTHERS, awarded=ago(500))
    late = {"severity": 3, "happened": ago(42), "promise": 1, "notes": "62 days instead of 30"}
    world.signal(award, SignalKind.DELIVERY_LATE, 40, "B2", **late)
    world.signal(award, SignalKind.KEY_STAFF_LEFT, 175, "C3")
    world.signal(award, SignalKind.ADDITIONAL_WORKS, 295, "B2", channel=Channel.SIDE)
    world.contact("IT director", Level.FAMILIAR, Stance.SUPPORTS, 64, Role.DECIDES, layer=Layer.DECISION)
    world.contact("Procurement", Level.ACQUAINTED, Stance.OPPOSES, 30, Role.BUYS, layer=Layer.MANAGEMENT)
    world.contact("Ward lead", Level.TRUSTED, Stance.SUPPORTS, 21, Role.USES)
    return world, world.holdings.awards[award.id]


def _history(world: World) -> None:
    """118 re-tenders, 60 changed: 6 (4) at the buyer, 40 (22) in the category, 4 (1) of the incumbent."""
    long_ago = date(2019, 1, 1)
    other_class = "90910000-9"
    buyers = [(CPV, True)] * 4 + [(CPV, False)] * 2
    category = [(CPV, True)] * 18 + [(CPV, False)] * 16
    rest = [(other_class, True)] * 38 + [(other_class, False)] * 40
    incumbent = {True: 1, False: 3}
    for index, (code, changed) in enumerate(buyers + category + rest):
        held = OTHERS
        if index >= 6 + 34 and incumbent[changed]:
            held, incumbent[changed] = INCUMBENT, incumbent[changed] - 1
        world.retender(
            BUYER if index < 6 else 2, code, held, RIVAL if changed else held, long_ago + timedelta(days=index)
        )
