from __future__ import annotations

from dataclasses import replace

import pytest
from provenance.releases import absent, unknown, verified

from auditor.provenance.drift import Change
from auditor.provenance.lock import Judged, Lock, Standing, against, lock_of
from auditor.provenance.origin import Release, State

PINNED = lock_of([("widget", verified("1.4.0")), ("widget", verified("3.0.0", 1))])


def stands(release: Release, lock: Lock = PINNED, name: str = "widget") -> Judged:
    return against(lock, name, release)


def test_one_pin_per_name_and_release_line() -> None:
    lock = lock_of(
        [
            ("widget", verified("1.10.0")),
            ("widget", verified("1.9.0")),
            ("widget", verified("2.0.0-beta.1")),
            ("gadget", verified("1.0.0")),
        ]
    )
    assert {name: sorted(lines) for name, lines in lock.pins.items()} == {
        "gadget": ["1"],
        "widget": ["1", "2-prerelease"],
    }
    assert lock.pins["widget"]["1"].established_on == "1.10.0"
    assert len(lock) == 3


def test_only_verified_releases_are_pinned() -> None:
    refused = replace(verified("1.0.0"), state=State.REFUSED)
    nobody = verified("1.0.0", issuer=None)
    no_version = verified("latest")
    given = [absent("1.0.0"), unknown("1.0.0"), refused, nobody, no_version]
    assert len(lock_of([("widget", one) for one in given])) == 0


def test_the_same_origin_is_unchanged() -> None:
    found = stands(verified("1.5.0", 5))
    assert (found.standing, found.reason) == (Standing.UNCHANGED, "as pinned")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("source_repository_id", Change.REPOSITORY_CHANGED),
        ("source_owner_id", Change.OWNER_CHANGED),
        ("issuer", Change.ISSUER_CHANGED),
    ],
)
def test_another_repository_owner_or_issuer_is_a_change(field: str, change: Change) -> None:
    found = stands(verified("1.5.0", 0, **{field: "other"}))
    assert (found.standing, found.changes) == (Standing.CHANGED, (change,))
    assert found.reason.endswith("to other")


def test_a_lost_provenance_is_a_change() -> None:
    found = stands(absent("1.5.0"))
    assert (found.standing, found.changes) == (Standing.CHANGED, (Change.PROVENANCE_LOST,))
    assert found.reason == "the provenance is gone; 1.4.0 had one"


def test_another_workflow_is_a_notice() -> None:
    found = stands(verified("1.5.0", workflow="other.yml", build_signer="https://x.example/b"))
    assert (found.standing, found.changes) == (
        Standing.NOTICE,
        (Change.WORKFLOW_CHANGED, Change.BUILD_SIGNER_CHANGED),
    )
    assert "from its own to https://x.example/b" in found.reason


def test_an_id_that_is_pinned_and_no_longer_said_is_unknown() -> None:
    found = stands(verified("1.5.0", source_repository_id=None))
    assert found.standing is Standing.UNKNOWN
    assert found.reason == "its certificate does not say the source repository id that is pinned"


def test_what_could_not_be_looked_at_is_unknown() -> None:
    assert stands(unknown("1.5.0")).standing is Standing.UNKNOWN
    assert stands(unknown("1.5.0"), name="gadget").standing is Standing.UNKNOWN


def test_a_refused_release_with_the_pinned_signer_is_unknown() -> None:
    refused = replace(verified("1.5.0"), state=State.REFUSED, reason="it lies")
    assert (stands(refused).standing, stands(refused).reason) == (Standing.UNKNOWN, "it lies")
    other = replace(verified("1.5.0", issuer="x"), state=State.REFUSED, reason="it lies")
    assert stands(other).standing is Standing.CHANGED


def test_a_new_package_is_not_pinned() -> None:
    assert stands(verified("1.0.0"), name="gadget").standing is Standing.NOT_PINNED
    assert stands(absent("1.0.0"), name="gadget").standing is Standing.NO_PROVENANCE
    assert stands(verified("latest")).standing is Standing.NOT_PINNED


def test_a_line_without_a_pin_is_held_against_the_nearest_below() -> None:
    assert stands(absent("2.0.0")).pin is PINNED.pins["widget"]["1"]
    assert stands(absent("4.0.0")).pin is PINNED.pins["widget"]["3"]
    assert stands(absent("3.0.0-beta.1")).pin is PINNED.pins["widget"]["1"]
    # An older major, still looked after, owes nothing to a newer one.
    assert stands(absent("0.9.0")).standing is Standing.NO_PROVENANCE
