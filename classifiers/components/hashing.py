"""Hashed character and word n-grams of many texts at once, in numpy: features without a vocabulary."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_WORDLIKE_BREAK: Final = np.uint64(0)
_P: Final = np.uint64(0x9E3779B97F4A7C15)
_P_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_PAIR: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_powers: NDArray[np.uint64] = np.ones(1, dtype=np.uint64)
_inverses: NDArray[np.uint64] = np.ones(1, dtype=np.uint64)


def _ensure_powers(n: int) -> None:
    """Grow the cached powers of the hash base (and of its inverse modulo 2^64) to at least n."""
    global _powers, _inverses  # noqa: PLW0603 - a cache of constants
    if len(_powers) >= n:
        return
    size = 1 << (n - 1).bit_length()
    bases = np.full(size, _P, dtype=np.uint64)
    bases[0] = 1
    _powers = np.cumprod(bases, dtype=np.uint64)
    bases = np.full(size, _P_INVERSE, dtype=np.uint64)
    bases[0] = 1
    _inverses = np.cumprod(bases, dtype=np.uint64)


class TextBlock:
    """Many texts laid end to end as code points, with a prefix hash from which any span's hash follows at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Lay the texts out; each is framed by a space so that word edges show in its n-grams."""
        joined = "\0".join(f" {text} " for text in texts)
        self.points: NDArray[np.uint32] = np.frombuffer(
            joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32
        )
        breaks = self.points == 0
        self.owner: Ints = np.cumsum(breaks)
        n = len(self.points)
        _ensure_powers(n + 1)
        terms = (self.points.astype(np.uint64) + np.uint64(1)) * _powers[:n]
        self.prefix: NDArray[np.uint64] = np.concatenate(
            [np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)]
        )

    def spans(self, starts: Ints, ends: Ints) -> NDArray[np.uint64]:
        """Return the hash of the characters from each start up to each end."""
        hashes: NDArray[np.uint64] = (self.prefix[ends] - self.prefix[starts]) * _inverses[starts]
        return hashes

    def char_grams(self, n: int) -> tuple[Ints, NDArray[np.uint64]]:
        """Return owner and hash of every n-gram of characters that lies inside one text."""
        count = len(self.points) - n + 1
        if count <= 0:
            return np.zeros(0, np.int64), np.zeros(0, np.uint64)
        starts = np.arange(count)
        inside = self.owner[starts] == self.owner[starts + n - 1]
        inside &= self.points[starts] != 0
        starts = starts[inside]
        return self.owner[starts], self.spans(starts, starts + n)

    def words(self) -> tuple[Ints, Ints]:
        """Return the starts and ends of the runs of non-space characters."""
        solid = ((self.points != 32) & (self.points != 0)).astype(np.int8)
        edges = np.diff(np.concatenate([np.zeros(1, np.int8), solid, np.zeros(1, np.int8)]))
        return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)

    def word_grams(self, n: int) -> tuple[Ints, NDArray[np.uint64]]:
        """Return owner and hash of every run of n words (texts are expected to be single-spaced)."""
        starts, ends = self.words()
        if len(starts) < n:
            return np.zeros(0, np.int64), np.zeros(0, np.uint64)
        first, last = starts[: len(starts) - n + 1], ends[n - 1 :]
        inside = self.owner[first] == self.owner[last - 1]
        first, last = first[inside], last[inside]
        # The salt keeps a word apart from the same characters counted as a character n-gram.
        return self.owner[first], self.spans(first, last) ^ np.uint64(0xA5A5A5A5A5A5A5A5)

    def stem_pairs(self, letters: int, reach: int) -> tuple[Ints, NDArray[np.uint64]]:
        """Return owner and hash of every two words at most `reach` apart, each by its first letters, in their order."""
        starts, ends = self.words()
        stems = self.spans(starts, np.minimum(ends, starts + letters))
        owner = self.owner[starts] if len(starts) else np.zeros(0, np.int64)
        rows, hashes = [], []
        for distance in range(1, reach + 1):
            first, second = owner[:-distance], owner[distance:]
            inside = first == second
            rows.append(first[inside])
            hashes.append(stems[:-distance][inside] * np.uint64(3) + stems[distance:][inside] * _PAIR)
        return np.concatenate(rows), np.concatenate(hashes)


def buckets(hashes: NDArray[np.uint64], bits: int) -> Ints:
    """Spread hashes over 2**bits buckets."""
    return ((hashes * _MIX) >> np.uint64(64 - bits)).astype(np.int64)
