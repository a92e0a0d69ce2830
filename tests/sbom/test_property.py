from __future__ import annotations

import contextlib
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sbom import (
    Format,
    Inventory,
    SbomError,
    WriteOptions,
    flatten,
    read_document,
    read_project,
    write_document,
)

NAMES = st.sampled_from(["a", "b", "@s/c", "__proto__", "w", "JSONStream", "\u202e", "x y"])
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "1.0.0",
            "npm:@s/real@1.0.0",
            "file:w",
            "file:a-1.0.0.tgz",
            "github:o/r#c",
            "https://u:p@r.example/a/-/a-1.0.0.tgz",
            "git+ssh://git@h.example/o/r.git#c",
            "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "../x",
            "w",
        ]
    ),
)
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
SECTION = st.one_of(st.dictionaries(NAMES, TEXTS, max_size=3), ANY)
FIELDS = {
    "name": TEXTS,
    "version": TEXTS,
    "resolved": TEXTS,
    "integrity": TEXTS,
    "license": ANY,
    "link": st.booleans(),
    "dev": st.booleans(),
    "optional": st.booleans(),
    "peer": st.booleans(),
    "inBundle": st.booleans(),
    "bundled": st.booleans(),
    "dependencies": SECTION,
    "devDependencies": SECTION,
    "optionalDependencies": SECTION,
    "peerDependencies": SECTION,
    "peerDependenciesMeta": ANY,
    "workspaces": ANY,
    "engines": ANY,
    "deprecated": ANY,
    "requires": SECTION,
}
ENTRY = st.one_of(st.fixed_dictionaries({}, optional=FIELDS), ANY)
LOCATION = st.one_of(
    st.lists(NAMES, min_size=1, max_size=3).map(
        lambda names: "node_modules/" + "/node_modules/".join(names)
    ),
    st.sampled_from(["", "w", "packages/w", "../x", "../x/node_modules/a"]),
    TEXTS,
)
PACKAGES = st.dictionaries(LOCATION, ENTRY, max_size=6)
OLD_FIELDS = {key: value for key, value in FIELDS.items() if key != "dependencies"}
OLD = st.recursive(
    st.dictionaries(NAMES, ENTRY, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, st.fixed_dictionaries({"dependencies": inner}, optional=OLD_FIELDS), max_size=3
    ),
    max_leaves=4,
)
LOCK = st.one_of(
    st.fixed_dictionaries({"lockfileVersion": st.sampled_from([2, 3]), "packages": PACKAGES}),
    st.fixed_dictionaries(
        {"lockfileVersion": st.just(2), "packages": PACKAGES, "dependencies": OLD}
    ),
    st.fixed_dictionaries(
        {"lockfileVersion": st.just(1), "dependencies": OLD}, optional={"requires": ANY}
    ),
    ANY,
)


def read(lock: bytes, manifest: bytes | None) -> Inventory:
    files = {"package-lock.json": lock} | ({"package.json": manifest} if manifest else {})
    return read_project(files.get, files)


@given(LOCK, st.one_of(st.none(), ENTRY))
def test_any_lockfile_gives_an_inventory_that_survives_writing_and_reading(
    lock: object, manifest: object
) -> None:
    with contextlib.suppress(SbomError):
        inventory = read(json.dumps(lock).encode(), json.dumps(manifest).encode())
        bare = replace(
            inventory, components=tuple(replace(each, line=0) for each in inventory.components)
        )
        for form in Format:
            flat = write_document(inventory, WriteOptions(format=form)).encode()
            full = write_document(inventory, WriteOptions(format=form, per_location=True)).encode()
            assert read_document(flat) == flatten(bare)
            assert read_document(full) == bare


@given(LOCK, st.data())
def test_a_damaged_lockfile_raises_only_our_errors(lock: object, data: st.DataObject) -> None:
    text = bytearray(json.dumps(lock).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(text)))
        text[position : position + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(SbomError):
        write_document(read(bytes(text), None))


@given(LOCK, st.sampled_from(list(Format)), st.data())
def test_a_damaged_document_raises_only_our_errors(
    lock: object, form: Format, data: st.DataObject
) -> None:
    with contextlib.suppress(SbomError):
        inventory = read(json.dumps(lock).encode(), None)
        text = bytearray(write_document(inventory, WriteOptions(format=form)).encode())
        position = data.draw(st.integers(0, len(text)))
        text[position : position + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=3))
        write_document(read_document(bytes(text)))
