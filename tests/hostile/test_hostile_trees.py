"""Does a hostile tree act on its auditor, or hide from it?

The numbers are those of the attack catalogue. Every tree is built at run time. Each
holds traps (programs that leave a marker when anything runs them) and canaries
(weaknesses that a one-rule scan must still find).
"""

import os
import shlex
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders import write_tree

from auditor.errors import AuditorError
from auditor.sources.semgrep import Scan, Semgrep
from auditor.target import Target
from auditor.targets import open_target

GIT = Path("/usr/bin/git")
HOST_CANARY = "host-canary-5d1f"
CANARY = {
    "id": "canary",
    "languages": ["javascript", "typescript"],
    "severity": "ERROR",
    "message": "eval of $X",
    "pattern": "eval($X)",
}
WEAKNESS = "app.get('/', (req, res) => { eval(req.query.x) })\n"


@dataclass
class Tree:
    """A hostile tree under construction, with what must be found in it."""

    root: Path
    markers: Path
    canaries: list[str] = field(default_factory=list)

    def trap(self, name: str) -> str:
        """Return a program that leaves the marker ``name``."""
        program = self.markers.parent / "traps" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(self.markers / name))}\n")
        program.chmod(0o700)
        return str(program)

    def write(self, path: str, text: str, *, executable: bool = False) -> None:
        write_tree(self.root, {path: text})
        if executable:
            (self.root / path).chmod(0o700)

    def plant(self, *paths: str, text: str = WEAKNESS) -> None:
        for path in paths:
            self.write(path, text)
            self.canaries.append(path)

    def sprung(self) -> list[str]:
        return sorted(path.name for path in self.markers.iterdir())


@dataclass(frozen=True)
class Audited:
    """A tree after it was opened and scanned from inside, with it first on every path."""

    tree: Tree
    target: Target
    scan: Scan

    @property
    def unread(self) -> dict[str, tuple[str, bool]]:
        return {one.path: (one.kind, one.harmful) for one in self.target.unread}


def new_tree(folder: Path) -> Tree:
    for name in ("root", "markers"):
        (folder / name).mkdir(parents=True)
    return Tree(folder / "root", folder / "markers")


def audited(tree: Tree) -> Audited:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tree.root)
        for variable in ("PATH", "PYTHONPATH", "HOME", "XDG_CONFIG_HOME"):
            patch.setenv(variable, str(tree.root))
        target = open_target(str(tree.root))
        return Audited(tree, target, Semgrep().scan(target, [CANARY], timeout_s=120))


def program_config(tree: Tree, name: str) -> str:
    trap = tree.trap(name)
    return (
        f"[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {trap}\n\thooksPath = hooks\n"
        f"\tpager = {trap}\n\tsshCommand = {trap}\n[include]\n\tpath = ../more.config\n"
        f'[filter "evil"]\n\tsmudge = {trap}\n\tclean = {trap}\n\tprocess = {trap}\n'
        f'[diff "evil"]\n\ttextconv = {trap}\n[alias]\n\tstatus = !{trap}\n'
    )


def repository(tree: Tree, below: str, config: str) -> None:
    tree.write(f"{below}HEAD", "ref: refs/heads/main\n")
    tree.write(f"{below}config", config)
    for folder in ("objects/info", "objects/pack", "refs/heads"):
        (tree.root / below / folder).mkdir(parents=True)


def plant_git_folder(tree: Tree) -> None:
    """Number 1: a .git that runs programs."""
    repository(tree, ".git/", program_config(tree, "git-folder"))
    tree.write(".git/hooks/post-index-change", f"#!/bin/sh\n{tree.trap('hook')}\n", executable=True)
    tree.write("more.config", f"[core]\n\tfsmonitor = {tree.trap('include')}\n")
    tree.plant("server.js")


def plant_nested_bare_repository(tree: Tree) -> None:
    """Number 2: a folder in the shape of a bare repository."""
    repository(tree, "lib/", program_config(tree, "nested-bare"))
    tree.plant("lib/beside.js", "lib/objects/inside.js")


