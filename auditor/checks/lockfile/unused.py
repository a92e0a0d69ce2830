"""Does the code import what package.json asks for, and ask for what it imports?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.absent import MANIFEST, about_packages
from auditor.checks.lockfile.declarations import Declaration, read_declarations
from auditor.errors import TargetError
from auditor.formats.imports import read_imports
from auditor.formats.specifiers import package_of
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import excerpt
from auditor.sources.staging import source_files
from sbom.errors import DocumentError

if TYPE_CHECKING:
    from auditor.target import Target

UNDECLARED = "import-undeclared"
UNUSED = "dependency-unused"
MAX_MANIFEST_BYTES = 4 * 2**20
MAX_MANIFESTS = 200

# What ``require`` finds in Node.js itself before it looks into any folder.
_BUILT_IN = frozenset(
    {
        "_http_agent", "_http_client", "_http_common", "_http_incoming", "_http_outgoing",
        "_http_server", "_stream_duplex", "_stream_passthrough", "_stream_readable",
        "_stream_transform", "_stream_wrap", "_stream_writable", "_tls_common", "_tls_wrap",
        "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants",
        "crypto", "dgram", "diagnostics_channel", "dns", "domain", "events", "fs", "http", "http2",
        "https", "inspector", "module", "net", "os", "path", "perf_hooks", "process", "punycode",
        "querystring", "readline", "repl", "stream", "string_decoder", "sys", "timers", "tls",
        "trace_events", "tty", "url", "util", "v8", "vm", "wasi", "worker_threads", "zlib",
    }
)  # fmt: skip


@check("lockfile.unused", rules=(UNDECLARED, UNUSED))
def unused(context: Context) -> Iterator[Yield]:
    """Packages that are imported and not asked for, and those asked for and never imported.

    Compares the imports of the source files with the package.json files of the
    tree. Undeclared is what the lockfile installs for somebody else and the code
    imports all the same. Unused is what stands under `dependencies` at the root and
    neither an import nor a text in the sources nor a script of package.json names; it
    is only told where every import could be read. Packages that a tool loads by its
    configuration look unused.

    Why: an undeclared package changes its version, or goes away, with an update of
    the one that brings it. An unused one is attack surface for nothing.

    Fix: `npm install` what the code imports; `npm uninstall` what it does not need,
    or move it to the devDependencies.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    if not context.target.exists(MANIFEST):
        yield NotApplicable(f"there is no {MANIFEST}")
        return
    declared: dict[str, Declaration] = {}
    for path, found in _manifests(context.target):
        if isinstance(found, Gap):
            yield found
        else:
            declared = {**found, **declared} if path != MANIFEST else {**declared, **found}
    imports = read_imports(context.target)
    yield from imports.unknown
    named = {name for one in imports.specifiers if (name := package_of(one))} - _BUILT_IN
    installed = {one.location for one in inventory.components}
    own = {one.name for one in inventory.components if not one.location.count("node_modules/")}
    undeclared = sorted(
        name for name in named - declared.keys() - own if f"node_modules/{name}" in installed
    )
    idle = _idle(context.target, named) if imports.complete else ()
    for name in undeclared:
        yield _undeclared(name)
    for declaration in idle:
        yield _unused(declaration)
    counts = {"undeclared": len(undeclared), "unused": len(idle) if imports.complete else None}
    yield Fact("dependencies.imported", len(named & declared.keys()), counts, Location(MANIFEST))
    yield Examined(imports.files, unit="source files")


def _manifests(target: Target) -> Iterator[tuple[str, Mapping[str, Declaration] | Gap]]:
    paths = [one.path for one in target.files if one.path.rpartition("/")[2] == MANIFEST]
    paths = [path for path in paths if "node_modules" not in path.split("/")]
    paths.sort(key=lambda path: path != MANIFEST)
    for path in paths[MAX_MANIFESTS:]:
        yield path, Gap(path, f"only the first {MAX_MANIFESTS} {MANIFEST} files are read")
    for path in paths[:MAX_MANIFESTS]:
        try:
            data = target.read(path, max_bytes=MAX_MANIFEST_BYTES)
            yield path, read_declarations(data, path)
        except (TargetError, DocumentError) as error:
            yield path, Gap(path, error.message.removeprefix(f"{path}: "))


def _idle(target: Target, named: set[str]) -> tuple[Declaration, ...]:
    """What the package.json at the root asks for at run time and nothing names."""
    data = target.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES)
    text = data.decode("utf-8", errors="replace")
    asked = read_declarations(data, MANIFEST)
    # Named once more than in its own section: by a script, or by a setting of a tool.
    idle = [
        one
        for _, one in sorted(asked.items())
        if one.section == "dependencies"
        and one.name not in named
        and not one.name.startswith("@types/")
        and text.count(one.name.rpartition("/")[2]) < 2  # noqa: PLR2004 -- its own mention is one
    ]
    for path in source_files(target) if idle else ():
        data = target.read(path)
        # Some libraries load another by its name: transport({ target: 'pino-roll' }).
        idle = [one for one in idle if not _quoted(one.name.encode(), data)]
    return tuple(idle)


def _quoted(name: bytes, data: bytes) -> bool:
    return any(quote + name + quote in data for quote in (b"'", b'"', b"`"))


def _undeclared(name: str) -> Finding:
    return Finding(
        rule=UNDECLARED,
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        message=f"the code imports {excerpt(name, max_characters=80)}, and no {MANIFEST} asks "
        "for it: it is there because another package brings it",
        location=Location(MANIFEST),
        cwe=(1357,),
        tags=frozenset({UNDECLARED}),
        attributes={"package": name},
        fix="ask for it in package.json",
    )


def _unused(declaration: Declaration) -> Finding:
    return Finding(
        rule=UNUSED,
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        message=f"{excerpt(declaration.name, max_characters=80)} is asked for, and nothing "
        "imports it",
        location=Location(MANIFEST, declaration.line),
        cwe=(1164,),
        tags=frozenset({UNUSED}),
        attributes={"package": declaration.name},
        fix="remove it, or move it to the devDependencies",
    )
