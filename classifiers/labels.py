"""The names of what a message can ask, exactly as the labelling guide (LABELS.md) gives them."""

from types import MappingProxyType
from typing import Final

OTHER: Final = "other"

LABELS: Final[tuple[str, ...]] = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "automated_decision",
    "consent_withdrawal",
    "complaint",
    "breach_report",
    "unsubscribe",
    "question",
    OTHER,
)
"""The thirteen request labels in the guide's order; a verdict lists its labels in this order."""

REQUEST_LABELS: Final[tuple[str, ...]] = LABELS[:-1]
"""Every label that asks or reports something about the sender's data; `other` stands alone."""

FOLLOWUPS: Final[tuple[str, ...]] = (
    "request_withdrawal",
    "identification",
    "clarification",
    "status_inquiry",
    "new_request",
    "none",
)
"""What a message does to its running case; where it does two things the first of this order wins."""

LANGUAGES: Final[tuple[str, ...]] = ("nl", "en", "fr", "other")
"""The languages a verdict can name; `other` always goes to a person."""

DUTCH_NAMES: Final = MappingProxyType(
    {
        "access": "inzage",
        "rectification": "correctie",
        "erasure": "verwijdering",
        "restriction": "beperking",
        "portability": "overdraagbaarheid",
        "objection": "bezwaar",
        "automated_decision": "geautomatiseerde besluitvorming",
        "consent_withdrawal": "intrekken toestemming",
        "complaint": "klacht",
        "breach_report": "melding datalek",
        "unsubscribe": "afmelden",
        "question": "vraag",
        "other": "geen privacyverzoek",
        "identification": "identificatie",
        "clarification": "verduidelijking",
        "status_inquiry": "vraag naar de stand van zaken",
        "request_withdrawal": "intrekking van het verzoek",
        "new_request": "nieuw verzoek",
        "none": "geen gevolg voor de zaak",
    }
)
"""Label or follow-up to the words that staff read."""

ARTICLES: Final = MappingProxyType(
    {
        "access": "15",
        "rectification": "16",
        "erasure": "17",
        "restriction": "18",
        "portability": "20",
        "objection": "21",
        "automated_decision": "22",
        "consent_withdrawal": "7",
        "complaint": "77",
        "breach_report": "33",
        "unsubscribe": "21",
        "question": "12",
    }
)
"""Label to the article of the AVG (GDPR) it rests on."""


def in_guide_order(labels: set[str] | frozenset[str]) -> tuple[str, ...]:
    """Return the labels in the order of the guide; an empty set is `other` (rule 3)."""
    return tuple(label for label in LABELS if label in labels) or (OTHER,)
