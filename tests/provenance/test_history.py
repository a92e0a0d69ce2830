from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance.releases import ORIGIN, absent, unknown, verified

from auditor.provenance.drift import Change, Weight
from auditor.provenance.history import Event, Unknown, history, line_of
from auditor.provenance.origin import Release, State


def told(*releases: Release) -> list[tuple[str, Change, Weight, str]]:
    return [(one.version, one.change, one.weight, one.since) for one in history(releases).events]


@pytest.mark.parametrize(
    ("version", "line"),
    [("1.2.3", "1"), ("0.1.0", "0"), ("2.0.0-beta.1", "2-prerelease"), ("v3.0.0", "3"), ("x", "")],
)
def test_a_release_line_is_a_major_and_prereleases_are_apart(version: str, line: str) -> None:
    assert line_of(version) == line


def test_a_steady_history_says_nothing() -> None:
    found = history([verified("1.0.0"), verified("1.1.0", 1), verified("2.0.0", 2)])
    assert (found.verified, found.events, found.unknown) == (3, (), ())


def test_versions_are_compared_in_their_order_and_not_as_they_come() -> None:
    assert told(absent("1.10.0", 2), verified("1.9.0", 1)) == [
        ("1.10.0", Change.PROVENANCE_LOST, Weight.FAILS, "1.9.0")
    ]


def test_every_version_without_provenance_after_one_with_it_is_a_loss() -> None:
    events = told(verified("1.0.0"), absent("1.0.1"), unknown("1.0.2"), absent("1.0.3"))
    assert [event[0] for event in events] == ["1.0.1", "1.0.3"]


def test_provenance_that_was_never_there_is_not_lost() -> None:
    assert told(absent("1.0.0"), absent("1.0.1"), verified("1.1.0")) == []


@pytest.mark.parametrize(
    ("field", "change", "weight"),
    [
        ("source_repository_id", Change.REPOSITORY_CHANGED, Weight.FAILS),
        ("source_owner_id", Change.OWNER_CHANGED, Weight.FAILS),
        ("issuer", Change.ISSUER_CHANGED, Weight.FAILS),
        ("source_repository", Change.REPOSITORY_RENAMED, Weight.NOTICE),
        ("workflow", Change.WORKFLOW_CHANGED, Weight.NOTICE),
        ("build_signer", Change.BUILD_SIGNER_CHANGED, Weight.NOTICE),
        ("runner_environment", Change.RUNNER_CHANGED, Weight.NOTICE),
        ("predicate_type", Change.PREDICATE_TYPE_CHANGED, Weight.NOTICE),
        ("builder", Change.BUILDER_CHANGED, Weight.NOTICE),
    ],
)
def test_each_change_has_its_weight(field: str, change: Change, weight: Weight) -> None:
    events = told(verified("1.0.0"), verified("1.1.0", 1, **{field: "other"}))
    assert events == [("1.1.0", change, weight, "1.0.0")]


def test_an_event_carries_both_values_and_both_proofs() -> None:
    before, after = verified("1.0.0"), verified("1.1.0", 1, source_repository_id="7777")
    (event,) = history([before, after]).failing
    assert event == Event(
        "1.1.0",
        "1",
        Change.REPOSITORY_CHANGED,
        Weight.FAILS,
        "1.0.0",
        "source_repository_id",
        "1001",
        "7777",
        before_proof=before.proof,
        after_proof=after.proof,
    )


def test_another_address_fails_where_no_id_says_that_it_is_the_same_repository() -> None:
    moved = verified(
        "1.1.0", 1, source_repository="https://code.example/else", source_repository_id=None
    )
    assert told(verified("1.0.0", source_repository_id=None), moved) == [
        ("1.1.0", Change.REPOSITORY_CHANGED, Weight.FAILS, "1.0.0")
    ]


