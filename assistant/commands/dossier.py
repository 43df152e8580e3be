"""verify: prove that the stored histories, or one exported dossier, were not changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import bootstrap
from assistant.commands import casework, lines
from assistant.commands.operate import DEFAULT_CONFIG, Config, load
from assistant.settings import ConfigError
from assistant.stages import dossier_check
from assistant.store.errors import StoreError
from assistant.store.vault import Vault


def verify(
    file: Annotated[
        Path | None, typer.Argument(help="A dossier (ZIP); without it all stored histories.")
    ] = None,
    config: Config = DEFAULT_CONFIG,
    no_keys: Annotated[
        bool, typer.Option("--no-keys", help="Check a dossier elsewhere: everything but the seal.")
    ] = False,
) -> None:
    """Prove that nothing was changed: in the stored histories, or in one dossier."""
    if file is None:
        casework.verify(config)
        return
    if not file.exists():
        lines.fail(f"{file} does not exist; give the path of a dossier (ZIP) from the page of a case")
    if not file.is_file():
        lines.fail(f"{file} is no file; give the path of a dossier (ZIP)")
    vault = None if no_keys else _vault(config)
    try:
        with file.open("rb") as stream:
            found = dossier_check.check(stream, vault)
    except OSError as error:
        lines.fail(f"{file} cannot be read: {error.strerror}")
    for problem in found.problems:
        typer.echo(f"{file}: {lines.plain(problem)}")
    if found.problems:
        lines.fail(f"{file} is not whole: do not rely on it, and ask for a new one from the desk")
    seal = "; the seal was not checked" if found.sealed is None else ", sealed by this installation"
    typer.echo(f"{file}: the dossier of {lines.plain(found.reference)} is whole{seal}")


def _vault(config: Path) -> Vault:
    """The keys only: a dossier can be checked while the database is away."""
    loaded = load(config)
    try:
        return bootstrap.open_vault(loaded)
    except (ConfigError, StoreError) as error:
        lines.fail(f"{error}; or add --no-keys to check everything but the seal")
