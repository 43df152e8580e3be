"""An identification request that does not say that the answer is only used to check."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "identification_use_missing",
    why="art. 5 lid 1 onder b en e AVG; EDPB 01/2022 par. 76-79",
    how="Zet erin dat het bewijs alleen voor de controle is en daarna wordt verwijderd.",
    check=absent(
        r"(?:alleen|uitsluitend|enkel)\b[^\n]{0,80}controle(?:ren|r)?\b.{0,200}(?:verwijder|wis"
        r"|vernietig)|only to check.{0,200}delete",
        "Er staat niet dat het antwoord alleen voor de controle is en daarna wordt verwijderd",
    ),
    kinds=frozenset({LetterKind.IDENTIFICATION_REQUEST}),
    languages=BOTH,
)
