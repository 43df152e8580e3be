"""A fee warning that leaves no way to withdraw."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "fee_choice_missing",
    why="art. 12 lid 5 AVG; EDPB 01/2022 par. 175-194",
    how="Zet erin dat intrekken of kleiner maken kan en niets kost.",
    check=absent(
        r"\btrekt\b[^.\n]{0,20}\bin\b|\bintrekken\b", "Er staat niet dat de lezer het verzoek kan intrekken"
    ),
    kinds=frozenset({LetterKind.FEE_WARNING}),
)
