"""What does a policy to start from say?"""

from __future__ import annotations

import json

from auditor.errors import UsageError
from auditor.policy.builtin import builtin_policies
from auditor.policy.problems import did_you_mean

_TEXT = """\
# What this deployment must meet. Checked by: auditor audit --policy FILE
schema: auditor.policy/1
name: {name}

# Everything that {parent} asks for, and what stands below. Of two values the
# stricter wins: a policy can tighten what it extends and never loosen it.
extends: [{extended}]

gates:
  severity: {{fail_on: high, scope: new}}  # new: not in the file given by --baseline
  waivers: {{max_active: 15, max_days: 90, expired: fail}}

# More gates, over what is measured. What cannot be told makes them incomplete.
#
#   advisories:                             # days since the advisory was published
#     - {{when: kev, sla_days: 0}}            # exploited: at once
#     - {{when: epss >= 0.10, sla_days: 7}}
#     - {{when: severity >= high, sla_days: 30, only: [runtime, fixable]}}
#   provenance: {{unsigned_max_ratio: 0, attested_min_ratio: 0.3, regress: forbid}}
#   release_age: {{min_hours: 72}}
#   data_age: {{advisory_db_max_hours: 24}}  # older advisories count as none
#
# Some of what may be set; auditor policy show prints everything that is.
#
# cookies: {{max_age: {{max: 12h}}}}
# retention: {{session_ttl_max: 8h, token_ttl_max: 15m}}
# tls: {{min_version: "1.3"}}
#
# A failure that is accepted for a while. It stays a failure in the score; the
# gate passes over it until the day it expires. Two people answer for it.
#
# waivers:
#   - id: W-1
#     control: tls.plain_outbound
#     match: {{path: "src/partners/**"}}
#     reason: the partner moves to TLS in the spring
#     owner: a.person@example.org
#     approved_by: b.person@example.org
#     created: 2026-01-01
#     expires: 2026-03-31
"""


def starter_policy(parent: str, *, name: str) -> str:
    """Return the text of a policy that extends the built-in policy ``parent``.

    Raises:
        UsageError: there is no such built-in policy.
    """
    shipped = builtin_policies()
    if parent not in shipped:
        raise UsageError(
            f'no built-in policy is called "{parent}"{did_you_mean(parent, shipped)}',
            hint=f"there are {', '.join(shipped)}",
        )
    # A JSON string is a YAML string, whatever the folder is called.
    return _TEXT.format(name=json.dumps(name[:100]), parent=parent, extended=f"builtin:{parent}")
