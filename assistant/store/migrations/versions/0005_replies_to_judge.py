"""An answer that a person must judge is in the work list: its flag in a column, which the index of open cases holds."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
COLUMNS = ["due", "id", "organisation", "status", "assignee", "due_at", "received_at", "label_text"]


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "cases", sa.Column("reply_to_judge", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    marked = sa.text("UPDATE cases SET reply_to_judge = :yes WHERE CAST(flags AS TEXT) LIKE :flag")
    marked = marked.bindparams(sa.bindparam("yes", True, sa.Boolean()), flag='%"reply_to_judge"%')
    op.get_bind().execute(marked)
    _index([*COLUMNS, "reply_to_judge"])


def _index(columns: list[str]) -> None:
    op.drop_index("ix_cases_open", "cases")
    op.create_index("ix_cases_open", "cases", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Undo."""
    _index(COLUMNS)
    op.drop_column("cases", "reply_to_judge")
