"""Under which names do our documents carry what CycloneDX has no field for?

``cdx:npm:package:*`` is the official property taxonomy for npm; the rest is ours.
``requires:KIND`` holds a JSON list of ``[name, range, position]``, where the position
counts in the component's sorted ``dependsOn`` and is null where nothing is installed.
"""

from __future__ import annotations

PATH = "cdx:npm:package:path"
DEVELOPMENT = "cdx:npm:package:development"
BUNDLED = "cdx:npm:package:bundled"
EXTRANEOUS = "cdx:npm:package:extraneous"
PRIVATE = "cdx:npm:package:private"

_OURS = "auditor:npm:"
ALIAS = _OURS + "alias"
CPU = _OURS + "cpu"
CREDENTIALS = _OURS + "credentials-removed"
DEPRECATED = _OURS + "deprecated"
DEV_OPTIONAL = _OURS + "dev-optional"
ENGINES = _OURS + "engines"
INCOMPLETE = _OURS + "incomplete"
INSTALL_SCRIPT = _OURS + "install-script"
INTEGRITY = _OURS + "integrity"
KIND = _OURS + "kind"
LICENSE = _OURS + "license"
LINK = _OURS + "link"
OPTIONAL = _OURS + "optional"
OS = _OURS + "os"
PEER = _OURS + "peer"
REQUIRES = _OURS + "requires:"
RESOLVED = _OURS + "resolved"
UNNAMED = _OURS + "unnamed"

FORMAT = _OURS + "format"
LOCKFILE = _OURS + "lockfile"
LOCKFILE_SHA256 = _OURS + "lockfile:sha256"
LOCKFILE_VERSION = _OURS + "lockfile:version"
OMITTED_DEV = _OURS + "scope:dev-excluded"
PROBLEM = _OURS + "problem"
VIEW = _OURS + "view"

BSI_FILENAME = "bsi:component:filename"
BSI_ARCHIVE = "bsi:component:archive"
BSI_STRUCTURED = "bsi:component:structured"

VIEW_FLAT = "flat"
VIEW_LOCATIONS = "locations"
UNNAMED_TEXT = "unnamed"
TRUE = "true"

HASHES = {"sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
