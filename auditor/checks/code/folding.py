"""What do JavaScript's operators and a few well-known functions make of known values?"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from auditor.checks.code import calendars
from auditor.checks.code.durations import milliseconds, plain
from auditor.checks.code.values import (
    UNDEFINED,
    UNKNOWN,
    Array,
    Call,
    Conditional,
    Environment,
    JsValue,
    Member,
    Moment,
    Package,
    Record,
    Special,
    argument,
)

MAX_NUMBER = 2**53
MAX_TEXT = 10_000
MAX_MEMBERS = 8

NODE_ENV = "NODE_ENV"
_PROCESS_ENV = Package("process", ("env",))

GLOBALS: Mapping[str, JsValue] = MappingProxyType(
    {
        name: Package(name)
        for name in (
            *("process", "Math", "Date", "Number", "Object", "Buffer", "TextEncoder"),
            "AbortSignal",
        )
    }
    | {"Infinity": Package("Number", ("POSITIVE_INFINITY",))}
    | {"parseInt": Package("Number"), "parseFloat": Package("Number"), "undefined": UNDEFINED}
)
"""Names that mean the same in every file that does not declare them."""

_ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_NUMBER = re.compile(
    r"0[xX][0-9a-fA-F]{1,16}|0[oO][0-7]{1,20}|0[bB][01]{1,64}"
    r"|(?:[0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?"
)
_KEEPS_A_VARIABLE = frozenset(
    {"trim", "toString", "toLowerCase", "toUpperCase", "split", "map", "filter"}
)
_KEEPS_A_MOMENT = frozenset(
    {"getTime", "valueOf", "toISOString", "toUTCString", "toDate", "toJSDate", "toMillis"}
)


def number(text: str) -> JsValue:
    """The value of a numeric literal, UNKNOWN above 2**53 where JavaScript itself rounds."""
    digits = text.replace("_", "")
    if not _NUMBER.fullmatch(digits):
        return UNKNOWN
    prefixed = digits[:2].lower() in {"0x", "0o", "0b"}
    return _numeric(Fraction(int(digits, 0)) if prefixed else Fraction(digits.rstrip(".")))


def unary(sign: str, operand: JsValue) -> JsValue:
    """``!x``, ``-x``, ``+x``."""
    if isinstance(operand, Conditional):
        return conditional(unary(sign, operand.production), unary(sign, operand.otherwise))
    if sign == "!":
        known = truth(operand)
        return UNKNOWN if known is None else not known
    if sign == "+" and isinstance(operand, Environment):
        return operand
    if sign in {"+", "-"} and _is_number(operand):
        return binary("-" if sign == "-" else "+", 0, operand)
    return UNKNOWN


def binary(sign: str, left: JsValue, right: JsValue) -> JsValue:
    """``left sign right``, side by side where one of them depends on production."""
    if isinstance(left, Conditional):
        return conditional(
            binary(sign, left.production, _side(right, production=True)),
            binary(sign, left.otherwise, _side(right, production=False)),
        )
    if sign in {"||", "??", "&&"}:
        return _logical(sign, left, right)
    if isinstance(right, Conditional):
        return conditional(
            binary(sign, left, right.production), binary(sign, left, right.otherwise)
        )
    if sign in {"===", "==", "!==", "!="}:
        same = _same(left, right)
        return unary("!", same) if sign.startswith("!") else same
    if sign in _ARITHMETIC:
        return _arithmetic(sign, left, right)
    return UNKNOWN


def choose(condition: JsValue, yes: JsValue, no: JsValue) -> JsValue:
    """``condition ? yes : no``."""
    if isinstance(condition, Conditional):
        return conditional(
            choose(condition.production, _side(yes, production=True), _side(no, production=True)),
            choose(condition.otherwise, _side(yes, production=False), _side(no, production=False)),
        )
    known = truth(condition)
    if known is None:
        return UNKNOWN
    return yes if known else no


def conditional(production: JsValue, otherwise: JsValue) -> JsValue:
    """A Conditional, or the one value where both sides are the same."""
    same = production == otherwise and type(production) is type(otherwise)
    return production if same else Conditional(production, otherwise)


def truth(value: JsValue) -> bool | None:
    """Whether JavaScript takes ``value`` for true; None where that is not known."""
    if value is UNDEFINED or value is None:
        return False
    if isinstance(value, bool | int | float | str):
        return bool(value)
    return True if isinstance(value, Record | Array | Moment) else None


def member(holder: JsValue, name: str) -> JsValue:
    """``holder.name``."""
    match holder:
        case Conditional(production, otherwise):
            return conditional(member(production, name), member(otherwise, name))
        case Package():
            return _member_of_package(holder, name)
        case Record(entries, is_open):
            return entries.get(name, UNKNOWN if is_open else UNDEFINED)
        case Call(_, arguments) if _PROCESS_ENV in arguments:
            return holder if name == "data" else Environment(name)
        case Call() | Environment() | Moment():
            return Member(holder, name)
        case _:
            return UNKNOWN


def call(made: Call, *, path: tuple[str, ...] | None) -> JsValue:
    """The result of the calls that are understood, the Call itself elsewhere.

    ``path`` is the path of names the callee was written as, without its first.
    """
    first = argument(made, 0)
    if path and path[-1] == "get" and first == "env" and len(made.arguments) == 1:
        return Environment(NODE_ENV)
    match made.callee:
        case Package(name, members):
            return _of_package(made, ".".join((name, *members)), first)
        case Member(Environment() as variable, name) if name in _KEEPS_A_VARIABLE:
            return variable
        case Member(Moment() as moment, name) if name in _KEEPS_A_MOMENT:
            return moment
        case Member(Moment() as moment, name):
            return calendars.of_moment(made, moment, name)
        case Member(Call() as holder, name):
            return calendars.of_duration(made, holder, name)
        case _:
            return made


def with_entry(record: Record, name: str | None, value: JsValue) -> Record:
    """``record`` after ``name: value``; a name the file does not tell may be any key."""
    if name is None:
        return _blurred(record)
    return Record(MappingProxyType({**record.entries, name: value}), open=record.open)


def with_spread(record: Record, spread: JsValue) -> Record:
    """``record`` after ``...spread``."""
    match spread:
        case Record(entries, is_open):
            base = _blurred(record) if is_open else record
            return Record(MappingProxyType({**base.entries, **entries}), open=base.open)
        case None | False | Special.UNDEFINED:
            return record
        case Conditional(production, otherwise):
            yes, no = with_spread(record, production), with_spread(record, otherwise)
            names = sorted({*yes.entries, *no.entries})
            merged = {name: conditional(member(yes, name), member(no, name)) for name in names}
            return Record(MappingProxyType(merged), open=yes.open or no.open)
        case _:
            return _blurred(record)


def assigned(holder: JsValue, path: tuple[str, ...], value: JsValue, condition: JsValue) -> JsValue:
    """``holder`` after ``holder.path = value``, made under ``condition``."""
    if not path:
        if condition is True:
            return value
        return choose(condition, value, holder)
    if not isinstance(holder, Record) or len(path) > MAX_MEMBERS:
        return UNKNOWN
    inner = assigned(member(holder, path[0]), path[1:], value, condition)
    return with_entry(holder, path[0], inner)


def _of_package(made: Call, name: str, first: JsValue) -> JsValue:
    match name:
        case "ms" if isinstance(first, str):
            found = milliseconds(first)
            return UNKNOWN if found is None else found
        case "Date.now":
            return Moment()
        case "Date":
            return Moment() if first is UNDEFINED else first if isinstance(first, Moment) else made
        case "Math.floor" | "Math.ceil" | "Math.round" | "Math.trunc":
            return _rounded(name, first)
        case "Number":
            return _to_number(first)
        case "Object.freeze":
            return first
        case _:
            return calendars.of_package(made, name)


def _side(value: JsValue, *, production: bool) -> JsValue:
    if isinstance(value, Conditional):
        return value.production if production else value.otherwise
    return value


def _logical(sign: str, left: JsValue, right: JsValue) -> JsValue:
    if isinstance(left, Environment):
        if sign == "&&":
            return UNKNOWN
        return Environment(left.name, right) if left.default is UNDEFINED else left
    if sign == "??":
        missing = left is UNDEFINED or left is None
        return right if missing else left
    known = truth(left)
    if known is None:
        return UNKNOWN
    return right if known is (sign == "&&") else left


def _same(left: JsValue, right: JsValue) -> JsValue:
    if isinstance(right, Environment):
        left, right = right, left
    if isinstance(left, Environment) and left.name == NODE_ENV and isinstance(right, str):
        if right == "production":
            return Conditional(production=True, otherwise=False)
        return Conditional(production=False, otherwise=UNKNOWN)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return UNKNOWN


def _arithmetic(sign: str, left: JsValue, right: JsValue) -> JsValue:
    if isinstance(left, str) and isinstance(right, str) and sign == "+":
        return left + right if len(left) + len(right) <= MAX_TEXT else UNKNOWN
    if isinstance(right, Moment) and sign == "+":
        left, right = right, left
    amount = _fraction(right)
    if amount is None or (sign == "/" and amount == 0):
        return UNKNOWN
    if isinstance(left, Moment):
        return _later(left, sign, amount)
    base = _fraction(left)
    return UNKNOWN if base is None else _numeric(_ARITHMETIC[sign](base, amount))


def _later(moment: Moment, sign: str, amount: Fraction) -> JsValue:
    match sign:
        case "+" | "-":
            change = amount * moment.unit_ms * (1 if sign == "+" else -1)
            return Moment(moment.offset_ms + change, moment.unit_ms)
        case "/" if amount == 1000 and moment.unit_ms == 1:  # noqa: PLR2004 -- to seconds
            return Moment(moment.offset_ms, 1000)
        case "*" if amount == 1000 and moment.unit_ms == 1000:  # noqa: PLR2004 -- and back
            return Moment(moment.offset_ms, 1)
        case _:
            return UNKNOWN


def _rounded(name: str, value: JsValue) -> JsValue:
    if isinstance(value, Moment):
        return value
    exact = _fraction(value)
    if exact is None:
        return UNKNOWN
    down = exact.numerator // exact.denominator
    match name:
        case "Math.floor":
            return down
        case "Math.ceil":
            return -(-exact.numerator // exact.denominator)
        case "Math.round":
            return (exact + Fraction(1, 2)).__floor__()
        case _:
            return down if exact >= 0 else -(-exact.numerator // exact.denominator)


def _to_number(value: JsValue) -> JsValue:
    if isinstance(value, str):
        return number(value.strip())
    return value if isinstance(value, Environment | Conditional) or _is_number(value) else UNKNOWN


def _member_of_package(package: Package, name: str) -> JsValue:
    if package == _PROCESS_ENV:
        return Environment(name)
    if name == "default":
        return package
    if len(package.members) >= MAX_MEMBERS:
        return UNKNOWN
    return Package(package.name, (*package.members, name))


def _blurred(record: Record) -> Record:
    return Record(MappingProxyType(dict.fromkeys(record.entries, UNKNOWN)), open=True)


def _is_number(value: JsValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fraction(value: JsValue) -> Fraction | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(value)
    return None


def _numeric(exact: Fraction) -> JsValue:
    if abs(exact) > MAX_NUMBER or exact.denominator > MAX_NUMBER:
        return UNKNOWN
    return plain(exact)
