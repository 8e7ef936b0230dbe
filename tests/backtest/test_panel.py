"""The panel by hand: which contracts are live at a quarter, and which of them are hits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from histories import row

from bidtracker.backtest import replay
from bidtracker.backtest.baselines import RankedBy
from bidtracker.backtest.null_lines import shuffled_aucs
from bidtracker.backtest.panel import panel
from bidtracker.domain.past_awards import PastAward

TITLES = ("guarding of the depot", "window cleaning", "lift repair in schools", "printer toner")


def contract(title: str, on: date, end: date, supplier: str) -> PastAward:
    return row(title, on, supplier, end=end)


def test_live_contracts_and_hits_by_hand() -> None:
    rows = [
        contract(TITLES[0], date(2010, 2, 1), date(2012, 1, 31), "a"),  # tendered again and lost in February 2012
        contract(TITLES[0], date(2012, 2, 1), date(2014, 1, 31), "b"),
        contract(TITLES[1], date(2010, 2, 1), date(2012, 1, 31), "a"),  # kept
        contract(TITLES[1], date(2012, 2, 1), date(2014, 1, 31), "a"),
        contract(TITLES[2], date(2010, 2, 1), date(2011, 12, 31), "c"),  # never again
        contract(TITLES[3], date(2013, 6, 1), date(2015, 1, 31), "d"),  # the last day of the list
    ]
    done = replay(rows)
    assert len(done.judged) == 2
    cases = panel(done.past.rows, done.matched).cases
    at = {quarter: [case for case in cases if case.quarter == quarter] for quarter in {case.quarter for case in cases}}
    assert min(at) == date(2010, 4, 1) and max(at) == date(2012, 1, 1)  # 15 months later the list has ended
    assert [len(at[day]) for day in sorted(at)] == [3] * 8
    # of February 2012 the quarters from January 2011 (13 months) to October 2011 (4 months) are 3 to 15 months before
    hits = {quarter for quarter, result in at.items() if any(case.hit for case in result)}
    assert hits == {date(2011, 1, 1), date(2011, 4, 1), date(2011, 7, 1), date(2011, 10, 1)}
    assert all(sum(case.hit for case in result) <= 1 for result in at.values())


def test_what_is_bought_beside_a_contract_that_runs_on_is_no_hit() -> None:
    """Cleaning at one place until 2014, and at another from 2012: the first goes on, and was not lost."""
    rows = [
        contract(TITLES[1], date(2010, 2, 1), date(2014, 1, 31), "a"),
        contract(TITLES[1], date(2012, 2, 1), date(2016, 1, 31), "b"),
        contract(TITLES[3], date(2013, 6, 1), date(2015, 1, 31), "d"),
    ]
    done = replay(rows)
    assert len(done.judged) == 1  # by its title it would be one
    result = panel(done.past.rows, done.matched)
    assert (result.ends, result.beside) == (3, 1)
    assert not any(case.hit for case in result.cases)
    again = [rows[0], contract(TITLES[1], date(2013, 2, 2), date(2016, 1, 31), "b"), *rows[2:]]
    assert panel((after := replay(again)).past.rows, after.matched).beside == 0  # within a year of its end


def test_places_are_within_a_quarter_and_shared_by_equals() -> None:
    days = [date(2010, 2, 1) + timedelta(days=n) for n in range(4)]
    rows = [
        contract(title, day, date(2012, 1, 31) + timedelta(days=40 * n), f"s{n}")
        for n, (title, day) in enumerate(zip(TITLES, days, strict=True))
    ]
    rows.append(contract("something else entirely", date(2012, 6, 1), date(2013, 6, 1), "z"))
    done = replay(rows)
    first = [case for case in panel(done.past.rows, done.matched).cases if case.quarter == date(2011, 1, 1)]
    assert sorted(case.places[RankedBy.EXPIRY] for case in first) == pytest.approx([0.125, 0.375, 0.625, 0.875])
    assert {case.places[RankedBy.VALUE] for case in first} == {0.5}  # all are worth the same


def test_a_shuffle_keeps_what_each_buyer_and_class_holds() -> None:
    seen = []

    def backwards(n: int) -> list[int]:
        seen.append(n)
        return list(reversed(range(n)))

    rows = [
        row(title, date(2010, 1, 1) + timedelta(days=700 * turn + n), f"{title[:3]}{turn % 2}")
        for n, title in enumerate(TITLES)
        for turn in range(3)
    ]
    done = replay(rows)
    aucs = shuffled_aucs(done.past.rows, done.matched.pairs, done.matched.pairs, backwards, 2)
    assert seen == [12, 12] and len(aucs) <= 2
