"""The desk speaks Dutch: every value that the code can store has a word, and what has none is told in general."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from assistant.core.case import EventKind, Letter, Outcome, Status
from assistant.core.identification import Level, Representative
from assistant.core.screening.verdict import Kind
from assistant.desk import words
from assistant.store.account_tables import StaffRole
from assistant.store.tables import OutboxState
from classifiers import DUTCH_NAMES, LABELS
from classifiers.labels import FOLLOWUPS
from replies.facts import LetterKind
from replies.registry import LETTERS

ROOT = Path(__file__).resolve().parents[3] / "assistant"
SOURCES = [
    path.read_text(encoding="utf-8") for part in ("core", "stages") for path in (ROOT / part).rglob("*.py")
]


def found(pattern: str) -> set[str]:
    return {match for text in SOURCES for match in re.findall(pattern, text)}


def flags() -> set[str]:
    """Every flag that the core and the stages set, read from their text."""
    plain = found(r'"flag": "(\w+)"') | found(r'flag_as\("(\w+)"') | found(r'else flag_as\("(\w+)"')
    listed = found(r'\("(marketing|magazine)", ') | found(r'flags \+= \["(\w+)"\]')
    assert {"ambiguous", "bounced", "encrypted", "marketing"} <= plain | listed, (
        "the patterns still fit the code"
    )
    families = {f"representative_{who}" for who in Representative if who is not Representative.NOBODY}
    families |= {f"masked_{kind}" for kind in found(r'found\.add\("(\w+)"\)')}
    return plain | listed | families | {"language_en", "language_fr", "language_other"}


@pytest.mark.parametrize("flag", sorted(flags()))
def test_every_flag_has_a_dutch_word(flag: str) -> None:
    assert flag in words.FLAGS


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (words.STATUSES, Status), (words.OUTCOMES, Outcome), (words.EVENTS, EventKind), (words.ROLES, StaffRole),
        (words.OUTBOX, OutboxState), (words.LEVELS, Level), (DUTCH_NAMES, LABELS), (DUTCH_NAMES, [t for t in FOLLOWUPS if t != "none"]),
        (words.MESSAGE_KINDS, get_args(Kind)),
        (words.ALARMS, ["quarantine", "delivery", "breach", "alarm", "notice", "unanswered", "forward", "silence", "reminder"]),
    ],
)  # fmt: skip
def test_every_value_has_a_dutch_word(table: dict[object, str], values: list[object]) -> None:
    assert [value for value in values if value not in table] == []


@pytest.mark.parametrize("kind", [*LetterKind, *Letter])
def test_every_letter_has_its_title(kind: str) -> None:
    titles = {spec.title for spec in LETTERS.values()}
    assert words.letter_title(kind) in titles
    assert words.letter_title(kind.replace("_", "-")) in titles


@pytest.mark.parametrize(
    "name",
    [
        "status",
        "uitkomst",
        "gebeurtenis",
        "vlag",
        "rol",
        "label",
        "alarm",
        "soort",
        "verzending",
        "trap",
        "brief",
    ],
)
def test_an_unknown_value_is_told_in_dutch_and_not_as_its_code(name: str) -> None:
    shown = words.FILTERS[name]("some_future_thing")
    assert shown
    assert "future" not in shown
