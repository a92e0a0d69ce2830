"""Does any output give a secret away?

Synthetic secrets of every kind lie in a tree, in every kind of file and in code that
the rules report. The audit is written in every format and logged at every level; what
breaks on the way is formatted as a traceback. Neither a value nor eight characters of
one, nor a hash that a value can be looked up by, may be in any of it.

AUDITOR_NO_LEAK_SECRETS says how many secrets there are (2,000 for the full run).
"""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import os
import pickle
import random
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import NOW, MemoryTarget, write_tree
from generated_secrets import Planted, pem, planted

from auditor.assessment import Assessment
from auditor.check import Context
from auditor.checks.secrets.detect import detect
from auditor.checks.secrets.files import files
from auditor.checks.secrets.record import Hidden
from auditor.engine import audit
from auditor.model import Audit, Finding
from auditor.policy import evaluate, load_controls, load_policy
from auditor.report import Sink
from auditor.reports import all_reports
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.target import MAX_FILE_BYTES
from auditor.targets import open_target

COUNT = int(os.environ.get("AUDITOR_NO_LEAK_SECRETS", "180"))
GRAM = 8
PER_FILE = 20

IMPORTS = """\
import express from 'express';
import session from 'express-session';
import jwt from 'jsonwebtoken';
import crypto from 'node:crypto';
import mongoose from 'mongoose';
const app = express();
"""
CODE = (
    "app.use(session({ secret: 'VALUE', resave: false }));",
    'export const signed = jwt.sign({ id: 1 }, "VALUE");',
    "const JWT_SECRET = process.env.JWT_SECRET || 'VALUE';",
    "crypto.createHmac('sha256', 'VALUE').update('x');",
    "mongoose.connect('mongodb://shop:VALUE@db.example/shop');",
    "module.exports = { cookieSecret: 'VALUE' };",
    "const API_KEY = `VALUE`;",
    "app.get('/a', (req, res) => { res.cookie('sid', 'VALUE'); eval(req.query.x, 'VALUE') });",
    "fetch('https://shop:VALUE@api.example/v1', { headers: { authorization: 'Bearer VALUE' } });",
    "console.log('VALUE'); jwt.verify(token, 'VALUE', { ignoreExpiration: true });",
)
FILES: dict[str, str] = {
    "conf/{}.env": "APP_SECRET=VALUE\n",
    "conf/{}.json": '{{"api_key": "VALUE"}}\n',
    "conf/{}.yml": "db:\n  password: VALUE\n",
    "conf/compose-{}.yml": "services:\n  a:\n    environment:\n      - DB_PASSWORD=VALUE\n",
    "k8s/{}.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\nstringData:\n  x: VALUE\n",
    "image/{}.Dockerfile": "FROM node\nENV API_TOKEN=VALUE\nRUN curl -u bot:VALUE x.example\n",
    ".github/workflows/{}.yml": "on: push\nenv:\n  API_TOKEN: VALUE\njobs:\n  a:\n    runs-on: x\n"
    "    steps:\n      - run: deploy --token VALUE\n",
    "ops/{}.sh": "export DB_PASSWORD='VALUE'\ncurl -H 'Authorization: Bearer VALUE' https://a.example\n",
    "app{}/.npmrc": "//registry.example/:_authToken=VALUE\n",
    "home{}/.netrc": "machine api.example login bot password VALUE\n",
    "home{}/.pgpass": "db.example:5432:shop:shop:VALUE\n",
    "infra/{}.tfvars": 'db_password = "VALUE"\n',
    "docs/{}.md": "Use `VALUE` or https://bot:VALUE@api.example/\n",
    "scripts{}/package.json": '{{"name": "a", "scripts": {{"deploy": "deploy --token VALUE"}}}}\n',
}


@dataclass(frozen=True)
class Searched:
    """All that was written about the tree, by where it was written, and what lies in the tree."""

    outputs: dict[str, str]
    secrets: list[Planted]
    found: int


