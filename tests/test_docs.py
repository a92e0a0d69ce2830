"""Is what the documentation says true of the command?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from command import Run

from auditor.checks import all_checks
from auditor.cli import build
from auditor.policy import load_policy

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_check_is_in_the_readme() -> None:
    families = set(re.findall(r"^\| `([a-z_.*]+)` \|", README, re.MULTILINE))
    missing = [
        check.id
        for check in all_checks()
        if check.id not in families and f"{check.id.split('.')[0]}.*" not in families
    ]
    assert missing == []


def test_the_commands_of_the_readme_exist(run: Run) -> None:
    shown = set(re.findall(r"^    auditor ([a-z]+)", README, re.MULTILINE))
    shown -= {str(group.name) for group in build().registered_groups}
    assert (
        shown
        == {
            command.callback.__name__ for command in build().registered_commands if command.callback
        }
        & shown
    )
    for command in shown:
        assert run(command, "--help").code == 0


def test_every_option_has_help(run: Run) -> None:
    for command in ("audit", "sbom", "explain", "checks"):
        text = run(command, "--help").out
        options = [line for line in text.splitlines() if re.match(r"  (-\w, )?--\w", line)]
        assert options
        assert [line for line in options if len(line.split()) < 2] == []


def test_the_policy_of_the_readme_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    policy = tmp_path / "payments-api.yaml"
    policy.write_text(example)
    loaded = load_policy(str(policy), today=date(2026, 11, 22))
    assert loaded.gates.score_floor == pytest.approx(80)


def test_the_first_command_stands_on_the_first_screen() -> None:
    lines = README.splitlines()
    assert "    make audit" in "\n".join(lines[:20])


def test_the_report_of_the_readme_is_what_the_command_prints(run: Run) -> None:
    (sample,) = re.findall(r"\(shortened\):\n\n(.*?)\n\n## ", README, re.DOTALL)
    lines = [line.removeprefix("    ") for line in sample.splitlines() if line.strip()]
    printed = run("audit", ROOT / "examples" / "careless-shop").out.splitlines()
    for line in lines:
        whole = line.removesuffix(" ...")
        assert any(one.startswith(whole) for one in printed), line


def test_every_path_that_the_makefile_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bexamples/[\w./-]*\w", makefile))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
