from __future__ import annotations

import pytest
from provenance.instance import Instance, Leaf, b64, sign

from auditor.provenance import Code, RefusedError, Trust
from auditor.provenance.bundle import read_bundle
from auditor.provenance.checkpoint import (
    MAX_CHARACTERS,
    MAX_SIGNATURES,
    Checkpoint,
    read_checkpoint,
)
from auditor.provenance.log import promise_payload
from auditor.provenance.trust_root import LogKey

ROOT = bytes(32)


def noted(instance: Instance, note: str) -> str:
    signature = instance.log_id[:4] + sign(instance.log_key, note.encode())
    return f"{note}\n\u2014 log {b64(signature)}\n"


def read(text: str, instance: Instance, trust: Trust) -> Checkpoint:
    keys: tuple[LogKey, ...] = trust.root.logs
    return read_checkpoint(text, instance.log_id, keys)


def test_size_and_root_are_read(instance: Instance, trust: Trust) -> None:
    assert read(instance.checkpoint(9, ROOT), instance, trust) == Checkpoint(9, ROOT)


def test_other_lines_and_witnesses_are_passed_over(instance: Instance, trust: Trust) -> None:
    text = noted(instance, f"log\n9\n{b64(ROOT)}\nTimestamp: 1\n")
    text = text.replace("\n\n", f"\n\n\u2014 witness {b64(bytes(70))}\n")
    assert read(text, instance, trust) == Checkpoint(9, ROOT)


@pytest.mark.parametrize(
    "note",
    ["", "log\n9\n", f"\n9\n{b64(ROOT)}\n", f"log\n09\n{b64(ROOT)}\n", "log\n9\nnot base64\n"],
)
def test_notes_that_are_no_checkpoint_are_refused(
    note: str, instance: Instance, trust: Trust
) -> None:
    with pytest.raises(RefusedError) as refused:
        read(noted(instance, note), instance, trust)
    assert refused.value.code is Code.LOG_CHECKPOINT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\n", "\n"),
        ("\u2014 ", "- "),
        ("\n9\n", "\n8\n"),
        ("instance.example", "instance.test"),
        ("\u2014 log", "\u2014log"),
    ],
)
def test_a_changed_checkpoint_is_refused(
    old: str, new: str, instance: Instance, trust: Trust
) -> None:
    text = instance.checkpoint(9, ROOT).replace(old, new, 1)
    with pytest.raises(RefusedError) as refused:
        read(text, instance, trust)
    assert refused.value.code is Code.LOG_CHECKPOINT


def test_a_checkpoint_ends_with_its_signatures(instance: Instance, trust: Trust) -> None:
    text = instance.checkpoint(9, ROOT)
    for broken in (text.rstrip("\n"), text + "x", text.partition("\u2014")[0]):
        with pytest.raises(RefusedError, match="signatures"):
            read(broken, instance, trust)


def test_so_many_signatures_and_characters_are_read_and_no_more(
    instance: Instance, trust: Trust
) -> None:
    text = instance.checkpoint(9, ROOT)
    witness = f"\u2014 witness {b64(bytes(70))}\n"
    most = text + witness * (MAX_SIGNATURES - 1)
    assert read(most, instance, trust).size == 9
    with pytest.raises(RefusedError):
        read(most + witness, instance, trust)
    head = f"log\n9\n{b64(ROOT)}\n"
    room = MAX_CHARACTERS - len(noted(instance, head)) - 8
    assert read(noted(instance, head + "x" * (room - 1) + "\n"), instance, trust).size == 9
    with pytest.raises(RefusedError):
        read(noted(instance, head + "x" * (room + 20) + "\n"), instance, trust)


def test_a_promise_signs_canonical_json(instance: Instance) -> None:
    """RFC 8785 and the form that is written down are the same bytes."""
    import rfc8785  # noqa: PLC0415 -- the reference, for this test alone

    entry = read_bundle(instance.bundle(b"{}", leaf=Leaf())).entry
    assert promise_payload(entry) == rfc8785.dumps(
        {
            "body": entry.body_base64,
            "integratedTime": entry.seconds,
            "logID": entry.log_id.hex(),
            "logIndex": entry.index,
        }
    )
