"""verify: prove that the stored histories, or one exported dossier, were not changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands import casework, lines
from assistant.commands.operate import DEFAULT_CONFIG, Config
from assistant.stages import dossier
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
    vault: Vault | None = None if no_keys else casework.reading(config).database.vault
    try:
        content = file.read_bytes()
    except OSError as error:
        lines.fail(f"{file} cannot be read: {error.strerror}")
    found = dossier.check(content, vault)
    for problem in found.problems:
        typer.echo(f"{file}: {problem}")
    if found.problems:
        lines.fail(f"{file} is not whole")
    seal = "" if found.sealed is None else ", sealed by this installation"
    typer.echo(f"{file}: the dossier of {found.reference} is whole{seal}")
