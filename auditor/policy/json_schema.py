"""What does the JSON Schema of policy files say?"""

from __future__ import annotations

from auditor.policy.schema import PolicyFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, object]:
    """Return the schema of a policy file, JSON Schema draft 2020-12."""
    return {"$schema": DIALECT, **PolicyFile.model_json_schema(by_alias=True)}
