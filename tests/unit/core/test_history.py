"""The hash chain: any change, gap, swap or cut in a history is found, and where."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.case import Event, EventKind
from assistant.core.errors import BrokenHistory
from assistant.core.history import (
    GENESIS,
    Link,
    canonical,
    chain,
    chained,
    event_from_json,
    event_to_json,
    verify,
)

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
EVENTS = [
    Event(EventKind.OPENED, AT, "machine", {"labels": ["access"], "nested": {"b": 1, "a": None}}),
    Event(EventKind.NOTED, AT + timedelta(days=1), "p", {"note": "café \ud83d\ude00 é"}),
    Event(EventKind.CLOSED, AT + timedelta(days=2), "p", {"outcome": "granted"}),
]


def test_a_sound_chain() -> None:
    links = chain(EVENTS)
    assert links[0].previous == GENESIS
    assert verify(links) is None
    assert verify(links, head=links[-1].hash) is None
    assert verify(()) is None


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [
        {"actor": "x"},
        {"at": AT + timedelta(microseconds=1)},
        {"kind": EventKind.FLAGGED},
        {"data": {"labels": ["erasure"]}},
    ],
    ids=str,
)
def test_a_changed_event_is_found_at_its_place(index: int, change: dict[str, Any]) -> None:
    links = list(chain(EVENTS))
    links[index] = replace(links[index], event=replace(links[index].event, **change))
    assert verify(links) == index


def test_a_removed_or_swapped_event_is_found() -> None:
    first, second, third = chain(EVENTS)
    assert verify([first, third]) == 1
    assert verify([second, third]) == 0
    assert verify([second, first, third]) == 0


def test_a_forger_who_rehashes_one_link_breaks_the_next() -> None:
    links = list(chain(EVENTS))
    links[1] = chained(links[0].hash, replace(links[1].event, actor="x"))
    assert verify(links) == 2


def test_a_cut_tail_is_found_with_the_head() -> None:
    links = chain(EVENTS)
    assert verify(links[:2]) is None
    assert verify(links[:2], head=links[2].hash) == 2
    assert verify((), head=links[2].hash) == 0


def test_a_chain_of_another_beginning_does_not_fit() -> None:
    assert verify(chain(EVENTS, previous="1" * 64)) == 0


def test_one_moment_has_one_spelling() -> None:
    elsewhere = replace(EVENTS[0], at=AT.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert canonical(elsewhere) == canonical(EVENTS[0])


def test_the_order_of_keys_does_not_matter() -> None:
    swapped = replace(EVENTS[0], data={"nested": {"a": None, "b": 1}, "labels": ["access"]})
    assert canonical(swapped) == canonical(EVENTS[0])


@pytest.mark.parametrize(
    "data", [{"x": float("nan")}, {"x": {1: 2}}, {"x": AT}, {"x": b"bytes"}, {"x": {"a"}}], ids=str
)
def test_what_json_cannot_say_is_refused(data: Any) -> None:
    with pytest.raises(BrokenHistory, match="cannot be written as JSON"):
        canonical(Event(EventKind.NOTED, AT, "p", data))


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {},
        {"kind": "noted", "at": "2026-09-01T08:00:00+00:00", "actor": "p"},
        {"kind": "gone", "at": "2026-09-01T08:00:00+00:00", "actor": "p", "data": {}},
        {"kind": "noted", "at": "2026-09-01T08:00:00", "actor": "p", "data": {}},
        {"kind": "noted", "at": 5, "actor": "p", "data": {}},
        {"kind": "noted", "at": "2026-09-01T08:00:00+00:00", "actor": 5, "data": {}},
        {"kind": "noted", "at": "2026-09-01T08:00:00+00:00", "actor": "p", "data": []},
        {"kind": "noted", "at": "2026-09-01T08:00:00+00:00", "actor": "p", "data": {}, "extra": 1},
    ],
    ids=str,
)
def test_what_is_no_event_is_refused(stored: Any) -> None:
    with pytest.raises(BrokenHistory, match="cannot be read"):
        event_from_json(stored)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(max_size=5), json_values, max_size=3), max_size=5))
@settings(deadline=None, max_examples=150)
def test_a_chain_survives_storage_as_json(data: list[dict[str, Any]]) -> None:
    links = chain(Event(EventKind.NOTED, AT, "p", facts) for facts in data)
    stored = json.dumps([[event_to_json(link.event), link.previous, link.hash] for link in links])
    read = [Link(event_from_json(event), previous, digest) for event, previous, digest in json.loads(stored)]
    assert verify(read) is None
