"""Draws the evaluation chart: F1 per label, and precision against coverage."""

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

from matplotlib.figure import Figure

from classifiers.labels import DUTCH_NAMES
from classifiers.training.evaluate import Report

INK, ACCENT, MUTED = "#1b2733", "#0b6e8f", "#b8c4cc"


def draw(report: Report, path: Path) -> None:
    """Write the chart; its format follows from the name (.svg, .png).

    Raises:
        OSError: the file cannot be written.
        ValueError: the format is not known.
    """
    figure = Figure(figsize=(11, 5), layout="constrained")
    bars, line = figure.subplots(1, 2)
    rows = sorted(report.rows, key=lambda row: row.f1)
    bars.barh([DUTCH_NAMES[row.label] for row in rows], [row.f1 for row in rows], color=ACCENT)
    for i, row in enumerate(rows):
        bars.text(
            row.f1 - 0.01,
            i,
            f"{row.f1:.2f}  (n={row.count})",
            va="center",
            ha="right",
            color="white",
            fontsize=8,
        )
    bars.set_xlim(0, 1)
    bars.set_title(f"F1 per label; macro {report.macro_f1:.3f}, exact {report.exact:.3f}", color=INK)
    points = sorted((share, right) for _, share, right in report.curve)
    line.plot([p[0] for p in points], [p[1] for p in points], marker="o", color=ACCENT)
    line.axhline(0.98, color=MUTED, linestyle="--")
    line.axvline(0.70, color=MUTED, linestyle="--")
    line.plot([report.coverage], [report.confident_precision], marker="D", markersize=9, color=INK)
    line.annotate(
        "the bar in config",
        (report.coverage, report.confident_precision),
        textcoords="offset points",
        xytext=(8, -14),
    )
    line.set_xlabel("share of messages answered confidently")
    line.set_ylabel("of those, whole set right")
    line.set_title("coverage and precision", color=INK)
    figure.suptitle(f"{report.model}, {report.count} held-back messages", fontsize=9, color=INK)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
