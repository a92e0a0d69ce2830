"""Do the controls of secrets judge as their cases say, on facts and on small trees?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import NOW, MemoryTarget
from policy.postures import TODAY, Item, assess, fact, result_of, shipped_controls
from policy.secret_cases import CASES

from auditor.check import Context, Needs
from auditor.checks import all_checks
from auditor.engine import run_check
from auditor.model import Audit, CheckRun, Outcome
from auditor.policy import Verdict, evaluate
from auditor.policy.load import load_policy
from auditor.settings import Settings
from auditor.sources import Sources

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

VALUE = "Zx81-quiet-harbour"
MAC = "sops:\n  mac: ENC[AES256_GCM,data:x]\n  lastmodified: '{}'\n"
OBJECT = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\n"
SEALED = (
    "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  encryptedData:\n    a: AgBy\n"
)
RULES = "creation_rules:\n  - path_regex: secrets/.*\\.yaml$\n"


@pytest.mark.parametrize(
    ("control", "verdict", "items", "reason"),
    CASES,
    ids=[f"{number}-{each[0]}-{each[1]}" for number, each in enumerate(CASES)],
)
def test_judges(control: str, verdict: Verdict, items: tuple[Item, ...], reason: str) -> None:
    result = result_of(control, *items)

    assert result.verdict is verdict, result.reason
    assert reason in result.reason


TREES: list[tuple[str, Verdict, dict[str, str]]] = [
    ("secrets.committed", PASS, {"prod.env": "DB_PASSWORD=${VAULT_DB_PASSWORD}\n"}),
    ("secrets.committed", PASS, {".env.example": "DB_PASSWORD=your-password-here\n"}),
    ("secrets.committed", PARTIAL, {"test/login.json": f'{{"password": "{VALUE}"}}'}),
    (
        "secrets.committed",
        FAIL,
        {"compose.yml": f"services: {{a: {{environment: {{DB_PASSWORD: {VALUE}}}}}}}"},
    ),
    ("secrets.committed", FAIL, {"Procfile": f"web: API_TOKEN={VALUE} node server.js\n"}),
    (
        "secrets.default_creds",
        PASS,
        {"compose.yml": "services: {db: {environment: {POSTGRES_USER: postgres}}}"},
    ),
    (
        "secrets.default_creds",
        PARTIAL,
        {".github/workflows/a.yml": "env: {POSTGRES_PASSWORD: postgres}"},
    ),
    (
        "secrets.default_creds",
        FAIL,
        {"compose.yml": "services: {db: {environment: {POSTGRES_PASSWORD: postgres}}}"},
    ),
    ("secrets.default_creds", FAIL, {"values.yaml": "admin:\n  user: admin\n  password: admin\n"}),
    ("secrets.history", UNKNOWN, {"a.env": "A=b\n"}),
    (
        "secrets.sops",
        PASS,
        {".sops.yaml": RULES, "secrets/a.yaml": MAC.format("2026-11-01T00:00:00Z")},
    ),
    ("secrets.sops", FAIL, {".sops.yaml": RULES, "secrets/a.yaml": "a: b\n"}),
    ("secrets.sops", UNKNOWN, {".sops.yaml": "creation_rules:\n  - path_regex: ((a+)+)+$\n"}),
    ("secrets.sops", NOT_APPLICABLE, {"secrets/a.yaml": "a: b\n"}),
    ("secrets.vault", PASS, {"k8s/a.yaml": "kind: ExternalSecret\nspec: {}\n"}),
    ("secrets.vault", PARTIAL, {"package.json": '{"dependencies": {"node-vault": "^0.10"}}'}),
    ("secrets.vault", FAIL, {"k8s/a.yaml": f"{OBJECT}stringData:\n  a: {VALUE}\n"}),
    ("secrets.vault", UNKNOWN, {"k8s/a.yaml": "kind: Secret\n{{- if x }}\n"}),
    ("secrets.vault", NOT_APPLICABLE, {"README.md": "a shop\n"}),
    ("secrets.rotation", PASS, {"a.enc.yaml": MAC.format("2026-06-01T00:00:00Z")}),
    ("secrets.rotation", FAIL, {"a.enc.yaml": MAC.format("2024-06-01T00:00:00Z")}),
    ("secrets.rotation", UNKNOWN, {"k8s/a.yaml": "kind: SealedSecret\n"}),
    ("secrets.rotation", NOT_APPLICABLE, {"a.yaml": "b: c\n"}),
    ("secrets.k8s", PASS, {"k8s/a.yaml": SEALED}),
    ("secrets.k8s", PASS, {"k8s/a.yaml": f"{OBJECT}stringData:\n  a: ${{SHOP_A}}\n"}),
    ("secrets.k8s", PARTIAL, {"examples/a.yaml": f"{OBJECT}stringData:\n  a: {VALUE}\n"}),
    ("secrets.k8s", FAIL, {"k8s/a.yaml": f"{OBJECT}data:\n  a: Wng4MS1xdWlldC1oYXJib3Vy\n"}),
    ("secrets.k8s", UNKNOWN, {"templates/a.yaml": "kind: Secret\n{{- if x }}\n"}),
    ("secrets.k8s", NOT_APPLICABLE, {"k8s/a.yaml": "kind: ConfigMap\ndata:\n  a: b\n"}),
    ("secrets.image", PASS, {"Dockerfile": "FROM node\nRUN --mount=type=secret,id=t npm ci\n"}),
    (
        "secrets.image",
        PARTIAL,
        {"Dockerfile": "FROM node AS a\nARG NPM_TOKEN\nFROM node\nCOPY --from=a /a .\n"},
    ),
    ("secrets.image", FAIL, {"Dockerfile": "FROM node\nARG NPM_TOKEN\n"}),
    ("secrets.image", FAIL, {"Dockerfile": "FROM node\nCOPY .env ./\n"}),
    ("secrets.image", FAIL, {"Dockerfile": f"FROM node\nENV API_TOKEN={VALUE}\n"}),
    ("secrets.image", NOT_APPLICABLE, {"server.js": "x();\n"}),
]


@pytest.mark.parametrize(
    ("control", "verdict", "files"),
    TREES,
    ids=[f"{number}-{each[0]}-{each[1]}" for number, each in enumerate(TREES)],
)
def test_judges_a_small_tree(control: str, verdict: Verdict, files: Mapping[str, str]) -> None:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings(), now=NOW), NOW)
    checks = [each for each in all_checks() if each.id.startswith("secrets.")]
    runs = [run_check(each, context, Needs.PROCESS) for each in checks]
    code = CheckRun("code.semgrep", Outcome.COMPLETE)
    audit = Audit("shop", "test", NOW, None, (code, *runs))
    policy = load_policy("express-baseline", today=TODAY, controls=shipped_controls())

    result = evaluate(audit, policy, shipped_controls(), today=TODAY).result(control)

    assert result.verdict is verdict, result.reason


def test_the_policy_says_how_old_a_secret_may_be(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(
        "schema: auditor.policy/1\nname: stricter\nextends: [builtin:express-baseline]\n"
        "secrets: {rotation: {max_days: 30}}\n"
    )
    policy = load_policy(str(file), today=TODAY, controls=shipped_controls())
    old = fact("secret.rotation", 31, by="sops")

    assert assess(old).result("secrets.rotation").verdict is PASS
    assert assess(old, policy=policy).result("secrets.rotation").verdict is FAIL
