"""Which rules are there about nginx?"""

from __future__ import annotations

from auditor.checks.deployment._rules import HIGH, LOW, MEDIUM, Rule

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "nginx-tls-version-old",
            HIGH,
            "TLS versions with known breaks are offered: {what}",
            "ssl_protocols TLSv1.2 TLSv1.3;",
            (327,),
            ("tls-version",),
        ),
        Rule(
            "nginx-ciphers-weak",
            MEDIUM,
            "ssl_ciphers lets weak ciphers in",
            "name suites with ECDHE and GCM or CHACHA20 only",
            (327,),
            ("tls-ciphers",),
        ),
        Rule(
            "nginx-hsts-not-always",
            LOW,
            "HSTS is left out of answers that are errors",
            "end the line with always",
            (319,),
            ("hsts-partial",),
        ),
        Rule(
            "nginx-hsts-lost",
            MEDIUM,
            "this add_header drops HSTS for its block",
            "repeat the header here, or keep add_header in one block",
            (319,),
            ("hsts-partial",),
        ),
        Rule(
            "nginx-plain-served",
            MEDIUM,
            "plain http is answered beside https, and not redirected",
            "return 308 https://$host$request_uri;",
            (319,),
            ("plain-listener",),
        ),
        Rule(
            "nginx-version-shown",
            LOW,
            "answers tell the version of nginx",
            "server_tokens off;",
            (200,),
            ("version-shown",),
        ),
        Rule(
            "nginx-body-unlimited",
            LOW,
            "bodies of any size are taken",
            "client_max_body_size 1m;",
            (770,),
            ("body-unlimited",),
        ),
        Rule(
            "nginx-folder-listed",
            MEDIUM,
            "folders are listed to everybody",
            "drop autoindex",
            (548,),
            ("directory-listing",),
        ),
        Rule(
            "nginx-upstream-unverified",
            LOW,
            "the certificate of the upstream is not verified",
            "drop the line; name the authority in proxy_ssl_trusted_certificate",
            (295,),
            ("tls-verification-proxy",),
        ),
        Rule(
            "nginx-alias-leaves",
            HIGH,
            "location {what} ends without a slash and its alias with one: files above are served",
            "end both with a slash",
            (22,),
            ("path-traversal-proxy",),
        ),
        Rule(
            "nginx-address-believed",
            MEDIUM,
            "{what} is taken over from the client, who writes what they like",
            "use $remote_addr, or $proxy_add_x_forwarded_for with a counted trust proxy; $scheme",
            (348,),
            ("proxy-headers",),
        ),
    )
}
