from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import Reply, Request, Server
from osv_mirror import archive, listing, record, serve

from auditor.errors import AuditorError, DataError, SourceError, UsageError
from auditor.sources import advisory_changes, silent
from auditor.sources.advisory_build import build, exclusive
from auditor.sources.advisory_store import StoreFile
from auditor.sources.advisory_update import Updated, update
from auditor.sources.http import Patience
from auditor.sources.osv_collect import LIMITS

NOW = datetime(2026, 11, 22, tzinfo=UTC)
QUICK = Patience(connect_s=1, read_s=0.5, total_s=2, backoff_s=0)
KILLS = int(os.environ.get("AUDITOR_KILLS", "20"))

FIRST = record("GHSA-0", "package-0", modified="2025-06-01T00:00:00Z")
OLD = [FIRST, *(record(f"GHSA-{n}", f"package-{n}") for n in range(1, 5))]
CHANGED = record("GHSA-1", "package-1", fixed="3.0.0", modified="2026-02-01T00:00:00.5Z")
ADDED = record("MAL-2026-1", "evil", modified="2026-02-02T00:00:00Z")
NEW = [OLD[0], CHANGED, *OLD[2:], ADDED]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "data" / "advisories.sqlite"


def run(store: Path, source: str, *, skip_unreadable: bool = False) -> Updated:
    return update(
        store,
        source,
        now=NOW,
        progress=silent,
        patience=QUICK,
        skip_unreadable=skip_unreadable,
    )


def digest(store: Path) -> str:
    with StoreFile(store) as opened:
        opened.verify()
        return opened.about.digest


def test_the_first_update_takes_the_archive(server: Server, store: Path) -> None:
    done = run(store, serve(server, OLD))
    assert (done.how, done.about.records, done.about.complete) == ("archive", 5, True)
    assert sorted(path.name for path in store.parent.iterdir()) == [
        store.name,
        f"{store.name}.lock",
    ]


def test_the_first_update_adds_what_changed_since_the_archive_was_packed(
    server: Server, store: Path
) -> None:
    assert run(store, serve(server, OLD, NEW)).about.records == 6


def test_later_updates_take_only_what_changed(server: Server, store: Path) -> None:
    run(store, serve(server, OLD))
    server.requests.clear()
    done = run(store, serve(server, NEW))
    assert (done.how, done.changed, done.about.records) == ("changes", 2, 6)
    assert sorted(server.paths) == [
        "/npm/GHSA-1.json",
        "/npm/MAL-2026-1.json",
        "/npm/modified_id.csv",
    ]


def test_changes_and_archive_give_the_same_bytes(
    server: Server, store: Path, tmp_path: Path
) -> None:
    run(store, serve(server, OLD))
    run(store, serve(server, NEW))
    run(tmp_path / "anew.sqlite", serve(server, NEW))
    assert store.read_bytes() == (tmp_path / "anew.sqlite").read_bytes()


def test_where_nothing_changed_the_store_is_left_alone(server: Server, store: Path) -> None:
    source = serve(server, OLD)
    run(store, source)
    before = store.stat().st_mtime_ns
    assert run(store, source).how == "nothing"
    assert store.stat().st_mtime_ns == before


def test_a_record_of_the_future_does_not_hide_the_changes_of_today(
    server: Server, store: Path
) -> None:
    future = record("GHSA-9", "later", modified="2099-01-01T00:00:00Z")
    run(store, serve(server, [*OLD, future]))
    assert run(store, serve(server, [*NEW, future])).changed == 2


def test_too_many_changes_are_taken_from_the_archive(
    server: Server, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, serve(server, OLD))
    monkeypatch.setattr(advisory_changes, "MAX_CHANGES", 2)
    assert run(store, serve(server, NEW)).how == "changes"
    more = [*NEW, *(record(f"GHSA-1{n}", "x", modified="2026-03-01T00:00:00Z") for n in range(3))]
    assert run(store, serve(server, more)).how == "archive"


def test_a_source_without_a_list_gives_its_archive_each_time(server: Server, store: Path) -> None:
    source = serve(server, OLD)
    del server.replies["/npm/modified_id.csv"]
    assert [run(store, source).how for _ in range(2)] == ["archive", "archive"]


