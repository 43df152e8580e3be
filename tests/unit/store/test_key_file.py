"""A key file that changes under a running process: the new key is taken over, a damaged file is not, look-ups stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.store import vault as module
from assistant.store.errors import KeyFileError
from assistant.store.vault import KeyFile, Vault, new_key


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    path.write_text(new_key())
    return path


def opened(path: Path) -> Vault:
    def read() -> tuple[str, ...]:
        return tuple(path.read_text().split())

    return Vault(read(), KeyFile(path, read))


def test_value_under_a_new_key_is_read_at_once(keys: Path) -> None:
    running, old = opened(keys), keys.read_text()
    keys.write_text(f"{new_key()}\n{old}")
    sealed = opened(keys).encrypt(b"x")
    assert running.decrypt(sealed) == b"x"
    assert running.lookup("a") == opened(keys).lookup("a")


def test_new_values_get_the_new_key_before_long(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running, old, new = opened(keys), keys.read_text(), new_key()
    keys.write_text(f"{new}\n{old}")
    with pytest.raises(KeyFileError):
        Vault((new,)).decrypt(running.encrypt(b"x"))  # it looks every few seconds only
    monkeypatch.setattr(module, "_LOOK_EVERY", 0.0)
    assert Vault((new,)).decrypt(running.encrypt(b"x")) == b"x"


@pytest.mark.parametrize("content", ["", "kapot", "\xff\x00", None])
def test_damaged_or_missing_file_changes_nothing(
    keys: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    monkeypatch.setattr(module, "_LOOK_EVERY", 0.0)
    running = opened(keys)
    sealed = running.encrypt(b"x")
    old = keys.read_text()
    if content is None:
        keys.unlink()
    else:
        keys.write_text(content)
    assert running.decrypt(sealed) == b"x"
    assert Vault((old,)).decrypt(running.encrypt(b"y")) == b"y"
    with pytest.raises(KeyFileError, match="restore that key"):
        running.decrypt(Vault((new_key(),)).encrypt(b"z"))
    keys.write_text(f"{new_key()}\n{old}")
    assert running.decrypt(opened(keys).encrypt(b"mended")) == b"mended"


def test_look_ups_keep_their_key_while_we_run(keys: Path) -> None:
    running = opened(keys)
    known = running.lookup("jo@person.example")
    keys.write_text(f"{keys.read_text()}\n{new_key()}")  # the wrong way round
    with pytest.raises(KeyFileError):
        running.decrypt(Vault((new_key(),)).encrypt(b"x"))
    assert running.lookup("jo@person.example") == known
