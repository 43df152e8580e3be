"""Batches and sequence sets: every message exactly once, within both limits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.gateways.batches import cut_batches, uid_sets

UIDS = st.lists(st.integers(1, 4_294_967_295), unique=True, max_size=300)


def expand(sequence_set: str) -> list[int]:
    found: list[int] = []
    for part in sequence_set.split(","):
        first, _, last = part.partition(":")
        found += range(int(first), int(last or first) + 1)
    return found


@given(UIDS, st.integers(1, 50), st.integers(1, 1000), st.data())
def test_batches_keep_order_and_limits_and_lose_nothing(
    uids: list[int], mails: int, weight: int, data: st.DataObject
) -> None:
    sizes = {uid: data.draw(st.integers(0, 400)) for uid in uids}
    batches = list(cut_batches(uids, sizes, mails, weight))
    assert [uid for batch in batches for uid in batch] == uids
    for batch in batches:
        assert 0 < len(batch) <= mails
        assert len(batch) == 1 or sum(sizes[uid] for uid in batch) <= weight


def test_a_message_without_size_is_gone_and_a_large_one_goes_alone() -> None:
    assert list(cut_batches([1, 2, 3, 4], {1: 10, 3: 500, 4: 10}, 100, 100)) == [[1], [3], [4]]


@given(st.lists(st.integers(1, 400), max_size=300) | UIDS)
def test_sequence_sets_name_exactly_these(uids: list[int]) -> None:
    sets = list(uid_sets(uids))
    assert [uid for one in sets for uid in expand(one)] == sorted(set(uids))
    assert all(len(one) <= 1000 for one in sets)


def test_neighbours_become_ranges() -> None:
    assert list(uid_sets([5, 1, 2, 3, 9, 10])) == ["1:3,5,9:10"]
    assert list(uid_sets([])) == []
