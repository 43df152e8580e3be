"""A portability answer without a machine-readable format."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "portability_format_missing",
    why="art. 20 lid 1 AVG; EDPB 01/2022 par. 156",
    how="Noem het formaat: CSV, JSON of XML.",
    check=absent(
        r"\b(?:csv|json|xml|xlsx|vcard|ics)\b",
        "Er staat geen formaat dat een computer kan inlezen",
        awaiting="bestandsformaat",
    ),
    kinds=frozenset({LetterKind.PORTABILITY}),
)
