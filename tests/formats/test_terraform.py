from __future__ import annotations

import pytest

from auditor.errors import TargetError
from auditor.formats.terraform import (
    MAX_BLOCKS,
    MAX_BYTES,
    MAX_DEPTH,
    is_terraform,
    read_blocks,
    walk,
)

TEXT = b"""# a comment with { in it
resource "aws_s3_bucket" "logs" {
  bucket = "shop-logs" // here
  tags = {
    owner = "shop"
  }
  count  = var.on ? 1 : 0
  policy = <<-EOF
    { "a": "}" }
  EOF
  name = "a-${var.b["c"]}-d"
  /* a { b */ days = 30
  dynamic "rule" {
    content { on = true }
  }
}
locals { a = 1 }
"""


def test_reads_blocks_labels_and_attributes_with_their_lines() -> None:
    bucket, local = read_blocks(TEXT)

    assert (bucket.type, bucket.name, bucket.line) == ("aws_s3_bucket", "aws_s3_bucket.logs", 2)
    assert {name: one.line for name, one in bucket.attributes.items()} == {
        "bucket": 3,
        "tags": 4,
        "count": 7,
        "policy": 8,
        "name": 11,
        "days": 12,
    }
    assert bucket.said("bucket") == "shop-logs"
    assert bucket.said("days") == "30"
    assert bucket.said("count") is None
    assert bucket.said("name") is None
    assert '"a": "}"' in bucket.attributes["policy"].text
    assert [one.said("on") for one in bucket.inner("rule")] == ["true"]
    assert (local.kind, local.type, local.said("a")) == ("locals", "", "1")
    assert [one.kind for one in walk((bucket,))] == ["resource", "dynamic", "content"]


@pytest.mark.parametrize("text", ["a {", "}", "a", "= 1", '"a" {}', "a = 1 }"])
def test_refuses_what_is_no_terraform(text: str) -> None:
    with pytest.raises(TargetError):
        read_blocks(text.encode())


def test_a_string_that_does_not_end_takes_the_rest() -> None:
    (block,) = read_blocks(b'a {\n}\nb = "c\nd {}\n')

    assert block.kind == "a"


def test_holds_its_limits() -> None:
    read_blocks(b"a {" * MAX_DEPTH + b"}" * MAX_DEPTH)
    with pytest.raises(TargetError, match="deeper than"):
        read_blocks(b"a {" * (MAX_DEPTH + 1) + b"}" * (MAX_DEPTH + 1))
    assert len(read_blocks(b"a {}\n" * MAX_BLOCKS)) == MAX_BLOCKS
    with pytest.raises(TargetError, match="more than"):
        read_blocks(b"a {}\n" * (MAX_BLOCKS + 1))
    read_blocks(b"#" * MAX_BYTES)
    with pytest.raises(TargetError, match="larger than 256 KiB"):
        read_blocks(b"#" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("path", "is_one"),
    [("main.tf", True), ("infra/a.tf", True), ("a.tfvars", False), (".terraform/a.tf", False)],
)
def test_knows_a_file_by_its_name(path: str, is_one: bool) -> None:
    assert is_terraform(path) is is_one
