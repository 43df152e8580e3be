"""An answer to an objection without the basis of the processing."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import awaits, section

_BASIS = re.compile(r"gerechtvaardigd belang|algemeen belang|6,? lid 1", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    if not awaits(draft, "grondslag van dat gebruik") and not _BASIS.search(section(draft, "Bezwaar")):
        yield Hit("Er staat niet op welke grondslag het gebruik steunde")


RULE = Rule(
    "objection_basis_missing",
    why="art. 21 lid 1 AVG: alleen bij algemeen of gerechtvaardigd belang",
    how="Noem de grondslag.",
    check=_check,
    kinds=frozenset({LetterKind.OBJECTION}),
)
