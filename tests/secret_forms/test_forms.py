"""Are the forms told apart, and is none slow on text that was made for it?"""

from __future__ import annotations

import pytest
from generated_secrets import planted

from auditor.secret_forms.issued import FORMS, issued
from auditor.secret_forms.keys import private_keys
from auditor.secret_forms.tokens import shown

SIZE = 60_000
SEEDS = [
    *sorted({hint for form in FORMS for hint in form.hints}),
    *(
        "eyJ",
        "eyJ.",
        "a://b:c",
        "://:@",
        "-----BEGIN PRIVATE KEY-----",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
    ),
    *('"d":"', '"kty":"RSA"', "Authorization: Bearer ", "?token=", "&a=", "xoxb-a-"),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_text_made_of_beginnings_ends_soon(seed: str) -> None:
    text = seed * (SIZE // len(seed))
    for hostile in (text, f"{text} {seed}", text.replace("-", "_"), seed + "a" * SIZE):
        assert len(list(issued(hostile))) < SIZE
        assert len(list(shown(hostile))) < SIZE
        assert len(list(private_keys(hostile))) < SIZE


def test_forms_are_sorted_and_have_names() -> None:
    kinds = [form.kind for form in FORMS]

    assert kinds == sorted(kinds)
    assert len(set(kinds)) >= 45


@pytest.mark.parametrize("one", planted(40), ids=lambda one: one.kind)
def test_a_word_that_goes_on_is_none(one: object) -> None:
    value = str(vars(one)["value"])
    quoted = f"'{value}'"

    assert [quoted[each.start : each.end] for each in issued(quoted)] in ([value], [])
    assert [each.form.kind for each in issued(f"x{value}")] == []


def test_a_key_that_belongs_to_another_object_is_none() -> None:
    apart = '{"kty": "RSA"}, {"d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZ"}'

    assert list(private_keys(apart)) == []


def test_a_private_key_without_an_end_is_told_where_it_begins() -> None:
    text = "-----BEGIN EC PRIVATE KEY-----\n" + "Ab3/" * 10
    (place,) = private_keys(text)

    assert (place.start, place.end, place.whole) == (0, 30, True)
