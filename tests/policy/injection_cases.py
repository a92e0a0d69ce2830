"""Which verdict do the controls of injection give?"""

from __future__ import annotations

from policy.postures import fact, finding
from policy.retention_cases import FAIL, NOT_APPLICABLE, PASS, SOURCES, Case, case

NO_SOURCES = fact("source.files", 0, at="", parsed=0)

TAGS = {
    "input.sqli": ("injection-sql", "none builds SQL from values"),
    "input.nosqli": ("injection-nosql", "none lets a request put operators into a filter"),
    "input.cmdi": ("injection-command", "none builds a command from values"),
    "input.eval": ("injection-code", "none runs text as code"),
    "input.template": ("injection-template", "none makes a template or its options of values"),
    "input.sanitize_html": ("injection-html", "none writes values as HTML"),
    "input.path": ("injection-path", "none makes a path of values"),
    "input.ssrf": ("injection-address", "none calls an address from a request"),
    "input.redirect": ("injection-redirect", "none sends visitors where a request says"),
    "input.proto": ("injection-prototype", "none sets properties that a request names"),
    "input.mass_assign": ("mass-assignment", "none stores the whole body"),
    "input.xxe": ("injection-xml", "none replaces the entities of XML"),
    "input.deserialize": (
        "injection-object",
        "none reads objects by a format that runs code or expands without end",
    ),
    "input.redos": ("regex-denial", "none uses an expression that may not end"),
    "input.header": ("injection-header", "none repeats a request in a header or link"),
    "logging.injection": ("log-injection", "none writes a request into a text log"),
}
"""The tag that violates a control, and what is said where nothing does."""

CASES: list[Case] = [
    one
    for control, (tag, absent) in TAGS.items()
    for one in (
        case(control, PASS, absent, SOURCES),
        case(control, FAIL, "it is here", SOURCES, finding(tag, message="it is here")),
        case(control, NOT_APPLICABLE, "no JavaScript or TypeScript", NO_SOURCES),
    )
]
