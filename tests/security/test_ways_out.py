"""One table of texts that do harm, through every way out: each comes out as text, whole where it is data."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace
from payloads import PAYLOADS

from bidtracker.book import Book
from bidtracker.cli import frame
from bidtracker.cli.root import root
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    Concession,
    Deal,
    Demand,
    Fact,
    Match,
    Milestone,
    Need,
    Offer,
    Quote,
    Theme,
    Touch,
)  # fmt: skip
from bidtracker.domain.vocabulary import (
    DealStep,
    DemandKind,
    FactKind,
    Fit,
    Level,
    Lever,
    LostReason,
    Rating,
    SignalKind,
    Stance,
)  # fmt: skip
from bidtracker.exports.html import html_page
from bidtracker.exports.markdown import escaped
from bidtracker.exports.rows import LISTS
from bidtracker.locale import set_language
from bidtracker.pages.brief import brief
from bidtracker.pages.call_sheet import call_sheet
from bidtracker.pages.draw.markdown import page_markdown
from bidtracker.radar.score.opportunity import judge, opportunities
from bidtracker.radar.score.past import history

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
# What a terminal obeys, or shows other than in its place. Line breaks are looked at apart.
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
FORMULA = tuple("=+-@\t\r＝＋－＠")
NUMBER = re.compile(r"-?\d+(\.\d+)?$")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    for variable in ("BIDTRACKER_BOOK", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr(frame, "now", lambda: NOW)
    monkeypatch.chdir(tmp_path)
    yield
    set_language("en")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in which every text of every record is a payload, each payload once in each place."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.bidtracker"
    with Book.open(path, create=True, clock=lambda: NOW) as book:
        for number, text in enumerate(PAYLOADS.values(), 1):
            book.who = text
            fields = ("title", "buyer", "reference", "notes", "description", "category", "url", "country")
            tender = book.add(
                "tenders", **dict.fromkeys(fields, text), deadline=date(2026, 12, 1), tags=(text,), extra={text: text}
            )
            book.bid(f"T{number}", p_win=0.1, why=text)
            ends = {"start": date(2025, 1, 1), "end": date(2027, 9, 1)}
            book.lose(
                f"T{number}",
                to=text,
                reasons=loss_reasons(LostReason.UNKNOWN, evidence=text),
                terms=ContractTerms(promises=(text,), **ends),
            )
            buyer, card = f"B{tender.buyer}", {"title": text, "notes": text, "phone": text, "email": text}
            contact = book.add("contacts", name=text, buyer=buyer, **card)
            book.believe(f"P{contact.id}", level=list(Level)[-1], stance=next(iter(Stance)))
            book.add("facts", buyer=buyer, kind=FactKind.OTHER, text=text, on=date(2026, 1, 1), url=text)
            noted = {"on": date(2026, 11, 1), "notes": text, "url": text, "contact": f"P{contact.id}"}
            book.observe(f"A{number}", SignalKind.DELIVERY_LATE, promise=1, **noted)
            book.plan_touch(f"A{number}", on=TODAY, contact=f"P{contact.id}", note=text)
        assert book.check() == [] and len(book.holdings.awards) == len(PAYLOADS)
    return path


@pytest.fixture
def hostile(made: Path, tmp_path: Path) -> Path:
    """That book for one test."""
    return Path(shutil.copyfile(made, tmp_path / "hostile.bidtracker"))


def run(book: Path, *args: str) -> Result:
    result = CliRunner().invoke(root, ["--book", str(book), *args])
    assert result.exit_code == 0, result.output
    return result


COMMANDS = (
    *([name] for name in ("radar", "agenda", "tenders", "awards", "signals", "buyers", "contacts", "competitors")),
    *([name] for name in ("touches", "facts", "deals", "insights", "history", "proposals", "settings", "check")),
    *(["show", f"{letter}{number}"] for number in range(1, len(PAYLOADS) + 1) for letter in "TAPSFKH"),
    *(["show", f"{letter}{number}"] for number in range(1, 20) for letter in "BC"),
    ["radar", "--why"],
    ["radar", "--why", "--json"],
    ["tenders", "--json"],
    ["history", "--json"],
    ["set", "T1", "stage=submitted"],
    ["undo"],
    ["redo", "--json"],
)


def test_no_command_says_anything_that_a_terminal_obeys(hostile: Path) -> None:
    for args in COMMANDS:
        for line in run(hostile, *args).output.split("\n"):
            assert not HARMFUL.search(line), (args, line)


@pytest.mark.parametrize("what", PAYLOADS)
def test_an_error_that_repeats_it_is_harmless(hostile: Path, what: str) -> None:
    text = PAYLOADS[what]
    typed = text.replace("\0", "")
    for args in (["show", typed], ["set", "T1", f"deadline={typed}"], ["tenders", "--where", f"{typed}=1"],
                 ["export", "tenders", "-o", f"{typed[:40].replace('/', '_')}/x.csv"]):  # fmt: skip
        result = CliRunner().invoke(root, ["--book", str(hostile), *args])
        assert "Traceback" not in result.output and result.exit_code in (1, 2)
        for line in result.output.split("\n"):
            assert not HARMFUL.search(line), (args, line)


def test_json_and_a_dump_have_it_whole(hostile: Path) -> None:
    listed = {item["id"]: item for item in json.loads(run(hostile, "tenders", "--json").stdout)}
    dumped = json.loads(run(hostile, "dump").stdout_bytes)
    for number, text in enumerate(PAYLOADS.values(), 1):
        assert listed[f"T{number}"]["title"] == text
        assert json.loads(run(hostile, "show", f"T{number}", "--json").stdout)["record"]["description"] == text
        assert dumped["tenders"][str(number)]["title"] == text
        assert dumped["tenders"][str(number)]["extra"] == {text: text}
        assert dumped["signals"][str(number)]["notes"] == text


def test_a_dump_comes_back_as_it_was(hostile: Path, tmp_path: Path) -> None:
    run(hostile, "dump", "-o", str(tmp_path / "dump.json"))
    run(tmp_path / "back.bidtracker", "restore", str(tmp_path / "dump.json"))
    assert "is sound" in run(tmp_path / "back.bidtracker", "check").stdout
    present, back = (json.loads(run(book, "dump").stdout_bytes) for book in (hostile, tmp_path / "back.bidtracker"))
    assert present.pop("_book")["1"]["last_ids"] == back.pop("_book")["1"]["last_ids"] and present == back


@pytest.mark.parametrize("name", LISTS)
def test_a_spreadsheet_takes_no_cell_of_a_csv_for_a_formula(hostile: Path, name: str) -> None:
    out = run(hostile, "export", name, "--format", "csv").stdout_bytes.decode()
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert len({len(row) for row in rows}) == 1, "no cell became two"
    for cell in (cell for row in rows[1:] for cell in row):
        assert not cell.lstrip(" \u00a0\u3000\u200b\u200e\u200f\ufeff").startswith(FORMULA) or NUMBER.match(cell), cell


@pytest.mark.parametrize("name", LISTS)
def test_a_workbook_has_no_formula_and_no_link(hostile: Path, tmp_path: Path, name: str) -> None:
    run(hostile, "export", name, "-o", str(tmp_path / "list.xlsx"))
    with zipfile.ZipFile(tmp_path / "list.xlsx") as book:
        assert not [part for part in book.namelist() if "externalLink" in part or "sheet1.xml.rels" in part]
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f[ >]|<hyperlink", sheet)


@pytest.mark.parametrize("name", LISTS)
def test_markdown_shows_it_as_text(hostile: Path, name: str) -> None:
    out = run(hostile, "export", name, "--format", "md").stdout_bytes.decode()
    as_text(out)


def test_the_call_sheet_shows_it_as_text(hostile: Path) -> None:
    with Book.open(hostile, clock=lambda: NOW) as book:
        results = opportunities(book.holdings, TODAY)
        assert len(results) == len(PAYLOADS)
        for each in results:
            as_text(page_markdown(call_sheet(each, book.holdings, TODAY)))


@pytest.fixture(scope="session")
def accounts(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    """That book with every text of what is known of an account a payload too."""
    path = shutil.copyfile(made, tmp_path_factory.mktemp("accounts") / "hostile.bidtracker")
    with Book.open(path, clock=lambda: NOW) as book:
        _fill(book.holdings)
        yield book.holdings


def _fill(holdings: Holdings) -> None:
    """Puts every text into every record of an account."""
    euro = Money(Decimal(9), "EUR")
    for n, text in enumerate(PAYLOADS.values(), 1):
        holdings.put("tenders", replace(holdings.tenders[n], tenderers=()))
        buyer, kept = holdings.tenders[n].buyer, {"id": n, "notes": text, "tags": (text,), "links": (text,)}
        demand, match = (
            Demand(number=1, kind=DemandKind.OTHER, text=text),
            Match(demand=1, offer=n, fit=Fit.PARTLY, note=text),
        )
        holdings.put("offers", Offer(name=text, description=text, **kept))
        holdings.put(
            "needs",
            Need(buyer=buyer, tender=n, title=text, job=text, demands=(demand,), matches=(match,), budget=euro, **kept),
        )
        holdings.put("themes", Theme(tender=n, lever=Lever.SERVICE, text=text, proof=text, need=n, demand=1, **kept))
        gave = Concession(on=TODAY, gave=text)
        holdings.put("quotes", Quote(tender=n, on=TODAY, price=euro, terms=text, concessions=(gave,), **kept))
        visit = Milestone(
            number=1, step=DealStep.VISIT, done=TODAY, satisfaction=1, improve=text, next_need=text, note=text
        )
        later = Milestone(number=2, step=DealStep.DEPOSIT, due=TODAY, note=text, amount=euro)
        holdings.put("deals", Deal(award=n, milestones=(visit, later), **kept))
        for at, kind in enumerate(FactKind):
            number = 1000 * n + at
            holdings.put("facts", Fact(id=number, buyer=buyer, kind=kind, text=text, on=TODAY, rating=Rating.POOR))
        touch = Touch(id=1000 + n, buyer=buyer, contact=n, on=TODAY, done=TODAY, by=text, notes=text)
        holdings.put("touches", touch)


@pytest.mark.parametrize("number", range(1, len(PAYLOADS) + 1))
def test_a_brief_and_a_full_call_sheet_show_it_as_text(accounts: Holdings, number: int) -> None:
    past = history(accounts, TODAY)
    results = judge(accounts, accounts.awards[number], TODAY, past=past)
    for markdown in (
        page_markdown(brief(accounts, f"B{accounts.tenders[number].buyer}", TODAY, past=past)),
        page_markdown(brief(accounts, f"T{number}", TODAY, past=past)),
        page_markdown(call_sheet(results, accounts, TODAY)),
    ):
        as_text(markdown)
        as_page(html_page(markdown, "en"))


@pytest.mark.parametrize("what", PAYLOADS)
def test_a_page_of_it_alone_has_no_markup_but_ours(what: str) -> None:
    as_page(html_page(PAYLOADS[what], "en"), ours=OF_MARKDOWN)
    as_page(html_page(f"# {escaped(PAYLOADS[what])}", "en"))


OF_OURS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "p",
    "ul",
    "li",
    "strong",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
OF_MARKDOWN = OF_OURS | {"h3", "h4", "h5", "h6", "ol", "em", "br", "hr", "blockquote"}


def as_page(html: str, ours: set[str] = OF_OURS) -> None:
    """No tag and no attribute but what we write ourselves, and nothing that is loaded."""
    results = Tags()
    results.feed(html)
    assert results.tags <= ours and results.attributes <= {"lang", "charset", "http-equiv", "content", "name", "style"}


class Tags(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)


def as_text(markdown: str) -> None:
    """Nothing in it but what we write ourselves: headings, lists, tables, bold."""
    ours = re.compile(r"(heading|bullet_list|list_item|table|thead|tbody|tr|th|td|strong|paragraph)_(open|close)$")
    for token in parts(MarkdownIt("gfm-like").parse(markdown)):
        assert token.type in ("inline", "text", "softbreak") or ours.match(token.type), (token.type, token.content)
    for line in markdown.split("\n"):
        assert not HARMFUL.search(line), line


def parts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from parts(token.children or [])


def test_a_calendar_has_its_own_lines_only(hostile: Path, tmp_path: Path) -> None:
    items = json.loads(run(hostile, "agenda", "--json").stdout)
    out = run(hostile, "export", "agenda", "--format", "ics").stdout_bytes.decode()
    lines = re.sub(r"\r\n[ \t]", "", out).split("\r\n")
    assert lines.count("BEGIN:VEVENT") == len(items) > 0
    ours = {"BEGIN", "END", "PRODID", "VERSION", "X-WR-CALNAME", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE",
            "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "TRANSP"}  # fmt: skip
    for line in filter(None, lines):
        assert re.match(r"[A-Z-]+", line)[0] in ours and not HARMFUL.search(line), line  # type: ignore[index]
    assert "\n" not in out.replace("\r\n", "")


def test_nothing_appears_beside_the_book(hostile: Path, tmp_path: Path) -> None:
    for args in COMMANDS[:20]:
        run(hostile, *args)
    assert {file.name for file in tmp_path.iterdir()} <= {"hostile.bidtracker", "home"}
    with Book.open(hostile) as book:
        assert book.check() == [] and len(book.holdings.tenders) == len(PAYLOADS)
