# ruff: noqa: E501 -- tables with one case per line
from __future__ import annotations

from pathlib import Path

import pytest
from builders import write_tree

from auditor.control import (
    AllOf,
    AnyOf,
    Basis,
    Condition,
    Not,
    Operator,
    Parameter,
    Selector,
)
from auditor.errors import PolicyError
from auditor.model import Severity
from auditor.policy import Verdict
from auditor.policy.controls import MAX_CONTROLS, load_control, load_controls

SMALLEST = """\
id: demo.control
title: A title
severity: high
why: because
fix: do it
established_by: [code.semgrep]
violated_by:
  - finding: {tags: [bad]}
absence: pass
"""


def load(tmp_path: Path, text: str) -> object:
    folder = tmp_path / "demo"
    folder.mkdir(exist_ok=True)
    path = folder / "demo_control.yaml"
    path.write_text(text)
    return load_control(path, "demo_control.yaml")


def problem(tmp_path: Path, text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, text)
    return caught.value.message


def test_reads_the_smallest_control(tmp_path: Path) -> None:
    path = write_tree(tmp_path, {"demo/demo_control.yaml": SMALLEST}) / "demo/demo_control.yaml"

    control = load_control(path)

    assert (control.id, control.section, control.severity) == (
        "demo.control",
        "demo",
        Severity.HIGH,
    )
    assert control.violated_by == (Selector(tags=frozenset({"bad"})),)
    assert control.absence.verdict is Verdict.PASS
    assert control.names == ("demo.control", "demo.*", "demo.*")


def test_reads_everything_a_control_can_say(tmp_path: Path) -> None:
    text = """\
id: demo.control
title: A title
severity: low
why: because
fix: do it
established_by: [code.semgrep, lockfile.drift]
applies_when:
  any:
    - fact: a
      where: {value: {above: 0}}
    - not: {finding: {rules: [r]}}
    - all:
        - fact: b
not_applicable: there is no a
violated_by:
  - fact: a
    where:
      life_s: {above: {parameter: cookies.max_age.max}}
      kind: {not_in: [x, y]}
    message: "{value} lives {life_s:duration}, over {cookies.max_age.max}"
  - finding: {tags: [t], min_severity: medium}
partial_by:
  - fact: b
    basis: inferred
satisfied_by:
  - fact: c
    where: {version: {min: "1.2"}, there: {present: true}}
absence: fail
absence_message: nothing is there
absence_at: a
parameters: [cookies.max_age.max]
references: {gdpr: ["25"], asvs-5.0.0: ["1.1.1"]}
"""
    path = write_tree(tmp_path, {"demo/demo_control.yaml": text}) / "demo/demo_control.yaml"

    control = load_control(path)

    assert control.applies_when == AnyOf(
        (
            Selector(fact="a", where=(Condition("value", Operator.ABOVE, 0),)),
            Not(Selector(rules=frozenset({"r"}))),
            AllOf((Selector(fact="b"),)),
        )
    )
    assert control.violated_by[0].where == (
        Condition("life_s", Operator.ABOVE, Parameter("cookies.max_age.max")),
        Condition("kind", Operator.NOT_IN, ("x", "y")),
    )
    assert control.violated_by[1].min_severity == "medium"
    assert control.partial_by == (Selector(fact="b", basis=Basis.INFERRED),)
    assert control.absence.at == "a"
    assert list(control.references) == ["asvs-5.0.0", "gdpr"]


