"""Which verdict do the controls of secrets give on which facts and findings?"""

from __future__ import annotations

from policy.postures import Item, fact, finding

from auditor.model import Finding
from auditor.policy import Verdict

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

Case = tuple[str, Verdict, tuple[Item, ...], str]

DOCKERFILE = fact("image.build", "Dockerfile", at="Dockerfile", secret_mounts=1)
SOPS = fact("secret.manager", "sops", at=".sops.yaml", seen_in="deployment")


def case(control: str, verdict: Verdict, reason: str, *items: Item) -> Case:
    return (control, verdict, items, reason)


def secret(*tags: str, standing: str | None = "deployment", message: str = "is there") -> Finding:
    return finding(*tags, at="prod.env:1", message=message, standing=standing)


def kubernetes(state: str | None) -> Item:
    return fact("kubernetes.secret", "Secret", at="k8s/secret.yaml:2", state=state)


def age(days: int | None) -> Item:
    return fact("secret.rotation", days, at="prod.enc.yaml", by="sops")


CASES: list[Case] = [
    case("secrets.committed", PASS, "none holds a secret"),
    case("secrets.committed", FAIL, "is there", secret("secret-committed")),
    case("secrets.committed", PARTIAL, "is there", secret("secret-committed", standing="test")),
    case("secrets.committed", UNKNOWN, "standing of", secret("secret-committed", standing=None)),
    case("secrets.default_creds", PASS, "that everybody knows"),
    case("secrets.default_creds", FAIL, "is", secret("secret-default", standing="default")),
    case("secrets.default_creds", PARTIAL, "is", secret("secret-default", standing="example")),
    case("secrets.default_creds", UNKNOWN, "standing", secret("secret-default", standing=None)),
    case("secrets.history", PASS, "holds", fact("history.blobs", 12, commits=3)),
    case(
        "secrets.history",
        FAIL,
        "is there",
        secret("secret-history"),
        fact("history.blobs", 12, commits=3),
    ),
    case("secrets.history", PARTIAL, "is", secret("secret-history", standing="documentation")),
    case("secrets.history", UNKNOWN, "was not searched"),
    case("secrets.sops", PASS, "holds", fact("sops.files", 2, encrypted=2, plaintext=0)),
    case(
        "secrets.sops",
        FAIL,
        "is not encrypted",
        fact("sops.files", 2, encrypted=1, plaintext=1),
        finding("sops-file-in-plaintext", at="a.yaml", message="it is not encrypted"),
    ),
    case("secrets.sops", UNKNOWN, "plaintext of", fact("sops.files", 2, plaintext=None)),
    case("secrets.sops", NOT_APPLICABLE, "no .sops.yaml"),
    case("secrets.vault", PASS, "holds", SOPS),
    case("secrets.vault", PASS, "holds", fact("secret.from_vault", by="node-vault")),
    case(
        "secrets.vault",
        PARTIAL,
        "hashicorp-vault is installed, its use is not proven",
        fact("secret.manager", "hashicorp-vault", at="package.json", seen_in="dependency"),
    ),
    case("secrets.vault", FAIL, "as it is", kubernetes("plain")),
    case("secrets.vault", UNKNOWN, "could not be read", kubernetes("empty")),
    case("secrets.vault", UNKNOWN, "state of kubernetes.secret", kubernetes(None)),
    case("secrets.vault", NOT_APPLICABLE, "not told by the tree"),
    case("secrets.rotation", PASS, "holds", age(365)),
    case("secrets.rotation", FAIL, "are 366 days old, the policy allows 365", age(366)),
    case("secrets.rotation", UNKNOWN, "value of secret.rotation", age(None)),
    case("secrets.rotation", UNKNOWN, "the tree does not", SOPS),
    case("secrets.rotation", NOT_APPLICABLE, "how old"),
    case("secrets.k8s", PASS, "holds", kubernetes("managed")),
    case("secrets.k8s", PASS, "holds", kubernetes("encrypted")),
    case("secrets.k8s", FAIL, "is there", kubernetes("plain"), secret("secret-kubernetes")),
    case("secrets.k8s", PARTIAL, "is", secret("secret-kubernetes", standing="example")),
    case("secrets.k8s", UNKNOWN, "state of", kubernetes(None)),
    case("secrets.k8s", NOT_APPLICABLE, "no Secret"),
    case("secrets.image", PASS, "holds", DOCKERFILE),
    case("secrets.image", FAIL, "is there", DOCKERFILE, secret("secret-baked")),
    case(
        "secrets.image",
        FAIL,
        "in the history",
        DOCKERFILE,
        finding(
            "secret-image",
            rule="secret-build-argument",
            at="Dockerfile:3",
            message="it stands in the history",
            final=True,
        ),
    ),
    case(
        "secrets.image",
        PARTIAL,
        "earlier",
        DOCKERFILE,
        finding(
            "secret-image",
            rule="secret-file-copied",
            at="Dockerfile:3",
            message="earlier",
            final=False,
        ),
    ),
    case("secrets.image", PARTIAL, "is", DOCKERFILE, secret("secret-baked", standing="test")),
    case(
        "secrets.image",
        UNKNOWN,
        "final of",
        DOCKERFILE,
        finding("secret-image", rule="secret-file-copied", at="Dockerfile:3", final=None),
    ),
    case("secrets.image", NOT_APPLICABLE, "no Dockerfile"),
]
