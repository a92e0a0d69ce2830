"""What does a mirror of osv.dev's bucket look like? A loopback server of a few records."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from loopback import Reply, Server

Json = dict[str, Any]


def record(record_id: str, name: str, fixed: str = "2.0.0", **changes: object) -> Json:
    """One record about all versions of ``name`` before ``fixed``."""
    events = [{"introduced": "0"}, {"fixed": fixed}]
    entry = {
        "package": {"ecosystem": "npm", "name": name},
        "ranges": [{"type": "SEMVER", "events": events}],
    }
    base: Json = {
        "id": record_id,
        "modified": "2026-01-01T00:00:00Z",
        "published": "2025-01-01T00:00:00Z",
        "affected": [entry],
    }
    return base | changes


def archive(*records: Json) -> bytes:
    """The records as ``all.zip``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in records:
            packed.writestr(f"{one['id']}.json", json.dumps(one))
    return buffer.getvalue()


def listing(*records: Json) -> bytes:
    """The records as ``modified_id.csv``."""
    lines = sorted((f"{one['modified']},{one['id']}" for one in records), reverse=True)
    return "".join(f"{line}\n" for line in lines).encode()


def serve(server: Server, packed: list[Json], now: list[Json] | None = None) -> str:
    """Serve an archive of ``packed``, and ``now`` one by one; return the address."""
    current = packed if now is None else now
    server.replies["/npm/all.zip"] = Reply(archive(*packed), ranges=True)
    server.replies["/npm/modified_id.csv"] = Reply(listing(*current))
    for one in current:
        server.replies[f"/npm/{one['id']}.json"] = Reply(json.dumps(one).encode())
    return f"{server.url}/npm"
