"""What may an outsider write into the expressions of a workflow?

GitHub, "Security hardening for GitHub Actions", "Understanding the risk of script
injections": ``${{ }}`` is filled in before the shell or the script sees its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

MAX_CHARACTERS = 64 * 2**10

_EXPRESSION = re.compile(r"\$\{\{((?:[^}]|\}(?!\})){0,2000})\}\}")
_CONTEXT = re.compile(
    r"(?<![\w.'-])(github|inputs|env|steps|needs|matrix|vars|secrets|jobs)((?:\.[\w*-]+|\[[^\]]{0,200}\])+)"
)
# What outsiders write as they like: titles, bodies, names of branches, messages.
_UNTRUSTED = re.compile(
    r"github\.(?:head_ref|event\.(?:"
    r"(?:issue|pull_request|discussion)\.(?:title|body)"
    r"|(?:comment|review|review_comment)\.body"
    r"|pages\.[^.]*\.page_name|commits\.[^.]*\.(?:message|author\.(?:name|email))"
    r"|head_commit\.(?:message|author\.(?:name|email))"
    r"|pull_request\.head\.(?:ref|label|repo\.(?:default_branch|full_name|description|homepage))"
    r"|workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:name|email))"
    r"|pull_requests\.[^.]*\.head\.ref)))"
)
_WHOLE = frozenset({"github.event", "github.event.pull_request", "github.event.issue"})
# What GitHub itself makes of fixed letters.
_FIXED = re.compile(
    r"github\.(?:sha|run_id|run_number|run_attempt|event_name|repository|repository_owner"
    r"|repository_id|repository_owner_id|workflow|job|action|action_path|workspace|token|server_url"
    r"|api_url|graphql_url|ref_type|ref_protected|actor_id|base_ref|secret_source|retention_days"
    r"|event\.(?:number|action|(?:issue|pull_request|discussion|comment|release|review)\.(?:number|id|node_id)"
    r"|pull_request\.(?:head|base)\.sha|before|after|repository\.[\w.]*|pull_request\.merged"
    r"|workflow_run\.(?:id|head_sha|conclusion|run_number)|installation\.id|sender\.id))"
    r"|matrix\..*|vars\..*|secrets\..*|jobs\..*|(?:steps|needs)\.[^.]*\.(?:outcome|conclusion|result)"
)


def contexts(text: str) -> Iterator[tuple[str, int]]:
    """The names of contexts in the expressions of a text, and the line of each, from 1."""
    text = text[:MAX_CHARACTERS]
    for expression in _EXPRESSION.finditer(text):
        # A comparison yields true or false, whatever is compared.
        inner = expression[1]
        if (
            re.search(r"==|!=|\bcontains\(|\bstartsWith\(|\bendsWith\(", inner)
            and "&&" not in inner
        ):
            continue
        line = text.count("\n", 0, expression.start()) + 1
        for found in _CONTEXT.finditer(inner):
            yield found[1] + _dotted(found[2]), line


def is_untrusted(name: str) -> bool:
    """Whether anybody who opens a pull request or an issue decides what stands there."""
    return name in _WHOLE or _UNTRUSTED.fullmatch(name) is not None


def is_open(name: str, fixed: Mapping[str, str]) -> bool:
    """Whether somebody else than the workflow's author decides what stands there.

    ``fixed`` are the variables that the workflow itself sets.
    """
    if name.startswith("env."):
        value = fixed.get(name[4:])
        return value is None or any(is_open(one, {}) for one, _ in contexts(value))
    return _FIXED.fullmatch(name) is None


def _dotted(path: str) -> str:
    """``['a'].b[0]`` as ``.a.b.0``."""
    return re.sub(r"\[\s*['\"]?([^\]'\"]*)['\"]?\s*\]", r".\1", path)
