"""Which verdict do the controls of uploads, schemas, streams and debugging give?"""

from __future__ import annotations

from policy.postures import Item, fact, finding, place
from policy.retention_cases import (
    FAIL,
    NOT_APPLICABLE,
    PARTIAL,
    PASS,
    SOURCES,
    UNKNOWN,
    Case,
    case,
)

from auditor.model import Fact, Value

NO_SOURCES = fact("source.files", 0, at="", parsed=0)
MOUNTED = fact("admin_ui.mounted")


def upload(**attributes: Value) -> Item:
    careful: dict[str, Value] = {
        "by": "multer",
        "limit": "bounded",
        "limit_bytes": 1_000_000,
        "filter": True,
        "destination_public": False,
    }
    return Fact("upload.handled", True, careful | attributes, place("src/app.js:10"))


def graphql(*, depth_limited: bool | None, introspection: bool | None) -> Item:
    return fact("graphql.server", depth_limited=depth_limited, introspection=introspection)


CASES: list[Case] = [
    case("input.upload", PASS, "holds", upload()),
    case("input.upload", PARTIAL, "multer takes files of any type", upload(filter=False)),
    case(
        "input.upload",
        PARTIAL,
        "SVG is accepted",
        upload(),
        finding("upload-active", message="SVG is accepted"),
    ),
    case(
        "input.upload",
        FAIL,
        "multer takes files of any size",
        upload(limit="absent", limit_bytes=None),
    ),
    case("input.upload", FAIL, "a folder that is served", upload(destination_public=True)),
    case("input.upload", FAIL, "any size", finding("upload-unlimited", message="of any size")),
    case("input.upload", FAIL, "the name", upload(), finding("upload-name", message="the name")),
    case("input.upload", UNKNOWN, "limit of", upload(limit=None, limit_bytes=None)),
    case("input.upload", UNKNOWN, "filter of", upload(filter=None)),
    case("input.upload", NOT_APPLICABLE, "takes no uploads", SOURCES),
    case("input.schema.strict", PASS, "holds", fact("schema.strictness", "strict")),
    case("input.schema.strict", PASS, "holds", fact("schema.strictness", "strip")),
    case(
        "input.schema.strict",
        FAIL,
        "passes keys on",
        fact("schema.strictness", "strict"),
        fact("schema.strictness", "passthrough", at="src/b.js:1"),
    ),
    case("input.schema.strict", UNKNOWN, "value of", fact("schema.strictness", None)),
    case("input.schema.strict", NOT_APPLICABLE, "no schema", SOURCES),
    case("input.graphql", PASS, "holds", graphql(depth_limited=True, introspection=False)),
    case(
        "input.graphql", PARTIAL, "of any depth", graphql(depth_limited=False, introspection=False)
    ),
    case(
        "input.graphql",
        PARTIAL,
        "the whole schema",
        graphql(depth_limited=True, introspection=True),
    ),
    case("input.graphql", FAIL, "any depth and", graphql(depth_limited=False, introspection=True)),
    case("input.graphql", UNKNOWN, "depth", graphql(depth_limited=None, introspection=False)),
    case("input.graphql", NOT_APPLICABLE, "no GraphQL", SOURCES),
    case("input.streaming", PASS, "holds", fact("stream.joined", how="pipeline")),
    case("input.streaming", FAIL, "without a word on errors", fact("stream.joined", how="pipe")),
    case("input.streaming", UNKNOWN, "how of", fact("stream.joined", how=None)),
    case("input.streaming", NOT_APPLICABLE, "joins no streams", SOURCES),
    case("runtime.debug_exposed", PASS, "none shows its inside", SOURCES),
    case(
        "runtime.debug_exposed",
        PARTIAL,
        "the stack is sent",
        SOURCES,
        finding("error-detail", message="the stack is sent"),
    ),
    case(
        "runtime.debug_exposed",
        FAIL,
        "a snapshot is served",
        SOURCES,
        finding("debug-exposed", message="a snapshot is served"),
    ),
    case("runtime.debug_exposed", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
    case("runtime.admin_ui", PASS, "holds", MOUNTED),
    case(
        "runtime.admin_ui",
        PARTIAL,
        "the console is open",
        MOUNTED,
        finding("api-docs-open", message="the console is open"),
    ),
    *(
        case("runtime.admin_ui", FAIL, "it is open", MOUNTED, finding(tag, message="it is open"))
        for tag in ("admin-ui-open", "metrics-open")
    ),
    case("runtime.admin_ui", NOT_APPLICABLE, "no interface for operators", SOURCES),
    case("runtime.sync_io", PASS, "no handler waits", SOURCES),
    case(
        "runtime.sync_io",
        FAIL,
        "a handler waits for a file",
        SOURCES,
        finding("sync-io", message="a handler waits for a file"),
    ),
    case("runtime.sync_io", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
]
