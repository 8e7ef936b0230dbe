"""Every act by its command: what it says, what it changes, and that the history can take it back."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]


def record(output: Output, id: str) -> dict[str, Any]:
    return output("show", id)["record"]


def test_an_act_tells_what_the_history_says_and_the_ids_it_made(bt: Run) -> None:
    assert bt("add", "buyer", "name=Ashby Council").stdout == "Added B1 Ashby Council\n"
    assert bt("touch", "B1", "--on", "+2w").stdout == "Call with Ashby Council on 2026-12-07 (F1)\n"
    assert bt("tag", "B1", "salt").stdout == "Tagged B1 “salt”\n"
    assert bt("tag", "B1", "salt").stdout == "nothing changed\n"


def test_an_act_as_json_has_its_entry_and_its_records(output: Output) -> None:
    done = output("add", "tender", "title=Road salt", "buyer=Ashby Council")
    assert set(done) == {"done", "records"}
    assert done["done"]["id"] == "H1" and done["done"]["act"] == "add"
    assert done["records"][0]["id"] == "T1" and done["records"][0]["buyer"] == "B1"


def test_add_reads_what_people_type(output: Output) -> None:
    output("add", "tender", "title=Road salt", "buyer=Ashby Council", "deadline=fri", "value=1.2m eur", "tags=a, b")
    tender = record(output, "T1")
    assert tender["deadline"] == "2026-11-27" and tender["tags"] == ["a", "b"]
    assert tender["value"] == {"amount": "1200000.0", "currency": "EUR"}
    output("add", "contact", "name=M. Reyes", "buyer=B1", "layer=decision", "roles=decides,approves")
    assert record(output, "P1")["roles"] == ["decides", "approves"]
    output("add", "competitor", "name=Saltworks Ltd", "country=GB")
    assert record(output, "C1")["country"] == "GB"
    output("add", "fact", "buyer=B1", "kind=upcoming need", "text=A new depot", "contact=P1")
    fact = record(output, "K1")
    assert fact["on"] == "2026-11-23" and fact["kind"] == "upcoming_need" and fact["contact"] == "P1"


def test_set_changes_and_an_empty_value_takes_away(bt: Run, output: Output) -> None:
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council", "value=5 EUR", "notes=old", "deadline=2026-12-24")
    bt("set", "T1", "title=Road salt, bulk", "deadline=", "value=7000", "notes=")
    tender = record(output, "T1")
    assert tender["title"] == "Road salt, bulk" and tender["deadline"] is None and tender["notes"] is None
    assert tender["value"] == {"amount": "7000", "currency": "EUR"}


def test_a_bid_locks_its_chance_once_submitted(bt: Run, output: Output) -> None:
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council", "value=5000 GBP")
    bt("bid", "T1", "--p-win", "10%", "--intent", "position", "--price", "118000", "--submitted", "today")
    bt("bid", "T1", "--p-win", "0.4")
    [bid] = record(output, "T1")["bids"]
    assert bid["p_win_locked"] == 0.1 and bid["p_win"] == 0.4 and bid["intent"] == "position"
    assert bid["price"] == {"amount": "118000", "currency": "GBP"} and bid["submitted"] == "2026-11-23"


def test_decide(bt: Run, output: Output) -> None:
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council")
    bt("decide", "T1", "no-go", "--why", "too far")
    assert record(output, "T1")["decision"] == "no_go" and record(output, "T1")["outcome"] == "no_bid"


def test_lost_records_the_loss_and_the_competitors_win(lost: Run, output: Output) -> None:
    award = record(output, "A1")
    assert award["suppliers"] == ["C1"] and award["tender"] == "T1" and award["tracked"]
    assert award["value"] == {"amount": "99000", "currency": "GBP"}
    assert (award["start"], award["end"]) == ("2026-11-01", "2028-10-31")
    assert [promise["text"] for promise in award["promises"]] == ["Delivery within 24 hours"]
    tender = record(output, "T1")
    assert tender["outcome"] == "lost" and tender["bids"][0]["reasons"][0]["code"] == "price"


def test_lost_in_another_currency_with_several_reasons_and_promises(bt: Run, output: Output) -> None:
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council", "value=120k GBP")
    bt("lost", "T1", "--to", "Saltworks Ltd", "--reason", "price", "--also", "references", "--also", "capacity",
       "--amount", "1", "--currency", "EUR", "--start", "2026-01-01", "--end", "2026-12-31", "--max-end", "2027-12-31",
       "--promise", "one", "--promise", "two", "--said-by", "debrief", "--evidence", "the letter")  # fmt: skip
    award = record(output, "A1")
    assert award["value"] == {"amount": "1", "currency": "EUR"} and award["max_end"] == "2027-12-31"
    assert [promise["number"] for promise in award["promises"]] == [1, 2]
    reasons = record(output, "T1")["bids"][0]["reasons"]
    assert [reason["code"] for reason in reasons] == ["price", "references", "capacity"]
    assert reasons[0]["said_by"] == "debrief" and reasons[0]["evidence"] == "the letter"


def test_won_takes_the_bids_price(bt: Run, output: Output) -> None:
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council", "value=120k GBP")
    bt("bid", "T1", "--price", "118000")
    bt("won", "T1", "--start", "2026-12-01", "--end", "2027-11-30")
    award = record(output, "A1")
    assert award["ours"] and award["value"] == {"amount": "118000", "currency": "GBP"}


def test_the_other_ends(bt: Run, output: Output) -> None:
    for title in ("one", "two", "three"):
        bt("add", "tender", f"title={title}", "buyer=Ashby Council")
    bt("no-award", "T1", "--reason", "chan-need")
    assert record(output, "T1")["outcome"] == "no_award" and record(output, "T1")["no_award_reason"] == "chan-need"
    bt("bid", "T2", "--p-win", "30%")
    bt("withdraw", "T2")
    assert record(output, "T2")["outcome"] == "withdrawn"
    bt("withdraw", "T2", "--as", "pending")
    assert record(output, "T2")["outcome"] == "pending"
    bt("bid", "T3", "--p-win", "30%")
    bt("withdraw", "T3", "--as", "disqualified", "--on", "2026-11-01")
    assert record(output, "T3")["outcome"] == "disqualified"


def test_reasons_can_be_told_anew(lost: Run, output: Output) -> None:
    lost("reason", "T1", "relationship", "price", "--said-by", "debrief", "--evidence", "their letter")
    reasons = record(output, "T1")["bids"][0]["reasons"]
    assert [(r["code"], r["said_by"]) for r in reasons] == [("relationship", "debrief"), ("price", "debrief")]


def test_the_kind_of_a_signal_is_typed_in_ones_own_language(
    lost: Run, output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    lost("signal", "A1", "交付延误")
    lost("signal", "A1", "slow service")
    assert [record(output, ref)["kind"] for ref in ("S1", "S2")] == ["delivery_late", "service_slow"]


def test_a_signal_with_everything(lost: Run, output: Output) -> None:
    lost("add", "contact", "name=M. Reyes", "buyer=B1")
    lost("signal", "A1", "delivery_late", "--severity", "3", "--source", "side", "--reliability", "a2", "--on",
         "yesterday", "--happened", "2026-11-10", "--promise", "A1.1", "--contact", "P1", "--note", "two days",
         "--url", "https://example.org")  # fmt: skip
    signal = record(output, "S1")
    wanted = {"kind": "delivery_late", "severity": 3, "channel": "side", "reliability": "A", "credibility": 2,
              "on": "2026-11-22", "happened": "2026-11-10", "promise": 1, "contact": "P1", "award": "A1",
              "notes": "two days", "url": "https://example.org", "state": "open"}  # fmt: skip
    assert wanted.items() <= signal.items()


def test_a_signal_about_a_competitor_at_a_buyer(lost: Run, output: Output) -> None:
    lost("signal", "C1", "supplier-distress", "--buyer", "Ashby Council")
    assert record(output, "S1")["competitor"] == "C1" and record(output, "S1")["buyer"] == "B1"


@pytest.mark.parametrize(("command", "state"), [("confirm", "confirmed"), ("refute", "refuted"), ("reopen", "open")])
def test_a_signal_is_judged(lost: Run, output: Output, command: str, state: str) -> None:
    lost("signal", "A1", "service_slow")
    lost("confirm" if command == "reopen" else "refute" if command == "confirm" else "confirm", "S1")
    lost(command, "S1")
    assert record(output, "S1")["state"] == state


def test_promises_and_beliefs(lost: Run, output: Output) -> None:
    lost("promise", "A1", "A depot in town", "--kind", "service", "--due", "2027-01-01")
    assert record(output, "A1")["promises"][1]["due"] == "2027-01-01"
    lost("add", "contact", "name=M. Reyes", "buyer=B1")
    lost("believe", "P1", "--level", "familiar", "--on", "2026-01-01")
    lost("believe", "P1", "--stance", "supports")
    held = [(b["on"], b["level"], b["stance"]) for b in record(output, "P1")["believed"]]
    assert held == [("2026-01-01", "familiar", "neutral"), ("2026-11-23", "familiar", "supports")]


def test_whether_a_promise_was_kept(lost: Run, output: Output) -> None:
    lost("promise", "A1", "A depot in town", "--due", "2026-11-01")

    def asked() -> list[str]:
        return [item["text"] for item in output("agenda") if item["kind"] == "promise_due"]

    assert asked() == ["Was “A depot in town” kept?"]
    assert "Promise A1.2 was broken: A depot in town" in lost("promise", "a1.2", "--broken").stdout
    assert asked() == [] and [each.get("kept") for each in record(output, "A1")["promises"]] == [None, False]
    lost("promise", "A1.2", "--kept")
    assert record(output, "A1")["promises"][1]["kept"] is True and "yes" in lost("show", "A1").stdout
    assert "Promise A1.2 is open again" in lost("promise", "A1.2", "--unknown").stdout
    assert asked() == ["Was “A depot in town” kept?"]
    lost("undo")
    assert asked() == [] and output("signals") == []


@pytest.mark.parametrize(
    ("typed", "status", "wrong"),
    [
        (["A1.1"], 2, "say whether it was: --kept, --broken or --unknown"),
        (["A1.1", "--kept", "--unknown"], 2, "say whether it was"),
        (["A1.1", "within 12 hours", "--kept"], 2, "say whether it was"),
        (["A1.1", "--due", "2027-01-01", "--kept"], 2, "say whether it was"),
        (["A1", "--kept"], 2, "name the promise that was kept or not, like A5.2"),
        (["A1", "within 12 hours", "--unknown"], 2, "name the promise"),
        (["A1"], 2, "say what was promised, in words"),
        (["A1.7", "--kept"], 1, "there is no A1.7 in this book"),
        (["T1.1", "--kept"], 2, "A1.2 (awards)"),
    ],
)
def test_what_is_no_answer_to_a_promise(lost: Run, output: Output, typed: list[str], status: int, wrong: str) -> None:
    before = record(output, "A1")
    assert wrong in lost("promise", *typed, status=status).stderr
    assert record(output, "A1") == before


def test_touches_are_planned_and_done(lost: Run, output: Output) -> None:
    lost("add", "contact", "name=M. Reyes", "buyer=B1")
    lost("touch", "A1", "--contact", "P1", "--on", "tomorrow", "--kind", "visit", "--note", "the depot")
    assert record(output, "F1")["on"] == "2026-11-24" and record(output, "F1")["kind"] == "visit"
    done = output("done", "F1", "callback-agreed", "--note", "in spring", "--callback", "2027-03-01")
    assert [each["id"] for each in done["records"]] == ["F1", "F2"]
    assert record(output, "F2")["on"] == "2027-03-01" and record(output, "F1")["outcome"] == "callback_agreed"


def test_what_a_person_decides_of_an_opportunity(lost: Run, output: Output) -> None:
    def on_radar() -> list[str]:
        return [row["id"] for row in output("radar")]

    assert on_radar() == ["A1"]
    lost("snooze", "A1", "--until", "+3m")
    assert on_radar() == [] and [row["id"] for row in output("radar", "--as-of", "2027-03-01")] == ["A1"]
    lost("undo")
    lost("dismiss", "A1")
    assert on_radar() == []
    lost("dismiss", "A1", "--off")
    lost("park", "T1", "--until", "+1y")
    assert record(output, "T1")["watch"] == "parked" and on_radar() == []
    lost("watch", "T1", "contacted")
    assert on_radar() == ["A1"]
    lost("track", "A1", "--off")
    assert not record(output, "A1")["tracked"]


def test_reengage_makes_the_next_tender_and_leaves_the_loss(lost: Run, output: Output) -> None:
    lost("reengage", "A1", "--title", "Road salt again", "--deadline", "2028-06-01")
    again = record(output, "T2")
    assert again["follows"] == "T1" and again["title"] == "Road salt again" and again["deadline"] == "2028-06-01"
    assert record(output, "T1")["outcome"] == "lost" and record(output, "T1")["watch"] == "re_engaged"


def test_two_spellings_become_one(bt: Run, output: Output) -> None:
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council")
    bt("add", "tender", "title=Grit", "buyer=Ashby District Council Offices")
    bt("merge", "B1", "B2")
    assert record(output, "T2")["buyer"] == "B1"
    assert record(output, "B1")["aliases"] == ["Ashby District Council Offices"]


def test_delete_takes_what_hangs_on_it_and_undo_brings_it_back(lost: Run, output: Output) -> None:
    lost("delete", "T1")
    assert output("tenders") == [] and output("awards") == []
    lost("undo")
    assert [row["id"] for row in output("awards")] == ["A1"]


def test_a_tag_comes_off(bt: Run, output: Output) -> None:
    bt("add", "buyer", "name=Ashby Council")
    bt("tag", "B1", "salt")
    bt("tag", "B1", "salt", "--off")
    assert record(output, "B1")["tags"] == []


def test_undo_and_redo_go_step_by_step(lost: Run, output: Output) -> None:
    assert [entry["act"] for entry in output("undo", "--steps", "2")] == ["lose", "bid"]
    assert record(output, "T1")["outcome"] == "pending" and output("awards") == []
    assert lost("redo").stdout.startswith("Done again: Bid on T1")
    assert output("redo")[0]["title"].startswith("Lost T1")
    assert record(output, "T1")["outcome"] == "lost"


def test_undo_of_more_than_there_is_takes_back_all(lost: Run, output: Output) -> None:
    assert len(output("undo", "--steps", "50")) == 3
    assert output("tenders") == []
    lost("undo", status=1)


def test_history_of_the_book_and_of_one_record(lost: Run, output: Output) -> None:
    assert [entry["act"] for entry in output("history")] == ["lose", "bid", "add"]
    assert [entry["act"] for entry in output("history", "A1")] == ["lose"]
    assert [entry["id"] for entry in output("history", "--limit", "1")] == ["H3"]
    lost("undo")
    first, second = lost("history", "--limit", "2").stdout.splitlines()[1:]
    assert "takes back H3" in first and "undone by H4" in second


def test_settings_are_shown_and_changed(bt: Run, output: Output) -> None:
    bt("settings", "--us", "Our Ltd", "--us", "Wir GmbH", "--expected-lost-below", "15%", "--base-currency", "eur")
    bt("settings", "--rate", "USD=0.92", "--rate", "GBP=1.17", "--not-us", "Wir GmbH")
    bt("settings", "--rate", "GBP=")
    expected = output("settings")
    assert expected["us"] == ["Our Ltd"] and expected["expected_lost_below"] == 0.15
    assert expected["base_currency"] == "EUR" and expected["rates"] == {"USD": "0.92"}
    assert "Our Ltd" in bt("settings").stdout


def test_asked_and_heard_nothing_is_told_and_kept(lost: Run, output: Output) -> None:
    lost("add", "contact", "name=M. Reyes", "buyer=B1")
    done = output("asked", "A1", "--of", "P1", "--on", "2026-11-20")
    assert done["done"]["act"] == "asked" and done["records"][0]["id"] == "F1"
    touch = record(output, "F1")
    assert (touch["done"], touch["outcome"], touch["written"]) == ("2026-11-20", "nothing_heard", "2026-11-23")
    assert "2026-11-20  once, nothing heard" in lost("show", "A1").output