def tree(root: Path, secrets: list[Planted]) -> Path:
    kinds = list(FILES.items())
    code: list[str] = []
    for number, one in enumerate(secrets):
        name, text = kinds[number % len(kinds)]
        write_tree(root, {name.format(number): text.format().replace("VALUE", one.value)})
        code.append(CODE[number % len(CODE)].replace("VALUE", one.value))
    for start in range(0, len(code), PER_FILE):
        text = IMPORTS + "\n".join(code[start : start + PER_FILE]) + "\n"
        write_tree(root, {f"src/{start}.js": text})
    broken = '{"password": "VALUE", \n  - : ]['.replace("VALUE", secrets[0].value)
    write_tree(root, {"broken.yml": broken, "package-lock.json": '{"lockfileVersion": 3}'})
    write_tree(root, {"package.json": '{"name": "shop", "dependencies": {"express": "^5"}}'})
    return root


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    folder = tmp_path_factory.mktemp("no-leak")
    secrets = planted(COUNT)
    key, body = pem(random.Random(1))  # noqa: S311 -- nobody's secrets
    secrets += [Planted("pem", line, line) for line in body.split("\n")]
    root = tree(folder / "shop", secrets[:COUNT])
    write_tree(root, {"tls/server.key": key, "src/key.js": f"{IMPORTS}const k = `{key}`;\n"})
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        settings = Settings(project_keys=folder / "keys", code_cache=folder / "cache")
        measured = audit(open_target(str(root)), now=NOW, settings=settings)
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(logging.WARNING)
    controls = load_controls()
    policy = load_policy("express-baseline", today=NOW.date(), controls=controls)
    assessment = evaluate(measured, policy, controls, today=NOW.date())
    outputs = dict(written(measured, assessment))
    cached = (each.read_bytes() for each in sorted((folder / "cache").rglob("*")) if each.is_file())
    outputs["cache"] = b"".join(cached).decode("latin-1")
    outputs |= {"log": log.getvalue(), "repr": f"{measured!r}{assessment!r}"}
    return Searched(
        outputs, secrets, len([each for each in measured.findings if of_detector(each)])
    )


def of_detector(finding: Finding) -> bool:
    return "fingerprint" in finding.attributes


def written(measured: Audit, assessment: Assessment) -> Iterator[tuple[str, str]]:
    for report in all_reports():
        for verbose in (False, True):
            stream = io.StringIO()
            report.write(measured, assessment, Sink(stream, width=200, verbose=verbose))
            yield f"{report.name}, verbose {verbose}", stream.getvalue()


def grams(text: str) -> set[str]:
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}


def without_digests(text: str) -> str:
    """Without our own hashes, of which eight digits may be those of a secret by chance."""
    return re.sub(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{16})\b", " ", text)


def test_every_secret_was_there_to_be_leaked(searched: Searched) -> None:
    assert searched.found >= COUNT


def test_no_output_holds_a_value(searched: Searched) -> None:
    leaks = [
        (where, one.kind)
        for where, text in searched.outputs.items()
        for one in searched.secrets
        if one.value in text
    ]

    assert leaks == []


def test_no_output_holds_eight_characters_of_a_value(searched: Searched) -> None:
    wanted = {gram: one.kind for one in searched.secrets for gram in grams(one.own)}
    leaks = [
        (where, wanted[gram], text[max(0, text.find(gram) - 80) :][:120])
        for where, text in searched.outputs.items()
        for gram in grams(without_digests(text)) & wanted.keys()
    ]

    assert leaks == []


def test_no_output_holds_a_hash_of_a_value(searched: Searched) -> None:
    hashes = set()
    for one in searched.secrets:
        for text in (one.value, one.own):
            for name in ("md5", "sha1", "sha256"):
                digest = hashlib.new(name, text.encode()).digest()
                hashes |= {digest.hex(), digest.hex()[:16]}
                for encode in (base64.b64encode, base64.urlsafe_b64encode):
                    hashes.add(encode(digest).decode().rstrip("="))
    leaks = [
        where
        for where, text in searched.outputs.items()
        if hashes & set(re.findall(r"[A-Za-z0-9+/_-]{16,}", text.lower()))
        or hashes & set(re.findall(r"[A-Za-z0-9+/_-]{16,}", text))
    ]

    assert leaks == []


class Breaking(MemoryTarget):
    """A target whose every second file breaks while it is read."""

    def read(self, path: str, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        if path.endswith("7.env"):
            raise RuntimeError(f"{path}: the disk is gone")
        return super().read(path, max_bytes=max_bytes)


def test_no_traceback_holds_a_value() -> None:
    secrets = planted(100, seed=11)
    contents = {f"{at}.env": f"A_SECRET={one.value}\n".encode() for at, one in enumerate(secrets)}
    context = Context(Breaking(contents), None, Sources(Settings(), now=NOW), NOW)
    told = []
    try:
        told += [repr(each) for each in files.body(context)]
    except RuntimeError:
        told.append(traceback.format_exc())

    assert "the disk is gone" in told[-1]
    assert not {gram for one in secrets for gram in grams(one.own)} & grams("\n".join(told))


def test_a_candidate_shows_nothing_and_cannot_be_copied_out() -> None:
    value = planted(42)[-1].value
    (candidate,) = detect("a.env", f"A_SECRET={value}\n".encode()).candidates

    assert not grams(value) & grams(f"{candidate!r} {candidate} {candidate.value}")
    assert candidate.value == Hidden(value)
    with pytest.raises(TypeError):
        pickle.dumps(candidate)
