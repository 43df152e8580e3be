"""Reads the corpus: mails, single sentences and follow-ups, each with its author's batch."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.components.features import Text
from classifiers.components.own_text import own_spans
from classifiers.components.surface import cleaned
from classifiers.labels import FOLLOWUPS, LABELS, OTHER

CORPUS_DIR: Final = Path(__file__).parent.parent / "corpus"
HELD_BACK: Final = "heldback"
BLOCK: Final = 20
"""Mails without a batch name are grouped by this many neighbours of one file."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text with where it comes from."""

    id: str
    kind: str
    text: Text
    labels: frozenset[str]
    followup: str | None
    language: str
    group: str
    source: str
    previous: tuple[str, ...] = ()


def files(directory: Path = CORPUS_DIR, *, held_back: bool = False) -> list[Path]:
    """Return the corpus files for training, or the held-back ones, by name."""
    found = sorted(directory.glob("*.jsonl"))
    return [path for path in found if path.stem.startswith(HELD_BACK) == held_back]


def corpus_hash(directory: Path = CORPUS_DIR) -> str:
    """Return the SHA-256 over names and contents of all corpus files, held-back part included."""
    digest = hashlib.sha256()
    for path in sorted(directory.glob("*.jsonl")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load(paths: Iterable[Path]) -> list[Example]:
    """Read examples in order of file and line.

    Raises:
        ValueError: a line is not valid or has an unknown label; the message names file and line.
    """
    return [example for path in paths for example in _read(path)]


def _read(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if not line.strip():
                continue
            try:
                yield _example(json.loads(line), path.stem, number)
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path.name}, line {number + 1}: {error}") from error


def _example(row: dict[str, Any], source: str, number: int) -> Example:
    labels = frozenset(row["labels"])
    if not labels or not labels <= set(LABELS) or (OTHER in labels and len(labels) > 1):
        raise ValueError(f"labels {sorted(labels)}")
    followup = row.get("followup")
    if followup is not None and followup not in FOLLOWUPS:
        raise ValueError(f"follow-up {followup}")
    previous = previous_texts(row.get("previous"))
    kind = "sentence" if "text" in row else "followup" if followup is not None else "mail"
    body = row["text"] if kind == "sentence" else row["body"]
    case = row.get("case_type") or ()
    return Example(
        id=str(row["id"]),
        kind=kind,
        text=Text(
            subject=row.get("subject") or "",
            body=body if kind == "sentence" else own(body, previous),
            case_types=(case,) if isinstance(case, str) else tuple(case),
            followup=kind == "followup",
        ),
        labels=labels,
        followup=followup,
        language=(row.get("lang") or "nl")[:2],
        group=f"{source}:{row.get('batch') or number // BLOCK}",
        source=source,
        previous=previous,
    )


def previous_texts(value: object) -> tuple[str, ...]:
    """Read earlier messages, given as one text, a list of texts, or messages with a body."""
    if not value:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        return previous_texts(value.get("body") or value.get("text"))
    return (
        tuple(text for item in value for text in previous_texts(item))
        if isinstance(value, list)
        else (str(value),)
    )


def own(body: str, previous: tuple[str, ...] = ()) -> str:
    """Return the sender's own words, as the classifier reads them."""
    text = cleaned(body)
    return "\n".join(text[start:end] for start, end in own_spans(text, previous))


def targets(examples: list[Example]) -> NDArray[np.bool_]:
    """Return one row per example with a truth value per label."""
    return np.array([[label in example.labels for label in LABELS] for example in examples], dtype=bool)


def folds(examples: list[Example], count: int) -> NDArray[np.int64]:
    """Deal groups over folds, so that one author's neighbouring mails are never on both sides."""
    number = {group: i for i, group in enumerate(dict.fromkeys(e.group for e in examples))}
    return np.array([(number[e.group] * 7919 + number[e.group] // count) % count for e in examples])
