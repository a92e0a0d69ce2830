from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from command import Run

from auditor.policy import builtin_policies


def test_a_policy_to_start_from_is_sound(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"

    assert run("policy", "init", file).code == 0
    assert "is sound; its digest is" in run("policy", "check", file).out


def test_what_it_leaves_as_comments_is_sound_as_well(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    run("policy", "init", file)
    before, gates, after = re.split(r"(?<=# More gates)|(?=# Some of)", file.read_text())
    file.write_text(before + re.sub(r"(?m)^# (?=  )", "", gates) + after)

    assert run("policy", "check", file).code == 0
    assert "gates.advisories: epss >= 0.10: within 7 days; kev: at once" in (
        run("policy", "show", file).out
    )


def test_a_file_that_is_there_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("mine")

    assert run("policy", "init", file).code == 2
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name", builtin_policies())
def test_every_built_in_policy_is_sound_and_can_be_started_from(
    run: Run, tmp_path: Path, name: str
) -> None:
    assert run("policy", "check", name).code == 0
    assert run("policy", "init", tmp_path / "p.yaml", "--extends", name).code == 0
    assert run("policy", "check", tmp_path / "p.yaml").code == 0


def test_an_unknown_policy_to_start_from_exits_2(run: Run, tmp_path: Path) -> None:
    done = run("policy", "init", tmp_path / "p.yaml", "--extends", "express-bseline")

    assert done.code == 2
    assert 'did you mean "express-baseline"?' in done.err


def test_shows_each_setting_with_its_place(run: Run) -> None:
    settings = json.loads(run("policy", "show", "express-strict", "--json").out)["settings"]

    assert settings["cookies.max_age.max"]["value"] == "8h"
    assert settings["cookies.max_age.max"]["origin"].startswith("builtin:express-strict:")
    assert settings["gates.data_age.advisory_db_max_hours"]["value"] == "72"
    assert "kev: at once" in settings["gates.advisories"]["value"]


def test_the_schema_takes_what_the_reader_takes(run: Run) -> None:
    schema = json.loads(run("policy", "schema").out)
    policy = {
        "schema": "auditor.policy/1",
        "name": "shop",
        "gates": {"advisories": [{"when": "kev", "sla_days": 0, "only": ["runtime"]}]},
    }

    assert jsonschema_rs.is_valid(schema, policy)
    assert not jsonschema_rs.is_valid(schema, policy | {"profile": "prod"})


def test_lists_the_controls_and_on_request_those_that_are_not_shipped(run: Run) -> None:
    short, whole = run("policy", "list").out, run("policy", "list", "--all").out

    assert "supply.advisory" in short
    assert "auth.idor" in short
    assert "(preview)" in short
    assert "Not shipped (" not in short
    assert "auth.mfa" in whole.partition("Not shipped (")[2]


def test_the_list_as_json_has_the_same_content(run: Run) -> None:
    data = json.loads(run("policy", "list", "--all", "--json").out)

    assert {"id", "section", "severity", "title", "preview", "established_by"} == set(
        data["controls"][0]
    )
    assert data["not_shipped"]["auth.mfa"].startswith("needs a person")
