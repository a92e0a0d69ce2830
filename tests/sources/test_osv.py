from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from builders import write_tree

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.osv import SEED, AdvisorySource
from auditor.sources.osv_collect import LIMITS, MAX_GAPS

Json = dict[str, Any]


def record(record_id: str, *names: str, modified: str = "2026-01-01T00:00:00Z") -> str:
    ranges = [{"type": "SEMVER", "events": [{"introduced": "0"}]}]
    entries = [{"package": {"ecosystem": "npm", "name": n}, "ranges": ranges} for n in names]
    return json.dumps({"id": record_id, "modified": modified, "affected": entries})


def test_returns_the_advisories_about_the_asked_names_alone(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "1.json": record("GHSA-1", "lodash", "lodash-es"),
            "2.json": record("GHSA-2", "express"),
            "3.json": record("GHSA-3", "Lodash", "__proto__"),
        },
    )
    store = AdvisorySource(tmp_path).lookup(["lodash", "__proto__", "left-pad"])
    found = {name: [one.id for one in some] for name, some in store.advisories.items()}
    assert found == {"__proto__": ["GHSA-3"], "lodash": ["GHSA-1"]}
    assert (store.records, store.complete, store.gaps) == (3, False, ())
    assert store.as_of == "2026-01-01T00:00:00.000000000Z"


def test_a_folder_is_a_part_unless_its_manifest_or_the_caller_says_otherwise(
    tmp_path: Path,
) -> None:
    write_tree(tmp_path, {"1.json": record("GHSA-1", "lodash")})
    assert not AdvisorySource(tmp_path).lookup([]).complete
    assert not AdvisorySource(tmp_path / "1.json").lookup([]).complete
    assert AdvisorySource(tmp_path, complete=True).lookup([]).complete
    write_tree(tmp_path, {"manifest.json": '{"complete": true}'})
    store = AdvisorySource(tmp_path).lookup([])
    assert (store.complete, store.records, store.gaps) == (True, 1, ())


def test_a_folder_a_zip_and_any_order_have_one_digest(tmp_path: Path) -> None:
    records = {f"{n}.json": record(f"GHSA-{n}", "lodash") for n in range(3)}
    folder = write_tree(tmp_path / "folder", records)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, text in reversed(records.items()):
            archive.writestr(f"npm/{name}", text)
    one = AdvisorySource(folder).lookup(["lodash"])
    two = AdvisorySource(tmp_path / "all.zip").lookup([])
    assert one.digest == two.digest
    write_tree(folder, {"0.json": record("GHSA-0", "lodash-es")})
    assert AdvisorySource(folder).lookup(["lodash"]).digest != one.digest


def test_the_newest_of_two_records_with_one_id_wins(tmp_path: Path) -> None:
    old = record("GHSA-1", "lodash", modified="2025-12-31T00:00:00Z")
    new = record("GHSA-1", "express", modified="2026-01-01T00:00:00.5Z")
    for first, second in ((old, new), (new, old)):
        folder = write_tree(tmp_path, {"a.json": first, "b.json": second})
        store = AdvisorySource(folder).lookup(["lodash", "express"])
        assert list(store.advisories) == ["express"]
        assert store.records == 1


def test_a_bad_record_is_a_gap_and_the_others_count(tmp_path: Path) -> None:
    write_tree(tmp_path, {"bad.json": "{", "good.json": record("GHSA-1", "lodash")})
    store = AdvisorySource(tmp_path).lookup(["lodash"])
    assert store.gaps == (Gap("bad.json", "the document is no JSON"),)
    assert store.records == 1


def test_a_record_at_the_limit_is_read_and_one_byte_more_is_a_gap(tmp_path: Path) -> None:
    text = record("GHSA-1", "lodash")
    exact = text + " " * (LIMITS.document_bytes - len(text))
    write_tree(tmp_path, {"a.json": exact, "b.json": exact + " "})
    store = AdvisorySource(tmp_path).lookup([])
    reason = f"the document is larger than {LIMITS.document_bytes:,} bytes"
    assert (store.records, store.gaps) == (1, (Gap("b.json", reason),))


def test_records_of_other_ecosystems_are_no_gaps(tmp_path: Path) -> None:
    other = json.dumps({"id": "PYSEC-1", "affected": []})
    write_tree(tmp_path, {"a.json": other, "b.json": record("GHSA-1", "lodash")})
    store = AdvisorySource(tmp_path).lookup(["lodash"])
    assert (store.records, store.gaps) == (1, ())


def test_gaps_are_listed_up_to_a_limit_and_counted_beyond(tmp_path: Path) -> None:
    write_tree(tmp_path, {f"{n:04}.json": "[]" for n in range(MAX_GAPS)})
    write_tree(tmp_path, {"good.json": record("GHSA-1", "lodash")})
    assert len(AdvisorySource(tmp_path).lookup([]).gaps) == MAX_GAPS
    write_tree(tmp_path, {"x.json": "[]", "y.json": "[]"})
    gaps = AdvisorySource(tmp_path).lookup([]).gaps
    assert len(gaps) == MAX_GAPS + 1
    assert Gap(tmp_path.name, "2 more records cannot be read") in gaps


@pytest.mark.parametrize("content", [{}, {"bad.json": "[]"}, {"readme.txt": "hello"}])
def test_a_store_without_any_advisory_is_an_error_not_a_clean_result(
    tmp_path: Path, content: dict[str, str]
) -> None:
    with pytest.raises(DataError, match="holds no advisory about an npm package") as caught:
        AdvisorySource(write_tree(tmp_path, content)).lookup(["lodash"])
    assert "--advisories" in caught.value.hint


def test_a_single_record_is_a_store(tmp_path: Path) -> None:
    write_tree(tmp_path, {"GHSA-1.json": record("GHSA-1", "lodash")})
    store = AdvisorySource(tmp_path / "GHSA-1.json").lookup(["lodash"])
    assert (store.origin, store.records) == ("GHSA-1.json", 1)


def test_the_seed_answers_where_no_path_is_given_and_says_that_it_is_one() -> None:
    source = AdvisorySource(None)
    assert source.available
    store = source.lookup(["express", "lodash"])
    assert (store.origin, store.complete, store.gaps) == ("seed", False, ())
    assert "GHSA-35jh-r3h4-6jhm" in [one.id for one in store.advisories["lodash"]]
    assert store.as_of == json.loads((SEED / "manifest.json").read_bytes())["as_of"]


def test_the_seed_is_whole() -> None:
    manifest = json.loads((SEED / "manifest.json").read_bytes())
    files = sorted((SEED / "osv").glob("*.json"))
    assert manifest["records"] == len(files) == AdvisorySource(None).lookup([]).records
    for file in files:
        one = json.loads(file.read_bytes())
        assert one["id"] == file.stem
        assert one["database_specific"]["severity"] in ("LOW", "MODERATE", "HIGH", "CRITICAL")


def test_without_path_and_seed_there_is_nothing_to_ask(tmp_path: Path) -> None:
    source = AdvisorySource(None, seed=tmp_path)
    assert not source.available
    with pytest.raises(DataError, match="the seed's manifest cannot be read"):
        source.lookup([])
