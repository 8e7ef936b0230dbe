"""Looks at what is installed: is it what was chosen, and does anybody know a vulnerability in it?

    python .ci/audit.py .venv [REPORT] [--lock]

.ci/lock.txt names every package that the program and its tools bring along, in the version that was last tried, with
the hash of its archive and the archive's name. A package that is not in it came in unseen, and exits with 1; another
version is told. REPORT is what `pip install --report` wrote of the installation: an archive of the same name with
another hash was changed on its way, and exits with 1; one built for another system is told. With --lock the file is
written anew from the report.
Then pip-audit looks all up in the lists of known vulnerabilities, and exits with 1 where one is known. Where it cannot
be had or the lists cannot be reached, it says so: the lock, `pip check` and tests/security/test_dependencies.py hold
without a network.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

LOCK = Path(__file__).with_name("lock.txt")
PATIENCE = 60  # seconds
NOT_OURS = ("bidtracker", "pip", "setuptools")  # the program itself, and what every environment comes with


class Locked(NamedTuple):
    """One line of the lock: a version, and the archive that it was installed from."""

    version: str
    hash: str
    archive: str


def main(environment: Path, report: Path | None = None, write: bool = False) -> int:
    packages = next((environment / "lib").glob("python*/site-packages"))
    archives = fetched(report) if report else {}
    if write:
        lines = (f"{name}=={lock.version} --hash={lock.hash}  # {lock.archive}\n" for name, lock in archives.items())
        LOCK.write_text("".join(sorted(lines)), encoding="utf-8")
    if not archives:
        print("What pip fetched was not reported, so no archive was held against its hash.")
    return int(any([unlike_the_lock(installed(packages)), changed(archives), vulnerable(environment, packages)]))


def locked() -> dict[str, Locked]:
    """Name -> what the lock has of a package."""
    line = re.compile(r"(\S+)==(\S+)(?: --hash=(sha256:[0-9a-f]{64})  # (\S+))?")
    lines = [line.fullmatch(each) for each in LOCK.read_text(encoding="utf-8").splitlines()]
    return {name: Locked(*rest) for name, *rest in (match.groups("") for match in lines if match)}


def fetched(report: Path) -> dict[str, Locked]:
    """Name -> the archive that pip fetched, as it reported."""
    archives = {}
    for each in json.loads(report.read_text(encoding="utf-8"))["install"]:
        name, source = plain(each["metadata"]["name"]), each["download_info"]
        if name not in NOT_OURS:
            archive = unquote(urlsplit(source["url"]).path.rpartition("/")[2])
            known = source.get("archive_info", {}).get("hashes", {}).get("sha256", "")  # a mirror may not say
            archives[name] = Locked(each["metadata"]["version"], f"sha256:{known}", archive if known else "no archive")
    return archives


def changed(archives: dict[str, Locked]) -> bool:
    """Tells which archives the lock does not know; whether one has the name that it knows and another hash."""
    lock = locked()
    same = {
        name: (lock[name], got) for name, got in archives.items() if name in lock and lock[name].version == got.version
    }
    other = sorted(name for name, (known, got) in same.items() if known.archive != got.archive)
    wrong = sorted(
        name for name, (known, got) in same.items() if known.archive == got.archive and known.hash != got.hash
    )
    if other:
        print(f"From an archive for another system than in {LOCK.name}, so its hash is not known: {', '.join(other)}")
    if wrong:
        print(f"Not the archive that {LOCK.name} knows by its hash: {', '.join(wrong)}", file=sys.stderr)
    right = len(same) - len(other) - len(wrong)
    if archives:
        print(f"{right} of {len(archives)} archives have the hash that {LOCK.name} knows.")
    return bool(wrong)


def installed(packages: Path) -> dict[str, str]:
    """Name -> version of what an environment holds."""
    found = {plain(each.metadata["Name"]): each.version for each in distributions(path=[str(packages)])}
    return {name: version for name, version in found.items() if name not in NOT_OURS}


def plain(name: str) -> str:
    """A package's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def unlike_the_lock(there: dict[str, str]) -> bool:
    """Tells what differs from the lock; whether a package came in that it does not name."""
    lock = {name: each.version for name, each in locked().items()}
    unseen = sorted(there.keys() - lock.keys())
    other = sorted(name for name in there.keys() & lock.keys() if there[name] != lock[name])
    if unseen:
        print(f"Not in {LOCK.name}, so nobody has looked at it: {', '.join(unseen)}", file=sys.stderr)
    if other:
        told = ", ".join(f"{name} {there[name]} ({lock[name]})" for name in other)
        print(f"In another version than in {LOCK.name}: {told}")
    return bool(unseen)


def vulnerable(environment: Path, packages: Path) -> bool:
    """Whether a vulnerability is known in one of the packages, as far as the lists can be reached."""
    tool = environment / "audit"  # an environment of its own, so that only our dependencies are looked up
    try:
        run(sys.executable, "-m", "venv", str(tool)).check_returncode()
        python = next(tool.glob("*/python"))
        run(
            str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pip-audit"
        ).check_returncode()
        done = run(
            str(python), "-m", "pip_audit", "--path", str(packages), "--skip-editable", "--format", "json",
            "--progress-spinner", "off", "--timeout", "5",
        )  # fmt: skip
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, StopIteration) as error:
        reason = type(error).__name__
        print(f"No list of known vulnerabilities could be reached ({reason}): not one dependency was looked up.")
        return False
    ours = [each for each in found if each["name"] not in NOT_OURS]
    looked_up = [each for each in ours if "skip_reason" not in each]
    for each in looked_up:
        for known in each["vulns"]:
            mended = ", ".join(known.get("fix_versions", ())) or "no version yet"
            print(f"{each['name']} {each['version']}: {known['id']}, mended in {mended}", file=sys.stderr)
    if len(looked_up) < len(ours):
        print(f"{len(ours) - len(looked_up)} of {len(ours)} dependencies could not be looked up for vulnerabilities.")
    else:
        print(f"{len(looked_up)} dependencies looked up for known vulnerabilities.")
    return any(each["vulns"] for each in looked_up)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


if __name__ == "__main__":
    places = [Path(each) for each in sys.argv[1:] if not each.startswith("--")]
    sys.exit(main(*places, write="--lock" in sys.argv))
