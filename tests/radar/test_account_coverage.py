"""The people of a buyer: what is missing, who waits, who spoke to whom, and through whom to meet somebody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import contacts
from worlds import AS_OF, World, ago

from bidtracker.domain.records import Contact, Touch
from bidtracker.domain.vocabulary import Layer, Level, Role, Stance, TouchKind, TouchOutcome
from bidtracker.radar.account.coverage import Coverage, coverage
from bidtracker.radar.score.relations import CADENCE


def world_of(people: list[Contact]) -> World:
    world = World()
    world.buyer()
    for person in people:
        world.put("contacts", person)
    return world


def covered(world: World) -> Coverage:
    return coverage(world.holdings, 1, AS_OF)


def gaps(world: World) -> list[str]:
    return [str(gap) for gap in covered(world).gaps]


@given(
    st.lists(contacts, max_size=7),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=7, max_size=7),
)
def test_nobody_is_met_through_who_is_against_us_gone_not_known_or_not_to_be_contacted(
    people: list[Contact], links: list[tuple[int, int]]
) -> None:
    linked = [
        replace(person, id=n, reports_to=boss, introduced_by=door)
        for n, (person, (boss, door)) in enumerate(zip(people, links, strict=False), 1)
    ]
    result = covered(world_of(linked))
    here = {each.contact.id: each for each in result.people}
    assert len({each.contact for each in result.introductions}) == len(result.introductions)
    for each in result.introductions:
        whom = here[each.contact]
        assert not whom.contact.do_not_contact and whom.level in (Level.UNKNOWN, Level.ACQUAINTED)
        assert each.through != each.contact and 0 <= each.score <= 1
        could = {
            n
            for n, other in here.items()
            if n != each.contact
            and other.level is not Level.UNKNOWN
            and other.stance is not Stance.OPPOSES
            and not other.contact.do_not_contact
        }
        assert each.through in could if could else each.through == 0


def test_gaps_in_words() -> None:
    world = World()
    world.buyer()
    assert gaps(world) == [
        "nobody known in the decision layer",
        "nobody known in the management layer",
        "nobody known in the operations layer",
        "it is not known who decides",
        "it is not known who pays",
        "it is not known who uses it",
    ]
    world.contact("Head", Level.ACQUAINTED, Stance.OPPOSES, 9, Role.DECIDES, layer=Layer.DECISION)
    world.contact("Clerk", Level.FAMILIAR, Stance.OPPOSES, 9, Role.PAYS, layer=Layer.MANAGEMENT)
    world.contact("Nurse", Level.TRUSTED, Stance.SUPPORTS, 9, Role.USES)
    world.contact("Gone", Level.ALLIED, Stance.SUPPORTS, 9, layer=Layer.DECISION, left=ago(1))
    assert gaps(world) == [
        "nobody above acquainted in the decision layer",
        "no ally in the management layer",
        "2 are against us: Clerk, Head",
    ]


def test_supporters_who_are_not_close_yet_are_no_lack_of_allies() -> None:
    world = World()
    world.buyer()
    world.contact("Ann", Level.FAMILIAR, Stance.SUPPORTS, 9, Role.DECIDES, layer=Layer.MANAGEMENT)
    world.contact("Bob", Level.FAMILIAR, Stance.SUPPORTS, 9, Role.PAYS, layer=Layer.MANAGEMENT)
    assert "no ally in the management layer" not in gaps(world)
    assert "2 are for us, but not yet close to us: Ann, Bob" in gaps(world)


@pytest.mark.parametrize("level", CADENCE)
def test_who_waits_longer_than_one_so_close_should(level: Level) -> None:
    world = World()
    world.buyer()
    days = CADENCE[level]
    world.contact("In time", level, Stance.NEUTRAL, days)
    world.contact("Late", level, Stance.NEUTRAL, days + 2)
    world.contact("Not to be called", level, Stance.NEUTRAL, 900, do_not_contact=True)
    assert [(each.contact, each.over, each.days) for each in covered(world).stale] == [(2, 2, days)]


def test_what_was_only_noted_is_not_called_a_talk() -> None:
    world = World()
    world.buyer()
    noted = world.contact("Noted", Level.TRUSTED, Stance.NEUTRAL, 100)
    world.contact("Spoken", Level.TRUSTED, Stance.NEUTRAL, 100)
    for contact, age in ((1, 200), (2, 90)):
        world.put("touches", Touch(buyer=1, contact=contact, on=ago(age), done=ago(age)))
    assert [str(each.message) for each in covered(world).stale] == [
        f"Noted: Trusted as noted on {ago(100)}, so every 45 days",
        f"Spoken: last on {ago(90)}; Trusted, so every 45 days",
    ]
    assert [each.on for each in covered(world).spoken if each.contact == noted.id] == [ago(200)]


def test_who_of_us_last_spoke_to_whom() -> None:
    world = World()
    world.buyer()
    (
        world.contact("Nurse", Level.FAMILIAR, Stance.NEUTRAL, 900),
        world.contact("Clerk", Level.FAMILIAR, Stance.NEUTRAL, 9),
    )

    def touch(age: int, by: str, contact: int = 1, **fields: Any) -> None:
        world.put("touches", Touch(buyer=1, contact=contact, on=ago(age), done=ago(age), by=by, **fields))

    touch(9, "Ann"), touch(5, "Bob", kind=TouchKind.VISIT), touch(7, "Ann", contact=2)
    touch(1, "Ann", outcome=TouchOutcome.NO_ANSWER), touch(-2, "Eve")
    world.put("touches", Touch(buyer=1, contact=1, on=ago(3), by="Eve"))
    assert [(each.contact, each.by, each.on, each.kind) for each in covered(world).spoken] == [
        (1, "Bob", ago(5), TouchKind.VISIT),
        (2, "Ann", ago(7), TouchKind.CALL),
    ]


def introduced(world: World) -> tuple[str, str]:
    (each,) = covered(world).introductions
    return str(each.message), str(each.why)


def test_the_one_who_stands_nearest_in_the_house_introduces_us() -> None:
    world = World()
    world.buyer()
    head = world.contact("Head", Level.UNKNOWN, Stance.NEUTRAL, 9, Role.DECIDES, layer=Layer.DECISION)
    friend = world.contact("Friend", Level.TRUSTED, Stance.SUPPORTS, 9, Role.USES)
    assert introduced(world) == ("meet Head through Friend", "nobody is nearer; Trusted, Supports")
    second = world.contact("Second", Level.TRUSTED, Stance.SUPPORTS, 9, Role.USES, reports_to=head.id)
    assert introduced(world) == ("meet Head through Second", "reports to Head; Trusted, Supports")
    world.change("contacts", friend, reports_to=second.id)
    assert introduced(world)[0] == "meet Head through Second"
    world.holdings.drop("contacts", second.id)
    world.put("contacts", replace(second, do_not_contact=True))
    assert introduced(world) == (
        "meet Head through Friend",
        "2 steps from Head in the reporting line; Trusted, Supports",
    )
    world.change("contacts", head, introduced_by=friend.id)
    assert introduced(world)[1] == "introduced Head to us before; Trusted, Supports"


def test_somebody_who_is_for_us_is_asked_before_one_as_near_who_is_not() -> None:
    world = World()
    world.buyer()
    world.contact("Head", Level.ACQUAINTED, Stance.NEUTRAL, 9, Role.DECIDES, layer=Layer.DECISION)
    world.contact("Cool", Level.FAMILIAR, Stance.NEUTRAL, 9, Role.USES)
    world.contact("Warm", Level.FAMILIAR, Stance.SUPPORTS, 9, Role.USES)
    assert introduced(world)[0] == "meet Head through Warm"


def test_where_nobody_could_introduce_us_that_is_said() -> None:
    world = World()
    world.buyer()
    world.contact("Head", Level.ACQUAINTED, Stance.NEUTRAL, 9, Role.DECIDES, layer=Layer.DECISION)
    assert introduced(world) == ("find somebody who can introduce you to Head", "None")
