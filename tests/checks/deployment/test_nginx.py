from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment._nginx_rules import RULES
from auditor.checks.deployment.nginx import nginx
from auditor.model import Outcome

HSTS = 'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;'


def server(*lines: str, before: str = "") -> dict[str, str]:
    """A server in a file of conf.d; its first line more stands in line 3."""
    told = "\n".join(lines)
    return {"conf.d/shop.conf": f"server {{\nlisten 443 ssl;\n{told}\n}}\n{before}"}


PLAIN = "server { listen 80; location / { proxy_pass http://app; } }\n"
FIRING = [
    ("nginx-tls-version-old", server("ssl_protocols TLSv1 TLSv1.2;")),
    ("nginx-tls-version-old", server("ssl_protocols TLSv1.1 TLSv1.2;")),
    ("nginx-ciphers-weak", server("ssl_ciphers HIGH:RC4:!MD5;")),
    ("nginx-ciphers-weak", server('ssl_ciphers "ALL:!aNULL";')),
    ("nginx-hsts-not-always", server('add_header Strict-Transport-Security "max-age=9";')),
    ("nginx-hsts-lost", server(HSTS, "location /a { add_header X-A b; }")),
    ("nginx-plain-served", server(before=PLAIN)),
    ("nginx-version-shown", server("server_tokens on;")),
    ("nginx-version-shown", {"nginx.conf": "http { server { listen 80; } }"}),
    ("nginx-body-unlimited", server("client_max_body_size 0;")),
    ("nginx-folder-listed", server("location /a { autoindex on; }")),
    ("nginx-upstream-unverified", server("proxy_ssl_verify off;")),
    ("nginx-alias-leaves", server("location /files { alias /data/; }")),
    ("nginx-address-believed", server("proxy_set_header X-Real-IP $http_x_real_ip;")),
]
NEAR = [
    server("ssl_protocols TLSv1.2 TLSv1.3;"),
    server("ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:HIGH:!aNULL:!MD5:!RC4;"),
    server(HSTS, f"location /a {{ add_header X-A b; {HSTS} }}"),
    server(before="server { listen 80; return 308 https://$host$request_uri; }"),
    server(before="server { listen 80; rewrite ^ https://$host$request_uri permanent; }"),
    {"nginx.conf": "http { server_tokens off; server { listen 80; proxy_pass http://app; } }"},
    server("client_max_body_size 1m;"),
    server("autoindex off;", "proxy_ssl_verify on;"),
    server("location /files/ { alias /data/; }", "location ~ ^/a { alias /b/; }"),
    server("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"),
    server("# ssl_protocols TLSv1;", "add_header X-A 'ssl_protocols TLSv1;';"),
]


@pytest.mark.parametrize(("rule", "files"), FIRING, ids=[rule for rule, _ in FIRING])
def test_fires(rule: str, files: dict[str, str]) -> None:
    assert rule in [found for found, _ in rules(nginx, files)]


@pytest.mark.parametrize("files", NEAR)
def test_is_silent_near_by(files: dict[str, str]) -> None:
    assert rules(nginx, files) == []


def test_every_rule_has_a_firing_case() -> None:
    assert {rule for rule, _ in FIRING} == set(RULES)


def test_tells_versions_hsts_and_the_redirect() -> None:
    files = server(
        "ssl_protocols TLSv1.3 TLSv1.2;", HSTS, before="server { return 301 https://a; }"
    )

    (tls,) = facts(nginx, files, "proxy.tls")
    assert (tls.attributes["min_version"], tls.location and tls.location.line) == ("1.2", 3)
    (hsts,) = facts(nginx, files, "proxy.hsts")
    assert (hsts.attributes["max_age_s"], hsts.attributes["include_subdomains"]) == (
        31_536_000,
        True,
    )
    (redirect,) = facts(nginx, files, "tls.redirect")
    assert redirect.attributes["status"] == 301


@pytest.mark.parametrize("text", ["server {", "}", "a 'b;", "; a b;", "a {" * 30 + "}" * 30])
def test_what_cannot_be_read_is_a_gap(text: str) -> None:
    assert measure(nginx, {"nginx.conf": text}).outcome is Outcome.PARTIAL


def test_without_a_configuration_it_does_not_apply() -> None:
    assert measure(nginx, {"app.conf": "server {"}).outcome is Outcome.NOT_APPLICABLE
