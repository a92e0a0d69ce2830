"""Do packages that are for development alone end up in the image?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._files import named, parsed
from auditor.checks.deployment._rules import MEDIUM, Rule, apart
from auditor.errors import TargetError
from auditor.formats.commands import read_commands
from auditor.formats.dockerfile import (
    Instruction,
    Stage,
    environment,
    is_dockerfile,
    lineage,
    read_stages,
)
from auditor.model import Fact, Gap, Location

if TYPE_CHECKING:
    from auditor.target import Target

MAX_MANIFEST_BYTES = 4 * 2**20

RULE = Rule(
    "image-development-dependencies",
    MEDIUM,
    "the image is shipped with the packages for development",
    "npm ci --omit=dev for what is shipped, or npm prune --omit=dev after the build",
    (1104,),
    ("dev-dependencies",),
)
_INSTALLS = frozenset({"install", "i", "ci", "clean-install"})
_OMITS = frozenset(
    {
        "--omit=dev",
        "--production",
        "--production=true",
        "--only=production",
        "--only=prod",
        "--prod",
        "-P",
        "--no-dev",
    }
)

_Installed = tuple[bool, int]  # with packages for development; the line


@check("deployment.image_dependencies", rules=(RULE.id,))
def image_dependencies(context: Context) -> Iterator[Yield]:
    """Whether the last stage of an image holds packages that are for development alone.

    Follows `npm ci`, `npm install`, `npm prune` and their likes of yarn and pnpm through
    the stages, with `--omit=dev`, NODE_ENV, and folders that one stage copies from another.
    Where package.json has no devDependencies there is nothing to leave out. An image
    whose stages install nothing says nothing.

    Why: test runners and build tools are code that runs with the rights of the server,
    has advisories of its own, and helps whoever breaks in.

    Fix: `RUN npm ci --omit=dev` in the stage that is shipped.
    """
    target = context.target
    paths = named(target, is_dockerfile)
    if not paths:
        yield NotApplicable("there is no Dockerfile")
        return
    count = 0
    for path, stages in parsed(target, paths, read_stages):
        if isinstance(stages, Gap):
            yield stages
            continue
        count += 1
        found = _shipped(stages)
        if found is None:
            continue
        has_any = _has_development(target, path)
        ships = found[0] and has_any if has_any is not None or not found[0] else None
        place = Location(path, found[1])
        yield Fact("image.development", ships, {"source": "dockerfile", **apart(path)}, place)
        if ships:
            yield RULE.at(path, found[1])
    yield Examined(count)


def _shipped(stages: tuple[Stage, ...]) -> _Installed | None:
    """What the last stage holds; None where nothing is installed in it or copied into it."""
    known: dict[str, _Installed | None] = {}
    found: _Installed | None = None
    for number, stage in enumerate(stages):
        found = known.get(stage.parent)
        production = any(_production(one) for one in lineage(stages[: number + 1])[:-1])
        for each in stage.instructions:
            production = _sets_production(each, production=production)
            if each.name == "RUN":
                found = _after(each, found, production=production)
            elif each.name == "COPY":
                found = _copied(each, known, found)
        known[stage.name or str(number)] = known[str(number)] = found
    return found


def _production(stage: Stage) -> bool:
    production = False
    for each in stage.instructions:
        production = _sets_production(each, production=production)
    return production


def _sets_production(each: Instruction, *, production: bool) -> bool:
    if each.name != "ENV":
        return production
    given = dict(environment(each.text)).get("NODE_ENV")
    return production if given is None else given == "production"


def _after(each: Instruction, found: _Installed | None, *, production: bool) -> _Installed | None:
    for command in read_commands(each.shell):
        tool, words = command.words[0], command.words[1:]
        if tool not in {"npm", "yarn", "pnpm"}:
            continue
        omits = bool(_OMITS & set(words)) or ("--omit" in words and "dev" in words)
        verbs = [
            word
            for before, word in zip(("", *words), words, strict=False)
            if not word.startswith("-") and before not in {"--omit", "--include", "--prefix"}
        ]
        is_bare = not verbs if tool == "yarn" else False
        installs = is_bare or (len(verbs) == 1 and verbs[0] in _INSTALLS)
        if verbs[:1] == ["prune"] and found and (omits or production):
            found = (False, each.line)
        elif installs and not {"-g", "--global"} & set(words):
            found = (not omits and not production, each.line)
    return found


def _copied(
    each: Instruction, known: dict[str, _Installed | None], found: _Installed | None
) -> _Installed | None:
    words = each.text.split()
    source = next((one[7:].lower() for one in words if one.startswith("--from=")), "")
    folders = [word.strip("[],\"'").rstrip("/.") for word in words if not word.startswith("--")][
        :-1
    ]
    whole = any(one.endswith("node_modules") or one.count("/") <= 1 for one in folders)
    given = known.get(source) if source and whole else None
    named_other = all(one.rpartition("/")[2] in _BUILT for one in folders)
    return found if given is None or named_other else (given[0], each.line)


_BUILT = frozenset({"dist", "build", "public", "lib", "out", "src"})


def _has_development(target: Target, path: str) -> bool | None:
    """Whether package.json beside the Dockerfile, else at the root, has devDependencies."""
    folder = path.rpartition("/")[0]
    places = [f"{folder}/package.json".lstrip("/"), "package.json"]
    place = next((one for one in places if target.exists(one)), "")
    try:
        manifest = json.loads(target.read(place, max_bytes=MAX_MANIFEST_BYTES)) if place else None
    except (TargetError, ValueError, RecursionError):
        return None
    return bool(manifest.get("devDependencies")) if isinstance(manifest, dict) else None
