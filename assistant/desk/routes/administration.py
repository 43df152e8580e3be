"""Accounts of colleagues, and the audit trail."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from assistant.desk.access import Guard, Right, Viewer, text_of
from assistant.desk.web import desk_of, see
from assistant.stages import accounts as stage
from assistant.stages.accounts import AccountProblem
from assistant.stages.sign_in import WeakPassword
from assistant.store import accounts, cases
from assistant.store.account_tables import StaffRole

LINES = 200
router = APIRouter()
Administrator = Annotated[Viewer, Depends(Guard(Right.ACCOUNTS))]
Watcher = Annotated[Viewer, Depends(Guard(Right.LOG))]


@router.get("/beheer", name="beheer")
def page(request: Request, viewer: Administrator) -> Response:
    """The accounts that work for one's organisations."""
    return _show(request, viewer)


def _show(
    request: Request,
    viewer: Viewer,
    *,
    status: int = 200,
    problem: str = "",
    made: str = "",
    notice: str = "",
) -> Response:
    desk = desk_of(request)
    mine = viewer.organisations(Right.ACCOUNTS)
    with desk.context.database.reading() as session:
        rows = [(row, accounts.roles_of(session, row.id)) for row in accounts.everyone(session)]
    shown = [(row, roles) for row, roles in rows if set(roles) & set(mine) or not roles]
    return desk.page(
        request, "administration.html.j2", status, rows=shown, mine=mine, problem=problem, made=made, notice=notice,
        roles_all=list(StaffRole),
        oidc=desk.context.settings.desk.openid_connect,
        organisations={o.id: o.name for o in desk.context.settings.organisations},
    )  # fmt: skip


@router.post("/beheer/nieuw", name="account maken")
def add(request: Request, viewer: Administrator) -> Response:
    """Make an account at one's organisations; the first password is shown once."""
    mine = viewer.organisations(Right.ACCOUNTS)
    form = request.state.form
    roles = {id_: [StaffRole(r) for r in form.getlist(f"rol.{id_}") if r in list(StaffRole)] for id_ in mine}
    held = {id_: some for id_, some in roles.items() if some}
    password = None if text_of(request, "oidc") else stage.fresh_password()
    if not held:
        return _show(request, viewer, status=422, problem="Kies minstens een rol.")
    try:
        stage.add(
            desk_of(request).context, email=text_of(request, "email"), name=text_of(request, "naam"), roles=held, password=password,
            actor=viewer.actor,
        )  # fmt: skip
    except (AccountProblem, WeakPassword) as problem:
        return _show(request, viewer, status=422, problem=str(problem))
    if password is None:
        return _show(
            request, viewer, notice="Het account is gemaakt. Deze collega logt in via de organisatie."
        )
    return _show(request, viewer, made=password)


@router.post("/beheer/{account}/rollen", name="rollen wijzigen")
def roles(request: Request, account: int, viewer: Administrator) -> Response:
    """Set the roles of an account at one's organisations."""
    form = request.state.form
    for id_ in viewer.organisations(Right.ACCOUNTS):
        chosen = [StaffRole(r) for r in form.getlist(f"rol.{id_}") if r in list(StaffRole)]
        if account == viewer.account_id and StaffRole.ADMINISTRATOR not in chosen:
            return _show(request, viewer, status=422, problem="U kunt uzelf niet als beheerder weghalen.")
        stage.set_roles(desk_of(request).context, account, id_, chosen, actor=viewer.actor)
    return see("/beheer", "opgeslagen")


@router.post("/beheer/{account}/wachtwoord", name="wachtwoord opnieuw zetten")
def reset(request: Request, account: int, viewer: Administrator) -> Response:
    """A new first password; shown once."""
    password = stage.fresh_password()
    organisation = viewer.organisations(Right.ACCOUNTS)[0]
    stage.reset_password(
        desk_of(request).context, account, password, actor=viewer.actor, organisation=organisation
    )
    return _show(request, viewer, made=password)


@router.post("/beheer/{account}/sluiten", name="account sluiten of openen")
def switch(request: Request, account: int, viewer: Administrator) -> Response:
    """Close an account, which ends its sessions, or open it."""
    if account == viewer.account_id:
        return _show(request, viewer, status=422, problem="U kunt uw eigen account niet sluiten.")
    stage.set_disabled(
        desk_of(request).context, account, disabled=text_of(request, "stand") != "open", actor=viewer.actor,
        organisation=viewer.organisations(Right.ACCOUNTS)[0],
    )  # fmt: skip
    return see("/beheer", "gedaan")


@router.post("/beheer/{account}/koppelen", name="identiteit koppelen")
def bind(request: Request, account: int, viewer: Administrator) -> Response:
    """Bind an account to the identity whose mark the colleague saw at sign-in, or to none where the field is empty."""
    try:
        stage.bind(
            desk_of(request).context, account, text_of(request, "kenmerk").strip() or None, actor=viewer.actor,
            organisation=viewer.organisations(Right.ACCOUNTS)[0],
        )  # fmt: skip
    except AccountProblem as problem:
        return _show(request, viewer, status=422, problem=str(problem))
    return see("/beheer", "opgeslagen")


@router.get("/logboek", name="logboek")
def trail(request: Request, viewer: Watcher) -> Response:
    """Who read or changed what."""
    desk = desk_of(request)
    asked = request.query_params.get("zaak", "").strip().upper()[:40]
    last = request.query_params.get("voor", "")
    before = int(last) if last.isascii() and last.isdigit() and len(last) <= 9 else None
    mine = viewer.organisations(Right.LOG)
    with desk.context.database.reading() as session:
        row = cases.by_reference(session, asked) if asked else None
        known = row is not None or not asked
        found = (
            accounts.trail(session, mine, case_id=row.id if row else None, before=before, limit=LINES + 1)
            if known
            else []
        )
        names = accounts.names(session)
    return desk.page(
        request, "trail.html.j2", lines=found[:LINES], more=len(found) > LINES, begun=before is None, names=names, asked=asked,
        zone=desk.context.settings.organisations[0].zone,
        organisations={o.id: o.name for o in desk.context.settings.organisations},
    )  # fmt: skip
