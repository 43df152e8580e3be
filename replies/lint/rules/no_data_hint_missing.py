"""A no-data letter without the hint to give other addresses."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import absent

RULE = Rule(
    "no_data_hint_missing",
    why="LEGAL.md (c) 7",
    how="Vraag of de lezer onder een andere naam of een ander adres bekend kan zijn.",
    check=absent(
        r"ander(?:e)? (?:naam|e-mailadres|adres|mailadres)", "Er staat niet dat een ander adres kan helpen"
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.NO_DATA}),
)
