"""A letter that does not say who writes."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import BOTH


def _check(draft: Draft) -> Iterable[Hit]:
    name = draft.facts.organisation.name
    short = re.sub(r".*\(([^)]+)\)$", r"\1", name)
    # The reference begins with the short name as well; that is no signature.
    written = rf"(?<![\w@-])(?:{re.escape(name)}|{re.escape(short)})(?![\w-])"
    if not re.search(written, draft.body):
        yield Hit("De naam van de organisatie staat niet in de brief")


RULE = Rule(
    "organisation_missing",
    why="art. 13 lid 1 onder a AVG",
    how="Onderteken met de naam van de organisatie.",
    check=_check,
    severity=Severity.WARNING,
    languages=BOTH,
)
