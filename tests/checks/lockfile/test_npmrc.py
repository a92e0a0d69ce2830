from __future__ import annotations

from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.npmrc import MAX_FILES, npmrc
from auditor.checks.lockfile.npmrc_settings import MAX_BYTES
from auditor.engine import run_check
from auditor.model import CheckRun, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources

DEFAULTS = {
    "ignore_scripts": False,
    "strict_ssl": True,
    "save_exact": False,
    "min_release_age_days": 0,
    "allow_git": "all",
    "allow_remote": "all",
}


def measure(files: dict[str, str]) -> CheckRun:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings()), NOW)
    return run_check(npmrc, context, Needs.NOTHING)


def test_without_the_file_npms_defaults_hold() -> None:
    run = measure({})
    (fact,) = run.facts
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert (fact.name, fact.value, fact.location) == ("npmrc.hardening", False, None)
    assert dict(fact.attributes) == {"files": 0, **DEFAULTS}


def test_is_silent_where_everything_is_hardened() -> None:
    text = (
        "ignore-scripts=true\nsave-exact=true\nmin-release-age=3\nallow-git=none\n"
        "allow-remote=root\n//registry.example/:_authToken=${NPM_TOKEN}\n"
    )
    run = measure({".npmrc": text})
    (fact,) = run.facts
    assert run.findings == ()
    assert (fact.value, fact.location) == (True, Location(".npmrc"))
    assert dict(fact.attributes) == {
        "files": 1,
        "ignore_scripts": True,
        "strict_ssl": True,
        "save_exact": True,
        "min_release_age_days": 3,
        "allow_git": "none",
        "allow_remote": "root",
    }


def test_what_comes_from_the_environment_is_not_known() -> None:
    text = "ignore-scripts=${X}\nmin-release-age=${Y}\nallow-git=sometimes\n"
    (fact,) = measure({".npmrc": text}).facts
    assert fact.attributes["ignore_scripts"] is None
    assert fact.attributes["min_release_age_days"] is None
    assert fact.attributes["allow_git"] is None


def test_reports_a_token_anywhere_and_never_shows_it() -> None:
    run = measure({"docker/.npmrc": "a=1\n//registry.example/:_authToken=npm_abcdef\n"})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("npmrc-token-literal", Severity.HIGH)
    assert finding.location == Location("docker/.npmrc", 2)
    assert finding.message == "//registry.example/:_authToken is written out in the file"
    assert "npm_abcdef" not in repr(run)
    assert run.facts[0].value is False


def test_reports_settings_that_open_the_way_to_the_registry() -> None:
    text = (
        "strict-ssl=false\n@acme:registry=http://npm.acme.example/\nregistry=http://127.0.0.1:1/\n"
    )
    run = measure({".npmrc": text})
    assert [finding.rule for finding in run.findings] == [
        "npmrc-strict-ssl-off",
        "npmrc-registry-insecure",
    ]
    assert run.facts[0].attributes["strict_ssl"] is False


def test_installed_packages_are_not_looked_into() -> None:
    assert measure({"node_modules/a/.npmrc": "_authToken=x"}).findings == ()


def test_hostile_keys_are_made_printable() -> None:
    (finding,) = measure({".npmrc": "\u202e\x1b[2J:_authToken=x"}).findings
    assert finding.message.isprintable()


def test_a_file_that_cannot_be_read_leaves_the_question_open() -> None:
    assert measure({".npmrc": "#" * MAX_BYTES}).outcome is Outcome.COMPLETE
    run = measure({".npmrc": "#" * (MAX_BYTES + 1)})
    assert (run.outcome, run.facts) == (Outcome.PARTIAL, ())


def test_the_number_of_files_is_limited() -> None:
    paths = [f"{number:03}/.npmrc" for number in range(MAX_FILES + 1)]
    assert measure(dict.fromkeys(paths[:-1], "")).outcome is Outcome.COMPLETE
    run = measure(dict.fromkeys(paths, ""))
    assert run.outcome is Outcome.PARTIAL
    assert [gap.subject for gap in run.coverage.gaps] == [paths[-1]]
