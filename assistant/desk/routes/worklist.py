"""The work that waits, and search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from assistant.desk.access import Guard, Right, Viewer, number_of, small_number
from assistant.desk.at_a_glance import Glance, glance
from assistant.desk.web import desk_of, see
from assistant.stages import search, worklist
from assistant.stages.act_mail import alarm_handled
from assistant.stages.context import Context
from assistant.stages.worklist import Filter, Queue
from assistant.store import accounts
from assistant.store.account_tables import StaffRole
from assistant.store.tables import CaseRow
from classifiers import LABELS

router = APIRouter()
Reader = Annotated[Viewer, Depends(Guard(Right.READ))]
Worker = Annotated[Viewer, Depends(Guard(Right.WORK))]

QUEUES = (
    (Queue.ALL, "Alles open"),
    (Queue.LATE, "Te laat"),
    (Queue.SOON, "Termijn nadert"),
    (Queue.TRIAGE, "Te beoordelen"),
    (Queue.IDENTIFY, "Te identificeren"),
    (Queue.DRAFT, "Concept klaar"),
    (Queue.DELIVERY, "Bezorgfout"),
    (Queue.MINE, "Van mij"),
    (Queue.CLOSED, "Gesloten"),
)


def chosen(viewer: Viewer, request: Request) -> Filter:
    """The filter of the address; what is not ours or makes no sense is left out."""
    asked = request.query_params
    mine = viewer.organisations()
    organisation = asked.get("organisatie", "")
    page = asked.get("pagina", "1")
    try:
        due = date.fromisoformat(asked.get("dag", ""))
    except ValueError:
        due = None
    return Filter(
        organisations=(organisation,) if organisation in mine else mine,
        mine=viewer.actor,
        queue=Queue(asked["rij"]) if asked.get("rij") in list(Queue) else Queue.ALL,
        label=asked["label"] if asked.get("label") in LABELS else None,
        assignee=asked.get("wie", "")[:80] or None,
        due=due,
        page=min(max(small_number(page, 1), 1), 9999),
    )


@router.get("/werkvoorraad", name="werkvoorraad")
def page(request: Request, viewer: Reader) -> Response:
    """What needs a person now, by binding date."""
    desk = desk_of(request)
    chose = chosen(viewer, request)
    with desk.context.database.reading() as session:
        found = worklist.listed(desk.context, session, chose)
        counts = worklist.counts(desk.context, session, chose.organisations, viewer.actor)
        alarms = worklist.alarms(session, chose.organisations)
        names = accounts.names(session)
        people = {
            row.actor: row.name
            for organisation in chose.organisations
            for row in accounts.with_role(session, organisation, [StaffRole.HANDLER, StaffRole.APPROVER])
        }
    return desk.page(
        request, "worklist.html.j2", found=found, counts=counts, chosen=chose, queues=QUEUES, alarms=alarms, names=names,
        people=people, organisations=_named(request, viewer), most=worklist.MOST_COUNTED, filtered=_filtered(request),
        glances=_glances(desk.context, found.rows, found.drafts),
        zones={o.id: o.zone for o in desk.context.settings.organisations}, references=_references(request, alarms),
    )  # fmt: skip


def _filtered(request: Request) -> bool:
    return any(request.query_params.get(name) for name in ("organisatie", "label", "wie", "dag"))


def _glances(context: Context, rows: Sequence[CaseRow], drafts: frozenset[int]) -> dict[int, Glance]:
    now, here = context.now(), context.settings.organisations
    zones = {one.id: one.timezone for one in here}
    made = {}
    for row in rows:
        today = now.astimezone(zones.get(row.organisation, here[0].timezone)).date()
        made[row.id] = glance(row, now, today, drafted=row.id in drafts)
    return made


def _named(request: Request, viewer: Viewer) -> dict[str, str]:
    settings = desk_of(request).context.settings
    return {o.id: o.name for o in settings.organisations if o.id in viewer.organisations()}


def _references(request: Request, alarms: object) -> dict[int, str]:
    from sqlalchemy import select  # noqa: PLC0415

    ids = {alarm.case_id for alarm in alarms if alarm.case_id}  # type: ignore[attr-defined]
    if not ids:
        return {}
    with desk_of(request).context.database.reading() as session:
        rows = session.execute(select(CaseRow.id, CaseRow.reference).where(CaseRow.id.in_(ids))).all()
    return {row.id: row.reference for row in rows}


@router.get("/zoeken", name="zoeken")
def find(request: Request, viewer: Reader, q: str = "") -> Response:
    """Search by reference, name or address."""
    desk = desk_of(request)
    search.index(desk.context)
    with desk.context.database.reading() as session:
        rows = search.search(desk.context, session, q, viewer.organisations())
        drafts = worklist.drafted(session, [row.id for row in rows])
        names = accounts.names(session)
    if len(rows) == 1 and rows[0].reference == q.strip().upper():
        return see(f"/zaken/{rows[0].reference}")
    return desk.page(
        request, "search.html.j2", rows=rows, asked=q[:200], names=names, glances=_glances(desk.context, rows, drafts),
        organisations=_named(request, viewer), most=search.MOST_FOUND,
    )  # fmt: skip


@router.post("/meldingen/gezien", name="melding gezien")
def alarm_seen(request: Request, viewer: Worker) -> Response:
    """Somebody has seen to an alarm."""
    done = alarm_handled(
        desk_of(request).context,
        number_of(request, "melding"),
        actor=viewer.actor,
        organisations=viewer.organisations(Right.WORK),
    )
    return see("/werkvoorraad", "gedaan" if done else "ongewijzigd")
