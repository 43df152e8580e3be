"""Every error that the store raises on purpose."""


class StoreError(Exception):
    """Base of all errors raised by :mod:`assistant.store`."""


class KeyFileError(StoreError):
    """The file with the encryption keys is missing, damaged or lacks the key that a value was encrypted with."""


class DatabaseUnavailable(StoreError):
    """The database cannot be used now (unreachable, locked, disk full); what was not committed is undone, so try again."""


class RowUnreadable(StoreError):
    """One stored row cannot be decrypted any more; ``id_`` names it."""

    def __init__(self, id_: int, reason: str) -> None:
        super().__init__(reason)
        self.id_ = id_


class StaleVersion(StoreError):
    """Somebody else changed the row since it was read; nothing has been written."""


class SchemaOutdated(StoreError):
    """The database's schema is not the one this version needs; run ``assistant migrate``."""
