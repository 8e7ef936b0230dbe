"""The sample book: that its two files load, agree with each other and with the records, and are worth reading."""

import json
import re
import unicodedata
from collections import Counter
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bidtracker.domain.records import (
    Award,
    Bid,
    Buyer,
    Competitor,
    Contact,
    Deal,
    Fact,
    Need,
    Offer,
    Quote,
    Record,
    Signal,
    Tender,
    Theme,
    Touch,
)
from bidtracker.domain.rules import faults
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Channel,
    DealStep,
    Decision,
    DemandKind,
    FactKind,
    Fit,
    Intent,
    Layer,
    Level,
    Lever,
    LostReason,
    NoAwardReason,
    Outcome,
    Reliability,
    Role,
    SignalKind,
    SignalState,
    Stage,
    Stance,
    Strength,
    Structure,
    TerminationReason,
    Tier,
    TouchKind,
    TouchOutcome,
    Watch,
)

Row = dict[str, Any]
SAMPLE = Path(__file__).parent.parent / "sample_data"
NATIVE = """
    reference title buyer buyer_id country category description value currency published deadline decision_date stage
    decision intent p_win price submitted outcome lost_reason also_reasons no_award_reason winner winner_id
    award_value award_date contract_start contract_end contract_max_end promises lot url notes
"""
COLUMNS = set(NATIVE.split())
SECTIONS = (
    "as_of us buyers contacts competitors tenders bids awards signals touches follows offers needs themes quotes deals"
    " inquiries favours hospitality channel_changes"
)
WORDS: dict[str, type[StrEnum]] = {
    "stage": Stage,
    "decision": Decision,
    "intent": Intent,
    "outcome": Outcome,
    "lost_reason": LostReason,
    "no_award_reason": NoAwardReason,
}
AMOUNTS = ("value", "price", "award_value")


@cache
def load(name: str) -> Any:
    return json.loads((SAMPLE / name).read_text(encoding="utf-8"))


def tenders() -> list[Row]:
    return load("tenders.json")["tenders"]


def by_reference() -> dict[str, Row]:
    return {row["reference"]: row for row in tenders()}


def ledger() -> Row:
    return load("ledger.json")


def as_of() -> date:
    return date.fromisoformat(ledger()["as_of"])


