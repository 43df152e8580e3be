"""Four eyes: whoever wrote or changed anything of a letter may not approve it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.tables import DraftRow, DraftVersionRow


def writers(session: Session, row: DraftRow) -> frozenset[str]:
    """The actors of every version of this letter: who started it and who changed its text, its fields or its files since.

    Each save keeps the version before it with who made that one, and who made the newest stands on the letter itself; a save
    that changes nothing makes no version. The machine is one of them where it drafted the letter.
    """
    before = session.scalars(select(DraftVersionRow.saved_by).where(DraftVersionRow.draft_id == row.id))
    return frozenset(before) | {row.updated_by}
