"""An acknowledgement that promises an outcome."""

from replies.lint.finding import Rule
from replies.lint.letters import BY_MACHINE
from replies.lint.reading import BOTH, present

RULE = Rule(
    "acknowledgement_promise",
    why="LEGAL.md (c) 1: geen belofte over de uitkomst",
    how="Schrijf alleen wat is begrepen en wanneer het antwoord komt.",
    check=present(
        r"\b(?:wij|we) (?:zullen|gaan)\b[^.\n]{0,60}(?:verwijder|wis|aanpas|corriger|verbeter|beperk"
        r"|stopp|toestur|verstrek|overdra)"
        r"|\b(?:wij|we) (?:verwijderen|wissen|corrigeren|verbeteren|beperken)\b[^.\n]{0,20}\b(?:uw|je"
        r"|jouw) (?:gegevens|account)"
        r"|\b(?:wordt|is|worden|zal)\b[^.\n]{0,40}(?:ingewilligd|toegewezen|gehonoreerd|goedgekeurd|gegrond)"
        r"|\bwilligen\b[^.\n]{0,40}\bin\b"
        r"|\bwe (?:will|shall) (?:delete|erase|correct|restrict|send you your data)",
        "Belofte over de uitkomst",
        unless_denied=True,
    ),
    kinds=BY_MACHINE,
    languages=BOTH,
)
