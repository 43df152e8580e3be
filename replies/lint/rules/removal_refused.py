"""A refusal of a removal that the organisation promised to grant."""

from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule, Severity


def _check(draft: Draft) -> Iterable[Hit]:
    promised = draft.facts.organisation.removal_without_reason
    for part in draft.facts.parts:
        if promised and part.kind is LetterKind.REFUSAL and "erasure" in part.labels:
            yield Hit("De verwijdering wordt geweigerd, terwijl de privacyverklaring die belooft")


RULE = Rule(
    "removal_refused",
    why="privacyverklaring VVSG: positief beantwoord en opgevolgd, zeker binnen 30 dagen",
    how="Verwijder, en noem alleen wat van de wet moet blijven (bijvoorbeeld facturen).",
    check=_check,
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.REFUSAL}),
)
