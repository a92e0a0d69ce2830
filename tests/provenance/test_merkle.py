from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from auditor.provenance.merkle import leaf_hash, root_from_path


def tree_root(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash of RFC 6962, section 2.1, by its definition."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\x01" + tree_root(leaves[:half]) + tree_root(leaves[half:])).digest()


def audit_path(leaves: list[bytes], index: int) -> list[bytes]:
    """The audit path of RFC 6962, section 2.1.1, by its definition."""
    if len(leaves) == 1:
        return []
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < half:
        return [*audit_path(leaves[:half], index), tree_root(leaves[half:])]
    return [*audit_path(leaves[half:], index - half), tree_root(leaves[:half])]


trees = st.integers(1, 70).flatmap(
    lambda size: st.tuples(st.just([bytes([n]) for n in range(size)]), st.integers(0, size - 1))
)


@given(trees)
def test_a_path_leads_from_every_leaf_to_the_root(tree: tuple[list[bytes], int]) -> None:
    leaves, index = tree
    path = audit_path(leaves, index)
    leaf, size = leaf_hash(leaves[index]), len(leaves)
    root = tree_root(leaves)
    assert root_from_path(leaf, index, size, path) == root
    assert root_from_path(leaf, index, size, [*path, leaf]) is None
    assert root_from_path(leaf_hash(b"other"), index, size, path) != root
    if path:
        assert root_from_path(leaf, index, size, path[:-1]) is None
        assert root_from_path(leaf, index, size, [b"\0" * 32, *path[1:]]) != root


def test_no_leaf_lies_outside_the_tree() -> None:
    assert root_from_path(b"", 0, 0, []) is None
    assert root_from_path(b"", 1, 1, []) is None
    assert root_from_path(b"", 2**63 - 1, 2**63 - 1, [b""] * 64) is None
