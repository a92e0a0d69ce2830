import os
from pathlib import Path

import pytest
from builders import MemoryTarget

from auditor.errors import ProcessError
from auditor.sources.semgrep import Semgrep
from auditor.sources.semgrep_cache import MAX_ENTRY_BYTES, MAX_RULE_SETS, Entry, ScanCache
from auditor.sources.semgrep_output import RawMatch

RULE = {
    "id": "canary",
    "languages": ["javascript", "typescript"],
    "severity": "ERROR",
    "message": "eval of $X",
    "pattern": "eval($X)",
}
MATCH = RawMatch("canary", "000001.js", 1, 1, 1, 8, 0, 7, "eval of caf\udce9")
DATA = b"eval(a)"
PATIENCE_S = 120.0


@pytest.fixture
def cache(tmp_path: Path) -> ScanCache:
    return ScanCache(tmp_path, [RULE], "1.182.0")


def entries(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def test_an_entry_is_found_again_under_whatever_name_the_file_is_staged(cache: ScanCache) -> None:
    cache.put("000001.js", DATA, Entry((MATCH,), "not understood at line 3"))
    found = cache.get("000007.js", DATA)
    assert found is not None
    assert found.reason == "not understood at line 3"
    assert [(one.name, one.message) for one in found.matches] == [("000007.js", MATCH.message)]


@pytest.mark.parametrize(
    ("name", "data", "rules", "engine"),
    [
        ("000001.js", b"eval(b)", [RULE], "1.182.0"),
        ("000001.ts", DATA, [RULE], "1.182.0"),
        ("000001.js", DATA, [RULE | {"severity": "INFO"}], "1.182.0"),
        ("000001.js", DATA, [RULE], "1.183.0"),
    ],
    ids=["other bytes", "other language", "other rules", "other engine"],
)
def test_an_entry_answers_for_nothing_else(
    tmp_path: Path, name: str, data: bytes, rules: list[dict[str, object]], engine: str
) -> None:
    ScanCache(tmp_path, [RULE], "1.182.0").put("000001.js", DATA, Entry((MATCH,)))
    assert ScanCache(tmp_path, rules, engine).get(name, data) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"matches": [[1]], "reason": "", "scanned": true}',
        '{"matches": [], "reason": 1, "scanned": true}',
        '{"matches": [], "reason": "", "scanned": 1}',
        "[" * 100_000,
        " " * (MAX_ENTRY_BYTES + 1),
    ],
    ids=["empty", "list", "no fields", "short row", "reason", "scanned", "deep", "large"],
)
def test_a_damaged_entry_is_no_entry(cache: ScanCache, tmp_path: Path, text: str) -> None:
    cache.put("000001.js", DATA, Entry(()))
    (path,) = entries(tmp_path)
    path.write_text(text)
    assert cache.get("000001.js", DATA) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = ScanCache(tmp_path / "file", [RULE], "1.182.0")
    cache.put("000001.js", DATA, Entry(()))
    cache.prune()
    assert cache.get("000001.js", DATA) is None


def test_the_rule_sets_used_longest_ago_go_first(tmp_path: Path) -> None:
    for number in range(MAX_RULE_SETS + 1):
        cache = ScanCache(tmp_path, [RULE], str(number))
        cache.put("000001.js", DATA, Entry(()))
        if number < MAX_RULE_SETS:
            for folder in tmp_path.iterdir():
                os.utime(folder, (folder.stat().st_mtime - 100,) * 2)
    ScanCache(tmp_path, [RULE], str(MAX_RULE_SETS)).prune()
    kept = [ScanCache(tmp_path, [RULE], str(n)).get("000001.js", DATA) for n in range(4)]
    assert [one is not None for one in kept] == [False, True, True, True]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_a_second_scan_says_the_same_and_runs_nothing(folder: Path) -> None:
    target = MemoryTarget(
        {"a.js": b"eval(a)\n", "b.js": b"class A { eval(x) {", "c.js": b"let c = @@@;\neval(c)"}
    )
    first = Semgrep(cache=folder).scan(target, [RULE], timeout_s=PATIENCE_S)
    second = Semgrep(cache=folder).scan(target, [RULE], timeout_s=0.0)
    assert (first.cached, second.cached) == (0, 3)
    assert second.matches == first.matches
    assert second.gaps == first.gaps
    assert second.files == first.files
    assert second.engine == first.engine


def test_only_what_changed_is_scanned(folder: Path) -> None:
    target = MemoryTarget({"a.js": b"eval(a)\n", "new.js": b"eval(b); eval(c)"})
    Semgrep(cache=folder).scan(MemoryTarget({"a.js": b"eval(a)\n"}), [RULE], timeout_s=PATIENCE_S)
    scan = Semgrep(cache=folder).scan(target, [RULE], timeout_s=PATIENCE_S)
    assert scan.cached == 1
    assert [one.path for one in scan.matches] == ["a.js", "new.js", "new.js"]


def test_without_a_cache_the_engine_runs_each_time(tmp_path: Path) -> None:
    target = MemoryTarget({"a.js": b"eval(a)\n"})
    with pytest.raises(ProcessError):
        Semgrep().scan(target, [RULE], timeout_s=0.0)
    assert entries(tmp_path) == []
