"""How far does a «niet» or an «als» reach? Scopes of negation and condition, in words."""

import re
from collections.abc import Sequence
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

NEGATIONS: Final = frozenset(
    [
        "niet",
        "geen",
        "nooit",
        "niets",
        "niks",
        "niemand",
        "nergens",
        "zonder",
        "noch",
        "evenmin",
        "allerminst",
        "geenszins",
        "not",
        "no",
        "never",
        "without",
        "don't",
        "pas",
        "aucun",
        "aucune",
        "jamais",
        "ni",
        "n'",
    ]
)
CONDITIONS: Final = frozenset(
    [
        "als",
        "indien",
        "mocht",
        "mochten",
        "tenzij",
        "wanneer",
        "zodra",
        "mits",
        "if",
        "unless",
        "should",
        "si",
        "sinon",
    ]
)
_STOPS: Final = frozenset(
    [
        ".",
        "!",
        "?",
        ";",
        ":",
        ",",
        "(",
        ")",
        "maar",
        "alleen",
        "enkel",
        "wel",
        "but",
        "only",
        "mais",
        "doch",
        "echter",
    ]
)
BACK: Final = 4
"""In a main clause «niet» follows its verb («verwijder het niet»): the scope starts this many words before it."""
AHEAD: Final = 9
_WORD: Final = re.compile(r"[\w']+|[^\w\s]")


def negation_scopes(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return first and last (exclusive) word of each negated stretch."""
    return [_scope(words, at, BACK) for at, word in enumerate(words) if word in NEGATIONS]


def condition_scopes(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return first and last (exclusive) word of each conditional stretch."""
    return [_scope(words, at, 0) for at, word in enumerate(words) if word in CONDITIONS]


def _scope(words: Sequence[str], at: int, back: int) -> tuple[int, int]:
    first = at
    while first > max(0, at - back) and words[first - 1] not in _STOPS:
        first -= 1
    last = at + 1
    while last < min(len(words), at + 1 + AHEAD) and words[last] not in _STOPS:
        last += 1
    return first, last


class Negation:
    """Sets `doc.spans["negation"]` and `doc.spans["condition"]`, sentence by sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the scopes of one doc."""
        marked: dict[str, list[Any]] = {"negation": [], "condition": []}
        for sentence in doc.sents:
            words = [token.lower_ for token in sentence]
            for kind, find in (("negation", negation_scopes), ("condition", condition_scopes)):
                marked[kind].extend(
                    doc[sentence.start + first : sentence.start + last] for first, last in find(words)
                )
        for kind, spans in marked.items():
            doc.spans[kind] = spans
        return doc


@Language.factory("negation", requires=["token.is_sent_start"], assigns=["doc.spans"])
def make_negation(nlp: Language, name: str) -> Any:
    """Create the component for a pipeline."""
    return Negation()
