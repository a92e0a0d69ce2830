"""By which signs is a manager of secrets recognised?"""

from __future__ import annotations

import re

PACKAGES = {
    "@1password/sdk": "1password",
    "@aws-sdk/client-secrets-manager": "aws-secrets-manager",
    "@aws-sdk/client-ssm": "aws-parameter-store",
    "@azure/keyvault-secrets": "azure-key-vault",
    "@bitwarden/sdk-napi": "bitwarden",
    "@dotenvx/dotenvx": "dotenvx",
    "@google-cloud/secret-manager": "gcp-secret-manager",
    "@infisical/sdk": "infisical",
    "akeyless": "akeyless",
    "aws-secrets-manager": "aws-secrets-manager",
    "conjur-api": "conjur",
    "hashi-vault-js": "hashicorp-vault",
    "infisical-node": "infisical",
    "node-vault": "hashicorp-vault",
    "sops-decoder": "sops",
}
"""What an application asks for, and the manager that it talks to."""

KINDS = {
    "ClusterExternalSecret": "external-secrets",
    "ClusterSecretStore": "external-secrets",
    "ExternalSecret": "external-secrets",
    "SealedSecret": "sealed-secrets",
    "SecretProviderClass": "secrets-store-csi",
    "SecretStore": "external-secrets",
    "SopsSecret": "sops",
    "VaultAuth": "hashicorp-vault",
    "VaultDynamicSecret": "hashicorp-vault",
    "VaultStaticSecret": "hashicorp-vault",
}
"""Kinds of Kubernetes objects that stand for secrets kept elsewhere, or encrypted."""

SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("1password", r"uses:\s{1,4}1password/load-secrets-action|[\"' =]op://[\w-]"),
        ("aws-parameter-store", r"\$\{ssm:|\{\{resolve:ssm|data\s+\"aws_ssm_parameter\""),
        (
            "aws-secrets-manager",
            r"\{\{resolve:secretsmanager|\"aws_secretsmanager_secret|aws-secretsmanager-get-secrets",
        ),
        ("azure-key-vault", r"\"azurerm_key_vault_secret|@Microsoft\.KeyVault\(|AzureKeyVault@\d"),
        ("doppler", r"\bdoppler\s{1,4}run\b|uses:\s{1,4}dopplerhq/"),
        ("dotenvx", r"\bdotenvx\s{1,4}run\b"),
        (
            "gcp-secret-manager",
            r"google_secret_manager_secret|uses:\s{1,4}google-github-actions/get-secretmanager",
        ),
        (
            "hashicorp-vault",
            r"vault\.hashicorp\.com/agent-inject|uses:\s{1,4}hashicorp/vault-action|\"vault_kv_secret",
        ),
        ("infisical", r"\binfisical\s{1,4}run\b|uses:\s{1,4}Infisical/"),
        ("sops", r"\bsops\s{1,4}(?:-d|--decrypt|exec-env|exec-file|decrypt)\b"),
    )
)
"""What stands in files of a deployment that fetch secrets from a manager."""
