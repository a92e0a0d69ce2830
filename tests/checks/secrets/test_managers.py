from __future__ import annotations

import pytest
from builders import NOW, MemoryTarget

import auditor.checks.secrets.managers as module
from auditor.check import Context
from auditor.checks.secrets.managers import managers
from auditor.checks.secrets.sops import last_modified, read_rules
from auditor.model import Fact, Finding, Gap
from auditor.settings import Settings
from auditor.sources import Sources

MAC = "sops:\n    mac: ENC[AES256_GCM,data:x]\n    lastmodified: '2026-11-12T12:00:00Z'\n"


def told(contents: dict[str, str]) -> list[object]:
    target = MemoryTarget({path: text.encode() for path, text in contents.items()})
    return list(managers.body(Context(target, None, Sources(Settings(), now=NOW), NOW)))


def seen(contents: dict[str, str], name: str = "secret.manager") -> list[tuple[object, ...]]:
    return [
        (each.value, *each.attributes.values())
        for each in told(contents)
        if isinstance(each, Fact) and each.name == name
    ]


@pytest.mark.parametrize(
    ("path", "text", "name", "where"),
    [
        ("package.json", '{"dependencies": {"node-vault": "1"}}', "hashicorp-vault", "dependency"),
        ("k8s/a.yml", "kind: ExternalSecret\n", "external-secrets", "deployment"),
        ("k8s/a.yml", "kind: SealedSecret\n", "sealed-secrets", "deployment"),
        ("k8s/a.yml", "kind: SecretProviderClass\n", "secrets-store-csi", "deployment"),
        (
            "k8s/a.yml",
            "a:\n  vault.hashicorp.com/agent-inject: 'true'\n",
            "hashicorp-vault",
            "deployment",
        ),
        ("ci.yml", "steps:\n- uses: hashicorp/vault-action@v3\n", "hashicorp-vault", "deployment"),
        (
            "main.tf",
            'data "aws_secretsmanager_secret_version" "a" {}',
            "aws-secrets-manager",
            "deployment",
        ),
        ("serverless.yml", "env: {A: '${ssm:/shop/a}'}\n", "aws-parameter-store", "deployment"),
        ("deploy.sh", "sops -d prod.enc.yaml > a\n", "sops", "deployment"),
    ],
)
def test_tells_a_manager_of_secrets(path: str, text: str, name: str, where: str) -> None:
    assert seen({path: text}) == [(name, where)]


def test_a_deployment_without_one_says_nothing() -> None:
    files = {
        "package.json": '{"dependencies": {"express": "5"}}',
        "a.yml": "kind: Deployment\n",
        "b.json": "[]",
    }

    assert seen(files) == []
    assert seen({"package.json": "[]"}) == []


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("kind: Secret\nstringData:\n  a: Zx81\n", "plain"),
        ("kind: Secret\nstringData:\n  a: ${A}\n", "empty"),
        ("kind: Secret\ndata:\n  a: ENC[AES256_GCM,data:x]\nsops:\n  mac: x\n", "encrypted"),
        ("kind: ExternalSecret\n", "managed"),
        ("kind: Secret\n{{- if a }}\n", None),
    ],
)
def test_tells_the_state_of_a_kubernetes_secret(text: str, state: str | None) -> None:
    assert [state_ for _, state_ in seen({"a.yaml": text}, "kubernetes.secret")] == [state]


def test_counts_the_files_of_sops_and_names_the_plain_ones() -> None:
    quoted = '"secrets/.*\\\\.yaml$"'
    files = {
        ".sops.yaml": f"rules:\n  - path_regex: {quoted}\n  - path_regex: '\\.enc$' # all\n",
        "secrets/a.yaml": MAC,
        "secrets/b.yaml": "a: b\n",
        "c.enc": '{"sops": {"mac": "ENC[x]"}}',
        "d.yaml": "a: b\n",
        "e.png": "x",
    }
    found = told(files)

    assert seen(files, "sops.files") == [(3, 1, 2)]
    paths = [str(each.location) for each in found if isinstance(each, Finding)]
    assert paths == ["c.enc", "secrets/b.yaml"]


def test_tells_how_old_encrypted_values_are() -> None:
    assert seen({"a.yaml": MAC}, "secret.rotation") == [(10, "sops")]
    assert seen({"a.yaml": MAC.replace("2026-11-12", "2026-99-12")}, "secret.rotation") == []
    assert last_modified("nothing") is None


@pytest.mark.parametrize("pattern", ["(a+)+$", ".*.*.*b", "a" * 301, "[", "(a|b)*"])
def test_an_expression_that_could_take_long_is_not_tried(pattern: str) -> None:
    assert read_rules(f"  - path_regex: {pattern}\n").patterns == ()
    (gap,) = (
        each for each in told({".sops.yaml": f"- path_regex: {pattern}\n"}) if isinstance(each, Gap)
    )
    assert gap == Gap(".sops.yaml:1", "the expression is not understood")


def test_what_cannot_be_read_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    found = told({"a.yaml": "a" * 11, "package.json": "{ no json"})

    gaps = {each.subject for each in found if isinstance(each, Gap)}
    assert gaps == {"a.yaml", "package.json"}
