"""Recipients by kind where names are due."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import present

RULE = Rule(
    "recipients_unnamed",
    why="art. 15 lid 1 onder c AVG; HvJ EU C-154/21",
    how="Noem elke ontvanger bij naam.",
    check=present(
        r"\b(?:onze|diverse|verschillende|enkele|een aantal|sommige) (?:leveranciers|partners"
        r"|verwerkers|dienstverleners|derden|relaties|klanten)\b"
        r"|\bderde partijen\b|^\s*-?\s*(?:derden|partners|leveranciers|verwerkers)\s*$",
        "Ontvangers zonder naam",
    ),
    kinds=frozenset({LetterKind.ACCESS_ANSWER}),
)
