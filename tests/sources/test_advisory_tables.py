from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import write_tree
from loopback import Reply, Server

from auditor.errors import DataError, SourceError, UsageError
from auditor.sources import advisory_tables, silent
from auditor.sources.advisory_build import exclusive
from auditor.sources.advisory_tables import (
    AboutTable,
    Looked,
    TableSource,
    import_tables,
    tables_of,
    update_tables,
)
from auditor.sources.http import Patience

HEAD = "#model_version:v1,score_date:2026-11-21T00:00:00Z\ncve,epss,percentile\n"
EPSS = HEAD + "CVE-2024-0002,0.9,0.99\nCVE-2024-0001,0.01,0.5\n"
KEV = json.dumps(
    {
        "dateReleased": "2026-11-20T12:00:00Z",
        "vulnerabilities": [{"cveID": "CVE-2024-0002", "dateAdded": "2024-05-01"}],
    }
)
PATIENCE = Patience(1, 1, 2, backoff_s=0)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_tree(tmp_path, {"e.csv": EPSS, "k.json": KEV})


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        running.replies["/epss.csv.gz"] = Reply(gzip.compress(EPSS.encode()))
        running.replies["/kev.json"] = Reply(KEV.encode())
        yield running


def test_tables_are_kept_and_looked_up_by_cve(files: Path) -> None:
    tables = tables_of(files / "store.sqlite")
    assert tables.name == "store.exploitation.sqlite"
    about = import_tables(tables, epss=files / "e.csv", kev=files / "k.json")
    assert about == {
        "epss": AboutTable("e.csv", "2026-11-21", hashlib.sha256(EPSS.encode()).hexdigest(), 2),
        "kev": AboutTable("k.json", "2026-11-20", hashlib.sha256(KEV.encode()).hexdigest(), 1),
    }
    looked = TableSource(tables).lookup(["CVE-2024-0002", "CVE-1999-0001"])
    assert looked.epss is not None
    assert looked.kev is not None
    assert (looked.epss.scores, looked.kev.added) == (
        {"CVE-2024-0002": (0.9, 0.99)},
        {"CVE-2024-0002": "2024-05-01"},
    )
    assert looked.about == about


def test_packed_or_not_and_whenever_the_file_and_the_digest_are_the_same(files: Path) -> None:
    (files / "e.gz").write_bytes(gzip.compress(EPSS.encode(), mtime=7))
    one = import_tables(files / "1", epss=files / "e.csv")["epss"]
    two = import_tables(files / "2", epss=files / "e.gz")["epss"]
    assert one.digest == two.digest
    import_tables(files / "3", epss=files / "e.csv")
    assert (files / "1").read_bytes() == (files / "3").read_bytes()


def test_a_new_table_leaves_the_other_as_it_is(files: Path) -> None:
    tables = files / "tables"
    import_tables(tables, epss=files / "e.csv")
    assert TableSource(tables).lookup(()).kev is None
    import_tables(tables, kev=files / "k.json")
    looked = TableSource(tables).lookup(["CVE-2024-0001"])
    assert looked.epss is not None
    assert looked.epss.scores == {"CVE-2024-0001": (0.01, 0.5)}
    assert set(looked.about) == {"epss", "kev"}


def test_without_a_file_there_are_no_tables(tmp_path: Path) -> None:
    assert TableSource(None).lookup(["CVE-2024-0001"]) == Looked()
    assert TableSource(tmp_path / "absent").lookup(["CVE-2024-0001"]) == Looked()


@pytest.mark.parametrize("bad", ["<html>", HEAD + "CVE-2024-0001,2,0.5\n", ""])
def test_a_broken_table_leaves_the_old_one(files: Path, bad: str) -> None:
    tables = files / "tables"
    import_tables(tables, epss=files / "e.csv", kev=files / "k.json")
    before = tables.read_bytes()
    write_tree(files, {"bad": bad})
    with pytest.raises(DataError, match="bad:"):
        import_tables(tables, kev=files / "k.json", epss=files / "bad")
    with pytest.raises(DataError, match="cannot be read"):
        import_tables(tables, kev=files / "absent")
    assert tables.read_bytes() == before


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_refused(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advisory_tables, "MAX_KEV_BYTES", len(KEV))
    assert import_tables(files / "tables", kev=files / "k.json")
    monkeypatch.setattr(advisory_tables, "MAX_KEV_BYTES", len(KEV) - 1)
    with pytest.raises(DataError, match=r"k\.json: larger than"):
        import_tables(files / "tables", kev=files / "k.json")


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\x00" + b"x" * 200, b"text"])
def test_a_file_that_holds_no_tables_is_refused_and_can_be_made_anew(
    files: Path, damage: bytes
) -> None:
    tables = files / "tables"
    tables.write_bytes(damage)
    with pytest.raises(DataError, match="exploited vulnerabilities"):
        TableSource(tables).lookup(())
    import_tables(tables, kev=files / "k.json")
    assert TableSource(tables).lookup(()).kev is not None


