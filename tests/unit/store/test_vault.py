"""Encryption at rest: what goes in comes out, keys rotate, look-ups stay."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from assistant.store import rotate
from assistant.store.database import Database, connect
from assistant.store.errors import KeyFileError
from assistant.store.vault import Vault, new_key
from tests.house import House


def test_round_trip_hides_the_text() -> None:
    vault = Vault((new_key(),))
    secret = b"een geheim bericht" * 50
    assert secret not in vault.encrypt(secret)
    assert vault.decrypt(vault.encrypt(secret)) == secret


def test_rotation_keeps_reading_and_look_ups() -> None:
    old, new = new_key(), new_key()
    before, after = Vault((old,)), Vault((new, old))
    assert after.decrypt(before.encrypt(b"x")) == b"x"
    assert after.lookup("Jo@Person.example ") == before.lookup("jo@person.example")
    assert Vault((new,)).decrypt(after.rotate(before.encrypt(b"x"))) == b"x"


def test_missing_key_is_one_clear_error() -> None:
    sealed = Vault((new_key(),)).encrypt(b"x")
    with pytest.raises(KeyFileError, match="key"):
        Vault((new_key(),)).decrypt(sealed)
    with pytest.raises(KeyFileError, match="migrate"):
        Vault(())
    with pytest.raises(KeyFileError, match="Fernet"):
        Vault(("no key",))


def test_rotate_re_encrypts_every_value(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Verzoek om inzage", "Ik verzoek u om inzage in mijn persoonsgegevens.")
    url = str(house.database.engine.url)
    with house.database.engine.connect() as connection:
        before = connection.execute(text("SELECT content FROM raw_mails")).scalar_one()
    old_vault = house.database.vault
    rotated = Database(connect(url, old_vault), old_vault)
    assert rotate.rotate(rotated) > 5
    with rotated.engine.connect() as connection:
        after = connection.execute(text("SELECT content FROM raw_mails")).scalar_one()
    assert bytes(before) != bytes(after)
    assert house.raw[0].size > 0
    rotated.close()
