"""A letter on a computer's decision without the three safeguards."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "automated_rights_missing",
    why="art. 22 lid 3 AVG",
    how="Noem: een mens kijkt opnieuw, eigen standpunt, aanvechten.",
    check=absent(
        r"\A(?=.*(?:medewerker|mens|collega)\b)(?=.*(?:hoe (?:u|jij|je) hierover denkt|standpunt"
        r"|mening))(?=.*aanvecht)",
        "Er staat niet dat de lezer een mens kan laten kijken, een standpunt kan geven en kan aanvechten",
    ),
    kinds=frozenset({LetterKind.AUTOMATED_DECISION}),
)
