"""Are applications and routers found in all the forms in which people write them?"""

from __future__ import annotations

import pytest
from application_models import model_of, routes_of

HANDLER = "(req, res) => { res.send('x'); }"

ONE_FILE: dict[str, tuple[str, list[str]]] = {
    "method calls": (
        f"app.get('/a', {HANDLER});\napp.post('/b', {HANDLER});",
        ["GET /a app.js:3 handler", "POST /b app.js:4 handler"],
    ),
    "a setting is no route": ("app.get('port');", []),
    "chained calls": (
        f"app.get('/a', {HANDLER})\n  .put('/b', {HANDLER});",
        ["GET /a app.js:3 handler", "PUT /b app.js:4 handler"],
    ),
    "route()": (
        f"app.route('/a')\n  .get({HANDLER})\n  .post({HANDLER});",
        ["GET /a app.js:4 handler", "POST /a app.js:5 handler"],
    ),
    "all()": (f"app.all('/a', {HANDLER});", ["ALL /a app.js:3 handler"]),
    "arrays of middleware": (
        f"const helmet = require('helmet');\napp.get('/a', [helmet(), [{HANDLER}]]);",
        ["GET /a app.js:4 helmet, handler"],
    ),
    "a named array of middleware": (
        f"const both = [require('helmet')(), require('cors')()];\napp.get('/a', both, {HANDLER});",
        ["GET /a app.js:4 helmet, cors, handler"],
    ),
    "arrays of paths": (
        f"app.get(['/a', '/b'], {HANDLER});",
        ["GET /a app.js:3 handler", "GET /b app.js:3 handler"],
    ),
    "a path from a constant": (
        (
            f"const PREFIX = '/v1';\napp.get(`${{PREFIX}}/a`, {HANDLER});\n"
            f"app.get(PREFIX + '/b', {HANDLER});"
        ),
        ["GET /v1/a app.js:4 handler", "GET /v1/b app.js:5 handler"],
    ),
    "a path that a loop makes": (
        f"for (const page of pages) app.get(`/p/${{page}}`, {HANDLER});",
        ["GET /p/{?} app.js:3 handler"],
    ),
    "a regular expression": (f"app.get(/^\\/a/, {HANDLER});", ["GET /^\\/a/ app.js:3 handler"]),
    "a router below a path": (
        (
            f"const r = express.Router();\nr.get('/', {HANDLER});\nr.get('/a/', {HANDLER});\n"
            "app.use('/x/', r);"
        ),
        ["GET /x app.js:4 handler", "GET /x/a app.js:5 handler"],
    ),
    "routers within routers": (
        (
            "const { Router } = express;\nconst a = Router(), b = new Router();\n"
            f"b.get('/c', {HANDLER});\na.use('/b', b);\napp.use('/a', a);"
        ),
        ["GET /a/b/c app.js:5 handler"],
    ),
    "a router at two places": (
        (
            f"const r = express.Router();\nr.get('/a',"
            f" {HANDLER});\napp.use('/1', r);\napp.use('/2', r);"
        ),
        ["GET /1/a app.js:4 handler", "GET /2/a app.js:4 handler"],
    ),
    "an array of prefixes": (
        f"const r = express.Router();\nr.get('/a', {HANDLER});\napp.use(['/1', '/2'], r);",
        ["GET /1/a app.js:4 handler", "GET /2/a app.js:4 handler"],
    ),
    "a function that makes a router": (
        (
            "const make = (name) => {\n  const r = express.Router();\n"
            f"  r.get('/' + name, {HANDLER});\n  return r;\n}};\n"
            "app.use('/1', make('a'));\napp.use('/2', make('b'));"
        ),
        ["GET /1/a app.js:5 handler", "GET /2/b app.js:5 handler"],
    ),
    "the application handed to a function": (
        f"function add(to) {{ to.get('/a', {HANDLER}); }}\nadd(app);",
        ["GET /a app.js:3 handler"],
    ),
    "handed over in an object": (
        f"function add({{ app: to }}) {{ to.get('/a', {HANDLER}); }}\nadd({{ app }});",
        ["GET /a app.js:3 handler"],
    ),
    "in a callback": (
        f"connect(url, (error, db) => {{ app.get('/a', {HANDLER}); }});",
        ["GET /a app.js:3 handler"],
    ),
    "in production only": (
        (
            "if (process.env.NODE_ENV === 'production') {\n"
            f"  app.get('/a', {HANDLER});\n}} else {{\n  app.get('/b', {HANDLER});\n}}"
        ),
        ["GET /a app.js:4 handler (production)", "GET /b app.js:6 handler (development)"],
    ),
    "under another condition": (
        f"if (config.beta) app.get('/a', {HANDLER});\nconfig.beta && app.get('/b', {HANDLER});",
        ["GET /a app.js:3 handler (sometimes)", "GET /b app.js:4 handler (sometimes)"],
    ),
    "a middleware after the route does not count": (
        f"app.get('/a', {HANDLER});\napp.use(require('helmet')());",
        ["GET /a app.js:3 handler"],
    ),
    "a middleware below another path does not count": (
        (
            f"app.use('/b', require('helmet')());\napp.get('/a',"
            f" {HANDLER});\napp.get('/b/c', {HANDLER});"
        ),
        ["GET /a app.js:4 handler", "GET /b/c app.js:5 helmet, handler"],
    ),
    "a guard at its own route counts for the same route": (
        (
            "app.post('/a', require('express-jwt').expressjwt({}));\n"
            f"app.post('/a', {HANDLER});\napp.get('/a', {HANDLER});"
        ),
        ["POST /a app.js:3 auth", "POST /a app.js:4 auth, handler", "GET /a app.js:5 handler"],
    ),
    "a guard of everything below a wildcard": (
        f"app.all('/a/*', require('express-jwt').expressjwt({{}}));\napp.get('/a/b', {HANDLER});",
        ["GET /a/b app.js:4 auth, handler"],
    ),
    "a guard of all methods of one path, which is no route": (
        (
            "const guard = require('express-jwt').expressjwt({});\n"
            f"app.route('/a').all(guard).get({HANDLER}).post({HANDLER});"
        ),
        ["GET /a app.js:4 auth, handler", "POST /a app.js:4 auth, handler"],
    ),
    "a choice of middleware": (
        (
            "const limit = process.env.LIMIT ?"
            " require('express-rate-limit')({}) : (q, s, n) => n();\n"
            f"app.get('/a', limit, {HANDLER});"
        ),
        ["GET /a app.js:4 limiter, handler"],
    ),
    "an application in an application": (
        f"const sub = express();\nsub.get('/a', {HANDLER});\napp.use('/sub', sub);",
        ["GET /sub/a app.js:4 handler"],
    ),
    "assigned later": (
        f"let r;\nr = express.Router();\nr.get('/a', {HANDLER});\napp.use(r);",
        ["GET /a app.js:5 handler"],
    ),
    "a function from another function": (
        (
            "const list = { handlers: { a: (q, s) => s.end() }, ...more };\n"
            "app.get('/a', list.handlers['a'], list.missing);"
        ),
        ["GET /a app.js:4 handler, unknown"],
    ),
    "a path in a callback of a list": (
        f"['/a', '/b'].forEach((path) => app.get(path, {HANDLER}));",
        ["GET /{?} app.js:3 handler"],
    ),
    "below a path that cannot be told": (
        f"const r = express.Router();\nr.get('/a', {HANDLER});\napp.use(config.prefix, r);",
        ["GET /{?}/a app.js:4 handler"],
    ),
    "below a regular expression": (
        (
            f"app.use(/^\\/b/, require('helmet')());\napp.use([/x/, '/c'], {HANDLER});\n"
            f"app.get('/b', {HANDLER});"
        ),
        ["GET /b app.js:5 handler"],
    ),
    "mounted at nothing": ("app.use();\napp.route();\napp.all();", ["ALL /{?} app.js:5 "]),
    "settings and parameters": (
        (
            "app.param('id', (q, s, n, id) => n());\napp.engine('x', y).get('/a', h);\n"
            "app.locals.x = 1;"
        ),
        ["GET /a app.js:4 unknown"],
    ),
    "a method of the path that a variable names": ("app.route('/a')[method](h);", []),
    "a bound function": (
        f"const h = ({HANDLER}).bind(this);\napp.get('/a', h);",
        ["GET /a app.js:4 handler"],
    ),
    "a wrapper of a package": (
        (
            "const wrap = require('express-async-handler');\n"
            "app.get('/a', wrap(async (q, s) => { await s.send(q.body); }));"
        ),
        ["GET /a app.js:4 handler"],
    ),
    "a static method, and a class without a constructor": (
        (
            "class Users { static list(q, s) { s.end(); } show = (q, s) => s.end(); }\n"
            "app.get('/a', Users.list, new Users().show, Users.none, new Users().none);"
        ),
        ["GET /a app.js:4 handler, handler, unknown, unknown"],
    ),
    "a conditional in a switch": (
        f"switch (kind) {{ case 1: app.get('/a', {HANDLER}); }}",
        ["GET /a app.js:3 handler (sometimes)"],
    ),
    "chosen by or and by and": (
        (
            "const a = given || require('helmet')();\nconst b = flag && require('cors')();\n"
            f"app.get('/a', a, b, {HANDLER});"
        ),
        ["GET /a app.js:5 helmet, cors, handler"],
    ),
    "a router that mounts itself": (
        f"const r = express.Router();\nr.use(r);\nr.get('/a', {HANDLER});\napp.use(r);",
        ["GET /a app.js:5 handler"],
    ),
}


