"""What lists and figures of cases are filtered by, written so that both engines find their way through the covering indices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FunctionElement, func, literal_column, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from assistant.store.tables import CaseRow

# Written out and no parameters, because a planner must see that an index of only these rows is meant.
OPEN_DRAFT: ColumnElement[str] = literal_column("'open'")
UNANSWERED: ColumnElement[str] = literal_column("'unanswered'")
ACKNOWLEDGEMENT: ColumnElement[str] = literal_column("'acknowledgement'")

_PRESENT = "organisations with cases"


class beside_indices(FunctionElement[Any]):
    """A column of which SQLite shall not take an index for its way: without statistics it thinks any equality narrow."""

    name = "beside_indices"
    inherit_cache = True


@compiles(beside_indices)
def _plain(element: beside_indices, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **more)


@compiles(beside_indices, "sqlite")
def _with_plus(element: beside_indices, compiler: SQLCompiler, **more: Any) -> str:
    return "+" + compiler.process(next(iter(element.clauses)), **more)


def of_organisations(organisations: Sequence[str]) -> ColumnElement[bool]:
    """Cases of these; dates are the narrow way to them."""
    return beside_indices(CaseRow.organisation).in_(organisations)


def all_or_these(session: Session, organisations: Sequence[str]) -> ColumnElement[bool]:
    """The same for a count over many cases: no condition where no other organisation has any, because each look costs."""
    known: set[str] | None = session.info.get(_PRESENT)
    if known is None:
        known = session.info[_PRESENT] = set(_present(session))
    return true() if known <= set(organisations) else of_organisations(organisations)


def _present(session: Session) -> Iterator[str]:
    """The organisations that have cases, each found by one step in the index."""
    last = ""
    while (
        found := session.scalar(select(func.min(CaseRow.organisation)).where(CaseRow.organisation > last))
    ) is not None:
        yield found
        last = found


def is_open() -> ColumnElement[bool]:
    """By the moment of closing, because the index of open cases is cut by it; it says the same as the status."""
    return CaseRow.closed_at.is_(None)


def has_status(status: str) -> ColumnElement[bool]:
    """Cases in this status."""
    return beside_indices(CaseRow.status) == status


def to_judge(triage: str) -> ColumnElement[bool]:
    """Cases that wait for a person's judgement: what is asked (their status is ``triage``), or what a later answer means."""
    return or_(has_status(triage), beside_indices(CaseRow.reply_to_judge))


def has_label(label: str) -> ColumnElement[bool]:
    """Labels are a JSON list of plain words without quotes in them."""
    return CaseRow.label_text.like(f'%"{label}"%')
