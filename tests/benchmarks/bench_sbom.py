"""How does auditor's SBOM compare with cyclonedx-npm's, in content and in CPU time?

Run it with the corpus at hand (AUDITOR_CORPUS) and npm on the path; everything is
written below SCRATCH, a folder outside the tree:

    python tests/benchmarks/bench_sbom.py SCRATCH [--sizes 1500 10000] [--alone 50000]

cyclonedx-npm is installed there from npm, with --ignore-scripts. The first table
compares components (by location) and edges, the second CPU seconds (user and system,
the whole process with all it starts, the best of three runs), the third auditor alone.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sbom import Inventory, read_folder, validate_document

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared/corpus"))
GENERATOR = CORPUS.parent / "tools" / "gen_lockfile.py"
PEER = "@cyclonedx/cyclonedx-npm@6.0.1"
RUNS = 3
TIMED = ("hackathon-starter", "sigstore-js", "practica-templates", "npm-cli", "nodegoat")

Edges = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Run:
    """One finished command: exit code, CPU and wall seconds, peak memory in MiB."""

    code: int
    cpu_s: float
    wall_s: float
    peak_mib: float


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1500])
    parser.add_argument("--alone", type=int, nargs="*", default=[])
    arguments = parser.parse_args()
    scratch: Path = arguments.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    peer = install_peer(scratch)
    compare_content(scratch, peer)
    compare_speed(scratch, peer, arguments.sizes)
    for size in arguments.alone:
        run_alone(generate(scratch, size), scratch)


def install_peer(scratch: Path) -> Path:
    """Install cyclonedx-npm below ``scratch`` unless it is there, and return the command."""
    command = scratch / "peer/node_modules/.bin/cyclonedx-npm"
    if not command.exists():
        install = ["npm", "install", "--prefix", str(scratch / "peer"), "--ignore-scripts", PEER]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    return command


def compare_content(scratch: Path, peer: Path) -> None:
    """Print what each of both has that the other has not, lockfile by lockfile."""
    print("columns: ours; theirs with what they lack and have more; components, then edges")
    failed: Counter[str] = Counter()
    for source in sorted(path for path in (CORPUS / "lockfiles").iterdir() if path.is_dir()):
        folder = copy(source, scratch)
        inventory = read_folder(folder)
        places, edges = our_graph(inventory)
        row = f"{source.name:28}{len(places):16}{len(edges):7}"
        strict = measure(peer_command(peer, scratch / "peer.json"), folder)
        lenient = measure(peer_command(peer, scratch / "peer.json", "--ignore-npm-errors"), folder)
        failed["as it comes"] += strict.code != 0
        failed["with --ignore-npm-errors"] += lenient.code != 0
        if lenient.code:
            print(f"{row}   no document")
            continue
        bom = json.loads((scratch / "peer.json").read_text(encoding="utf-8"))
        theirs, their_edges = peer_graph(bom, inventory)
        print(
            f"{row}{len(theirs):9}{len(places - theirs):6}{len(theirs - places):6}"
            f"{len(their_edges):8}{len(edges - their_edges):6}{len(their_edges - edges):6}"
            f"  {explain(inventory, places - theirs, edges - their_edges, their_edges - edges)}"
            f"{'' if strict.code == 0 else ' [fails without --ignore-npm-errors]'}"
        )
    for how, count in failed.items():
        print(f"cyclonedx-npm gives no document {how}: {count}")


def our_graph(inventory: Inventory) -> tuple[set[str], Edges]:
    """Return the locations but the root, and the edges between locations."""
    places = {each.location for each in inventory.components[1:]}
    edges = {(e.source, e.target) for e in inventory.dependencies if e.target is not None}
    return places, edges


def peer_graph(bom: dict[str, Any], inventory: Inventory) -> tuple[set[str], Edges]:
    """Return the same of cyclonedx-npm's document: links stand for their targets in both."""
    targets = {link.location: link.target for link in inventory.links}
    refs = {bom["metadata"]["component"]["bom-ref"]: ""}
    for element in all_elements(bom.get("components", [])):
        path = next(
            each["value"]
            for each in element["properties"]
            if each["name"] == "cdx:npm:package:path"
        )
        refs[element["bom-ref"]] = targets.get(path, path)
    edges = {
        (refs[each["ref"]], refs[target])
        for each in bom["dependencies"]
        for target in each.get("dependsOn", ())
    }
    return set(refs.values()) - {""}, edges


