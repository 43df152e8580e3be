"""The hash-chained history of a case: every event carries the fingerprint of all that went before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.core.case import Event, EventKind, Json
from assistant.core.errors import BrokenHistory

GENESIS = "0" * 64
"""What the first event of a case follows."""


@dataclass(frozen=True, slots=True)
class Link:
    """One event in a chain, with the hash of its predecessor and its own (SHA-256, lower-case hex)."""

    event: Event
    previous: str
    hash: str


def event_to_json(event: Event) -> dict[str, Json]:
    """The event as plain JSON values; the moment in UTC, so that one moment has one spelling."""
    return {
        "kind": event.kind.value,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "data": _plain(event.data),
    }


def event_from_json(obj: object) -> Event:
    """The event again; raises BrokenHistory when the object is no event of ours."""
    if not isinstance(obj, Mapping) or set(obj) != {"kind", "at", "actor", "data"}:
        raise BrokenHistory("stored event cannot be read: an event has exactly kind, at, actor and data")
    actor, data = obj["actor"], obj["data"]
    try:
        at = datetime.fromisoformat(obj["at"])
        kind = EventKind(obj["kind"])
    except (TypeError, ValueError) as error:
        raise BrokenHistory(f"stored event cannot be read: {error}") from error
    if at.utcoffset() is None or not isinstance(actor, str) or not isinstance(data, dict):
        raise BrokenHistory("stored event cannot be read: at needs an offset, actor a text, data an object")
    return Event(kind=kind, at=at, actor=actor, data=data)


def canonical(event: Event) -> bytes:
    """The one byte form of an event that is hashed: sorted keys, no spaces, ASCII.

    Raises BrokenHistory for what JSON cannot say (NaN, a key that is no text, a value of another type).
    """
    try:
        text = json.dumps(
            event_to_json(event), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
        )
    except (TypeError, ValueError) as error:
        raise BrokenHistory(f"event {event.kind} cannot be written as JSON: {error}") from error
    return text.encode("ascii")


def chained(previous: str, event: Event) -> Link:
    """The event as the next link after ``previous`` (GENESIS for the first)."""
    digest = hashlib.sha256(previous.encode("ascii") + b"\n" + canonical(event)).hexdigest()
    return Link(event=event, previous=previous, hash=digest)


def chain(events: Iterable[Event], previous: str = GENESIS) -> tuple[Link, ...]:
    """All events as one chain."""
    links = []
    for event in events:
        links.append(chained(previous, event))
        previous = links[-1].hash
    return tuple(links)


def verify(links: Iterable[Link], head: str | None = None) -> int | None:
    """The index of the first link that does not fit, or None when the whole chain holds.

    ``head`` is the last hash as kept elsewhere: with it a chain whose end was cut off is found too, as the index after its end.
    """
    previous = GENESIS
    count = 0
    for index, link in enumerate(links):
        if link.previous != previous or chained(previous, link.event).hash != link.hash:
            return index
        previous = link.hash
        count = index + 1
    return count if head is not None and head != previous else None


def _plain(data: Mapping[str, Json]) -> dict[str, Json]:
    """A deep copy of plain JSON values; raises TypeError for a key that is no text (JSON would silently rename it)."""
    return {_key(key): _plain_value(value) for key, value in data.items()}


def _plain_value(value: Json) -> Json:
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple):
        return [_plain_value(item) for item in value]
    return value


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"key {key!r} is no text")
    return key