@pytest.mark.parametrize("form", ONE_FILE)
def test_finds_the_routes_of_one_file(form: str) -> None:
    code, expected = ONE_FILE[form]

    assert routes_of(code) == expected


MANY_FILES: dict[str, tuple[dict[str, str], list[str]]] = {
    "require of a router": (
        {
            "app.js": "const app = require('express')();\napp.use('/x', require('./routes'));",
            "routes/index.js": "const r = require('express').Router();\n"
            f"r.get('/a', {HANDLER});\nmodule.exports = r;",
        },
        ["GET /x/a routes/index.js:2 handler"],
    ),
    "require of a function that gets the application": (
        {
            "app.js": "const app = require('express')();\nrequire('./routes')(app, {});",
            "routes.js": f"module.exports = (app, db) => {{\n  app.get('/a', {HANDLER});\n}};",
        },
        ["GET /a routes.js:2 handler"],
    ),
    "named exports": (
        {
            "app.js": "const app = require('express')();\nconst { users } = require('./r');\n"
            "app.use('/u', users);",
            "r.js": "const { Router } = require('express');\nexports.users = Router();\n"
            f"exports.users.get('/a', {HANDLER});",
        },
        ["GET /u/a r.js:3 handler"],
    ),
    "import of defaults and names": (
        {
            "src/app.ts": "import express, { Express } from 'express';\n"
            "import users from './users.js';\nimport { posts as p } from './posts';\n"
            "const app: Express = express();\napp.use('/u', users);\napp.use('/p', p);",
            "src/users.ts": f"import {{ Router }} from 'express';\nconst r: Router = Router();\n"
            f"r.get('/a', {HANDLER});\nexport default r;",
            "src/posts.ts": "import * as express from 'express';\n"
            f"export const posts = express.Router();\nposts.get('/b', {HANDLER});",
        },
        ["GET /u/a src/users.ts:3 handler", "GET /p/b src/posts.ts:3 handler"],
    ),
    "re-exports": (
        {
            "app.mjs": "import express from 'express';\nimport { a, b, c } from './all.mjs';\n"
            "const app = express();\napp.use(a);\napp.use(b);\napp.use(c.r);",
            "all.mjs": "export { r as a } from './a.mjs';\nexport * from './b.mjs';\n"
            "export * as c from './c.mjs';",
            "a.mjs": "import { Router } from 'express';\nexport const r = Router();\n"
            f"r.get('/a', {HANDLER});",
            "b.mjs": "import { Router } from 'express';\nconst b = Router();\n"
            f"b.get('/b', {HANDLER});\nexport {{ b }};",
            "c.mjs": "import { Router } from 'express';\nexport const r = Router();\n"
            f"r.get('/c', {HANDLER});",
        },
        ["GET /a a.mjs:3 handler", "GET /b b.mjs:3 handler", "GET /c c.mjs:3 handler"],
    ),
    "TypeScript's export =": (
        {
            "app.ts": "import express = require('express');\nimport users = require('./users');\n"
            "const app = express();\napp.use(users);",
            "users.ts": "import { Router } from 'express';\nconst r = Router();\n"
            f"r.get('/a', {HANDLER});\nexport = r;",
        },
        ["GET /a users.ts:3 handler"],
    ),
    "dynamic import": (
        {
            "server.js": "const { createApp } = await import('./app.js');\ncreateApp().listen(80);",
            "app.js": "import express from 'express';\nexport function createApp() {\n"
            f"  const app = express();\n  app.get('/a', {HANDLER});\n  return app;\n}}",
        },
        ["GET /a app.js:4 handler"],
    ),
    "a class of an application": (
        {
            "server.ts": "import { Server } from './app';\nconst s = new Server([]);\ns.listen();",
            "app.ts": "import express, { Application } from 'express';\n"
            "import { Users } from './u';\n"
            "export class Server {\n  public app: Application;\n  constructor(routes: any[]) {\n"
            "    this.app = express();\n    this.routes();\n  }\n"
            "  private routes() { this.app.use('/u', new Users().router); }\n"
            "  listen() { this.app.listen(80); }\n}",
            "u.ts": "import { Router } from 'express';\nexport class Users {\n"
            "  public router = Router();\n  constructor() { this.init(); }\n"
            "  init() { this.router.get('/a', this.list); }\n"
            "  list = (req, res) => { res.json(req.query); };\n}",
        },
        ["GET /u/a u.ts:5 handler"],
    ),
    "a constructor function": (
        {
            "app.js": "const app = require('express')();\nconst Handler = require('./h');\n"
            "const h = new Handler({});\nconst guard = h.guard;\napp.get('/a', guard, h.list);",
            "h.js": "function Handler(db) {\n  this.guard = (req, res, next) => {\n"
            "    if (req.session.user) return next();\n    return res.redirect('/login');\n  };\n"
            "  this.list = (req, res) => res.json(db.list(req.query));\n}\n"
            "module.exports = Handler;",
        },
        ["GET /a app.js:5 auth, handler"],
    ),
    "paths of tsconfig.json": (
        {
            "tsconfig.json": '{ // the paths\n  "compilerOptions": {"baseUrl": ".", '
            '"paths": {"@routes/*": ["src/routes/*"],}}}',
            "src/app.ts": "import express from 'express';\nimport r from '@routes/a';\n"
            "const app = express();\napp.use(r);",
            "src/routes/a.ts": "import { Router } from 'express';\nconst r = Router();\n"
            f"r.get('/a', {HANDLER});\nexport default r;",
        },
        ["GET /a src/routes/a.ts:3 handler"],
    ),
    "a workspace by its name": (
        {
            "packages/api/package.json": '{"name": "@shop/api", "main": "lib/main.js"}',
            "packages/api/lib/main.js": "const r = require('express').Router();\n"
            f"r.get('/a', {HANDLER});\nmodule.exports = r;",
            "apps/web/server.js": "const app = require('express')();\n"
            "app.use('/api', require('@shop/api'));",
        },
        ["GET /api/a packages/api/lib/main.js:2 handler"],
    ),
    "imports in a circle": (
        {
            "app.js": "const app = require('express')();\nmodule.exports = app;\nrequire('./r');\n"
            "app.use(require('./r'));",
            "r.js": "const r = require('express').Router();\nmodule.exports = r;\n"
            "require('./app');\n"
            f"r.get('/a', {HANDLER});",
        },
        ["GET /a r.js:4 handler"],
    ),
    "require made by createRequire": (
        {
            "app.mjs": "import { createRequire } from 'node:module';\n"
            "const require = createRequire(import.meta.url);\n"
            "const app = require('express')();\napp.use(require('./r.cjs'));",
            "r.cjs": "const r = require('express').Router();\n"
            f"r.get('/a', {HANDLER});\nmodule.exports = r;",
        },
        ["GET /a r.cjs:2 handler"],
    ),
    "a class that nothing makes": (
        {
            "app.ts": "import express from 'express';\nexport default class {\n"
            "  app = express();\n  constructor(private readonly users: Users) {\n"
            f"    this.app.get('/a', {HANDLER});\n"
            "    this.app.get('/b', this.users.list);\n  }\n}",
        },
        ["GET /a app.ts:5 handler", "GET /b app.ts:6 unknown"],
    ),
    "destructured exports and default functions": (
        {
            "app.mjs": "import express from 'express';\nimport add from './add.mjs';\n"
            "import { one, two } from './both.mjs';\nconst app = express();\nadd(app, one);\n"
            "app.use(two);",
            "add.mjs": "export default function (app, guard) {\n"
            f"  app.get('/a', guard, {HANDLER});\n}}",
            "both.mjs": "import helmet from 'helmet';\nimport cors from 'cors';\n"
            "export const { one, x: two = cors() } = { one: helmet(), x: cors() };",
        },
        ["GET /a add.mjs:2 helmet, handler"],
    ),
    "module.exports with names added": (
        {
            "app.js": "const app = require('express')();\nconst r = require('./r');\n"
            "app.use(r.users);\napp.use(require('./r').default);",
            "r.js": "const { Router } = require('express');\nconst users = Router();\n"
            f"users.get('/a', {HANDLER});\nmodule.exports = {{ users, default: users }};\n"
            "module.exports.more = 1;",
        },
        ["GET /a r.js:3 handler", "GET /a r.js:3 handler"],
    ),
    "a folder with a main file, and an alias without a star": (
        {
            "tsconfig.json": '{"compilerOptions": {"paths": {"routes": ["lib"], "x/*": 1}}}',
            "lib/package.json": '{"main": "./start"}',
            "lib/start.js": "const r = require('express').Router();\n"
            f"r.get('/a', {HANDLER});\nmodule.exports = r;",
            "app.js": "const app = require('express')();\napp.use(require('routes'));\n"
            "app.use(require('./lib/'));",
        },
        ["GET /a lib/start.js:2 handler", "GET /a lib/start.js:2 handler"],
    ),
    "a factory that only tests call": (
        {
            "app.js": "const express = require('express');\nmodule.exports = () => {\n"
            f"  const app = express();\n  app.get('/a', {HANDLER});\n  return app;\n}};",
            "test/app.test.js": "const app = require('../app')();\nrequire('supertest')(app);",
        },
        ["GET /a app.js:4 handler"],
    ),
    "a function that nothing calls": (
        {
            "express.js": "require('express');",
            "routes.js": "require('express');\n"
            f"module.exports = (router) => {{\n  router.get('/a', {HANDLER});\n}};",
        },
        ["GET /a routes.js:3 handler"],
    ),
}


