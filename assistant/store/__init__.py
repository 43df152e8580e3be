"""State: SQLAlchemy tables, repositories, the unit of work, migrations and encryption at rest."""
