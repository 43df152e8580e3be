"""How good is a model on mails it never saw? The figures, the curve, the chart, and the floor below which it fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import srsly
from numpy.typing import NDArray

from classifiers.labels import DUTCH_NAMES, FOLLOWUPS, LABELS, OTHER, REQUEST_LABELS
from classifiers.pipeline import Classifier, load
from classifiers.training import corpus
from classifiers.training.settings import Floors
from classifiers.verdict import Message, Verdict

BINS: Final = 10
MOVES: Final = (-0.15, -0.1, -0.05, 0.05, 0.1, 0.15)
BARS: Final = (0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99)


class BelowFloor(Exception):
    """A figure lies below the floor in the config; the message names the figure, its value and the floor."""


@dataclass(frozen=True, slots=True)
class Case:
    """One message with what it should have been called."""

    message: Message
    labels: frozenset[str]
    followup: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one label."""

    label: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything evaluation measures.

    `coverage` is the share of messages answered confidently, `precision` how many of those have the whole set right;
    `ece` the mean gap between probability and truth over all labels; `other_mistaken` the share of `other` messages that
    were confidently called a request; `moves` the cost of moving a threshold.
    """

    rows: tuple[Row, ...]
    macro_f1: float
    exact: float
    ece: float
    coverage: float
    confident_precision: float
    other_mistaken: float
    followup_accuracy: float | None
    followup_macro_f1: float | None
    curve: tuple[tuple[float, float, float], ...]
    moves: tuple[tuple[str, float, float, float], ...]
    errors: tuple[tuple[str, str, str], ...]
    count: int
    model: str

    def text(self) -> str:
        """Return the report as it is printed."""
        lines = [f"model {self.model}, {self.count} messages", ""]
        lines.append(f"{'label':34s}{'precision':>10s}{'recall':>8s}{'F1':>8s}{'n':>6s}")
        for row in self.rows:
            name = f"{row.label} ({DUTCH_NAMES[row.label]})"
            lines.append(f"{name:34.34s}{row.precision:10.3f}{row.recall:8.3f}{row.f1:8.3f}{row.count:6d}")
        lines += [
            "",
            f"macro-F1 {self.macro_f1:.3f}   exact set {self.exact:.3f}   calibration error {self.ece:.3f}",
        ]
        lines.append(f"confident: precision {self.confident_precision:.3f} at coverage {self.coverage:.3f}")
        lines.append(f"`other` confidently called a request: {self.other_mistaken:.3f}")
        if self.followup_accuracy is not None:
            lines.append(
                f"follow-ups: accuracy {self.followup_accuracy:.3f}, macro-F1 {self.followup_macro_f1:.3f}"
            )
        lines += [
            "",
            "if only answers at least this certain were relied on:",
            "  certainty  coverage  precision",
        ]
        lines += [f"  {bar:9.2f}{share:10.3f}{right:11.3f}" for bar, share, right in self.curve]
        lines += [
            "",
            "what moving one label's threshold costs (change in that label's F1, and in exact sets):",
        ]
        lines += [
            f"  {label:20s} {move:+.2f}   F1 {f1:+.3f}   exact {exact:+.3f}"
            for label, move, f1, exact in self.moves
        ]
        return "\n".join(lines)


def read_cases(directory: Path = corpus.CORPUS_DIR) -> list[Case]:
    """Read the held-back part: messages as they came, not cut to the sender's own words."""
    cases = []
    for path in corpus.files(directory, held_back=True):
        for row in srsly.read_jsonl(path):
            message = Message(
                str(row["id"]), row["mailbox"], row.get("subject") or "", row["body"],
                previous=corpus.previous_texts(row.get("previous")) or None,
                case_type=_case(row.get("case_type")),
            )  # fmt: skip
            cases.append(Case(message, frozenset(row["labels"]), row.get("followup")))
    return cases


def _case(value: Any) -> tuple[str, ...] | None:
    if not value:
        return None
    return (value,) if isinstance(value, str) else tuple(value)


def evaluate(
    directory: Path = corpus.CORPUS_DIR,
    model: Path | None = None,
    floors: Floors | None = None,
    chart: Path | None = None,
    classifier: Classifier | None = None,
) -> Report:
    """Measure a model on the held-back part, and draw the chart (SVG or PNG by its name) where one is asked.

    Raises:
        BelowFloor: a figure lies below its floor. The chart is drawn all the same.
        ValueError: there is no held-back part.
        OSError: the model or the corpus cannot be read, or the chart not written.
    """
    cases = read_cases(directory)
    if not cases:
        raise ValueError(f"no held-back messages in {directory}")
    judge = classifier or load(model)
    report = measure(cases, judge.classify([case.message for case in cases]), judge)
    if chart is not None:
        from classifiers.training.chart import draw  # noqa: PLC0415 - matplotlib takes a second to load

        draw(report, chart)
    if floors is not None:
        check(report, floors)
    return report


