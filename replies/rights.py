"""The labels of LABELS.md as letters name them: the Dutch and English noun and the article of the AVG."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Right:
    """How a letter names what was asked. `article` is empty where the label is no right of its own."""

    label: str
    dutch: str
    english: str
    article: str = ""


_RIGHTS = (
    Right("access", "inzage", "access", "15"),
    Right("rectification", "correctie", "rectification", "16"),
    Right("erasure", "verwijdering", "erasure", "17"),
    Right("restriction", "beperking", "restriction", "18"),
    Right("portability", "overdracht van gegevens", "data portability", "20"),
    Right("objection", "bezwaar", "objection", "21"),
    Right("automated_decision", "besluit door een computer", "automated decision", "22"),
    Right("consent_withdrawal", "intrekken van toestemming", "withdrawal of consent", "7 lid 3"),
    Right("complaint", "klacht", "complaint"),
    Right("breach_report", "melding van een mogelijk datalek", "report of a possible data breach"),
    Right("unsubscribe", "afmelding", "unsubscription"),
    Right("question", "vraag over privacy", "question about privacy"),
)

RIGHTS: dict[str, Right] = {right.label: right for right in _RIGHTS}
"""By label, in the order in which letters list them. `other` is absent: it gets no letter."""

STATUTORY = frozenset(right.label for right in _RIGHTS if right.article)
"""The labels that are rights under the AVG, with the month of art. 12(3)."""


def in_order(labels: tuple[str, ...]) -> tuple[Right, ...]:
    """Return the rights for these labels, once each and in the order of letters.

    Raises ValueError for a label that no letter can name.
    """
    unknown = sorted(set(labels) - RIGHTS.keys())
    if unknown:
        raise ValueError(f"no letter names the label(s) {', '.join(unknown)}")
    return tuple(right for label, right in RIGHTS.items() if label in labels)
