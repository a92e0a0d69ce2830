"""How is a file read for secrets, and what are its secrets there for?

By its path alone: the reader, and whether it belongs to tests, examples or
documentation. That lowers confidence and never leaves anything out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from auditor.checks.secrets.readers.code import read_code, read_known_defaults
from auditor.checks.secrets.readers.dockerfile import read_dockerfile
from auditor.checks.secrets.readers.json_text import read_json
from auditor.checks.secrets.readers.logins import read_htpasswd, read_netrc, read_pgpass
from auditor.checks.secrets.readers.pair import Pair
from auditor.checks.secrets.readers.settings import read_settings
from auditor.checks.secrets.readers.shell import read_shell
from auditor.checks.secrets.readers.yaml_text import read_yaml
from auditor.checks.secrets.record import Standing

Reader = Callable[[str], Iterable[Pair]]

_BY_NAME: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?:.*\.)?dockerfile(?:\..*)?|containerfile(?:\..*)?", read_dockerfile),
        (r"\.env(?:\..*|rc)?|.*\.env|\.flaskenv", read_settings),
        (r"\.npmrc|\.yarnrc|\.pypirc|\.gitconfig|\.my\.cnf|\.s3cfg|credentials", read_settings),
        (r"[._]netrc", read_netrc),
        (r"\.pgpass|pgpass\.conf", read_pgpass),
        (r"\.htpasswd", read_htpasswd),
        (
            r"procfile(?:\..*)?|(?:gnu)?makefile|.*\.mk|justfile|.*\.(?:sh|bash|zsh|cmd|bat)",
            read_shell,
        ),
        (r"\.yarnrc\.yml|.*\.ya?ml(?:\.\w{1,12})?", read_yaml),
        (
            r".*\.(?:json|json5|jsonc|webmanifest|ipynb|tfstate|dockerconfigjson)(?:\.\w{1,12})?",
            read_json,
        ),
        (r"\.dockercfg|\.babelrc|\.eslintrc|\.firebaserc", read_json),
        (
            r".*\.(?:ini|cfg|conf|cnf|properties|toml|tfvars|tf|hcl|service|desktop|reg)",
            read_settings,
        ),
        (r"ecosystem\.config\.[cm]?js|pm2\.config\.[cm]?js", read_code),
        (r".*\.(?:[cm]?[jt]sx?|vue|svelte|astro)", read_known_defaults),
        (
            r".*\.(?:py|rb|php|go|java|kts?|cs|vb|scala|groovy|gradle|pl|exs?|rs|lua|sql|ps1|xml|config|jsp)",
            read_code,
        ),
    )
)
_SCRIPT = re.compile(r".*\.(?:[cm]?[jt]sx?|vue|svelte|astro)$", re.IGNORECASE)
_ECOSYSTEM = re.compile(r"(?:^|/)(?:ecosystem|pm2)\.config\.[cm]?js$", re.IGNORECASE)
# Values stand in them by the thousand, and none is a secret.
_LISTS = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|composer\.lock)(?:\.\w{1,12})?$"
    r"|\.(?:map|min\.js|snap|svg|csv|tsv|po|pot|xliff?|resx)$|(?:^|/)(?:i18n|l10n|locales?|lang|translations?)/",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|bmp|ico|tiff?|psd|mp[34]|m4[av]|webm|mov|avi|ogg|wav|flac|woff2?|ttf|otf"
    r"|eot|pdf|zip|gz|tgz|bz2|xz|7z|rar|jar|war|exe|dll|so|dylib|wasm|class|pyc|node|stl|glb|docx?|xlsx?|pptx?)$",
    re.IGNORECASE,
)
_STANDINGS = (
    (
        Standing.TEST,
        re.compile(
            r"(?:^|/)(?:tests?|__tests__|__mocks__|specs?|e2e|cypress|playwright|fixtures?|mocks?|testdata"
            r"|testing)/|[._-](?:test|spec|e2e|mock|cy)\.[^/]{1,20}$|(?:^|/)\.env\.test(?:\.[^/]*)?$"
            r"|(?:^|/)\.github/|(?:^|/)\.gitlab-ci\.yml$|(?:^|/)\.(?:circleci|travis)",
            re.IGNORECASE,
        ),
    ),
    (
        Standing.EXAMPLE,
        re.compile(
            r"[._-](?:example|examples|sample|template|tmpl|tpl|dist|defaults?)(?:\.[^/]{1,12})?$"
            r"|(?:^|/)(?:examples?|samples?|templates?|demos?)/|(?:^|/)(?:example|sample)[._-][^/]*$",
            re.IGNORECASE,
        ),
    ),
    (
        Standing.DOCUMENTATION,
        re.compile(
            r"(?:^|/)(?:docs?|documentation|wiki|man)/|(?:^|/)(?:readme|changelog|contributing|security)[^/]*$"
            r"|\.(?:md|mdx|rst|adoc|txt|html?)$|(?:^|/)(?:swagger|openapi|postman)[^/]*$",
            re.IGNORECASE,
        ),
    ),
)


def reader_of(path: str) -> Reader | None:
    """Return the reader of names and values for a file, None where it has none."""
    name = path.rpartition("/")[2]
    if _LISTS.search(path):
        return None
    return next((reader for pattern, reader in _BY_NAME if pattern.fullmatch(name)), None)


def is_dockerfile(path: str) -> bool:
    """Whether the file says how an image is built: what stands in it becomes part of one."""
    return reader_of(path) is read_dockerfile


def is_script(path: str) -> bool:
    """Whether the code rules read the file."""
    return _SCRIPT.match(path) is not None and _ECOSYSTEM.search(path) is None


def is_media(path: str) -> bool:
    """Whether the file is, by its name, of a kind that holds no text."""
    return _MEDIA.search(path) is not None


def standing_of(path: str) -> Standing:
    """Return what the secrets of a file are there for."""
    found = (standing for standing, pattern in _STANDINGS if pattern.search(path))
    return next(found, Standing.DEPLOYMENT)
