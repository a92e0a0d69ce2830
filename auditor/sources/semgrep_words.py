"""Which rules can match in a file at all, by the words that stand in it?

What a pattern names must stand in a file that it matches. The engine looks for that
too, but rule by rule and file by file; here a file is split into words once, and the
engine is given the rules that are left, by the folder that a file lies in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from auditor.sources.semgrep_output import TYPESCRIPT_SUFFIX

_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_METAVARIABLE = re.compile(r"\$(?:\.\.\.)?[A-Z_][A-Z_0-9]*")
_EXPRESSION = re.compile(r"=~/.*/[a-z]*", re.DOTALL)
_ONE_OF = re.compile(r"\\b\(\?:([\w|]+)\)\\b", re.ASCII)
_LISTED = re.compile(r"\^(?:\(\?:([\w|]+)\)|(\w+))\$", re.ASCII)
_HEXADECIMAL = "0123456789abcdef"
# What the name of a folder starts with.
_TYPESCRIPT, _OTHER = "t", "s"

# Words of the language: the engine takes some forms for equal that are written by others.
_WORDS_OF_THE_LANGUAGE = (
    "async await break case catch class const continue debugger default delete do else export "
    "extends false finally for from function if import in instanceof let new null of return "
    "static super switch this throw true try typeof undefined var void while with yield "
)
_NOT_NEEDED = frozenset(_WORDS_OF_THE_LANGUAGE.split())
_IGNORE_CASE = "(?i)"
_CAPITAL = re.compile(r"(\\.)|[A-Z]")
_Expression: TypeAlias = tuple[re.Pattern[str], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """What a file must hold: all of ``words``, and one need out of each of ``choices``."""

    words: frozenset[str] = frozenset()
    choices: tuple[tuple[Need, ...], ...] = ()

    def met(self, words: frozenset[str]) -> bool:
        """Whether a file with these words fulfils it."""
        return self.words <= words and all(
            any(one.met(words) for one in choice) for choice in self.choices
        )


_NOTHING = Need()


def need_of(rule: Mapping[str, Any]) -> Need:
    """What a file must hold for ``rule``, one rule of a Semgrep rule file, to match in it.

    Nothing for a rule that is no rule: the engine says what is wrong with it.
    """
    try:
        if rule.get("mode") != "taint":
            return _need(rule)
        parts = [rule["pattern-sources"], rule["pattern-sinks"]]
        return _both(_either(_need(one) for one in part) for part in parts)
    except (AttributeError, KeyError, TypeError):
        return _NOTHING


class RuleChoice:
    """The rules that are worth running in each file.

    A rule may name expressions under ``files-with`` in its metadata: a file in which
    one of them is not found is not given to it. They are searched for in hostile text.
    """

    def __init__(self, rules: Sequence[Mapping[str, Any]]) -> None:
        self._rules = rules
        self._metadata = [rule.get("metadata", {}) for rule in rules]
        self._needs = []
        self._found_by: list[tuple[_Expression, ...]] = []
        for rule, metadata in zip(rules, self._metadata, strict=True):
            needs, expressions = [need_of(rule)], []
            for one in metadata.get("files-with", ()):
                if words := _ONE_OF.fullmatch(one):  # looked up, not searched for
                    needs.append(_one_of(words[1].split("|")))
                else:
                    expressions.append(_expression(one))
            self._needs.append(_both(needs))
            self._found_by.append(tuple(expressions))
        self._names = [tuple(rule.get("paths", {}).get("include", ())) for rule in rules]
        self._used: set[tuple[int, str]] = set()

    def choose(self, name: str, data: bytes, use: str = "") -> str:
        """The folder for a file, which tells its rules; empty where no rule can match.

        ``name`` is the name it is staged under. A file with a ``use`` is given the
        rules that list it under ``uses`` in their metadata.
        """
        text = data.decode("utf-8", "replace")
        texts = (text, text.lower())
        words = frozenset(_WORD.findall(text))
        found: dict[_Expression, bool] = {}
        chosen = [
            index
            for index in range(len(self._rules))
            if (not use or use in self._metadata[index].get("uses", ()))
            and self._is_for(index, name)
            and self._needs[index].met(words)
            and all(_holds(one, texts, found) for one in self._found_by[index])
        ]
        kind = _TYPESCRIPT if name.endswith((".ts", ".tsx")) else _OTHER
        self._used.update((index, kind) for index in chosen)
        return kind + _digits(chosen, len(self._rules)) if chosen else ""

    def chosen_rules(self) -> list[dict[str, Any]]:
        """The rules that some file was chosen for, each bound to the folders of its files.

        A rule for both languages becomes two: the engine reads a TypeScript file as
        JavaScript as well where a rule names both, and finds the same at twice the cost.
        """
        return [self._bound(index, kind) for index, kind in sorted(self._used)]

    def _bound(self, index: int, kind: str) -> dict[str, Any]:
        rule = {key: value for key, value in self._rules[index].items() if key != "metadata"}
        rule["paths"] = {"include": [kind + _glob(index)]}
        if {"javascript", "typescript"} <= set(rule["languages"]):
            rule["languages"] = ["typescript" if kind == _TYPESCRIPT else "javascript"]
        if kind == _TYPESCRIPT:
            rule["id"] += TYPESCRIPT_SUFFIX
        return rule

    def _is_for(self, index: int, name: str) -> bool:
        names = self._names[index]
        return not names or any(fnmatchcase(name, one) for one in names)


def _expression(written: str) -> _Expression:
    """A search that ignores case is made in lower case, which takes a quarter of the time."""
    ignores_case = written.startswith(_IGNORE_CASE)
    lower = _CAPITAL.sub(lambda match: match[1] or match[0].lower(), written)
    return re.compile(lower.removeprefix(_IGNORE_CASE) if ignores_case else written), ignores_case


def _holds(expression: _Expression, texts: tuple[str, str], found: dict[_Expression, bool]) -> bool:
    if expression not in found:
        pattern, ignores_case = expression
        found[expression] = pattern.search(texts[ignores_case]) is not None
    return found[expression]


def _digits(chosen: Iterable[int], rules: int) -> str:
    """One hexadecimal digit for four rules; a name may have 255 characters."""
    digits = [0] * -(-rules // 4)
    for index in chosen:
        digits[index // 4] |= 8 >> index % 4
    return "".join(_HEXADECIMAL[digit] for digit in digits)


def _glob(index: int) -> str:
    """Matches the folders whose name has the bit of a rule."""
    digits = [digit for value, digit in enumerate(_HEXADECIMAL) if value & 8 >> index % 4]
    return f"{'?' * (index // 4)}[{''.join(digits)}]*"


def _need(formula: Mapping[str, Any]) -> Need:
    parts = []
    for key, value in formula.items():
        match key:
            case "pattern" | "pattern-inside":
                parts.append(_words_of(value) if isinstance(value, str) else _need(value))
            case "patterns":
                parts += [_need(one) for one in value]
            case "pattern-either":
                parts.append(_either(_need(one) for one in value))
            case "metavariable-regex":
                parts.append(_listed(value["regex"]))
            case "metavariable-pattern" if "language" not in value:
                parts.append(_need(value))
            case _:
                pass  # exclusions, options, and what is no text
    return _both(parts)


def _words_of(pattern: str) -> Need:
    text = _METAVARIABLE.sub(" ", _EXPRESSION.sub(" ", pattern))
    return Need(frozenset(_WORD.findall(text)) - _NOT_NEEDED)


def _listed(expression: str) -> Need:
    """One of the words that an expression lists, if it does no more than that."""
    listed = _LISTED.fullmatch(expression)
    names = (listed[1] or listed[2]).split("|") if listed else ()
    return _one_of(names) if _NOT_NEEDED.isdisjoint(names) else _NOTHING


def _one_of(names: Sequence[str]) -> Need:
    """One word of several; a name that is no word is none that a file can be searched for."""
    known = all(_WORD.fullmatch(name) for name in names)
    return _either(Need(frozenset([name])) for name in names) if known else _NOTHING


def _both(parts: Iterable[Need]) -> Need:
    words: frozenset[str] = frozenset()
    choices: tuple[tuple[Need, ...], ...] = ()
    for part in parts:
        words |= part.words
        choices += part.choices
    return Need(words, choices)


def _either(parts: Iterable[Need]) -> Need:
    found = tuple(dict.fromkeys(parts))
    if not found or _NOTHING in found:
        return _NOTHING
    return found[0] if len(found) == 1 else Need(choices=(found,))
