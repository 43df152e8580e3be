"""A fee warning that does not show why the request is excessive."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "fee_burden_missing",
    why="art. 12 lid 5 AVG: de verantwoordelijke toont het aan",
    how="Schrijf de feiten waaruit blijkt dat het verzoek buitensporig is.",
    check=absent(
        r"\A(?=.*\b(?:aantonen|buitensporig|ongegrond)\b)(?=.*\b(?:hierom|omdat|want|namelijk)\b)",
        "Er staat niet waarom het verzoek buitensporig is",
    ),
    kinds=frozenset({LetterKind.FEE_WARNING}),
)
