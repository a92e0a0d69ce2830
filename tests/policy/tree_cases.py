# ruff: noqa: E501 -- tables with one tree per line
"""Which verdict does each control give on which small tree? Read by test_trees.py.

Every tree is a deployment of its own: no two are alike, so that no verdict rests
on what another case happens to bring along.
"""

from __future__ import annotations

from collections.abc import Mapping

from policy.deployment_trees import TREES as DEPLOYMENT
from policy.supply_trees import SUPPLY

from auditor.policy import Verdict

Tree = Mapping[str, str]

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

EXPRESS = "const express = require('express');\nconst app = express();\n"
SESSION = EXPRESS + "const session = require('express-session');\n"
KEY = "secret: process.env.SESSION_SECRET"


def app(code: str) -> Tree:
    return {"app.js": f"{EXPRESS}{code}\napp.listen(3000);\n"}


def session(options: str) -> Tree:
    return {"app.js": f"{SESSION}app.use(session({{ {KEY}, {options} }}));\napp.listen(3000);\n"}


def plain(code: str) -> Tree:
    return {"index.js": f"{code}\n"}


COOKIES: dict[str, dict[Verdict, Tree]] = {
    "cookies.secure": {
        PASS: session("cookie: { secure: true, maxAge: 3600000 }"),
        PARTIAL: session("cookie: { secure: process.env.NODE_ENV === 'production' }"),
        FAIL: session("cookie: { secure: false, maxAge: 60000 }"),
        UNKNOWN: app(
            "module.exports = (o) => { app.get('/a', (req, res) => res.cookie('t', 'd', { secure: o.secure }).end()); };"
        ),
        NOT_APPLICABLE: app("app.get('/health', (req, res) => res.json({ ok: true }));"),
    },
    "cookies.http_only": {
        PASS: session("cookie: { httpOnly: true }"),
        PARTIAL: app(
            "app.get('/', (req, res) => res.cookie('theme', 'dark', { httpOnly: false, secure: true }).end());"
        ),
        FAIL: session("cookie: { httpOnly: false }"),
        UNKNOWN: app(
            "exports.f = (o) => app.get('/b', (req, res) => res.cookie('t', 'd', { httpOnly: o.http }).end());"
        ),
        NOT_APPLICABLE: app("app.get('/version', (req, res) => res.send('1'));"),
    },
    "cookies.same_site": {
        PASS: session("cookie: { sameSite: 'strict' }"),
        FAIL: session("cookie: { sameSite: 'none', secure: true }"),
        UNKNOWN: app(
            "exports.f = (o) => app.get('/c', (req, res) => res.cookie('t', 'd', { sameSite: o.site }).end());"
        ),
        NOT_APPLICABLE: app("app.get('/time', (req, res) => res.json(Date.now()));"),
    },
    "cookies.max_age": {
        PASS: session("cookie: { maxAge: 1000 * 60 * 60 * 12 }"),
        PARTIAL: session("resave: false"),
        FAIL: session("cookie: { maxAge: 1000 * 60 * 60 * 24 * 14 }"),
        UNKNOWN: app(
            "exports.f = (o) => app.get('/d', (req, res) => res.cookie('t', 'd', { maxAge: o.age }).end());"
        ),
        NOT_APPLICABLE: app("app.post('/echo', (req, res) => res.sendStatus(204));"),
    },
    "cookies.domain": {
        PASS: session("cookie: { path: '/' }"),
        PARTIAL: session("cookie: { domain: 'shop.example.org' }"),
        FAIL: session("cookie: { domain: 'example.org' }"),
        UNKNOWN: session("cookie: { domain: process.env.COOKIE_DOMAIN }"),
        NOT_APPLICABLE: app("app.get('/e', (req, res) => res.end());"),
    },
    "cookies.name": {
        PASS: session("name: 'shop.id'"),
        FAIL: session("resave: false, rolling: true"),
        UNKNOWN: session("name: process.env.COOKIE_NAME"),
        NOT_APPLICABLE: app("app.get('/f', (req, res) => res.cookie('lang', 'en').end());"),
    },
    "cookies.prefix": {
        PASS: session("name: '__Host-shop', cookie: { secure: true, path: '/' }"),
        FAIL: session("name: 'shop', cookie: { secure: true }"),
        UNKNOWN: session("name: process.env.SESSION_NAME"),
        NOT_APPLICABLE: app("app.get('/g', (req, res) => res.cookie('lang', 'de').end());"),
    },
    "cookies.session_opts": {
        PASS: session("saveUninitialized: false, resave: false"),
        PARTIAL: session("saveUninitialized: true, resave: false"),
        FAIL: session("saveUninitialized: true, resave: true"),
        UNKNOWN: session("saveUninitialized: process.env.SAVE, resave: false"),
        NOT_APPLICABLE: app("app.get('/h', (req, res) => res.cookie('lang', 'fr').end());"),
    },
    "cookies.signed": {
        PASS: app(
            "app.use(require('cookie-session')({ keys: [process.env.NEW, process.env.OLD] }));"
        ),
        PARTIAL: app(
            "app.use(require('cookie-parser')(process.env.COOKIE_KEY));\napp.get('/', (req, res) => res.cookie('a', 'b', { signed: true }).end());"
        ),
        FAIL: app(
            "const cookieSession = require('cookie-session');\napp.use(cookieSession({ name: 's', signed: false }));"
        ),
        UNKNOWN: app(
            "const cookieSession = require('cookie-session');\nmodule.exports = (keys) => app.use(cookieSession({ name: 's', keys }));"
        ),
        NOT_APPLICABLE: app("app.get('/i', (req, res) => res.cookie('lang', 'it').end());"),
    },
}

