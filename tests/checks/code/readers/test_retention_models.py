"""Which fields of a model hold personal data, and does deleting delete?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.checks.code.personal_data import CATEGORIES, category_of
from auditor.checks.code.readers.mongoose_schema import MAX_FIELDS
from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("{ email: String }", [("email", "contact")]),
        ("{ firstName: String, total: Number }", [("firstName", "identity")]),
        ("{ address: { street: String, city: String } }", [("street", "address")]),
        ("{ contacts: [{ phone: String }] }", [("phone", "contact")]),
        ("{ password_hash: { type: String } }", [("password_hash", "credentials")]),
        ("{ title: String, emailTemplate: String }", []),
        ("fields", []),
    ],
)
def test_finds_personal_data_in_a_mongoose_schema(
    facts_of: FactsOf, fields: str, expected: list[tuple[str, str]]
) -> None:
    found = facts_of("mongoose_schema", f"new Schema({fields})", "new Schema")
    assert [(each.value, each.attributes["category"]) for each in found] == expected


def test_reads_so_many_fields_and_no_more(facts_of: FactsOf) -> None:
    fields = ", ".join(f"{{ a{number}: {{ email{number}: String }} }}" for number in range(3))
    assert facts_of("mongoose_schema", f"new Schema([{fields}])", "new Schema") == []
    inner = ", ".join(f"f{number}: String" for number in range(MAX_FIELDS // 2))
    schema = f"{{ a: {{ {inner} }}, b: {{ {inner}, email: String }} }}"
    assert facts_of("mongoose_schema", f"new Schema({schema})", "new Schema") == []


@pytest.mark.parametrize(
    ("arguments", "fields", "soft"),
    [
        ("'User', { email: STRING }", [("email", "User")], False),
        ("'User', { lastName: STRING }, { paranoid: true }", [("lastName", "User")], True),
        ("{ street: STRING }, { sequelize, paranoid: true }", [("street", None)], True),
        ("{ total: INTEGER }, { sequelize }", [], False),
        ("'User', { email: STRING }, { paranoid: false }", [("email", "User")], False),
        ("'User', { email: STRING }, options", [("email", "User")], False),
        ("'User', attributes", [], False),
    ],
)
def test_reads_a_sequelize_model(
    facts_of: FactsOf, arguments: str, fields: list[tuple[Value, Value]], *, soft: bool
) -> None:
    found = facts_of("sequelize_model", f"db.define({arguments})", "db.define")
    pii = [(each.value, each.attributes["model"]) for each in found if each.name == "pii.field"]
    assert pii == fields
    assert any(each.name == "data.soft_delete" for each in found) is soft


@pytest.mark.parametrize(
    ("name", "category"),
    [
        *(("email", "contact"), ("customerEmail", "contact"), ("EMAIL_ADDRESS", "contact")),
        *(("phoneNumber2", None), ("mobile-number", "contact"), ("e_mail", "contact")),
        *(("dateOfBirth", "birth"), ("dob", "birth"), ("age", "birth"), ("maxAge", None)),
        *(("ssn", "government_id"), ("passportNumber", "government_id")),
        *(("cardNumber", "payment"), ("iban", "payment"), ("lastIp", "device")),
        *(("bloodType", "health"), ("religion", "belief"), ("gender", "demographic")),
        *(("emailVerified", None), ("emailTemplate", None), ("addressBar", None)),
        *(("phone_type", None), ("passwordPolicy", None), ("title", None), ("", None)),
        *(("$%&", None), ("race", "demographic"), ("nextRace", None)),
    ],
)
def test_knows_personal_data_by_the_name_of_its_field(name: str, category: str | None) -> None:
    assert category_of(name) == category


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_phrase_of_the_catalogue_is_found(category: str) -> None:
    for phrase in CATEGORIES[category]:
        assert category_of(phrase.replace(" ", "_")) == category, phrase


def test_there_are_about_twenty_categories() -> None:
    assert len(CATEGORIES) >= 20
