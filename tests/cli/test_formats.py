"""Does every report format hold what its readers expect, whatever the tree is called?

The real command on the examples, on projects of the corpus and on a hostile tree
on disk. AUDITOR_SCHEMAS names the folder of the schemas that others wrote; where it
is not set, the parsers and rules of the formats' readers alone judge.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest
from builders import write_tree
from command import EXAMPLES, Run
from defusedxml import ElementTree
from lxml import etree
from markdown_it import MarkdownIt

from auditor.cli import main
from auditor.policy import read_baseline
from auditor.reports import all_reports
from auditor.vex import read_vex
from sbom import validate_document

CORPUS = Path(
    os.environ.get("AUDITOR_CORPUS", Path(__file__).resolve().parents[3] / "shared" / "corpus")
)
PROJECTS = ("peer-nested", "rest-api-mongodb")
FORMATS = tuple(report.name for report in all_reports())

APP = """\
const express = require('express');
const https = require('https');
const app = express();
const agent = new https.Agent({ rejectUnauthorized: false });
app.listen(3000);
"""
NAMES = (
    "<img src=x onerror=alert(1)>.js",
    "::set-output name=a::b.js",
    "\x1b[2J\x1b]8;;http:x.example\x07.js",
    '=HYPERLINK("x.example").js',
    "a\n::error::b\r\nc.js",
    "bidi\u202egnp.js",
    "`code` [link](http:x.example) | # head.js",
    "]]><!-- -->&amp;<script>.js",
    "%0A::warning::x.js",
    "caf\udce9.js",
    "{{7*7}} ${7*7} {% raw %}.js",
)
PACKAGES = (
    "<img src=x onerror=alert(1)>",
    "a\n::error::b",
    "\x1b[2Jx",
    '=HYPERLINK("x.example")',
    "]]><script>alert(1)</script>",
    "[link](javascript:alert(1))",
    "bidi\u202egnp",
)


def hostile_tree(folder: Path) -> Path:
    """A tree whose every name attacks some reader; each of its sources has a weakness."""
    packages: dict[str, object] = {
        "": {"name": PACKAGES[0], "version": "1.0.0", "dependencies": dict.fromkeys(PACKAGES, "1")}
    }
    for name in PACKAGES:
        packages[f"node_modules/{name}"] = {
            "version": "1.0.0",
            "resolved": "http://registry.example/x.tgz",
            "license": f"MIT{name}",
        }
    lock = {"name": PACKAGES[0], "lockfileVersion": 3, "packages": packages}
    files = {f"src/{name}": APP for name in NAMES}
    files["package-lock.json"] = json.dumps(lock)
    files["package.json"] = json.dumps({"name": PACKAGES[2], "dependencies": {PACKAGES[3]: "1"}})
    records = {
        f"{number}.json": json.dumps(
            {
                "id": f"GHSA-{number}{name}",
                "aliases": [f"CVE-2026-{number}"],
                "modified": "2026-01-01T00:00:00Z",
                "summary": name,
                "affected": [
                    {"package": {"ecosystem": "npm", "name": name}, "versions": ["1.0.0"]}
                ],
            }
        )
        for number, name in enumerate(PACKAGES)
    }
    write_tree(folder / "osv", records)
    return write_tree(folder / "tree\x1b[2J", files)


def advisories_of(folder: Path) -> tuple[str, ...]:
    """The arguments that name the records of a hostile tree in ``folder``."""
    return ("--advisories", str(folder / "osv"), "--advisories-complete")


def project(name: str) -> Path:
    folder = CORPUS / "lockfiles" / name
    if not folder.is_dir():
        pytest.skip(f"the corpus is not at {CORPUS}")
    return folder


@pytest.fixture(
    scope="module", params=["careful-shop", "careless-shop", "hostile", *PROJECTS], name="written"
)
def every_report(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, str]:
    """The text of every report of one audit of one tree, by format."""
    folder = tmp_path_factory.mktemp("reports")
    if request.param == "hostile":
        return reports_of(hostile_tree(folder), folder, *advisories_of(folder))
    is_ours = request.param not in PROJECTS
    return reports_of(EXAMPLES / request.param if is_ours else project(request.param), folder)


def reports_of(tree: Path, folder: Path, *arguments: str) -> Mapping[str, str]:
    """Audit ``tree`` once and return the text of every report, by format."""
    outputs = [part for name in FORMATS for part in ("--format", f"{name}={folder / name}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795348800")
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        assert main(["audit", str(tree), "--quiet", *arguments, *outputs]) in {0, 1, 3}
    return {name: (folder / name).read_bytes().decode("utf-8") for name in FORMATS}


def by_schema(name: str, document: object) -> list[str]:
    """What a schema that others wrote says against a document; nothing where it is not at hand."""
    file = Path(os.environ.get("AUDITOR_SCHEMAS", "/nonexistent")) / name
    if not file.is_file():
        return []
    validator = jsonschema_rs.validator_for(json.loads(file.read_text()), validate_formats=True)
    return [error.message for error in validator.iter_errors(document)]


def baseline(text: str, folder: Path) -> None:
    (folder / "baseline.json").write_text(text)
    assert read_baseline(folder / "baseline.json").known is not None


def cyclonedx_vex(text: str, _folder: Path) -> None:
    assert validate_document(text) == ()
    assert read_vex(text.encode(), "report").author


ANNOTATION = re.compile(
    r"::(?:(?:error|warning|notice) file=[^,:\n]+,line=\d+,title=[\w.]+|notice title=auditor)::.+"
)


def github(text: str, _folder: Path) -> None:
    lines = text.splitlines()
    assert lines
    assert [line for line in lines if not ANNOTATION.fullmatch(line)] == []


def gitlab(text: str, _folder: Path) -> None:
    issues = json.loads(text)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert isinstance(issue["location"]["lines"]["begin"], int)
        assert not issue["location"]["path"].startswith(("/", "./"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


class Elements(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def html(text: str, _folder: Path) -> None:
    elements = Elements(text).found
    assert elements[0][0] == "html"
    assert [tag for tag, _ in elements].count("script") == 1
    assert not {"img", "iframe", "object", "embed", "base"} & {tag for tag, _ in elements}
    assert [name for _, each in elements for name in each if name.startswith("on")] == []
    links = [value or "" for _, each in elements for name, value in each.items() if name == "href"]
    assert [link for link in links if not link.startswith("#")] == []


def report(text: str, _folder: Path) -> None:
    assert json.loads(text)["schema"] == "auditor.report/1"


def junit(text: str, _folder: Path) -> None:
    assert ElementTree.fromstring(text).tag == "testsuites"
    schema = Path(os.environ.get("AUDITOR_SCHEMAS", "/nonexistent")) / "JUnit.xsd"
    if schema.is_file():
        etree.XMLSchema(etree.parse(schema)).assertValid(etree.fromstring(text.encode()))


def markdown(text: str, _folder: Path) -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    tags = {tag for tag, _ in Elements(rendered).found}
    plain = {"h1", "h2", "h3", "p", "ul", "li", "strong", "em", "code"}
    assert tags <= plain | {"table", "thead", "tbody", "tr", "th", "td"}


def openvex(text: str, _folder: Path) -> None:
    document = json.loads(text)
    assert len(read_vex(text.encode(), "report").statements) == len(document["statements"])
    # Where nothing was found there is no statement, and the schema demands one.
    expected = {"[] has less than 1 item"} if not document["statements"] else set()
    assert set(by_schema("openvex.json", document)) <= expected


def sarif(text: str, _folder: Path) -> None:
    log = json.loads(text)
    assert by_schema("sarif-schema-2.1.0.json", log) == []
    (run,) = log["runs"]
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    for place in places:
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w.~/%-]+", uri, re.ASCII)
        assert not unquote(uri).startswith("/")


def terminal(text: str, _folder: Path) -> None:
    lines = text.split("\n")
    assert max(map(len, lines)) <= 80
    assert all(line.isprintable() for line in lines)


READERS: dict[str, Callable[[str, Path], None]] = {
    "baseline": baseline,
    "cyclonedx_vex": cyclonedx_vex,
    "github": github,
    "gitlab": gitlab,
    "html": html,
    "json": report,
    "junit": junit,
    "markdown": markdown,
    "openvex": openvex,
    "sarif": sarif,
    "sarif_all": sarif,
    "text": terminal,
}


def test_every_format_has_a_reader_here() -> None:
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_its_reader_takes_the_report(name: str, written: Mapping[str, str], tmp_path: Path) -> None:
    READERS[name](written[name], tmp_path)


def test_the_hostile_tree_is_read_and_judged(tmp_path: Path) -> None:
    reports = reports_of(hostile_tree(tmp_path), tmp_path, *advisories_of(tmp_path))
    found = json.loads(reports["json"])["controls"]
    failing = {one["id"]: one["instances"] for one in found if one["verdict"] == "fail"}

    assert {each["location"]["path"] for each in failing["tls.reject_unauthorized"]} == {
        f"src/{name}" for name in NAMES
    }
    assert failing["supply.advisory"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_report_holds_what_a_terminal_obeys(name: str, written: Mapping[str, str]) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e]", written[name])
    assert written[name].endswith("\n")


class TestExit:
    """A small tree that passes, fails or stays open, as the policy wants it."""

    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        lock: dict[str, Any] = {"name": "shop", "version": "1.0.0", "lockfileVersion": 3}
        lock["packages"] = {
            "": {"name": "shop", "dependencies": {"left": "1"}},
            "node_modules/left": {"version": "1.0.0"},
        }
        policies = {
            "pass.yaml": "gates: {coverage: {min: 0}}",
            "fail.yaml": "gates: {severity: {fail_on: high}}",
            "open.yaml": "gates: {require: [supply.signature]}",
        }
        head = "schema: auditor.policy/1\nname: mine\n"
        return write_tree(
            tmp_path,
            {
                "shop/package-lock.json": json.dumps(lock),
                **{name: f"{head}{text}\n" for name, text in policies.items()},
            },
        )

    @pytest.mark.parametrize("name", FORMATS)
    def test_stdout_holds_the_report_and_nothing_else(
        self, run: Run, tree: Path, name: str
    ) -> None:
        file = tree / "report"
        formats = ("--format", name, "--format", f"{name}={file}")

        done = run("audit", tree / "shop", "--policy", tree / "fail.yaml", *formats)

        assert done.out == file.read_bytes().decode()
        assert done.out
        assert done.err == ""

    @pytest.mark.parametrize(
        ("policy", "code"), [("pass.yaml", 0), ("fail.yaml", 1), ("open.yaml", 3)]
    )
    @pytest.mark.parametrize("name", FORMATS)
    def test_the_exit_code_is_the_same_for_every_format(
        self, run: Run, tree: Path, name: str, policy: str, code: int
    ) -> None:
        done = run("audit", tree / "shop", "--policy", tree / policy, "--format", name)

        assert done.code == code

    @pytest.mark.parametrize("name", FORMATS)
    def test_a_stream_that_lacks_letters_gets_a_report_all_the_same(
        self, tree: Path, name: str
    ) -> None:
        command = [sys.executable, "-m", "auditor", "audit", str(tree / "shop"), "--format", name]

        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": "ascii"},
        )

        assert done.stderr == b""
        assert done.stdout.isascii()
        assert done.returncode in {1, 3}
