"""What do the commands of a build fetch, leave open or write down?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.deployment._rules import HIGH, LOW, MEDIUM, Rule
from auditor.formats.commands import Command, read_commands
from auditor.formats.dockerfile import Instruction
from auditor.model import Finding

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "node", "python", "python3", "perl"})
_FETCHERS = frozenset({"curl", "wget"})
_INSTALLS = frozenset({"i", "install", "add"})
_OPEN_MODE = re.compile(r"[0-7]?[0-7][0-7][2367]|(?:[ugo]*[ao][ugo]*)?\+[rxst]*w[rwxst]*")
_TOKEN_FILE = re.compile(r">>?\s*\S*(?:\.npmrc|\.netrc|\.yarnrc\.yml)")
_TOKEN = re.compile(r"\$\{?\w*(?:TOKEN|PASSWORD|SECRET|AUTH|KEY)\w*", re.IGNORECASE)
_SUBSTITUTED = re.compile(
    r"\b(?:sh|bash|eval)[ \t]+(?:-c[ \t]+)?[\"']?(?:\$\(|<\(|`)[ \t]*(curl|wget)\b"
)
_PINNED = re.compile(r"(?:@[^/@]+/)?[^@/]+@[~^]?[0-9$].*|\.{0,2}/.*|.*\.tgz|https?:.*|git.*")

COMMAND_RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "dockerfile-download-piped",
            HIGH,
            "what {what} fetches is run at once, unseen",
            "fetch it by version, verify its checksum, then run it",
            (494,),
            ("download-unverified",),
        ),
        Rule(
            "dockerfile-download-unverified",
            HIGH,
            "{what} takes any certificate: what is fetched may come from anybody",
            "drop the option; add the authority's certificate where one is missing",
            (295,),
            ("download-unverified",),
        ),
        Rule(
            "dockerfile-registry-unverified",
            HIGH,
            "{what}: packages may come from anybody",
            "drop the setting; name a private authority with cafile",
            (295,),
            ("tls-verification",),
        ),
        Rule(
            "dockerfile-mode-open",
            MEDIUM,
            "everybody may write: {what}",
            "give the files to the user that runs: COPY --chown=node:node",
            (732,),
            ("container-hardening",),
        ),
        Rule(
            "dockerfile-package-unpinned",
            LOW,
            "{what} installs whatever version is out",
            "name the version, or build on an image by digest that has the package",
            (1357,),
        ),
        Rule(
            "dockerfile-tool-unpinned",
            LOW,
            "{what} is installed for all, in whatever version is out",
            "name the version, or make it a dependency of the lockfile",
            (1357,),
        ),
        Rule(
            "dockerfile-token-written",
            HIGH,
            "a token is written into {what}, and stays in the layer",
            "mount the file for the one command: RUN --mount=type=secret,id=npmrc",
            (522, 538),
            ("secret-image",),
        ),
        Rule(
            "dockerfile-sudo",
            LOW,
            "sudo gives the rights back that USER takes away",
            "switch with USER, and leave sudo out of the image",
            (250,),
        ),
    )
}


def of_run(path: str, each: Instruction, *, final: bool) -> Iterator[Finding]:
    """What is wrong with one RUN; what an earlier stage leaves behind does not count."""
    text = each.shell
    commands = read_commands(text)
    lines = [each.line + command.line - 1 if each.body else each.line for command in commands]
    for command, line in zip(commands, lines, strict=True):
        yield from _fetches(path, command, line)
        if final:
            yield from _leaves(path, command, line)
    piped = _piped(text)
    if piped:
        yield COMMAND_RULES["dockerfile-download-piped"].at(path, each.line, piped)
    written = _TOKEN_FILE.search(text)
    if written and _TOKEN.search(text) and "--mount=type=secret" not in each.text:
        name = written[0].strip("> ").rpartition("/")[2]
        yield COMMAND_RULES["dockerfile-token-written"].at(path, each.line, name)


def _piped(text: str) -> str:
    """The command whose output a shell runs, empty where there is none."""
    for segment in re.split(r"&&|;|\|\||\n", text[:64_000]):
        first, *rest = (part.split() for part in segment.split("|"))
        fetcher = next((word for word in first if word.rpartition("/")[2] in _FETCHERS), "")
        runs = any(
            words[0].rpartition("/")[2] in _SHELLS
            for part in rest
            if (words := [one for one in part if one not in {"sudo", "-E"} and "=" not in one])
        )
        if fetcher and runs:
            return fetcher
    substituted = _SUBSTITUTED.search(text)
    return substituted[1] if substituted else ""


def _fetches(path: str, command: Command, line: int) -> Iterator[Finding]:
    tool, words = command.words[0], command.words[1:]
    unverified = {
        "curl": any(_has_letter(word, "k") or word == "--insecure" for word in words),
        "wget": "--no-check-certificate" in words,
        "git": any("sslverify=false" in word.lower().replace(" ", "") for word in words)
        or ("http.sslVerify" in words and "false" in words),
    }.get(tool, False)
    if unverified:
        yield COMMAND_RULES["dockerfile-download-unverified"].at(path, line, tool)
    shown = " ".join(command.words)
    if tool in {"npm", "yarn", "pnpm"} and re.search(r"strict-ssl[ =]false", shown, re.IGNORECASE):
        yield COMMAND_RULES["dockerfile-registry-unverified"].at(path, line, "strict-ssl is off")
    is_global = bool({"-g", "--global"} & set(words)) and bool(_INSTALLS & set(words))
    if tool in {"npm", "pnpm"} and is_global:
        for name in _names(words):
            if name not in _INSTALLS and not _PINNED.fullmatch(name):
                yield COMMAND_RULES["dockerfile-tool-unpinned"].at(path, line, name)


def _leaves(path: str, command: Command, line: int) -> Iterator[Finding]:
    tool, words = command.words[0], command.words[1:]
    if tool == "chmod" and any(_OPEN_MODE.fullmatch(word[:20]) for word in words):
        yield COMMAND_RULES["dockerfile-mode-open"].at(path, line, " ".join(command.words))
    if not _installs(tool, words):
        return
    packages = _names(tuple(word for word in words if word not in {"install", "add"}))
    loose = next((one for one in packages if "=" not in one and "/" not in one), "")
    if loose:
        yield COMMAND_RULES["dockerfile-package-unpinned"].at(path, line, f"{tool} {loose}")
    if any(one.partition("=")[0] == "sudo" for one in packages):
        yield COMMAND_RULES["dockerfile-sudo"].at(path, line)


def _installs(tool: str, words: tuple[str, ...]) -> bool:
    return (tool in {"apt-get", "apt"} and "install" in words) or (tool == "apk" and "add" in words)


def _names(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if not word.startswith(("-", ".", "$"))]


def _has_letter(word: str, letter: str) -> bool:
    return re.fullmatch(rf"-[a-zA-Z]*{letter}[a-zA-Z]*", word) is not None
