"""train and evaluate: the classifier's recipe and its exam."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.commands import lines
from assistant.commands.casework import reading
from assistant.commands.operate import DEFAULT_CONFIG, Config
from assistant.stages.context import Context
from assistant.store import corrections as stored


def train(
    config: Config = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option(help="Write the model there instead of into the package.")
    ] = None,
    with_corrections: Annotated[
        bool,
        typer.Option(
            "--with-corrections", help="Learn from staff into a local model; replaces it only if not worse."
        ),
    ] = False,
) -> None:
    """Train the classifier from its corpus: the same corpus and seed give the same model."""
    from classifiers.training import recipe  # noqa: PLC0415 - scikit-learn and the corpus are for training only
    from classifiers.training.settings import read_training  # noqa: PLC0415

    try:
        chosen = read_training(config / "classifier.toml")
        with _progress() as progress:
            if with_corrections:
                kept = _learn_from_staff(reading(config), chosen, progress)
                typer.echo(kept)
                return
            trained = recipe.train(replace(chosen, output=output) if output else chosen, progress)
    except (ValueError, OSError) as error:
        lines.fail(str(error))
    for name, value in trained.metrics.items():
        typer.echo(f"{name:22} {value:.3f}")
    typer.echo(f"written to {trained.path} in {trained.seconds:.0f} s; `assistant evaluate` is the exam")


class _progress:
    """A progress bar as the callback that the recipe wants."""

    def __enter__(self) -> _progress:
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True)
        )
        self._bar.start()
        self._task = self._bar.add_task("", total=1.0)
        return self

    def __call__(self, what: str, share: float) -> None:
        self._bar.update(self._task, description=what, completed=share)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _learn_from_staff(context: Context, chosen: object, progress: _progress) -> str:
    from classifiers import pipeline  # noqa: PLC0415
    from classifiers.training import corrections, recipe  # noqa: PLC0415
    from classifiers.training.card import development_figure  # noqa: PLC0415

    local = context.settings.data_dir / "model"
    with context.database.reading() as session:
        candidates = stored.candidates(session)
    if not candidates:
        return "no corrections with a text to learn from; staff make them on the desk"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in candidates)
        file.flush()

        def fit(folder: Path) -> Path:
            wanted = replace(chosen, corrections=Path(file.name), output=folder)  # type: ignore[type-var]
            return recipe.train(wanted, progress).path  # type: ignore[arg-type]

        current = local if local.exists() else pipeline.MODEL_DIR
        taken = corrections.train_local(fit, development_figure, current, local)
    verdict = (
        f'it is in {local}: set model = "{local}" in assistant.toml' if taken else "the model in use stays"
    )
    return f"learnt from {len(candidates)} corrections; {verdict}"


def evaluate(
    config: Config = DEFAULT_CONFIG,
    model: Annotated[Path | None, typer.Option(help="Folder of another model than the shipped one.")] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Write the coverage and precision curve here (.svg or .png).")
    ] = None,
    errors: Annotated[int, typer.Option(help="Show so many of the errors that remain.")] = 0,
) -> None:
    """The classifier's exam on the held-back part, which it never saw; fails below the floors in config/classifier.toml."""
    from classifiers.training import evaluate as exam  # noqa: PLC0415
    from classifiers.training.settings import read_floors  # noqa: PLC0415

    try:
        with Console(stderr=True).status("evaluating …"):
            report = exam.evaluate(model=model, chart=chart)
        typer.echo(report.text())
        for id_, wanted, found in report.errors[:errors]:
            typer.echo(f"  {id_}: {wanted} read as {found}")
        exam.check(report, read_floors(config / "classifier.toml"))
    except (ValueError, OSError, exam.BelowFloor) as error:
        lines.fail(str(error))
