"""The commands that ask, answer, write the letter, and list the rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]


def own_rules(tmp_path: Path, text: str) -> None:
    (tmp_path / "home" / "bidtracker").mkdir(parents=True, exist_ok=True)
    (tmp_path / "home" / "bidtracker" / "config.toml").write_text(text, "utf-8")


def test_an_inquiry_is_asked_chased_answered_and_exported(lost: Run, output: Output, tmp_path: Path) -> None:
    lost("set", "B1", "country=GB")
    lost("inquire", "A1", "payments", "--under", "uk-foi", "--office", "FOI desk", "--on", "2026-10-01")
    [asked] = output("inquiries")
    assert (asked["id"], asked["kind"], asked["due"], asked["tender_ref"]) == ("I1", "payments", "2026-10-29", "T1")
    assert "Chase the answer: Payments on" in lost("agenda").stdout
    lost(
        *("answered", "I1", "partly", "--signal", "underspend", "--attach", "file:///p.csv", "--note", "half of it"),
        *("--promise", "4 loads a day"),
    )
    assert output("inquiries")[0]["result"] == "partly" and output("signals")[0]["kind"] == "underspend"
    assert "Chase the answer" not in lost("agenda").stdout
    path = tmp_path / "asked.csv"
    lost("export", "inquiries", "--format", "csv", "-o", str(path))
    assert "half of it" in path.read_text("utf-8")
    assert "Answered in part" in lost("show", "T1").stdout


def test_the_letter_is_markdown_in_three_languages_and_obeys_no_markup(lost: Run, tmp_path: Path) -> None:
    lost("set", "T1", "title=Salt [x](y) *now*", "reference=R-7")
    lost("settings", "--us", "Grit & Co")
    lost("inquire", "T1", "debrief", "--note", "n")
    english = lost("letter", "I1").stdout
    assert english.startswith("# Debrief: Salt \\[x\\](y) \\*now\\* (R-7)\n\nGrit &amp; Co, 2026-11-23")
    assert "Dear Sir or Madam," in english and "for each award criterion" in english
    chinese = {code: lost("letter", "I1", "--language", code).stdout for code in ("zh_CN", "zh_TW")}
    assert chinese["zh_CN"] != chinese["zh_TW"] and "Dear" not in "".join(chinese.values())
    assert "Dear Sir or Madam," in lost("letter", "I1").stdout, "and speaks English again"
    path = tmp_path / "letter.md"
    lost("letter", "I1", "-o", str(path))
    assert path.read_text("utf-8") == english
    assert "is there already" in lost("letter", "I1", "-o", str(path), status=1).stderr or path.is_file()


def test_rules_are_listed_with_their_sources_and_a_persons_own(lost: Run, output: Output, tmp_path: Path) -> None:
    assert output("rules")["uk-foi"]["last_resort"] is True
    assert list(output("rules", "--country", "de")) == ["eu-55"]
    assert "a last resort" in lost("rules", "--country", "US").stdout
    assert "no rule is known there" in lost("rules", "--country", "NZ").stdout
    own_rules(
        tmp_path,
        '[inquiry_rules.nz-oia]\nlabel = "Official Information Act 1982, section 15"\nkinds = ["contract"]\n'
        'countries = ["NZ"]\ndays = 20\nworking = true\nsource = "our counsel, 2026"\n',
    )
    assert output("rules", "--country", "NZ")["nz-oia"]["days"] == 20
    lost("set", "B1", "country=NZ")
    lost("inquire", "A1", "contract", "--under", "nz-oia")
    assert output("inquiries")[0]["due"] == "2026-12-21"
    assert (
        "Official Information Act" in lost("show", "I1").stdout
        and "Official Information Act" in lost("letter", "I1").stdout
    )
    own_rules(
        tmp_path,
        '[inquiry_rules.our-way]\nlabel = "As the buyer\'s charter says"\nkinds = ["debrief"]\n'
        'countries = ["GB"]\ndays = 10\nwithin = 5\nsource = "the charter"\n',
    )
    lost("set", "B1", "country=GB")
    for command in (["agenda"], ["show", "T1"], ["digest", "--since", "30d"]):
        assert "As the buyer's charter says" in lost(*command).stdout, "before the shipped ones"
    own_rules(tmp_path, '[inquiry_rules.x]\nlabel = "x"\nkinds = []\nsource = ""\n')
    assert "the rule x names no kinds" in lost("rules", status=1).stderr
    own_rules(tmp_path, '[inquiry_rules.x]\nlabel = "x"\nkind = ["contract"]\nsource = "s"\n')
    assert "config.toml" in lost("rules", status=1).stderr