def test_a_store_of_another_source_or_a_damaged_one_is_made_anew(
    server: Server, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(OLD[0]))
    build(tmp_path / "a.json", store, progress=silent)
    source = serve(server, OLD)
    assert run(store, source).how == "archive"
    whole = store.read_bytes()
    store.write_bytes(whole[: len(whole) // 2])
    assert run(store, source).how == "archive"
    assert store.read_bytes() == whole


def test_an_archive_that_broke_off_is_gone_on_with(server: Server, store: Path) -> None:
    records = [*OLD, record("GHSA-7", "big", details=os.urandom(400_000).hex())]
    source = serve(server, records)
    whole = Reply(archive(*records), ranges=True)
    cut = Reply(whole.body[: len(whole.body) // 2], declared=len(whole.body), ranges=True)
    asked: list[str] = []

    def reply(request: Request) -> Reply:
        asked.append(request.headers.get("Range", ""))
        tagged = {"ETag": '"one"'}
        if not asked[-1]:
            return Reply(cut.body, headers=tagged, declared=cut.declared)
        start = int(asked[-1][6:-1])
        span = f"bytes {start}-{len(whole.body) - 1}/{len(whole.body)}"
        return Reply(whole.body[start:], 206, {**tagged, "Content-Range": span})

    server.replies["/npm/all.zip"] = reply
    assert run(store, source).about.records == 6
    assert asked == ["", f"bytes={len(cut.body)}-"]


def _with(path: str, reply: Reply) -> Callable[[Server], None]:
    def apply(server: Server) -> None:
        server.replies[path] = reply

    return apply


HTML = Reply(b"<html>sign in</html>", headers={"Content-Type": "text/html"})
AWAY = Reply(status=302, headers={"Location": "https://elsewhere.example/all.zip"})
BIG = json.dumps(ADDED | {"details": "x" * 20_000_000}).encode()
ODD = json.dumps(ADDED | {"affected": [{"package": {"ecosystem": "npm", "name": 7}}]}).encode()
LIST = "/npm/modified_id.csv"
ONE = "/npm/MAL-2026-1.json"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (_with(LIST, Reply(b"id,when\n")), "line 1 of the list of changes is none"),
        (_with(LIST, Reply(b"{}")), "line 1 of the list of changes is none"),
        (_with(LIST, Reply(listing(*NEW)[:45])), "ends before|is none"),
        (_with(LIST, Reply(b"2026-02-02T00:00:00Z,MAL-2026-1\n")), "ends before 2025-12-31"),
        (
            _with(LIST, Reply(b"2026-02-01T00:00:00Z,A\n2026-02-02T00:00:00Z,B\n")),
            "line 2 of the list of changes is out of order",
        ),
        (_with(LIST, HTML), "sends a web page instead of data"),
        (_with(LIST, AWAY), "this host is none that may be asked"),
        (_with(LIST, Reply(status=500)), "answers with status 500"),
        (
            _with(LIST, Reply(listing(*NEW)[:60], declared=9999)),
            "broke before the answer was whole",
        ),
        (_with(LIST, Reply(listing(*NEW), declared=2**40)), "is larger than"),
        (_with(LIST, Reply(listing(*NEW), piece=1, pause_s=60)), "not answer in time|longer than"),
        (_with(ONE, Reply(BIG)), f"MAL-2026-1: .* larger than {LIMITS.document_bytes:,} bytes"),
        (_with(ONE, Reply(ODD)), "MAL-2026-1: .*package has no name"),
        (_with(ONE, Reply(b"[]")), "MAL-2026-1: the document is no JSON object"),
        (_with(ONE, Reply(status=404)), "MAL-2026-1: the source lists it as changed"),
        (_with(ONE, HTML), "sends a web page instead of data"),
        (_with(ONE, Reply(b"{", piece=1, declared=50)), "broke before the answer was whole"),
    ],
)
def test_faults_of_the_changes_leave_the_old_store_and_say_why(
    server: Server, store: Path, fault: Callable[[Server], None], sentence: str
) -> None:
    run(store, serve(server, OLD))
    before = store.read_bytes()
    source = serve(server, NEW)
    fault(server)
    with pytest.raises((SourceError, DataError), match=sentence) as caught:
        run(store, source)
    assert caught.value.exit_code == 3
    assert "\n" not in caught.value.message
    assert store.read_bytes() == before
    assert run(store, serve(server, NEW)).how == "changes"


ZIP = "/npm/all.zip"
WHOLE = archive(*NEW)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (_with(ZIP, Reply(WHOLE[:-40])), "the zip is damaged or cut short"),
        (_with(ZIP, Reply(WHOLE, declared=len(WHOLE) - 9)), "the zip is damaged or cut short"),
        (_with(ZIP, Reply(WHOLE, declared=len(WHOLE) + 9)), "broke before the answer was whole"),
        (_with(ZIP, Reply(WHOLE, declared=2**40)), "is larger than"),
        (_with(ZIP, Reply(b"not a zip")), "the zip is damaged or cut short"),
        (_with(ZIP, HTML), "sends a web page instead of data"),
        (_with(ZIP, AWAY), "this host is none that may be asked"),
        (_with(ZIP, Reply(WHOLE, piece=9, pause_s=60)), "not answer in time|longer than"),
        (_with(ZIP, Reply(archive(*OLD, ADDED | {"details": "x" * 20_000_000}))), "larger than"),
        (_with(ZIP, Reply(archive(*OLD[:2]))), "holds 2 records, the store has 5"),
        (_with(ZIP, Reply(archive(*NEW, ADDED | {"id": "X", "affected": 7}))), "is no list"),
        (_with(ZIP, Reply(archive({"id": "PYSEC-1"}))), "holds 0 records"),
    ],
)
def test_faults_of_the_archive_leave_the_old_store_and_say_why(
    server: Server, store: Path, fault: Callable[[Server], None], sentence: str
) -> None:
    run(store, serve(server, OLD))
    before = store.read_bytes()
    source = serve(server, NEW)
    del server.replies[LIST]
    fault(server)
    with pytest.raises((SourceError, DataError), match=sentence) as caught:
        run(store, source)
    assert "\n" not in caught.value.message
    assert store.read_bytes() == before
    server.replies[ZIP] = Reply(WHOLE, ranges=True)
    assert run(store, source).about.records == 6


