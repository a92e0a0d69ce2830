"""How does the command line tell a person what went wrong?"""

from __future__ import annotations

import sys

from auditor.sanitise import printable


def complain(message: str, hint: str = "") -> None:
    """Print one error, and what to do about it, to stderr."""
    sys.stderr.write(f"auditor: {printable(message)}\n")
    if hint:
        sys.stderr.write(f"  hint: {printable(hint)}\n")
