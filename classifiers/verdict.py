"""The values that go into and come out of a classifier, and their JSON forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Span = tuple[int, int]
"""Start and end (exclusive) in characters of the message body as it was given."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to judge.

    `mailbox` is the organisation's id (`vng`, `sbb`, …). `previous` holds the earlier messages of the thread,
    oldest first, and `case_types` the labels of the running case; both are empty for a message that opens one.
    """

    id: str
    mailbox: str
    subject: str
    body: str
    previous: tuple[str, ...] | str | None = None
    case_type: tuple[str, ...] | str | None = None

    @property
    def is_followup(self) -> bool:
        """Whether the message belongs to a running case, so that a follow-up label is due."""
        return bool(self.previous) or bool(self.case_type)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one message asks, how sure that is, and where it says so.

    `scores` are calibrated probabilities per request label. `confident` is true only where the whole set of labels
    (and the follow-up, where there is one) is expected to be right; otherwise the message is a person's.
    `certainty` is that expectation, between 0 and 1.
    `evidence` maps each label to the sentences of the body that carry it. `followup` is None outside a case.
    """

    labels: tuple[str, ...]
    scores: Mapping[str, float]
    confident: bool
    evidence: Mapping[str, tuple[Span, ...]]
    followup: str | None
    new_text: str
    language: str
    model: str
    certainty: float = 0.0

    def to_json(self, id: str) -> dict[str, Any]:
        """Return the output line of `assistant classify` for the message with this id."""
        return {
            "id": id,
            "labels": list(self.labels),
            "scores": {label: round(score, 4) for label, score in self.scores.items()},
            "confident": self.confident,
            "evidence": {label: [list(span) for span in spans] for label, spans in self.evidence.items()},
            "followup": self.followup,
            "new_text": self.new_text,
            "model": self.model,
        }


def frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a read-only copy of a mapping, for use inside a frozen value."""
    return MappingProxyType(dict(mapping))


def report(obj: Mapping[str, Any]) -> Message:
    """Read one input line of `assistant classify`.

    `previous` may be a string, a list of strings or a list of objects with a `body` (or `text`); `case_type` a label
    or a list of labels. A missing or null text field is read as empty.

    Raises:
        ValueError: the line is not an object or has no `id`.
    """
    if not isinstance(obj, Mapping):
        raise ValueError("a line must be a JSON object")  # noqa: TRY004 - bad input, not a bug
    if obj.get("id") is None:
        raise ValueError("a line must have an id")
    return Message(
        id=str(obj["id"]),
        mailbox=_text(obj.get("mailbox")),
        subject=_text(obj.get("subject")),
        body=_text(obj.get("body")),
        previous=_texts(obj.get("previous")),
        case_type=_texts(obj.get("case_type")),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(value: object) -> tuple[str, ...] | None:
    """Read one text, a list of texts, or a list of messages with a body, as a tuple; empty becomes None."""
    if value is None:
        return None
    if isinstance(value, str):
        return (value,) if value.strip() else None
    if isinstance(value, Mapping):
        inner = next((value[key] for key in ("body", "text", "label") if value.get(key)), None)
        return _texts(inner)
    if isinstance(value, Iterable):
        found = [text for item in value for text in (_texts(item) or ())]
        return tuple(found) or None
    return (str(value),)