def plant_attributes(tree: Tree) -> None:
    """Number 4: attributes that run filters and hide files from archives."""
    tree.write(".gitattributes", "* filter=evil diff=evil\nhidden.js export-ignore\n*.js -text\n")
    tree.plant("hidden.js", "$Format:%H$.js")


def plant_submodules(tree: Tree) -> None:
    """Number 5: submodules that run programs or read the host."""
    trap = tree.trap("submodule")
    tree.write(
        ".gitmodules",
        f'[submodule "a"]\n\tpath = sub/ext\n\turl = ext::{trap}\n'
        f'[submodule "b"]\n\tpath = sub/option\n\turl = -u{trap}\n'
        f'[submodule "c"]\n\tpath = sub/file\n\turl = file:///etc\n'
        f'[submodule "d"]\n\tpath = sub/update\n\turl = ../d\n\tupdate = !{trap}\n'
        f'[submodule "e"]\n\tpath = sub/plain\n\turl = https://code.example/e.git\n',
    )
    for name in ("ext", "option", "file", "update", "plain"):
        (tree.root / "sub" / name).mkdir(parents=True)
    tree.plant("sub/own.js")


def plant_option_names(tree: Tree) -> None:
    """Number 6: names that are options, commands or control sequences to somebody."""
    trap = tree.trap("name")
    tree.plant(
        "-rf.js",
        "--output=x.js",
        "--config=evil.js",
        "--upload-pack=x.js",
        "-e/evil.js",
        f"$({Path(trap).name}).js",
        f"`{Path(trap).name}`.js",
        "a;b|c&d.js",
        " leading blank.js",
        "new\nline.js",
        "\x1b]0;title\x07.js",
        "::error::x.js",
        "caf\udce9.js",
        "bidi\u202e.js",
    )


def plant_links_and_devices(tree: Tree) -> list[socket.socket]:
    """Number 7: everything that is no regular file."""
    outside = tree.markers.parent / "outside"
    write_tree(outside, {"secret.js": f"eval('{HOST_CANARY}')\n", ".env": HOST_CANARY})
    links = tree.root / "links"
    links.mkdir()
    (links / "file.js").symlink_to(outside / "secret.js")
    (links / "up.js").symlink_to("../../outside/secret.js")
    (links / "folder").symlink_to(outside, target_is_directory=True)
    (links / "loop.js").symlink_to("loop.js")
    (links / "parent").symlink_to("..", target_is_directory=True)
    (links / "zero.js").symlink_to("/dev/zero")
    (links / ".env").symlink_to(outside / ".env")
    os.mkfifo(links / "pipe.js")
    listener = socket.socket(socket.AF_UNIX)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(links)  # the path of a socket must be short
        listener.bind("socket.js")
    tree.plant("links/regular.js")
    return [listener]


def plant_tool_settings(tree: Tree) -> None:
    """Number 22: settings of tools that we, or our tools, might obey."""
    blind = "rules:\n- {id: blind, languages: [js], severity: INFO, message: m, pattern: blind()}\n"
    trap = tree.trap("settings")
    for path in ("semgrep.yml", ".semgrep.yml", ".semgrep/rules.yml"):
        tree.write(path, blind)
    tree.write(".semgrep/settings.yml", "api_token: x\nhas_shown_metrics_notification: false\n")
    tree.write("pip.conf", "[global]\nindex-url = https://registry.example/simple\n")
    tree.write(".gitconfig", f"[core]\n\tfsmonitor = {trap}\n")
    tree.write(".npmrc", "registry=https://registry.example/\n")
    tree.write("pyproject.toml", "[tool.auditor]\nignore = ['*']\n")
    for path in ("sitecustomize.py", "usercustomize.py", "conftest.py"):
        tree.write(path, f"import os\nos.system({trap!r})\n")


