"""All phrase tables behind one index, so that a text is read once however many phrases there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.core.screening import words_absence, words_automatic, words_bounce

_TOKEN = re.compile(r"[^\W_]+")
_HEAD = 4
_LATIN_END = (
    "\u2e80"  # from here on scripts are written without spaces, and a phrase is looked for as it stands
)


class Lexicon:
    """Named tables of folded phrases.

    A phrase of several words is looked up by its longest word but the last (the last may be a stem); a single
    word stands for every word that begins with it; phrases in scripts without spaces are searched directly,
    and only in texts with such a script.
    """

    def __init__(self, tables: Mapping[str, Iterable[str]]) -> None:
        self.names = tuple(tables)
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        self._direct: list[tuple[str, str]] = []
        for name, table in tables.items():
            for phrase in table:
                self._add(name, phrase)

    def _add(self, name: str, phrase: str) -> None:
        words = _TOKEN.findall(phrase)
        if max(phrase) >= _LATIN_END or not words:
            self._direct.append((name, phrase))
        elif len(words) > 1:
            self._by_word.setdefault(max(words[:-1], key=len), []).append((name, phrase))
        else:
            self._by_head.setdefault(words[0][:_HEAD], []).append((name, phrase))

    def find(self, folded: str) -> dict[str, frozenset[str]]:
        """Per table the phrases that stand in a folded text."""
        tokens = set(_TOKEN.findall(folded))
        found: dict[str, set[str]] = {name: set() for name in self.names}
        for word in self._by_word.keys() & tokens:
            for name, phrase in self._by_word[word]:
                if phrase in folded:
                    found[name].add(phrase)
        for head in self._by_head.keys() & {token[:_HEAD] for token in tokens}:
            for name, phrase in self._by_head[head]:
                stem = _TOKEN.findall(phrase)[0]
                if phrase in folded and any(
                    token.startswith(stem) for token in tokens if token[:_HEAD] == head
                ):
                    found[name].add(phrase)
        if folded and not folded.isascii() and max(folded) >= _LATIN_END:
            for name, phrase in self._direct:
                if phrase in folded:
                    found[name].add(phrase)
        return {name: frozenset(phrases) for name, phrases in found.items()}


TEXT = Lexicon({
    "bounce_technical": words_bounce.TECHNICAL,
    "bounce_plain": words_bounce.PLAIN,
    "away": words_absence.AWAY,
    "beside_away": words_absence.BESIDE,
    "self_declared": words_automatic.SELF_DECLARED,
    "automatic": words_automatic.AUTOMATIC,
    "acknowledged": words_automatic.ACKNOWLEDGED,
    "challenge": words_automatic.CHALLENGE,
    "list_program": words_automatic.LIST_PROGRAM,
    "receipt": words_automatic.RECEIPT_TEXT,
})  # fmt: skip
SUBJECT = Lexicon({
    "bounce": words_bounce.SUBJECTS,
    "away": words_absence.SUBJECT_WORDS,
    "acknowledged": words_automatic.ACKNOWLEDGED_SUBJECTS,
    "challenge": words_automatic.CHALLENGE,
    "list_program": words_automatic.LIST_PROGRAM,
})  # fmt: skip
