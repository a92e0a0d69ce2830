"""Which kind of personal data does a field hold, by its name?

Our own catalogue: a field belongs to a category where its name, taken apart
into words, holds one of the category's phrases, and its last word does not say
that it is about something else (``emailTemplate``, ``phoneVerified``).
"""

from __future__ import annotations

import re

MAX_NAME = 200

CATEGORIES: dict[str, tuple[str, ...]] = {
    "identity": (
        *("first name", "last name", "full name", "given name", "family name", "middle name"),
        *("maiden name", "surname", "user name", "username", "nickname", "display name"),
    ),
    "contact": (
        *(
            "email",
            "email address",
            "e mail",
            "mail address",
            "phone",
            "mobile number",
            "telephone",
            "fax number",
        ),
        *("cell number", "whatsapp"),
    ),
    "address": (
        *("street", "postal address", "home address", "billing address", "shipping address"),
        *("address line", "address line1", "address line2", "zip", "zip code", "zipcode"),
        *("postcode", "postal code", "house number"),
    ),
    "birth": ("birth date", "birthdate", "birthday", "date of birth", "dob", "birth year", "age"),
    "government_id": (
        *("ssn", "social security", "social security number", "passport", "passport number"),
        *(
            "national id",
            "tax id",
            "tax number",
            "driver license",
            "driving licence",
            "identity card",
        ),
        *("national insurance", "vat id"),
    ),
    "credentials": (
        *("password", "passwd", "password hash", "pin code", "security answer", "totp secret"),
        *("reset token", "recovery code", "refresh token"),
    ),
    "payment": (
        *("card number", "credit card", "cvv", "cvc", "iban", "bic", "bank account"),
        *("account number", "bank routing", "card holder", "cardholder", "routing number"),
    ),
    "income": ("salary", "income", "credit score", "net worth", "pay grade"),
    "location": ("latitude", "longitude", "lat", "lng", "geo location", "geolocation", "gps"),
    "device": (
        *("ip address", "ip", "user agent", "device id", "mac address", "advertising id", "imei"),
        *("last ip", "remote addr"),
    ),
    "health": (
        *("diagnosis", "blood type", "blood group", "allergies", "medication", "disability"),
        *("medical record", "health insurance", "symptoms", "prescription"),
    ),
    "biometric": ("fingerprint", "face id", "voice print", "iris scan", "face template", "dna"),
    "demographic": ("gender", "sex", "ethnicity", "race", "nationality", "marital status"),
    "belief": ("religion", "political party", "trade union", "union membership", "philosophy"),
    "orientation": ("sexual orientation", "sexuality", "pronouns"),
    "minors": ("guardian", "parent name", "child name", "school name", "parental consent"),
    "employment": ("employer", "job title", "employee id", "employee number", "occupation"),
    "criminal": ("criminal record", "conviction", "offence", "arrest date"),
    "communication": ("message body", "chat message", "private message", "voice mail", "call log"),
    "image": ("photo", "avatar", "profile picture", "portrait", "signature image"),
    "behaviour": (
        "browsing history",
        "search history",
        "last login",
        "last seen",
        "purchase history",
    ),
}
"""Phrases of lower-case words, by category."""

ABOUT_SOMETHING_ELSE = frozenset(
    {
        *("template", "templates", "verified", "confirmed", "enabled", "disabled", "count", "type"),
        *(
            "format",
            "label",
            "placeholder",
            "subject",
            "bar",
            "required",
            "valid",
            "length",
            "kind",
        ),
        *("policy", "field", "index", "provider", "queue", "sent", "status", "range", "limit"),
        *("opt", "consent", "notification", "notifications", "preference", "preferences", "column"),
    }
)
"""Last words of names that are about a piece of data and do not hold it."""

AMBIGUOUS = frozenset({"age", "race", "sex", "income", "lat", "lng", "zip", "photo", "street"})
"""Words that mean something else in most longer names."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]*|[0-9]+")
_BY_PHRASE = {
    tuple(phrase.split()): category
    for category, phrases in CATEGORIES.items()
    for phrase in phrases
}
_LONGEST = max(len(phrase) for phrase in _BY_PHRASE)


def category_of(name: str) -> str | None:
    """The category of a field called ``name`` in camel, snake or kebab case; None for none."""
    words = [word.lower() for word in _WORD.findall(name[:MAX_NAME])]
    if words and words[-1] in ABOUT_SOMETHING_ELSE:
        return _BY_PHRASE.get(tuple(words))
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            found = _BY_PHRASE.get(tuple(words[start : start + length]))
            if found is not None and (length > 1 or _counts(words, start)):
                return found
    return None


def _counts(words: list[str], start: int) -> bool:
    """A single word counts at the end of a name; the ambiguous ones only where they are all of it.

    So ``customerEmail`` holds an address, ``emailJob`` and ``maxAge`` nothing personal.
    """
    return start == len(words) - 1 and (len(words) == 1 or words[start] not in AMBIGUOUS)
