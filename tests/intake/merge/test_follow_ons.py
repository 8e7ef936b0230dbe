"""A tender that looks like the re-compete of an older one is proposed with its grounds, and linked by a person only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from releases import BOLT, award, bring, contract, events, moment, period, release, signals

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.titles.stems import telling_stems
from bidtracker.domain.vocabulary import ProposalKind, ProposalState
from bidtracker.intake.merge.follow_ons import ALIKE, ANY, BITS, _cosine, _least_shared, _signature

CPV = {"scheme": "CPV", "id": "33192100"}
OLD = "ocds-old"


def old(*, start: str = "2022-02-01", end: str = "2026-01-31", **tender: Any) -> dict[str, Any]:
    """A contract awarded to Acme, from a tender of December 2021."""
    output = {"title": "Provision of hospital beds", "classification": CPV, "datePublished": moment("2021-12-01")}
    held = contract(period=period(start, end))
    return release(
        "2022-01-10", OLD, tender=output | tender, awards=[award(date=moment("2022-01-05"))], contracts=[held]
    )


def new(day: str = "2025-10-01", ocid: str = "ocds-new", **more: Any) -> dict[str, Any]:
    output = {"title": "Hospital beds, supply", "classification": CPV, "datePublished": moment(day), "status": "active"}
    return release(day, ocid, tag=["tender"], tender=output | more.pop("tender", {}), **more)


def proposed(book: Book) -> list[tuple[str, str, str]]:
    result = book.holdings.proposals.values()
    return [(each.about, each.other, str(each.grounds)) for each in result if each.kind is ProposalKind.FOLLOWS]


GROUNDS = "possible: the same buyer and class, titles alike to 100 of 100, T1 ends on 2026-01-31"


def test_the_same_need_again_near_the_end(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old())
    assert bring(book, tmp_path, new()).proposals == 1
    assert proposed(book) == [("T2", "T1", GROUNDS)]
    assert book.get("T2").follows == 0
    assert events(book) == [("follow_on", "2025-10-01", "", "T2")]
    book.accept("Q1")
    assert book.get("T2").follows == 1 and book.get("T2").displaced == {} and signals(book) == []
    assert bring(book, tmp_path, old(), new()).proposals == 0
    book.undo()
    assert book.get("T2").follows == 0 and book.check() == []


def test_in_any_order_and_refused_for_good(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, new())
    bring(book, tmp_path, old())
    assert [pair[:2] for pair in proposed(book)] == [("T1", "T2")]
    book.refuse("Q1")
    bring(book, tmp_path, new(), old())
    (answer,) = book.holdings.proposals.values()
    assert answer.state is ProposalState.REFUSED and book.get("T1").follows == 0


def test_the_winner_is_never_looked_at(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old())
    bring(book, tmp_path, new(awards=[award(suppliers=[BOLT])]))
    assert [pair[:2] for pair in proposed(book)] == [("T2", "T1")]


@pytest.mark.parametrize(
    "later",
    [
        new(tender={"title": "Hospital gowns"}),
        new(tender={"classification": {"scheme": "CPV", "id": "79710000"}}),
        new(buyer={"id": "GB-COH-2", "name": "Somebody else"}),
        new("2022-03-01"),  # too soon to be the next
        new("2024-01-01", tender={"title": "Beds for the children's hospital wards"}),  # alike, but far from the end
        new(tender={"title": "Contract extension: hospital beds"}),
        new(tender={"title": "Construction of hospital beds house"}),
    ],
)
def test_what_looks_otherwise_is_not_proposed(book: Book, tmp_path: Path, later: dict[str, Any]) -> None:
    bring(book, tmp_path, old())
    bring(book, tmp_path, later)
    assert len(book.holdings.tenders) == 2 and proposed(book) == []


@pytest.mark.parametrize(
    ("first", "then", "proposals"),
    [
        ("Hospital beds 12", "Hospital beds 14", 0),  # as names: another number is another thing
        ("Hospital beds 12", "Hospital beds 12", 1),
        ("Hospital beds 3 and 5", "Hospital beds 5, 7", 1),
        ("Hospital beds 2019-2022", "Hospital beds 2023-2026", 1),  # years count nothing, nor what is within one
        ("Hospital beds 114/2021", "Hospital beds 7/2025", 1),
        ("Hospital beds", "Hospital beds 2", 1),
    ],
)
def test_titles_that_differ_only_in_numbers_are_not_alike(
    book: Book, tmp_path: Path, first: str, then: str, proposals: int
) -> None:
    bring(book, tmp_path, old(title=first))
    bring(book, tmp_path, new(tender={"title": then}))
    assert len(proposed(book)) == proposals


def test_framework_call_offs_are_not_re_tenders(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old(techniques={"hasFrameworkAgreement": True}))
    bring(book, tmp_path, new())
    under = [{"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-fw"}]
    bring(book, tmp_path, new("2025-10-02", "ocds-call-off", relatedProcesses=under))
    assert proposed(book) == []


def test_a_framework_after_a_framework_is(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old(techniques={"hasFrameworkAgreement": True}))
    bring(book, tmp_path, new(tender={"techniques": {"hasFrameworkAgreement": True}}))
    assert len(proposed(book)) == 1


def test_what_came_to_nothing_is_not_competed_again(book: Book, tmp_path: Path) -> None:
    failed = old()
    failed["awards"][0]["status"] = "cancelled"
    bring(book, tmp_path, failed)
    bring(book, tmp_path, new())
    assert proposed(book) == []


def test_a_record_that_names_what_it_renews(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old())
    named = [{"id": "1", "relationship": ["renewalProcess"], "scheme": "ocid", "identifier": OLD}]
    bring(book, tmp_path, new("2024-01-01", tender={"title": "Ward furniture"}, relatedProcesses=named))
    assert [pair[:2] for pair in proposed(book)] == [("T2", "T1")]


def test_a_re_tender_long_before_the_end_is_a_signal_once_a_person_agrees(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old(end="2028-01-31"))
    bring(book, tmp_path, new("2023-10-01"))
    assert len(proposed(book)) == 1 and signals(book) == []
    book.accept("Q1")
    assert signals(book) == [("early_retender", 2)]
    signal = book.get("S1")
    assert signal.award == 1 and "1583 days before its end" in str(signal.grounds)
    bring(book, tmp_path, old(end="2028-01-31"), new("2023-10-02"))
    assert len(signals(book)) == 1
    book.undo(2)
    assert signals(book) == [] and book.get("T2").follows == 0


def test_what_ended_early_is_not_competed_early(book: Book, tmp_path: Path) -> None:
    over = old(end="2028-01-31")
    over["contracts"][0] |= {"status": "terminated", "dateTerminated": moment("2023-09-01")}
    bring(book, tmp_path, over)
    bring(book, tmp_path, new("2023-10-01"))
    book.accept("Q1")
    assert book.get("T2").follows == 1 and signals(book) == []


def test_only_the_nearest_of_several_is_proposed(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old(), new("2025-10-01"), new("2025-12-01", "ocds-newer"))
    assert [pair[:2] for pair in proposed(book)] == [("T2", "T1")]


def test_two_tenders_do_not_follow_each_other(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, old(), new())
    book.set("T1", follows=2)
    with pytest.raises(BidtrackerError, match="which follows it"):
        book.accept("Q1")


def test_a_title_that_the_same_list_puts_right(book: Book, tmp_path: Path) -> None:
    """What it came with is nothing like the older one's."""
    bring(book, tmp_path, old(), new(tender={"title": "Ward furniture"}), new("2025-10-02"))
    assert book.get("T2").title == "Hospital beds, supply" and [pair[:2] for pair in proposed(book)] == [("T2", "T1")]


words = st.lists(st.sampled_from([f"{first}{last}" for first in "bcdfghjklm" for last in "abcdefghij"]), min_size=1)


@given(words, words, words)
def test_titles_alike_share_bits_enough_to_be_read(shared: list[str], old_rest: list[str], new_rest: list[str]) -> None:
    titles = [" ".join(f"{word * 3}" for word in (*shared, *rest)) for rest in (old_rest, new_rest)]
    signatures = [_signature(title) for title in titles]
    stems = [telling_stems(title) for title in titles]
    bits = (signatures[0] & signatures[1] & (1 << BITS) - 1).bit_count()
    if _cosine(*stems) >= ALIKE:
        assert bits >= _least_shared(signatures[0]) and bits >= _least_shared(signatures[1])
    assert ANY.bit_count() >= bits and _least_shared(ANY) == 1
