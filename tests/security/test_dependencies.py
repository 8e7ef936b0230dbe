"""What the program needs comes in a range that was tried: nothing older, and nothing that nobody has seen yet."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
AUDIT = ROOT / ".ci" / "audit.py"
OF_DEVELOPERS = ("test", "dev")  # extras that nobody needs who uses the program
RANGE = re.compile(r"[\w.-]+(\[[\w,]+\])?>=\d[\w.]*,<\d[\w.]*\s*(;.*)?")


def wanted() -> list[str]:
    """Every requirement of somebody who uses the program."""
    extras = PROJECT["optional-dependencies"]
    return [*PROJECT["dependencies"], *(each for name in extras if name not in OF_DEVELOPERS for each in extras[name])]


@pytest.mark.parametrize("requirement", wanted())
def test_a_dependency_has_a_lowest_and_an_uppermost_version(requirement: str) -> None:
    assert RANGE.fullmatch(requirement), requirement


@pytest.mark.parametrize("name", OF_DEVELOPERS)
def test_a_tool_has_a_lowest_version(name: str) -> None:
    for requirement in PROJECT["optional-dependencies"][name]:
        assert ">=" in requirement or requirement.startswith("bidtracker["), requirement


SOUND = {"name": "click", "version": "8.4", "vulns": []}
KNOWN = {"name": "old", "version": "1", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["2"]}]}
UNKNOWN = {"name": "far", "skip_reason": "Dependency not found on PyPI and could not be audited: far (1)"}


@pytest.fixture
def audit() -> ModuleType:
    if not AUDIT.exists():
        pytest.skip("what checks the project is not here")
    spec = importlib.util.spec_from_file_location("audit", AUDIT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("result", "status", "output"),
    [
        ([SOUND], 0, "1 dependencies looked up"),
        ([SOUND, KNOWN], 1, "old 1: CVE-2026-1, mended in 2"),
        ([UNKNOWN, KNOWN], 1, "1 of 2 dependencies could not be looked up"),
        ([UNKNOWN, SOUND], 0, "1 of 2 dependencies could not be looked up"),
        (
            None,
            0,
            "No list of known vulnerabilities could be reached (JSONDecodeError): not one dependency was looked up",
        ),
    ],
)
def test_a_known_vulnerability_fails_the_audit(
    audit: ModuleType,
    result: list[dict[str, Any]] | None,
    status: int,
    output: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for folder in ("audit/bin/python", "lib/python3.11/site-packages"):
        (tmp_path / folder).mkdir(parents=True)
    out = "no network" if result is None else json.dumps({"dependencies": result})
    monkeypatch.setattr(audit, "run", lambda *command: subprocess.CompletedProcess(command, 0, out, ""))
    assert audit.main(tmp_path) == status
    assert output in "".join(capsys.readouterr())


def test_a_package_that_the_lock_does_not_name_fails_the_audit(
    audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "LOCK", tmp_path / "lock.txt")
    hashes = f" --hash=sha256:{'0' * 64}  # a.whl\n"
    audit.LOCK.write_text(f"click==8.4{hashes}textual==8.2.8{hashes}", encoding="utf-8")
    assert not audit.unlike_the_lock({"click": "8.4"})
    assert capsys.readouterr() == ("", "")
    assert not audit.unlike_the_lock({"click": "8.5"})
    assert "click 8.5 (8.4)" in capsys.readouterr().out
    assert audit.unlike_the_lock({"click": "8.4", "clicck": "1.0"})
    assert "clicck" in capsys.readouterr().err


def fetched(url: str, letter: str) -> str:
    """What pip reports of an installation of click."""
    archive = {"url": f"https://mirror.example/{url}", "archive_info": {"hashes": {"sha256": letter * 64}}}
    return json.dumps({"install": [{"metadata": {"name": "Click", "version": "8.4"}, "download_info": archive}]})


@pytest.mark.parametrize(
    ("report", "status", "output"),
    [
        (fetched("click-8.4-py3-none-any.whl", "a"), False, "1 of 1 archives have the hash"),
        (fetched("click-8.4-py3-none-any.whl", "b"), True, "Not the archive that lock.txt knows by its hash: click"),
        (fetched("click-8.4-cp99-win32.whl", "b"), False, "From an archive for another system"),
    ],
    ids=["the same", "changed on its way", "another build"],
)
def test_an_archive_is_held_against_its_hash(
    audit: ModuleType,
    report: str,
    status: bool,
    output: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(audit, "LOCK", tmp_path / "lock.txt")
    line = f"click==8.4 --hash=sha256:{'a' * 64}  # click-8.4-py3-none-any.whl\n"
    audit.LOCK.write_text(line, encoding="utf-8")
    (tmp_path / "report.json").write_text(report, encoding="utf-8")
    assert audit.changed(audit.fetched(tmp_path / "report.json")) is status
    assert output in "".join(capsys.readouterr())


def test_the_lock_has_hashes(audit: ModuleType) -> None:
    lock = audit.locked()
    assert len(lock) == len(audit.LOCK.read_text(encoding="utf-8").splitlines())
    assert sum(each.hash != "" for each in lock.values()) > 90


def test_what_is_locked_lies_within_the_ranges(audit: ModuleType) -> None:
    lock = audit.locked()
    for requirement in map(Requirement, wanted()):
        assert requirement.specifier.contains(lock[audit.plain(requirement.name)].version), requirement
