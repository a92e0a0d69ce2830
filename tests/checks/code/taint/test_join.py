from collections.abc import Mapping
from dataclasses import replace

import pytest
from builders import MemoryTarget

from auditor.checks.code.rules import load_rules, natives_of
from auditor.checks.code.semgrep import results
from auditor.checks.code.taint.join import MAX_STEPS, crowded, flows
from auditor.model import Finding, Severity
from auditor.sources.semgrep import Match, Scan, Semgrep

RULES = [
    rule
    for rule in load_rules()
    if rule.id in {"sql-from-request", "path-from-request", "eval-from-request"}
]

FILES = {
    # by an exported name, through a class that is constructed elsewhere
    "dao.js": """
function ItemsDAO(pool) {
  this.find = (owner, name, done) => {
    pool.query(`SELECT id FROM items WHERE name = '${name}'`, done);
  };
}
module.exports.ItemsDAO = ItemsDAO;
""",
    "routes/items.js": """
const { ItemsDAO } = require('../dao');
module.exports = (pool) => {
  const items = new ItemsDAO(pool);
  return (req, res) => {
    items.find(req.session.userId, req.query.name, (error, rows) => res.json(rows));
  };
};
""",
    # the same name, with the tainted value at another position
    "routes/own.js": """
const { ItemsDAO } = require('../dao');
module.exports = (pool) => (req, res) => {
  new ItemsDAO(pool).find(req.query.owner, 'all', (error, rows) => res.json(rows));
};
""",
    # an alias of an import, two calls away
    "files.ts": """
import { readFile } from 'node:fs/promises';
export const readPage = async (name: string) => await readFile('pages/' + name);
""",
    "pages.ts": """
import { readPage as load } from './files.js';
export function page(title: string) { return load(title); }
""",
    "routes/pages.ts": """
import { page } from '../pages.js';
export const show = async ({ params }: Request, res: Response) => {
  res.json(await page(params.title));
};
""",
    # a function of the same file
    "calculate.js": """
function run(text) { return eval(text); }
exports.calculate = (req, res) => { res.json(run(req.body.text)); };
""",
    # the same name in a file that the caller does not import
    "other.js": "exports.page = (text) => eval(text);\n",
    # a number on the way
    "numbers.js": """
function compute(text) { return eval(text); }
exports.double = (req, res) => { res.json(compute(Number(req.body.text))); };
""",
}


def contents(files: Mapping[str, str]) -> MemoryTarget:
    return MemoryTarget({path: text.encode() for path, text in files.items()})


@pytest.fixture(scope="module")
def scan() -> Scan:
    return Semgrep().scan(contents(FILES), natives_of(RULES), timeout_s=120)


@pytest.fixture(scope="module")
def found(scan: Scan) -> dict[str, Finding]:
    rules = {rule.id: rule for rule in RULES}
    findings = [one for one in results(scan, rules, contents(FILES)) if isinstance(one, Finding)]
    return {str(one.location): one for one in findings}


def test_finds_the_sinks_behind_calls_and_nothing_else(found: Mapping[str, Finding]) -> None:
    assert sorted(found) == ["calculate.js:2", "dao.js:4", "files.ts:3"]


def test_joins_by_the_position_of_the_argument(found: Mapping[str, Finding]) -> None:
    finding = found["dao.js:4"]
    assert finding.rule == "sql-from-request"
    assert finding.severity is Severity.CRITICAL
    assert (finding.attributes["source_path"], finding.attributes["source_line"]) == (
        "routes/items.js",
        6,
    )


def test_follows_an_alias_through_two_files(found: Mapping[str, Finding]) -> None:
    finding = found["files.ts:3"]
    assert finding.attributes["source_path"] == "routes/pages.ts"
    assert finding.attributes["calls"] == 2
    assert finding.message.endswith("; it comes from routes/pages.ts:4")


def test_joins_within_a_file(found: Mapping[str, Finding]) -> None:
    assert found["calculate.js:2"].attributes["calls"] == 1


def test_without_files_nothing_is_joined(scan: Scan) -> None:
    assert flows(scan.matches, contents({})) == []


def test_without_summaries_nothing_is_parsed(scan: Scan) -> None:
    passed = [match for match in scan.matches if match.rule == "request-passed"]
    assert flows(passed, contents(FILES)) == []


def test_a_file_that_hands_over_too_much_is_a_gap(scan: Scan) -> None:
    (one, *_) = [match for match in scan.matches if match.rule == "request-passed"]
    assert crowded([one] * MAX_STEPS) == []
    (gap,) = crowded([one] * (MAX_STEPS + 1))
    assert gap.subject == one.path


def test_nested_calls_without_end_are_bounded() -> None:
    depth = 20_000
    code = f"exports.h = (req, res) => {'f(' * depth}req.body.a{')' * depth};\n"
    start = code.index("f(")
    match = Match("a.js", start, len(code) - 2, "request-passed", 1, 1, 1, 2, "", b"")
    summary = replace(match, rule="eval-from-request--parameter", message="parameter:res")
    assert flows([match, summary], MemoryTarget({"a.js": code.encode()})) == []
