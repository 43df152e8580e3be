"""What an action of staff is: its fields, what it will bring about, and the doing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from assistant.core.case import EventKind, Json
from assistant.core.errors import IllegalTransition
from assistant.stages import casework
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.stages.events import carry_out
from assistant.stages.foresee import Foreseen, foresee, in_dutch
from assistant.store import cases
from assistant.store.errors import StaleVersion

Values = Mapping[str, str]
"""What was typed, by field name; several labels stand with commas between them."""


class NotPossible(Exception):
    """The case does not allow it now, or something is missing; the message is Dutch and says what."""


class FieldKind(StrEnum):
    """How a field is shown."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    CHOICE = "choice"
    LABELS = "labels"
    PERSON = "person"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing to fill in. ``options`` are (value, words) for a choice."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    hint: str = ""


Step = tuple[EventKind, dict[str, Json]]
Steps = Callable[[Context, Session, Work, Values], list[Step]]
Do = Callable[[Context, Session, Work, Values, str], str]


@dataclass(frozen=True)
class Action:
    """One thing staff can do. ``steps`` are the events it consists of; ``do`` replaces them where more is needed.

    ``fields`` may depend on the case. ``hypothetical`` marks steps that only happen once the letter has left.
    """

    key: str
    title: str
    explain: str
    group: str
    available: Callable[[Work], bool]
    fields: Callable[[Context, Work], tuple[FormField, ...]] = lambda context, work: ()
    steps: Steps = lambda context, session, work, values: []
    do: Do | None = None
    hypothetical: bool = False
    promises: Callable[[Work], tuple[str, ...]] = lambda work: ()
    beside: Callable[[Context, Session, Work, Values], tuple[str, ...]] = (
        lambda context, session, work, values: ()
    )
    """Sentences on what it does to another case."""


def required(values: Values, name: str, what: str) -> str:
    """A filled-in value.

    Raises:
        NotPossible: it is empty.
    """
    value = values.get(name, "").strip()
    if not value:
        raise NotPossible(f"Vul in: {what}.")
    return value


def foreseen(context: Context, session: Session, work: Work, action: Action, values: Values) -> Foreseen:
    """What an action would bring about, reckoned and not done.

    Raises:
        NotPossible: it cannot be done with these values.
    """
    try:
        steps = action.steps(context, session, work, values)
        found = foresee(context, work, steps)
        beside = action.beside(context, session, work, values)
    except IllegalTransition as refused:
        raise NotPossible(in_dutch(refused)) from refused
    before = action.promises(work)
    if action.hypothetical and steps:
        lines = tuple(f"Als de brief verzonden is: {line[0].lower()}{line[1:]}" for line in found.lines)
        return replace(found, lines=(*before, *lines))
    return replace(found, lines=(*before, *found.lines, *beside))


def perform(
    context: Context,
    reference: str,
    action: Action,
    values: Values,
    *,
    actor: str,
    version: int | None = None,
) -> str:
    """Do it, in one transaction; returns the path to go on to, empty for the case itself.

    Raises:
        NotPossible: the case does not allow it or something is missing; nothing has changed.
        StaleVersion: the case changed since the form was shown (``version``).
    """
    with context.database.transaction() as session:
        row = cases.by_reference(session, reference)
        if row is None:
            raise NotPossible("Deze zaak bestaat niet.")
        work = casework.load(context, session, row.id)
        if version is not None and work.row.version != version:
            raise StaleVersion(
                f"case {reference} is at version {work.row.version}, the form was of {version}"
            )
        if not action.available(work):
            raise NotPossible("Dit kan nu niet bij deze zaak. Kijk op de pagina van de zaak wat er wel kan.")
        try:
            onward = ""
            if action.do is not None:
                onward = action.do(context, session, work, values, actor)
            else:
                for kind, data in action.steps(context, session, work, values):
                    casework.happen(context, session, work, kind, data, actor=actor)
            carry_out(context, session, work)
        except IllegalTransition as refused:
            raise NotPossible(in_dutch(refused)) from refused
        return onward
