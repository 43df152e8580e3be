"""Cuts lists of UIDs into commands that neither the server nor our memory chokes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

# Servers accept command lines of at least 8000 octets (RFC 7162 4); stay far below.
_LONGEST_SET = 1000


def cut_batches(
    uids: Iterable[int], sizes: Mapping[int, int], most_mails: int, most_bytes: int
) -> Iterator[list[int]]:
    """Batches in the order given, each of at most ``most_mails`` mails and ``most_bytes`` bytes.

    A mail that is larger than ``most_bytes`` makes a batch of its own. UIDs without a size are gone from the server and
    are left out.
    """
    batch: list[int] = []
    weight = 0
    for uid in uids:
        if uid not in sizes:
            continue
        if batch and (len(batch) >= most_mails or weight + sizes[uid] > most_bytes):
            yield batch
            batch, weight = [], 0
        batch.append(uid)
        weight += sizes[uid]
    if batch:
        yield batch


def uid_sets(uids: Iterable[int]) -> Iterator[str]:
    """Sequence sets (RFC 9051 sequence-set) that name exactly these UIDs, neighbours written as ranges."""
    ranges: list[str] = []
    length = 0
    for text in _ranges(sorted(set(uids))):
        if ranges and length + len(text) + 1 > _LONGEST_SET:
            yield ",".join(ranges)
            ranges, length = [], 0
        ranges.append(text)
        length += len(text) + 1
    if ranges:
        yield ",".join(ranges)


def _ranges(ascending: list[int]) -> Iterator[str]:
    start = previous = None
    for uid in ascending:
        if previous is not None and uid == previous + 1:
            previous = uid
            continue
        if start is not None:
            yield str(start) if start == previous else f"{start}:{previous}"
        start = previous = uid
    if start is not None:
        yield str(start) if start == previous else f"{start}:{previous}"
