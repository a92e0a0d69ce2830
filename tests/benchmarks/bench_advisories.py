"""How much does it cost to match a lockfile against every advisory there is?

    python tests/benchmarks/bench_advisories.py [FOLDER]

Generates an archive of 220,000 records and two lockfiles in FOLDER (default:
.benchmarks/advisories; kept for the next run), builds the store, and prints CPU
seconds, sizes and the ratios to npm audit (over loopback, fed the same records)
and to a program that decodes the archive in every run. Needs the tests' folder
and the checkout on PYTHONPATH: PYTHONPATH=.:tests.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from generated_store import RECORDS, invented_names, write_zip

from auditor.checks.advisories.match import look_up
from auditor.sources import silent
from auditor.sources.advisory_build import build
from auditor.sources.osv import AdvisorySource
from sbom import read_project

RUNS = 9
SMALL, LARGE = 1_500, 50_000
LIMITS = {"small_s": 0.025, "large_s": 0.5, "large_mb": 150, "store_mb": 25, "npm": 50, "zip": 300}


def main(folder: Path) -> None:
    """Run everything and print the table."""
    folder.mkdir(parents=True, exist_ok=True)
    archive, store = folder / "all.zip", folder / "advisories.sqlite"
    names = invented_names()
    if not archive.exists():
        write_zip(archive, names)
    started = time.process_time()
    build(archive, store, progress=silent)
    row("building the store", time.process_time() - started, "s CPU")
    row(f"store of {RECORDS:,} records", store.stat().st_size / 2**20, "MiB", LIMITS["store_mb"])
    found: dict[int, dict[str, float]] = {}
    for size in (SMALL, LARGE):
        lockfile = folder / f"{size}.package-lock.json"
        lockfile.write_text(json.dumps(lock(names, size)))
        found[size] = in_its_own_process(lockfile, store)
        for label, value in found[size].items():
            row(f"{size:,} packages: {label}", value, "MiB" if "memory" in label else "s CPU")
    small, large = found[SMALL], found[LARGE]
    row("matching the small one", small["match, first"], "s CPU", LIMITS["small_s"])
    row("matching the large one", large["match, first"], "s CPU", LIMITS["large_s"])
    row("memory for the match", large["memory, matched"], "MiB", LIMITS["large_mb"])
    npm_s = npm(folder / f"{SMALL}.package-lock.json", store)
    row("npm audit", npm_s, "s CPU")
    row("ratio to npm audit", npm_s / small["match, best"], "x", LIMITS["npm"], at_least=True)
    loop_s = decode_all(archive, set(names[:SMALL]))
    row("decoding the archive", loop_s, "s CPU")
    row("ratio to that", loop_s / small["match, best"], "x", LIMITS["zip"], at_least=True)


def lock(names: list[str], size: int) -> dict[str, Any]:
    """A lockfile of ``size`` packages; those beyond the known names have no advisory."""
    chance = random.Random(size)  # noqa: S311 -- the same lockfile every time
    packages: dict[str, Any] = {"": {"name": "shop", "version": "1.0.0"}}
    for number in range(size):
        # One in ten has advisories, about as in the lockfiles of old applications.
        name = names[number] if number % 10 == 0 and number < len(names) else f"quiet-{number}"
        version = f"{chance.randint(0, 4)}.{chance.randint(0, 20)}.{chance.randint(0, 30)}"
        packages[f"node_modules/{name}"] = {"version": version}
    return {"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": packages}


def in_its_own_process(lockfile: Path, store: Path) -> dict[str, float]:
    """Measure one lockfile in a fresh interpreter."""
    command = [sys.executable, __file__, "--measure", str(lockfile), str(store)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def measure(lockfile: Path, store: Path) -> None:
    """Read and match; print CPU seconds and the highest memory so far, as JSON."""
    base = peak_mb()
    started = time.process_time()
    inventory = read_project(
        {"package-lock.json": lockfile.read_bytes()}.get, ["package-lock.json"]
    )
    read_s = time.process_time() - started
    read_mb = peak_mb()
    runs = []
    for _ in range(RUNS):
        started = time.process_time()
        look_up(inventory, AdvisorySource(store))
        runs.append(time.process_time() - started)
    numbers = {
        "read the lockfile": read_s,
        "match, first": runs[0],
        "match, best": min(runs),
        "memory, started": base,
        "memory, read": read_mb,
        "memory, matched": peak_mb(),
    }
    print(json.dumps(numbers))


def peak_mb() -> float:
    """The most memory this process has had, in MiB (of it alone: not of what started it)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024  # type: ignore[index] # on Linux


def npm(lockfile: Path, store: Path) -> float:
    """CPU seconds of npm audit, whose server has the records of the lockfile's packages."""
    from npm_audit import NPM, audit  # noqa: PLC0415 -- needs npm

    if NPM is None:
        return float("nan")
    data = lockfile.read_bytes()
    inventory = read_project({"package-lock.json": data}.get, ["package-lock.json"])
    asked, _ = look_up(inventory, AdvisorySource(store))
    advisories = [one for some in asked.advisories.values() for one in some]
    with tempfile.TemporaryDirectory() as folder:
        return audit(data, advisories, Path(folder)).cpu_s


def decode_all(archive: Path, names: set[str]) -> float:
    """CPU seconds of what a scanner without a store does: decode every record, compare names."""
    started = time.process_time()
    hits = 0
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.namelist():
            record = json.loads(opened.read(entry))
            hits += any(one["package"]["name"] in names for one in record["affected"])
    assert hits
    return time.process_time() - started


def row(
    label: str, value: float, unit: str, limit: float | None = None, *, at_least: bool = False
) -> None:
    """Print one line of the table."""
    verdict = ""
    if limit is not None:
        kept = value >= limit if at_least else value <= limit
        verdict = f"  {'at least' if at_least else 'at most'} {limit:g}: {'yes' if kept else 'NO'}"
    print(f"{label:<42} {value:>10.4g} {unit:<5}{verdict}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else ".benchmarks/advisories"))
