"""Do secrets get into the image while it is built?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.secrets.detect import text_of
from auditor.checks.secrets.readers.dockerfile import Instruction, instructions
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.secret_forms.names import is_secret_name
from auditor.secret_forms.placeholders import is_reference

MAX_BYTES = 256 * 2**10
ARGUMENT = "secret-build-argument"
COPIED = "secret-file-copied"

_NAME = re.compile(r"(?:.*\.)?(?:dockerfile|containerfile)(?:\.(?!dockerignore).*)?", re.IGNORECASE)
_ARGUMENT = re.compile(r"([A-Za-z_][\w.-]{0,80})(?:=(\S{0,4096}))?")
_FILES = re.compile(
    r"(?:^|/)(?:\.env(?:\.(?!example|sample|template|dist)[\w.-]+)?|\.npmrc|\.netrc|\.pgpass|\.aws|\.ssh"
    r"|id_(?:rsa|dsa|ecdsa|ed25519)|[\w.-]+\.(?:p12|pfx|jks|keystore|key)|[\w.-]*private[\w.-]*\.pem)/?$"
)
_MOUNT = "--mount=type=secret"


@check("secrets.images", rules=(ARGUMENT, COPIED))
def images(context: Context) -> Iterator[Yield]:
    """Which secrets a Dockerfile takes as build arguments, or copies into the image.

    A build argument with the name of a secret stands in the history of the image with
    the value that it was given. A file of secrets that is copied stays in its layer, even
    where a later one deletes it. What an earlier stage has does not reach the last one,
    and counts less. Literals in ENV, ARG and RUN are told by `secrets.files`.

    Why: everybody who can pull the image can read its history and every layer.

    Fix: mount the secret for the one command that needs it, with
    `RUN --mount=type=secret,id=npm_token`, and hand the others to the running container.
    """
    count = 0
    for entry in context.target.files:
        if not _NAME.fullmatch(entry.path.rpartition("/")[2]):
            continue
        count += 1
        try:
            data = context.target.read(entry.path, max_bytes=MAX_BYTES)
        except TargetError as error:
            yield Gap(entry.path, error.message)
            continue
        yield from _of_file(entry.path, text_of(entry.path, data))
    if not count:
        yield NotApplicable("there is no Dockerfile")
    yield Examined(count)


def _of_file(path: str, text: str) -> Iterator[Yield]:
    found = list(instructions(text))
    last = max((each.line for each in found if each.name == "FROM"), default=0)
    mounts = sum(_MOUNT in each.rest for each in found if each.name == "RUN")
    yield Fact("image.build", path, {"secret_mounts": mounts}, Location(path))
    for each in found:
        final = each.line > last
        if each.name == "ARG":
            yield from _argument(path, each, final=final)
        elif each.name in {"COPY", "ADD"} and "--from=" not in each.rest:
            yield from _copy(path, each, final=final)


def _argument(path: str, each: Instruction, *, final: bool) -> Iterator[Finding]:
    for word in each.rest.split():
        match = _ARGUMENT.fullmatch(word)
        if match and is_secret_name(match[1]) and is_reference(match[2] or ""):
            message = f"the build argument {match[1][:60]} stands in the history of the image"
            yield _finding(ARGUMENT, path, each.line, message, final=final)


def _copy(path: str, each: Instruction, *, final: bool) -> Iterator[Finding]:
    words = [word.strip("[],\"'") for word in each.rest.split() if not word.startswith("--")]
    for word in words[:-1]:
        if _FILES.search(word):
            message = "a file of secrets is copied into the image"
            yield _finding(COPIED, path, each.line, message, final=final)


def _finding(rule: str, path: str, line: int, message: str, *, final: bool) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.HIGH if final else Severity.LOW,
        confidence=Confidence.MEDIUM,
        message=message if final else f"{message}, in an earlier stage",
        location=Location(path, line),
        cwe=(522, 538),
        tags=frozenset({"secret-image"}),
        attributes={"final": final},
        fix="mount it for the one command: RUN --mount=type=secret,id=NAME",
    )
