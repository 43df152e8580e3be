"""The declared inputs of training and evaluation, read from config/classifier.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.decide import CONFIG, Thresholds
from classifiers.pipeline import MODEL_DIR
from classifiers.training.corpus import CORPUS_DIR


@dataclass(frozen=True, slots=True)
class Floors:
    """Figures on the held-back part below which evaluation fails."""

    macro_f1: float
    exact: float
    confident_precision: float
    followup: float


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """What goes into training and where its result goes.

    `corrections` is a file of candidates from staff (see `corrections`), or None; `precision` the share of confident
    answers that must be right out of fold.
    """

    corpus: Path = CORPUS_DIR
    output: Path = MODEL_DIR
    seed: int = 20251121
    folds: int = 5
    precision: float = 0.98
    corrections: Path | None = None


def read_training(path: Path = CONFIG) -> TrainingConfig:
    """Read the training table; what is not there has its default.

    Raises:
        ValueError: the file is not valid TOML or a value has the wrong form.
    """
    table = _table(path, "training")
    default = TrainingConfig()
    return TrainingConfig(
        seed=int(table.get("seed", default.seed)),
        folds=int(table.get("folds", default.folds)),
        precision=float(table.get("precision", default.precision)),
    )


def read_floors(path: Path = CONFIG) -> Floors:
    """Read the floors.

    Raises:
        ValueError: the file is not valid TOML, or a floor is missing.
    """
    table = _table(path, "floors")
    try:
        return Floors(**{name: float(table[name]) for name in Floors.__slots__})
    except KeyError as error:
        raise ValueError(f"{path}: [floors] lacks {error.args[0]}") from None


def _table(path: Path, name: str) -> dict[str, Any]:
    with path.open("rb") as file:
        found = tomllib.load(file).get(name, {})
    if not isinstance(found, dict):
        raise ValueError(f"{path}: [{name}] is not a table")  # noqa: TRY004 - bad input, not a bug
    return found


def with_thresholds(text: str, thresholds: Thresholds) -> str:
    """Return the text of a config file with these thresholds in place of those it has; comments stay."""
    values = thresholds.to_dict()
    flat = {
        **values["labels"],
        "confident": values["confident"],
        "followup_confident": values["followup_confident"],
    }
    section = ""
    lines = []
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip()
        key = line.split("=")[0].strip()
        ours = section in {"[thresholds]", "[thresholds.labels]"} and "=" in line and key in flat
        lines.append(f"{key} = {flat[key]}" if ours else line)
    return "\n".join(lines) + "\n"
