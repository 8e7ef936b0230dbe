"""Win themes, and the guard against running the rival down: what it stops, and what it lets pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AS_OF, World, euros

from bidtracker.domain.records import Demand, Need, Promise, Quote, Theme
from bidtracker.domain.vocabulary import DemandKind, Lever
from bidtracker.radar.account.value import cautions, themes, win_theme

RIVALS = ["Acme Medical Ltd", "Best Care Ltd", "Global Medics plc", "3M", "迈瑞医疗有限公司", "Ärztebedarf Süd GmbH"]


@pytest.mark.parametrize(
    "text",
    [
        "No bad surprises: the beds stand within 20 days",
        "Never a late visit, never a broken bed for longer than a day",
        "Poor light? Our lamps see to it",
        "We mend what is faulty within four hours",
        "Your current supplier takes 62 days, we take 20",
        "Every complaint is answered the same day",
        "Disaster recovery in two sites",
        "Your strength lies in your nurses",
        "Global reach, and an engineer in your town",
        "不再延误，20天交货",
        "没有劣质零件",
        "本院慢性病门诊随时可用，贵院放心",
        "",
    ],
)
def test_words_about_our_own_service_pass(text: str) -> None:
    assert cautions(text, RIVALS) == ()


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Unlike Acme we deliver", "Acme Medical Ltd"),
        ("unlike ACME MEDICAL, we deliver", "Acme Medical Ltd"),
        ("More than Best Care can do", "Best Care Ltd"),
        ("No need for Global  Medics", "Global Medics plc"),
        ("Twice as fast as 3M", "3M"),
        ("比迈瑞医疗快一倍", "迈瑞医疗有限公司"),
        ("Anders als Arztebedarf Süd", "Ärztebedarf Süd GmbH"),
        ("The incumbent is slow", "slow"),
        ("Where others fail, we deliver", "fail"),
        ("Your current supplier's parts are unreliable.", "unreliable"),
        ("The other bidders are cheap; we are not", "cheap"),
        ("They are incompetent", "incompetent"),
        ("A shoddy job must end", "shoddy"),
        ("对手的质量差", "质量差"),
        ("現有供應商總是延誤", "延誤"),
        ("别买劣质产品", "劣质"),
    ],
)
def test_words_against_a_rival_are_stopped_with_what_to_say_instead(text: str, about: str) -> None:
    result = [str(caution) for caution in cautions(text, RIVALS)]
    assert any(about in caution and "say what we do" in caution for caution in result), result


def test_a_rival_of_several_names_is_named_once() -> None:
    names = ["Acme", "Acme Medical Ltd", "Acme UK", "Best Care Ltd"]
    assert [str(each).split(";")[0] for each in cautions("Acme takes longer than we do", names)] == ["it names Acme"]
    assert len(cautions("Acme and Best Care take longer than we do", names)) == 2


def test_a_rivals_failure_in_one_sentence_does_not_stain_the_next() -> None:
    assert cautions("We know the incumbent. A late bed is brought at our cost.", ()) == ()
    assert len(cautions("We know the incumbent and its late beds.", ())) == 1


@given(st.text(), st.lists(st.text(max_size=30), max_size=4))
def test_any_text_is_judged_and_the_order_of_rivals_changes_nothing(text: str, rivals: list[str]) -> None:
    assert cautions(text, rivals) == cautions(text, rivals[::-1])


@given(st.sampled_from(RIVALS), st.text("abc ,.", max_size=20), st.text("abc ,.", max_size=20))
def test_a_rivals_whole_name_never_passes(name: str, before: str, after: str) -> None:
    assert cautions(f"{before} {name} {after}", [name])


def test_the_main_theme_is_said_first_unless_it_names_the_rival() -> None:
    world = World()
    world.buyer(), world.supplier("Acme Ltd"), world.supplier("Zenith Ltd")
    tender = world.tender(tenderers=(1,))
    second = world.put("themes", Theme(tender=1, lever=Lever.SERVICE, text="An engineer in four hours"))
    main = world.put("themes", Theme(tender=1, lever=Lever.QUALITY, text="Beds that last", main=True))
    assert win_theme(world.holdings, tender.id) == main
    world.change("themes", main, text="Unlike Acme, beds that last")
    assert win_theme(world.holdings, tender.id) == second
    second = world.change("themes", second, proof="See what Zenith did")
    assert win_theme(world.holdings, tender.id) == second, "nobody in this competition"
    world.put("quotes", Quote(tender=1, competitor=2, on=AS_OF, price=euros(1)))
    assert win_theme(world.holdings, tender.id) is None
    assert [len(pitch.cautions) for pitch in themes(world.holdings, tender.id)] == [1, 1], "both are kept, and marked"


def test_the_theme_of_the_whole_comes_before_that_of_a_lot() -> None:
    world = World()
    world.buyer(), world.tender()
    lot = world.put("themes", Theme(tender=1, lever=Lever.PRICE, text="Lot", lot="L2", main=True))
    assert win_theme(world.holdings, 1) == lot
    whole = world.put("themes", Theme(tender=1, lever=Lever.PRICE, text="Whole"))
    assert win_theme(world.holdings, 1) == whole
    assert win_theme(world.holdings, 2) is None


def test_a_theme_answers_a_demand_and_a_rivals_promise_and_the_rival_of_the_last_cycle_counts() -> None:
    world = World()
    world.buyer(), world.supplier("Acme Ltd")
    before = world.tender()
    award = world.award(before, 1, promises=(Promise(number=2, text="in 30 days"),))
    tender = world.tender(follows=before.id)
    demand = Demand(number=3, kind=DemandKind.URGENCY, text="fast")
    need = world.put("needs", Need(buyer=1, title="Beds", demands=(demand,)))
    fields = {"need": need.id, "demand": 3, "award": award.id, "promise": 2}
    world.put("themes", Theme(tender=tender.id, lever=Lever.SERVICE, text="Faster than Acme", **fields))
    (pitch,) = themes(world.holdings, tender.id)
    assert pitch.demand == demand and pitch.promise == award.promises[0] and pitch.cautions
