"""An action on a case: the form, what it will bring about, and the doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from assistant.desk import words
from assistant.desk.access import Guard, Right, Viewer, not_found, number_of, text_of
from assistant.desk.web import desk_of, see
from assistant.stages import casework
from assistant.stages.act import Action, FieldKind, NotPossible, foreseen, perform
from assistant.stages.actions import ACTIONS
from assistant.stages.foresee import Foreseen
from assistant.store import accounts, cases
from assistant.store.account_tables import StaffRole
from assistant.store.errors import StaleVersion

router = APIRouter(prefix="/zaken/{reference}/doe")
_STALE = (
    "De zaak is intussen veranderd, door een collega of een nieuw bericht. Er is niets gedaan. Wat u invulde staat er nog: kijk "
    "of het nog klopt en doe het dan opnieuw."
)
Worker = Annotated[Viewer, Depends(Guard(Right.WORK))]
_NAMES: dict[str, Callable[[str], str]] = {
    "outcome": words.FILTERS["uitkomst"],
    "flag": words.flag_name,
    "labels": words.FILTERS["label"],
}


def _action(key: str) -> Action:
    action = ACTIONS.get(key)
    if action is None:
        raise not_found()
    return action


def _values(request: Request, action: Action) -> dict[str, str]:
    form = request.state.form
    return {
        name: ",".join(value for value in form.getlist(name) if isinstance(value, str))
        for name in form
        if name not in {"csrf", "versie", "stap"}
    }


@router.get("/{key}", name="actie bekijken")
def form(request: Request, reference: str, key: str, viewer: Worker) -> Response:
    """The form of an action and what it will bring about."""
    return _show(request, reference, _action(key), {}, "")


@router.post("/{key}", name="actie")
def do(request: Request, reference: str, key: str, viewer: Worker) -> Response:
    """Look at what would happen, or do it."""
    action = _action(key)
    values = _values(request, action)
    if text_of(request, "stap") == "bekijk":
        return _show(request, reference, action, values, "", asked=True)
    try:
        onward = perform(
            desk_of(request).context, reference, action, values, actor=viewer.actor, version=number_of(request, "versie")
        )  # fmt: skip
    except NotPossible as problem:
        return _show(request, reference, action, values, str(problem))
    except StaleVersion:
        return _show(request, reference, action, values, _STALE, stale=True)
    return see(onward or f"/zaken/{reference.upper()}", "gedaan")


def _show(
    request: Request,
    reference: str,
    action: Action,
    values: dict[str, str],
    problem: str,
    *,
    asked: bool = False,
    stale: bool = False,
) -> Response:
    desk = desk_of(request)
    ahead: Foreseen | None = None
    with desk.context.database.reading() as session:
        row = cases.by_reference(session, reference)
        if row is None:
            raise not_found()
        work = casework.load(desk.context, session, row.id, lock=False)
        available = action.available(work)
        fields = action.fields(desk.context, work) if available else ()
        people = [
            (person.actor, person.name)
            for person in accounts.with_role(
                session, row.organisation, [StaffRole.HANDLER, StaffRole.APPROVER]
            )
        ]
        if available:
            try:
                ahead = foreseen(desk.context, session, work, action, values)
            except NotPossible as not_yet:
                problem = problem or (str(not_yet) if asked else "")
    if not available and not stale:
        problem = "Dit kan nu niet bij deze zaak. Ga terug naar de zaak om te zien wat er wel kan."
    options = {
        field.name: people if field.kind is FieldKind.PERSON else _options(field.name, field.options)
        for field in fields
    }
    status = 200 if not problem else 422 if available and not stale else 409
    return desk.page(
        request, "action.html.j2", status, action=action, fields=fields, options=options, values=values, problem=problem, ahead=ahead,
        row=work.row, available=available, today=desk.context.now().astimezone(work.organisation.timezone).date(),
        kinds=FieldKind, typed=_typed(values) if not available else (),
    )  # fmt: skip


def _typed(values: dict[str, str]) -> tuple[str, ...]:
    """The longer texts of a form that cannot be shown again, so that nobody has to write them twice."""
    return tuple(value for value in values.values() if len(value) > 15)


def _options(name: str, options: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Choices that the stage names by their value get the desk's words; what has words already keeps them."""
    named = _NAMES.get(name)
    return [(value, named(value) if named and shown == value else shown) for value, shown in options]
