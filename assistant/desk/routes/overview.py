"""Figures: charts with their tables, exports, the calendar of deadlines, the yearly report, and the dossier of a case."""

from __future__ import annotations

import calendar as months
import csv
import io
import time
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from openpyxl import Workbook
from openpyxl.styles import Font

from assistant.core.calendars import why_not_working
from assistant.core.ledger import Country
from assistant.desk import charts, words
from assistant.desk.access import Guard, Right, Viewer, not_found
from assistant.desk.files import download
from assistant.desk.web import Desk, desk_of
from assistant.stages import dossier, statistics
from assistant.stages.statistics import Period, Statistics
from assistant.store import cases
from classifiers import DUTCH_NAMES
from replies.dates import DUTCH_MONTHS

router = APIRouter()
Reader = Annotated[Viewer, Depends(Guard(Right.READ))]
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
LONGEST = timedelta(days=3 * 366)
KEPT_SECONDS = 60.0


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
    asked = request.query_params.get("jaar", "")
    year = int(asked) if asked.isdigit() and 2018 <= int(asked) <= 2199 else whole.last.year
    period = Period(date(year, 1, 1), date(year, 12, 31), whole.organisations, whole.zone)
    return _show(request, viewer, "report.html.j2", period, year=year)


def _show(request: Request, viewer: Viewer, template: str, period: Period, **more: Any) -> Response:
    desk = desk_of(request)
    found = figures(desk, period)
    names = {o.id: o.name for o in desk.context.settings.organisations if o.id in viewer.organisations()}
    return desk.page(
        request,
        template,
        found=found,
        period=period,
        query=_query(period),
        organisations=names,
        month_name=_month_name,
        **more,
    )


def figures(desk: Desk, period: Period) -> Statistics:
    """The figures of a period, kept for a minute: a page and its five charts count once."""
    now = time.monotonic()
    kept = desk.figures.get(period)
    if kept is not None and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    with desk.context.database.reading() as session:
        found = statistics.gather(desk.context, session, period)
    if len(desk.figures) > 100:
        desk.figures.clear()
    desk.figures[period] = (now, found)
    return found


def _month_name(text: str) -> str:
    year, _, month = text.partition("-")
    name = DUTCH_MONTHS[int(month) - 1]
    return f"{'mrt' if name == 'maart' else name[:3]} {year}"


@router.get("/overzicht/grafiek/{name}.svg", name="grafiek")
def chart(request: Request, name: str, viewer: Reader) -> Response:
    """One chart."""
    desk = desk_of(request)
    found = figures(desk, period_of(desk, request, viewer))
    drawn = _draw(name, found)
    if drawn is None:
        raise not_found()
    return Response(
        drawn,
        media_type="image/svg+xml",
        headers={"Content-Security-Policy": _SVG_POLICY, "Cache-Control": "private, max-age=60"},
    )


def _draw(name: str, found: Statistics) -> str | None:
    if name == "maanden":
        shown = [_month_name(month) for month, _, _ in found.by_month]
        return charts.bars(
            shown,
            [("ontvangen", [n for _, n, _ in found.by_month], charts.BLUE), ("gesloten", [n for _, _, n in found.by_month], charts.GREEN)],
        )  # fmt: skip
    if name == "op-tijd":
        return charts.bars(
            ["op tijd", "te laat"], [("gesloten", [found.on_time, found.late], charts.BLUE)], sideways=True
        )
    if name == "labels":
        pairs = found.by_label[:13] or (("other", 0),)
        return charts.bars(
            [DUTCH_NAMES[n] for n, _ in pairs], [("zaken", [c for _, c in pairs], charts.BLUE)], sideways=True
        )
    if name == "leeftijd":
        return charts.bars(
            [n for n, _ in found.open_by_age], [("open", [c for _, c in found.open_by_age], charts.AMBER)]
        )
    if name == "correcties":
        rows = found.corrections[:13] or (("other", 0, 0),)
        return charts.bars(
            [DUTCH_NAMES[n] for n, _, _ in rows],
            [("weggehaald", [t for _, t, _ in rows], charts.RED), ("toegevoegd", [a for _, _, a in rows], charts.GREEN)],
            sideways=True,
        )  # fmt: skip
    return None


@router.get("/overzicht/zaken.csv", name="export csv")
def as_csv(request: Request, viewer: Reader) -> Response:
    """The register lines of a period, for a spreadsheet."""
    desk = desk_of(request)
    period = period_of(desk, request, viewer)
    with desk.context.database.reading() as session:
        rows = statistics.export(session, period)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(statistics.EXPORT_HEAD)
    writer.writerows(rows)
    content = b"\xef\xbb\xbf" + target.getvalue().encode()  # the mark makes Excel read UTF-8
    return download(content, f"zaken-{period.first}-{period.last}.csv", "text/csv; charset=utf-8")


@router.get("/overzicht/zaken.xlsx", name="export xlsx")
def as_xlsx(request: Request, viewer: Reader) -> Response:
    """The same as an Excel workbook."""
    desk = desk_of(request)
    period = period_of(desk, request, viewer)
    with desk.context.database.reading() as session:
        rows = statistics.export(session, period)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Zaken")
    sheet.freeze_panes = "A2"
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    head = [WriteOnlyCell(sheet, value=name) for name in statistics.EXPORT_HEAD]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return download(target.getvalue(), f"zaken-{period.first}-{period.last}.xlsx", kind)


@router.get("/overzicht/kalender", name="kalender")
def calendar(request: Request, viewer: Reader) -> Response:
    """The deadlines of one month."""
    desk = desk_of(request)
    today = desk.context.now().astimezone(desk.context.settings.organisations[0].timezone).date()
    asked = _date(f"{request.query_params.get('maand', '')}-01") or today.replace(day=1)
    weeks = months.Calendar().monthdatescalendar(asked.year, asked.month)
    with desk.context.database.reading() as session:
        rows = statistics.deadlines(session, viewer.organisations(), weeks[0][0], weeks[-1][-1])
    by_day: dict[date, list[object]] = {}
    for row in rows:
        by_day.setdefault(row.due, []).append(row)
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
        name, content = dossier.build(desk.context, session, row.id)
    return download(content, name, "application/zip")