def test_what_comes_back_to_a_value_of_before_is_a_notice() -> None:
    found = history(
        [
            verified("1.0.0"),
            verified("1.1.0", 1, source_owner_id="9"),
            verified("1.2.0", 2),
        ]
    )
    back = found.events[-1]
    assert (back.version, back.weight, back.seen) == ("1.2.0", Weight.NOTICE, "1.0.0")
    assert [one.version for one in found.failing] == ["1.1.0"]


def test_a_field_that_is_not_said_is_unknown_and_no_change() -> None:
    silent = verified("1.1.0", 1, source_owner_id=None)
    found = history([verified("1.0.0"), silent, verified("1.2.0", 2, source_owner_id="9")])
    assert found.unknown == (Unknown("1.1.0", "source_owner_id", "its certificate does not say"),)
    # What came before the silence still counts.
    assert [(one.version, one.since) for one in found.failing] == [("1.2.0", "1.0.0")]


def test_what_becomes_known_is_no_change() -> None:
    assert told(verified("1.0.0", source_owner_id=None), verified("1.1.0", 1)) == []


def test_an_older_major_that_is_still_looked_after_does_not_alarm() -> None:
    assert told(absent("6.3.0", 0), verified("7.0.0", 1), absent("6.3.1", 2)) == []


def test_a_new_major_is_compared_with_what_was_there_when_it_came() -> None:
    lost = told(verified("1.0.0", 0), absent("2.0.0", 1))
    assert lost == [("2.0.0", Change.PROVENANCE_LOST, Weight.FAILS, "1.0.0")]
    # The older line gained its provenance only later.
    assert told(absent("1.0.0", 0), absent("2.0.0", 1), verified("1.0.1", 2)) == []


def test_a_new_major_of_unknown_time_is_said_to_be_uncompared() -> None:
    found = history([verified("1.0.0"), absent("2.0.0", None)])
    assert found.events == ()
    assert found.unknown[0].version == "2.0.0"
    assert "is not known" in found.unknown[0].reason


def test_prereleases_are_compared_among_themselves_alone() -> None:
    assert told(verified("1.0.0"), absent("2.0.0-beta.1", 1)) == []
    assert told(verified("2.0.0-beta.1", 1), verified("2.0.0", 2, workflow="x")) == []
    events = told(verified("2.0.0-beta.1", 1), absent("2.0.0-beta.2", 2))
    assert events == [("2.0.0-beta.2", Change.PROVENANCE_LOST, Weight.FAILS, "2.0.0-beta.1")]


def test_what_could_not_be_looked_at_is_named() -> None:
    found = history([verified("1.0.0"), unknown("1.1.0", 1), absent("later", 2)])
    assert set(found.unknown) == {
        Unknown("1.1.0", "", "not at hand"),
        Unknown("later", "", "it is no version that npm would take"),
    }


def test_a_refused_release_is_compared_and_never_a_measure_for_others() -> None:
    refused = replace(
        verified("1.1.0", 1, source_repository_id="7777"), state=State.REFUSED, reason="it lies"
    )
    found = history([verified("1.0.0"), refused, verified("1.2.0", 2)])
    assert [(one.version, one.change) for one in found.events] == [
        ("1.1.0", Change.REPOSITORY_CHANGED)
    ]
    assert found.unknown == (Unknown("1.1.0", "", "it lies"),)


versions = st.builds("{}.{}.{}".format, *(st.integers(0, 3) for _ in range(3)))
any_release = st.one_of(
    st.builds(verified, versions, st.integers(0, 9)),
    st.builds(absent, versions, st.integers(0, 9)),
    st.builds(unknown, versions, st.integers(0, 9)),
)


@given(st.lists(any_release, unique_by=lambda one: one.version))
def test_only_losses_are_found_where_no_origin_differs(releases: list[Release]) -> None:
    found = history(releases)
    assert {one.change for one in found.events} <= {Change.PROVENANCE_LOST}
    assert found == history(reversed(releases))
    assert found.verified == sum(one.origin == ORIGIN for one in releases)
