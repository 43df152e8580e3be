"""What cannot be wired together is one ConfigError that names the cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import classifiers
from assistant import bootstrap
from assistant.settings import ConfigError


def test_no_model_and_a_model_of_another_version_name_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError, match="assistant train"):
        bootstrap.load_classifier(tmp_path)

    def other_version(_: Path | None) -> None:
        raise KeyError("mail")

    monkeypatch.setattr(classifiers, "load", other_version)
    with pytest.raises(ConfigError, match="assistant train"):
        bootstrap.load_classifier(None)


def test_a_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    from assistant.settings import Secret

    file = tmp_path / "var" / "keys"
    bootstrap.make_keys(Secret(file=file))
    made = file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    bootstrap.make_keys(Secret(file=file))
    assert file.read_text() == made
    shutil.rmtree(file.parent)
