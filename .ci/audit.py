"""Looks up what is installed in the lists of known vulnerabilities, by pip-audit.

    python .ci/audit.py .venv

Exits with 1 where one is known. Where pip-audit cannot be had or the lists cannot be reached, it says so and exits
with 0: `pip check` and tests/security/test_dependencies.py hold without a network.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds
NOT_OURS = ("bidtracker", "pip", "setuptools")  # the program itself, and what every environment comes with


def main(environment: Path) -> int:
    tool = environment / "audit"  # an environment of its own, so that only our dependencies are looked up
    try:
        run(sys.executable, "-m", "venv", str(tool)).check_returncode()
        python = next(tool.glob("*/python"))
        run(
            str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pip-audit"
        ).check_returncode()
        installed = next((environment / "lib").glob("python*/site-packages"))
        done = run(
            str(python), "-m", "pip_audit", "--path", str(installed), "--skip-editable", "--format", "json",
            "--progress-spinner", "off", "--timeout", "5",
        )  # fmt: skip
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, StopIteration) as error:
        print(f"The dependencies could not be looked up for known vulnerabilities ({type(error).__name__}).")
        return 0
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
    return int(any(each["vulns"] for each in looked_up))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
