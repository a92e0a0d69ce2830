"""Which vault hands out the secrets?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import package_of
from auditor.model import Fact

PACKAGES = frozenset(
    {
        "@aws-sdk/client-kms",
        "@aws-sdk/client-secrets-manager",
        "@aws-sdk/client-ssm",
        "@azure/keyvault-keys",
        "@azure/keyvault-secrets",
        "@google-cloud/kms",
        "@google-cloud/secret-manager",
        "@infisical/sdk",
        "aws-sdk",
        "node-vault",
    }
)


@reader("vault_used")
def vault_used(site: Site) -> Iterator[Fact]:
    """Yield secret.from_vault where the client is one of a vault's package."""
    package = package_of(site.call)
    if package in PACKAGES:
        yield site.fact("secret.from_vault", by=package)
