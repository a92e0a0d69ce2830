"""How long does the detector of secrets take, and how much memory, beside detect-secrets?

    python tests/benchmarks/bench_secrets.py FOLDER [--peer PATH_TO_DETECT_SECRETS]

Each runs in a process of its own over the same folder, one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

TIMEOUT_S = 600
OURS = """
import sys
from datetime import UTC, datetime
from auditor.check import Context
from auditor.checks.secrets.files import files
from auditor.model import Finding
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.targets import open_target
now = datetime.now(UTC)
context = Context(open_target(sys.argv[1]), None, Sources(Settings(), now=now), now)
print(sum(isinstance(each, Finding) for each in files.body(context)))
"""


def measured(argv: list[str]) -> tuple[str, bytes]:
    """The row of the table (seconds, of them CPU, peak MiB of a child), and what was printed."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    started = time.perf_counter()
    done = subprocess.run(argv, capture_output=True, timeout=TIMEOUT_S, check=True, env=environment)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    row = f"{seconds:>9.1f}{used.ru_utime - before:>7.1f}{used.ru_maxrss // 2**10:>7}"
    return row, done.stdout


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--peer", help="the detect-secrets to compare with")
    arguments = parser.parse_args()
    print(f"{'tool':<16}{'seconds':>9}{'CPU':>7}{'MiB':>7}{'findings':>10}")
    row, out = measured([sys.executable, "-c", OURS, arguments.folder])
    print(f"{'auditor':<16}{row}{int(out):>10}")
    if arguments.peer:
        row, out = measured([arguments.peer, "-C", arguments.folder, "scan", "--all-files", "."])
        found = sum(len(each) for each in json.loads(out)["results"].values())
        print(f"{'detect-secrets':<16}{row}{found:>10}")


if __name__ == "__main__":
    main()
