"""Can the images that the deployment is built on be swapped behind its back?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.runtime.places import MAX_FILES
from auditor.errors import TargetError
from auditor.formats.dockerfile import MAX_BYTES, Base, is_dockerfile, read_bases
from auditor.model import Fact, Gap, Location
from auditor.sanitise import excerpt

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")


@check("runtime.base_image")
def base_image(context: Context) -> Iterator[Yield]:
    """Whether each FROM line names its image by digest, by a tag, or by no version at all.

    Reads every Dockerfile of the tree, with the defaults of build arguments; stages
    that build on other stages, and `scratch`, name no image.

    Why: a tag can be moved to another image at any time, so the next build may hold
    other bytes than the one that was tested. A digest cannot be moved.

    Fix: `FROM node:24-bookworm-slim@sha256:...`, and let a bot renew the digest.
    """
    paths = [one.path for one in context.target.files if is_dockerfile(one.path)]
    if not paths:
        yield NotApplicable("there is no Dockerfile")
        return
    for path in paths[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} Dockerfiles are read")
    count = 0
    for path in paths[:MAX_FILES]:
        try:
            bases = read_bases(context.target.read(path, max_bytes=MAX_BYTES))
        except TargetError as error:
            yield Gap(path, error.message)
            continue
        for base in bases:
            count += 1
            attributes = {"pinned_by": _pinned_by(base), "final": base.final}
            place = Location(path, base.line)
            yield Fact("image.base", excerpt(base.image, max_characters=80), attributes, place)
    yield Examined(count, unit="images")


def _pinned_by(base: Base) -> str | None:
    """``digest``, ``tag`` or ``nothing``; None where an argument without default decides."""
    if not base.known:
        return None
    if base.digest:
        return "digest" if _DIGEST.fullmatch(base.digest) else None
    return "nothing" if base.tag in {"", "latest"} else "tag"
