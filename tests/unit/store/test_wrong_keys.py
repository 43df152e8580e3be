"""A key file of another database is noticed at the start, before any mail is set aside for it."""

from __future__ import annotations

import pytest

from assistant.stages.fetch import fetch
from assistant.store import migrate
from assistant.store.database import Database, connect
from assistant.store.errors import KeyFileError
from assistant.store.vault import Vault, new_key
from tests.house import House


def test_the_wrong_key_file_is_noticed_at_the_start(house: House) -> None:
    url = house.database.engine.url.render_as_string(hide_password=False)
    vault = Vault((new_key(),))
    wrong = Database(connect(url, vault), vault)
    migrate.require_readable(wrong)  # nothing is stored yet
    house.deliver("vng", house.mail("Klacht", "Ik dien een klacht in."))
    fetch(house.context, house.mailboxes["vng"], "vng")
    migrate.require_readable(house.database)
    with pytest.raises(KeyFileError, match="key file"):
        migrate.require_readable(wrong)
    wrong.close()