def all_elements(elements: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield components and those nested in them."""
    for element in elements:
        yield element
        yield from all_elements(element.get("components", []))


def explain(inventory: Inventory, lacking: set[str], lost: Edges, invented: Edges) -> str:
    """Return the reasons for the differences, with how often each applies."""
    by_location = {each.location: each for each in inventory.components}
    unreached = set(by_location) - reached(inventory)
    reasons: Counter[str] = Counter()
    for location in lacking:
        kind = "unreached" if location in unreached else by_location[location].kind.value
        reasons[f"component left out: {kind}"] += 1
    for source, target in lost:
        gone = source in lacking or target in lacking
        reasons["edge lost: of a component left out" if gone else "edge lost"] += 1
    for source, target in invented:
        if target in unreached:
            reasons["edge invented: an extraneous folder made a dependency of its parent"] += 1
        elif by_location[target].extraneous or not source:
            reasons["edge invented: hung on the root, which does not ask for it"] += 1
        else:
            reasons["edge invented: nobody declares it"] += 1
    return "; ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "equal"


def reached(inventory: Inventory) -> set[str]:
    """Return the locations that a path of edges leads to from the root."""
    edges: dict[str, list[str]] = {}
    for edge in inventory.dependencies:
        if edge.target is not None:
            edges.setdefault(edge.source, []).append(edge.target)
    seen = {""}
    stack = [""]
    while stack:
        for target in edges.get(stack.pop(), ()):
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen


def compare_speed(scratch: Path, peer: Path, sizes: Sequence[int]) -> None:
    """Print CPU seconds of both on the same lockfiles, and the ratio."""
    print("\nlockfile                    packages   auditor  cyclonedx-npm   ratio   peaks, MiB")
    folders = [copy(CORPUS / "lockfiles" / name, scratch) for name in TIMED]
    folders += [generate(scratch, size) for size in sizes]
    for folder in folders:
        count = len(read_folder(folder).components) - 1
        runs = RUNS if count < 5000 else 1
        ours = best(our_command(folder, scratch / "ours.json"), folder, RUNS)
        theirs = best(
            peer_command(peer, scratch / "peer.json", "--ignore-npm-errors"), folder, runs
        )
        print(
            f"{folder.name:28}{count:8}{ours.cpu_s:10.2f}{theirs.cpu_s:15.2f}"
            f"{theirs.cpu_s / ours.cpu_s:8.1f}{ours.peak_mib:9.0f}{theirs.peak_mib:6.0f}"
            f"{'' if ours.code == theirs.code == 0 else f'  exit codes {ours.code}, {theirs.code}'}"
        )


def run_alone(folder: Path, scratch: Path) -> None:
    """Print what a large lockfile costs auditor alone, and whether the document is valid."""
    out = scratch / "ours.json"
    run = best(our_command(folder, out), folder, RUNS)
    violations = validate_document(out.read_text(encoding="utf-8"))
    print(
        f"\n{folder.name}: {run.cpu_s:.2f} CPU s, {run.wall_s:.2f} s, {run.peak_mib:.0f} MiB,"
        f" {out.stat().st_size:,} bytes, {len(violations)} violations"
    )


def our_command(folder: Path, out: Path) -> list[str]:
    """Return the command that writes our document."""
    return [sys.executable, "-m", "auditor", "sbom", str(folder), "--output", str(out)]


def peer_command(peer: Path, out: Path, *more: str) -> list[str]:
    """Return the command that writes cyclonedx-npm's document."""
    return [str(peer), "--package-lock-only", "--output-file", str(out), *more]


def best(command: Sequence[str], folder: Path, runs: int) -> Run:
    """Return the cheapest of several runs; other work on the machine only makes one dearer."""
    return min((measure(command, folder) for _ in range(runs)), key=lambda run: run.cpu_s)


def measure(command: Sequence[str], folder: Path) -> Run:
    """Run a command in ``folder``; CPU time is that of the process and all it waited for."""
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        process.returncode,
        usage.ru_utime + usage.ru_stime,
        time.monotonic() - started,
        usage.ru_maxrss / 1024,
    )


def copy(source: Path, scratch: Path) -> Path:
    """Copy a corpus folder to ``scratch``, where tools may write."""
    folder = scratch / "lockfiles" / source.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, copy_function=shutil.copyfile)
    return folder


def generate(scratch: Path, size: int) -> Path:
    """Write a made-up lockfile of ``size`` packages below ``scratch``."""
    folder = scratch / f"generated-{size}"
    if not folder.exists():
        subprocess.run([sys.executable, str(GENERATOR), str(size), str(folder)], check=True)
    return folder


if __name__ == "__main__":
    main()
