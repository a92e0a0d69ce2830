"""Where do a package's bytes come from?

Reads the addresses that lockfiles hold (``resolved``, and ranges that are
addresses) and takes every credential out of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from sbom.characters import clean_text

MAX_ADDRESS_LENGTH = 4096

# What nearly all addresses look like, so that one look suffices.
_USUAL = re.compile(
    r"(?P<base>https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~-]+){0,9}?)"
    r"/(?P<name>(?:@[A-Za-z0-9._~-]+/)?[A-Za-z0-9._~-]+)/-/(?P<file>[A-Za-z0-9._~+-]+)"
)
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^/]*)@)?"
    r"(?P<host>[^/?#@]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_SCP = re.compile(r"(?P<user>[^@/]+)@(?P<host>[A-Za-z0-9.-]+):(?P<path>[^?#]*)(?:#(?P<ref>.*))?")
_SHORTCUT = re.compile(
    r"(?:(?P<site>github|gitlab|bitbucket):)?(?:[^/\s@]*@)?"
    r"(?P<path>[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+?)(?:\.git)?(?:#(?P<ref>.*))?"
)
_SITES = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_SAFE_REF = re.compile(r"[A-Za-z0-9._/:^~+-]{1,128}")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_SSH_HOST = re.compile(r"[A-Za-z0-9._-]+(?::[A-Za-z0-9._~-]*)?")
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_REGISTRY_PATH = re.compile(
    r"(?P<base>.*?)/(?P<name>(?:@[^/]+/)?[^/@][^/]*)/-/(?:@[^/]+/)?(?P<file>[^/]+)"
)
_GIT_SCHEMES = ("git", "git+ssh", "git+https", "git+http", "git+file", "ssh")


@dataclass(frozen=True, slots=True)
class Address:
    """An address without credentials.

    ``form`` is ``registry`` (an http tarball at ``base/NAME/-/FILE``), ``git``,
    ``tarball`` (any other http address), ``file`` or ``unknown``. ``url`` is
    None where nothing of an unknown address may be shown. ``name`` and
    ``file`` are what a registry address says.
    """

    form: str
    url: str | None
    credentials: bool = False
    base: str = ""
    name: str = ""
    file: str = ""


def read_address(text: str) -> Address:
    """Return what ``text``, the ``resolved`` field of a lockfile, points at."""
    if len(text) > MAX_ADDRESS_LENGTH:
        return Address("unknown", None)
    usual = _USUAL.fullmatch(text)
    if usual:
        base, name, file = usual.groups()
        return Address("registry", text, credentials=False, base=base, name=name, file=file)
    if text.startswith("file:"):
        return Address("file", clean_text(text))
    match = _ADDRESS.fullmatch(text)
    if match:
        return _read_url(match)
    scp = _SCP.fullmatch(text)
    if scp:
        return _git("ssh", scp["host"], "/" + scp["path"], scp["ref"], scp["user"])
    shown = None if re.search(r"[@?#]", text) else clean_text(text)
    return Address("unknown", shown, credentials=shown is None)


def read_git_shortcut(text: str) -> str | None:
    """Return the full address for ``owner/repo#ref`` and ``github:owner/repo#ref``, or None."""
    match = _SHORTCUT.fullmatch(text)
    if not match:
        return None
    host = _SITES[match["site"] or "github"]
    ref = f"#{match['ref']}" if match["ref"] else ""
    return f"git+ssh://git@{host}/{match['path']}.git{ref}"


def clean_range(text: str) -> str:
    """Return a dependency's range; where it is an address, without credentials."""
    if "://" not in text and "@" not in text:
        return clean_text(text)
    if text.startswith(("npm:", "file:", "workspace:", "link:")):
        return clean_text(text)
    address = read_address(text)
    return address.url or "(an address that is not shown)"


def vcs_url(url: str) -> str:
    """Return a git address in SPDX form: the commit behind ``@`` instead of ``#``."""
    address, _, ref = url.partition("#")
    if not address.startswith("git"):
        address = "git+" + address
    return f"{address}@{ref}" if ref else address


def _read_url(match: re.Match[str]) -> Address:
    scheme = match["scheme"].lower()
    host = _SSH_HOST if "ssh" in scheme else _HOST
    if not host.fullmatch(match["host"]) and not scheme.endswith("file"):
        return Address("unknown", None, credentials=True)  # half a password, it may be
    if scheme in _GIT_SCHEMES:
        found = _git(scheme, match["host"], match["path"], match["fragment"], match["user"])
        if match["query"]:
            return Address("git", found.url, credentials=True)
        return found
    if scheme in ("http", "https"):
        secret = match["user"] is not None or match["query"] is not None
        ref = match["fragment"]
        if match["path"].endswith(".git"):
            return _git(f"git+{scheme}", match["host"], match["path"], ref, match["user"])
        return _http(_quoted(f"{scheme}://{match['host']}{match['path']}"), credentials=secret)
    return Address("unknown", None, credentials=match["user"] is not None)


def _http(url: str, *, credentials: bool) -> Address:
    match = _REGISTRY_PATH.fullmatch(url.replace("%2f", "/").replace("%2F", "/"))
    if match and "://" in match["base"]:
        return Address(
            "registry",
            url,
            credentials,
            base=match["base"],
            name=unquote(match["name"]),
            file=unquote(match["file"]),
        )
    return Address("tarball", url, credentials)


def _git(scheme: str, host: str, path: str, ref: str | None, user: str | None) -> Address:
    """Keep the user ``git`` of ssh, which is no secret, and a reference that reads as one."""
    keeps_user = user == "git" and "ssh" in scheme
    prefix = scheme if scheme.startswith("git") else f"git+{scheme}"
    address = f"{prefix}://{'git@' if keeps_user else ''}{host}{path}"
    if ref and _SAFE_REF.fullmatch(ref):
        address += f"#{ref}"
    return Address("git", _quoted(address), credentials=user is not None and not keeps_user)


def _quoted(url: str) -> str:
    return _UNSAFE.sub(lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), url)
