"""Configuration: every fact of the statements is there, and what is wrong is said in one line with file, key and cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant import config_files
from assistant.settings import ConfigError

CONFIG = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped configuration that a test may spoil."""
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def test_five_organisations_with_their_mailboxes() -> None:
    loaded = config_files.load(CONFIG)
    addresses = {o.id: o.mail.address for o in loaded.organisations}
    assert addresses == {
        "vng": "po@vng.nl",
        "vng_connect": "vngconnecttrainees@vng.nl",
        "vng_kchn": "naleving@vng.nl",
        "vvsg": "informatieveiligheid@vvsg.be",
        "sbb": None,
    }


@pytest.mark.parametrize(
    "spelling", ["naleving@vng.nl", "nalevingverberg dit@vng.nl", "nalevingverberg@vng.nl"]
)
def test_anti_scraping_spellings_are_the_same_mailbox(spelling: str) -> None:
    assert spelling in config_files.load(CONFIG).organisation("vng_kchn").addresses


def test_promises_routes_and_special_rules() -> None:
    loaded = config_files.load(CONFIG)
    vvsg, sbb, connect = (loaded.organisation(name) for name in ("vvsg", "sbb", "vng_connect"))
    assert vvsg.promise is not None
    assert (vvsg.promise.days, vvsg.form, vvsg.authority) == (30, "je", ("GBA", "VTC"))
    assert vvsg.identification.no_motivation == ("erasure",)
    assert sbb.promise is not None
    assert (sbb.promise.weeks, sbb.promise.labels, sbb.purge_on_no_data) == (4, ("access",), True)
    assert sbb.immediate == ("rectification",)
    assert connect.complaint.forward_to == "po.connect@vng.nl"
    assert connect.identification.ways == ("known_data", "appointment")
    assert loaded.organisation("vng").forwards == {"magazine": "vngleden@vng.nl"}


def spoil(folder: Path, file: str, old: str, new: str) -> str:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config_files.load(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "parts"),
    [
        (
            "assistant.toml",
            "poll_seconds = 60",
            "poll_seconds = -1",
            ("assistant.toml", "schedule.poll_seconds", "-1", "greater"),
        ),
        (
            "assistant.toml",
            "poll_seconds",
            "pol_seconds",
            ("assistant.toml", "schedule.pol_seconds", "unknown key"),
        ),
        (
            "organisations/vng.toml",
            "Europe/Amsterdam",
            "Europe/Mokum",
            ("vng.toml", "zone", "Europe/Mokum", "IANA"),
        ),
        (
            "organisations/vng.toml",
            '"po@vng.nl"\ndisplay',
            '"po-at-vng"\ndisplay',
            ("vng.toml", "mail.address", "name@domain"),
        ),
        ("organisations/vng.toml", 'country = "NL"', "", ("vng.toml", "country", "missing")),
        ("organisations/vng.toml", 'form = "u"', "form = u", ("vng.toml", "TOML", "line")),
        (
            "organisations/vng.toml",
            'reference_prefix = "VNG"',
            'reference_prefix = "SBB"',
            ("vng.toml", "SBB", "unique"),
        ),
    ],
)
def test_a_wrong_file_names_file_key_value_and_cure(
    folder: Path, file: str, old: str, new: str, parts: tuple[str, ...]
) -> None:
    message = spoil(folder, file, old, new)
    assert "\n" not in message
    for part in parts:
        assert part in message


def test_environment_wins_over_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT__DATABASE__URL", "postgresql+psycopg://x@localhost/y")
    monkeypatch.setenv("ASSISTANT__ORGANISATIONS__SBB__MAIL__ADDRESS", "Privacy@SBB.example")
    loaded = config_files.load(folder)
    assert loaded.database.url == "postgresql+psycopg://x@localhost/y"
    assert loaded.organisation("sbb").mail.address == "privacy@sbb.example"


def test_no_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        config_files.load(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("variables", "parts"),
    [
        ({"ASSISTANT__IMAP": "x", "ASSISTANT__IMAP__PORT": "12"}, ("ASSISTANT__IMAP__PORT", "unset one")),
        ({"ASSISTANT__ORGANISATIONS": "x"}, ("ASSISTANT__ORGANISATIONS", "below it")),
        ({"ASSISTANT__ORGANISATIONS__VNGG__NAME": "x"}, ("ORGANISATIONS__VNGG", "known are: sbb, vng")),
        ({"ASSISTANT__ADMIN": "a@b.nl"}, ("admin", "a@b.nl", "list")),
        ({"ASSISTANT__ADMIN": '["a@b.nl"'}, ("ASSISTANT__ADMIN", "JSON")),
        ({"ASSISTANT__DATABASE__URL": "oracle://u:geheim@h/d"}, ("database.url", "postgresql+psycopg://")),
        ({"ASSISTANT__DATABASE__URL": "nonsense"}, ("database.url", "sqlite:///")),
    ],
)
def test_a_wrong_variable_is_one_clear_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], parts: tuple[str, ...]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        config_files.load(folder)
    assert "\n" not in str(caught.value)
    assert "geheim" not in str(caught.value)
    for part in parts:
        assert part in str(caught.value)


def test_a_list_in_the_environment_is_json(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT__ADMIN", '["beheer@vng.example"]')
    assert config_files.load(folder).admin == ("beheer@vng.example",)
