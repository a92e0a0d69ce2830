from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st
from policy.plain_requests import CONTROL, audited
from policy.postures import assess, careful

from auditor.assessment import FAILING, Instance
from auditor.model import Location, Severity
from auditor.policy.identity import identified, package_of, part_of


def test_only_failing_instances_have_fingerprints() -> None:
    for result in assess(*careful()).controls:
        told = {bool(instance.fingerprint) for instance in result.instances}
        assert told <= {result.verdict in FAILING}


def test_everything_else_of_an_instance_stays() -> None:
    full = Instance("m", Location("a.js", 1), "pkg:npm/a@1", Severity.LOW, ("x",), "W", "", True)
    rest = [field.name for field in fields(Instance) if field.name != "fingerprint"]
    assert all(getattr(full, name) for name in rest)
    failing = audited({"a.js": "fetch('http://a.example')"}).result(CONTROL)

    (told,) = identified([replace(failing, instances=(full,))], {})

    assert told.instances[0].fingerprint
    assert replace(told.instances[0], fingerprint="") == full


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_different_texts_give_different_parts(left: list[str], right: list[str]) -> None:
    assert (part_of(*left) == part_of(*right)) is (left == right)


def test_a_package_is_known_by_its_name_in_any_version() -> None:
    assert package_of("pkg:npm/%40a/b@1.0.0?x=y#z") == "pkg:npm/%40a/b"
    assert package_of("pkg:npm/b") == "pkg:npm/b"