def on(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def numbered(rows: list[Row]) -> dict[str, int]:
    return {row["name"]: number for number, row in enumerate(rows, 1)}


def linked(row: Row) -> Row:
    """A row of the ledger with its names and references turned into numbers, as its record wants them."""
    references = {reference: number for number, reference in enumerate(by_reference(), 1)}
    tables = {
        "buyer": numbered(ledger()["buyers"]),
        "contact": numbered(ledger()["contacts"]),
        "person": numbered(ledger()["contacts"]),
        "reports_to": numbered(ledger()["contacts"]),
        "introduced_by": numbered(ledger()["contacts"]),
        "offer": numbered(ledger()["offers"]),
        "need": {need["title"]: number for number, need in enumerate(ledger()["needs"], 1)},
        "competitor": numbered(ledger()["competitors"]),
        "award": references,
        "tender": references,
    }
    return {key: tables[key][value] if key in tables else value for key, value in row.items()}


def records(section: str, kind: type[Record]) -> list[Any]:
    return [msgspec.convert(linked(row), kind) for row in ledger()[section]]


def facts() -> list[Row]:
    return [{"buyer": buyer["name"], **fact} for buyer in ledger()["buyers"] for fact in buyer.get("facts", ())]


# ---------------------------------------------------------------- the list of tenders


def test_the_list_has_only_known_columns_and_words() -> None:
    for row in tenders():
        assert row.keys() <= COLUMNS, row["reference"]
        for key, words in WORDS.items():
            assert key not in row or row[key] in set(words), (row["reference"], key)
        assert set(row.get("also_reasons", ())) <= set(LostReason)
        assert re.fullmatch(r"\d{8}", row["category"]), row["reference"]
        assert re.fullmatch(r"[A-Z]{2}", row["country"])
        assert re.fullmatch(r"[A-Z]{3}", row["currency"])
        assert 0 <= row.get("p_win", 0) <= 1
        assert all(row[key] > 0 for key in AMOUNTS if key in row), row["reference"]


def test_references_are_unique_and_buyers_are_known() -> None:
    assert len(by_reference()) == len(tenders())
    assert {row["buyer"] for row in tenders()} == {buyer["name"] for buyer in ledger()["buyers"]}
    country = {buyer["name"]: buyer["country"] for buyer in ledger()["buyers"]}
    assert all(row["country"] == country[row["buyer"]] for row in tenders())


def test_the_dates_of_a_tender_follow_each_other() -> None:
    for row in tenders():
        published, deadline, submitted, awarded, start, end, max_end = (
            on(row.get(key))
            for key in (
                "published",
                "deadline",
                "submitted",
                "award_date",
                "contract_start",
                "contract_end",
                "contract_max_end",
            )
        )
        assert published is not None and deadline is not None and published < deadline, row["reference"]
        assert published <= as_of()
        if submitted:
            assert published < submitted <= deadline and submitted <= as_of(), row["reference"]
        if awarded:
            assert deadline < awarded <= as_of(), row["reference"]
        if start:
            assert awarded and awarded < start, row["reference"]
        if end:
            assert start and start < end, row["reference"]
        if max_end:
            assert end and end <= max_end, row["reference"]


def test_outcome_stage_and_winner_agree() -> None:
    names = {competitor["name"] for competitor in ledger()["competitors"]}
    for row in tenders():
        outcome, winner = row["outcome"], row.get("winner")
        assert (outcome == Outcome.PENDING) == (row["stage"] != Stage.CLOSED), row["reference"]
        assert "lost_reason" not in row or outcome == Outcome.LOST
        assert ("no_award_reason" in row) == (outcome == Outcome.NO_AWARD), row["reference"]
        if outcome == Outcome.PENDING:
            assert "winner" not in row
            assert row["decision_date"] >= row["deadline"]
        elif outcome == Outcome.WON:
            assert winner in ledger()["us"]
            assert row["award_value"] == row["price"]
        else:
            assert winner is None or winner in names, row["reference"]
        if row["stage"] in (Stage.WATCHING, Stage.QUALIFYING, Stage.BID_DECISION, Stage.PREPARING):
            assert date.fromisoformat(row["deadline"]) > as_of(), row["reference"]
            assert "submitted" not in row
        elif outcome == Outcome.PENDING:
            assert "submitted" in row, row["reference"]


def test_the_list_is_worth_reading() -> None:
    rows = tenders()
    assert 90 <= len(rows) <= 120
    published = sorted(row["published"] for row in rows)
    assert (as_of() - date.fromisoformat(published[0])).days > 4 * 365
    assert {row["outcome"] for row in rows} == set(Outcome)
    assert {row["stage"] for row in rows} == set(Stage)
    assert {row["intent"] for row in rows if "intent" in row} == set(Intent)
    assert len({row["country"] for row in rows}) >= 8
    assert len({row["currency"] for row in rows}) >= 8
    assert 8 <= len({row["winner"] for row in rows if row["outcome"] == Outcome.LOST and "winner" in row}) <= 12
    expected_lost = [
        row for row in rows if row.get("p_win", 1) < 0.2 or row.get("intent") in (Intent.POSITION, Intent.BENCHMARK)
    ]
    assert 0.25 < len(expected_lost) / len(rows) < 0.42
    assert any(row["outcome"] == Outcome.WON for row in expected_lost)


def test_losses_teach_something_and_a_few_lack_what_is_to_be_asked() -> None:
    losses = [row for row in tenders() if row["outcome"] == Outcome.LOST]
    assert len(losses) >= 40
    for key in ("winner", "price", "contract_end", "lost_reason", "award_value"):
        missing = sum(key not in row for row in losses)
        assert 1 <= missing <= 0.2 * len(losses), (key, missing)
    gaps = [row["price"] / row["award_value"] - 1 for row in losses if {"price", "award_value"} <= row.keys()]
    assert min(gaps) < -0.01 and max(gaps) > 0.05
    assert all(abs(gap) < 0.3 for gap in gaps)
    assert len({row.get("lost_reason") for row in losses}) >= 8


def test_our_estimates_are_too_hopeful_but_not_blind() -> None:
    resolved = [row for row in tenders() if row["outcome"] in (Outcome.WON, Outcome.LOST) and "p_win" in row]
    won = [row["p_win"] for row in resolved if row["outcome"] == Outcome.WON]
    lost = [row["p_win"] for row in resolved if row["outcome"] == Outcome.LOST]
    hoped = sum(won + lost) / len(resolved)
    assert 0.03 < hoped - len(won) / len(resolved) < 0.2
    assert sum(won) / len(won) > sum(lost) / len(lost) + 0.1


def test_many_scripts() -> None:
    scripts = Counter(
        script
        for row in tenders()
        for script in {unicodedata.name(char).split()[0] for char in row["title"] if char.isalpha()}
    )
    assert all(scripts[script] >= 4 for script in ("LATIN", "CYRILLIC", "CJK", "ARABIC")), scripts
    assert {"CN", "TW"} <= {row["country"] for row in tenders()}
    assert any(char in row["title"] for row in tenders() for char in "ãçõ")


# ---------------------------------------------------------------- what lists cannot say


def test_every_section_converts_to_its_records() -> None:
    for row in ledger()["buyers"]:
        msgspec.convert({key: value for key, value in row.items() if key != "facts"}, Buyer)
    assert len([msgspec.convert(linked(fact), Fact) for fact in facts()]) >= 60
    assert len(records("contacts", Contact)) >= 60
    assert 8 <= len(records("competitors", Competitor)) <= 12
    assert len(records("signals", Signal)) >= 50
    assert len(records("touches", Touch)) >= 80
    assert len(records("deals", Deal)) >= 8


def test_sections_by_reference_convert_to_their_records() -> None:
    rivals = numbered(ledger()["competitors"])
    base: dict[str, tuple[type[Any], Row]] = {
        "tenders": (Tender, {"title": "x", "buyer": 1}),
        "bids": (Bid, {}),
        "awards": (Award, {"tender": 1}),
    }
    for section, (kind, needed) in base.items():
        for reference, row in ledger()[section].items():
            assert reference in by_reference()
            names = {"tenderers": [rivals[name] for name in row["tenderers"]]} if "tenderers" in row else {}
            msgspec.convert({**needed, **row, **names}, kind)


def test_names_are_unique_and_sections_are_known() -> None:
    assert list(ledger()) == SECTIONS.split()
    for section in ("buyers", "contacts", "competitors"):
        assert len(numbered(ledger()[section])) == len(ledger()[section]), section


def test_awards_and_bids_say_the_same_in_both_files() -> None:
    for reference, extra in ledger()["awards"].items():
        row = by_reference()[reference]
        assert "award_date" in row
        promises = extra.get("promises", [])
        assert [promise["text"] for promise in promises] == row.get("promises", [])
        assert [promise["number"] for promise in promises] == list(range(1, len(promises) + 1))
        for promise in promises:
            assert "due" not in promise or promise["due"] >= row["award_date"], reference
            assert "kept" not in promise or "due" not in promise or promise["due"] <= str(as_of()), reference
    for reference, extra in ledger()["bids"].items():
        row = by_reference()[reference]
        if "reasons" in extra:
            assert [reason["code"] for reason in extra["reasons"]] == [
                row["lost_reason"],
                *row.get("also_reasons", []),
            ]
        days = [revision["on"] for revision in extra.get("revisions", ())]
        assert days == sorted(days)
        if days:
            assert row["published"] <= days[0] and days[-1] <= row.get("submitted", str(as_of())), reference
            assert extra["revisions"][-1]["p_win"] == row["p_win"], reference


def test_signals_point_to_something_that_runs() -> None:
    contacts = {contact["name"]: contact["buyer"] for contact in ledger()["contacts"]}
    for signal in ledger()["signals"]:
        assert signal["on"] <= str(as_of())
        assert signal.get("happened", "") <= signal["on"]
        assert signal["severity"] in (1, 2, 3) and signal["credibility"] in range(1, 7)
        if "award" not in signal:
            assert {"competitor", "buyer"} <= signal.keys()
            continue
        row = by_reference()[signal["award"]]
        assert "award_date" in row and row["award_date"] < signal["on"], signal
        assert 0 <= signal.get("promise", 0) <= len(row.get("promises", ())), signal
        assert "contact" not in signal or contacts[signal["contact"]] == row["buyer"], signal


def test_signals_are_of_all_sorts() -> None:
    signals = ledger()["signals"]
    assert {signal["kind"] for signal in signals} == set(SignalKind)
    assert {signal["channel"] for signal in signals} == set(Channel)
    assert {signal["reliability"] for signal in signals} == set(Reliability)
    assert {signal["credibility"] for signal in signals} >= {1, 2, 3, 4, 6}
    assert {signal["severity"] for signal in signals} == {1, 2, 3}
    assert {signal.get("state", SignalState.OPEN) for signal in signals} == set(SignalState)
    ages = [(as_of() - date.fromisoformat(signal["on"])).days for signal in signals]
    assert min(ages) < 30 and max(ages) > 700


def test_the_radar_has_something_to_show() -> None:
    hot = set()
    for signal in ledger()["signals"]:
        end = on(by_reference()[signal["award"]].get("contract_end")) if "award" in signal else None
        strong = SignalKind(signal["kind"]).strength in (Strength.STRONG, Strength.DECISIVE) or signal["severity"] == 3
        fresh = (as_of() - date.fromisoformat(signal["on"])).days <= 90
        if end and 183 <= (end - as_of()).days <= 549 and strong and fresh and signal.get("state") != "refuted":
            hot.add(signal["award"])
    assert len(hot) >= 5
    broken = {signal["award"] for signal in ledger()["signals"] if "promise" in signal}
    assert len(hot & broken) >= 5
    ends = [row["contract_end"] for row in tenders() if row["outcome"] == Outcome.LOST and "contract_end" in row]
    months = [(date.fromisoformat(end) - as_of()).days / 30.44 for end in ends]
    assert any(month > 20 for month in months), "early"
    assert any(0 < month < 4 for month in months), "late"
    assert any(-3 < month <= 0 for month in months), "holding over"
    assert any(month < -4 for month in months), "closed"
    awards = ledger()["awards"].values()
    assert {award.get("termination_reason") for award in awards} >= {
        TerminationReason.FAILURE,
        TerminationReason.BUYER,
    }
    assert {award.get("status") for award in awards} >= {AwardStatus.ENDED, AwardStatus.TERMINATED}
    pending = [option for award in awards for option in award.get("options", ()) if "exercised" not in option]
    assert any(option["decide_by"] > str(as_of()) for option in pending)
    assert any(award.get("snoozed_until", "") > str(as_of()) for award in awards)
    extras = ledger()["tenders"].values()
    assert {row.get("structure") for row in extras} >= {Structure.FRAMEWORK, Structure.OPEN_FRAMEWORK}
    assert {row["watch"] for row in extras if "watch" in row} >= {
        Watch.WATCHING,
        Watch.CONTACTED,
        Watch.RE_ENGAGED,
        Watch.CONVERTED,
        Watch.PARKED,
        Watch.DEAD,
    }


def test_re_tenders_name_an_earlier_need_of_the_same_buyer() -> None:
    follows = ledger()["follows"]
    changed = 0
    for pair in follows:
        later, earlier = by_reference()[pair["tender"]], by_reference()[pair["follows"]]
        assert later["buyer"] == earlier["buyer"]
        assert later["published"] > earlier["published"]
        changed += "winner" in later and later["winner"] != earlier.get("winner")
    assert len(follows) >= 8
    assert 2 <= changed < len(follows)


def test_contacts_are_of_all_sorts() -> None:
    contacts = ledger()["contacts"]
    beliefs = [belief for contact in contacts for belief in contact.get("believed", ())]
    assert {contact["layer"] for contact in contacts} == set(Layer)
    assert {role for contact in contacts for role in contact["roles"]} == set(Role)
    assert {belief["level"] for belief in beliefs} == set(Level)
    assert {belief["stance"] for belief in beliefs} == set(Stance)
    assert sum(len(contact.get("believed", ())) >= 2 for contact in contacts) >= 25
    home = {contact["name"]: contact["buyer"] for contact in contacts}
    for contact in contacts:
        days = [belief["on"] for belief in contact.get("believed", ())]
        assert days == sorted(days) and all(day <= str(as_of()) for day in days), contact["name"]
        assert "reports_to" not in contact or home[contact["reports_to"]] == contact["buyer"], contact["name"]


def test_touches_are_of_all_sorts() -> None:
    touches = ledger()["touches"]
    home = {contact["name"]: contact["buyer"] for contact in ledger()["contacts"]}
    today = str(as_of())
    done = [touch for touch in touches if "done" in touch]
    planned = [touch["on"] for touch in touches if "done" not in touch]
    assert {touch["outcome"] for touch in done} == set(TouchOutcome)
    assert {touch["kind"] for touch in touches} == set(TouchKind)
    assert all(touch["on"] <= touch["done"] <= today for touch in done)
    assert all("outcome" not in touch for touch in touches if "done" not in touch)
    assert any(day < today for day in planned) and today in planned and sum(day > today for day in planned) >= 15
    for touch in touches:
        assert home[touch["contact"]] == touch["buyer"], touch
        for key in ("award", "tender"):
            assert key not in touch or by_reference()[touch[key]]["buyer"] == touch["buyer"], touch


def test_facts_cover_the_checklist() -> None:
    assert {fact["kind"] for fact in facts()} == set(FactKind)
    assert len({fact["buyer"] for fact in facts()}) >= 15
    pairs = Counter((fact["buyer"], fact["kind"]) for fact in facts())
    assert any(count > 1 for count in pairs.values()), "facts that say different things of one matter"
    assert all(fact["on"] <= str(as_of()) for fact in facts())
    assert min(fact["on"] for fact in facts()) < f"{as_of().year - 3}"


@pytest.mark.parametrize("step", list(DealStep))
def test_each_step_of_a_deal_is_there(step: DealStep) -> None:
    milestones = [milestone for deal in ledger()["deals"] for milestone in deal["milestones"]]
    assert any(milestone["step"] == step for milestone in milestones)


def test_deals_are_ours_and_some_wait() -> None:
    for deal in ledger()["deals"]:
        row = by_reference()[deal["award"]]
        assert row["outcome"] == Outcome.WON
        signed = [milestone["done"] for milestone in deal["milestones"] if milestone["step"] == DealStep.SIGNED]
        assert len(signed) == 1 and row["award_date"] <= signed[0], deal["award"]
        for milestone in deal["milestones"]:
            assert milestone.get("done", "") <= str(as_of())
            assert "amount" not in milestone or milestone["amount"]["currency"] == row["currency"]
            assert "satisfaction" not in milestone or milestone["step"] == DealStep.VISIT
        amounts = [float(milestone["amount"]["amount"]) for milestone in deal["milestones"] if "amount" in milestone]
        assert sum(amounts) == pytest.approx(row["price"]), deal["award"]
    open_days = [m["due"] for deal in ledger()["deals"] for m in deal["milestones"] if "done" not in m]
    assert min(open_days) < str(as_of()) < max(open_days)
    rated = {m["satisfaction"] for deal in ledger()["deals"] for m in deal["milestones"] if "satisfaction" in m}
    assert rated >= {2, 3, 4, 5}


def test_needs_ask_and_offers_answer() -> None:
    offers = numbered(ledger()["offers"])
    for need in ledger()["needs"]:
        matches = [{**match, "offer": offers[match["offer"]]} for match in need["matches"]]
        record = msgspec.convert(linked(need | {"matches": matches}), Need)
        assert faults(record) == [], need["title"]
        assert "tender" not in need or by_reference()[need["tender"]]["buyer"] == need["buyer"]
    demands = [demand for need in ledger()["needs"] for demand in need["demands"]]
    assert {demand["kind"] for demand in demands} >= set(DemandKind) - {DemandKind.OTHER}
    assert {match["fit"] for need in ledger()["needs"] for match in need["matches"]} == set(Fit)
    assert [faults(offer) for offer in records("offers", Offer)] == [[]] * len(offers)


def test_themes_pull_every_lever_and_tie_to_what_they_answer() -> None:
    demands = {need["title"]: {demand["number"] for demand in need["demands"]} for need in ledger()["needs"]}
    for theme in ledger()["themes"]:
        assert "need" not in theme or theme["demand"] in demands[theme["need"]]
        promises = ledger()["awards"].get(theme.get("award"), {}).get("promises", ())
        assert "promise" not in theme or theme["promise"] in {promise["number"] for promise in promises}
    assert {theme.lever for theme in records("themes", Theme)} == set(Lever)
    assert any("promise" in theme for theme in ledger()["themes"])
    mains = Counter(theme["tender"] for theme in ledger()["themes"] if theme.get("main"))
    assert set(mains.values()) == {1}


def test_prices_are_ours_and_theirs_in_the_currency_of_the_tender() -> None:
    for quote in records("quotes", Quote):
        assert faults(quote) == []
    for quote in ledger()["quotes"]:
        row = by_reference()[quote["tender"]]
        assert quote["price"]["currency"] == row["currency"]
        assert row["published"] <= quote["on"] <= str(as_of())
        for concession in quote.get("concessions", ()):
            assert concession["on"] <= str(as_of())
    tiers = {quote["tier"] for quote in ledger()["quotes"] if "competitor" in quote}
    assert tiers == set(Tier)
    assert any("got" not in each for quote in ledger()["quotes"] for each in quote.get("concessions", ()))


def test_nobody_real_can_be_reached() -> None:
    reserved = (
        r"\+44 20 7946 0\d{3}",
        r"\+44 1632 960\d{3}",
        r"\+49 30 23125 \d{3}",
        r"\+49 40 66969 \d{3}",
        r"\+49 69 90009 \d{3}",
        r"\+33 1 99 00 \d\d \d\d",
    )
    for contact in ledger()["contacts"]:
        assert "email" not in contact or re.fullmatch(r"[a-z.]+@[a-z.-]+\.example", contact["email"]), contact["name"]
        assert "phone" not in contact or any(re.fullmatch(form, contact["phone"]) for form in reserved), contact["name"]
    text = (SAMPLE / "tenders.json").read_text("utf-8") + (SAMPLE / "ledger.json").read_text("utf-8")
    assert all(host.endswith(".example") for host in re.findall(r"https?://([^/\"]+)", text))
