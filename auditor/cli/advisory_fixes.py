"""How is fix advice printed, as text and as JSON?"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence

from auditor.checks.advisories.fixes import Fix, Plan, Way
from auditor.sanitise import printable

Json = dict[str, object]


def fix_data(fixes: Sequence[Fix], steps: Plan) -> Json:
    """The advice as JSON data: the steps, and each fix with what it is for."""
    return {
        "schema": "auditor.fixes/1",
        "steps": {
            "installs": [list(command) for command in steps.installs],
            "overrides": dict(steps.overrides),
            "updates": [list(command) for command in steps.updates],
        },
        "fixes": [
            {
                "package": fix.package,
                "installed": fix.installed,
                "version": fix.version,
                "way": str(fix.way),
                "places": list(fix.places),
                "advisories": list(fix.advisories),
                "breaks": list(fix.breaks),
                "reason": fix.reason or None,
            }
            for fix in fixes
        ],
    }


def fix_lines(fixes: Sequence[Fix], steps: Plan) -> Iterator[str]:
    """The advice as lines: commands to run in this order, what they break, what has no fix."""
    if not fixes:
        yield "nothing to fix: no advisory holds for a package of the lockfile"
        return
    yield from (shlex.join(command) for command in steps.installs)
    if steps.overrides:
        yield "# add to package.json, then run npm install:"
        yield f'"overrides": {json.dumps(dict(sorted(steps.overrides.items())), indent=2)}'
    yield from (shlex.join(command) for command in steps.updates)
    for fix in fixes:
        yield f"# {printable(_why(fix))}"
        yield from (f"#   overrules {printable(parent)}" for parent in fix.breaks)


def _why(fix: Fix) -> str:
    ids = ", ".join(fix.advisories)
    if fix.way is Way.NONE:
        return f"no fix: {fix.package}@{fix.installed} ({ids}): {fix.reason}"
    return f"{fix.package} {fix.installed} -> {fix.version} by {fix.way}: {ids}"
