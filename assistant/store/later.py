"""Rows that nothing in their transaction reads back: kept apart and inserted together at its end, in one statement per table.

Each flush in between would otherwise insert the few that wait, and a statement costs more than a row.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.store.tables import Base

_WAITING = "rows for the end of the transaction"


def add_later(session: Session, row: Base) -> None:
    """Insert ``row`` at the end of the transaction, or at :func:`settle`."""
    session.info.setdefault(_WAITING, []).append(row)


def settle(session: Session) -> None:
    """Insert what waits now."""
    session.add_all(session.info.pop(_WAITING, []))
    session.flush()
