"""What lists and figures of cases are filtered by, written so that both engines find their way through the covering indices."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from assistant.store.tables import CaseRow


def of_organisations(organisations: Sequence[str]) -> ColumnElement[bool]:
    """As an expression, so that SQLite does not take an index by organisation for the way: dates are the narrow one."""
    return (CaseRow.organisation + "").in_(organisations)


def is_open() -> ColumnElement[bool]:
    """By the moment of closing, because the index of open cases is cut by it; it says the same as the status."""
    return CaseRow.closed_at.is_(None)


def has_status(status: str) -> ColumnElement[bool]:
    """As an expression, for the same reason as the organisations."""
    return (CaseRow.status + "") == status


def has_label(label: str) -> ColumnElement[bool]:
    """Labels are a JSON list of plain words without quotes in them, on both engines readable as text."""
    return CaseRow.label_text.like(f'%"{label}"%')