def plant_shadows(tree: Tree) -> None:
    """Number 23: modules and programs with the names of ours."""
    for name in ("requests", "semgrep", "json", "selectors", "resource", "importlib"):
        tree.write(f"{name}.py", f"import os\nos.system({tree.trap('module')!r})\n")
    script = f"#!/bin/sh\n{tree.trap('program')}\n"
    for name in ("semgrep", "pysemgrep", "semgrep-core", "unshare", "python3", "git", "true"):
        tree.write(name, script, executable=True)


def plant_suppressions(tree: Tree) -> None:
    """Number 24: every way to ask Semgrep to look away."""
    tree.write(".semgrepignore", "*\n")
    tree.write("web/.semgrepignore", "*\n")
    tree.write(".gitignore", "*\n")
    tree.plant("nosem.js", text=WEAKNESS.replace("\n", " // nosemgrep: canary\n"))
    tree.plant("nosem-above.js", text="// nosem\n" + WEAKNESS)
    tree.plant("web/ignored.js")
    for folder in ("test", "tests", "vendor", "dist", "build", "node-modules", ".hidden", "e2e"):
        tree.plant(f"{folder}/a.js")
    tree.plant("a.min.js", "b.spec.ts", "c.test.mts", "d.d.ts", "bin/e.cjs", "f.JS")
    tree.plant("bin/www", text="#!/usr/bin/env node\n" + WEAKNESS)


@pytest.fixture(scope="module")
def combined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """All attacks that can live in one tree, audited once."""
    tree = new_tree(tmp_path_factory.mktemp("hostile") / "combined")
    plant_git_folder(tree)
    plant_nested_bare_repository(tree)
    plant_attributes(tree)
    plant_submodules(tree)
    plant_option_names(tree)
    sockets = plant_links_and_devices(tree)
    plant_tool_settings(tree)
    plant_shadows(tree)
    plant_suppressions(tree)
    yield audited(tree)
    for one in sockets:
        one.close()


@pytest.fixture(scope="module")
def bare_root(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Number 2: the tree itself in the shape of a repository, without any .git."""
    tree = new_tree(tmp_path_factory.mktemp("hostile") / "bare")
    shape = "[core]\n\tbare = false\n\tworktree = .\n"
    repository(tree, "", shape + program_config(tree, "bare-root"))
    tree.plant("server.js", "objects/inside.js")
    return audited(tree)


@pytest.fixture(scope="module")
def promisor(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Number 3: a partial clone whose missing objects are fetched by a program."""
    tree = new_tree(tmp_path_factory.mktemp("hostile") / "promisor")
    trap = tree.trap("promisor")
    config = (
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = .\n\tpromisor = true\n\tuploadpack = {trap}\n'
    )
    repository(tree, ".git/", config)
    tree.write(".git/refs/heads/main", "1" * 40 + "\n")
    tree.plant("server.js")
    return audited(tree)


@pytest.fixture(params=["combined", "bare_root", "promisor"])
def any_tree(request: pytest.FixtureRequest) -> Audited:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Audited)
    return found


def test_nothing_of_the_tree_is_run(any_tree: Audited) -> None:
    assert any_tree.tree.sprung() == []


def test_every_canary_is_found_and_nothing_else(any_tree: Audited) -> None:
    assert [one.path for one in any_tree.scan.matches] == sorted(any_tree.tree.canaries)
    unread = {one.path for one in any_tree.target.unread}
    # What a link or a pipe may hide is said; nothing that could be read is missing.
    assert {gap.subject for gap in any_tree.scan.gaps} <= unread


def test_links_and_pipes_that_may_be_code_are_gaps(combined: Audited) -> None:
    gaps = {gap.subject for gap in combined.scan.gaps}
    assert {"links/file.js", "links/up.js", "links/folder", "links/pipe.js"} <= gaps
    assert "links/.env" not in gaps


def test_nothing_of_the_host_is_in_any_output(any_tree: Audited) -> None:
    assert HOST_CANARY not in repr((any_tree.scan, any_tree.target.files, any_tree.target.unread))
    assert all(
        HOST_CANARY.encode() not in any_tree.target.read(entry.path)
        for entry in any_tree.target.files
    )