def test_an_attested_control_needs_no_selectors(tmp_path: Path) -> None:
    text = "id: demo.control\ntitle: T\nseverity: low\nwhy: w\nfix: f\nmode: attested\n"
    path = write_tree(tmp_path, {"demo/demo_control.yaml": text}) / "demo/demo_control.yaml"

    assert load_control(path).attested


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("severity", "severty", '3: unknown key "severty"; did you mean "severity"?'),
        ("severity: high", "severity: hgh", '3: severity: "hgh" is none of low, medium, high, critical; did you mean "high"?'),
        ("title: A title\n", "", '1: the key "title" is missing'),
        ("title: A title", "title: [a]", "2: title: must be text"),
        ("id: demo.control", "id: Demo", '1: id: "Demo" must be lower-case letters, digits, dots, hyphens and underscores'),
        ("id: demo.control", "id: demo.other", '1: the file of "demo.other" must be demo_other.yaml'),
        ("[code.semgrep]", "code.semgrep", '6: established_by: "code.semgrep" must be a list'),
        ("established_by: [code.semgrep]\n", "", "1: the file: needs established_by, or mode: attested"),
        ("violated_by:\n  - finding: {tags: [bad]}\n", "", "1: the file: needs violated_by or satisfied_by"),
        ("absence: pass", "absence: unknown", "1: the file: absence: unknown needs absence_message"),
        ("absence: pass", "absence: pass\nnot_applicable: x", "1: the file: needs applies_when and not_applicable together, or neither"),
        ("absence: pass", "absence: pass\nparameters: [tls.min_version]", "1: the file: parameters must be [], which it reads"),
        ("absence: pass", "absence: pass\nreferences: {asvs: ['1']}", '1: the file: no framework is called "asvs"; did you mean "asvs-5.0.0"?'),
        ("finding: {tags: [bad]}", "finding: {tag: [bad]}", '8: unknown key "tag"; did you mean "tags"?'),
        ("finding: {tags: [bad]}", "finding: {min_severity: low}", "8: violated_by[0].finding: needs tags or rules"),
        ("finding: {tags: [bad]}", "finding: {tags: []}", "8: violated_by[0].finding.tags: must not be empty"),
        ("finding: {tags: [bad]}", "finding: {tags: [bad], min_severity: x}", "8: violated_by[0].finding: min_severity is none of info, low, medium, high, critical"),
        ("finding: {tags: [bad]}", "message: x", "8: violated_by[0]: needs either fact or finding"),
        ("finding: {tags: [bad]}", "{fact: a, finding: {tags: [b]}}", "8: violated_by[0]: needs either fact or finding"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {is: 1}}}", '8: unknown key "is"'),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: 1}}", '8: violated_by[0].where.b: "1" must be a mapping'),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {}}}", "8: violated_by[0].where.b: compares with nothing"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {in: x}}}", "8: violated_by[0].where.b: in takes a list"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {in: []}}}", "8: violated_by[0].where.b: in takes a list"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {equals: [x]}}}", "8: violated_by[0].where.b: equals takes one value; in and not_in take lists"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {max: much}}}", "8: violated_by[0].where.b: max takes a number, a TLS version, true, false or a parameter"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {present: false}}}", "8: violated_by[0].where.b: present takes true alone"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {absent: {parameter: tls.min_version}}}}", "8: violated_by[0].where.b: absent takes true alone"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {max: {param: x}}}}", "8: violated_by[0].where.b.max: must be a value or {parameter: name}"),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {max: {parameter: cookies.max}}}}", '8: violated_by[0].where.b.max: no parameter is called "cookies.max"; did you mean "cookies.max_age.max"?'),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {max: {parameter: gates.coverage.min}}}}", '8: violated_by[0].where.b.max: no parameter is called "gates.coverage.min"'),
        ("finding: {tags: [bad]}", "{fact: a, where: {b: {max: {parameter: tls.min_version}}}}", "1: the file: parameters must be [tls.min_version], which it reads"),
        ("finding: {tags: [bad]}", "{fact: a, message: '{oops'}", '8: violated_by[0].message: "{oops" has a brace that is no placeholder; write {value}, {attribute} or {a.b}'),
        ("finding: {tags: [bad]}", "{fact: a, message: '{tls.min}'}", '8: violated_by[0].message: "{tls.min}" names no parameter "tls.min"; did you mean "tls.min_version"?'),
        ("absence: pass", "absence: pass\nnot_applicable: x\napplies_when: {}", "11: applies_when: needs exactly one of fact, finding, all, any and not"),
        ("absence: pass", "absence: pass\nnot_applicable: x\napplies_when: {fact: a, not: {fact: b}}", "11: applies_when: needs exactly one of fact, finding, all, any and not"),
        ("absence: pass", "absence: pass\nnot_applicable: x\napplies_when: {all: []}", "11: applies_when.all: must not be empty"),
        ("absence: pass", "absence: pass\nnot_applicable: x\napplies_when: {not: {fcat: b}}", '11: unknown key "fcat"; did you mean "fact"?'),
    ],
)  # fmt: skip
def test_says_where_and_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert problem(tmp_path, SMALLEST.replace(old, new)) == f"demo_control.yaml:{message}"


def test_refuses_what_is_no_mapping(tmp_path: Path) -> None:
    assert problem(tmp_path, "- a\n") == "demo_control.yaml:1: a control must be a mapping"


def test_loads_every_file_of_a_folder_sorted_by_id(tmp_path: Path) -> None:
    other = SMALLEST.replace("demo.control", "a.control")
    write_tree(tmp_path, {"x/demo_control.yaml": SMALLEST, "y/a_control.yaml": other})

    assert [each.id for each in load_controls(tmp_path)] == ["a.control", "demo.control"]


def test_a_control_is_added_by_one_file(tmp_path: Path) -> None:
    write_tree(tmp_path, {"x/demo_control.yaml": SMALLEST})
    before = load_controls(tmp_path)
    write_tree(tmp_path, {"x/b_control.yaml": SMALLEST.replace("demo.control", "b.control")})

    assert {each.id for each in load_controls(tmp_path)} - {each.id for each in before} == {
        "b.control"
    }


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"x/demo_control.yaml": SMALLEST, "y/demo_control.yaml": SMALLEST},
            'y/demo_control.yaml: the control id "demo.control" is used by',
        ),
        ({"x/demo_control.yml": SMALLEST}, 'the file of "demo.control" must be demo_control.yaml'),
    ],
)
def test_refuses_a_folder(tmp_path: Path, files: dict[str, str], message: str) -> None:
    write_tree(tmp_path, files)

    with pytest.raises(PolicyError) as caught:
        load_controls(tmp_path)

    assert message in caught.value.message


def test_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no such folder of controls"):
        load_controls(tmp_path / "nowhere")


def test_refuses_one_control_more_than_the_limit(tmp_path: Path) -> None:
    write_tree(tmp_path, {f"x/{number}.yaml": "" for number in range(MAX_CONTROLS + 1)})

    with pytest.raises(PolicyError, match="more than 1000 controls"):
        load_controls(tmp_path)
