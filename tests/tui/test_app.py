"""The whole screen: views, what acts do, undo, what other processes do, sizes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from glass import opened, small
from textual.css.stylesheet import Stylesheet

from bidtracker.book import Book
from bidtracker.config import Config, recall
from bidtracker.domain.vocabulary import Outcome, SignalKind, SignalState
from bidtracker.tui import forms
from bidtracker.tui.app import VIEWS
from bidtracker.tui.forms.conflict import ConflictDialog
from bidtracker.tui.screens.help import Help
from bidtracker.tui.widgets.frame import Footer, ViewHeader

# ---------------------------------------------------------------- views


async def test_each_view_has_its_key_and_shows_its_records(book: Book) -> None:
    async with opened(small(book)) as glass:
        shown = {}
        for name, entry in VIEWS.items():
            await glass.press(entry.key)
            await glass.until(lambda name=name: glass.view.name == name)
            await glass.ready()
            shown[name] = glass.ids
    assert shown["radar"] == ["A1"]
    assert shown["tenders"] == ["T2", "T3", "T1"]  # the next deadline first, then those past it
    assert shown["competitors"] == ["C1"]
    assert sorted(shown["buyers"]) == ["B1", "B2"]
    assert any(id.startswith("F1@") for id in shown["agenda"])


async def test_each_view_keeps_its_filter_order_and_cursor(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash")
        await glass.type("leeds")
        await glass.press("enter")
        await glass.until(lambda: glass.ids == ["T2", "T1"])
        await glass.press("j", "4")
        await glass.ready()
        await glass.press("2")
        await glass.ready()
        assert (glass.ids, glass.current) == (["T2", "T1"], "T1")
        assert "2 of 3" in glass.view.query_one(ViewHeader).text
        assert "/leeds" in glass.view.query_one(ViewHeader).text


async def test_an_empty_book_offers_ways_to_begin_and_then_says_which_keys_fill_it(book: Book) -> None:
    async with opened(book) as glass:
        await glass.until(lambda: isinstance(glass.app.screen, forms.FirstStart))
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
        assert "Nothing is tracked yet" in glass.text()
        await glass.press("2")
        await glass.ready()
        assert "a adds one, ctrl+o reads a list" in glass.text()


async def test_the_first_tender_is_shown_once_it_is_there(book: Book) -> None:
    async with opened(book) as glass:
        await glass.until(lambda: isinstance(glass.app.screen, forms.FirstStart))
        await glass.press("3")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm) and glass.app.screen.focused)
        await glass.type("Beds")
        await glass.press("tab")
        await glass.type("Kent")
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.view.name == "tenders" and glass.ids == ["T1"])
        assert glass.toasts == ["Added T1 Beds · u undoes"]


# ---------------------------------------------------------------- acts


async def test_delete_says_how_to_undo_and_u_undoes(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("j", "d")
        await glass.until(lambda: glass.ids == ["T2", "T1"])
        assert any("Deleted T3" in toast and "u undoes" in toast for toast in glass.toasts)
        await glass.press("u")
        await glass.until(lambda: glass.ids == ["T2", "T3", "T1"])
        await glass.press("ctrl+r")
        await glass.until(lambda: glass.ids == ["T2", "T1"])
    assert 3 not in book.holdings.tenders


async def test_deleting_many_asks_first_with_the_focus_on_no(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("space", "space", "d")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog))
        await glass.press("enter")
        await glass.until(lambda: glass.app.screen is glass.view)
        assert len(book.holdings.tenders) == 3
        await glass.press("d")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog))
        await glass.press("y")
        await glass.until(lambda: glass.ids == ["T1"])
        await glass.press("u")
        await glass.until(lambda: len(glass.ids) == 3)


async def test_a_signal_logged_on_the_radar_moves_its_score_and_undo_moves_it_back(book: Book) -> None:
    async with opened(small(book)) as glass:
        before = glass.table.current.score
        book.observe("A1", SignalKind.BREACH_OR_DAMAGES, on=date(2026, 11, 20))
        await glass.until(lambda: glass.table.current.score > before)
        await glass.until(lambda: any("S3" in line for line in glass.detail.lines))  # drawn after the list
        await glass.press("u")
        await glass.until(lambda: glass.table.current.score == before)


async def test_confirm_and_refute_act_on_the_signal_under_the_detail_s_cursor(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("w")
        await glass.until(lambda: glass.app.focused is glass.detail)
        await glass.press("G", "g")
        for _ in range(40):
            if glass.detail.target == "S1":
                break
            await glass.press("j")
        await glass.press("minus")
        await glass.until(lambda: book.holdings.signals[1].state is SignalState.REFUTED)
        await glass.until(lambda: not any(line.endswith("S1") for line in glass.detail.lines))


async def test_an_act_that_cannot_be_done_says_so_and_nothing_else(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("r")  # T2 was not awarded to anybody
        await glass.until(lambda: glass.toasts)
        assert "re-engaged" in glass.toasts[-1]
        await glass.press("plus")
        await glass.until(lambda: len(glass.toasts) == 2)
        assert glass.app.screen is glass.view
    assert book.holdings.signals[1].state is not SignalState.CONFIRMED


async def test_re_engaging_a_loss_makes_the_next_tender(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("r")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ReengageForm) and glass.app.screen.focused)
        await glass.press("ctrl+s")
        await glass.until(lambda: 4 in book.holdings.tenders)
        await glass.until(lambda: glass.toasts)
        assert any("Re-engaged A1 as T4" in toast for toast in glass.toasts)
    assert book.holdings.tenders[4].follows == 1


async def test_what_is_undone_is_left_where_its_page_was_open(book: Book) -> None:
    async with opened(small(book), size=(120, 40)) as glass:
        await glass.press("r")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ReengageForm) and glass.app.screen.focused)
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.detail.trail == ["T4"])
        await glass.press("u")
        await glass.until(lambda: 4 not in book.holdings.tenders)
        await glass.until(lambda: not glass.detail.trail)
        assert "not in the book" not in glass.text()


FORMS = {
    "2": {
        "a": forms.TenderForm,
        "E": forms.TenderForm,
        "b": forms.BidForm,
        "o": forms.OutcomeForm,
        "t": forms.TouchForm,
        "x": forms.ExportDialog,
        "ctrl+o": forms.ImportDialog,
    },
    "1": {"n": forms.SignalForm, "z": forms.DateForm, "E": forms.AwardForm, "m": forms.DoneForm},
    "3": {"a": forms.CompetitorForm, "E": forms.CompetitorForm},
    "4": {"a": forms.BuyerForm, "c": forms.ContactForm, "K": forms.FactForm, "t": forms.TouchForm},
    "5": {"m": forms.DoneForm, "z": forms.DateForm},
}


async def test_keys_open_their_forms(book: Book) -> None:
    async with opened(small(book)) as glass:
        for view, keys in FORMS.items():
            await glass.press(view)
            await glass.ready()
            for key, form in keys.items():
                await glass.press(key)
                await glass.until(lambda form=form: isinstance(glass.app.screen, form))
                await glass.press("escape")
                await glass.until(lambda: glass.app.screen is glass.view)


async def test_what_a_form_did_is_said_and_shown(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("j", "b")
        await glass.until(lambda: isinstance(glass.app.screen, forms.BidForm))
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.app.screen is glass.view)
        await glass.until(lambda: any("Bid on T3" in toast and "u undoes" in toast for toast in glass.toasts))
        await glass.until(lambda: any("Our bid" in line for line in glass.detail.lines))


# ---------------------------------------------------------------- detail


async def test_the_detail_leads_from_record_to_record_and_esc_leads_back(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("enter")
        await glass.until(lambda: glass.app.focused is glass.detail and glass.detail.target == "A1")
        await glass.press("enter")
        await glass.until(lambda: glass.detail.trail == ["A1"])
        assert any("delivery in 30 days" in line for line in glass.detail.lines)
        await glass.press("escape", "escape")
        await glass.until(lambda: glass.app.focused is glass.table)
        assert not glass.detail.trail


async def test_the_reasons_add_up_and_name_their_signals(book: Book) -> None:
    async with opened(small(book)) as glass:
        row = glass.table.current
        assert sum(reason.points for reason in row.reasons) == pytest.approx(row.score)
        lines = glass.detail.lines
        joined = " ".join(" ".join(lines).split())
        assert "because they break promises" in joined and "they promised “delivery in 30 days”" in joined
        assert "42 d S1" in joined
        assert any(line.split()[:2] == [f"{row.score:.0f}", "score"] for line in lines)
        await glass.press("#")
        await glass.until(lambda: any("B2  42 d" in line for line in glass.detail.lines))
        assert any(line.split()[:2] == [f"{row.score:.2f}", "Score"] for line in glass.detail.lines)


async def test_w_shows_the_reasons_of_a_tender_s_award_from_any_view(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("G", "w")
        await glass.until(lambda: any("because they break promises" in line for line in glass.detail.lines))
        await glass.press("w")
        await glass.until(lambda: not glass.detail.trail)


async def test_y_in_the_reasons_copies_the_call_sheet(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("w")
        await glass.until(lambda: glass.app.focused is glass.detail)
        await glass.press("y")
        await glass.until(lambda: glass.app.clipboard)
        sheet = glass.app.clipboard
    assert sheet.startswith("Leeds Hospital: Ward beds\n") and "\\" not in sheet
    assert "delivery in 30 days" in sheet
    assert "Jane Roe" in sheet


async def test_y_copies_the_cell_and_Y_the_record_and_says_what(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("right", "y")
        await glass.until(lambda: glass.app.clipboard == "Blood gas analysers")
        assert glass.toasts[-1] == "Copied: Blood gas analysers"
        await glass.press("Y")
        await glass.until(lambda: "Buyer: Leeds Hospital" in glass.app.clipboard)


async def test_on_a_narrow_screen_enter_gives_the_detail_all_the_room(book: Book) -> None:
    async with opened(small(book), size=(80, 24)) as glass:
        assert not glass.detail.display
        await glass.press("enter")
        await glass.until(lambda: glass.detail.display and glass.app.focused is glass.detail)
        assert not glass.table.display
        await glass.press("escape")
        await glass.until(lambda: glass.table.display and glass.app.focused is glass.table)
        await glass.press("i")
        await glass.until(lambda: glass.detail.display and glass.table.display)


# ---------------------------------------------------------------- what else changes the book


async def test_another_process_s_act_appears_and_the_cursor_stays_on_its_record(book: Book, tmp_path: Path) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("G")
        assert glass.current == "T1"
        with Book.open(tmp_path / "test.bidtracker", who="bob") as other:
            other.add("tenders", title="New from elsewhere", buyer="Hull", deadline=date(2026, 11, 25))
        await glass.until(lambda: "T4" in glass.ids)
        assert glass.ids[0] == "T4"
        assert glass.current == "T1"


async def test_a_record_that_another_process_deletes_leaves_the_screen_standing(book: Book, tmp_path: Path) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("G", "enter")
        with Book.open(tmp_path / "test.bidtracker", who="bob") as other:
            other.delete("T1")
        await glass.until(lambda: glass.ids == ["T2", "T3"])
        assert glass.current == "T3"


async def test_as_of_fixes_the_day_of_the_judgement(book: Book) -> None:
    async with opened(small(book), as_of=date(2028, 5, 1)) as glass:
        assert glass.view.query_one(ViewHeader).text.rstrip().endswith("2028-05-01")
        assert glass.table.current.window.act_by < date(2028, 5, 1)


# ---------------------------------------------------------------- keys and looks


async def test_the_footer_fits_80_columns_and_always_has_help(book: Book) -> None:
    async with opened(small(book), size=(80, 24)) as glass:
        for entry in VIEWS.values():
            await glass.press(entry.key)
            await glass.ready()
            footer = glass.view.query_one(Footer)
            assert len(footer.keys()) <= 7
            assert footer.text.rstrip().endswith("? Help")


async def test_help_and_palette_open_and_close(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("question_mark")
        await glass.until(lambda: isinstance(glass.app.screen, Help))
        assert "Sort by this column" in glass.text()
        await glass.type("filter")
        await glass.until(lambda: "value>1m" in glass.text() and "Sort by this column" not in glass.text())
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
        await glass.press("colon")
        await glass.until(lambda: glass.app.screen is not glass.view)
        await glass.type("theme")
        await glass.until(lambda: "Choose the colours" in glass.text())


async def test_a_remapped_key_works_and_is_what_the_footer_shows(book: Book) -> None:
    config = Config(keys={"detail": "I", "why": "W"})
    async with opened(small(book), config=config) as glass:
        assert "W Why" in glass.view.query_one(Footer).text
        await glass.press("i")
        assert glass.detail.display
        await glass.press("I")
        await glass.until(lambda: not glass.detail.display)


async def test_the_theme_is_remembered(book: Book) -> None:
    async with opened(small(book)) as glass:
        glass.app.theme = "nord"
        await glass.until(lambda: recall("theme") == "nord")
    async with opened(book) as glass:
        assert glass.app.theme == "nord"


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60), (20, 5)])
async def test_every_view_at_every_size(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size) as glass:
        for entry in VIEWS.values():
            await glass.press(entry.key)
            await glass.ready()
            await glass.dash("enter", "j", "k", "escape")
            await glass.dash("i", "G", "g", "i")
            assert all(len(line) <= size[0] for line in glass.text().splitlines())


async def test_resizing_keeps_the_place(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("G")
        for size in ((60, 16), (200, 60), (80, 24)):
            await glass.pilot.resize_terminal(*size)
            await glass.ready()
            assert glass.current == "T1"


async def test_every_theme_draws_every_view(book: Book) -> None:
    async with opened(small(book)) as glass:
        for theme in ("textual-light", "textual-dark", "ansi-dark", "ansi-light"):
            glass.app.theme = theme
            for entry in VIEWS.values():
                await glass.press(entry.key)
                await glass.ready()
                assert glass.text().strip(), theme


async def test_a_new_view_has_its_looks_without_all_stylesheets_being_parsed_anew(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[Stylesheet] = []
    parse_anew = Stylesheet.reparse
    monkeypatch.setattr(Stylesheet, "reparse", lambda sheet: parsed.append(sheet) or parse_anew(sheet))
    async with opened(small(book)) as glass:
        for entry in VIEWS.values():
            await glass.press(entry.key)
            await glass.ready()
            assert not parsed, entry.key
            nodes = list(glass.app.walk_children(with_self=True))
            looks = [node.styles.base.get_rules() for node in nodes]
            glass.app.refresh_css(animate=False)
            assert [node.styles.base.get_rules() for node in nodes] == looks, entry.key
            parsed.clear()


async def test_q_quits_and_esc_never_does(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("escape", "escape", "escape")
        assert glass.app.is_running
        await glass.press("q")
        await glass.until(lambda: not glass.app.is_running)


async def test_the_outcome_given_in_a_form_is_seen_in_the_list(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        book.lose("T2", to="Acme Ltd")
        await glass.until(lambda: glass.table.rows[0].outcome is Outcome.LOST)
        assert "◇ Lost, expected" in glass.text()


# ---------------------------------------------------------------- two people on one book


async def test_a_form_stays_as_it_is_while_another_process_works_and_a_conflict_is_the_person_s_to_decide(
    book: Book, tmp_path: Path
) -> None:
    small(book)
    with Book.open(tmp_path / "test.bidtracker", who="bob") as other:
        async with opened(book) as glass:
            await glass.press("2")
            await glass.ready()
            await glass.press("j", "E")
            await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm))
            form = glass.app.screen
            await glass.type(" 2027")
            other.set("T3", title="Sterile supplies", country="GB")
            other.add("tenders", title="Another", buyer="Hull", deadline=date(2026, 11, 25))
            await glass.until(lambda: 4 in book.holdings.tenders)
            assert glass.app.screen is form
            assert form.row("title").entry.value.endswith(" 2027")
            await glass.press("ctrl+s")
            await glass.until(lambda: isinstance(glass.app.screen, ConflictDialog))
            shown = glass.text()
            assert "Sterile supplies" in shown and "Sterile services 2027" in shown
            await glass.press("escape")  # neither yet
            await glass.until(lambda: glass.app.screen is form)
            await glass.press("ctrl+s")
            await glass.until(lambda: isinstance(glass.app.screen, ConflictDialog))
            await glass.press("down", "enter")  # ours
            await glass.until(lambda: glass.app.screen is not form)
            if glass.app.screen is not glass.view:
                await glass.until(lambda: glass.app.screen is glass.view)
            await glass.ready()
            assert glass.current == "T3"
    record = book.get("T3")
    assert (record.title, record.country) == ("Sterile services 2027", "GB")
