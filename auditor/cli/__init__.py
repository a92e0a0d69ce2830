"""What is the ``auditor`` command? One module per subcommand, one error boundary, here.

Exit codes, whatever the report format: 0 the gate passed; 1 it failed; 2 the
command line or the policy is wrong; 3 something the gate needs could not be
established; 4 nothing in scope; 70 a defect of auditor itself.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import typer

from auditor.cli.errors import complain
from auditor.errors import AuditorError

EXIT_INTERNAL = 70
EXIT_INTERRUPTED = 130


def build() -> typer.Typer:
    """The command with all its subcommands."""
    from auditor.cli import (  # noqa: PLC0415 -- after the boundary
        advisories,
        audit,
        checks,
        explain,
        frameworks,
        init,
        node,
        policy,
        provenance,
        routes,
        sbom,
    )

    app = typer.Typer(
        name="auditor",
        help="Say, with proof, how safe a Node/Express deployment is.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_root)
    for command in (
        init.init,
        audit.audit,
        sbom.sbom,
        explain.explain,
        frameworks.frameworks,
        checks.checks,
        routes.routes,
    ):
        app.command()(command)
    app.add_typer(advisories.app, name="advisories")
    app.add_typer(node.app, name="node")
    app.add_typer(policy.app, name="policy")
    app.add_typer(provenance.app, name="provenance")
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; the only place that catches everything."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a stream may lack the letters of a report
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = build()(args=arguments, standalone_mode=False)
    except AuditorError as error:
        complain(error.message, error.hint)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout went away (auditor ... | head); nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 -- the CLI boundary: a defect gets one sentence
        return _defect(error)
    return code if isinstance(code, int) else 0


def _defect(error: Exception) -> int:
    show = getattr(error, "show", None)
    if callable(show) and hasattr(error, "exit_code"):  # typer's own usage errors
        show(file=sys.stderr)
        return int(error.exit_code)
    if os.environ.get("AUDITOR_TRACEBACK"):
        traceback.print_exception(error)
    complain(
        f"a defect of auditor itself: {type(error).__name__}",
        "run again with AUDITOR_TRACEBACK=1 and report what it prints",
    )
    return EXIT_INTERNAL


def _version(wanted: bool) -> None:
    if wanted:
        from auditor._version import __version__  # noqa: PLC0415 -- as cheap as the option

        sys.stdout.write(f"auditor {__version__}\n")
        raise typer.Exit


def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Say, with proof, how safe a Node/Express deployment is."""
