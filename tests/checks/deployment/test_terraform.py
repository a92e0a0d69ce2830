from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment.terraform import RULES, terraform
from auditor.model import Outcome, Value


def resource(kind: str, *lines: str) -> dict[str, str]:
    told = "".join(f"  {line}\n" for line in lines)
    return {"main.tf": f'resource "{kind}" "shop" {{\n{told}}}\n'}


SAFE = "storage_encrypted = true"
RULE = "aws_security_group_rule"
FIRING = [
    ("terraform-bucket-public", resource("aws_s3_bucket", 'acl = "public-read"')),
    (
        "terraform-bucket-public",
        resource("aws_s3_bucket_public_access_block", "block_public_acls = false"),
    ),
    ("terraform-storage-unencrypted", resource("aws_db_instance", "storage_encrypted = false")),
    ("terraform-storage-unencrypted", resource("aws_efs_file_system")),
    ("terraform-datastore-public", resource("aws_db_instance", SAFE, "publicly_accessible = true")),
    ("terraform-datastore-plain", resource("aws_elasticache_replication_group")),
    (
        "terraform-tls-version-old",
        resource("aws_lb_listener", 'ssl_policy = "ELBSecurityPolicy-2016-08"'),
    ),
    (
        "terraform-tls-version-old",
        resource(
            "aws_cloudfront_distribution",
            'viewer_certificate { minimum_protocol_version = "TLSv1.1_2016" }',
        ),
    ),
    ("terraform-listener-plain", resource("aws_lb_listener", 'protocol = "HTTP"')),
    (
        "terraform-policy-wildcard",
        resource(
            "aws_iam_role_policy",
            'policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*" }] })',
        ),
    ),
    (
        "terraform-policy-wildcard",
        resource(
            "aws_iam_policy",
            "policy = <<EOF",
            '{"Statement": [{"Effect": "Allow", "Action": ["*"]}]}',
            "EOF",
        ),
    ),
    (
        "terraform-port-open",
        resource(
            "aws_security_group",
            "ingress {",
            "from_port = 5432",
            "to_port = 5432",
            'cidr_blocks = ["0.0.0.0/0"]',
            "}",
        ),
    ),
    (
        "terraform-port-open",
        resource(RULE, "from_port = 0", "to_port = 65535", 'ipv6_cidr_blocks = ["::/0"]'),
    ),
]
NEAR = [
    resource("aws_s3_bucket", 'acl = "private"'),
    resource("aws_s3_bucket_public_access_block", "block_public_acls = true"),
    resource("aws_db_instance", SAFE, "publicly_accessible = false"),
    resource("aws_db_instance", "storage_encrypted = var.encrypted"),
    resource("aws_elasticache_replication_group", "transit_encryption_enabled = true"),
    resource("aws_lb_listener", 'ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"'),
    resource(
        "aws_lb_listener",
        'protocol = "HTTP"',
        'default_action { redirect { status_code = "HTTP_301" } }',
    ),
    resource(
        "aws_iam_role_policy",
        'policy = jsonencode({ Statement = [{ Action = "s3:*", Resource = "*" }] })',
    ),
    resource(RULE, "from_port = 443", "to_port = 443", 'cidr_blocks = ["0.0.0.0/0"]'),
    resource(RULE, "from_port = 22", "to_port = 22", 'cidr_blocks = ["10.0.0.0/8"]'),
    resource(
        RULE, "from_port = 22", "to_port = 22", 'cidr_blocks = ["0.0.0.0/0"]', 'type = "egress"'
    ),
    resource("aws_security_group", "from_port = var.port", 'cidr_blocks = ["0.0.0.0/0"]'),
    {"main.tf": '# acl = "public-read"\nlocals { acl = "public-read" }\n'},
]


@pytest.mark.parametrize(("rule", "files"), FIRING, ids=[rule for rule, _ in FIRING])
def test_fires(rule: str, files: dict[str, str]) -> None:
    assert rule in [found for found, _ in rules(terraform, files)]


@pytest.mark.parametrize("files", NEAR)
def test_is_silent_near_by(files: dict[str, str]) -> None:
    assert rules(terraform, files) == []


def test_every_rule_has_a_firing_case() -> None:
    assert {rule for rule, _ in FIRING} == set(RULES)


LOGS, BACKUPS, OBJECTS = "log.rotation", "backup.retention", "object.lifecycle"
BUCKET = "aws_s3_bucket_lifecycle_configuration"


@pytest.mark.parametrize(
    ("name", "files", "days", "state"),
    [
        (LOGS, resource("aws_cloudwatch_log_group", "retention_in_days = 400"), 400, "bounded"),
        (LOGS, resource("aws_cloudwatch_log_group", "retention_in_days = 0"), None, "unbounded"),
        (LOGS, resource("aws_cloudwatch_log_group"), None, "unbounded"),
        (LOGS, resource("aws_cloudwatch_log_group", "retention_in_days = var.d"), None, "unknown"),
        (BACKUPS, resource("aws_db_instance", "backup_retention_period = 14"), 14, "bounded"),
        (BACKUPS, resource("aws_db_instance"), 1, "bounded"),
        (BACKUPS, resource("aws_rds_cluster", "backup_retention_period = 0"), 0, "none"),
        (BACKUPS, resource("aws_rds_cluster", "backup_retention_period = var.d"), None, "unknown"),
        (OBJECTS, resource(BUCKET, "rule {", "expiration { days = 30 }", "}"), 30, "bounded"),
        (OBJECTS, resource(BUCKET, "rule {", "transition { days = 30 }", "}"), None, "unbounded"),
        (OBJECTS, resource(BUCKET, "rule {", "expiration { days = var.d }", "}"), None, "unknown"),
        (
            OBJECTS,
            resource("aws_s3_bucket", "lifecycle_rule {", "expiration { days = 7 }", "}"),
            7,
            "bounded",
        ),
    ],
)
def test_tells_how_long_things_are_kept(
    name: str, files: dict[str, str], days: Value, state: str
) -> None:
    (fact,) = facts(terraform, files, name)

    assert (fact.value, fact.attributes["state"]) == (days, state)


def test_tells_locks_reviews_and_rights() -> None:
    lock = resource("aws_s3_bucket_object_lock_configuration")
    protection = resource("github_branch_protection", "required_pull_request_reviews {", "}")
    statement = 'statement { actions = ["s3:Get*"] }'
    document = {"main.tf": f'data "aws_iam_policy_document" "a" {{\n{statement}\n}}\n'}

    assert facts(terraform, lock, "audit.append_only")[0].value is True
    assert facts(terraform, protection, "review.required")[0].value is True
    assert facts(terraform, document, "access.granted")[0].attributes["wildcard"] is False


@pytest.mark.parametrize("text", ["a {", "}", "= 1", "a {" * 30 + "}" * 30, '"'])
def test_what_cannot_be_read_is_a_gap(text: str) -> None:
    assert measure(terraform, {"main.tf": text}).outcome is Outcome.PARTIAL


def test_without_terraform_it_does_not_apply() -> None:
    assert measure(terraform, {}).outcome is Outcome.NOT_APPLICABLE
