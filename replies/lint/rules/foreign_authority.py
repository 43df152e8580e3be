"""The supervisory authority of the other country."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH, sentences

_DUTCH = re.compile(r"autoriteit ?persoonsgegevens", re.IGNORECASE)
_DUTCH_SHORT = re.compile(r"\bAP\b")
_BELGIAN = re.compile(
    r"gegevensbeschermingsautoriteit|vlaamse toezichtcommissie|toezichtcommissie\.be|apd-gba", re.IGNORECASE
)
_BELGIAN_SHORT = re.compile(r"\b(?:GBA|VTC)\b")
_COMPLAINT = re.compile(r"klacht|klagen|autoriteit|toezicht|bemiddel|complaint", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    long, short = (_BELGIAN, _BELGIAN_SHORT) if draft.dutch_law else (_DUTCH, _DUTCH_SHORT)
    for sentence in sentences(draft.body):
        # GBA and AP are also other things; as an authority they stand beside a complaint.
        match = long.search(sentence.text) or (
            _COMPLAINT.search(sentence.text) and short.search(sentence.text)
        )
        if match:
            start = sentence.start + match.start()
            yield Hit(f"Toezichthouder van het andere land: “{match[0]}”", start, start + len(match[0]))


RULE = Rule(
    "foreign_authority",
    why="art. 77 AVG: de toezichthouder van het land van de verantwoordelijke",
    how="Noem in Nederland de Autoriteit Persoonsgegevens, in België de Gegevensbeschermingsautoriteit.",
    check=_check,
    languages=BOTH,
)
