"""Which verdict does each control of the deployment give on which small tree?

Merged into the trees of tree_cases.py, whose test runs every check over them.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.policy import Verdict

Tree = Mapping[str, str]

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

PIN = "1" * 40
DIGEST = "sha256:" + "3" * 64


def image(*lines: str, **files: str) -> Tree:
    text = "\n".join((f"FROM node:24@{DIGEST}", *lines, 'CMD ["node", "server.js"]', ""))
    return {"Dockerfile": text, **files}


def workflow(*steps: str, top: str = "permissions: {contents: read}") -> Tree:
    told = "".join(f"      - {step}\n" for step in steps)
    text = f"on: [push]\n{top}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n{told}"
    return {".github/workflows/ci.yml": text}


def terraform(*lines: str) -> Tree:
    return {"main.tf": "\n".join(lines) + "\n"}


def compose(*lines: str) -> Tree:
    inner = "\n".join(f"    {line}" for line in lines)
    return {"docker-compose.yml": f"services:\n  shop:\n    build: .\n{inner}\n"}


def tempo(*lines: str) -> Tree:
    inner = "\n".join(f"    {line}" for line in lines)
    return {"tempo.yaml": f"distributor: {{}}\ncompactor:\n  compaction:\n{inner}\n"}


def lifecycle(expiration: str) -> Tree:
    return terraform(
        'resource "aws_s3_bucket_lifecycle_configuration" "uploads" {',
        f'  rule {{\n    id = "a"\n    {expiration}\n  }}',
        "}",
    )


def database(days: str) -> Tree:
    return terraform('resource "aws_db_instance" "shop" {', "  storage_encrypted = true", days, "}")


RUNTIME: dict[str, dict[Verdict, Tree]] = {
    "runtime.container_user": {
        PASS: image("USER node"),
        PARTIAL: image("RUN chmod 777 /app", "USER node"),
        FAIL: image("WORKDIR /app"),
        UNKNOWN: {"Dockerfile": "ARG BASE\nFROM $BASE\nCMD node server.js\n"},
        NOT_APPLICABLE: {"NOTES.md": "no image\n"},
    },
    "runtime.node_env": {
        PASS: image("ENV NODE_ENV=production", "USER 1000"),
        FAIL: image("ENV NODE_ENV=development", "USER 1001"),
        UNKNOWN: image("EXPOSE 3000", "USER 1002"),
        NOT_APPLICABLE: {"NOTES.md": "started by hand\n"},
    },
    "runtime.ephemeral": {
        PASS: compose("read_only: true"),
        PARTIAL: compose("read_only: false"),
        FAIL: compose("volumes: [/etc/shop:/config]"),
        NOT_APPLICABLE: image("USER 1003"),
    },
    "runtime.exposure": {
        PASS: {"compose.yaml": "services:\n  db:\n    image: postgres:18.1\n"},
        PARTIAL: terraform('resource "aws_db_instance" "plain" {', '  engine = "postgres"', "}"),
        FAIL: compose("ports: ['5432:5432']"),
        NOT_APPLICABLE: compose("ports: ['3000:3000']"),
    },
    "resilience.health": {
        PASS: image("USER 1004", 'HEALTHCHECK CMD ["node", "health.js"]'),
        UNKNOWN: image("USER 1004", "HEALTHCHECK NONE"),
        NOT_APPLICABLE: {"NOTES.md": "nothing asks\n"},
    },
    "resilience.bulkhead": {
        PASS: compose("mem_limit: 256m", "cpus: 1"),
        PARTIAL: compose("mem_limit: 512m"),
        UNKNOWN: compose("restart: always"),
        NOT_APPLICABLE: {"NOTES.md": "nothing is limited\n"},
    },
    "auth.least_privilege": {
        PASS: terraform(
            'data "aws_iam_policy_document" "shop" {',
            '  statement { actions = ["s3:GetObject"] }',
            "}",
        ),
        FAIL: terraform(
            'data "aws_iam_policy_document" "all" {', '  statement { actions = ["*"] }', "}"
        ),
        NOT_APPLICABLE: {"NOTES.md": "no roles\n"},
    },
}

CI: dict[str, dict[Verdict, Tree]] = {
    "ci.actions_pinned": {
        PASS: workflow(f"uses: actions/checkout@{PIN}"),
        PARTIAL: {
            **workflow("uses: shop/lint@v2"),
            "package.json": '{"repository": "github:shop/web"}',
        },
        FAIL: workflow("uses: actions/checkout@v5"),
        NOT_APPLICABLE: workflow("run: npm ci"),
    },
    "ci.permissions": {
        PASS: workflow("run: npm test"),
        FAIL: workflow("run: npm test", top="env: {CI: '1'}"),
        NOT_APPLICABLE: {"NOTES.md": "no workflow\n"},
    },
    "ci.dangerous_workflow": {
        PASS: workflow("run: echo ready"),
        PARTIAL: workflow("run: echo ${{ github.ref_name }}"),
        FAIL: workflow("run: echo ${{ github.event.pull_request.title }}"),
        NOT_APPLICABLE: {"NOTES.md": "no workflow at all\n"},
    },
    "ci.dep_scan": {
        PASS: workflow("run: npm audit"),
        PARTIAL: workflow("run: npm audit || true"),
        FAIL: workflow("run: npm run build"),
        UNKNOWN: {"NOTES.md": "built elsewhere\n"},
    },
    "ci.update_bot": {
        PASS: {"renovate.json": "{}", "package.json": "{}"},
        PARTIAL: {
            ".github/dependabot.yml": "updates: [{package-ecosystem: npm}]\n",
            "package.json": '{"name": "shop"}',
            **image("USER 1005"),
        },
        FAIL: {"package.json": '{"name": "alone"}'},
    },
    "ci.review": {
        PASS: {
            ".github/settings.yml": "branches: [{name: main, protection: "
            "{required_pull_request_reviews: {}}}]\n"
        },
        PARTIAL: {".github/CODEOWNERS": "* @shop/owners\n"},
        FAIL: {".github/settings.yml": "branches: [{name: main, protection: {}}]\n"},
        UNKNOWN: {"CODEOWNERS": "/docs/ @shop/writers\n"},
    },
    "supply.image.signed": {
        PARTIAL: workflow("run: docker push shop && cosign sign shop"),
        FAIL: workflow("run: docker push shop"),
        NOT_APPLICABLE: workflow("run: docker build ."),
    },
    "supply.build_downloads": {
        PASS: image("RUN npm ci", "USER 1006"),
        FAIL: image("RUN curl https://get.example/it | sh", "USER 1007"),
        NOT_APPLICABLE: {"NOTES.md": "no build\n"},
    },
}

RETENTION: dict[str, dict[Verdict, Tree]] = {
    "retention.objects": {
        PASS: lifecycle("expiration { days = 90 }"),
        FAIL: lifecycle("transition { days = 30 }"),
        UNKNOWN: lifecycle("expiration { days = var.days }"),
        NOT_APPLICABLE: terraform('resource "aws_s3_bucket" "a" {', "}"),
    },
    "retention.backups": {
        PASS: database("  backup_retention_period = 14"),
        FAIL: database("  backup_retention_period = 0"),
        UNKNOWN: database("  backup_retention_period = var.days"),
        NOT_APPLICABLE: terraform('resource "aws_sqs_queue" "a" {', "}"),
    },
    "retention.traces": {
        PASS: tempo("block_retention: 336h"),
        FAIL: tempo("block_retention: 0s"),
        UNKNOWN: tempo("block_retention: ${RETENTION}"),
        NOT_APPLICABLE: {"NOTES.md": "no traces\n"},
    },
    "retention.plan": {
        PASS: {
            "docs/retention.md": "Owner: privacy team. Looked at 2026-10-01.\nOrders: 2 years\n"
        },
        PARTIAL: {"RETENTION.md": "Owner: privacy team. Looked at 2024-10-01.\nOrders: 2 years\n"},
        UNKNOWN: {"docs/privacy.md": "we care\n"},
    },
}

DOCS: dict[str, dict[Verdict, Tree]] = {
    "docs.security_md": {
        PASS: {"SECURITY.md": "Write to security@shop.example; you hear within 2 days.\n"},
        PARTIAL: {"SECURITY.md": "Write to security@shop.example.\n"},
        FAIL: {"README.md": "a shop\n"},
    },
    "docs.remediation_sla": {
        PASS: {"SECURITY.md": "Critical: 7 days. High: 30 days. security@shop.example\n"},
        PARTIAL: {"SECURITY.md": "We mend it within 30 days.\n"},
        FAIL: {"README.md": "another shop\n"},
    },
    "docs.threat_model": {
        PASS: {"docs/threat-model.md": "2026-11-01: thieves\n"},
        PARTIAL: {"docs/threat-model.md": "2021-11-01: thieves\n"},
        UNKNOWN: {"docs/threat-model.md": "thieves\n"},
    },
    "docs.adr": {
        PASS: {"docs/adr/0001-sessions.md": "2026-11-01, accepted: sessions in Redis\n"},
        PARTIAL: {"docs/adr/0001-sessions.md": "2026-11-01: sessions in Redis\n"},
        FAIL: {"docs/adr/README.md": "how to write one\n"},
    },
    "docs.runbooks": {
        PASS: {"docs/runbooks/restore.md": "Owner: on call. 2026-11-02\n"},
        PARTIAL: {"docs/runbooks/restore.md": "2026-11-03: call somebody\n"},
        UNKNOWN: {"docs/running.md": "2026-11-03\n"},
    },
    "audit.drills": {
        PASS: {"docs/drills/2026-06.md": "restored in an hour\n"},
        PARTIAL: {"docs/drills/2024-06.md": "restored in two hours\n"},
        UNKNOWN: {"docs/plans/2026-06.md": "to be done\n"},
    },
    "audit.append_only": {
        PASS: {"db/1.sql": "REVOKE UPDATE, DELETE ON audit_log FROM shop;\n"},
        FAIL: {"db/1.sql": "GRANT UPDATE ON audit_log TO shop;\n"},
        UNKNOWN: {"db/1.sql": "CREATE TABLE audit_log (id int);\n"},
        NOT_APPLICABLE: {"db/1.sql": "CREATE TABLE orders (id int);\n"},
    },
}

TREES: dict[str, dict[Verdict, Tree]] = {**RUNTIME, **CI, **RETENTION, **DOCS}
