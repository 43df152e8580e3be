"""An erasure that does not say what is kept."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "erased_kept_missing",
    why="art. 17 lid 3 AVG; LEGAL.md (c) 9",
    how="Schrijf wat blijft, waarom en tot wanneer, of dat niets blijft.",
    check=absent(
        r"\bbewa(?:ren|ard|art)\b", "Er staat niet wat nog wordt bewaard", awaiting="wat wij bewaren"
    ),
    kinds=frozenset({LetterKind.ERASED}),
)
