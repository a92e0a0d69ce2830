"""How much CPU time does the code stage need, beside njsscan and for an unchanged tree?

    python tests/benchmarks/bench_code.py [--njsscan PROGRAM] [--runs N] FOLDER...

Runs the scan of the code check and, where it is given, njsscan on each folder in
turn, interleaved, and prints the medians of the CPU seconds (user and system, of the
whole tree of processes) and of a second run that finds everything in the cache.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from auditor.checks.code.rules import load_rules, natives_of
from auditor.checks.code.semgrep import results
from auditor.sources.semgrep import Semgrep
from auditor.targets import open_target

TIMEOUT_S = 900.0
LIMITS = {"of njsscan": 1 / 8, "second run": 1 / 10}


def main(arguments: argparse.Namespace) -> int:
    """Print one row per figure and folder."""
    for folder in arguments.folders:
        figures: dict[str, list[float]] = {"auditor": [], "second": [], "njsscan": []}
        for _ in range(arguments.runs):
            with tempfile.TemporaryDirectory() as cache:
                for name in ("auditor", "second"):
                    figures[name].append(cpu_s([sys.executable, __file__, "--once", cache, folder]))
            if arguments.njsscan:
                figures["njsscan"].append(
                    cpu_s([arguments.njsscan, "--missing-controls", "--json", folder])
                )
        medians = {name: statistics.median(found) for name, found in figures.items() if found}
        for name, value in medians.items():
            print(f"{Path(folder).name:<14}{name:<22}{value:>9.2f} s CPU")
        print(f"{Path(folder).name:<14}{'second run':<22}", end="")
        print(
            f"{medians['second'] / medians['auditor']:>9.3f}   at most {LIMITS['second run']:.3f}"
        )
        if "njsscan" in medians:
            ratio = medians["auditor"] / medians["njsscan"]
            print(f"{Path(folder).name:<14}{'of njsscan':<22}{ratio:>9.3f}", end="")
            print(f"   at most {LIMITS['of njsscan']:.3f}")
    return 0


def once(cache: Path, folder: str) -> int:
    """One code stage: the scan, and what is made of its matches."""
    rules = {rule.id: rule for rule in load_rules()}
    target = open_target(folder)
    scan = Semgrep(cache=cache).scan(target, natives_of(rules.values()), timeout_s=TIMEOUT_S)
    return len(list(results(scan, rules, target)))


def cpu_s(command: list[str]) -> float:
    """CPU seconds of a program and of all that it started."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=False)
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--njsscan", default="")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", type=Path)
    parser.add_argument("folders", nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _arguments()
    if chosen.once:
        print(once(chosen.once, chosen.folders[0]))
        raise SystemExit(0)
    raise SystemExit(main(chosen))
