"""Dutch text to verdict: which rights a message invokes, how sure that is, and where it says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifiers.labels import DUTCH_NAMES, FOLLOWUPS, LABELS, REQUEST_LABELS
from classifiers.verdict import Message, Verdict, report

if TYPE_CHECKING:
    from classifiers.pipeline import Classifier

__all__ = [
    "DUTCH_NAMES",
    "FOLLOWUPS",
    "LABELS",
    "REQUEST_LABELS",
    "Classifier",
    "Message",
    "Verdict",
    "load",
    "report",
]


def load(path: Path | None = None, config: Path | None = None) -> Classifier:
    """The trained pipeline; see :func:`classifiers.pipeline.load`."""
    from classifiers.pipeline import load as load_pipeline  # noqa: PLC0415 - spaCy takes seconds; names and values do not

    return load_pipeline(path, config)


def __getattr__(name: str) -> Any:
    if name == "Classifier":
        from classifiers.pipeline import Classifier  # noqa: PLC0415 - as above

        return Classifier
    raise AttributeError(name)
