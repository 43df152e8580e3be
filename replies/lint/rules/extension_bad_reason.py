"""An extension for a reason that the law does not know."""

from replies.facts import LetterKind
from replies.lint.finding import Rule, Severity
from replies.lint.reading import present

RULE = Rule(
    "extension_bad_reason",
    why="EDPB 01/2022 par. 163-164: drukte of afwezigheid is geen reden",
    how="Noem de complexiteit of het aantal verzoeken, of antwoord op tijd.",
    check=present(
        r"(?<!niet door )(?<!niet vanwege )(?<!geen )\b(?:druk(?:te)?"
        r"|vakantie\w*|verlof|ziekte|zieke|feestdagen|personeelstekort|onderbezet\w*"
        r"|te weinig (?:mensen|personeel))\b",
        "Geen geldige reden voor verlenging",
    ),
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.EXTENSION}),
)
