"""Which credentials can be told by their form, because their issuer gave them one?

Each form is written after what its issuer says in public about the credential: its
prefix, its alphabet, its length. A match begins where the alphabet has not run
before it, so that no run of characters is looked at twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of credential.

    One of ``hints`` stands in every text that ``pattern`` matches; ``prefix`` is how
    many characters at its beginning are the same for everybody, so may be shown.
    ``test`` marks what an issuer gives out for trying things.
    """

    kind: str
    title: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    prefix: int = 0
    test: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """Where in a text a credential of a form stands."""

    form: Form
    start: int
    end: int


def _form(kind: str, title: str, hints: str, body: str, prefix: int = 0) -> Form:
    pattern = re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.ASCII)
    return Form(kind, title, tuple(hints.split()), pattern, prefix, kind.endswith("-test-key"))


_HEX = "[0-9a-f]"
FORMS: tuple[Form, ...] = (
    _form("age-key", "age identity", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[0-9A-Z]{58}", 16),
    _form("airtable-token", "Airtable token", "pat", rf"pat[A-Za-z0-9]{{14}}\.{_HEX}{{64}}", 3),
    _form(
        "anthropic-key",
        "Anthropic API key",
        "sk-ant-",
        r"sk-ant-(?:api|admin)\d\d-[\w-]{40,200}",
        7,
    ),
    _form("atlassian-token", "Atlassian API token", "ATATT3", r"ATATT3[\w=-]{60,400}", 6),
    _form("aws-access-key", "AWS access key id", "AKIA ASIA", "(?:AKIA|ASIA)[A-Z2-7]{16}", 4),
    _form("azure-client-secret", "Entra client secret", "8Q~", r"[\w.~]{3}8Q~[\w.~-]{31,34}"),
    _form(
        "azure-storage-key",
        "Azure storage account key",
        "AccountKey= SharedAccessKey=",
        r"(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{43,86}={1,2}",
        11,
    ),
    _form(
        "braintree-token",
        "Braintree access token",
        "access_token$",
        rf"access_token\$(?:production|sandbox)\$[0-9a-z]{{16}}\${_HEX}{{32}}",
        13,
    ),
    _form("databricks-token", "Databricks token", "dapi", rf"dapi{_HEX}{{32}}(?:-\d)?", 4),
    _form("digitalocean-token", "DigitalOcean token", "_v1_", rf"do[opr]_v1_{_HEX}{{64}}", 7),
    _form(
        "discord-token",
        "Discord bot token",
        "M N O",
        r"[MNO][A-Za-z0-9]{23,25}\.[\w-]{6}\.[\w-]{27,38}",
    ),
    _form(
        "discord-webhook",
        "Discord webhook",
        "/api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/\d{16,20}/[\w-]{60,80}",
        24,
    ),
    _form("docker-token", "Docker Hub token", "dckr_", r"dckr_[op]at_[\w-]{27,36}", 9),
    _form(
        "doppler-token",
        "Doppler token",
        "dp.",
        r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]{1,40}\.)?[A-Za-z0-9]{40,44}",
        3,
    ),
    _form(
        "dynatrace-token", "Dynatrace token", "dt0", r"dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}", 7
    ),
    _form("facebook-token", "Facebook access token", "EAA", r"EAA[A-Za-z0-9]{90,400}", 3),
    _form(
        "fly-token", "Fly.io token", "FlyV1 fo1_", r"fo1_[\w-]{43}|FlyV1 fm\d_[\w/+=,-]{60,900}", 4
    ),
    _form(
        "github-token",
        "GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}",
        4,
    ),
    _form(
        "gitlab-token",
        "GitLab token",
        "glpat- gldt- glrt- glptt- glcbt- glsoat- glft- glagent-",
        r"gl(?:pat|dt|rt|ptt|cbt|soat|ft|agent)-[\w-]{20,100}(?:\.[\w-]{2,20}){0,3}",
        6,
    ),
    _form("google-api-key", "Google API key", "AIza", r"AIza[\w-]{35}", 4),
    _form("google-oauth-secret", "Google OAuth client secret", "GOCSPX-", r"GOCSPX-[\w-]{28}", 7),
    _form(
        "google-oauth-token",
        "Google OAuth token",
        "ya29. 1//0",
        r"ya29\.[\w-]{30,400}|1//0[\w-]{40,200}",
        4,
    ),
    _form(
        "grafana-token",
        "Grafana token",
        "glsa_ glc_",
        r"glsa_\w{32}_[0-9a-fA-F]{8}|glc_[A-Za-z0-9+/]{32,400}={0,2}",
        4,
    ),
    _form("heroku-key", "Heroku API key", "HRKU-", r"HRKU-[\w-]{36,80}", 5),
    _form("huggingface-token", "Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{34,40}", 3),
    _form("linear-key", "Linear API key", "lin_", r"lin_(?:api|oauth)_[A-Za-z0-9]{40,64}", 8),
    _form("mailchimp-key", "Mailchimp API key", "-us", rf"{_HEX}{{32}}-us\d{{1,2}}"),
    _form("mailgun-key", "Mailgun API key", "key-", rf"key-{_HEX}{{32}}", 4),
    _form("netlify-token", "Netlify token", "nfp_ nfc_", r"nf[pcou]_[A-Za-z0-9]{36,40}", 4),
    _form("newrelic-key", "New Relic key", "NRAK- NRJS- NRII-", r"NR(?:AK|JS|II)-[\w-]{19,40}", 5),
    _form(
        "notion-token",
        "Notion token",
        "ntn_ secret_",
        r"ntn_[A-Za-z0-9]{40,60}|secret_[A-Za-z0-9]{43}",
        4,
    ),
    _form("npm-token", "npm token", "npm_", r"npm_[A-Za-z0-9]{36}", 4),
    _form(
        "openai-key",
        "OpenAI API key",
        "sk-",
        r"sk-(?:(?:proj|svcacct|admin)-[\w-]{40,200}|[A-Za-z0-9]{48})",
        3,
    ),
    _form(
        "planetscale-token",
        "PlanetScale token",
        "pscale_",
        r"pscale_(?:tkn|pw|oauth)_[\w=.-]{32,64}",
        7,
    ),
    _form("postman-key", "Postman API key", "PMAK-", rf"PMAK-{_HEX}{{24}}-{_HEX}{{34}}", 5),
    _form("pulumi-token", "Pulumi token", "pul-", rf"pul-{_HEX}{{40}}", 4),
    _form("pypi-token", "PyPI token", "pypi-AgE", r"pypi-AgE[\w-]{50,400}", 8),
    _form("razorpay-key", "Razorpay key", "rzp_live_", r"rzp_live_[A-Za-z0-9]{14}", 9),
    _form("rubygems-key", "RubyGems key", "rubygems_", rf"rubygems_{_HEX}{{48}}", 9),
    _form("sendgrid-key", "SendGrid API key", "SG.", r"SG\.[\w-]{22}\.[\w-]{43}", 3),
    _form(
        "sentry-token",
        "Sentry token",
        "sntrys_ sntryu_",
        r"sntrys_[\w+/=-]{40,400}|sntryu_[0-9a-f]{64}",
        7,
    ),
    _form("shopify-token", "Shopify token", "shp", r"shp(?:at|ca|pa|ss|ua)_[0-9a-fA-F]{32}", 6),
    _form(
        "slack-token",
        "Slack token",
        "xox xapp-",
        r"xox[abeoprs]-(?:[A-Za-z0-9]{1,200}-){0,6}[A-Za-z0-9]{8,200}|xapp-\d-[A-Z0-9]{8,14}-\d{8,16}-[0-9a-f]{40,80}",
        4,
    ),
    _form(
        "slack-webhook",
        "Slack webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]{6,14}/[A-Z0-9]{6,20}/[\w/]{16,64}",
        16,
    ),
    _form("square-token", "Square token", "sq0", r"sq0(?:atp|csp|idp)-[\w-]{22,43}", 7),
    _form(
        "stripe-key",
        "Stripe key",
        "k_live_ whsec_",
        r"(?:sk|rk)_live_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/]{32,64}={0,2}",
        6,
    ),
    _form(
        "stripe-test-key", "Stripe test key", "k_test_", r"(?:sk|rk)_test_[A-Za-z0-9]{16,250}", 8
    ),
    _form(
        "supabase-token",
        "Supabase token",
        "sbp_ sb_secret_",
        rf"sbp_{_HEX}{{40}}|sb_secret_[\w-]{{22,60}}",
        4,
    ),
    _form("telegram-token", "Telegram bot token", ":AA", r"\d{8,10}:AA[\w-]{33}"),
    _form(
        "terraform-token",
        "Terraform Cloud token",
        ".atlasv1.",
        r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,90}",
    ),
    _form("twilio-key", "Twilio API key", "SK", rf"SK{_HEX}{{32}}", 2),
    _form("vault-token", "HashiCorp Vault token", "hvs. hvb. hvr.", r"hv[sbr]\.[\w-]{24,300}", 4),
)
"""Sorted by kind."""


def issued(text: str) -> Iterator[Issued]:
    """Yield every credential of a known form in ``text``, form by form."""
    for form in FORMS:
        if any(hint in text for hint in form.hints):
            for match in form.pattern.finditer(text):
                yield Issued(form, match.start(), match.end())
