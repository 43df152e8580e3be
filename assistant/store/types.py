"""Column types: encrypted bytes, text and JSON, and datetimes that are always aware UTC."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from assistant.store.vault import Vault


def vault_of(dialect: Dialect) -> Vault:
    """The vault that :func:`assistant.store.database.connect` bound to this engine's dialect."""
    vault: Vault = dialect.vault  # type: ignore[attr-defined]
    return vault


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes that are encrypted on their way into the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else vault_of(dialect).encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else vault_of(dialect).decrypt(bytes(value))


class EncryptedText(TypeDecorator[str]):
    """Text that is encrypted on its way into the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else vault_of(dialect).encrypt(value.encode("utf-8", "surrogateescape"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return (
            None
            if value is None
            else vault_of(dialect).decrypt(bytes(value)).decode("utf-8", "surrogateescape")
        )


class EncryptedJson(TypeDecorator[Any]):
    """A JSON value that is encrypted on its way into the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else vault_of(dialect).encrypt(json.dumps(value).encode("ascii"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(vault_of(dialect).decrypt(bytes(value)))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC; a naive one is a mistake of the caller and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime; give it a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
