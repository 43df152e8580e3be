"""An extension without complexity or number as its reason."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "extension_reason_missing",
    why="art. 12 lid 3 AVG; EDPB 01/2022 par. 162-164",
    how="Schrijf waarom juist dit verzoek ingewikkeld is, of om hoeveel verzoeken het gaat.",
    check=absent(
        r"\b(?:is|zijn) (?:erg |zeer |te )?(?:ingewikkeld|complex)|complexiteit|ingewikkeldheid|(?:meer"
        r"|meerdere|veel|\b\d{1,3}|twee|drie|vier|vijf|zes) verzoeken|aantal verzoeken",
        "Er staat geen reden die de wet voor verlenging kent",
        awaiting="verlenging om",
    ),
    kinds=frozenset({LetterKind.EXTENSION}),
)
