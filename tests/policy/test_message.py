from __future__ import annotations

import pytest
from policy.postures import fact, finding

from auditor.policy.message import MAX_VALUE_CHARACTERS, fill, placeholders

SHOWN = {"cookies.max_age.max": "12h"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("the {value} cookie", "the sid cookie"),
        ("{secure} and {resave}", "true and false"),
        ("{max_age_s} is {max_age_s:duration}", "1209600 is 14d"),
        ("{nothing}, {missing}", "(unknown), (unknown)"),
        ("at most {cookies.max_age.max}", "at most 12h"),
        ("{hostile}", "a\\x1b[31m\\x0ab"),
    ],
)
def test_fills_in_the_values_of_a_fact(template: str, text: str) -> None:
    item = fact(
        "cookie.set",
        "sid",
        secure=True,
        resave=False,
        max_age_s=1_209_600,
        nothing=None,
        hostile="a\x1b[31m\nb",
    )

    assert fill(template, item, SHOWN) == text


def test_shortens_a_value() -> None:
    text = fill("{value}", fact("cookie.set", "x" * 500), SHOWN)

    assert len(text) == MAX_VALUE_CHARACTERS


def test_a_value_cannot_bring_placeholders_of_its_own() -> None:
    assert fill("{value}", fact("cookie.set", "{secure}", secure=True), SHOWN) == "{secure}"


def test_fills_in_the_attributes_of_a_finding() -> None:
    assert fill("{package} {value}", finding("t", package="lodash"), SHOWN) == "lodash (unknown)"


def test_lists_what_a_template_names() -> None:
    assert list(placeholders("{value} {max_age_s:duration} {a.b}")) == ["value", "max_age_s", "a.b"]


@pytest.mark.parametrize("template", ["{", "}", "{value", "{Value}", "{a b}", "{a:b}", "{{value}}"])
def test_refuses_a_stray_brace(template: str) -> None:
    with pytest.raises(ValueError, match="has a brace that is no placeholder"):
        list(placeholders(template))
