"""Figures: charts with their tables, exports, the calendar of deadlines, the yearly report, and the dossier of a case."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from assistant.core.calendars import why_not_working
from assistant.core.ledger import Country
from assistant.desk import charts, register_files, words
from assistant.desk.access import Guard, Right, Viewer, not_found, small_number
from assistant.desk.files import download, streamed
from assistant.desk.web import Desk, desk_of
from assistant.stages import dossier, register, statistics
from assistant.stages.context import Context
from assistant.stages.deadlines import deadlines
from assistant.stages.statistics import Period
from assistant.store import cases
from classifiers import DUTCH_NAMES
from replies.dates import DUTCH_MONTHS

router = APIRouter()
Reader = Annotated[Viewer, Depends(Guard(Right.READ))]
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
LONGEST = timedelta(days=3 * 366)


def period_of(desk: Desk, request: Request, viewer: Viewer) -> Period:
    """The period and organisations of the address; by default the last twelve months."""
    asked = request.query_params
    zone = desk.context.settings.organisations[0].zone
    today = desk.context.now().astimezone(desk.context.settings.organisations[0].timezone).date()
    last = _date(asked.get("tot")) or today
    first = _date(asked.get("van")) or (last - timedelta(days=364))
    first = max(min(first, last), last - LONGEST)
    mine = viewer.organisations()
    organisation = asked.get("organisatie", "")
    return Period(first, last, (organisation,) if organisation in mine else mine, zone)


def _date(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and 2018 <= found.year <= 2199 else None


def _query(period: Period) -> str:
    one = f"&organisatie={period.organisations[0]}" if len(period.organisations) == 1 else ""
    return f"van={period.first}&tot={period.last}{one}"


@router.get("/overzicht", name="overzicht")
def page(request: Request, viewer: Reader) -> Response:
    """All figures of a period."""
    return _show(request, viewer, "overview.html.j2", period_of(desk_of(request), request, viewer))


@router.get("/overzicht/jaarverslag", name="jaarverslag")
def report(request: Request, viewer: Reader) -> Response:
    """A year on paper."""
    desk = desk_of(request)
    whole = period_of(desk, request, viewer)
    asked, this_year = request.query_params.get("jaar", ""), whole.last.year
    year = small_number(asked, this_year) if 2018 <= small_number(asked) <= this_year else this_year
    period = Period(date(year, 1, 1), date(year, 12, 31), whole.organisations, whole.zone)
    return _show(request, viewer, "report.html.j2", period, year=year, this_year=this_year)


def _show(request: Request, viewer: Viewer, template: str, period: Period, **more: Any) -> Response:
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        found = statistics.gather(desk.context, session, period)
    names = {o.id: o.name for o in desk.context.settings.organisations if o.id in viewer.organisations()}
    return desk.page(
        request,
        template,
        found=found,
        period=period,
        query=_query(period),
        organisations=names,
        month_name=_month_name,
        ages=[words for _, words in statistics.AGES],
        **more,
    )


def _month_name(text: str) -> str:
    year, _, month = text.partition("-")
    return f"{words.short_month(int(month))} {year}"


@router.get("/overzicht/grafiek/{name}.svg", name="grafiek")
def chart(request: Request, name: str, viewer: Reader) -> Response:
    """One chart, of figures counted for it alone."""
    desk = desk_of(request)
    if name not in CHARTS:
        raise not_found()
    with desk.context.database.reading() as session:
        drawn = CHARTS[name](desk.context, session, period_of(desk, request, viewer))
    return Response(
        drawn,
        media_type="image/svg+xml",
        headers={"Content-Security-Policy": _SVG_POLICY, "Cache-Control": "private, no-cache"},
    )


def _months(context: Context, session: Session, period: Period) -> str:
    found = statistics.by_month(session, period)
    shown = tuple(_tick(month, first=number == 0) for number, (month, _, _) in enumerate(found))
    came, went = tuple(n for _, n, _ in found), tuple(n for _, _, n in found)
    return charts.bars(shown, (("ontvangen", came, charts.BLUE), ("gesloten", went, charts.GREEN)))


def _tick(text: str, *, first: bool) -> str:
    """The month; under the first one and under each January the year."""
    year, _, month = text.partition("-")
    return words.short_month(int(month)) + (f"\n{year}" if first or month == "01" else "")


def _on_time(context: Context, session: Session, period: Period) -> str:
    ended = statistics.closed_and_late(session, period).values()
    late = sum(slow for _, slow in ended)
    in_time = sum(count for count, _ in ended) - late
    return charts.share((("op tijd", in_time, charts.GREEN), ("te laat", late, charts.RED)))


def _by_label(context: Context, session: Session, period: Period) -> str:
    pairs = statistics.by_label(session, period)[:13]
    counts = tuple(count for _, count in pairs)
    return charts.bars(
        tuple(DUTCH_NAMES[n] for n, _ in pairs), (("zaken", counts, charts.BLUE),), sideways=True
    )


def _by_age(context: Context, session: Session, period: Period) -> str:
    found = statistics.open_now(context, session, period).by_age
    counts = tuple(count for _, count in found)
    return charts.bars(tuple(words for words, _ in found), (("open", counts, charts.AMBER),), sideways=True)


def _corrected(context: Context, session: Session, period: Period) -> str:
    rows = statistics.by_correction(session, period)[1][:13]
    taken, added = tuple(t for _, t, _ in rows), tuple(a for _, _, a in rows)
    series = (("weggehaald", taken, charts.RED), ("toegevoegd", added, charts.GREEN))
    return charts.bars(tuple(DUTCH_NAMES[n] for n, _, _ in rows), series, sideways=True)


CHARTS: Mapping[str, Callable[[Context, Session, Period], str]] = MappingProxyType(
    {
        "maanden": _months,
        "op-tijd": _on_time,
        "labels": _by_label,
        "leeftijd": _by_age,
        "correcties": _corrected,
    }
)


@router.get("/overzicht/zaken.csv", name="export csv")
def as_csv(request: Request, viewer: Reader) -> Response:
    """The register lines of a period, for a spreadsheet; sent while it is read."""
    desk = desk_of(request)
    period = period_of(desk, request, viewer)
    return streamed(
        register_files.csv_of(register.lines(desk.context, period)),
        f"zaken-{period.first}-{period.last}.csv",
        "text/csv; charset=utf-8",
    )


@router.get("/overzicht/zaken.xlsx", name="export xlsx")
def as_xlsx(request: Request, viewer: Reader) -> Response:
    """The same as an Excel workbook."""
    desk = desk_of(request)
    period = period_of(desk, request, viewer)
    content = register_files.xlsx_of(register.lines(desk.context, period))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return streamed(content, f"zaken-{period.first}-{period.last}.xlsx", kind)


@router.get("/overzicht/kalender", name="kalender")
def calendar(request: Request, viewer: Reader) -> Response:
    """The deadlines of one month."""
    desk = desk_of(request)
    today = desk.context.now().astimezone(desk.context.settings.organisations[0].timezone).date()
    asked = _date(f"{request.query_params.get('maand', '')}-01") or today.replace(day=1)
    weeks = months.Calendar().monthdatescalendar(asked.year, asked.month)
    with desk.context.database.reading() as session:
        by_day = deadlines(session, viewer.organisations(), weeks[0][0], weeks[-1][-1])
    free = {day: why for week in weeks for day in week if (why := why_not_working(Country.NL, day))}
    return desk.page(
        request, "calendar.html.j2", weeks=weeks, by_day=by_day, month=asked, today=today, free=free,
        title=f"{DUTCH_MONTHS[asked.month - 1]} {asked.year}", before=(asked - timedelta(days=1)).strftime("%Y-%m"),
        after=(asked + timedelta(days=32)).strftime("%Y-%m"), days=words.WEEKDAYS,
    )  # fmt: skip


@router.get("/zaken/{reference}/dossier", name="dossier")
def file(request: Request, reference: str, viewer: Reader) -> Response:
    """The dossier of a case as one ZIP."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = cases.by_reference(session, reference)
        if row is None:
            raise not_found()
        name, content = dossier.build(desk.context, session, row.id, words.FILTERS)
    return download(content, name, "application/zip")
