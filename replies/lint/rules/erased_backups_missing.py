"""An erasure that is silent about back-ups."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import absent

RULE = Rule(
    "erased_backups_missing",
    why="art. 17 lid 1 AVG; LEGAL.md (c) 9",
    how="Schrijf of er reservekopieën zijn en tot wanneer.",
    check=absent(
        r"reservekopie|back-?ups?\b",
        "Er staat niets over reservekopieën",
        awaiting="hoelang de gegevens nog in reservekopieën",
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.ERASED}),
)
