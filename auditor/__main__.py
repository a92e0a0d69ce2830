"""How does ``python -m auditor`` start? As the ``auditor`` command does."""

from __future__ import annotations

import sys

from auditor.cli import main

if __name__ == "__main__":
    sys.exit(main())
