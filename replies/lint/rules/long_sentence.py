"""A sentence too long to read at once."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import BOTH, sentences

_MOST_WORDS = 40


def _check(draft: Draft) -> Iterable[Hit]:
    for sentence in sentences(draft.body):
        count = len(sentence.text.split())
        if count > _MOST_WORDS:
            yield Hit(f"Een zin van {count} woorden", sentence.start, sentence.end)


RULE = Rule(
    "long_sentence",
    why="art. 12 lid 1 AVG: duidelijke en eenvoudige taal",
    how="Maak er twee of meer zinnen van.",
    check=_check,
    severity=Severity.WARNING,
    languages=BOTH,
)
