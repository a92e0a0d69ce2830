"""How does a control's message get the values of the thing it is about?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.model import Fact
from auditor.policy.units import show_duration
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.model import Value
    from auditor.policy.condition import Item

MAX_VALUE_CHARACTERS = 80
MAX_MESSAGE_CHARACTERS = 400

_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)(:duration)?\}", re.ASCII)


def placeholders(template: str) -> Iterator[str]:
    """Yield every name a template interpolates.

    Raises:
        ValueError: a brace that belongs to no placeholder.
    """
    if re.search(r"[{}]", _PLACEHOLDER.sub("", template)):
        raise ValueError("has a brace that is no placeholder; write {value}, {attribute} or {a.b}")
    for match in _PLACEHOLDER.finditer(template):
        yield match[1]


def fill(template: str, item: Item, shown: Mapping[str, str]) -> str:
    """Return the template with the item's attributes and the policy's values (``shown``).

    Text of the target becomes one printable line of at most
    ``MAX_VALUE_CHARACTERS``; what could not be established reads ``(unknown)``.
    """
    if "{" not in template:
        return template

    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if name in shown:
            return shown[name]
        return _show(_value(item, name), is_duration=match[2] is not None)

    return _PLACEHOLDER.sub(replace, template)


def _value(item: Item, name: str) -> Value:
    if name == "value" and isinstance(item, Fact):
        return item.value
    return item.attributes.get(name)


def _show(value: Value, *, is_duration: bool) -> str:
    match value:
        case None:
            return "(unknown)"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return show_duration(value) if is_duration else f"{value:.10g}"
        case _:
            return excerpt(value, max_characters=MAX_VALUE_CHARACTERS)
