"""Which sent mail has no copy in the Sent folder yet, without reading all that was ever sent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHERE = sa.text("copied_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_outbox_uncopied",
        "outbox",
        ["organisation", "state", "id"],
        sqlite_where=WHERE,
        postgresql_where=WHERE,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_outbox_uncopied", "outbox")
