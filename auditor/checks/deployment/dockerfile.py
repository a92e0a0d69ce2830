"""What does the image run as, and how is it put together?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._dockerfile_commands import COMMAND_RULES, of_run
from auditor.checks.deployment._files import named, parsed
from auditor.checks.deployment._node import DEBUG_PORTS, opens_inspector
from auditor.checks.deployment._rules import HIGH, LOW, MEDIUM, Rule, apart
from auditor.formats.dockerfile import (
    Base,
    Instruction,
    Stage,
    environment,
    is_dockerfile,
    lineage,
    read_stages,
)
from auditor.model import Fact, Finding, Gap, Location, Value
from auditor.sanitise import excerpt

_REMOTE_LOGIN = frozenset({20, 21, 22, 23, 3389, 5900})
_ROOT = frozenset({"root", "0"})
# Images that run as root unless told otherwise; any other may name a user of its own.
_ROOT_IMAGES = frozenset(
    {"node", "alpine", "debian", "ubuntu", "busybox", "fedora", "amazonlinux", "scratch", "bun"}
)

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "dockerfile-user-root",
            HIGH,
            "the container runs as root",
            "end with USER node, or with a user of your own by its number",
            (250,),
            ("container-root",),
        ),
        Rule(
            "dockerfile-add-url",
            MEDIUM,
            "ADD fetches {what} without a checksum",
            "give ADD --checksum=sha256:..., or copy a file that was reviewed",
            (494,),
            ("download-unverified",),
        ),
        Rule(
            "dockerfile-port-debug",
            MEDIUM,
            "port {what} is for debugging, and is exposed",
            "drop the EXPOSE line, and --inspect from what the image runs",
            (489,),
            ("debug-exposed",),
        ),
        Rule(
            "dockerfile-port-remote-login",
            MEDIUM,
            "port {what} is for logging in, and is exposed",
            "drop the line and the server; use the platform's exec",
            (284,),
            ("container-hardening",),
        ),
        Rule(
            "dockerfile-inspector-open",
            HIGH,
            "the inspector of Node.js listens to everybody: {what}",
            "drop --inspect, or bind it to 127.0.0.1",
            (489, 94),
            ("debug-exposed",),
        ),
        Rule(
            "dockerfile-healthcheck-missing",
            LOW,
            "the image has no HEALTHCHECK",
            'add HEALTHCHECK CMD ["node", "healthcheck.js"], or a probe where it runs',
            (),
            ("health-missing",),
        ),
        Rule(
            "dockerfile-node-env-not-production",
            MEDIUM,
            "the image runs with NODE_ENV {what}",
            "ENV NODE_ENV=production",
            (489,),
            ("node-env",),
        ),
        Rule(
            "dockerfile-context-unfiltered",
            LOW,
            "the whole folder is copied, and no .dockerignore leaves anything out",
            "add a .dockerignore with .git, .env and node_modules, or copy what is needed",
            (538,),
            ("context-copied",),
        ),
        Rule(
            "dockerfile-start-by-npm",
            LOW,
            "{what} stands between the signals and the server, which is then killed",
            'start it directly: CMD ["node", "server.js"]',
        ),
        Rule(
            "dockerfile-development-server",
            MEDIUM,
            "the image starts a server for development: {what}",
            'start the server itself: CMD ["node", "server.js"]',
            (489,),
            ("dev-dependencies",),
        ),
    )
}
_DEVELOPMENT = frozenset({"nodemon", "ts-node-dev", "tsx", "ts-node", "webpack-dev-server"})


@check("deployment.dockerfile", rules=(*RULES, *COMMAND_RULES))
def dockerfile(context: Context) -> Iterator[Yield]:
    """As whom the image runs, what it opens, and what its build fetches and leaves open.

    Reads every Dockerfile with its stages: what runs is the last one with those it is
    built on. Looks at the user, exposed ports, the health check, NODE_ENV, the command, the
    context that is copied, and what RUN does: downloads that nothing verifies, scripts
    that are piped into a shell, permissions for everybody, packages without versions,
    tokens that are written into files. A user or port from a build argument without
    default is not known.

    Why: whoever breaks into the process has its rights; what a build fetches unverified,
    it runs; what the image opens, somebody finds.

    Fix: `USER node`, `COPY` of what is needed, `npm ci`, `HEALTHCHECK`, and downloads by
    checksum.
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
        elif stages:
            count += 1
            folder = path.rpartition("/")[0]
            ignores = (
                f"{folder}/.dockerignore".lstrip("/"),
                ".dockerignore",
                f"{path}.dockerignore",
            )
            filtered = any(target.exists(one) for one in ignores)
            yield from _image(path, stages, filtered=filtered)
    yield Examined(count)


