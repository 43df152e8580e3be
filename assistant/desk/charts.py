"""Charts as SVG, drawn by matplotlib without a display; the page shows the same figures in a table beside each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from threading import Lock

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_LOCK = Lock()
"""matplotlib's settings are global, so one chart is drawn at a time."""
_STYLE = (
    "<style>svg{font-family:system-ui,sans-serif}text{fill:#1b2733}.axes path,.axes line{stroke:#8492a0}"
    "@media (prefers-color-scheme:dark){text{fill:#e6ecf1 !important}}</style>"
)
BLUE, AMBER, RED, GREEN = "#3b78b5", "#c98a1b", "#c0504d", "#4a9a6a"
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "desk",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8492a0",
    "xtick.color": "#7b8894",
    "ytick.color": "#7b8894",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


def bars(
    names: Sequence[str], series: Sequence[tuple[str, Sequence[int], str]], *, sideways: bool = False
) -> str:
    """A bar chart of one or two series (name, values, colour) over ``names``."""
    with _LOCK, rc_context(_SETTINGS):  # type: ignore[arg-type]
        height = max(2.6, 0.42 * len(names) + 0.9) if sideways else 3.0
        figure = Figure(figsize=(6.4, height), layout="constrained")
        axes = figure.add_subplot()
        width = 0.8 / max(1, len(series))
        for number, (name, values, colour) in enumerate(series):
            places = [index + (number - (len(series) - 1) / 2) * width for index in range(len(names))]
            drawn = (
                axes.barh(places, values, width, color=colour, label=name)
                if sideways
                else axes.bar(places, values, width, color=colour, label=name)
            )
            axes.bar_label(drawn, [str(value) if value else "" for value in values], padding=2, fontsize=9)
        if not any(value for _, values, _ in series for value in values):
            (axes.set_xlim if sideways else axes.set_ylim)(0, 1)
        _label_axes(axes, names, sideways=sideways)
        if len(series) > 1:
            axes.legend(frameon=False, loc="upper left", ncols=2, bbox_to_anchor=(0, 1.16))
        target = io.StringIO()
        FigureCanvasSVG(figure).print_svg(target, metadata={"Date": None})  # type: ignore[no-untyped-call]
    drawn_text = target.getvalue()
    start = drawn_text.index("<svg")
    inside = drawn_text.index(">", start) + 1
    return drawn_text[start:inside] + _STYLE + drawn_text[inside:]


def _label_axes(axes, names: Sequence[str], *, sideways: bool) -> None:  # type: ignore[no-untyped-def]
    places = list(range(len(names)))
    if sideways:
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.margins(x=0.12)
    else:
        axes.set_xticks(places, names, rotation=45 if len(names) > 6 else 0)
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.margins(y=0.15)