TLS: dict[str, dict[Verdict, Tree]] = {
    "tls.min_version": {
        PASS: plain(
            "const https = require('https');\nhttps.createServer({ minVersion: 'TLSv1.3' }, (q, r) => r.end()).listen(443);"
        ),
        FAIL: plain(
            "const https = require('https');\nhttps.createServer({ minVersion: 'TLSv1' }, (q, r) => r.end()).listen(443);"
        ),
        UNKNOWN: app("app.get('/j', (req, res) => res.end('j'));"),
        NOT_APPLICABLE: plain("console.log(Math.max(1, 2));"),
    },
    "tls.ciphers": {
        PASS: plain(
            "const https = require('https');\nhttps.createServer({ honorCipherOrder: true }, (q, r) => r.end()).listen(443);"
        ),
        FAIL: plain(
            "const https = require('https');\nhttps.createServer({ ciphers: 'RC4-SHA:DES-CBC3-SHA' }, (q, r) => r.end()).listen(443);"
        ),
        UNKNOWN: app("app.get('/k', (req, res) => res.end('k'));"),
        NOT_APPLICABLE: plain("console.log(Math.min(1, 2));"),
    },
    "tls.reject_unauthorized": {
        PASS: plain("const https = require('https');\nhttps.get('https://api.example.org/');"),
        FAIL: plain(
            "const https = require('https');\nmodule.exports = new https.Agent({ rejectUnauthorized: false });"
        ),
        NOT_APPLICABLE: {"README.md": "nothing to run\n"},
    },
    "tls.mtls": {
        PASS: plain(
            "const https = require('https');\nhttps.createServer({ requestCert: true, rejectUnauthorized: true }, (q, r) => r.end()).listen(1);"
        ),
        FAIL: plain(
            "const https = require('https');\nhttps.createServer({ requestCert: true, rejectUnauthorized: false }, (q, r) => r.end()).listen(2);"
        ),
        UNKNOWN: plain(
            "const https = require('https');\nmodule.exports = (o) => https.createServer({ requestCert: o.ask }, (q, r) => r.end()).listen(3);"
        ),
        NOT_APPLICABLE: app("app.get('/l', (req, res) => res.end('l'));"),
    },
    "tls.pinning": {
        PASS: plain(
            "const fs = require('fs');\nconst https = require('https');\nmodule.exports = new https.Agent({ ca: fs.readFileSync('ca.pem') });"
        ),
        FAIL: plain(
            "const fs = require('fs');\nconst https = require('https');\nhttps.get('https://b.example.org', { ca: fs.readFileSync('ca.pem') });\nhttps.get('https://c.example.org', { rejectUnauthorized: false });"
        ),
        NOT_APPLICABLE: plain(
            "const https = require('https');\nhttps.get('https://d.example.org');"
        ),
    },
    "tls.hsts": {
        PASS: app(
            "app.use(require('helmet')({ hsts: { maxAge: 63072000, includeSubDomains: true } }));"
        ),
        PARTIAL: app(
            "app.use(require('helmet')({ hsts: { maxAge: 63072000, includeSubDomains: false } }));"
        ),
        FAIL: app("app.use(require('helmet')({ hsts: { maxAge: 86400 } }));"),
        UNKNOWN: app("app.get('/m', (req, res) => res.end('m'));"),
        NOT_APPLICABLE: plain("console.log('no server here');"),
    },
    "tls.redirect": {
        PASS: app(
            "app.use((req, res, next) => (req.secure ? next() : res.redirect(308, 'https://' + req.hostname + req.url)));"
        ),
        PARTIAL: app(
            "app.use((req, res, next) => (req.secure ? next() : res.redirect(302, 'https://' + req.hostname + req.url)));"
        ),
        FAIL: app(
            "const https = require('https');\nconst http = require('http');\nhttps.createServer({}, app).listen(443);\nhttp.createServer(app).listen(80);"
        ),
        UNKNOWN: app("app.get('/n', (req, res) => res.end('n'));"),
        NOT_APPLICABLE: plain("console.log('nothing is served');"),
    },
    "tls.datastores": {
        PASS: plain(
            "const redis = require('redis');\nredis.createClient({ url: 'rediss://cache.example.org:6380' });"
        ),
        PARTIAL: plain(
            "const redis = require('redis');\nredis.createClient({ url: 'rediss://cache.example.org' });\nexports.url = process.env.MONGO_URL || 'mongodb://localhost/shop';"
        ),
        FAIL: plain(
            "const redis = require('redis');\nredis.createClient({ url: 'redis://cache.example.org:6379' });"
        ),
        UNKNOWN: plain(
            "const mongoose = require('mongoose');\nmongoose.connect(process.env.MONGO_URL);"
        ),
        NOT_APPLICABLE: app("app.get('/o', (req, res) => res.end('o'));"),
    },
    "tls.plain_outbound": {
        PASS: plain("fetch('https://partner.example.org/orders');"),
        FAIL: plain("fetch('http://partner.example.org/orders');"),
        NOT_APPLICABLE: {"notes.txt": "nothing to run\n"},
    },
    "tls.gateway": {
        PASS: app("app.set('trust proxy', 1);"),
        FAIL: app("app.set('trust proxy', true);"),
        UNKNOWN: app("app.set('trust proxy', process.env.PROXIES);"),
        PARTIAL: {
            **app("app.set('trust proxy', 2);"),
            "nginx.conf": "server { location / { proxy_set_header X-Forwarded-For $http_x_forwarded_for; } }",
        },
        NOT_APPLICABLE: app("app.get('/p', (req, res) => res.end('p'));"),
    },
}

