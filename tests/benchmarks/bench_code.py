"""How much CPU time does the code stage need, beside njsscan and for an unchanged tree?

    python tests/benchmarks/bench_code.py [--njsscan PROGRAM] [--runs N] FOLDER...

Runs the scan of the code check and, where it is given, njsscan on each folder in
turn, interleaved, and prints the medians of the CPU seconds (user and system, of the
whole tree of processes). A second run finds everything in the cache: it is compared by
the stage alone, without the start of the interpreter and the reading of the rules.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from auditor.checks.code.rules import load_rules, natives_of
from auditor.checks.code.semgrep import results
from auditor.checks.code.serving import uses_of
from auditor.sources.semgrep import Semgrep
from auditor.targets import open_target

TIMEOUT_S = 900.0
LIMITS = {"of njsscan": 1 / 8, "second run": 1 / 10}


def main(arguments: argparse.Namespace) -> int:
    """Print one row per figure and folder."""
    for folder in arguments.folders:
        figures: dict[str, list[float]] = defaultdict(list)
        for _ in range(arguments.runs):
            with tempfile.TemporaryDirectory() as cache:
                for name in ("first", "second"):
                    used, said = cpu_s([sys.executable, __file__, "--once", cache, folder])
                    figures[f"auditor, {name} run"].append(used)
                    figures[f"stage, {name} run"].append(float(said))
            if arguments.njsscan:
                used, said = cpu_s([arguments.njsscan, "--missing-controls", "--json", folder])
                if json.loads(said)["errors"]:
                    raise SystemExit(f"njsscan: {json.loads(said)['errors'][0]}")
                figures["njsscan"].append(used)
        medians = {name: statistics.median(found) for name, found in figures.items()}
        for name, value in medians.items():
            print(f"{Path(folder).name:<14}{name:<22}{value:>9.2f} s CPU")
        ratios = {"second run": medians["stage, second run"] / medians["stage, first run"]}
        if "njsscan" in medians:
            ratios["of njsscan"] = medians["auditor, first run"] / medians["njsscan"]
        for name, ratio in ratios.items():
            print(f"{Path(folder).name:<14}{name:<22}{ratio:>9.3f}   at most {LIMITS[name]:.3f}")
    return 0


def once(cache: Path, folder: str) -> float:
    """CPU seconds of one code stage: the scan, and what is made of its matches."""
    rules = {rule.id: rule for rule in load_rules()}
    natives = natives_of(rules.values())
    before = sum(os.times()[:4])
    target = open_target(folder)
    scan = Semgrep(cache=cache).scan(target, natives, uses=uses_of(target), timeout_s=TIMEOUT_S)
    for _ in results(scan, rules, target):
        pass
    return sum(os.times()[:4]) - before


def cpu_s(command: list[str]) -> tuple[float, str]:
    """CPU seconds of a program and of all that it started, and what it printed."""
    # njsscan looks for the engine on the path.
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    before = os.times()
    done = subprocess.run(
        command, capture_output=True, check=False, text=True, env={**os.environ, "PATH": path}
    )
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system, done.stdout


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
