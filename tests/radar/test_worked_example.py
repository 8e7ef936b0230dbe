"""The worked example of docs/scoring.md; its rows are held in tests/backtest/test_scoring_page.py."""

from __future__ import annotations

from datetime import date

import pytest
from worlds import AS_OF, euros, worked_example

from bidtracker.domain.vocabulary import SignalState
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.past import history
from bidtracker.radar.score.structure import ReasonKind
from bidtracker.radar.score.timing import Basis, Phase


@pytest.fixture(scope="module")
def seen() -> Opportunity:
    world, award = worked_example()
    return opportunity.judge(world.holdings, award, AS_OF)


def test_history_is_as_printed() -> None:
    world, award = worked_example()
    past = history(world.holdings, AS_OF)
    assert (past.base.hits, past.base.n) == (60, 118)
    assert (past.buyers[1].hits, past.buyers[1].n) == (4, 6)
    assert (past.classes["CPV:331"].hits, past.classes["CPV:331"].n) == (22, 40)
    assert (past.record(award.suppliers).hits, past.record(award.suppliers).n) == (1, 4)
    assert (past.holding(1, "CPV:331", award.suppliers).hits, past.holding(1, "CPV:331", award.suppliers).n) == (1, 10)
    assert past.bids.share(1, "CPV:331", 3).here.n == 12
    assert f"{100 * past.p0:.1f}" == "50.7"


def test_score_and_what_it_is_made_of(seen: Opportunity) -> None:
    assert f"{seen.score:.2f}" == "22.97"
    assert f"{seen.c:.0%} {seen.a:.0%} {seen.w:.2f}" == "75% 31% 1.00"
    assert f"{seen.discontent:.2f} {seen.access:.2f}" == "6.27 1.24"
    assert seen.expected_value == euros(110_274)
    assert abs(seen.prior_share + seen.record_share + seen.evidence_share - 1) < 1e-9


def test_parts(seen: Opportunity) -> None:
    rows = {r.kind: r for r in seen.reasons}
    noted = {p.ref: (f"{p.alone:+.2f}", p.age_days, p.code) for p in rows[ReasonKind.DISCONTENT].parts}
    assert noted == {"S1": ("+7.11", 42, "B2"), "S2": ("+0.73", 175, "C3"), "S3": ("-1.35", 295, "B2")}
    expected = {p.ref: f"{p.alone:+.2f}" for p in rows[ReasonKind.RELATIONS].parts}
    assert expected == {"P1": "+2.66", "P2": "-2.62", "P3": "+1.73"}
    for row in (rows[ReasonKind.DISCONTENT], rows[ReasonKind.RELATIONS]):
        assert row.db == pytest.approx(sum(p.db for p in row.parts))
    assert seen.freshest is not None and seen.freshest.ref == "S1"


def test_window(seen: Opportunity) -> None:
    when = seen.window
    assert (when.opens, when.act_by, when.closes) == (date(2025, 12, 30), date(2026, 12, 30), date(2027, 6, 30))
    assert (when.basis, when.certain, when.state, when.term) == (Basis.END, True, Phase.OPEN, 36)


def test_action_leads_with_the_broken_promise(seen: Opportunity) -> None:
    assert seen.action.code is ActionCode.CALL
    assert str(seen.action.message) == (
        "Call IT director now, lead with the broken promise “30-day delivery”: Delivery late (62 days instead of 30)"
    )
    assert seen.action.refs == ("P1", f"A{seen.award}", "S1")


def test_refuting_takes_the_signal_out_of_the_reasons() -> None:
    world, award = worked_example()
    before = opportunity.judge(world.holdings, award, AS_OF)
    world.change("signals", world.holdings.signals[1], state=SignalState.REFUTED)
    after = opportunity.judge(world.holdings, award, AS_OF)
    assert after.score < before.score
    assert "S1" not in {ref for row in after.reasons for ref in row.refs}
    assert f"{after.discontent:.2f}" == f"{0.7317 - 1.3529:.2f}"
