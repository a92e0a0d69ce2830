"""Which package checks the environment before the application starts?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import package_of
from auditor.model import Fact

PACKAGES = frozenset(
    {
        "@t3-oss/env-core",
        "ajv",
        "convict",
        "env-schema",
        "env-var",
        "envalid",
        "joi",
        "valibot",
        "yup",
        "zod",
        "znv",
    }
)


@reader("environment_validated")
def environment_validated(site: Site) -> Iterator[Fact]:
    """Yield environment.validated where the call belongs to a package that validates."""
    package = package_of(site.call)
    if package in PACKAGES:
        yield site.fact("environment.validated", by=package)
