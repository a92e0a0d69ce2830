"""What does a person get from ``auditor advisories``?"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import write_tree
from loopback import Reply, Server
from osv_mirror import archive, record, serve

from auditor import engine
from auditor.cli import user_data
from auditor.cli.advisories import app
from auditor.errors import AuditorError, DataError, NothingInScopeError, TargetError, UsageError
from auditor.sources.advisory_tables import tables_of

LODASH = record(
    "GHSA-1", "lodash", "4.17.21", summary="templates run code", aliases=["CVE-2021-1001"]
)
EPSS = (
    "#model_version:v1,score_date:2026-11-21T00:00:00Z\ncve,epss,percentile\n"
    "CVE-2021-1001,0.5,0.9\n"
)
KEV = json.dumps(
    {
        "dateReleased": "2026-11-20T12:00:00Z",
        "vulnerabilities": [{"cveID": "CVE-2021-1001", "dateAdded": "2022-01-01"}],
    }
)
EVIL = record("MAL-2026-1", "evil", summary="Malicious code in evil (npm)")
BACK = record("GHSA-2", "lodash", withdrawn="2026-02-01T00:00:00Z")


def lock(**packages: str) -> str:
    """A lockfile of packages and their versions."""
    entries: dict[str, Any] = {"": {"name": "shop"}}
    entries |= {f"node_modules/{name}": {"version": v} for name, v in packages.items()}
    return json.dumps({"name": "shop", "lockfileVersion": 3, "packages": entries})


@dataclass(frozen=True)
class Done:
    code: int
    out: str


Run = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without any data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 2026-11-22
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("AUDITOR_ADVISORIES", raising=False)
    monkeypatch.delenv("AUDITOR_ADVISORY_SOURCE", raising=False)
    return tmp_path


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    assert home.is_dir()

    def call(*arguments: str | Path) -> Done:
        code = app([str(argument) for argument in arguments], standalone_mode=False)
        return Done(code or 0, capsys.readouterr().out)

    return call


@pytest.fixture
def osv(home: Path) -> Path:
    """A folder of three records."""
    records = {f"{one['id']}.json": json.dumps(one) for one in (LODASH, EVIL, BACK)}
    return write_tree(home / "osv", records)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


def test_the_store_of_the_user_is_used_once_it_is_there(run: Run, osv: Path) -> None:
    assert user_data.default_store() is None
    done = run("import", osv)
    assert done.out.startswith(f"{user_data.store_path()}: 3 records about 2 packages, not")
    assert user_data.default_store() == user_data.store_path()
    assert "GHSA-1" in run("show", "GHSA-1").out


def test_a_zip_can_be_imported_to_a_file_of_choice(run: Run, home: Path) -> None:
    write_tree(home, {"all.zip": archive(LODASH, EVIL)})
    run("import", home / "all.zip", "--store", home / "my.sqlite")
    status = json.loads(run("status", "--store", home / "my.sqlite", "--format", "json").out)
    assert (status["records"], status["source"], status["complete"]) == (2, "all.zip", True)


def test_unreadable_records_are_refused_or_left_out_on_demand(run: Run, osv: Path) -> None:
    write_tree(osv, {"bad.json": "{"})
    with pytest.raises(DataError, match=r"bad\.json: the document is no JSON"):
        run("import", osv)
    assert "1 left out" in run("import", osv, "--skip-unreadable").out
    assert "left out   1 records that cannot be read" in run("status").out


def test_status_says_how_old_the_store_is_and_whether_it_is_whole(run: Run, osv: Path) -> None:
    run("import", osv, "--store", osv.parent / "s.sqlite")
    lines = run("status", "--store", osv.parent / "s.sqlite").out.splitlines()
    assert [
        line for line in lines if line.startswith(("source", "cov", "rec", "new", "E", "K"))
    ] == [
        "source     osv",
        "coverage   a part: not declared complete",
        "records    3 about 2 packages",
        "newest     2026-01-01 (325 days old)",
        "EPSS       none: it is unknown of every vulnerability",
        "KEV        none: it is unknown of every vulnerability",
    ]
    assert "not declared complete" not in run("import", osv, "--complete").out
    assert "coverage   complete" in run("status").out


def test_tables_are_imported_and_their_coverage_is_told(run: Run, osv: Path, home: Path) -> None:
    write_tree(home, {"e.csv": EPSS, "k.json": KEV})
    run("import", osv)
    lines = run("import", "--epss", home / "e.csv", "--kev", home / "k.json").out.splitlines()
    tables = tables_of(user_data.store_path())
    assert lines[0].startswith(f"{tables}: EPSS of 2026-11-21, 1 CVEs, digest ")
    assert lines[1].startswith(f"{tables}: KEV of 2026-11-20, 1 CVEs, digest ")
    status = run("status").out
    assert "2026-11-21 (1 days old), 1 CVEs; an answer for 1 of 2" in status
    data = json.loads(run("status", "--format", "json").out)
    assert (data["vulnerabilities"], data["with_cve"]) == (2, 1)
    assert (data["epss"]["vulnerabilities"], data["kev"]["vulnerabilities"]) == (1, 1)
    assert len(data["epss"]["digest"]) == 64


def test_an_import_of_nothing_is_a_usage_error(run: Run) -> None:
    with pytest.raises(UsageError, match="nothing is named"):
        run("import")


def test_status_of_no_store_names_the_command_that_makes_one(run: Run) -> None:
    with pytest.raises(DataError, match="there is no advisory store") as caught:
        run("status")
    assert "auditor advisories update" in caught.value.hint


def test_update_fetches_all_and_then_what_changed(run: Run, server: Server) -> None:
    source = serve(server, [LODASH])
    apart = "--skip-exploitation"
    assert "made anew; 1 records" in run("update", "--source", source, "--timeout", "5", apart).out
    assert "nothing changed" in run("update", "--source", source, apart).out
    source = serve(server, [LODASH, EVIL])
    assert "1 records changed; 2 records" in run("update", "--source", source, apart).out


def test_update_fetches_epss_and_kev_too(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = serve(server, [LODASH])
    server.replies["/e.csv.gz"] = Reply(gzip.compress(EPSS.encode()))
    server.replies["/k.json"] = Reply(KEV.encode())
    monkeypatch.setenv("AUDITOR_KEV_SOURCE", f"{server.url}/k.json")
    done = run("update", "--source", source, "--epss-source", f"{server.url}/e.csv.gz")
    assert "EPSS of 2026-11-21, 1 CVEs" in done.out
    assert "KEV of 2026-11-20, 1 CVEs" in done.out
    server.replies["/k.json"] = Reply(b"<html>", headers={"Content-Type": "text/html"})
    with pytest.raises(AuditorError, match="a web page instead of data") as caught:
        run("update", "--source", source, "--epss-source", f"{server.url}/e.csv.gz")
    assert caught.value.exit_code == 3
    assert "KEV        2026-11-20 (2 days old), 1 CVEs" in run("status").out


def test_update_without_a_server_exits_3_with_one_sentence(run: Run, home: Path) -> None:
    with pytest.raises(AuditorError, match="no connection to the server") as caught:
        run("update", "--source", "http://127.0.0.1:9/npm", "--store", home / "x", "--timeout", "9")
    assert caught.value.exit_code == 3


def test_show_prints_an_advisory(run: Run, osv: Path) -> None:
    assert run("show", "GHSA-1", "--advisories", osv).out.splitlines() == [
        "GHSA-1",
        "templates run code",
        "",
        "aliases    CVE-2021-1001",
        "severity   not stated",
        "published  2025-01-01",
        "modified   2026-01-01",
        "affects    lodash",
        "             >=0 <4.17.21",
    ]
    assert run("show", "MAL-2026-1", "--advisories", osv).out.startswith("MAL-2026-1 (malware)\n")
    assert run("show", "GHSA-2", "--advisories", osv).out.startswith("GHSA-2 (withdrawn)\n")
    shown = json.loads(run("show", "GHSA-1", "--advisories", osv, "--format", "json").out)
    assert shown["affected"] == [
        {
            "package": "lodash",
            "ranges": [[{"introduced": "0"}, {"fixed": "4.17.21"}]],
            "versions": [],
        }
    ]


def test_an_id_that_does_not_exist_is_a_usage_error(run: Run, osv: Path) -> None:
    with pytest.raises(UsageError, match="GHSA-404: there is no advisory of that id"):
        run("show", "GHSA-404", "--advisories", osv)


@pytest.mark.parametrize("form", ["osv", "all.zip", "store.sqlite"])
def test_match_lists_rows_and_what_was_not_checked(
    run: Run, osv: Path, home: Path, form: str
) -> None:
    write_tree(home, {"all.zip": archive(LODASH, EVIL, BACK)})
    run("import", osv, "--store", home / "store.sqlite")
    text = lock(lodash="1.0.0", evil="1.0.0", odd="latest", fine="1.0.0")
    write_tree(home / "shop", {"package-lock.json": text})
    done = run("match", home / "shop", "--advisories", home / form, "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)
    assert found["rows"] == [
        {
            "path": f"node_modules/{name}",
            "name": name,
            "version": "1.0.0",
            "id": record_id,
            "withdrawn": withdrawn,
        }
        for name, record_id, withdrawn in (
            ("evil", "MAL-2026-1", False),
            ("lodash", "GHSA-1", False),
            ("lodash", "GHSA-2", True),
        )
    ]
    assert found["not_checked"] == [
        {
            "path": "node_modules/odd",
            "name": "odd",
            "version": "latest",
            "reason": "its version 'latest' is none that npm can order",
        }
    ]
    assert found["examined"] == 4
    assert (found["store"]["records"], found["unreadable_records"]) == (3, [])


def test_match_prints_text_and_names_unreadable_records(run: Run, osv: Path, home: Path) -> None:
    write_tree(osv, {"bad.json": "{"})
    write_tree(home, {"old-package-lock.json": lock(lodash="1.0.0", odd="latest")})
    lines = run("match", home / "old-package-lock.json", "--advisories", osv).out.splitlines()
    assert lines == [
        "node_modules/lodash: lodash@1.0.0 GHSA-1",
        "node_modules/lodash: lodash@1.0.0 GHSA-2 (withdrawn)",
        "not checked: node_modules/odd: its version 'latest' is none that npm can order",
        "not read: bad.json: the document is no JSON",
        "1 finding in 2 packages, by 3 records of 2026-01-01, which are not declared complete",
    ]


def test_match_by_the_seed_says_so(run: Run, home: Path) -> None:
    write_tree(home, {"package-lock.json": lock(lodash="1.0.0")})
    assert "which is a seed and not complete" in run("match", home).out


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"package-lock.json": "{"}, TargetError),
        ({"README.md": "nothing"}, NothingInScopeError),
    ],
)
def test_match_without_a_readable_lockfile_is_an_error(
    run: Run, home: Path, osv: Path, files: dict[str, str], error: type[AuditorError]
) -> None:
    write_tree(home / "shop", files)
    with pytest.raises(error):
        run("match", home / "shop", "--advisories", osv)
    with pytest.raises(AuditorError):
        run("match", home / "shop" / "package-lock.json", "--advisories", osv)


def test_diff_of_lockfiles_fails_on_what_the_change_introduced(
    run: Run, osv: Path, home: Path
) -> None:
    write_tree(
        home,
        {
            "old/package-lock.json": lock(lodash="1.0.0"),
            "before.json": lock(lodash="1.0.0"),
            "new/package-lock.json": lock(lodash="1.0.0", evil="1.0.0"),
        },
    )
    done = run("diff", home / "before.json", home / "new", "--advisories", osv)
    assert done.code == 1
    assert done.out.splitlines() == [
        "+ node_modules/evil: evil@1.0.0 MAL-2026-1",
        "the change introduced 1 finding, 0 gone, 1 there before",
    ]
    done = run("diff", home / "new", home / "old", "--advisories", osv, "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)
    assert (found["cause"], found["appeared"], found["stayed"]) == ("lockfile", [], 1)
    assert [row["id"] for row in found["gone"]] == ["MAL-2026-1"]


def test_diff_of_stores_says_what_the_world_learned_and_does_not_fail(
    run: Run, osv: Path, home: Path
) -> None:
    run("import", osv, "--store", home / "new.sqlite")
    write_tree(
        home,
        {
            "old/GHSA-1.json": json.dumps(LODASH),
            "old/GHSA-3.json": json.dumps(record("GHSA-3", "x")),
        },
    )
    write_tree(home / "shop", {"package-lock.json": lock(lodash="1.0.0", evil="1.0.0")})
    assert run("diff", home / "old", home / "new.sqlite").out.splitlines() == [
        "2 records added: GHSA-2 MAL-2026-1",
        "1 record removed: GHSA-3",
        "the world learned of 0 findings, 0 gone, 0 there before",
    ]
    done = run("diff", home / "old", home / "new.sqlite", home / "shop")
    assert done.code == 0
    assert done.out.splitlines()[2:] == [
        "+ node_modules/evil: evil@1.0.0 MAL-2026-1",
        "the world learned of 1 finding, 0 gone, 1 there before",
    ]


def test_diff_tells_the_change_from_what_the_world_learned_meanwhile(
    run: Run, osv: Path, home: Path
) -> None:
    """The lockfile of two commits; GHSA-9 about what both hold was published in between."""
    write_tree(home / "then", {"GHSA-1.json": json.dumps(LODASH)})
    write_tree(osv, {"GHSA-9.json": json.dumps(record("GHSA-9", "fine"))})
    write_tree(
        home,
        {
            "old.json": lock(lodash="1.0.0", fine="1.0.0"),
            "new.json": lock(lodash="1.0.0", fine="1.0.0", evil="1.0.0"),
        },
    )
    arguments = ("--advisories", osv, "--advisories-then", home / "then")
    done = run("diff", home / "old.json", home / "new.json", *arguments)
    assert done.code == 1
    assert done.out.splitlines() == [
        "3 records added: GHSA-2 GHSA-9 MAL-2026-1",
        "+ node_modules/fine: fine@1.0.0 GHSA-9",
        "the world learned of 1 finding, 0 gone, 1 there before",
        "+ node_modules/evil: evil@1.0.0 MAL-2026-1",
        "the change introduced 1 finding, 0 gone, 2 there before",
    ]
    same = run("diff", home / "old.json", home / "old.json", *arguments, "--format", "json")
    assert same.code == 0  # the world alone does not fail a change
    found = json.loads(same.out)
    assert (found["appeared"], found["stayed"]) == ([], 2)
    assert [row["id"] for row in found["world"]["appeared"]] == ["GHSA-9"]


def test_diff_of_a_lockfile_and_a_store_is_a_usage_error(run: Run, osv: Path, home: Path) -> None:
    write_tree(home / "shop", {"package-lock.json": lock()})
    with pytest.raises(UsageError, match="give two lockfiles"):
        run("diff", osv, home / "shop")
    with pytest.raises(UsageError, match="give two lockfiles"):
        run("diff", home / "shop", home / "shop", osv)
    with pytest.raises(UsageError, match="give two lockfiles"):
        run("diff", osv, osv, "--advisories-then", osv)


def test_a_lockfile_that_is_too_large_or_absent_is_one_sentence(
    run: Run, osv: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = lock(lodash="1.0.0")
    file = write_tree(home, {"package-lock.json": text}) / "package-lock.json"
    monkeypatch.setattr(engine, "MAX_LOCKFILE_BYTES", len(text))
    assert run("match", file, "--advisories", osv).code == 0
    monkeypatch.setattr(engine, "MAX_LOCKFILE_BYTES", len(text) - 1)
    with pytest.raises(TargetError, match="larger than"):
        run("match", file, "--advisories", osv)
    with pytest.raises(AuditorError):
        run("diff", home / "absent", home / "absent.json")


def test_listed_versions_are_shown(run: Run, home: Path) -> None:
    entry = {"package": {"ecosystem": "npm", "name": "x"}, "versions": ["1.0.0", "1.0.1"]}
    write_tree(home, {"osv/a.json": json.dumps(record("GHSA-1", "x", affected=[entry]))})
    shown = run("show", "GHSA-1", "--advisories", home / "osv").out
    assert shown.splitlines()[-1].strip() == "1.0.0, 1.0.1"


def test_differences_name_what_could_not_be_checked(run: Run, osv: Path, home: Path) -> None:
    write_tree(home, {"a.json": lock(), "b.json": lock(lodash="1.0.0", odd="latest")})
    lines = run("diff", home / "b.json", home / "a.json", "--advisories", osv).out.splitlines()
    assert lines[0] == "- node_modules/lodash: lodash@1.0.0 GHSA-1"
    lines = run("diff", home / "a.json", home / "b.json", "--advisories", osv).out.splitlines()
    assert lines[1].startswith("not checked: node_modules/odd: its version 'latest'")


def test_an_unknown_format_is_a_usage_error(run: Run, osv: Path) -> None:
    with pytest.raises(UsageError, match="--format yaml: is none of text, json"):
        run("show", "GHSA-1", "--advisories", osv, "--format", "yaml")


def test_text_of_records_cannot_move_a_terminal(run: Run, home: Path) -> None:
    hostile = record("GHSA-1", "evil\x1b[2J", summary="clear \x1b[2J me")
    write_tree(home, {"osv/a.json": json.dumps(hostile)})
    assert "\x1b" not in run("show", "GHSA-1", "--advisories", home / "osv").out


def test_everything_fits_a_narrow_terminal(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
    long = record(
        "GHSA-1",
        "@a-scope-of-some-length/a-package-of-some-length",
        summary="a summary that is a good deal longer than sixty columns, as many of them are",
        aliases=[f"CVE-2026-{number}" for number in range(1000, 1008)],
        severity=[{"type": "CVSS_V4", "score": vector}],
    )
    name = "@a-scope-of-some-length/a-package-of-some-length"
    write_tree(
        home,
        {
            "osv/a.json": json.dumps(long),
            "then/b.json": json.dumps(record("GHSA-2", "b")),
            "old.json": lock(),
            "new.json": lock(**{name: "1.0.0"}),
            "e.csv": EPSS,
            "k.json": KEV,
        },
    )
    run("import", home / "osv", "--epss", home / "e.csv", "--kev", home / "k.json")
    outputs = [
        run("status").out,
        run("show", "GHSA-1").out,
        run("diff", home / "old.json", home / "new.json").out,
        run("diff", home / "then", home / "osv", home / "new.json").out,
    ]
    for out in outputs:
        assert max(len(line) for line in out.splitlines()) <= 60
    assert vector in outputs[1].replace("\n", "").replace(" ", "")
    digest = json.loads(run("status", "--format", "json").out)["digest"]
    assert digest in outputs[0].replace("\n", "").replace(" ", "")


def test_vex_writes_what_is_known_and_takes_it_back(run: Run, osv: Path, home: Path) -> None:
    write_tree(home / "shop", {"package-lock.json": lock(lodash="1.0.0", evil="1.0.0")})
    common = ("vex", home / "shop", "--advisories", osv, "--author", "The shop")
    first = json.loads(run(*common).out)
    assert [(one["vulnerability"]["name"], one["status"]) for one in first["statements"]] == [
        ("GHSA-1", "under_investigation"),
        ("MAL-2026-1", "affected"),
    ]
    assert first["author"] == "The shop"
    first["statements"][0] |= {
        "status": "not_affected",
        "justification": "vulnerable_code_not_in_execute_path",
    }
    write_tree(home, {"a.json": json.dumps(first)})
    run(*common, "--vex", home / "a.json", "--format", "cyclonedx", "--output", home / "b.json")
    again = json.loads(run(*common, "--vex", home / "b.json").out)
    assert again["statements"] == first["statements"]


def test_vex_refuses_what_is_none(run: Run, osv: Path, home: Path) -> None:
    write_tree(home, {"package-lock.json": lock(), "bad.json": "{}"})
    with pytest.raises(DataError, match=r"bad\.json: this is neither"):
        run("vex", home, "--advisories", osv, "--vex", home / "bad.json")
    with pytest.raises(UsageError, match="--format yaml: is none of openvex, cyclonedx"):
        run("vex", home, "--format", "yaml")
