from __future__ import annotations

import pytest
from builders import MemoryTarget
from hypothesis import given
from hypothesis import strategies as st

from auditor.formats.imports import MAX_WORDS, imports_in, read_imports
from auditor.model import Gap
from auditor.target import Unread

COMPUTED = "it imports what it computes"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("const a = require('a');", ["a"]),
        ('const { b } = require("@a/b/c")();', ["@a/b/c"]),
        ("require(/* why */ 'a')", ["a"]),
        ("require(`a`)", ["a"]),
        ("require.resolve('a')", ["a"]),
        ("module.require('a')", ["a"]),
        ("import a from 'a';", ["a"]),
        ("import 'a';", ["a"]),
        ("import * as a from 'a'; import { b } from 'b';", ["a", "b"]),
        ("export * from 'a';", ["a"]),
        ("export { b } from 'a';", ["a"]),
        ("const a = await import('a');", ["a"]),
        ("import('a').then(run);", ["a"]),
        ("import data from 'a' with { type: 'json' };", ["a"]),
        ("// require('a')\n'import(b)'; `from ${c}`;", []),
        ("const list = Array.from(set); export const x = 1;", []),
        ("console.log(import.meta.url); require.main === module;", []),
        ("const require = createRequire(import.meta.url); require('a')", ["a"]),
        ("require('./' + name); require(`../${name}.js`);", []),
        ("require(path.join(__dirname, name)); require(__dirname + name);", []),
        ("await import(path.resolve(import.meta.dirname, name));", []),
        ("typeof require; options.require = true;", []),
    ],
)
def test_finds_what_a_file_imports(source: str, found: list[str]) -> None:
    assert sorted(set(imports_in("app.mjs", source.encode()))) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import a = require('a');", ["a"]),
        ("import type { A } from 'a';", ["a"]),
        ("const a = require('a') as any;", ["a"]),
    ],
)
def test_finds_what_typescript_imports(source: str, found: list[str]) -> None:
    assert list(dict.fromkeys(imports_in("app.mts", source.encode()))) == found


@pytest.mark.parametrize(
    "source",
    [
        "require(name)",
        "require('a' + b)",
        "require(path.join(base, name))",
        "require(`a/${b}`)",
        "require('\\x61')",
        "import '\\x61';",
        "require()",
        "import(name)",
        "const load = require;",
        "run(require)",
        "function f(require) {}",
        "module.require(name)",
        "require.resolve(name)",
    ],
)
def test_what_is_computed_is_unknown(source: str) -> None:
    assert list(imports_in("app.js", b"\n" + source.encode())) == [Gap("app.js:2", COMPUTED)]


def test_a_file_that_does_not_parse_gives_what_it_can_and_is_unknown() -> None:
    found = list(imports_in("app.js", b"require('a'); const = = {{{"))
    assert found == [Gap("app.js", "it does not parse, so that an import may be missed"), "a"]


def test_reads_all_sources_and_says_what_is_not_read() -> None:
    target = MemoryTarget(
        {
            "a.js": b"require('a')",
            "b.tsx": b"import b from 'b'; export const v = <b.C />;",
            "c.vue": b"<script>import c from 'c'</script>",
            "d.css": b"",
        },
        unread=(Unread("e.js", "symlink", "it is a symbolic link"),),
    )
    imports = read_imports(target)
    assert (imports.specifiers, imports.files, imports.complete) == (("a", "b"), 2, False)
    assert imports.unknown == (
        Gap("c.vue", "imports of files of this kind are not read"),
        Gap("e.js", "it is a symbolic link"),
    )


def test_a_target_without_source_imports_nothing() -> None:
    assert read_imports(MemoryTarget({"package.json": b"{}"})).complete


def test_the_limits_are_kept_and_said() -> None:
    source = b"require('a')"
    target = MemoryTarget({"a.js": source, "b.js": source})
    for limits in (
        {"max_file_bytes": len(source), "max_total_bytes": 2 * len(source), "max_files": 2},
    ):
        assert read_imports(target, **limits).complete
    for short in (
        {"max_file_bytes": len(source) - 1},
        {"max_total_bytes": 2 * len(source) - 1},
        {"max_files": 1},
    ):
        assert not read_imports(target, **short).complete


def test_the_words_of_one_file_are_limited() -> None:
    words = b"require;" * MAX_WORDS
    assert Gap("a.js", f"more than {MAX_WORDS:,} words that may be imports") not in set(
        imports_in("a.js", words[: -len(b"require;")])
    )
    assert list(imports_in("a.js", words + b"require;")) == [
        Gap("a.js", f"more than {MAX_WORDS:,} words that may be imports")
    ]


def test_deep_nesting_exhausts_nothing() -> None:
    deep = b"(" * 20_000 + b"require('a')" + b")" * 20_000
    assert "a" in set(imports_in("a.js", deep))


@given(
    st.lists(st.sampled_from(["require", "(", ")", "'a'", "import", " from ", "`", "${", ";", "{"]))
)
def test_any_text_is_read(parts: list[str]) -> None:
    for one in imports_in("a.js", "".join(parts).encode()):
        assert isinstance(one, str | Gap)
