"""A letter to more than one address."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import BOTH


def _check(draft: Draft) -> Iterable[Hit]:
    count = len({recipient.lower() for recipient in draft.recipients})
    if count > 1:
        yield Hit(f"De brief gaat naar {count} adressen")


RULE = Rule(
    "recipients_many",
    why="art. 5 lid 1 onder c en f AVG",
    how="Stuur de brief naar één adres.",
    check=_check,
    severity=Severity.WARNING,
    languages=BOTH,
)
