from __future__ import annotations

import pytest
from builders import MemoryTarget

from auditor.model import CheckRun, Fact, Finding, Location, Outcome, Passage, Severity
from auditor.model import Confidence as Sureness
from auditor.passages import MAX_FILE_BYTES, MAX_LINES, passages

APP = """\
const app = express();
app.post('/pay', async (request, response) => {
  const answer = await fetch('http://bank.example');
  response.json(answer);
});
class Shop {
  open = () => { listen(80); };
}
"""


def passage(
    text: str, line: int, column: int = 1, end_line: int = 0, *tags: str, path: str = "src/app.js"
) -> Passage:
    """The passage of a finding at that place."""
    location = Location(path, line, column, end_line or line)
    found = Finding(
        "rule", Severity.LOW, Sureness.HIGH, "m", location=location, tags=frozenset(tags)
    )
    run = CheckRun("code.semgrep", Outcome.COMPLETE, findings=(found,))
    return passages(MemoryTarget({path: text.encode()}), [run])[location]


def test_names_the_functions_around_a_place() -> None:
    assert passage(APP, 3, 9).function == "app.post('/pay')"
    assert passage(APP, 7, 18).function == "Shop > open"
    assert passage(APP, 1, 13).function == ""


def test_the_digest_leaves_white_space_and_inner_bodies_out() -> None:
    changed = APP.replace("response.json(answer);", "response.json({ answer });\n\n")

    assert passage(APP, 2, 1, 5).digest == passage(changed, 2, 1, 7).digest
    assert passage(APP, 2, 1, 5).digest != passage(APP.replace("/pay", "/buy"), 2, 1, 5).digest


def test_shows_numbered_lines_up_to_a_limit() -> None:
    text = "f(\n" + "  a,\n" * 50 + ")\n"

    assert passage(APP, 1).lines == ((1, "const app = express();"),)
    assert len(passage(text, 1, 1, 52).lines) == MAX_LINES


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("sign(user, 'correct horse battery')", ("secret-literal",)),
        ("const password = 'correct horse battery'", ()),
        ("connect('mongodb://shop:correct horse battery@db.example')", ("secret-literal",)),
        ("PASSPHRASE=correct-horse-battery", ()),
    ],
)
def test_shows_no_secret_and_keeps_none_in_the_digest(line: str, tags: tuple[str, ...]) -> None:
    told = passage(line, 1, 1, 1, *tags)
    other = passage(line.replace("correct", "cofrect"), 1, 1, 1, *tags)

    assert "correct" not in str(told.lines)
    assert "horse" not in str(told.lines)
    if tags:
        assert told.digest == other.digest


def test_a_file_that_is_too_large_or_gone_has_no_passage() -> None:
    place = Location("big.js", 1, 1, 1)
    run = CheckRun("code.routes", Outcome.COMPLETE, facts=(Fact("route", location=place),))

    assert passages(MemoryTarget({"big.js": b" " * (MAX_FILE_BYTES + 1)}), [run]) == {}
    assert passages(MemoryTarget({}), [run]) == {}


@pytest.mark.parametrize("text", ["", "\x00\x00", "(" * 50_000, "\xff\n" * 3, "\ud83d\n"])
def test_no_text_is_too_odd(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    places = [Location("a.js", 1, 1, 1), Location("a.js", 9, 9, 9), Location("a.js", 1, 7, 0)]
    facts = tuple(Fact("route", location=place) for place in places)
    run = CheckRun("code.routes", Outcome.COMPLETE, facts=facts)

    assert set(passages(MemoryTarget({"a.js": data}), [run])) == set(places)
