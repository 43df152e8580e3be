"""The acknowledgement does not say how to correct what was understood."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import BOTH, absent

RULE = Rule(
    "acknowledgement_correction_missing",
    why="DESIGN.md par. 3: een verkeerd label kost één antwoord",
    how="Zet erin hoe de lezer kan melden dat het niet klopt.",
    check=absent(
        r"klopt (?:dit|dat|het) niet|verkeerd begrepen|niet goed begrepen|is this not right|misunderst",
        "Er staat niet hoe de lezer dit kan rechtzetten",
    ),
    kinds=frozenset({LetterKind.ACKNOWLEDGEMENT}),
    languages=BOTH,
)
