"""How much of the known truth about vulnerable applications do the code rules find?

    python tests/benchmarks/score_code.py [--app NAME]... [--group NAME]... [--extra] [--gaps]

Audits the checkouts under AUDITOR_CORPUS_SRC (NodeGoat, dvna, juice-shop; nothing of
them is run) and scores the findings, and the failing controls of the default policy,
against AUDITOR_CORPUS/sast/*.json by the rule of SOURCES.md beside them. Prints per
group what was missed and why. An application is audited again only when a file under
auditor/ or policies/ has changed; ``--extra`` lists the findings that no entry knows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auditor.assessment import ControlResult
from auditor.checks import all_checks
from auditor.engine import audit
from auditor.model import Audit
from auditor.policy import evaluate, load_controls, load_policy
from auditor.settings import Settings
from auditor.targets import open_target

CHECKOUT = Path(__file__).parents[2]
TRUTH = (
    Path(os.environ.get("AUDITOR_CORPUS", CHECKOUT.parent / "shared" / "corpus")).resolve() / "sast"
)
SOURCES = Path(os.environ.get("AUDITOR_CORPUS_SRC", "/nonexistent"))
CACHE = CHECKOUT / ".benchmarks" / "score"
APPS = {"NodeGoat": "nodegoat", "dvna": "dvna", "juice-shop": "juice-shop"}
NOW = datetime(2026, 11, 22, tzinfo=UTC)
MAX_LINES = 60
SCAN_TIMEOUT_S = 900.0

FAMILIES = tuple(
    frozenset(map(int, family.split()))
    for family in (
        "89 564",
        "943",
        "77 78 88",
        "94 95 96 470 1336",
        "22 23 36 73 158 552",
        "918",
        "601 20",
        "79 80 83 116",
        "611 776",
        "502",
        "915 1321",
        "185 400 625 730 1333",
        "117",
        "200 215 312 313 315 359 532",
        "259 321 522 540 547 798",
        "311 522 614 1004 1275",
        "183 346 942",
        "352",
        "451 693 1021",
        "295 300 319 326 599 757",
        "208 256 326 327 328 330 331 338 916",
        "287 345 347",
        "522 613",
        "307 348 770 799",
        "200 209 215 248 419 489",
        "548",
        "400 434 770",
        "384",
        "521",
        "640",
        "598",
        "290 348",
    )
)

CONTROL_CWE: Mapping[str, tuple[int, ...]] = {
    "auth.admin_routes": (862,),
    "auth.bruteforce": (307,),
    "auth.csrf": (352,),
    "auth.session.regenerate": (384,),
    "cookies.http_only": (1004,),
    "cookies.name": (200,),
    "cookies.same_site": (1275,),
    "cookies.secure": (614,),
    "input.body_limit": (770,),
    "input.upload": (434, 770),
    "logging.auth_events": (778,),
    "runtime.cors": (942,),
    "runtime.error_handler": (209, 248),
    "runtime.helmet": (693, 1021),
    "runtime.powered_by": (200,),
    "runtime.rate_limit": (307,),
    "tls.datastores": (319,),
    "tls.hsts": (319,),
    "tls.plain_server": (319,),
    "tls.server": (319,),
}
"""What a failing control says, where no finding with a CWE of its own says it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that the audit says: a finding, or an instance of a failing control."""

    source: str
    cwe: tuple[int, ...]
    path: str = ""
    line: int = 0
    end_line: int = 0
    severity: str = ""
    confidence: str = ""
    tests: bool = False


def main(arguments: argparse.Namespace) -> int:
    """Score every chosen application and print the table."""
    totals: Counter[str] = Counter()
    all_gaps: dict[str, str] = {}
    for app in arguments.app or APPS:
        claims, gaps = claims_of(app, fresh=arguments.fresh)
        all_gaps |= {f"{app}/{path}": reason for path, reason in gaps.items()}
        truth = json.loads((TRUTH / f"{APPS[app]}.json").read_text(encoding="utf-8"))
        wanted = [
            e for e in truth["entries"] if not arguments.group or e["group"] in arguments.group
        ]
        print(f"\n== {app}: {len(claims)} claims, {len(gaps)} gaps")
        totals += print_groups(wanted, claims, gaps)
        totals += print_negatives(truth.get("negatives", []), truth["entries"], claims)
        if arguments.extra:
            print_extra(truth["entries"], claims)
        if app == "juice-shop" and not arguments.group:
            totals += print_official(claims)
    for path, reason in sorted(all_gaps.items()) if arguments.gaps else ():
        print(f"  gap {path}: {reason}")
    print(f"\nrecall {totals['hit']}/{totals['entries']}", end="")
    print(f" ({100 * totals['hit'] / max(totals['entries'], 1):.1f} %)", end="")
    print(f", official lines {totals['official']}/{totals['official_lines']}", end="")
    print(f", negatives hit {totals['negatives']}, logic found as well {totals['logic']}")
    if arguments.totals:
        names = ("entries", "hit", "official", "official_lines", "negatives", "logic")
        print(" ".join(f"{name}={totals[name]}" for name in names))
    return 0


def claims_of(app: str, *, fresh: bool = False) -> tuple[list[Claim], dict[str, str]]:
    """The claims about ``app`` and its gaps by path, from the cache where nothing changed."""
    cached = CACHE / f"{app}-{_digest()}.json"
    if cached.exists() and not fresh:
        document = json.loads(cached.read_text(encoding="utf-8"))
    else:
        document = measure(SOURCES / app)
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob(f"{app}-*.json"):
            old.unlink(missing_ok=True)
        cached.write_text(json.dumps(document), encoding="utf-8")
    rows = [Claim(**{**row, "cwe": tuple(row["cwe"])}) for row in document["claims"]]
    return rows, document["gaps"]


def measure(folder: Path) -> dict[str, Any]:
    """Audit ``folder`` with the checks of the code, judge it, and list what is claimed."""
    checks = [
        one
        for one in all_checks()
        if one.id.startswith(("code.", "secrets.")) and one.id != "secrets.history"
    ]
    settings = Settings(semgrep_timeout_s=SCAN_TIMEOUT_S)
    measured = audit(open_target(str(folder)), now=NOW, settings=settings, checks=checks)
    policy = load_policy("express-baseline", today=NOW.date())
    judged = evaluate(measured, policy, load_controls(), today=NOW.date())
    claims = [*from_findings(measured), *from_controls(judged.controls)]
    gaps = {gap.subject: gap.reason for run in measured.runs for gap in run.coverage.gaps}
    for run in measured.runs:
        if run.outcome.value in {"failed", "skipped"}:
            raise SystemExit(f"{folder.name}: {run.check}: {run.reason} {run.hint}")
    return {"claims": [asdict(one) for one in claims], "gaps": gaps}


def from_findings(measured: Audit) -> Iterable[Claim]:
    """One claim for each finding."""
    for one in measured.findings:
        place = one.location
        yield Claim(
            one.rule,
            one.cwe,
            place.path if place else "",
            place.line if place else 0,
            place.end_line if place else 0,
            one.severity.label,
            one.confidence.label,
            bool(one.attributes.get("in_tests")),
        )


def from_controls(results: Sequence[ControlResult]) -> Iterable[Claim]:
    """A claim about the whole application for each failing control, and one for each instance."""
    for one in results:
        if one.verdict.value not in {"fail", "partial"}:
            continue
        cwe = CONTROL_CWE.get(one.control.id, ())
        label, name = one.severity.label, f"control {one.control.id}"
        if not one.control.id.startswith("cookies."):  # those are about one cookie each
            yield Claim(name, cwe, severity=label)
        for instance in one.instances:
            place = instance.location
            if place and place.line:
                yield Claim(name, cwe, place.path, place.line, place.end_line, label)


def hits(entry: Mapping[str, Any], claim: Claim) -> bool:
    """The matching rule of SOURCES.md."""
    wanted = {int(cwe.removeprefix("CWE-")) for cwe in entry.get("cwe", ())}
    if entry["start"] is None:
        # Stricter than SOURCES.md: a family would let one missing control stand for another.
        return not claim.line and bool(wanted & set(claim.cwe))
    if wanted and not _related(wanted, set(claim.cwe)):
        return False
    first, last = claim.line, max(claim.line, claim.end_line)
    return (
        claim.path == entry["file"]
        and first <= entry["end"] + 1
        and last >= entry["start"] - 1
        and last - first < MAX_LINES
    )


def print_groups(
    entries: Sequence[Mapping[str, Any]], claims: Sequence[Claim], gaps: Mapping[str, str]
) -> Counter[str]:
    """Print what was hit and what was missed, by group; entries that need meaning apart."""
    totals: Counter[str] = Counter()
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entry in entries:
        groups[entry["group"]].append(entry)
    for group, members in sorted(groups.items()):
        detectable = [one for one in members if one["cls"] != "logic"]
        found = {one["id"]: {c.source for c in claims if hits(one, c)} for one in members}
        hit = sum(bool(found[one["id"]]) for one in detectable)
        totals["logic"] += sum(bool(found[e["id"]]) for e in members if e["cls"] == "logic")
        totals["entries"] += len(detectable)
        totals["hit"] += hit
        print(f"{group:<13}{hit:>3}/{len(detectable)}")
        for one in detectable:
            sources = ", ".join(sorted(found[one["id"]]))
            why = "" if sources else f"  <- {_why(one, claims, gaps)}"
            place = f"{one['file']}:{one['start'] or 'app'}"
            mark = "+" if sources else "-"
            print(f"  {mark} {one['id']} {one['cls']:<11} {place} {one['title']}{why}")
            if sources:
                print(f"      {sources}")
    return totals


def print_negatives(
    negatives: Sequence[Mapping[str, Any]],
    entries: Sequence[Mapping[str, Any]],
    claims: Sequence[Claim],
) -> Counter[str]:
    """Print the harmless lines that a finding claims.

    A finding on the line beside one counts as well, unless that line is an entry.
    """
    number = 0
    for negative in negatives:
        found = {
            c.source
            for c in claims
            if c.line and not c.source.startswith("control") and hits(negative, c)
            if _is_on(negative, c) or not any(hits(entry, c) for entry in entries)
        }
        number += bool(found)
        if found:
            names = ", ".join(sorted(found))
            print(f"  ! {negative['id']} {negative['file']}:{negative['start']} {names}")
    return Counter({"negatives": number})


def _is_on(entry: Mapping[str, Any], claim: Claim) -> bool:
    last = max(claim.line, claim.end_line)
    return bool(claim.line <= entry["end"] and last >= entry["start"])


def print_official(claims: Sequence[Claim]) -> Counter[str]:
    """Print the lines that juice-shop itself marks and that no finding touches."""
    document = json.loads((TRUTH / "juice-shop-vuln-lines.json").read_text(encoding="utf-8"))
    lines = [one for one in document["lines"] if one["detectable"] != "no"]
    found = 0
    for one in lines:
        entry = {"file": one["file"], "start": one["line"], "end": one["line"]}
        sources = {c.source for c in claims if c.line and hits(entry, c)}
        found += bool(sources)
        if not sources:
            print(f"  - official {one['file']}:{one['line']} {', '.join(one['challenges'])}")
    return Counter({"official": found, "official_lines": len(lines)})


def print_extra(entries: Sequence[Mapping[str, Any]], claims: Sequence[Claim]) -> None:
    """Print the findings that no entry of the truth knows: each is worth a look."""
    for one in sorted(claims, key=lambda c: (c.path, c.line, c.source)):
        if (
            one.line
            and not one.source.startswith("control")
            and not any(hits(e, one) for e in entries)
        ):
            tests = " (tests)" if one.tests else ""
            print(f"  ? {one.path}:{one.line} {one.source} {one.severity}/{one.confidence}{tests}")


def _related(wanted: set[int], claimed: set[int]) -> bool:
    return bool(wanted & claimed) or any(wanted & f and claimed & f for f in FAMILIES)


def _why(entry: Mapping[str, Any], claims: Sequence[Claim], gaps: Mapping[str, str]) -> str:
    if entry["file"] in gaps:
        return f"not covered: {gaps[entry['file']]}"
    near = {c.source for c in claims if hits({**entry, "cwe": ()}, c)}
    if entry["start"] is not None and near:
        return f"only another weakness here: {', '.join(sorted(near))}"
    if entry["start"] is None:
        return "no failing control and no finding of this CWE about the application"
    return "nothing claims this line"


def _digest() -> str:
    found = hashlib.sha256()
    for folder in ("auditor", "policies"):
        for path in sorted((CHECKOUT / folder).rglob("*")):
            if path.suffix in {".py", ".yaml"}:
                found.update(path.relative_to(CHECKOUT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app", action="append", choices=APPS)
    parser.add_argument("--group", action="append")
    parser.add_argument("--extra", action="store_true")
    parser.add_argument("--totals", action="store_true")
    parser.add_argument("--gaps", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main(_arguments()))
