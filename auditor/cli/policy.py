"""What does ``auditor policy`` do? Start, check and show policies, and list the controls."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.errors import complain

app = typer.Typer(help="Start, check and show policies, and list the controls.")

STARTER = "auditor-policy.yaml"

Name = Annotated[
    str, typer.Argument(metavar="POLICY", help="A policy file, or the name of a built-in policy.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="The file to write.")] = Path(STARTER),
    extends: Annotated[
        str, typer.Option(metavar="NAME", help="The built-in policy to start from.")
    ] = "express-baseline",
) -> None:
    """Write a policy to start from. It extends a built-in one; nothing is overwritten."""
    from auditor.policy.starter import starter_policy  # noqa: PLC0415 -- heavy, not for --help

    text = starter_policy(extends, name=file.resolve().parent.name or "service")
    options.create(file, text)
    complain(f"{file}: written; next: auditor audit --policy {file}")


@app.command()
def check(policy: Name = STARTER) -> None:
    """Read a policy and everything it extends; say what is wrong, with file and line."""
    from auditor.policy import load_policy  # noqa: PLC0415 -- heavy, not for --help

    loaded = load_policy(policy, today=options.now().date())
    for note in loaded.notes:
        complain(note)
    sys.stdout.write(f"{policy}: is sound; its digest is {loaded.digest}\n")


@app.command()
def show(policy: Name = "express-baseline", as_json: AsJson = False) -> None:
    """Print every setting of the resolved policy, and the file and line it comes from."""
    from auditor.policy import load_policy  # noqa: PLC0415 -- heavy, not for --help

    loaded = load_policy(policy, today=options.now().date())
    rows = [
        (name, text, loaded.origins.get(name, "")) for name, text in sorted(loaded.shown.items())
    ]
    if as_json:
        settings = {name: {"value": text, "origin": origin} for name, text, origin in rows}
        options.print_json({"name": loaded.name, "sha256": loaded.digest, "settings": settings})
        return
    sys.stdout.write(f"{loaded.name}, digest {loaded.digest}\n")
    for name, text, origin in rows:
        sys.stdout.write(f"\n{name}: {text}\n  {origin}\n")


@app.command()
def schema() -> None:
    """Print the JSON Schema of policy files, for editors."""
    from auditor.policy.json_schema import json_schema  # noqa: PLC0415 -- heavy, not for --help

    options.print_json(json_schema())


@app.command("list")
def list_controls(
    show_all: Annotated[
        bool,
        typer.Option("--all", help="Also the controls of the catalogue that are not shipped."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the controls: severity, what establishes them, and what is not shipped and why."""
    from auditor.policy import load_controls  # noqa: PLC0415 -- heavy, not for --help
    from auditor.policy.not_shipped import not_shipped  # noqa: PLC0415 -- as above

    controls = load_controls()
    missing = not_shipped() if show_all else {}
    if as_json:
        options.print_json(
            {
                "controls": [
                    {
                        "id": control.id,
                        "section": control.section,
                        "severity": control.severity.label,
                        "title": control.title,
                        "preview": control.preview,
                        "established_by": list(control.established_by),
                    }
                    for control in controls
                ],
                "not_shipped": dict(missing),
            }
        )
        return
    width = max(len(name) for name in (*missing, *(control.id for control in controls)))
    for control in controls:
        preview = " (preview)" if control.preview else ""
        line = f"{control.id:<{width}}  {control.severity.label:<8}  {control.title}{preview}"
        sys.stdout.write(line + "\n")
    if missing:
        sys.stdout.write(f"\nNot shipped ({len(missing)})\n")
    for name, reason in missing.items():
        sys.stdout.write(f"{name:<{width}}  {reason}\n")