def _image(path: str, stages: tuple[Stage, ...], *, filtered: bool) -> Iterator[Yield]:
    running = lineage(stages)
    instructions = [each for stage in running for each in stage.instructions]
    for stage in stages:
        for each in stage.instructions:
            yield from _anywhere(path, each, final=stage in running)
    yield from _user(path, running, instructions)
    yield from _environment(path, instructions)
    yield from _health(path, running[-1], instructions)
    yield from _start(path, instructions)
    for each in instructions:
        if each.name == "EXPOSE":
            yield from _ports(path, each)
        elif each.name == "COPY" and not filtered and _copies_everything(each.text):
            yield RULES["dockerfile-context-unfiltered"].at(path, each.line)


def _anywhere(path: str, each: Instruction, *, final: bool) -> Iterator[Finding]:
    if each.name == "ADD" and "--checksum=" not in each.text:
        for word in each.text.split():
            if re.match(r"https?://", word.strip("[\"',"), re.IGNORECASE):
                shown = word.strip("[\"',").partition("?")[0].rpartition("@")[2]
                yield RULES["dockerfile-add-url"].at(path, each.line, shown)
    elif each.name == "RUN":
        yield from of_run(path, each, final=final)


def _user(
    path: str, running: tuple[Stage, ...], instructions: list[Instruction]
) -> Iterator[Yield]:
    users = [each for each in instructions if each.name == "USER" and each.text]
    last = users[-1] if users else None
    name = last.text.partition(":")[0].strip("\"'") if last else ""
    root: bool | None = name.lower() in _ROOT
    if not name:
        root = _root_by_default(running[0].base, running[0].parent)
    elif "$" in name:
        root = None
    line = last.line if last else running[-1].line
    attributes: dict[str, Value] = {"root": root, "source": "dockerfile", **apart(path)}
    shown = excerpt(name, max_characters=80)
    yield Fact("container.user", shown, attributes, Location(path, line))
    if root:
        yield RULES["dockerfile-user-root"].at(path, line)


def _root_by_default(base: Base | None, parent: str) -> bool | None:
    if base is None:
        return None if parent else True
    if "nonroot" in base.tag:
        return False
    return True if base.image.rpartition("/")[2].lower() in _ROOT_IMAGES and base.known else None


def _environment(path: str, instructions: list[Instruction]) -> Iterator[Yield]:
    found: tuple[str, int] | None = None
    for each in instructions:
        if each.name != "ENV":
            continue
        for name, value in environment(each.text):
            if name == "NODE_ENV":
                found = (value, each.line)
            if name == "NODE_OPTIONS" and opens_inspector(value):
                yield RULES["dockerfile-inspector-open"].at(path, each.line, value)
    if found is None:
        return
    value, line = found
    known = None if "$" in value else excerpt(value, max_characters=40)
    place = Location(path, line)
    yield Fact("node_env", known, {"source": "dockerfile", **apart(path)}, place)
    if known not in {None, "production"}:
        yield RULES["dockerfile-node-env-not-production"].at(path, line, value)


def _health(path: str, stage: Stage, instructions: list[Instruction]) -> Iterator[Yield]:
    checks = [each for each in instructions if each.name == "HEALTHCHECK"]
    on = bool(checks) and checks[-1].text.strip().upper() != "NONE"
    line = checks[-1].line if checks else stage.line
    state = "checked" if on else "none"
    told: dict[str, Value] = {"source": "dockerfile", **apart(path)}
    yield Fact("container.health", state, told, Location(path, line))
    if not on:
        yield RULES["dockerfile-healthcheck-missing"].at(path, line)


def _start(path: str, instructions: list[Instruction]) -> Iterator[Finding]:
    for name in ("ENTRYPOINT", "CMD"):
        every = [each for each in instructions if each.name == name]
        if not every:
            continue
        each, command = every[-1], every[-1].shell
        words = [word.strip("\"'").rpartition("/")[2] for word in command.split()]
        if opens_inspector(command):
            yield RULES["dockerfile-inspector-open"].at(path, each.line, command)
        if words[:1] in (["npm"], ["yarn"], ["pnpm"]):
            yield RULES["dockerfile-start-by-npm"].at(path, each.line, words[0])
        server = next((word for word in words if word in _DEVELOPMENT), "")
        if server or (words[:1] == ["node"] and "--watch" in words):
            yield RULES["dockerfile-development-server"].at(path, each.line, server or "--watch")


def _ports(path: str, each: Instruction) -> Iterator[Finding]:
    for word in each.text.split():
        number = word.partition("/")[0]
        port = int(number) if number.isdecimal() and len(number) < 6 else 0  # noqa: PLR2004 -- a port
        if port in DEBUG_PORTS:
            yield RULES["dockerfile-port-debug"].at(path, each.line, word)
        elif port in _REMOTE_LOGIN:
            yield RULES["dockerfile-port-remote-login"].at(path, each.line, word)


def _copies_everything(text: str) -> bool:
    words = [word.strip("[],\"'") for word in text.split()]
    if any(word.startswith("--from=") for word in words):
        return False
    sources = [word for word in words if not word.startswith("--")][:-1]
    return any(word in {".", "./", "*", "./*"} for word in sources)
