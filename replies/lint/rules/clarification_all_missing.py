"""A clarification that does not say that everything may be asked."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "clarification_all_missing",
    why="overweging 63 AVG; EDPB 01/2022 par. 159",
    how="Zet erin dat de lezer ook alles mag vragen.",
    check=absent(r"\balles\b|\balle gegevens\b", "Er staat niet dat de lezer ook alles mag vragen"),
    kinds=frozenset({LetterKind.CLARIFICATION}),
)
