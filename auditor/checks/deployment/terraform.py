"""What does Terraform keep, open and allow?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._files import named, parsed
from auditor.checks.deployment._node import DATASTORES
from auditor.checks.deployment._rules import HIGH, MEDIUM, Rule, apart
from auditor.formats.terraform import Block, is_terraform, read_blocks, walk
from auditor.model import Fact, Gap, Location, Value
from auditor.sanitise import excerpt

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "terraform-bucket-public",
            HIGH,
            "{what} can be read by everybody",
            "acl private, and aws_s3_bucket_public_access_block with all four switches on",
            (284,),
            ("bucket-public",),
        ),
        Rule(
            "terraform-storage-unencrypted",
            MEDIUM,
            "{what} is stored in plain",
            "storage_encrypted = true, with a key of your own",
            (311,),
            ("storage-unencrypted",),
        ),
        Rule(
            "terraform-datastore-public",
            HIGH,
            "{what} has an address on the internet",
            "publicly_accessible = false, and a subnet of the application",
            (668,),
            ("datastore-exposed",),
        ),
        Rule(
            "terraform-datastore-plain",
            HIGH,
            "{what} is reached without TLS",
            "transit_encryption_enabled = true",
            (319,),
            ("tls-datastore",),
        ),
        Rule(
            "terraform-tls-version-old",
            HIGH,
            "{what} accepts TLS versions with known breaks",
            "take the newest policy, with TLS 1.2 as the least",
            (327,),
            ("tls-version",),
        ),
        Rule(
            "terraform-listener-plain",
            MEDIUM,
            "{what} answers in plain, and does not redirect",
            "a default_action of type redirect to HTTPS with HTTP_301",
            (319,),
            ("plain-listener",),
        ),
        Rule(
            "terraform-policy-wildcard",
            HIGH,
            "{what} allows every action, by a star",
            "name the actions and resources that are needed",
            (250,),
            ("privilege-wildcard",),
        ),
        Rule(
            "terraform-port-open",
            HIGH,
            "the internet reaches {what}",
            "name the addresses or the group that need it",
            (668,),
            ("datastore-exposed",),
        ),
    )
}
_DATABASES = frozenset(
    {"aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"}
)
_STORES = frozenset({*_DATABASES, "aws_efs_file_system", "aws_ebs_volume", "aws_redshift_cluster"})
_PUBLIC = frozenset({"public-read", "public-read-write", "authenticated-read", "website"})
_OLD_POLICY = re.compile(
    r"ELBSecurityPolicy-(?:2016-08|2015-05|TLS-1-[01]-.*|FS-2018-06|FS-1-1-.*)"
)
_LOGIN = {22: "SSH", 3389: "RDP"}
_EVERYBODY = re.compile(r'"(?:0\.0\.0\.0/0|::/0)"')
_WILD = re.compile(r'"?(?:Action|actions)"?\s*[=:]\s*\[?\s*"\*"')


@check("deployment.terraform", rules=RULES)
def terraform(context: Context) -> Iterator[Yield]:
    """How long logs, objects and backups are kept, and what is public, plain or allowed to all.

    Reads the blocks and literals of *.tf files: retention of CloudWatch, lifecycle of S3,
    backups and encryption of RDS and ElastiCache, TLS of load balancers and CDNs, IAM
    policies, security groups, branch protection. An expression is not evaluated and a
    module is not followed: their values are not known.

    Why: this is where defaults decide: a log group without a number is kept for ever, a
    database without a word is stored in plain.

    Fix: write the number and the switch down, where the resource is.
    """
    paths = named(context.target, is_terraform)
    if not paths:
        yield NotApplicable("there is no Terraform")
        return
    count = 0
    for path, blocks in parsed(context.target, paths, read_blocks):
        if isinstance(blocks, Gap):
            yield blocks
            continue
        for block in walk(blocks):
            if block.kind in {"resource", "data"}:
                count += 1
                yield from _kept(path, block)
                yield from _stored(path, block)
                yield from _reached(path, block)
                yield from _allowed(path, block)
    yield Examined(count, unit="resources")


def _kept(path: str, block: Block) -> Iterator[Fact]:
    place, told = Location(path, block.line), apart(path)
    if block.type == "aws_cloudwatch_log_group":
        days = _number(block, "retention_in_days", missing=0)
        state = "unknown" if days is None else "bounded" if days else "unbounded"
        yield Fact(
            "log.rotation", days or None, {"state": state, "by": "CloudWatch", **told}, place
        )
    elif block.type in {"aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket"}:
        for rule in (*block.inner("rule"), *block.inner("lifecycle_rule")):
            yield _lifecycle(path, rule)
    elif block.type in _DATABASES:
        days = _number(block, "backup_retention_period", missing=1)
        state = "unknown" if days is None else "bounded" if days else "none"
        yield Fact("backup.retention", days, {"state": state, "by": "RDS", **told}, place)
    if any(one.kind == "object_lock_configuration" for one in block.blocks) or (
        block.type == "aws_s3_bucket_object_lock_configuration"
    ):
        yield Fact("audit.append_only", True, {"by": "object lock", **told}, place)
    if block.type in {"github_branch_protection", "github_branch_protection_v3"}:
        asks = any(one.kind.startswith("required_pull_request_reviews") for one in block.blocks)
        yield Fact("review.required", asks, {"by": "Terraform", **told}, place)


def _lifecycle(path: str, rule: Block) -> Fact:
    expires = [*rule.inner("expiration")]
    days = _number(expires[0], "days", missing=None) if expires else None
    state = "unbounded" if not expires else "unknown" if days is None else "bounded"
    told: dict[str, Value] = {"state": state, **apart(path)}
    return Fact("object.lifecycle", days, told, Location(path, rule.line))


def _number(block: Block, name: str, *, missing: int | None) -> int | None:
    if name not in block.attributes:
        return missing
    said = block.said(name) or ""
    return int(said) if said.isdecimal() and len(said) < 6 else None  # noqa: PLR2004 -- 270 years


def _stored(path: str, block: Block) -> Iterator[Yield]:
    if block.type in {*_STORES, "aws_s3_bucket", "aws_elasticache_replication_group"}:
        shown = excerpt(block.name, max_characters=80)
        told: dict[str, Value] = {"source": "terraform", **apart(path)}
        yield Fact("data.store", shown, told, Location(path, block.line))
    switch = "storage_encrypted" if block.type in _DATABASES else "encrypted"
    is_plain = switch not in block.attributes or block.said(switch) == "false"
    if block.type in _STORES and is_plain:
        yield RULES["terraform-storage-unencrypted"].at(path, block.line, block.name)
    if block.said("publicly_accessible") == "true":
        line = block.attributes["publicly_accessible"].line
        yield RULES["terraform-datastore-public"].at(path, line, block.name)
    if block.type == "aws_elasticache_replication_group":
        yield from _redis(path, block)
    if block.type in {"aws_s3_bucket", "aws_s3_bucket_acl"} and block.said("acl") in _PUBLIC:
        yield RULES["terraform-bucket-public"].at(path, block.attributes["acl"].line, block.name)
    if block.type == "aws_s3_bucket_public_access_block":
        for name, given in block.attributes.items():
            if given.text == "false":
                what = f"{block.name} ({name})"
                yield RULES["terraform-bucket-public"].at(path, given.line, what)


def _redis(path: str, block: Block) -> Iterator[Yield]:
    switch = "transit_encryption_enabled"
    tls = {"true": True, "false": False}.get(block.said(switch) or "")
    if switch not in block.attributes:
        tls = False
    told: dict[str, Value] = {"kind": "redis", "tls": tls, "local": False, **apart(path)}
    yield Fact("datastore.connection", True, told, Location(path, block.line))
    if tls is False:
        yield RULES["terraform-datastore-plain"].at(path, block.line, block.name)


def _reached(path: str, block: Block) -> Iterator[Yield]:
    if block.type in {"aws_lb_listener", "aws_alb_listener"}:
        yield from _listener(path, block)
    for one in walk((block,)):
        said = one.said("minimum_protocol_version") or one.said("security_policy")
        if said and block.type.startswith(("aws_cloudfront", "aws_api_gateway", "aws_apigateway")):
            yield from _version(path, block, said)
    if block.type in {"aws_security_group", "aws_security_group_rule"}:
        rules = [*block.inner("ingress")] or [block]
        for rule in rules:
            yield from _group(path, block, rule)


def _listener(path: str, block: Block) -> Iterator[Yield]:
    policy = block.said("ssl_policy")
    if policy:
        old = _OLD_POLICY.fullmatch(policy) is not None
        lowest = "1.0" if old else "1.3" if "TLS13-1-3" in policy else "1.2"
        told: dict[str, Value] = {"min_version": lowest, "by": "load balancer", **apart(path)}
        yield Fact("proxy.tls", True, told, Location(path, block.line))
        if old:
            yield RULES["terraform-tls-version-old"].at(path, block.line, block.name)
    if block.said("protocol") == "HTTP":
        redirects = [
            each for one in block.inner("default_action") for each in one.inner("redirect")
        ]
        if redirects:
            code = redirects[0].said("status_code") or ""
            status = {"HTTP_301": 301, "HTTP_302": 302}.get(code)
            more: dict[str, Value] = {"status": status, "by": "load balancer", **apart(path)}
            yield Fact("tls.redirect", True, more, Location(path, block.line))
        else:
            yield RULES["terraform-listener-plain"].at(path, block.line, block.name)


def _version(path: str, block: Block, said: str) -> Iterator[Yield]:
    found = re.search(r"TLS_?v?1(?:[._]([0-3]))?", said, re.IGNORECASE)
    lowest = f"1.{found[1] or 0}" if found else "1.0" if said == "SSLv3" else None
    told: dict[str, Value] = {"min_version": lowest, "by": "CDN", **apart(path)}
    yield Fact("proxy.tls", True, told, Location(path, block.line))
    if lowest in {"1.0", "1.1"}:
        yield RULES["terraform-tls-version-old"].at(path, block.line, block.name)


def _group(path: str, block: Block, rule: Block) -> Iterator[Yield]:
    addresses = " ".join(
        rule.attributes[name].text
        for name in ("cidr_blocks", "ipv6_cidr_blocks")
        if name in rule.attributes
    )
    first, last = (_number(rule, name, missing=None) for name in ("from_port", "to_port"))
    if not _EVERYBODY.search(addresses) or block.said("type") == "egress":
        return
    if first is None or last is None:
        return
    known: Mapping[int, str] = {**DATASTORES, **_LOGIN}
    open_ones = [name for port, name in sorted(known.items()) if first <= port <= last]
    is_all = (first, last) == (0, 0) or (first, last) == (0, 65535)
    if open_ones or is_all:
        what = "every port" if is_all else open_ones[0]
        yield RULES["terraform-port-open"].at(path, rule.line, f"{what} of {block.name}")


def _allowed(path: str, block: Block) -> Iterator[Yield]:
    """IAM policies, as JSON in an attribute or as the statements of a policy document."""
    found: list[tuple[bool, int]] = []
    for name in ("policy", "inline_policy", "assume_role_policy"):
        given = block.attributes.get(name)
        if given and block.type.startswith("aws_iam"):
            text = given.text.replace('\\"', '"')
            if "Statement" in text:
                found.append((_WILD.search(text) is not None and '"Deny"' not in text, given.line))
    if block.kind == "data" and block.labels[:1] == ("aws_iam_policy_document",):
        for one in block.inner("statement"):
            actions = one.attributes.get("actions")
            wild = actions is not None and '"*"' in actions.text and one.said("effect") != "Deny"
            found.append((wild, one.line))
    for wild, line in found:
        shown = excerpt(block.name, max_characters=80)
        yield Fact("access.granted", shown, {"wildcard": wild, **apart(path)}, Location(path, line))
        if wild:
            yield RULES["terraform-policy-wildcard"].at(path, line, block.name)
