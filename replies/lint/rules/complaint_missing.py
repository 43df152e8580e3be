"""An answer without the complaint to the authority."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.registry import LETTERS

_NAMES = {
    "AP": ("Autoriteit Persoonsgegevens", re.compile(r"autoriteit persoonsgegevens", re.IGNORECASE)),
    "GBA": ("Gegevensbeschermingsautoriteit", re.compile(r"gegevensbeschermingsautoriteit", re.IGNORECASE)),
    "VTC": ("Vlaamse Toezichtcommissie", re.compile(r"vlaamse toezichtcommissie", re.IGNORECASE)),
}
_COMPLAINT = re.compile(r"\bklacht\b|\bklagen\b|\bbemiddeling\b", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    specs = [LETTERS[kind] for kind in draft.kinds]
    if not any(spec.remedies or spec.complaint for spec in specs):
        return
    needed = any(spec.remedies for spec in specs)
    if not _COMPLAINT.search(draft.body):
        yield Hit(
            "Er staat niet dat de lezer een klacht kan indienen",
            severity=None if needed else Severity.WARNING,
        )
    for authority in draft.facts.organisation.authorities:
        name, pattern = _NAMES[authority.value]
        if not pattern.search(draft.body):
            mild = not needed or authority.value == "VTC"
            yield Hit(f"De {name} staat niet in de brief", severity=Severity.WARNING if mild else None)


RULE = Rule(
    "complaint_missing",
    why="art. 12 lid 4, 15 lid 1 onder f en 77 AVG",
    how="Zet terug waar de lezer een klacht kan indienen.",
    check=_check,
)