@pytest.mark.parametrize("form", MANY_FILES)
def test_follows_routes_through_files(form: str) -> None:
    files, expected = MANY_FILES[form]

    assert routes_of(files) == expected


UNRESOLVED = {
    "an application handed to a module that is chosen when it runs": (
        "fs.readdirSync('routes').forEach((file) => require('./routes/' + file)(app));",
        "app.js:3",
    ),
    "a module chosen when it runs is mounted": (
        "app.use('/x', require(process.env.ROUTES));",
        "app.js:3",
    ),
    "a method chosen when it runs": ("app[method]('/a', handler);", "app.js:3"),
    "a package that adds routes": ("require('consign')().include('r').into(app);", "app.js:3"),
    "a file that is not there": (
        "const { add } = require('./missing');\nadd(app);",
        "app.js:4",
    ),
}


@pytest.mark.parametrize("form", UNRESOLVED)
def test_says_what_it_could_not_follow(form: str) -> None:
    code, place = UNRESOLVED[form]
    model = model_of(code)

    assert [gap.subject for gap in model.gaps] == [place]
    assert model.unresolved == 1


@pytest.mark.parametrize("package", ["@nestjs/core", "fastify", "koa", "tsoa"])
def test_names_frameworks_that_are_not_modelled(package: str) -> None:
    model = model_of({"main.js": f"require('express');\nconst x = require('{package}');"})

    assert [str(gap.reason) for gap in model.gaps] == [
        f"routes declared with {package} are not modelled"
    ]


