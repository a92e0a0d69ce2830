"""What do the controls about published documents say of each kind of evidence?"""

from __future__ import annotations

from policy.postures import Item, fact, finding

from auditor.model import Fact
from auditor.policy import Verdict

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
NOT_APPLICABLE, UNKNOWN = Verdict.NOT_APPLICABLE, Verdict.UNKNOWN

WORKFLOWS = fact("ci.workflows", 1, at=".github/workflows/ci.yml:1", steps=3, opaque=0)


def vex(*, unjustified: int = 0, installed: int | None = 2, age_days: int = 20) -> Fact:
    return fact(
        "vex.file",
        "vex/shop.json",
        at="vex/shop.json",
        statements=3,
        unjustified=unjustified,
        installed=installed,
        age_days=age_days,
    )


def step(value: str, *, neutered: bool = False) -> Fact:
    return fact(
        "ci.step",
        value,
        at=".github/workflows/ci.yml:9",
        tool="t",
        neutered=neutered,
        why="|| true",
    )


CASES: tuple[tuple[str, Verdict, tuple[Item, ...], str], ...] = (
    ("supply.vex", PASS, (vex(),), "holds: seen in vex/shop.json"),
    ("supply.vex", PARTIAL, (vex(unjustified=1),), "says not_affected 1 times without a reason"),
    ("supply.vex", PARTIAL, (vex(age_days=366),), "vex/shop.json is 366 days old"),
    ("supply.vex", PARTIAL, (vex(installed=0),), "names no package that is installed"),
    ("supply.vex", UNKNOWN, (vex(installed=None),), "installed of vex.file could not"),
    ("supply.vex", FAIL, (finding("vex-invalid", at="vex/a.json"),), "this is wrong"),
    ("supply.vex", NOT_APPLICABLE, (), "the tree holds no VEX document"),
    ("supply.sbom.signed", PASS, (WORKFLOWS, step("sbom"), step("sbom_signature")), "holds"),
    (
        "supply.sbom.signed",
        PARTIAL,
        (WORKFLOWS, step("sbom"), step("sbom_signature", neutered=True)),
        "t signs the SBOM, but may fail unnoticed: || true",
    ),
    ("supply.sbom.signed", FAIL, (WORKFLOWS, step("sbom")), "a workflow writes an SBOM and none"),
    (
        "supply.sbom.signed",
        UNKNOWN,
        (WORKFLOWS, step("sbom"), fact("ci.step", "sbom_signature", at="ci.yml:3", neutered=None)),
        "neutered of ci.step could not be established",
    ),
    ("supply.sbom.signed", NOT_APPLICABLE, (WORKFLOWS,), "no workflow writes an SBOM"),
    ("supply.vendor_terms", UNKNOWN, (), "nobody has attested it"),
)
