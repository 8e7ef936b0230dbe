"""What follows what, point in time, and without looking at who won: a ranking that cheats would be caught here."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from histories import START, chances, history, row
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bidtracker.backtest import BacktestReport, MeasuredSpan, precision, questions, replay, report
from bidtracker.backtest.audit import AuditPair
from bidtracker.backtest.baselines import RankedBy
from bidtracker.backtest.matching import LEAD_DAYS
from bidtracker.backtest.report import Replay
from bidtracker.domain.past_awards import LeftOutReason, PastAward
from bidtracker.domain.records import Signal
from bidtracker.domain.titles.stems import parts, stems
from bidtracker.domain.vocabulary import Method, SignalKind
from bidtracker.radar.score.decibel import chance
from bidtracker.radar.score.priors import TYPICAL_DB
from bidtracker.radar.score.structure import DIRECT_DB, ENTRENCHED_DB, KEPT_DB, TEMPER


def after(days: int) -> date:
    return START + timedelta(days=days)


def measured(rows: list[PastAward], **how: object) -> BacktestReport:
    return report(replay(rows), chances(), resamples=100, **how)  # type: ignore[arg-type] # options by name


def asked_of(done: Replay, seed: int = 0) -> list[AuditPair]:
    return questions(done.past.rows, done.judged, seed)


def days_of(done: Replay) -> list[tuple[int, ...]]:
    """The pairs as days since the start."""
    rows = done.past.rows
    return [
        tuple((rows[at].purchase.day - START).days for at in (*each.pair.before, *each.pair.after))
        for each in done.judged
    ]


# ---------------------------------------------------------------- a known answer


def test_known_answer_exactly() -> None:
    figures = measured(history(120, changed=0.4))
    assert (figures.pairs, figures.changed, figures.events, figures.buyers) == (120, 48, 240, 20)
    assert figures.enough and figures.silent is None and figures.clustered


def test_a_need_bought_again_and_again_makes_a_chain() -> None:
    figures = measured(history(50, again=3, changed=0.3))
    assert (figures.pairs, figures.changed) == (150, 45)


def test_too_little_is_said() -> None:
    few = measured(history(40, buyers=4))
    assert not few.enough and len(few.short) == 2 and not few.clustered
    assert few.rankings and few.calibration
    assert measured(history(20)).rankings == ()


def test_split_and_span_choose_what_is_measured_and_keep_what_was_learned() -> None:
    done = replay(history(120))
    days = sorted(each.follow_on for each in done.judged)
    whole = report(done, chances(), resamples=20)
    late = report(done, chances(), resamples=20, span=MeasuredSpan(split=days[60]))
    assert late.pairs == sum(day >= days[60] for day in days) and late.learned == whole.pairs - late.pairs
    early = report(done, chances(), resamples=20, span=MeasuredSpan(until=days[59]))
    assert early.pairs == sum(day <= days[59] for day in days)


# ---------------------------------------------------------------- no cheating


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_permuting_suppliers_leaves_the_pairs_identical(rng: random.Random) -> None:
    rows = history(60, again=2)
    held = [each.suppliers for each in rows]
    rng.shuffle(held)
    swapped = [replace(each, suppliers=names) for each, names in zip(rows, held, strict=True)]
    assert replay(swapped).matched == replay(rows).matched
    assert asked_of(replay(swapped)) == asked_of(replay(rows))


@settings(max_examples=10)
@given(st.integers(0, 2_500), st.integers(0, 1_000))
def test_later_records_change_nothing(cut: int, seed: int) -> None:
    rows = history(60, again=2, seed=seed)
    day = after(cut)
    early = replay([each for each in rows if each.purchase.day <= day])
    assert [each.purchase for each in replay(rows, as_of=day).past.rows] == [each.purchase for each in early.past.rows]
    assert replay(rows, as_of=day).judged == early.judged
    expected = {each.follow_on for each in early.judged}
    whole = [each for each in replay(rows).judged if each.follow_on <= day]
    assert [(each.as_of, each.chance, each.follow_on) for each in whole] == [
        (each.as_of, each.chance, each.follow_on) for each in early.judged
    ]
    assert all(day in expected for day in (each.follow_on for each in whole))


def test_nothing_is_read_that_was_not_dated_before_the_judgement() -> None:
    done = replay(history(80, again=3))
    assert done.judged
    for each in done.judged:
        assert each.as_of == each.follow_on - timedelta(days=LEAD_DAYS)
        assert each.newest < each.as_of


def test_what_came_of_a_pair_is_no_part_of_its_own_chance() -> None:
    """The winner of any follow-on may be anybody: its own chance stays what it was."""
    rows = sorted(history(60, again=2), key=lambda each: each.purchase.day)
    done = replay(rows)
    for each in done.judged[::7]:
        first = each.pair.after[0]
        other = [replace(r, suppliers=frozenset({"x"})) if at == first else r for at, r in enumerate(done.past.rows)]
        same = next(figures for figures in replay(other).judged if figures.pair == each.pair)
        assert same.chance == each.chance


def test_random_labels_give_no_auc() -> None:
    rows = history(3_000, changed=0.5, buyers=100)
    figures = measured(rows)
    for ranked in figures.rankings:
        assert ranked.auc.value is not None
        if ranked.by is not RankedBy.VALUE:  # all values are the same
            assert 0.45 <= ranked.auc.value <= 0.55
    assert figures.comparison is not None and not figures.comparison.shown
    assert figures.null is not None and 0.45 <= figures.null.mean <= 0.55
    value = next(ranked for ranked in figures.rankings if ranked.by is RankedBy.VALUE)
    assert value.auc.value == 0.5


def test_what_the_radar_knows_is_found_again() -> None:
    """Where many offers do mean change, the ranking sees it and says how sure it is."""
    rng = random.Random(4)
    rows = []
    for each in history(600, changed=0.0, buyers=40):
        rows.append(each)
    by_title: dict[str, list[int]] = {}
    for at, each in enumerate(rows):
        by_title.setdefault(each.purchase.title, []).append(at)
    for first, then in by_title.values():
        offers = 1 if rng.random() < 0.5 else 6
        rows[first] = replace(rows[first], offers=offers)
        if rng.random() < (0.2 if offers == 1 else 0.8):
            rows[then] = replace(rows[then], suppliers=frozenset({f"new {then}"}))
    ours = measured(rows).rankings[0]
    assert ours.by is RankedBy.OURS and ours.auc.value is not None and ours.auc.low is not None
    assert ours.auc.value > 0.7 and ours.auc.low > 0.6


# ---------------------------------------------------------------- the same weights as the live radar


def one_chance(*rows: PastAward) -> float:
    (judged,) = replay(list(rows)).judged
    return judged.chance


TITLE = "cleaning of offices and schools"


def test_the_weights_are_the_radars_own() -> None:
    plain = (row(TITLE, START, "a"), row(TITLE, after(700), "b"))
    assert one_chance(*plain) == pytest.approx(chance(-TYPICAL_DB))
    direct = (replace(plain[0], method=Method.DIRECT), plain[1])
    assert one_chance(*direct) == pytest.approx(chance(TEMPER * DIRECT_DB - TYPICAL_DB))
    also = row("repair of lifts", after(10), "a")
    assert one_chance(also, *plain) == pytest.approx(chance(TEMPER * ENTRENCHED_DB - TYPICAL_DB))


def test_kept_last_time_counts_once_it_is_known() -> None:
    first, second = row(TITLE, START, "a"), row(TITLE, after(1_500), "a")
    _, later = replay([first, second, row(TITLE, after(3_000), "b")]).judged
    untold = replay([second, row(TITLE, after(3_000), "b")]).judged[0]
    assert later.chance < chance(TEMPER * KEPT_DB - TYPICAL_DB) < untold.chance


def test_signals_count_as_they_do_live_but_only_early_ones() -> None:
    plain = (row(TITLE, START, "a"), row(TITLE, after(700), "b"))
    late = Signal(id=1, kind=SignalKind.DELIVERY_LATE, on=after(650), award=1)
    early = Signal(id=2, kind=SignalKind.DELIVERY_LATE, on=after(500), award=1)
    assert one_chance(replace(plain[0], signals=(late,)), plain[1]) == one_chance(*plain)
    assert one_chance(replace(plain[0], signals=(early,)), plain[1]) > one_chance(*plain)


# ---------------------------------------------------------------- what follows what


@pytest.mark.parametrize(
    ("gap", "value", "pairs"),
    [(179, 100_000, 0), (180, 100_000, 1), (2_200, 100_000, 1), (2_201, 100_000, 0), (700, 1_000_001, 0)],
)
def test_days_and_size(gap: int, value: int, pairs: int) -> None:
    rows = [row(TITLE, START, "a"), row(TITLE, after(gap), "b", value=value)]
    assert len(replay(rows).judged) == pairs


def test_small_purchases_come_again_sooner() -> None:
    rows = [row(TITLE, START, "a", value=900), row(TITLE, after(120), "b", value=900)]
    assert not replay(rows).judged
    euros = [
        replace(each, purchase=replace(each.purchase, value=replace(each.purchase.value, currency="EUR")))  # type: ignore[type-var]
        for each in rows
    ]
    assert len(replay(euros).judged) == 1


def test_another_buyer_or_class_or_title_is_another_need() -> None:
    first = row(TITLE, START, "a")
    for other in (
        row(TITLE, after(700), "b", buyer="village"),
        row(TITLE, after(700), "b", kind="CPV:909"),
        row("printer paper and toner", after(700), "b"),
    ):
        assert not replay([first, other]).judged


def test_awards_of_one_requirement_are_one_event_with_a_set_of_holders() -> None:
    rows = [
        row(TITLE, START, "a"),
        row(TITLE + " north", after(30), "b"),
        row(TITLE, after(900), "c"),
        row(TITLE + " north", after(930), "b"),
    ]
    done = replay(rows)
    assert days_of(done) == [(0, 30, 900, 930)]
    assert not done.judged[0].changed
    assert replay([*rows[:3], row(TITLE, after(930), "d")]).judged[0].changed


def test_works_and_addenda_take_no_part() -> None:
    rows = [
        row("road", START, "a", kind="CPV:452"),
        row("Rekonstrukce školy", START, "a"),
        row("Dodatek č. 3 ke smlouvě", START, "a"),
        row("12/2014", START, "a"),
        row(TITLE, START, "a"),
    ]
    done = replay(rows)
    assert [each.purchase.title for each in done.past.rows] == [TITLE]
    assert done.past.left_out == {LeftOutReason.WORKS: 2, LeftOutReason.ADDENDUM: 1, LeftOutReason.NO_TITLE: 1}


def test_a_link_that_a_record_tells_needs_no_title() -> None:
    rows = [
        row("cleaning", START, "a", requirement="T1"),
        row("facility services", after(700), "b", requirement="T2", follows="T1"),
    ]
    assert days_of(replay(rows)) == [(0, 700)]


@given(st.text(st.characters(max_codepoint=127)))
def test_stems_of_plain_titles(title: str) -> None:
    """Those of an ASCII title, which are found all at once, are those of its words one by one."""
    assert stems(title) == tuple(stem for word in re.findall("[A-Za-z]+", title) for stem in parts(word))


def test_titles_match_across_endings_accents_and_numbers() -> None:
    for first, then in (
        ("Zajištění úklidových služeb 2012", "zajistenim uklidovou sluzeb 2014"),
        ("办公设备采购项目", "办公设备采购项目二期"),
    ):
        assert len(replay([row(first, START, "a"), row(then, after(700), "b")]).judged) == 1


@pytest.mark.parametrize(
    ("first", "then", "pairs"),
    [
        ("Winter service, lot I", "Winter service, lot II", 0),
        ("Winter service, lot II", "Winter service, lot 2", 1),
        ("Winter service of the town bridges", "Winter service of the town bridges, lot II", 1),
        ("Care of stray cats", "Care of stray dogs", 0),
        ("Please see attached", "Please see attached", 0),
        ("Option year 1: guard service", "Option year 1: guard service", 0),
        ("Prestation de nettoyage des locaux", "Prestation de nettoyage des locaux", 1),
    ],
)
def test_lots_options_and_empty_titles(first: str, then: str, pairs: int) -> None:
    assert len(replay([row(first, START, "a"), row(then, after(700), "b")]).judged) == pairs


def test_the_order_of_rows_changes_no_pair_and_no_figure() -> None:
    """Rows that share day, buyer and title differ in who holds them, and in little else."""
    rows = history(40, again=2)
    rows += [
        replace(item, suppliers=frozenset({f"second {at % 3}"}), offers=at % 5) for at, item in enumerate(rows[::4])
    ]
    figures, asked = measured(rows), asked_of(replay(rows))

    @settings(max_examples=10, deadline=None)
    @given(st.randoms(use_true_random=False))
    def in_any_order(rng: random.Random) -> None:
        mixed = rng.sample(rows, len(rows))
        assert measured(mixed) == figures
        assert asked_of(replay(mixed)) == asked

    in_any_order()


# ---------------------------------------------------------------- silence, and the audit


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "no awards"),
        ([row("road", START, "a", kind="CPV:452")], "commonest reason"),
        ([row(TITLE, START, "a"), row(TITLE, after(700), "b", buyer="v")], "no buyer appears twice"),
        ([row(TITLE, START, "a"), row(TITLE, after(30), "b")], "fewer than 90 days"),
        ([row(TITLE, START, "a"), row("toner", after(700), "b")], "title that is alike"),
    ],
)
def test_a_history_in_which_nothing_matches_says_why(rows: list[PastAward], why: str) -> None:
    figures = measured(rows)
    assert figures.pairs == 0 and figures.silent is not None and why in str(figures.silent)


def test_the_audit_shows_no_supplier_and_reads_back_verdicts() -> None:
    done = replay(history(60))
    asked = asked_of(done, seed=7)
    assert len(asked) == 60 and asked != asked_of(done, seed=8)
    assert "firm" not in str(asked)
    figures = precision(asked, [(asked[0].pair, True), (asked[1].pair, False), (asked[2].pair, None), ("gone", True)])
    assert (figures.right, figures.judged, figures.unsure, figures.unknown) == (1, 2, 1, 1)
    assert figures.rate.value == 0.5


def test_the_same_seed_says_the_same_again() -> None:
    rows = history(120)
    assert measured(rows, seed=3) == measured(rows, seed=3)
