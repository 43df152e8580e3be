"""Reading the JSON data of an event with one clear complaint when it is not what the table promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from assistant.core.case import Event
from assistant.core.errors import MalformedEvent


def text(event: Event, key: str) -> str:
    """A non-empty text; raises MalformedEvent."""
    value = event.data.get(key)
    if not isinstance(value, str) or not value:
        raise MalformedEvent(f"{event.kind}: data.{key} must be a non-empty text")
    return value


def optional_text(event: Event, key: str) -> str | None:
    """A text or None when absent; raises MalformedEvent."""
    return None if event.data.get(key) is None else text(event, key)


def switch(event: Event, key: str, *, default: bool) -> bool:
    """A boolean, or the default when absent; raises MalformedEvent."""
    value = event.data.get(key)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise MalformedEvent(f"{event.kind}: data.{key} must be true or false")
    return value


def level(event: Event, key: str) -> int:
    """A level of the identification ladder, 0 to 3 (LEGAL (b)7); raises MalformedEvent."""
    value = event.data.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3:
        raise MalformedEvent(f"{event.kind}: data.{key} must be a level from 0 to 3")
    return value


def labels(event: Event, key: str = "labels") -> frozenset[str]:
    """A set of labels given as a list of texts; raises MalformedEvent when it is empty or something else."""
    value = event.data.get(key)
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(label, str) and label for label in value)
    ):
        raise MalformedEvent(f"{event.kind}: data.{key} must be a list of at least one label")
    return frozenset(str(label) for label in value)


def moment(event: Event, key: str) -> datetime:
    """An aware moment, or the event's own when absent; raises MalformedEvent."""
    value = event.data.get(key)
    if value is None:
        return event.at
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        raise MalformedEvent(f"{event.kind}: data.{key} must be an ISO 8601 datetime with an offset")
    return found


def mapping(event: Event, key: str) -> Mapping[str, object] | None:
    """A JSON object or None when absent; raises MalformedEvent."""
    value = event.data.get(key)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise MalformedEvent(f"{event.kind}: data.{key} must be an object")
    return dict(value)
