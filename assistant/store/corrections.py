"""Labels that staff corrected, with the pseudonymised text to learn from."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.tables import CorrectionRow


def candidates(session: Session) -> list[str]:
    """The candidates that still have their text, as JSON lines, oldest first."""
    statement = select(CorrectionRow).where(CorrectionRow.candidate.is_not(None)).order_by(CorrectionRow.id)
    return [json.dumps(row.candidate, ensure_ascii=False) for row in session.scalars(statement)]