def test_damaged_rows_are_one_sentence(files: Path) -> None:
    tables = files / "tables"
    import_tables(tables, epss=files / "e.csv")
    with closing(sqlite3.connect(tables)) as connection:
        connection.execute("UPDATE about SET entries = 'many'")
        connection.commit()
    with pytest.raises(DataError, match="are damaged"):
        TableSource(tables).lookup(())


def test_where_nothing_can_be_written_it_is_one_sentence(files: Path) -> None:
    (files / "tables").mkdir()
    with pytest.raises(DataError, match="the tables cannot be written"):
        import_tables(files / "tables", kev=files / "k.json")
    with exclusive(files / "mine"), pytest.raises(DataError, match="another process"):
        import_tables(files / "mine", kev=files / "k.json")


def test_an_update_fetches_both(tmp_path: Path, server: Server) -> None:
    tables = tmp_path / "tables"
    sources = {"epss": f"{server.url}/epss.csv.gz", "kev": f"{server.url}/kev.json"}
    about = update_tables(
        tables,
        {"epss": sources["epss"], "kev": sources["kev"]},
        progress=silent,
        patience=PATIENCE,
    )
    assert {name: (one.source, one.as_of) for name, one in about.items()} == {
        "epss": (sources["epss"], "2026-11-21"),
        "kev": (sources["kev"], "2026-11-20"),
    }


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=404), "there is nothing at this address"),
        (Reply(status=503), "answers with status 503"),
        (Reply(b"<html>", headers={"Content-Type": "text/html"}), "a web page instead of data"),
        (Reply(b"{}"), "this is no catalogue"),
        (Reply(KEV.encode()[:-20]), "kev.json"),
        (Reply(KEV.encode(), declared=len(KEV) + 50), "the connection broke"),
        (Reply(KEV.encode(), declared=2**40), "larger than"),
        (Reply(KEV.encode(), pause_s=0.5, piece=4), "slow|in time|longer than"),
        (Reply(status=302, headers={"Location": "http://127.0.0.1:1/x"}), "none that may be asked"),
    ],
)
def test_a_source_that_misbehaves_leaves_the_old_table_and_the_other_is_taken(
    tmp_path: Path, server: Server, reply: Reply, sentence: str
) -> None:
    tables = tmp_path / "tables"
    write_tree(tmp_path, {"k.json": KEV})
    import_tables(tables, kev=tmp_path / "k.json")
    server.replies["/kev.json"] = reply
    with pytest.raises(SourceError, match=sentence):
        update_tables(
            tables,
            {"kev": f"{server.url}/kev.json", "epss": f"{server.url}/epss.csv.gz"},
            progress=silent,
            patience=PATIENCE,
        )
    about = TableSource(tables).lookup(()).about
    assert (about["kev"].source, about["epss"].entries) == ("k.json", 2)


def test_a_table_that_lost_most_of_its_entries_is_not_believed(
    tmp_path: Path, server: Server
) -> None:
    tables = tmp_path / "tables"
    rows = "".join(f"CVE-2024-{number:04},0.1,0.1\n" for number in range(5))
    write_tree(tmp_path, {"e.csv": HEAD + rows})
    import_tables(tables, epss=tmp_path / "e.csv")
    with pytest.raises(SourceError, match="holds 2 entries, the table at hand has 5") as caught:
        update_tables(tables, {"epss": f"{server.url}/epss.csv.gz"}, progress=silent)
    assert "--epss" in caught.value.hint
    write_tree(tmp_path, {"few.csv": EPSS})
    assert import_tables(tables, epss=tmp_path / "few.csv")["epss"].entries == 2


def test_an_address_that_is_not_encrypted_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="only encrypted addresses"):
        update_tables(tmp_path / "t", {"kev": "http://host.example/kev.json"}, progress=silent)