RETENTION: dict[str, dict[Verdict, Tree]] = {
    "retention.session_ttl": {
        PASS: session("cookie: { maxAge: 8 * 3600 * 1000 }"),
        FAIL: session("cookie: { maxAge: 7 * 24 * 3600 * 1000 }"),
        UNKNOWN: session("cookie: { maxAge: Number(process.env.SESSION_MS) }"),
        NOT_APPLICABLE: app("app.get('/q', (req, res) => res.end('q'));"),
    },
    "retention.token_ttl": {
        PASS: plain(
            "const jwt = require('jsonwebtoken');\nexports.a = (u) => jwt.sign({ u }, process.env.KEY, { expiresIn: '15m' });"
        ),
        FAIL: plain(
            "const jwt = require('jsonwebtoken');\nexports.b = (u) => jwt.sign({ u }, process.env.KEY, { expiresIn: '7d' });"
        ),
        UNKNOWN: plain(
            "const jwt = require('jsonwebtoken');\nexports.c = (u) => jwt.sign({ u }, process.env.KEY, { expiresIn: process.env.TTL });"
        ),
        NOT_APPLICABLE: app("app.get('/r', (req, res) => res.end('r'));"),
    },
    "retention.cache_ttl": {
        PASS: plain(
            "const NodeCache = require('node-cache');\nmodule.exports = new NodeCache({ stdTTL: 600 });"
        ),
        PARTIAL: plain(
            "const NodeCache = require('node-cache');\nmodule.exports = new NodeCache();"
        ),
        FAIL: plain(
            "const NodeCache = require('node-cache');\nmodule.exports = new NodeCache({ stdTTL: 30 * 86400 });"
        ),
        UNKNOWN: plain(
            "const NodeCache = require('node-cache');\nmodule.exports = new NodeCache({ stdTTL: Number(process.env.TTL) });"
        ),
        NOT_APPLICABLE: app("app.get('/s', (req, res) => res.end('s'));"),
    },
    "retention.data_ttl": {
        PASS: plain(
            "const { Schema } = require('mongoose');\nconst user = new Schema({ email: String, at: { type: Date, expires: '90d' } });\nmodule.exports = user;"
        ),
        FAIL: plain(
            "const { Schema } = require('mongoose');\nconst user = new Schema({ email: String, at: { type: Date, expires: '1100d' } });\nmodule.exports = user;"
        ),
        UNKNOWN: plain(
            "const { Schema } = require('mongoose');\nmodule.exports = new Schema({ email: String, phone: String });"
        ),
        NOT_APPLICABLE: app("app.get('/t', (req, res) => res.end('t'));"),
    },
    "retention.erasure": {
        PASS: app(
            "const { Schema, model } = require('mongoose');\nconst User = model('User', new Schema({ email: String }));\napp.delete('/users/:id', async (req, res) => { await User.deleteOne({ _id: req.params.id }); res.end(); });"
        ),
        PARTIAL: {
            "app.js": EXPRESS
            + "const User = require('./user');\napp.post('/close', async (q, r) => { await User.softDelete(q.user.id); r.end(); });\napp.listen(3000);\n",
            "user.js": "const { DataTypes } = require('sequelize');\nmodule.exports = (db) => db.define('User', { email: DataTypes.STRING }, { paranoid: true });\n",
        },
        UNKNOWN: plain(
            "const { Schema, model } = require('mongoose');\nmodule.exports = model('User', new Schema({ email: String, address: String }));"
        ),
        NOT_APPLICABLE: app("app.get('/u', (req, res) => res.end('u'));"),
    },
    "retention.logs": {
        PASS: plain(
            "const winston = require('winston');\nrequire('winston-daily-rotate-file');\nmodule.exports = new winston.transports.DailyRotateFile({ filename: 'a-%DATE%.log', maxFiles: '400d' });"
        ),
        FAIL: plain(
            "const winston = require('winston');\nrequire('winston-daily-rotate-file');\nmodule.exports = new winston.transports.DailyRotateFile({ filename: 'a-%DATE%.log', maxFiles: '14d' });"
        ),
        UNKNOWN: app("app.get('/v', (req, res) => res.end('v'));"),
        NOT_APPLICABLE: plain("console.log('a job without a log');"),
    },
    "retention.queue": {
        PASS: plain(
            "const { Queue } = require('bullmq');\nmodule.exports = new Queue('mail', { defaultJobOptions: { removeOnComplete: { age: 3600 }, removeOnFail: { age: 86400 } } });"
        ),
        FAIL: plain(
            "const { Queue } = require('bullmq');\nmodule.exports = new Queue('mail', { defaultJobOptions: { removeOnComplete: { age: 3600 } } });"
        ),
        UNKNOWN: plain(
            "const { Queue } = require('bullmq');\nmodule.exports = (o) => new Queue('mail', { defaultJobOptions: { removeOnComplete: o, removeOnFail: o } });"
        ),
        NOT_APPLICABLE: app("app.get('/w', (req, res) => res.end('w'));"),
    },
}

