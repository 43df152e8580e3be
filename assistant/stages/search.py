"""Search over what is stored encrypted: by reference, by address, and by name through keyed hashes of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import delete, func, intersect, select, union
from sqlalchemy.orm import Session

from assistant.core.folding import fold
from assistant.stages.context import Context
from assistant.store.account_tables import SearchTermRow
from assistant.store.tables import CaseRow, MessageRow

BATCH = 500
OVERLAP = 500
"""Cases commit out of order; so many below the newest indexed one are looked at again."""
MOST_FOUND = 50
_WORD = re.compile(r"[^\W_]{2,40}")
_REFERENCE = re.compile(r"(?:[A-Z]{2,6}-)?\d{4}-\d{1,8}|[A-Z]{2,6}-\d{1,8}", re.IGNORECASE)


def words_of(name: str) -> set[str]:
    """The words of a name, folded so that case and accents do not matter."""
    return set(_WORD.findall(fold(name)))


def index(context: Context, limit: int = BATCH) -> int:
    """Index the names of new cases. Returns how many cases were indexed; takes no write lock where there is nothing new."""
    vault = context.database.vault
    with context.database.reading() as session:
        found = _unindexed(session, limit)
    if not found:
        return 0
    with context.database.transaction() as session:
        for case_id, name in _unindexed(session, limit):
            terms = {vault.lookup(f"name:{word}") for word in words_of(name or "")} | {""}
            session.add_all(SearchTermRow(case_id=case_id, term=term) for term in sorted(terms))
    return len(found)


def _unindexed(session: Session, limit: int) -> list[tuple[int, str | None]]:
    newest = session.scalar(select(func.max(SearchTermRow.case_id))) or 0
    known = select(SearchTermRow.id).where(SearchTermRow.case_id == CaseRow.id).exists()
    statement = select(CaseRow.id, CaseRow.person_name).where(CaseRow.id > newest - OVERLAP, ~known)
    return [(id_, name) for id_, name in session.execute(statement.order_by(CaseRow.id).limit(limit))]


def forget_purged(context: Context) -> None:
    """Take the names of purged cases out of the index; their hashes are personal data as well."""
    purged = select(CaseRow.id).where(CaseRow.purged_at.is_not(None))
    named = (SearchTermRow.case_id.in_(purged), SearchTermRow.term != "")
    with context.database.reading() as session:
        if session.scalar(select(SearchTermRow.id).where(*named).limit(1)) is None:
            return
    with context.database.transaction() as session:
        session.execute(delete(SearchTermRow).where(*named))


def search(context: Context, session: Session, query: str, organisations: Sequence[str]) -> Sequence[CaseRow]:
    """The cases of these organisations that a reference, an address or the words of a name lead to, newest first."""
    asked = " ".join(query.split())[:200]
    if not asked or not organisations:
        return ()
    statement = select(CaseRow).where(CaseRow.organisation.in_(organisations)).order_by(CaseRow.id.desc())
    found = _condition(context, asked)
    return () if found is None else session.scalars(statement.where(found).limit(MOST_FOUND)).all()


def _condition(context: Context, asked: str):  # type: ignore[no-untyped-def]
    vault = context.database.vault
    if "@" in asked:
        hash_ = vault.lookup(asked.strip("<> "))
        asked_for = select(CaseRow.id).where(CaseRow.person_hash == hash_)
        wrote = select(MessageRow.case_id).where(
            MessageRow.sender_hash == hash_, MessageRow.case_id.is_not(None)
        )
        return CaseRow.id.in_(union(asked_for, wrote))
    if _REFERENCE.fullmatch(asked):
        number = asked.upper()
        prefixes = [organisation.reference_prefix for organisation in context.settings.organisations]
        return CaseRow.reference.in_(
            [number] if number[0].isalpha() else [f"{prefix}-{number}" for prefix in prefixes]
        )
    terms = [vault.lookup(f"name:{word}") for word in sorted(words_of(asked))]
    if not terms:
        return None
    matching = [select(SearchTermRow.case_id).where(SearchTermRow.term == term) for term in terms]
    return CaseRow.id.in_(intersect(*matching) if len(matching) > 1 else matching[0])
