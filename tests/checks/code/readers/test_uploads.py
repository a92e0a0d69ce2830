from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from auditor.checks.code.readers.upload import FORMIDABLE_BYTES
from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]
PROLOGUE = """
import multer from 'multer';
import fileUpload from 'express-fileupload';
import formidable from 'formidable';
import busboy from 'busboy';
import path from 'node:path';
"""
DISK = "multer.diskStorage({ destination: '/srv/uploads' })"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            "multer({ dest: '/srv/uploads', limits: { fileSize: 2 * 1024 * 1024 }, fileFilter })",
            {
                "by": "multer",
                "limit": "bounded",
                "limit_bytes": 2_097_152,
                "filter": True,
                "generated_name": True,
                "storage": "disk",
                "destination_public": False,
            },
        ),
        ("multer()", {"limit": "absent", "filter": False, "storage": "memory"}),
        ("multer({ limits: { files: 1 } })", {"limit": "absent"}),
        ("multer({ limits })", {"limit": None, "limit_bytes": None}),
        ("multer(options)", {"limit": None, "filter": None, "storage": None}),
        ("multer({ fileFilter(req, file, done) {} })", {"filter": True}),
        ("multer({ ...shared })", {"filter": None}),
        ("multer({ storage: multer.memoryStorage() })", {"storage": "memory"}),
        ("multer({ storage: custom() })", {"storage": None, "generated_name": True}),
        (f"multer({{ storage: {DISK} }})", {"storage": "disk", "destination_public": False}),
        (
            "multer({ storage: multer.diskStorage({ destination: choose, filename }) })",
            {"destination_public": None, "generated_name": None},
        ),
        ("multer({ dest: 'public/uploads' })", {"destination_public": True}),
        (
            "multer({ dest: path.join(__dirname, 'public', 'uploads') })",
            {"destination_public": True},
        ),
        ("multer({ dest: path.join(root, 'uploads') })", {"destination_public": False}),
        ("multer({ dest: path.join(root, folder) })", {"destination_public": None}),
        ("multer({ dest: 'publications' })", {"destination_public": False}),
        ("fileUpload()", {"by": "express-fileupload", "limit": "absent", "filter": None}),
        ("fileUpload({ limits: { fileSize: 10 } })", {"limit": "bounded", "limit_bytes": 10}),
        ("busboy({ headers })", {"by": "busboy", "limit": "absent"}),
        ("formidable()", {"limit": "bounded", "limit_bytes": FORMIDABLE_BYTES, "filter": False}),
        (
            "formidable({ maxFileSize: 1024, uploadDir: 'static', filter })",
            {"limit_bytes": 1024, "destination_public": True, "filter": True},
        ),
    ],
)
def test_says_how_uploads_are_handled(
    facts_of: FactsOf, made: str, expected: Mapping[str, Value]
) -> None:
    (fact,) = facts_of("upload", f"{PROLOGUE}\n{made};", made)
    assert fact.name == "upload.handled"
    assert {key: fact.attributes[key] for key in expected} == dict(expected)


def test_a_call_of_no_package_handles_no_upload(facts_of: FactsOf) -> None:
    assert facts_of("upload", "receive({ dest: 'x' })", "receive") == []


@pytest.mark.parametrize(
    ("given", "parser"),
    [
        ("'simple'", "simple"),
        ("'extended'", "extended"),
        ("true", "simple"),
        ("false", "off"),
        ("(text) => new Map()", None),
        ("'other'", None),
        ("[]", None),
    ],
)
def test_says_which_query_parser_is_chosen(facts_of: FactsOf, given: str, parser: Value) -> None:
    (fact,) = facts_of("query_parser", f"app.set('query parser', {given})", "app.set")
    assert fact.value == parser


GRAPHQL = """
import { ApolloServer } from '@apollo/server';
import { createYoga } from 'graphql-yoga';
import depthLimit from 'graphql-depth-limit';
import { costLimitRule } from '@escape.tech/graphql-armor';
import other from 'other-rule';
"""


@pytest.mark.parametrize(
    ("made", "introspection", "depth_limited"),
    [
        ("new ApolloServer({})", False, False),
        ("new ApolloServer({ introspection: true })", True, False),
        (
            "new ApolloServer({ introspection: false, validationRules: [depthLimit(7)] })",
            False,
            True,
        ),
        (
            "new ApolloServer({ introspection: process.env.NODE_ENV !== 'production' })",
            False,
            False,
        ),
        ("new ApolloServer({ introspection: flags.on })", None, False),
        ("new ApolloServer({ validationRules: [other()] })", False, False),
        ("new ApolloServer({ validationRules: [mine] })", False, None),
        ("new ApolloServer({ validationRules })", False, None),
        ("new ApolloServer({ validationRules: null })", False, False),
        ("new ApolloServer({ plugins: costLimitRule() })", False, True),
        ("new ApolloServer(options)", None, None),
        ("createYoga({ schema })", True, False),
    ],
)
def test_says_how_graphql_is_limited(
    facts_of: FactsOf, made: str, *, introspection: bool | None, depth_limited: bool | None
) -> None:
    (fact,) = facts_of("graphql_server", f"{GRAPHQL}\n{made};", made)
    assert fact.attributes["introspection"] is introspection
    assert fact.attributes["depth_limited"] is depth_limited
