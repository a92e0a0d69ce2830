"""A file is a script for pages only if nothing speaks for the server."""

from collections.abc import Mapping

import pytest
from builders import MemoryTarget

from auditor.checks.code.serving import MAX_READ_BYTES, uses_of
from auditor.target import Unread
from auditor.targets.without import Without

MENU = "document.querySelector('#menu').hidden = true;"
HANDLER = "module.exports = (req, res) => { res.send(eval(req.query.code)); };"


def target(files: Mapping[str, str]) -> MemoryTarget:
    return MemoryTarget({path: text.encode() for path, text in files.items()})


def test_a_script_that_only_pages_load_is_for_the_browser() -> None:
    found = uses_of(
        target(
            {
                "server.js": "app.use(express.static('public'));",
                "public/menu.js": MENU,
                "client/src/main.ts": "import './menu'; bootstrap();",
                "lib/jquery.min.js": "var a=1;" * 1000,
                "package.json": '{"main": "server.js"}',
            }
        )
    )
    assert found == dict.fromkeys(
        ("client/src/main.ts", "lib/jquery.min.js", "public/menu.js"), "browser"
    )


@pytest.mark.parametrize(
    "server",
    [
        "const run = require('./public/run');",
        "import run from './public/run.js';",
        "const run = await import('./public/run.js');",
        "export { run } from './public/run.js';",
        "fork('./public/run.js');",
        "new Worker(`${__dirname}/public/run.js`);",
        "vm.runInThisContext(readFileSync('./public/run.js'));",
        "require(path.join(__dirname, 'public', name));",
        "require(`./public/${name}`);",
        "require('./public/' + name);",
        "require(process.env.RUN);",
        "loadFiles(where);",
        "requireAll(where);",
    ],
)
def test_what_the_server_loads_is_the_servers(server: str) -> None:
    assert uses_of(target({"server.js": server, "public/run.js": HANDLER})) == {}


def test_what_such_a_file_imports_in_turn_is_the_servers() -> None:
    files = {
        "server.js": "require('./public/one')",
        "public/one.js": "require('./two')",
        "public/two.js": HANDLER,
        "public/menu.js": MENU,
    }
    assert uses_of(target(files)) == {"public/menu.js": "browser"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"main": "public/run.js"}'),
        ("package.json", '{"bin": {"shop": "./public/run.js"}}'),
        ("package.json", '{"scripts": {"start": "node -r dotenv public/run"}}'),
        ("Dockerfile", 'CMD ["node", "public/run.js"]'),
        ("Procfile", "web: node public/run.js"),
        ("deploy/start.sh", "exec node public/run.js"),
        ("public/package.json", '{"main": "run.js"}'),
    ],
)
def test_what_something_starts_is_the_servers(name: str, text: str) -> None:
    assert uses_of(target({name: text, "public/run.js": HANDLER})) == {}


@pytest.mark.parametrize(
    "text",
    [
        "const app = require('express')();",
        "import http from 'node:http'; http.createServer(f);",
        "import { spawn } from 'child_process';",
        "const r = require; r('ht' + 'tp'); require(name)(1);",
        "module.require('x');",
        "process.mainModule.require('x');",
        "process.getBuiltinModule('fs');",
        "var a=1;" * 1000 + "require('express')",
    ],
)
def test_what_asks_for_a_server_is_the_servers(text: str) -> None:
    assert uses_of(target({"public/run.js": text})) == {}


def test_a_file_outside_the_folders_for_pages_is_the_servers_even_if_minified() -> None:
    assert uses_of(target({"bundle.js": "var a=1;" * 1000})) == {}


def test_a_file_that_is_too_large_to_be_searched_is_the_servers() -> None:
    files = {"public/a.js": b"a;" * (MAX_READ_BYTES // 2), "public/b.js": b"b " * MAX_READ_BYTES}
    assert uses_of(MemoryTarget(files)) == {"public/a.js": "browser"}


def test_a_choice_of_modules_counts_for_its_own_folder() -> None:
    files = {
        "models/index.js": "require(path.join(here, file))",
        "models/static/user.js": HANDLER,
        "public/menu.js": MENU,
    }
    assert uses_of(target(files)) == {"public/menu.js": "browser"}


def test_a_test_is_one_unless_the_application_imports_it() -> None:
    files = {
        "server.js": "require('./test/really-a-route')",
        "test/really-a-route.js": HANDLER,
        "test/login.test.js": "const app = require('express')(); require('./helper')",
        "test/helper.js": HANDLER,
    }
    assert uses_of(target(files)) == {"test/helper.js": "tests", "test/login.test.js": "tests"}


def test_nothing_is_only_for_pages_while_sources_are_out_of_sight() -> None:
    unread = (Unread("lib", "symlink", "is a symbolic link"),)
    assert uses_of(MemoryTarget({"public/menu.js": MENU.encode()}, unread=unread)) == {}


def test_nothing_is_only_for_pages_where_unchanged_files_are_left_out() -> None:
    files = target({"server.js": "require('./public/run')", "public/run.js": HANDLER})
    assert uses_of(Without(files, frozenset({"server.js"}), "did not change")) == {}
