"""Lists and figures of the desk out of indices alone, so that pages stay quick with 100,000 cases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN, CLOSED = sa.text("closed_at IS NULL"), sa.text("closed_at IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.add_column("cases", sa.Column("label_text", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE cases SET label_text = CAST(labels AS TEXT)")
    for name in ("ix_cases_closed", "ix_cases_received", "ix_cases_assignee"):
        op.drop_index(name, "cases")
    _partial(
        "ix_cases_open",
        "cases",
        ["due", "id", "organisation", "status", "assignee", "due_at", "received_at", "label_text"],
        OPEN,
    )
    _partial(
        "ix_cases_closed",
        "cases",
        [
            "closed_at",
            "id",
            "organisation",
            "due",
            "due_at",
            "outcome",
            "assignee",
            "received_at",
            "label_text",
        ],
        CLOSED,
    )
    op.create_index("ix_cases_received", "cases", ["received_at", "id", "organisation", "label_text"])
    _partial("ix_drafts_open", "drafts", ["case_id"], sa.text("state = 'open'"))
    _partial("ix_outbox_acknowledged", "outbox", ["case_id", "sent_at"], sa.text("kind = 'acknowledgement'"))
    columns = ["received_at", "id", "organisation", "raw_id"]
    _partial("ix_messages_unanswered", "messages", columns, sa.text("state = 'unanswered'"))
    op.create_index("ix_audit_at", "audit", ["at", "organisation"])


def _partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_audit_at", "audit")
    op.drop_index("ix_messages_unanswered", "messages")
    op.drop_index("ix_outbox_acknowledged", "outbox")
    op.drop_index("ix_drafts_open", "drafts")
    for name in ("ix_cases_received", "ix_cases_closed", "ix_cases_open"):
        op.drop_index(name, "cases")
    op.create_index("ix_cases_assignee", "cases", ["assignee", "status", "due"])
    op.create_index("ix_cases_received", "cases", ["received_at", "organisation", "status"])
    op.create_index("ix_cases_closed", "cases", ["closed_at", "organisation", "due", "due_at", "outcome"])
    op.drop_column("cases", "label_text")