def measure(cases: list[Case], verdicts: list[Verdict], judge: Classifier) -> Report:
    """Compute the report of these verdicts."""
    target = np.array([[label in case.labels for label in LABELS] for case in cases], bool)
    found = np.array([[label in verdict.labels for label in LABELS] for verdict in verdicts], bool)
    scores = np.array([[verdict.scores[label] for label in LABELS] for verdict in verdicts])
    right = (target == found).all(axis=1)
    sure = np.array([verdict.confident for verdict in verdicts], bool)
    rows = tuple(_row(label, target[:, i], found[:, i]) for i, label in enumerate(LABELS))
    others = target[:, LABELS.index(OTHER)]
    mistaken = sure & others & ~found[:, LABELS.index(OTHER)]
    follow = [(c.followup, v.followup) for c, v in zip(cases, verdicts, strict=True) if c.followup]
    certainty = np.array([verdict.certainty for verdict in verdicts])
    return Report(
        rows=rows,
        macro_f1=float(np.mean([row.f1 for row in rows])),
        exact=float(right.mean()),
        ece=calibration_error(scores, target),
        coverage=float(sure.mean()),
        confident_precision=float(right[sure].mean()) if sure.any() else 1.0,
        other_mistaken=float(mistaken.sum() / max(1, others.sum())),
        followup_accuracy=float(np.mean([a == b for a, b in follow])) if follow else None,
        followup_macro_f1=_followup_f1(follow) if follow else None,
        curve=tuple(_at(bar, certainty, right) for bar in BARS),
        moves=_moves(scores.astype(np.float32), target, judge.thresholds.row()),
        errors=tuple(
            (c.message.id, " ".join(sorted(c.labels)), " ".join(v.labels))
            for c, v, good in zip(cases, verdicts, right, strict=True)
            if not good
        ),
        count=len(cases),
        model=judge.model,
    )


def _row(label: str, target: NDArray[np.bool_], found: NDArray[np.bool_]) -> Row:
    both = float((target & found).sum())
    precision = both / max(1.0, float(found.sum()))
    recall = both / max(1.0, float(target.sum()))
    f1 = 2 * both / max(1.0, float(found.sum() + target.sum()))
    return Row(label, precision, recall, f1, int(target.sum()))


def _followup_f1(pairs: Sequence[tuple[str | None, str | None]]) -> float:
    values = []
    for label in FOLLOWUPS:
        both = sum(a == label == b for a, b in pairs)
        total = sum(a == label for a, _ in pairs) + sum(b == label for _, b in pairs)
        if total:
            values.append(2 * both / total)
    return float(np.mean(values))


def calibration_error(scores: NDArray[Any], target: NDArray[np.bool_]) -> float:
    """Return the mean gap between probability and truth, over equal-width bins and all labels (ECE)."""
    flat, truth = scores.ravel(), target.ravel()
    bins = np.minimum((flat * BINS).astype(int), BINS - 1)
    gap = 0.0
    for k in range(BINS):
        inside = bins == k
        if inside.any():
            gap += abs(float(flat[inside].mean() - truth[inside].mean())) * float(inside.mean())
    return gap


def _at(bar: float, certainty: NDArray[Any], right: NDArray[np.bool_]) -> tuple[float, float, float]:
    taken = certainty >= bar
    return bar, float(taken.mean()), float(right[taken].mean()) if taken.any() else 1.0


def _moves(
    scores: NDArray[np.float32], target: NDArray[np.bool_], thresholds: NDArray[np.float32]
) -> tuple[tuple[str, float, float, float], ...]:
    """Return what moving each label's threshold does to its F1 and to the share of exact sets."""
    from classifiers.decide import choose  # noqa: PLC0415 - only here

    base = choose(scores, thresholds)
    exact = float((base == target).all(axis=1).mean())
    moves = []
    for i, label in enumerate(REQUEST_LABELS):
        before = _row(label, target[:, i], base[:, i]).f1
        for move in MOVES:
            trial = thresholds.copy()
            trial[i] = np.clip(trial[i] + move, 0.02, 0.98)
            found = choose(scores, trial)
            after = _row(label, target[:, i], found[:, i]).f1
            moves.append((label, move, after - before, float((found == target).all(axis=1).mean()) - exact))
    return tuple(moves)


def check(report: Report, floors: Floors) -> None:
    """Compare a report with the floors.

    Raises:
        BelowFloor: a figure lies below its floor.
    """
    measured = {
        "macro_f1": report.macro_f1,
        "exact": report.exact,
        "confident_precision": report.confident_precision,
        "followup": report.followup_accuracy,
    }
    low = [
        f"{name} {value:.3f} is below the floor {getattr(floors, name):.3f}"
        for name, value in measured.items()
        if value is not None and value < getattr(floors, name)
    ]
    if low:
        raise BelowFloor("; ".join(low))