@pytest.mark.skipif(not GIT.exists(), reason="git is not installed: the traps cannot be proven")
@pytest.mark.parametrize(
    ("fixture", "command", "marker"),
    [
        ("combined", "status", "include"),
        ("bare_root", "status", "bare-root"),
        ("promisor", "cat-file -p HEAD", "promisor"),
    ],
)
def test_the_traps_are_armed_for_whoever_runs_git(
    request: pytest.FixtureRequest, tmp_path: Path, fixture: str, command: str, marker: str
) -> None:
    tree = request.getfixturevalue(fixture).tree
    try:
        subprocess.run(
            [str(GIT), *command.split()],
            cwd=tree.root,
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        assert marker in tree.sprung()
    finally:
        for path in tree.markers.iterdir():
            path.unlink()


def test_1_a_git_folder_that_runs_programs_is_reported(combined: Audited) -> None:
    assert combined.unread[".git"] == ("git", False)
    assert combined.unread[".git/config"] == ("git", True)
    assert combined.unread[".git/hooks/post-index-change"] == ("git", True)
    reason = next(one.reason for one in combined.target.unread if one.path == ".git/config")
    for key in ("core.fsmonitor", "core.hookspath", "filter.evil.smudge", "include.path"):
        assert key in reason


def test_2_the_shape_of_a_repository_is_reported(combined: Audited, bare_root: Audited) -> None:
    assert combined.unread["lib"] == ("git", True)
    assert bare_root.unread["."] == ("git", True)
    assert not bare_root.target.exists("HEAD")
    assert not bare_root.target.exists("config")


def test_3_a_promisor_repository_is_reported(promisor: Audited) -> None:
    assert promisor.unread[".git/config"] == ("git", True)


def test_5_submodules_are_reported(combined: Audited) -> None:
    assert combined.unread["sub/plain"] == ("git", False)
    named = [one.reason for one in combined.target.unread if one.path == ".gitmodules"]
    assert all(any(f"sub/{name}" in reason for reason in named) for name in ("ext", "option"))
    assert all(any(f"sub/{name}" in reason for reason in named) for name in ("file", "update"))


@pytest.mark.parametrize("text", ["--upload-pack={trap}", "ext::{trap}", "$({trap})", "-rf.js"])
def test_6_a_target_that_is_an_option_or_command_is_refused(tmp_path: Path, text: str) -> None:
    tree = new_tree(tmp_path)
    with pytest.raises(AuditorError):
        open_target(text.format(trap=tree.trap("target")))
    assert tree.sprung() == []


def test_7_what_is_no_regular_file_is_reported(combined: Audited) -> None:
    below = {
        path.removeprefix("links/"): found
        for path, found in combined.unread.items()
        if path.startswith("links/")
    }
    assert below == {
        ".env": ("symlink", True),
        "file.js": ("symlink", True),
        "folder": ("symlink", True),
        "loop.js": ("symlink", False),
        "parent": ("symlink", False),
        "pipe.js": ("special", False),
        "socket.js": ("special", False),
        "up.js": ("symlink", True),
        "zero.js": ("symlink", True),
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a device")
def test_7_a_device_is_reported(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "random.js", 0o600 | 0o020000, os.makedev(1, 9))
    except PermissionError:
        pytest.skip("this container may not make a device")
    (found,) = open_target(str(tmp_path)).unread
    assert (found.path, found.kind) == ("random.js", "special")


def test_24_attempts_to_hide_code_are_reported(combined: Audited) -> None:
    assert {(one.kind, one.path, one.line) for one in combined.scan.suppressions} == {
        ("config", ".semgrep.yml", 0),
        ("config", ".semgrep/rules.yml", 0),
        ("config", ".semgrep/settings.yml", 0),
        ("config", "semgrep.yml", 0),
        ("nosemgrep", "nosem-above.js", 1),
        ("nosemgrep", "nosem.js", 1),
        ("semgrepignore", ".semgrepignore", 0),
        ("semgrepignore", "web/.semgrepignore", 0),
    }
