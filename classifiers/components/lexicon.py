"""Finds the concepts of the lexicon in normalised words: exact words, prefixes, and phrases with gaps."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

GAP: Final = 6
"""How many words a `..` may skip."""
MAX_KNOWN_WORDS: Final = 50_000
SHORTEST_PREFIX: Final = 2


class Hit(NamedTuple):
    """A concept found at the words from `start` up to `end`."""

    concept: int
    start: int
    end: int


class Lexicon:
    """The concepts with their words and phrases, ready for matching."""

    def __init__(self, concepts: dict[str, list[str]]) -> None:
        """Index every word and phrase by its first word."""
        self.names: tuple[str, ...] = tuple(concepts)
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[str, list[int]] = {}
        self._phrases: dict[str, list[tuple[int, tuple[str, ...], str]]] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        self.negation = self.names.index("negation")
        self.condition = self.names.index("condition")
        for number, entries in enumerate(concepts.values()):
            for entry in entries:
                self._add(number, entry.split())

    def _add(self, number: int, words: list[str]) -> None:
        if len(words) > 1:
            needed = next((word for word in reversed(words[1:]) if word != ".." and "*" not in word), "")
            self._phrases.setdefault(words[0], []).append((number, tuple(words[1:]), needed))
        elif words[0].endswith("*"):
            self._prefix.setdefault(words[0][:-1], []).append(number)
        else:
            self._exact.setdefault(words[0], []).append(number)

    def of_word(self, word: str) -> tuple[int, ...]:
        """Return the concepts a single word carries."""
        known = self._known.get(word)
        if known is None:
            found = set(self._exact.get(word, ()))
            for n in range(SHORTEST_PREFIX, len(word) + 1):
                found.update(self._prefix.get(word[:n], ()))
            known = tuple(sorted(found))
            if len(self._known) < MAX_KNOWN_WORDS:
                self._known[word] = known
        return known

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return every concept in these words, in order of where it starts."""
        hits: list[Hit] = []
        present = {*words, ""}
        for at, word in enumerate(words):
            for concept in self._known.get(word) or self.of_word(word):
                hits.append(Hit(concept, at, at + 1))
            for concept, rest, needed in self._phrases.get(word, ()):
                if needed in present:
                    end = _match(words, at + 1, rest)
                    if end:
                        hits.append(Hit(concept, at, end))
        return hits


def _match(words: Sequence[str], at: int, rest: tuple[str, ...]) -> int:
    """Return the end of the phrase's remaining words from `at`, or 0. Linear: a gap takes the nearest match."""
    gap = False
    for wanted in rest:
        if wanted == "..":
            gap = True
            continue
        stop = min(len(words), at + (GAP if gap else 0) + 1)
        if wanted.endswith("*"):
            stem = wanted[:-1]
            at = next((i + 1 for i in range(at, stop) if words[i].startswith(stem)), 0)
        else:
            at = next((i + 1 for i in range(at, stop) if words[i] == wanted), 0)
        if not at:
            return 0
        gap = False
    return at


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """Load the lexicon that lies beside this file."""
    with Path(__file__).with_name("lexicon.toml").open("rb") as file:
        return Lexicon(tomllib.load(file)["concepts"])