_LITERAL = "kX9" + "vQ2mT7pL4wR8z"

SECRETS: dict[str, dict[Verdict, Tree]] = {
    "secrets.code_literals": {
        PASS: session("name: 'a'"),
        FAIL: {"app.js": f"{SESSION}app.use(session({{ secret: '{_LITERAL}', name: 'b' }}));\n"},
        NOT_APPLICABLE: {"LICENSE": "nothing to run\n"},
    },
    "secrets.crypto": {
        PASS: plain(
            "const crypto = require('crypto');\nexports.id = () => crypto.randomBytes(16).toString('hex');"
        ),
        PARTIAL: plain(
            "const crypto = require('crypto');\nexports.same = (req, key) => crypto.createHmac('sha256', key).update(req.rawBody).digest('hex') === req.headers['x-signature'];"
        ),
        FAIL: plain(
            "const crypto = require('crypto');\nexports.hide = (d, k) => crypto.createCipheriv('des-ecb', k, null).update(d);"
        ),
        NOT_APPLICABLE: {"docs/a.md": "nothing to run\n"},
    },
    "secrets.exposure": {
        PASS: app(
            "app.get('/x', (req, res) => res.json({ version: process.env.npm_package_version }));"
        ),
        FAIL: app("app.post('/y', (req, res) => res.cookie('password', req.body.password).end());"),
        NOT_APPLICABLE: {"docs/b.md": "nothing to run\n"},
    },
    "secrets.startup_validation": {
        PASS: {
            "app.js": f"{SESSION}const {{ cleanEnv, str }} = require('envalid');\ncleanEnv(process.env, {{ SESSION_SECRET: str() }});\napp.use(session({{ {KEY} }}));\n"
        },
        FAIL: {"app.js": f"{SESSION}app.use(session({{ {KEY} || 'keyboard cat', name: 'c' }}));\n"},
        NOT_APPLICABLE: app("app.get('/z', (req, res) => res.end('z'));"),
    },
    "secrets.vault": {
        PASS: plain(
            "const vault = require('node-vault')({ endpoint: process.env.VAULT_ADDR });\nexports.key = async () => (await vault.read('secret/data/shop')).data;"
        ),
        PARTIAL: {
            "package.json": '{"name": "shop", "dependencies": {"node-vault": "0.10.2"}}',
            "g.js": "1;\n",
        },
        FAIL: {
            "k8s/secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: shop}\nstringData: {key: "
            + _LITERAL
            + "}\n"
        },
        UNKNOWN: {"k8s/a.yaml": "kind: Secret\n{{- if d }}\n"},
        NOT_APPLICABLE: app("app.get('/0', (req, res) => res.end('0'));"),
    },
    "secrets.dotenv": {
        PASS: {
            ".env.example": "KEY=\n",
            ".gitignore": ".env\n.env.*\n!.env.example\n",
            "a.js": "process.env.KEY;\n",
        },
        PARTIAL: {"b.js": "process.env.KEY;\n"},
        FAIL: {".env": f"KEY={_LITERAL}\n", "c.js": "process.env.KEY;\n"},
    },
    "secrets.npmrc": {
        PASS: {".npmrc": "//registry.example/:_authToken=${NPM_TOKEN}\n", "d.js": "1;\n"},
        FAIL: {".npmrc": f"//registry.example/:_authToken={_LITERAL}{_LITERAL}\n", "e.js": "1;\n"},
        NOT_APPLICABLE: {"f.js": "1;\n"},
    },
}

TREES: dict[str, dict[Verdict, Tree]] = {
    **COOKIES,
    **TLS,
    **RETENTION,
    **SECRETS,
    **DEPLOYMENT,
    **SUPPLY,
}
