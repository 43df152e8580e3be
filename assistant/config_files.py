"""config/*.toml and the environment, read into ``settings``; a wrong file gives one error with file, key, value and cure."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from assistant.settings import ConfigError, Model, Organisation, Settings

ENVIRONMENT_PREFIX = "ASSISTANT__"

M = TypeVar("M", bound=Model)


def load(directory: Path) -> Settings:
    """Read ``assistant.toml`` and ``organisations/*.toml`` below ``directory``; the environment wins.

    A variable is named after its path: ``ASSISTANT__DATABASE__URL``, ``ASSISTANT__SMTP__PORT``,
    ``ASSISTANT__ORGANISATIONS__VNG__MAIL__ADDRESS``; lists and tables are written as JSON: ``ASSISTANT__ADMIN='["a@b.nl"]'``.

    Raises:
        ConfigError: naming file, key, value and cure.
    """
    main_file = directory / "assistant.toml"
    overrides = _environment()
    organisation_overrides = overrides.pop("organisations", {})
    if not isinstance(organisation_overrides, dict):
        raise ConfigError(f"environment variable {ENVIRONMENT_PREFIX}ORGANISATIONS: name a key below it")
    organisations = []
    files = sorted((directory / "organisations").glob("*.toml"))
    if not files:
        raise ConfigError(
            f"{directory / 'organisations'}: no *.toml there; name the right folder with --config"
        )
    unknown = set(organisation_overrides) - {file.stem for file in files}
    if unknown:
        name = f"{ENVIRONMENT_PREFIX}ORGANISATIONS__{min(unknown).upper()}"
        known = ", ".join(file.stem for file in files)
        raise ConfigError(f"environment variable {name}…: no such organisation; known are: {known}")
    for file in files:
        data = _merge(_read(file), organisation_overrides.get(file.stem, {}))
        organisations.append(_validated(Organisation, data, file))
    settings = _validated(Settings, _merge(_read(main_file), overrides), main_file)
    result = settings.model_copy(update={"organisations": tuple(organisations)})
    _check_unique(result, directory)
    return result


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise ConfigError(
            f"{file}: cannot be read ({error.strerror}); name the right folder with --config"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: is not valid TOML: {error}; correct that line") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _environment() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    # Sorted, so that a variable comes before those that go on where its name ends.
    for name, value in sorted(os.environ.items()):
        if name.upper().startswith(ENVIRONMENT_PREFIX):
            *parents, leaf = name[len(ENVIRONMENT_PREFIX) :].lower().split("__")
            node = tree
            for parent in parents:
                node = node.setdefault(parent, {})
                if not isinstance(node, dict):
                    raise ConfigError(
                        f"environment variable {name}: {parent} has a value already; unset one of the two"
                    )
            node[leaf] = _value(name, value)
    return tree


def _value(name: str, value: str) -> Any:
    """Text as it is; lists and tables as JSON."""
    if not value.startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise ConfigError(
            f"environment variable {name}: is not valid JSON ({error.msg}); correct it"
        ) from error


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _validated(model: type[M], data: dict[str, Any], file: Path) -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ConfigError(_one_line(error, file)) from error


def _one_line(error: ValidationError, file: Path) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "the file"
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        return f"{file}: {key}: unknown key; remove it or correct its spelling"
    if first["type"] == "missing":
        return f"{file}: {key}: is missing; add it"
    hidden = key == "database.url" or any(word in key for word in ("secret", "password"))
    shown = "" if hidden else f" = {first['input']!r:.80}"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    if isinstance(first["input"], str) and first["type"].endswith(("tuple_type", "dict_type", "model_type")):
        more = f'; write a list as ["…"] and a table as {{key = "…"}}{more}'
    return f"{file}: {key}{shown}: {message}{more}"


def _check_unique(settings: Settings, directory: Path) -> None:
    owners: dict[str, str] = {}
    for organisation in settings.organisations:
        place = directory / "organisations" / f"{organisation.id}.toml"
        marks = (organisation.id, organisation.reference_prefix, *organisation.addresses)
        for mark in marks:
            if owners.setdefault(mark, organisation.id) != organisation.id:
                raise ConfigError(f"{place}: {mark!r} is also used by {owners[mark]}; make it unique")
