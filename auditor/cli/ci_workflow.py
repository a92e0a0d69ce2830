"""What does the workflow say that ``auditor init`` writes?

A workflow of GitHub Actions: every action named by its commit, no permission
but to read, nothing of an event put into a command.
"""

from __future__ import annotations

import json

from auditor._version import __version__

FILE = ".github/workflows/auditor.yml"

_TEXT = """\
# Audits this repository by its policy and baseline. What failed when the baseline
# was written passes; what a change adds does not. Written by: auditor init
name: auditor

on:
  push:
    branches: [main, master]
  pull_request:

permissions: {{}}

concurrency:
  group: auditor-${{{{ github.ref }}}}
  cancel-in-progress: true

jobs:
  audit:
    name: audit
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    permissions:
      contents: read # to check the repository out
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
        with:
          python-version: "3.12"
      - name: install auditor
        run: pip install --disable-pip-version-check --quiet express-auditor=={version}
      - name: tell the day
        id: today
        run: echo "day=$(date -u +%F)" >> "$GITHUB_OUTPUT"
      - name: keep advisories and results from run to run
        uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5
        with:
          path: |
            ~/.local/share/express-auditor
            ~/.cache/express-auditor
          key: auditor-${{{{ steps.today.outputs.day }}}}-${{{{ github.run_id }}}}
          restore-keys: |
            auditor-${{{{ steps.today.outputs.day }}}}-
            auditor-
      - name: fetch the advisories of today
        run: auditor advisories update --quiet || echo "::warning::the advisories are not of today"
      - name: audit
        working-directory: {folder}
        run: >-
          auditor audit . --policy auditor-policy.yaml --baseline auditor-baseline.json
          --format github --format "markdown=$GITHUB_STEP_SUMMARY"
"""


def workflow(folder: str) -> str:
    """Return the workflow for a project in ``folder``, a path within its repository."""
    # A JSON string is a YAML string, whatever the folder is called.
    return _TEXT.format(version=__version__, folder=json.dumps(folder))
