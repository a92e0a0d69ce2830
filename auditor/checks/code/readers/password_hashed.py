"""By which function, and at which cost, are passwords hashed?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import (
    UNDEFINED,
    Call,
    JsValue,
    Package,
    Record,
    in_production,
    option,
    package_of,
    text,
)
from auditor.model import Fact

# The smallest costs of the OWASP password storage cheat sheet, 2025.
MIN_BCRYPT_ROUNDS = 10
MIN_ARGON2_MEMORY_KIB = 19_456
MIN_PBKDF2_ITERATIONS = {"sha256": 600_000, "sha512": 210_000}
MIN_SCRYPT_COST = 2**14
"""Node's own default for N, with r = 8 and p = 1; the cheat sheet asks for 2**17."""

_BCRYPT = frozenset({"bcrypt", "bcryptjs", "@node-rs/bcrypt"})
_BCRYPT_DEFAULT_ROUNDS = 10
_ARGON2_DEFAULT_KIB = {"argon2": 65_536, "@node-rs/argon2": 19_456}


@reader("password_hashed")
def password_hashed(site: Site) -> Iterator[Fact]:
    """Yield password.hashed with ``state`` "strong", "low" or None."""
    package = package_of(site.call)
    if package in _BCRYPT:
        yield _fact(site, "bcrypt", _rounds(site.argument(1)), MIN_BCRYPT_ROUNDS)
    elif package in _ARGON2_DEFAULT_KIB:
        cost = option(site.argument(1), "memoryCost", _ARGON2_DEFAULT_KIB[package])
        yield _fact(site, "argon2", _number(cost), MIN_ARGON2_MEMORY_KIB)
    elif package == "crypto":
        read = _FUNCTIONS.get(_name(site.call.callee))
        if read is not None:
            yield read(site)


def _scrypt(site: Site) -> Fact:
    options = site.argument(3)
    if _name(site.call.callee) == "scrypt" and not isinstance(in_production(options), Record):
        options = UNDEFINED  # the callback stands there
    cost = option(options, "N", option(options, "cost", MIN_SCRYPT_COST))
    return _fact(site, "scrypt", _number(cost), MIN_SCRYPT_COST)


def _pbkdf2(site: Site) -> Fact:
    digest = (text(site.argument(4)) or "").lower()
    least = MIN_PBKDF2_ITERATIONS.get(digest, max(MIN_PBKDF2_ITERATIONS.values()))
    return _fact(site, "pbkdf2", _number(site.argument(2)), least)


def _fact(site: Site, algorithm: str, cost: float | None, least: int) -> Fact:
    state = None if cost is None else "strong" if cost >= least else "low"
    return site.fact("password.hashed", algorithm=algorithm, cost=cost, state=state)


def _rounds(value: JsValue) -> float | None:
    """The second argument of ``hash`` is the number of rounds, or a salt made with one."""
    value = in_production(value)
    if isinstance(value, Call) and _name(value.callee) in {"genSalt", "genSaltSync"}:
        value = value.arguments[0] if value.arguments else UNDEFINED
    return _BCRYPT_DEFAULT_ROUNDS if value is UNDEFINED else _number(value)


def _number(value: JsValue) -> float | None:
    value = in_production(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def _name(callee: JsValue) -> str:
    return callee.members[-1] if isinstance(callee, Package) and callee.members else ""


_FUNCTIONS: dict[str, Callable[[Site], Fact]] = {
    "scrypt": _scrypt,
    "scryptSync": _scrypt,
    "pbkdf2": _pbkdf2,
    "pbkdf2Sync": _pbkdf2,
}
