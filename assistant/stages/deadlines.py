"""The open cases of a calendar: how many are due each day, and the first few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.store.case_filters import is_open, of_organisations
from assistant.store.tables import CaseRow


@dataclass(frozen=True, slots=True)
class Due:
    """One day: how many cases are due, and the references of the first ones."""

    count: int
    references: tuple[str, ...]


def deadlines(
    session: Session, organisations: Sequence[str], first: date, last: date, shown: int = 5
) -> dict[date, Due]:
    """What is due on each day of the interval; a day with nothing is left out."""
    wanted = (is_open(), of_organisations(organisations), CaseRow.due >= first, CaseRow.due <= last)
    place = func.row_number().over(partition_by=CaseRow.due, order_by=CaseRow.id).label("place")
    many = func.count().over(partition_by=CaseRow.due).label("many")
    ranked = select(CaseRow.id, CaseRow.due, place, many).where(*wanted).subquery()
    few = (
        select(ranked.c.due, ranked.c.many, CaseRow.reference)
        .join(CaseRow, CaseRow.id == ranked.c.id)
        .where(ranked.c.place <= shown)
        .order_by(ranked.c.due, ranked.c.place)
    )
    found: dict[date, Due] = {}
    for day, count, reference in session.execute(few):
        before = found.get(day, Due(count, ()))
        found[day] = Due(count, (*before.references, reference))
    return found
