"""Looks at what is installed: is it what was chosen, and does anybody know a vulnerability in it?

    python .ci/audit.py .venv [--lock]

.ci/lock.txt names every package that the program and its tools bring along, in the version that was last tried. One
that is not in it came in unseen, and exits with 1; another version is told. With --lock the file is written anew.
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
from typing import Any

LOCK = Path(__file__).with_name("lock.txt")
PATIENCE = 60  # seconds
NOT_OURS = ("bidtracker", "pip", "setuptools")  # the program itself, and what every environment comes with


def main(environment: Path, write: bool = False) -> int:
    packages = next((environment / "lib").glob("python*/site-packages"))
    there = installed(packages)
    if write:
        LOCK.write_text("".join(f"{name}=={version}\n" for name, version in sorted(there.items())), encoding="utf-8")
    return int(any([unlike_the_lock(there), vulnerable(environment, packages)]))


def installed(packages: Path) -> dict[str, str]:
    """Name -> version of what an environment holds."""
    found = {plain(each.metadata["Name"]): each.version for each in distributions(path=[str(packages)])}
    return {name: version for name, version in found.items() if name not in NOT_OURS}


def plain(name: str) -> str:
    """A package's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def unlike_the_lock(there: dict[str, str]) -> bool:
    """Tells what differs from the lock; whether a package came in that it does not name."""
    lock = dict(line.split("==") for line in LOCK.read_text(encoding="utf-8").split())
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
        print(f"The dependencies could not be looked up for known vulnerabilities ({type(error).__name__}).")
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
    sys.exit(main(Path(sys.argv[1]), write="--lock" in sys.argv))
