"""What is new since an earlier audit, and what has been fixed?

Every instance of the earlier audit answers for at most one of this audit, so
that nothing new hides behind something old that looks the same. The closest
match is taken first: the same fingerprint; the same thing in a function that
was renamed; the same thing in a file that was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor.assessment import FAILING
from auditor.policy.identity import package_of, part_of

if TYPE_CHECKING:
    from auditor.assessment import ControlResult, Instance, Known


@dataclass(frozen=True, slots=True)
class Baseline:
    """What an earlier audit failed on.

    ``source`` says where it comes from; ``renames`` maps paths of then to paths of now.
    """

    source: str
    known: tuple[Known, ...]
    renames: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class _Seen:
    """An instance of either audit in the terms they are compared by."""

    control: str
    path: str
    purl: str
    identifiers: frozenset[str]
    parts: tuple[str, ...]


def compare(
    results: Sequence[ControlResult], baseline: Baseline
) -> tuple[tuple[ControlResult, ...], tuple[Known, ...]]:
    """Return the results with ``is_new`` on every failing instance, and what is fixed."""
    old = {index: _of_known(known, baseline.renames) for index, known in enumerate(baseline.known)}
    new = dict(_failing(results))
    answered = _pair(old, new)
    compared = tuple(
        replace(
            result,
            instances=tuple(
                replace(instance, is_new=(at, number) not in answered)
                for number, instance in enumerate(result.instances)
            ),
        )
        if result.verdict in FAILING
        else result
        for at, result in enumerate(results)
    )
    gone = set(old) - set(answered.values())
    return compared, tuple(sorted(baseline.known[index] for index in gone))


_Place = tuple[int, int]
_Key = tuple[object, ...]


def _failing(results: Sequence[ControlResult]) -> Iterator[tuple[_Place, _Seen]]:
    for at, result in enumerate(results):
        if result.verdict in FAILING:
            for number, instance in enumerate(result.instances):
                yield (at, number), _of_instance(result.control.id, instance)


def _pair(old: Mapping[int, _Seen], new: Mapping[_Place, _Seen]) -> dict[_Place, int]:
    """Return which earlier instance answers for which of this audit."""
    answered: dict[_Place, int] = {}
    for key in (_exact, _same_place, _moved(old.values(), new.values())):
        taken = set(answered.values())
        waiting: defaultdict[_Key, list[int]] = defaultdict(list)
        for index, seen in old.items():
            if index not in taken and (told := key(seen)):
                waiting[told].append(index)
        for place, seen in new.items():
            told = key(seen) if place not in answered else None
            if told and waiting[told]:
                answered[place] = waiting[told].pop(0)
    answered.update(_renumbered(old, new, answered))
    return answered


def _exact(seen: _Seen) -> _Key | None:
    return (seen.control, seen.parts)


def _same_place(seen: _Seen) -> _Key | None:
    """The same text in the same file; its function has another name."""
    return None if seen.purl or not seen.path else (seen.control, *seen.parts[:2])


def _moved(old: Iterable[_Seen], new: Iterable[_Seen]) -> Callable[[_Seen], _Key | None]:
    """The same text in the same function; its file is gone, and the other was not there before."""
    before = Counter(seen.path for seen in old)
    now = Counter(seen.path for seen in new)

    def key(seen: _Seen) -> _Key | None:
        if not seen.path or (before[seen.path] and now[seen.path]):
            return None
        return (seen.control, seen.parts[0], *seen.parts[2:])

    return key


def _renumbered(
    old: Mapping[int, _Seen], new: Mapping[_Place, _Seen], answered: Mapping[_Place, int]
) -> Iterator[tuple[_Place, int]]:
    """Pair advisories of one package that have come to share a name: an alias was added."""
    taken = set(answered.values())
    free = {index: seen for index, seen in old.items() if seen.purl and index not in taken}
    for place, seen in new.items():
        if not seen.purl or place in answered:
            continue
        for index, earlier in free.items():
            same = (earlier.control, earlier.purl) == (seen.control, seen.purl)
            if same and earlier.identifiers & seen.identifiers:
                yield place, index
                del free[index]
                break


def _of_known(known: Known, renames: Mapping[str, str]) -> _Seen:
    path = renames.get(known.path, known.path)
    what, where, *rest = known.fingerprint.split(":")
    if path != known.path and not known.purl:
        where = part_of(path)
    return _seen(known.control, path, known.purl, known.identifiers, (what, where, *rest))


def _of_instance(control: str, instance: Instance) -> _Seen:
    path = instance.location.path if instance.location else ""
    parts = tuple(instance.fingerprint.split(":"))
    return _seen(control, path, instance.purl, instance.identifiers, parts)


def _seen(
    control: str, path: str, purl: str, identifiers: tuple[str, ...], parts: tuple[str, ...]
) -> _Seen:
    """Leave the rule out of the names: every advisory of a package carries the same one."""
    names = frozenset(name for name in identifiers if "-" in name and name[:1].isupper())
    return _Seen(control, path, package_of(purl) if purl else "", names, parts)
