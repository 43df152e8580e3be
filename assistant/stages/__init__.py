"""The route of a message: one file per stage, one transaction per item (docs/architecture.md)."""
