"""What all forms do alike: keys, errors, completion, conflicts, hostile text, sizes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import walk_packages

import pytest
from forms_host import filled, opened, saved
from textual import events
from textual.screen import ModalScreen

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import LostReason, Outcome, SignalKind
from bidtracker.tui import forms
from bidtracker.tui.forms.conflict import ConflictDialog
from bidtracker.tui.forms.parts.choices import Choices
from bidtracker.tui.forms.parts.inputs import FormRow
from bidtracker.tui.leaving.half_typed import Retypable

HOSTILE = "Lot [/a] [@click=app.quit]road[/] \x1b]52;c;aGk=\x07 \u202egnp.exe \u200b zero"


@pytest.fixture
def full(book: Book) -> Book:
    return filled(book)


def test_every_form_is_had_by_its_name() -> None:
    for module in walk_packages(forms.__path__, f"{forms.__name__}."):
        import_module(module.name)
    for name in forms.FORMS:
        assert issubclass(getattr(forms, name), ModalScreen), name
    own = [kind for kind in kinds_of(Retypable) if kind.__module__.startswith("bidtracker.")]
    assert {kind.__name__ for kind in own if not kind.__subclasses__()} <= set(forms.FORMS)
    with pytest.raises(AttributeError, match=r"tui/forms/__init__\.py"):
        _ = forms.NoSuchForm


def kinds_of(kind: type[Retypable]) -> Iterator[type[Retypable]]:
    """What a sort of forms has below it."""
    for each in kind.__subclasses__():
        yield each
        yield from kinds_of(each)


# ---------------------------------------------------------------- keys


async def test_enter_goes_through_the_fields_and_saves_at_the_last(full: Book) -> None:
    async with opened(forms.TouchForm(full, "B1")) as hands:
        await hands.type("fri\nvisit\njane\nask about the ward\n\n")
        await hands.closed()
        assert hands.host.result == "Visit with Leeds Hospitals Trust on 2026-11-27"
    touch = full.get("F1")
    assert (touch.on, touch.kind, touch.contact, touch.notes) == (date(2026, 11, 27), "visit", 1, "ask about the ward")


async def test_ctrl_s_saves_from_anywhere(full: Book) -> None:
    async with opened(forms.BidForm(full, "T1")) as hands:
        await hands.fill(price="118k")
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("T1").bid.price == Money(Decimal(118_000), "GBP")  # the tender's currency


async def test_esc_closes_at_once_where_nothing_was_typed(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.press("escape")
        assert hands.host.result is None


async def test_esc_asks_before_it_discards(full: Book) -> None:
    before = full.get("T1")
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.type(" new")
        await hands.press("escape")
        assert not hands.host.results
        assert "esc again" in hands.text(".help")
        await hands.type("er")  # going on to type takes the question back
        await hands.press("escape")
        assert not hands.host.results
        await hands.press("escape")
        assert hands.host.result is None
    assert full.get("T1") == before


async def test_tab_and_arrows_move_between_fields(full: Book) -> None:
    async with opened(forms.BidForm(full, "T1")) as hands:
        form = hands.form
        await hands.press("tab", "tab")
        assert form.focused is form.row("price").entry
        await hands.press("shift+tab")
        assert form.focused is form.row("p_win").entry
        await hands.press("down")
        assert form.focused is form.row("price").entry
        await hands.press("up", "up", "up")
        assert form.focused is list(form.query("FormRow"))[-1].entry


async def test_the_mouse_saves_too(full: Book) -> None:
    async with opened(forms.BidForm(full, "T1")) as hands:
        await hands.fill(why="to be known")
        await hands.pilot.click("#save")
        await hands.closed()
    assert full.get("T1").bid.why == "to be known"


async def test_a_form_that_changed_nothing_says_so(full: Book) -> None:
    entries = len(full.history())
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.press("ctrl+s")
        assert hands.host.result == "Nothing was changed"
    assert len(full.history()) == entries


# ---------------------------------------------------------------- errors


async def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(full: Book) -> None:
    async with opened(forms.BidForm(full, "T1")) as hands:
        await hands.fill(intent="win", p_win="1", price="1.2m", submitted="31/02/2026", why="because")
        await hands.press("ctrl+s")
        assert "10%" in hands.error("p_win")
        assert "there is no day" in hands.error("submitted")
        assert not hands.error("price")
        assert hands.form.focused is hands.form.row("p_win").entry
        await hands.fill(p_win="10%", submitted="yesterday")
        assert not hands.error("p_win")
        await hands.press("ctrl+s")
        await hands.closed()
    bid = full.get("T1").bid
    assert (bid.p_win, bid.submitted, bid.why) == (0.1, date(2026, 11, 22), "because")


async def test_a_field_left_with_nonsense_says_so_at_once(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.fill(deadline="soonish")
        assert not hands.error("deadline")
        await hands.press("tab")
        assert "next fri" in hands.error("deadline")  # what would do


async def test_what_must_be_given_is_asked_for(full: Book) -> None:
    async with opened(forms.TenderForm(full)) as hands:
        await hands.press("ctrl+s")
        assert hands.error("title")
        assert hands.error("buyer")
        assert hands.form.focused is hands.form.row("title").entry


async def test_an_error_of_the_book_lands_on_its_field(full: Book) -> None:
    async with opened(forms.AwardForm(full, "A1")) as hands:
        await hands.fill(end="2024-01-01")
        await hands.press("ctrl+s")
        assert "lies before" in hands.error("end")
        assert not hands.host.results


async def test_a_day_that_will_not_do_is_refused_where_it_is_typed(full: Book) -> None:
    from bidtracker.domain.message import say

    async with opened(forms.DateForm(full, say("Off the radar"), lambda day: full.snooze("A1", until=day))) as hands:
        await hands.type("yesterday\n")
        assert "not in the future" in hands.error("day")
        await hands.press("ctrl+u")
        await hands.type("+6m\n")
        await hands.closed()
    assert full.get("A1").snoozed_until == date(2027, 5, 23)


async def test_a_money_without_currency_is_asked_for_one(full: Book) -> None:
    async with opened(forms.BidForm(full, "T2")) as hands:
        await hands.fill(price="1000")
        await hands.press("ctrl+s")
        assert "currency" in hands.error("price")


# ---------------------------------------------------------------- readings and completion


async def test_dates_and_money_say_what_they_were_read_as(full: Book) -> None:
    async with opened(forms.BidForm(full, "T1")) as hands:
        await hands.fill(price="1.2m eur", submitted="next fri")
        assert hands.text("#row-price .echo") == "1,200,000 EUR"
        assert hands.text("#row-submitted .echo") == "Fri 2026-12-04"


async def test_a_word_is_found_by_label_or_code(full: Book) -> None:
    async with opened(forms.SignalForm(full, "A1")) as hands:
        choices = hands.form.query_one(Choices)
        await hands.type("doa_def")
        assert [choice.value for choice in choices.offered] == [SignalKind.DOA_DEFECT]
        await hands.press("ctrl+u")
        await hands.type("late")
        assert SignalKind.DELIVERY_LATE in [choice.value for choice in choices.offered]
        await hands.press("ctrl+u")
        await hands.type("delivery l")
        await hands.press("tab")
        assert hands.form.row("kind").entry.value == "Delivery late"


async def test_down_lists_all_words_with_the_present_one_chosen(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        hands.form.row("stage").entry.focus()
        await hands.press("down")
        choices = hands.form.query_one(Choices)
        assert choices.open
        assert choices.highlighted == 0
        await hands.press("down", "down", "enter")
        assert hands.form.row("stage").entry.value == "Bid decision"
        await hands.press("escape")  # the list is closed already, so this asks about the form
        assert "esc again" in hands.text(".help")


async def test_esc_closes_the_list_and_keeps_the_form(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        await hands.type("lo")
        assert hands.form.query_one(Choices).open
        await hands.press("escape")
        assert not hands.form.query_one(Choices).open
        assert not hands.host.results
        assert hands.form.row("outcome").entry.value == "lo"


async def test_the_beginning_of_one_name_alone_is_that_party(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        for key in ("enter", "tab", "shift+tab", "ctrl+s"):
            await hands.fill(outcome="lost", to="brig")
            assert hands.text("#row-to .echo") == "C2", key
            await hands.press(key)
            assert hands.form.row("to").entry.value == "Brightwell Devices GmbH", key
            assert hands.text("#row-to .echo") == "C2", key


async def test_every_form_takes_a_party_by_the_beginning_of_its_name(full: Book) -> None:
    await saved(forms.TenderForm(full), title="Beds", buyer="leeds")
    assert full.get("T3").buyer == 1
    await saved(forms.QuoteForm(full, "T1"), competitor="Bri", price="470k")
    assert full.get("M1").competitor == 2
    await saved(forms.AwardForm(full, "A1"), suppliers="acme; 上海; Newcomer Ltd")
    assert full.holdings.suppliers(full.get("A1")) == ["Acme Medical Ltd", "上海联影医疗", "Newcomer Ltd"]
    await saved(forms.TouchForm(full, "B1"), on="fri", contact="jan")
    assert full.get("F1").contact == 1


async def test_the_beginning_of_a_known_name_can_be_a_new_party(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        await hands.fill(outcome="lost", to="Bright")
        choices = hands.form.query_one(Choices).offered
        assert [(choice.text, choice.new) for choice in choices] == [
            ("Brightwell Devices GmbH", False),
            ("Bright", True),
        ]
        await hands.press("down", "enter")
        assert hands.text("#row-to .echo") == "new: it will be added"
        await hands.fill(reason="price")
        await hands.press("ctrl+s")
        await hands.until(lambda: "lies before" in hands.error("on"))  # the deadline is still to come
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.holdings.suppliers(full.get("A2")) == ["Bright"]


async def test_the_beginning_of_several_names_chooses_none_and_says_so(full: Book) -> None:
    full.add("competitors", name="Brightside BV")
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        await hands.fill(outcome="lost", to="Bright")
        assert hands.form.query_one(Choices).highlighted is None
        await hands.press("enter")
        assert hands.text("#row-to .echo") == "new: it will be added"


async def test_a_near_spelling_is_proposed_and_never_taken_unasked(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        await hands.fill(outcome="lost", to="Brightwel Devices")
        choices = hands.form.query_one(Choices)
        assert choices.open
        assert [(choice.value, choice.new) for choice in choices.offered] == [(2, False), (0, True)]
        await hands.fill(reason="price")
        await hands.press("ctrl+s")
        await hands.closed()
    award = full.get(("awards", full.get("T1").awards[0]))
    assert full.holdings.suppliers(award) == ["Brightwel Devices"]


async def test_the_same_name_in_another_dress_is_not_added_twice(full: Book) -> None:
    expected = len(full.holdings.competitors)
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        await hands.fill(outcome="lost", to="ACME medical", reason="price")
        assert hands.text("#row-to .echo") == "C1"
        await hands.press("ctrl+s")
        await hands.closed()
    assert len(full.holdings.competitors) == expected


async def test_a_contact_must_be_one_of_the_buyers_people(full: Book) -> None:
    async with opened(forms.TouchForm(full, "B1")) as hands:
        await hands.fill(on="fri", contact="王小明")
        await hands.press("ctrl+s")
        assert "choose one that is offered" in hands.error("contact")


async def test_a_choice_is_taken_with_the_mouse(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        await hands.type("w")
        row, choices = hands.form.row("outcome"), hands.form.query_one(Choices)
        await hands.until(lambda: choices.region and choices.region.y == row.region.bottom)  # it is put there later
        await hands.pilot.click(Choices, offset=(3, 0))
        await hands.until(lambda: row.entry.value == "Won")


# ---------------------------------------------------------------- conflicts


async def test_a_conflict_shows_both_and_ours_can_stand(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.fill(reference="OURS-1", title="Monitors for wards")
        full.set("T1", reference="THEIRS-1", country="GB")
        await hands.press("ctrl+s")
        assert isinstance(hands.host.screen, ConflictDialog)
        assert (hands.host.screen.theirs, hands.host.screen.yours) == ("THEIRS-1", "OURS-1")
        await hands.press("down", "enter")
        await hands.closed()
    tender = full.get("T1")
    assert (tender.reference, tender.title, tender.country) == ("OURS-1", "Monitors for wards", "GB")


async def test_a_conflict_can_go_to_theirs_and_the_rest_is_saved(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.fill(deadline="1 jan 2027", title="Monitors for wards")
        full.set("T1", deadline=date(2026, 12, 31))
        await hands.press("ctrl+s")
        await hands.press("enter")
        await hands.closed()
    assert (full.get("T1").deadline, full.get("T1").title) == (date(2026, 12, 31), "Monitors for wards")


async def test_a_conflict_can_be_put_off_and_nothing_is_lost(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.fill(reference="OURS-1")
        full.set("T1", reference="THEIRS-1")
        await hands.press("ctrl+s")
        await hands.press("escape")
        assert hands.form.row("reference").entry.value == "OURS-1"
        assert not hands.host.results
    assert full.get("T1").reference == "THEIRS-1"


async def test_a_change_elsewhere_to_another_field_is_kept(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        await hands.fill(reference="OURS-1")
        full.set("T1", title="Monitors, 2nd issue")
        await hands.press("ctrl+s")
        await hands.closed()
    assert (full.get("T1").reference, full.get("T1").title) == ("OURS-1", "Monitors, 2nd issue")


# ---------------------------------------------------------------- hostile text


async def test_hostile_text_is_shown_harmless_and_stays_as_it_came(full: Book) -> None:
    full.set("T1", title=HOSTILE, notes=HOSTILE + "\nsecond line")
    full.set("B1", name=HOSTILE)
    async with opened(forms.TenderForm(full, "T1"), size=(120, 40)) as hands:
        row = hands.form.row("title")
        assert row.entry.value == safe(HOSTILE)
        picture = hands.host.export_screenshot()
        assert "\x1b" not in picture
        assert "\u202e" not in picture
        await hands.fill(reference="R2")
        await hands.press("ctrl+s")
        await hands.closed()
    tender = full.get("T1")
    assert (tender.title, tender.notes, tender.reference) == (HOSTILE, HOSTILE + "\nsecond line", "R2")
    assert full.get("B1").name == HOSTILE


async def test_hostile_names_complete_and_can_be_chosen(full: Book) -> None:
    full.add("competitors", name=HOSTILE)
    async with opened(forms.OutcomeForm(full, "T1"), size=(120, 40)) as hands:
        await hands.fill(outcome="lost", to="lot [")
        await hands.press("enter")
        assert hands.text("#row-to .echo") == "C4"
        await hands.fill(reason="price")
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("A2").suppliers == (4,)


async def test_pasted_text_is_made_harmless_and_its_lines_are_kept(full: Book) -> None:
    async with opened(forms.TenderForm(full, "T1")) as hands:
        for field in ("title", "notes"):
            entry = hands.form.row(field).entry
            entry.focus()
            await hands.pilot.pause()
            hands.form.post_message(events.Paste("one\n\x1b[31mtwo"))
            await hands.until(lambda entry=entry: entry.edited)
        assert hands.form.row("title").entry.value == "Patient monitorsone ␛[31mtwo"
        assert hands.form.row("notes").entry.text == "one\n␛[31mtwo"


async def test_ten_thousand_characters_do_not_break_a_form(full: Book) -> None:
    full.set("T1", title="x" * 2_000, description="y " * 5_000)
    async with opened(forms.TenderForm(full, "T1"), size=(60, 16)) as hands:
        await hands.press("tab", "tab")
        await hands.type("z")
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("T1").reference == "LHT-17z"


# ---------------------------------------------------------------- sizes

EVERY = {
    "tender": lambda book: forms.TenderForm(book, "T1"),
    "bid": lambda book: forms.BidForm(book, "T1"),
    "outcome": lambda book: forms.OutcomeForm(book, "A1"),
    "signal": lambda book: forms.SignalForm(book, "A1"),
    "touch": lambda book: forms.TouchForm(book, "A1"),
    "contact": lambda book: forms.ContactForm(book, "B1", "P1"),
    "fact": lambda book: forms.FactForm(book, "B1"),
    "buyer": lambda book: forms.BuyerForm(book, "B1"),
    "competitor": lambda book: forms.CompetitorForm(book, "C1"),
    "award": lambda book: forms.AwardForm(book, "A1"),
}
RESIZED = ("tender", "outcome", "touch")  # the longest, the one whose fields depend on each other, and a short one


@pytest.mark.parametrize("form", EVERY)
async def test_every_field_can_be_reached_and_seen_at_every_size(full: Book, form: str) -> None:
    async with opened(EVERY[form](full), size=(60, 16)) as hands:

        def seen(row: FormRow) -> bool:
            width, height = hands.host.size
            shown, save = row.entry.region, hands.form.query_one("#save").region
            return 0 < shown.y < height - 1 and 0 < shown.right <= width and save.bottom < height

        first = hands.form.focused
        rows = [row for row in hands.form.query(FormRow) if row.display]
        for row in rows:
            assert hands.form.focused is row.entry
            await hands.until(lambda row=row: seen(row), row.field)
            await hands.press("tab")
        assert hands.form.focused is first
        for size in ((80, 24), (200, 60), (20, 6)) if form in RESIZED else ():
            await hands.pilot.resize_terminal(*size)
            for row in (rows[-1], rows[0]):
                row.entry.focus()
                await hands.until(lambda row=row: row.entry.has_focus, row.field)
                if size != (20, 6):  # too small for a whole row
                    await hands.until(lambda row=row: seen(row), (row.field, size))  # it is scrolled there later
            await hands.press("shift+tab")
            assert hands.form.focused is rows[-1].entry


async def test_a_resize_loses_nothing(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1"), size=(120, 40)) as hands:
        await hands.fill(outcome="lost", to="Newcomer Ltd", promises="fast\ncheap", reason="price")
        for size in ((20, 6), (60, 16), (200, 60)):
            await hands.pilot.resize_terminal(*size)
            await hands.pilot.pause()
        await hands.press("ctrl+s")
        await hands.until(lambda: "lies before" in hands.error("on"))  # the deadline is still to come
        await hands.press("ctrl+s")
        await hands.closed()
    award = full.get("A2")
    assert full.holdings.suppliers(award) == ["Newcomer Ltd"]
    assert [promise.text for promise in award.promises] == ["fast", "cheap"]
    assert full.get("T1").outcome is Outcome.LOST
    assert full.get("T1").bid.reasons[0].code is LostReason.PRICE


async def test_words_of_a_set_are_added_one_by_one(full: Book) -> None:
    async with opened(forms.ContactForm(full, "B1", "P1")) as hands:
        roles = hands.form.row("roles").entry
        roles.focus()
        await hands.press("down", "down", "down", "enter")  # the second of the list
        assert roles.value == "Approves"
        roles.focus()
        await hands.press("down", "down", "enter")  # Approves is no longer among them
        assert roles.value == "Approves, Decides"
        roles.focus()
        await hands.press("end")
        await hands.type(", use")
        await hands.press("tab")
        assert roles.value == "Approves, Decides, Uses"
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("P1").roles == ("approves", "decides", "uses")


async def test_a_set_that_is_typed_in_full_is_left_alone(full: Book) -> None:
    async with opened(forms.ContactForm(full, "B1", "P1")) as hands:
        await hands.fill(roles="decides, ")
        await hands.press("enter", "ctrl+s")
        await hands.closed()
    assert full.get("P1").roles == ("decides",)


async def test_a_list_goes_away_with_what_it_was_for(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        await hands.fill(outcome="lost", to="b")
        assert hands.form.query_one(Choices).open
        await hands.press("backspace")
        assert not hands.form.query_one(Choices).open


async def test_keys_pressed_faster_than_they_are_handled_are_all_in_what_is_saved(full: Book) -> None:
    async with opened(forms.BidForm(full, "T1")) as hands:
        hands.form.row("why").entry.focus()
        await hands.pilot.pause()
        for key in (*"abcdefgh", "ctrl+s"):
            hands.host.post_message(events.Key(key, key if len(key) == 1 else None))
        await hands.closed()
    assert full.get("T1").bid.why == "abcdefgh"
