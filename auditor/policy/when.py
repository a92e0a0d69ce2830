"""Does a condition of the policy hold for something with named values?

A closed grammar, so that a policy can never run anything or run for long::

    or       = and { ("or" | "||") and }
    and      = not { ("and" | "&&") not }
    not      = ("not" | "!") not | "(" or ")" | test
    test     = name [ ("==" | "!=" | "<" | "<=" | ">" | ">=") literal | "in" list ]
    list     = "[" literal { "," literal } "]"
    literal  = number | word | "text"

Three-valued, as Kleene's strong logic: a name without a value makes the
comparison None, "cannot be told", and never an error. What could never be told
is refused when it is read: a word that the name cannot have, a number compared
with a flag. Words are ordered as they are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from auditor.policy.problems import did_you_mean

if TYPE_CHECKING:
    from auditor.model import Value

MAX_CHARACTERS = 500
MAX_DEPTH = 20

FLAG: Final = "flag"
NUMBER: Final = "number"

Kind = str | tuple[str, ...]
"""What a name can have: a ``FLAG``, a ``NUMBER``, or one of some words, the least first."""

Truth = bool | None
Literal = float | str | bool
_Test = Callable[[Mapping[str, "Value"]], Truth]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)(?![\w.])|(?P<word>[A-Za-z_][\w.-]*)|\"(?P<text>[^\"]*)\""
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[<>!()\[\],]))"
)
_SIGNS = {"&&": "and", "||": "or", "!": "not"}
_ALLOWED = {FLAG: "true or false", NUMBER: "a number"}
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


@dataclass(frozen=True, slots=True)
class When:
    """A condition that was read: how it is written, and the names it asks about."""

    text: str
    names: frozenset[str]
    _test: _Test

    def holds(self, values: Mapping[str, Value]) -> Truth:
        """Return whether the condition holds; None where a value it needs is not known."""
        return self._test(values)


def parse_when(text: str, kinds: Mapping[str, Kind]) -> When:
    """Return the condition that ``text`` writes about the values called as in ``kinds``.

    Raises:
        ValueError: it is none: what is wrong, and what was probably meant.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"is longer than {MAX_CHARACTERS} characters")
    parser = _Parser(_tokens(text), kinds)
    test = parser.either(0)
    parser.end()
    return When(" ".join(text.split()), frozenset(parser.asked), test)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None:
            raise ValueError(f"cannot be read from {stripped[position:].strip()[:20]!r} on")
        kind = str(match.lastgroup)
        told = _SIGNS.get(match[kind], match[kind]) if kind != "text" else match[kind]
        tokens.append(_Token("word" if told in _SIGNS.values() and kind == "sign" else kind, told))
        position = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[_Token], kinds: Mapping[str, Kind]) -> None:
        self.asked: set[str] = set()
        self._tokens = tokens
        self._kinds = kinds
        self._at = 0

    def either(self, depth: int) -> _Test:
        return self._joined("or", self._both, depth, _any)

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise ValueError(f"has {self._tokens[self._at].text!r} where it should end")

    def _both(self, depth: int) -> _Test:
        return self._joined("and", self._not, depth, _all)

    def _joined(
        self,
        word: str,
        part: Callable[[int], _Test],
        depth: int,
        join: Callable[[list[_Test]], _Test],
    ) -> _Test:
        parts = [part(depth)]
        while self._take("word", word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else join(parts)

    def _not(self, depth: int) -> _Test:
        if depth > MAX_DEPTH:
            raise ValueError(f"is nested deeper than {MAX_DEPTH} levels")
        if self._take("word", "not"):
            inner = self._not(depth + 1)
            return lambda values: None if (truth := inner(values)) is None else not truth
        if self._take("sign", "("):
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> _Test:
        name = self._name()
        kind = self._kinds[name]
        if self._take("word", "in"):
            return _membership(name, self._list(name))
        sign = self._peek()
        if sign.kind == "sign" and sign.text in {"==", "!=", *_COMPARE}:
            if kind == FLAG and sign.text in _COMPARE:
                raise ValueError(f"orders {name!r}, which is yes or no")
            self._at += 1
            return _comparison(name, sign.text, self._literal(name), kind)
        if kind != FLAG:
            raise ValueError(f"compares {name!r} with nothing")
        return _flag(name)

    def _name(self) -> str:
        token = self._peek()
        if token.kind != "word" or token.text in {"and", "or", "not", "in"}:
            raise ValueError(f"needs a name where it has {token.text or 'its end'!r}")
        if token.text not in self._kinds:
            known = did_you_mean(token.text, self._kinds)
            known = known or f"; known are {', '.join(sorted(self._kinds))}"
            raise ValueError(f'knows no "{token.text}"{known}')
        self._at += 1
        self.asked.add(token.text)
        return token.text

    def _list(self, name: str) -> list[Literal]:
        self._expect("[")
        items = [self._literal(name)]
        while self._take("sign", ","):
            items.append(self._literal(name))
        self._expect("]")
        return items

    def _literal(self, name: str) -> Literal:
        """Return the next token as a value that ``name`` can have."""
        token = self._peek()
        if token.kind not in {"number", "word", "text"}:
            raise ValueError(f"needs a value where it has {token.text or 'its end'!r}")
        self._at += 1
        kind = self._kinds[name]
        if kind == NUMBER and token.kind == "number":
            return float(token.text)
        if kind == FLAG and token.text in {"true", "false"}:
            return token.text == "true"
        if isinstance(kind, tuple) and token.text in kind:
            return token.text
        allowed = _ALLOWED.get(kind) if isinstance(kind, str) else f"one of {', '.join(kind)}"
        raise ValueError(f"compares {name!r} with {token.text!r}; it is {allowed}")

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _Token("end", "")

    def _take(self, kind: str, text: str) -> bool:
        found = self._peek() == _Token(kind, text)
        self._at += found
        return found

    def _expect(self, sign: str) -> None:
        if not self._take("sign", sign):
            raise ValueError(f"needs {sign!r} where it has {self._peek().text or 'its end'!r}")


def _all(parts: list[_Test]) -> _Test:
    def test(values: Mapping[str, Value]) -> Truth:
        truths = [part(values) for part in parts]
        return False if False in truths else None if None in truths else True

    return test


def _any(parts: list[_Test]) -> _Test:
    def test(values: Mapping[str, Value]) -> Truth:
        truths = [part(values) for part in parts]
        return True if True in truths else None if None in truths else False

    return test


def _flag(name: str) -> _Test:
    def test(values: Mapping[str, Value]) -> Truth:
        value = values.get(name)
        return value if isinstance(value, bool) else None

    return test


def _membership(name: str, items: list[Literal]) -> _Test:
    return _any([_comparison(name, "==", item, NUMBER) for item in items])


def _comparison(name: str, sign: str, literal: Literal, kind: Kind) -> _Test:
    def test(values: Mapping[str, Value]) -> Truth:
        value = values.get(name)
        if value is None:
            return None
        if sign in {"==", "!="}:
            same = isinstance(value, bool) is isinstance(literal, bool) and value == literal
            return same is (sign == "==")
        left, right = _rank(value, kind), _rank(literal, kind)
        if left is None or right is None:
            return None
        return _COMPARE[sign](left, right)

    return test


def _rank(value: Value, kind: Kind) -> float | None:
    """A number to order by: the number itself, or the place among the words."""
    if isinstance(kind, tuple):
        return kind.index(value) if isinstance(value, str) and value in kind else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
