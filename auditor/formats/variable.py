"""What is an environment variable that a deployment sets?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """A name with the value as written, and its line.

    ``value`` is None where it comes from elsewhere: a secret, another variable, the
    shell that starts the deployment.
    """

    name: str
    value: str | None
    line: int
