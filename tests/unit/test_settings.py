"""What the values hold by themselves, whichever file they came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import ConfigError, Imap, Secret, Settings
from tests.house import test_settings as shipped_settings


def test_secret_comes_from_environment_or_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text("geheim\n", encoding="utf-8")
    assert Secret(file=file).read() == "geheim"
    monkeypatch.setenv("A_SECRET", "ook geheim")
    assert Secret(env="A_SECRET").read() == "ook geheim"
    with pytest.raises(ConfigError, match="NO_SUCH"):
        Secret(env="NO_SUCH").read()
    with pytest.raises(ValueError, match="exactly one"):
        Secret()


def test_a_misspelt_key_is_refused_and_a_value_stays_as_it_was_read() -> None:
    with pytest.raises(ValueError, match="hosst"):
        Imap.model_validate({"hosst": "imap.example"})
    with pytest.raises(ValueError, match="frozen"):
        Imap().port = 143  # type: ignore[misc]


def test_a_mailbox_of_its_own_lies_over_the_common_one() -> None:
    chosen = shipped_settings()
    common = Imap(host="imap.example", port=1993, folder="Privacy")
    organisation = chosen.organisation("sbb").model_copy(update={"imap": Imap(host="sbb.example")})
    laid = Settings(imap=common, organisations=(organisation,)).imap_of(organisation)
    assert (laid.host, laid.port, laid.folder) == ("sbb.example", 1993, "Privacy")


def test_an_organisation_that_is_not_configured_names_those_that_are() -> None:
    with pytest.raises(ConfigError, match=r"'vngg' is not configured; known are: .*vng"):
        shipped_settings().organisation("vngg")
