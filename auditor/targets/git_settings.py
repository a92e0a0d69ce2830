"""Which settings of a git configuration file would run a program?

Reads the syntax of git-config(1), section "Syntax", without ever calling git.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Possessive throughout: the text is hostile, and matching stays linear in its length.
_HEADER = re.compile(r'\[[ \t]*+([A-Za-z0-9.-]++)[ \t]*+(?:"((?:[^"\\\n]|\\.)*+)")?[ \t]*+\]')
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*")
# A value ends at the line's end unless that is escaped; comments are outside quotes.
_VALUE = re.compile(r'=((?:\\\n|\\.|"(?:\\\n|\\.|[^"\\\n])*+"|[^\\"#;\n])*+)')
_LINE_REST = re.compile(r"[^\n]*\n?")
_BLANK = re.compile(r"\s*")

_BOOLEANS = frozenset({"", "true", "false", "yes", "no", "on", "off", "0", "1"})
_PROGRAMS = frozenset(
    {
        *("core.alternaterefscommand", "core.askpass", "core.editor", "core.fsmonitor"),
        *("core.gitproxy", "core.hookspath", "core.pager", "core.sshcommand"),
        *("browser.cmd", "browser.path", "diff.command", "diff.external", "diff.textconv"),
        *("difftool.cmd", "difftool.path", "filter.clean", "filter.process", "filter.smudge"),
        *("gpg.defaultkeycommand", "gpg.program", "guitool.cmd", "imap.tunnel"),
        *("include.path", "includeif.path", "init.templatedir", "interactive.difffilter"),
        *("man.cmd", "man.path", "merge.driver", "mergetool.cmd", "mergetool.path"),
        *("remote.receivepack", "remote.uploadpack", "remote.vcs", "sequence.editor"),
        *("sendemail.sendmailcmd", "sendemail.tocmd", "sendemail.cccmd", "tar.command"),
        *("trailer.cmd", "trailer.command", "uploadpack.packobjectshook"),
    }
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of a configuration: section and key in lower case, value unquoted."""

    section: str
    subsection: str
    key: str
    value: str

    @property
    def name(self) -> str:
        """The dotted name, as ``git config`` takes it."""
        return ".".join(part for part in (self.section, self.subsection, self.key) if part)


@dataclass(frozen=True, slots=True)
class Submodule:
    """A part of the tree that git would fetch from elsewhere."""

    path: str
    harmful: bool


def settings(data: bytes) -> Iterator[Setting]:
    """Yield every setting. Lines that git would reject are passed over."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n")
    section = subsection = ""
    at = 0
    while (at := _end(_BLANK, text, at)) < len(text):
        if header := _HEADER.match(text, at):
            section, _, dotted = header[1].lower().partition(".")
            subsection = re.sub(r"\\(.)", r"\1", header[2]) if header[2] is not None else dotted
            at = header.end()
        elif key := _KEY.match(text, at):
            value = _VALUE.match(text, key.end())
            yield Setting(section, subsection, key[1].lower(), _plain(value[1]) if value else "")
            at = _end(_LINE_REST, text, value.end() if value else key.end())
        else:
            at = _end(_LINE_REST, text, at)


def program_settings(data: bytes) -> tuple[str, ...]:
    """Return the names of the settings that run a program or read another file, sorted."""
    return tuple(sorted({one.name for one in settings(data) if _runs_program(one)}))


def submodules(data: bytes) -> tuple[Submodule, ...]:
    """Return what a ``.gitmodules`` declares, sorted by path.

    Harmful are the forms that have run programs or touched other files on a
    recursive clone: a transport helper or a local path as address, an option
    as path or address, a path out of the tree, a command as update strategy.
    """
    found: dict[str, dict[str, str]] = {}
    for one in settings(data):
        if one.section == "submodule":
            found.setdefault(one.subsection, {})[one.key] = one.value
    return tuple(
        Submodule(keys["path"], harmful=_harmful_submodule(keys))
        for keys in sorted(found.values(), key=lambda keys: keys.get("path", ""))
        if keys.get("path")
    )


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _plain(raw: str) -> str:
    unquoted = raw.strip().replace("\\\n", "").replace('"', "")
    return unquoted.replace("\\\\", "\\")


def _runs_program(one: Setting) -> bool:
    kind = f"{one.section}.{one.key}"
    if kind == "core.fsmonitor" or one.section == "pager":
        return one.value.lower() not in _BOOLEANS
    if kind == "credential.helper":
        return one.value.startswith("!") or "/" in one.value
    if kind == "submodule.update":
        return one.value.startswith("!")
    if kind in ("remote.url", "remote.pushurl", "url.insteadof"):
        return "::" in one.value or one.subsection.startswith("ext::")
    return one.section == "alias" or kind in _PROGRAMS


def _harmful_submodule(keys: dict[str, str]) -> bool:
    address = keys.get("url", "")
    path = keys["path"]
    return (
        "::" in address
        or address.startswith(("-", "/", "file:"))
        or path.startswith(("-", "/"))
        or ".." in path.split("/")
        or keys.get("update", "").startswith("!")
    )
