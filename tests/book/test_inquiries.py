"""Inquiries: what was asked by which rule, when the answer is due, what it gave, and who is not asked just now."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.book.acts.losses.inquiries import InquiryAnswer
from bidtracker.book.holidays import holidays_of
from bidtracker.domain.errors import Doubtful, FieldError, Refused
from bidtracker.domain.losses.inquiry_rules import RULES, InquiryRule, faults, rules_for
from bidtracker.domain.losses.score_sheet import read_criterion
from bidtracker.domain.losses.working_days import working_days_after
from bidtracker.domain.records import ScoreSheet
from bidtracker.domain.vocabulary import Channel, InquiryKind, InquiryResult, SignalKind, Stage
from bidtracker.pages.brief import brief
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records import record_page
from bidtracker.radar.agenda import Due, agenda

TODAY = date(2026, 11, 23)


@pytest.fixture
def asked(rival: Book) -> Book:
    """As `rival`, in Britain, where nothing of the buyer is live; I1 asks for performance data under the FOI Act."""
    rival.set("B1", country="GB")
    rival.delete("T2")
    rival.inquire("A1", InquiryKind.PERFORMANCE, under="uk-foi", office="FOI officer")
    return rival


def page(book: Book, record_id: str) -> str:
    return plain_text(record_page(book.get(record_id), book.holdings, book.today()))


def due(book: Book, kind: Due, day: date = TODAY, days: int = 40) -> list[tuple[date, str, bool]]:
    return [(item.on, str(item.text), item.overdue) for item in agenda(book.holdings, day, days) if item.kind is kind]


def test_twenty_working_days_leave_out_every_british_bank_holiday(asked: Book) -> None:
    inquiry = asked.get("I1")
    assert (inquiry.tender, inquiry.award, inquiry.on) == (1, 1, TODAY)
    assert inquiry.due == date(2026, 12, 22), "30 November is a holiday in Scotland"
    assert str(asked.history(limit=1)[0].title) == "I1: asked for Performance data on Scanners, due 2026-12-22"
    asked.undo()
    assert not asked.holdings.inquiries


def test_the_published_example_of_the_commissioner_for_weekends_holds() -> None:
    """A request that arrives at a weekend is day nought, and Monday is day one."""
    assert working_days_after(date(2026, 7, 4), 1, frozenset()) == date(2026, 7, 6)
    assert working_days_after(date(2026, 7, 3), 20, holidays_of("GB", 2026)) == date(2026, 8, 4), (
        "13 July is one in Belfast, 3 August in Edinburgh"
    )
    assert holidays_of("ZZ", 2026) == frozenset()


def test_other_rules_count_as_they_say(rival: Book) -> None:
    rival.delete("T2")
    rival.set("B1", country="DE")
    assert rival.inquire("T1", InquiryKind.DEBRIEF, under="eu-55").due == date(2026, 12, 8)
    rival.set("B1", country="AT")
    assert rival.inquire("T1", InquiryKind.DEBRIEF, under="eu-55").due == date(2026, 12, 9), "8 December is a holiday"
    on_friday = {"under": "eu-55", "on": date(2026, 11, 20)}  # 15 days on is a Saturday
    assert rival.inquire("T1", InquiryKind.DEBRIEF, **on_friday).due == date(2026, 12, 7)
    rival.set("B1", country="US")
    assert rival.inquire("T1", InquiryKind.CONTRACT, under="us-foia").due == date(2026, 12, 22), "Thanksgiving is none"
    with pytest.raises(FieldError, match="by eu-55 nobody can ask for Debrief there"):
        rival.inquire("T1", InquiryKind.DEBRIEF, under="eu-55")
    with pytest.raises(FieldError, match="there is no rule 'nosuch'; there are uk-pa23-50"):
        rival.inquire("T1", InquiryKind.DEBRIEF, under="nosuch")
    own = {"nz-oia": InquiryRule(label="OIA", kinds=(InquiryKind.CONTRACT,), countries=("US",), days=20, source="x")}
    rival.holdings.rules = own
    assert rival.inquire("T1", InquiryKind.CONTRACT, under="nz-oia").due == date(2026, 12, 13)
    assert rival.inquire("T1", InquiryKind.DEBRIEF, due=date(2027, 1, 1)).due == date(2027, 1, 1)


def test_every_shipped_rule_has_a_source_and_a_last_resort_stands_last() -> None:
    assert not list(faults(RULES))
    assert all(rule.source.startswith("https://") for rule in RULES.values())
    assert list(rules_for(InquiryKind.PERFORMANCE, "GB")) == ["uk-pa23-71", "uk-foi"]
    assert list(rules_for(InquiryKind.PERFORMANCE, "GB", date(2024, 1, 1))) == ["uk-foi"], "the Act came later"
    assert rules_for(InquiryKind.DEBRIEF, "TW") == {}, "none whose source was read"


def test_the_agenda_chases_an_answer_until_it_is_there(asked: Book) -> None:
    assert due(asked, Due.INQUIRY_DUE) == [
        (date(2026, 12, 22), "Performance data on Scanners, asked on 2026-11-23", False)
    ]
    late = due(asked, Due.INQUIRY_DUE, date(2027, 1, 4))
    assert late == [(date(2026, 12, 22), "Chase the answer: Performance data on Scanners, asked on 2026-11-23", True)]
    asked.answered("I1", InquiryAnswer(result=InquiryResult.REFUSED, words="commercial in confidence"))
    assert due(asked, Due.INQUIRY_DUE) == []
    assert "Refused" in page(asked, "I1") and "commercial in confidence" in page(asked, "T1")


def test_an_answer_gives_scores_promises_and_signals_as_one_act(asked: Book) -> None:
    lines = ("Quality = 60: 45/52", "Price = 40: 38/40")
    gave = InquiryAnswer(
        words="KPI 3 missed in May and June",
        sheet=ScoreSheet(criteria=tuple(map(read_criterion, lines))),
        promises=("an engineer on Sundays",),
        signals=(SignalKind.KPI_BELOW_TARGET,),
        links=("file:///foi-17.pdf",),
    )
    asked.answered("I1", gave)
    inquiry, award, signal = asked.get("I1"), asked.get("A1"), asked.get("S1")
    assert (inquiry.result, inquiry.answered, inquiry.links) == (InquiryResult.ANSWERED, TODAY, gave.links)
    assert asked.get("T1").bids[0].score == 83 and award.promises[-1].text == "an engineer on Sundays"
    assert (signal.kind, signal.award, signal.url) == (SignalKind.KPI_BELOW_TARGET, 1, gave.links[0])
    assert signal.channel is Channel.PUBLIC and "KPI below target" in page(asked, "I1")
    assert str(asked.history(limit=1)[0].title) == "I1 Performance data on Scanners: Answered" and asked.check() == []
    asked.undo()
    assert asked.get("I1").answered is None and not asked.holdings.signals and not asked.get("T1").bids[0].sheet


def test_what_looks_wrong_in_the_scores_of_an_answer_leaves_nothing_half_done(asked: Book) -> None:
    odd = InquiryAnswer(sheet=ScoreSheet(criteria=(read_criterion("Quality = 60: 45/52"),)), promises=("x",))
    with pytest.raises(Doubtful, match="60 %, not 100"):
        asked.answered("I1", odd)
    assert asked.get("I1").answered is None and len(asked.get("A1").promises) == 1
    asked.answered("I1", odd, as_given=True)
    assert asked.get("T1").bids[0].sheet is not None
    with pytest.raises(FieldError, match="lies before"):
        asked.answered("I1", InquiryAnswer(on=date(2026, 1, 1)))


def test_nobody_is_asked_while_a_tender_of_the_buyer_is_live(rival: Book) -> None:
    rival.set("B1", country="GB")
    rival.set("T2", deadline=date(2026, 12, 20))
    with pytest.raises(
        Doubtful, match="T2 Scanners again is live until 2026-12-20, and an inquiry now may be taken amiss"
    ):
        rival.inquire("A1", InquiryKind.CONTRACT)
    assert "What can be asked" not in page(rival, "T1") and due(rival, Due.INQUIRE) == []
    rival.inquire("A1", InquiryKind.CONTRACT, as_given=True)
    rival.set("T2", deadline=date(2026, 1, 1), stage=Stage.CLOSED)
    shown = page(rival, "T1")
    assert "uk-foi Freedom of Information Act 2000" in shown and "a last resort: ask in a talk first" in shown


def test_a_fresh_loss_is_to_be_asked_about_until_somebody_did(rival: Book) -> None:
    rival.delete("T2")
    rival.set("B1", country="DE")
    rule = RULES["eu-55"].label
    assert due(rival, Due.INQUIRE) == [(date(2026, 11, 30), f"Ask why we lost Scanners: {rule}", False)]
    assert due(rival, Due.INQUIRE, date(2026, 12, 8))[0][2] is True, "every day says the same, so a digest is silent"
    assert due(rival, Due.INQUIRE, date(2027, 3, 1)) == [], "it is no news any more"
    rival.inquire("T1", InquiryKind.DEBRIEF)
    assert due(rival, Due.INQUIRE) == []
    rival.undo()
    rival.score("T1", ScoreSheet(criteria=(read_criterion("Quality = 100: 45/52"),)))
    assert due(rival, Due.INQUIRE) == [], "the scores are there"


def test_in_america_three_days_are_left_and_then_no_right(rival: Book) -> None:
    rival.delete("T2")
    rival.set("B1", country="US")
    assert due(rival, Due.INQUIRE)[0][:1] == (date(2026, 11, 26),)
    assert due(rival, Due.INQUIRE, date(2026, 11, 30)) == [(date(2026, 11, 30), "Ask why we lost Scanners", False)]


def test_whom_and_about_what_must_fit(asked: Book) -> None:
    with pytest.raises(FieldError, match="works for another buyer"):
        asked.inquire("A1", InquiryKind.CONTRACT, contact="P2")
    with pytest.raises(Refused, match="B1 is no award and no tender"):
        asked.inquire("B1", InquiryKind.CONTRACT)
    with pytest.raises(FieldError, match="has not come yet"):
        asked.inquire("A1", InquiryKind.CONTRACT, on=date(2027, 1, 1))
    with pytest.raises(FieldError, match="lies before"):
        asked.set("I1", due=date(2026, 1, 1))
    asked.delete("T1")
    assert not asked.holdings.inquiries, "what hung on the tender goes with it"


def test_the_brief_shows_what_was_asked(asked: Book) -> None:
    shown = plain_text(brief(asked.holdings, "B1", TODAY))
    assert "What we asked" in shown and "Performance data: Scanners, FOI officer" in shown


def test_an_inquiry_lets_go_of_an_erased_person_and_comes_back_from_a_dump(asked: Book, tmp_path: Path) -> None:
    asked.inquire("A1", InquiryKind.CONTRACT, contact="P1", notes="Eve said: in writing")
    assert "I2" in asked.person("P1")["records"]
    asked.erase("P1")
    inquiry = asked.get("I2")
    assert inquiry.contact == 0 and "Eve" not in inquiry.notes and asked.check() == []
    stream = io.BytesIO()
    asked.dump(stream)
    with Book.open(tmp_path / "other", create=True, clock=asked.clock) as other:
        stream.seek(0)
        other.restore(stream)
        assert other.get("I1") == asked.get("I1") and other.check() == []


def test_a_day_before_the_award_is_asked_about(rival: Book) -> None:
    rival.delete("T2")
    rival.set("A1", awarded=date(2026, 11, 1))
    early = {"on": date(2026, 10, 20)}
    with pytest.raises(Doubtful, match="2026-10-20 lies before the award on 2026-11-01; is it so"):
        rival.inquire("A1", InquiryKind.CONTRACT, **early)
    assert not rival.holdings.inquiries
    assert rival.inquire("A1", InquiryKind.CONTRACT, as_given=True, **early).on == early["on"], "as it was given"