def test_a_file_with_broken_syntax_is_a_gap() -> None:
    model = model_of("app.get('/a', (req, res => {{{")

    assert [(gap.subject, gap.reason) for gap in model.gaps] == [
        ("app.js", "could not be parsed to the end")
    ]


def test_a_minified_module_that_the_application_loads_is_a_gap() -> None:
    model = model_of(
        {
            "app.js": "const app = require('express')();\nrequire('./bundle');",
            "bundle.js": "x=1;" * 5_000,
        }
    )

    assert [(gap.subject, gap.reason) for gap in model.gaps] == [("bundle.js", "minified")]


def test_an_application_in_code_that_nothing_calls_is_a_gap() -> None:
    model = model_of(
        {"app.js": "const express = require('express');\nfunction start() { return express(); }"}
    )

    assert not model.applications
    assert [gap.subject for gap in model.gaps] == ["app.js:2"]


def test_what_tests_create_is_marked() -> None:
    model = model_of(
        {"test/help.test.js": f"const app = require('express')();\napp.get('/a', {HANDLER});"}
    )

    assert [application.in_tests for application in model.applications] == [True]


def test_nothing_of_express_is_no_application() -> None:
    model = model_of({"a.js": "module.exports = 1;"})

    assert (model.applications, model.gaps, model.modules) == ((), (), 0)
