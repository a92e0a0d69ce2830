"""What does sigstore-python say of a bundle?

The second of two engines. It supports Fulcio certificates with dsse 0.0.1 and
hashedrekord 0.0.2 entries; everything else of npm's it refuses without having
looked, which is told apart here from a refusal. It ignores the windows of
authorities and logs in the trust root, so its acceptance alone proves little.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from auditor.errors import DataError
from auditor.provenance import Opinion, Stance
from auditor.provenance.keys import UNREADABLE
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.verify import Verifier

    from auditor.provenance import TrustRoot

_ENTRIES = (("dsse", "0.0.1"), ("hashedrekord", "0.0.2"))
# What our trust root holds beyond sigstore's message.
_OURS = ("as_of", "source_sha256")


class SigstorePython:
    """sigstore-python over one trust root; the library is loaded when first asked."""

    def __init__(self, root: TrustRoot) -> None:
        self._root = root
        self._verify: Callable[[bytes], str] | None = None

    def __call__(self, bundle: bytes) -> Opinion:
        """Return the opinion on ``bundle``, a sigstore bundle as JSON text.

        Raises:
            DataError: sigstore-python cannot read the trust root.
        """
        if not is_supported(bundle):
            return Opinion(Stance.UNSUPPORTED, "not a kind that sigstore-python verifies")
        if self._verify is None:
            self._verify = _verifier(self._root)
        refusal = self._verify(bundle)
        return Opinion(Stance.REFUSES, refusal) if refusal else Opinion(Stance.ACCEPTS)


def is_supported(bundle: bytes) -> bool:
    """Whether sigstore-python verifies this kind of bundle: certificate, log entry with proof."""
    try:
        material = json.loads(bundle)["verificationMaterial"]
        (entry,) = material["tlogEntries"]
        kind = (entry["kindVersion"]["kind"], entry["kindVersion"]["version"])
        has_proof = entry["inclusionProof"]["checkpoint"] is not None
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return has_proof and kind in _ENTRIES and material.get("publicKey") is None


class _AnySigner:
    """sigstore's policy interface: who may sign is judged by auditor.provenance.policy."""

    def verify(self, cert: Certificate) -> None:
        """Accept ``cert``."""


def _verifier(root: TrustRoot) -> Callable[[bytes], str]:
    """Return a function that says why a bundle is refused, or nothing where it is accepted."""
    from sigstore.errors import Error  # noqa: PLC0415 -- heavy, and only where it is asked
    from sigstore.models import Bundle  # noqa: PLC0415 -- as above

    # Besides sigstore's own errors come cryptography's and pydantic's (a ValueError).
    failures = (Error, KeyError, *UNREADABLE)
    # Its refusals are returned; what it logs on the way would only disturb the terminal.
    logging.getLogger("sigstore").addHandler(logging.NullHandler())
    try:
        verifier = _load(root)
    except failures as error:
        raise DataError(f"sigstore-python cannot read the trust root: {_why(error)}") from error
    policy = _AnySigner()

    def verify(bundle: bytes) -> str:
        try:
            verifier.verify_dsse(Bundle.from_json(bundle), policy)
        except failures as error:
            return _why(error)
        return ""

    return verify


def _load(root: TrustRoot) -> Verifier:
    from sigstore.models import TrustedRoot  # noqa: PLC0415 -- as above
    from sigstore.verify import Verifier  # noqa: PLC0415 -- as above

    message = {key: value for key, value in json.loads(root.document).items() if key not in _OURS}
    with TemporaryDirectory() as folder:  # its public interface reads files only
        file = Path(folder, "trusted_root.json")
        file.write_text(json.dumps(message), encoding="utf-8")
        return Verifier(trusted_root=TrustedRoot.from_file(str(file)))


def _why(error: Exception) -> str:
    lines = str(error).splitlines()
    return excerpt(lines[0] if lines else type(error).__name__)
