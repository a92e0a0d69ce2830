"""Which sigstore trust root is used: the shipped one, or a file of the caller's?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.documents import Limits, documents

if TYPE_CHECKING:
    from auditor.provenance import TrustRoot

# The public-good root as the TUF target had it; ``as_of`` and ``source_sha256`` in it say when.
SHIPPED = Path(__file__).parents[1] / "data" / "trusted_root.json"
LIMITS = Limits(document_bytes=2**20, documents=1, total_bytes=2**20)

_HINT = "pass sigstore's trusted_root.json: --trust-root FILE; without it the shipped one is used"


def load_trust_root(path: Path | None) -> TrustRoot:
    """Read the trust root in ``path``, or the shipped one where it is None.

    Raises:
        DataError: the file cannot be read, or it is no trust root.
    """
    from auditor.provenance import read_trust_root  # noqa: PLC0415 -- heavy, not for --help

    file = path or SHIPPED
    if file.is_dir():
        raise DataError(f"{file}: this is a folder, not a trust root", hint=_HINT)
    ((_, content),) = documents(file, LIMITS, hint=_HINT)
    if isinstance(content, Gap):
        raise DataError(f"{file}: {content.reason}", hint=_HINT)
    return read_trust_root(content, str(file))
