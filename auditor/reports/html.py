"""What does a reviewer open? One HTML page with the whole assessment.

Self-contained: no request leaves it, and its content security policy allows
nothing but its own style and script, by their hashes. It reads without
JavaScript; the script only filters. Every text of the target is escaped by the
template engine.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from auditor.report import Report, Sink
from auditor.reports._page import page
from auditor.sanitise import printable

if TYPE_CHECKING:
    from auditor.assessment import Assessment
    from auditor.model import Audit

_FILES = files("auditor.reports").joinpath("_html")


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write the page."""
    import jinja2  # noqa: PLC0415 -- only this report pays for it

    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _text("style.css"), _text("filter.js")
    template = environment.from_string(_text("report.html.j2"))
    text = template.render(
        page=page(audit, assessment),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    sink.stream.write(text.rstrip("\n") + "\n")


def _shown(value: object) -> object:
    """What a template prints: text of any origin without characters that a page may obey."""
    return printable(value) if type(value) is str else value


def _text(name: str) -> str:
    return _FILES.joinpath(name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    """The source expression of inline content (CSP Level 3, section 2.3.1)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


REPORT = Report("html", "For a reviewer: one self-contained page", write)
