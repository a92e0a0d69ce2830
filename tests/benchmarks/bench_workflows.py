"""How much of what zizmor calls high does our check of workflows find as well?

    python tests/benchmarks/bench_workflows.py --oracle PATH/TO/zizmor FOLDER...

Runs zizmor without network, configuration and ignores on each folder (on copies of ours;
never on a tree that was not looked through), and compares by file, line and kind.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checks.deployment.measured import measure

from auditor.checks.deployment.workflows import workflows

KINDS = {
    "cache-poisoning": {"workflow-cache-in-release", "workflow-cache-by-default"},
    "dangerous-triggers": {"workflow-trigger-privileged"},
    "template-injection": {"workflow-template-injection", "workflow-template-expanded"},
    "unpinned-uses": {"workflow-action-unpinned"},
}
SLACK_LINES = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--oracle", required=True)
    parser.add_argument("folders", nargs="+", type=Path)
    given = parser.parse_args()
    high = found = 0
    for folder in given.folders:
        ours = list(_ours(folder))
        for kind, path, first, last in _theirs(given.oracle, folder):
            high += 1
            is_ours = any(
                rule in KINDS.get(kind, ())
                and at == path
                and first - SLACK_LINES <= line <= last + SLACK_LINES
                for rule, at, line in ours
            )
            found += is_ours
            if not is_ours:
                print(f"missed: {folder.name}/{path}:{first} {kind}")
    print(f"{found} of {high}")


def _ours(folder: Path) -> Iterator[tuple[str, str, int]]:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / ".github" / "workflows").glob("*.y*ml"))
    }
    for one in measure(workflows, files).findings:
        if one.location:
            yield one.rule, one.location.path, one.location.line


def _theirs(oracle: str, folder: Path) -> Iterator[tuple[str, str, int, int]]:
    options = ("--offline", "--no-config", "--no-ignores", "--collect=all", "--format", "json")
    done = subprocess.run([oracle, *options, "."], cwd=folder, capture_output=True, check=False)
    for one in json.loads(done.stdout):
        if one["determinations"]["severity"] == "High":
            yield from _places(one)


def _places(one: dict[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    for place in one["locations"]:
        if place["symbolic"].get("kind") == "Primary":
            local = place["symbolic"]["key"]["Local"]
            path = str([*local.values()][-1]).removeprefix("./")
            at = place["concrete"]["location"]
            yield one["ident"], path, at["start_point"]["row"] + 1, at["end_point"]["row"] + 1


if __name__ == "__main__":
    main()
