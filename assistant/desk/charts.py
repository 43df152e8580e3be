"""Charts as SVG, drawn by matplotlib without a display; the page shows the same figures in a table beside each.

A drawing is a function of its figures, so equal figures are drawn once.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from assistant.desk.words import thousands

_LOCK = Lock()
"""matplotlib's settings are global, so one chart is drawn at a time."""
_STYLE = (
    "<style>svg{font-family:system-ui,sans-serif}text{fill:#33414e !important}"
    "@media (prefers-color-scheme:dark){text{fill:#e6ecf1 !important}}</style>"
)
BLUE, AMBER, RED, GREEN = "#3b78b5", "#b37410", "#c0504d", "#3f8f5f"
"""Each at least 3:1 against the light and the dark card (WCAG 2.2, 1.4.11)."""
NOTHING = "Nog geen cijfers in deze periode"
Series = tuple[str, tuple[int, ...], str]
"""Name, values and colour."""
_WIDTH = 4.4
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "desk",
    "font.size": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8492a0",
    "xtick.color": "#8492a0",
    "ytick.color": "#8492a0",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


@lru_cache(maxsize=256)
def bars(names: tuple[str, ...], series: tuple[Series, ...], *, sideways: bool = False) -> str:
    """A bar chart of one or two series over ``names``; a name may have a second line."""
    if not any(value for _, values, _ in series for value in values):
        return _words(NOTHING)
    with _LOCK, rc_context(_SETTINGS):  # type: ignore[arg-type]
        height = 0.36 * len(names) * max(1, 0.7 * len(series)) + 0.75 if sideways else 2.9
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        _draw_bars(axes, names, series, sideways=sideways)
        _label_axes(axes, names, sideways=sideways)
        if len(series) > 1:
            figure.legend(frameon=False, loc="outside upper left", ncols=2)
        return _svg(figure)


@lru_cache(maxsize=256)
def share(parts: tuple[tuple[str, int, str], ...]) -> str:
    """One bar in parts (name, count, colour), each with its count and percentage."""
    total = sum(count for _, count, _ in parts)
    if not total:
        return _words(NOTHING)
    with _LOCK, rc_context(_SETTINGS):  # type: ignore[arg-type]
        figure = Figure(figsize=(_WIDTH, 1.5), layout="constrained")
        axes = figure.add_subplot()
        start = 0
        for name, count, colour in parts:
            percentage = f"{100 * count / total:.1f}".replace(".", ",")
            axes.barh(
                [0], [count], left=start, color=colour, label=f"{name}: {thousands(count)} ({percentage}%)"
            )
            start += count
        axes.set_axis_off()
        figure.legend(frameon=False, loc="outside upper left", ncols=1)
        return _svg(figure)


def warm_up() -> None:
    """Draw once before anybody waits for it: the first drawing looks for fonts."""
    bars(("a", "b"), (("x", (1, 2), BLUE),))


def _draw_bars(axes: Any, names: Sequence[str], series: Sequence[Series], *, sideways: bool) -> None:
    width = 0.8 / max(1, len(series))
    for number, (name, values, colour) in enumerate(series):
        places = [index + (number - (len(series) - 1) / 2) * width for index in range(len(names))]
        draw = axes.barh if sideways else axes.bar
        drawn = draw(places, values, width, color=colour, label=name)
        if sideways or len(names) * len(series) <= 14:
            axes.bar_label(
                drawn, [thousands(value) if value else "" for value in values], padding=3, fontsize=9
            )


def _label_axes(axes: Any, names: Sequence[str], *, sideways: bool) -> None:
    counted = axes.xaxis if sideways else axes.yaxis
    counted.set_major_locator(MaxNLocator(5, integer=True))
    counted.set_major_formatter(FuncFormatter(lambda value, _: thousands(round(value))))
    places = list(range(len(names)))
    if sideways:
        axes.set_yticks(places, names)
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.margins(x=0.14)
        return
    step = -(-len(names) // 13)
    axes.set_xticks(places[::step], names[::step], fontsize=8)
    axes.margins(y=0.12)


def _words(text: str) -> str:
    """A drawing that only says something."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 317 40" width="317" height="40">{_STYLE}'
        f'<text x="0" y="24" font-size="10.5">{text}</text></svg>'
    )


def _svg(figure: Figure) -> str:
    target = io.StringIO()
    FigureCanvasSVG(figure).print_svg(target, metadata={"Date": None})  # type: ignore[no-untyped-call]
    drawn_text = target.getvalue()
    start = drawn_text.index("<svg")
    inside = drawn_text.index(">", start) + 1
    return drawn_text[start:inside] + _STYLE + drawn_text[inside:]
