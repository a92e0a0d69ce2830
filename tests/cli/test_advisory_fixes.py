from __future__ import annotations

import json

from command import EXAMPLES, Run


def test_says_the_commands_and_what_they_are_for(run: Run) -> None:
    done = run("advisories", "fix", EXAMPLES / "careless-shop")
    assert done.code == 0
    first = done.out.splitlines()[0]
    assert first.startswith("npm install ")
    assert "'lodash@^4.17.21'" in first
    assert "# lodash 4.17.15 -> 4.17.21 by install: GHSA-35jh-r3h4-6jhm" in done.out
    assert "#   overrules express@4.16.4 wants 0.3.1" in done.out


def test_json_has_steps_and_reasons(run: Run) -> None:
    done = run("advisories", "fix", EXAMPLES / "careless-shop", "--format", "json")
    data = json.loads(done.out)
    assert data["schema"] == "auditor.fixes/1"
    assert data["steps"]["overrides"]["qs@6.5.2"] == "6.14.1"
    (lodash,) = (one for one in data["fixes"] if one["package"] == "lodash")
    assert (lodash["way"], lodash["places"]) == ("install", ["node_modules/lodash"])


def test_a_clean_lockfile_has_nothing_to_fix(run: Run) -> None:
    done = run("advisories", "fix", EXAMPLES / "careful-shop")
    assert done.code == 0
    assert done.out.startswith("nothing to fix")