def test_unreadable_records_can_be_left_out_and_are_named_in_the_store(
    server: Server, store: Path
) -> None:
    source = serve(server, [*OLD, ADDED | {"affected": 7}])
    with pytest.raises(DataError, match="affected is no list"):
        run(store, source)
    done = run(store, source, skip_unreadable=True)
    assert [gap.subject for gap in done.about.gaps] == ["MAL-2026-1", "MAL-2026-1.json"]
    with StoreFile(store) as opened:
        assert opened.about.gaps == done.about.gaps


@pytest.mark.parametrize("source", ["osv.example", "http://osv.example", "https://me:pw@a.example"])
def test_unsafe_addresses_are_usage_errors(store: Path, source: str) -> None:
    with pytest.raises(UsageError):
        run(store, source)


def test_a_list_that_is_too_long_to_be_fetched_one_by_one_in_time_is_left(
    server: Server, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, serve(server, OLD))
    source = serve(server, NEW)
    monkeypatch.setattr(advisory_changes, "MAX_FETCH_S", -1.0)
    with pytest.raises(SourceError, match="the changes take longer than"):
        run(store, source)


def test_records_that_came_before_an_interruption_are_not_asked_for_again(
    server: Server, store: Path
) -> None:
    run(store, serve(server, OLD))
    source = serve(server, NEW)
    whole, server.replies[ONE] = server.replies[ONE], Reply(status=403)
    with pytest.raises(SourceError):
        run(store, source)
    server.replies[ONE] = whole
    server.requests.clear()
    assert run(store, source).about.records == 6
    assert "/npm/GHSA-1.json" not in server.paths


def test_records_without_a_time_of_change_are_fetched_again(server: Server, store: Path) -> None:
    timeless = {**record("GHSA-8", "x"), "modified": "long ago"}
    source = serve(server, [timeless], [])
    server.replies[LIST] = Reply(b"2026-01-01T00:00:00Z,GHSA-8")
    server.replies["/npm/GHSA-8.json"] = Reply(json.dumps(record("GHSA-8", "x")).encode())
    assert run(store, source).about.as_of == "2026-01-01T00:00:00.000000000Z"


def test_two_updates_at_once_are_refused(server: Server, store: Path) -> None:
    source = serve(server, OLD)
    with (
        exclusive(store),
        pytest.raises(DataError, match="another process is changing this store"),
    ):
        run(store, source)


def test_a_folder_that_cannot_be_written_is_one_sentence(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditorError, match="cannot be written"):
        run(tmp_path / "file" / "store.sqlite", serve(server, OLD))


PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from auditor.sources.advisory_update import update
print("begins", flush=True)
update(Path(sys.argv[1]), sys.argv[2], now=datetime(2026, 11, 22, tzinfo=UTC), progress=str)
"""


def test_killing_the_update_at_random_moments_leaves_a_valid_store(
    server: Server, store: Path
) -> None:
    old = [record(f"GHSA-{n}", f"package-{n}", details="x" * 200) for n in range(2_000)]
    new = [*old, *(ADDED | {"id": f"MAL-2026-{n}"} for n in range(40))]
    run(store, serve(server, old))
    before = digest(store)
    source = serve(server, new)
    run(store.with_name("new.sqlite"), source)
    after = digest(store.with_name("new.sqlite"))
    original = store.read_bytes()
    chance = random.Random(20)  # noqa: S311 -- the same moments every time
    killed = 0
    for number in range(KILLS):
        store.write_bytes(original)
        if number % 2:  # half of them make the store anew
            with StoreFile(store) as opened:
                assert opened.about.source == source
            del server.replies[LIST]
        else:
            server.replies[LIST] = Reply(listing(*new))
        command = [sys.executable, "-c", PROGRAM, str(store), source]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.8))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += process.returncode == -signal.SIGKILL
        assert digest(store) in (before, after)
    assert killed
    server.replies[LIST] = Reply(listing(*new))
    run(store, source)
    assert digest(store) == after
