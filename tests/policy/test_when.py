from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Value
from auditor.policy.when import FLAG, MAX_CHARACTERS, MAX_DEPTH, NUMBER, Kind, Truth, parse_when

NAMES: dict[str, Kind] = {
    "kev": FLAG,
    "epss": NUMBER,
    "severity": ("info", "low", "medium", "high", "critical"),
    "age_days": NUMBER,
    "runtime": FLAG,
    "fixable": FLAG,
}
HIT: dict[str, Value] = {
    "kev": True,
    "epss": 0.25,
    "severity": "high",
    "age_days": 12,
    "runtime": False,
    "fixable": None,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kev", True),
        ("runtime", False),
        ("not runtime", True),
        ("!runtime && kev", True),
        ("epss >= 0.10", True),
        ("epss > 0.25", False),
        ("severity >= high", True),
        ("severity > high", False),
        ('severity == "high"', True),
        ("severity != high", False),
        ("severity in [low, high]", True),
        ("severity in [low]", False),
        ("age_days <= 12 and epss < 1", True),
        ("severity <= medium", False),
        ("kev == true", True),
        ("kev != true", False),
        ("age_days in [1, 12]", True),
        ("runtime or kev", True),
        ("not (runtime or kev)", False),
        ("runtime and kev or kev", True),
        ("kev or runtime and runtime", True),
    ],
)
def test_evaluates(text: str, expected: Truth) -> None:
    assert parse_when(text, NAMES).holds(HIT) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fixable", None),
        ("not fixable", None),
        ("fixable and kev", None),
        ("fixable and runtime", False),
        ("fixable or kev", True),
        ("fixable or runtime", None),
    ],
)
def test_what_is_not_known_is_neither_true_nor_false(text: str, expected: Truth) -> None:
    assert parse_when(text, NAMES).holds(HIT) is expected
    assert parse_when("kev", NAMES).holds({}) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "needs a name where it has 'its end'"),
        ("severity > 3.5", "compares 'severity' with '3.5'; it is one of info, low, medium"),
        ("severity >= hihg", "compares 'severity' with 'hihg'; it is one of info, low, medium"),
        ("epss >= high", "compares 'epss' with 'high'; it is a number"),
        ("kev == 1", "compares 'kev' with '1'; it is true or false"),
        ("kev > true", "orders 'kev', which is yes or no"),
        ("epss", "compares 'epss' with nothing"),
        ("kve", 'knows no "kve"; did you mean "kev"?'),
        ("zzz", 'knows no "zzz"; known are age_days, epss'),
        ("kev kev", "has 'kev' where it should end"),
        ("epss >=", "needs a value where it has 'its end'"),
        ("(kev", "needs ')' where it has 'its end'"),
        ("severity in low", "needs '[' where it has 'low'"),
        ("severity in [low", "needs ']'"),
        ("and kev", "needs a name where it has 'and'"),
        ("epss = 1", "cannot be read from '= 1' on"),
        ("__import__('os')", "cannot be read from"),
        ("kev;", "cannot be read from ';' on"),
        ("kev " * 200, f"is longer than {MAX_CHARACTERS} characters"),
        ("not " * (MAX_DEPTH + 2) + "kev", f"is nested deeper than {MAX_DEPTH} levels"),
        ("(" * (MAX_DEPTH + 2) + "kev", f"is nested deeper than {MAX_DEPTH} levels"),
    ],
)
def test_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse_when(text, NAMES)

    assert problem in str(caught.value)


def test_the_deepest_nesting_that_is_allowed_is_read() -> None:
    assert parse_when("not " * MAX_DEPTH + "kev", NAMES).holds(HIT) is True


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse_when(text, NAMES)
    except ValueError:
        return
    assert condition.holds(HIT) in {True, False, None}


def test_a_value_of_another_kind_than_was_promised_is_not_told() -> None:
    odd: dict[str, Value] = {"severity": "awful", "epss": "high", "kev": "yes"}

    for text in ("severity > low", "epss > 0.5", "kev"):
        assert parse_when(text, NAMES).holds(odd) is None


def test_tells_which_names_it_asks_about() -> None:
    condition = parse_when("kev  or epss > 0.5", NAMES)

    assert condition.names == {"kev", "epss"}
    assert condition.text == "kev or epss > 0.5"


FLAGS = dict.fromkeys(NAMES, FLAG)
VALUES = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in FLAGS})
EXPRESSIONS = st.recursive(
    st.sampled_from(sorted(FLAGS)),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, inner).map("({0[0]}) and ({0[1]})".format),
        st.tuples(inner, inner).map("({0[0]}) or ({0[1]})".format),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS, VALUES)
def test_learning_a_value_never_turns_an_answer_around(text: str, values: dict[str, Value]) -> None:
    condition = parse_when(text, FLAGS)
    before = condition.holds(values)

    for name in FLAGS:
        if values[name] is None:
            for told in (True, False):
                after = condition.holds(values | {name: told})
                assert before is None or after is before
