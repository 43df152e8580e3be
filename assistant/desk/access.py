"""Who may open which page: roles per organisation, checked in one place for every route."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from assistant.stages.audit import DONE, REFUSED, note
from assistant.store import accounts, cases
from assistant.store.account_tables import AccountRow, StaffRole
from assistant.store.tables import CaseRow, DraftRow, MessageRow, OutboxRow, RawMailRow

if TYPE_CHECKING:
    from assistant.desk.web import Desk

FAILED = "mislukt"
LONGEST_TEXT = 500_000


class Right(StrEnum):
    """What a page asks of its visitor."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    READ = "read"
    WORK = "work"
    APPROVE = "approve"
    ACCOUNTS = "accounts"
    LOG = "log"


_R = StaffRole
ALLOWED: Mapping[Right, frozenset[StaffRole]] = {
    Right.READ: frozenset({_R.HANDLER, _R.APPROVER, _R.FG}),
    Right.WORK: frozenset({_R.HANDLER, _R.APPROVER}),
    Right.APPROVE: frozenset({_R.APPROVER}),
    Right.ACCOUNTS: frozenset({_R.ADMINISTRATOR}),
    Right.LOG: frozenset({_R.FG, _R.ADMINISTRATOR}),
}
"""The roles that give a right at an organisation. An administrator manages accounts and reads no requests."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: account, roles by organisation, and the session."""

    account_id: int
    actor: str
    name: str
    roles: Mapping[str, frozenset[StaffRole]]
    session_id: int
    csrf: str
    must_change: bool = False

    def may(self, right: Right, organisation: str | None = None) -> bool:
        """Whether the roles give this right, at one organisation or at any."""
        if right in (Right.PUBLIC, Right.SIGNED_IN):
            return True
        held = [self.roles.get(organisation, frozenset())] if organisation else list(self.roles.values())
        return any(roles & ALLOWED[right] for roles in held)

    def organisations(self, right: Right = Right.READ) -> tuple[str, ...]:
        """The organisations where the roles give this right."""
        return tuple(sorted(id_ for id_ in self.roles if self.may(right, id_)))


class Refusal(Exception):
    """A page that cannot be given; ``title`` and ``text`` are Dutch and say what to do."""

    def __init__(self, status: int, title: str, text: str) -> None:
        super().__init__(title)
        self.status, self.title, self.text = status, title, text


class GoTo(Exception):
    """Another page must come first."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def not_found() -> Refusal:
    """The one answer for what does not exist and for what belongs to others, so that guessing tells nothing."""
    return Refusal(
        404,
        "Deze pagina bestaat niet",
        "Misschien klopt het adres niet, of hoort de zaak niet bij uw organisatie.",
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about, as far as rights and the audit trail care."""

    organisation: str | None = None
    case_id: int | None = None
    detail: str | None = None


class Guard:
    """The one gate: session, right, organisation, CSRF, and a line in the audit trail. Used as a dependency of every route."""

    def __init__(self, right: Right, *, quiet: bool = False) -> None:
        self.right = right
        self.quiet = quiet

    async def __call__(self, request: Request) -> AsyncIterator[Viewer | None]:
        """The viewer, or a Refusal; what a POST did is noted when it is done."""
        if request.method == "POST":
            request.state.form = await _form(request)
        viewer, subject = await run_in_threadpool(self._admit, request)
        request.state.viewer = viewer
        if request.method != "POST" or viewer is None or self.quiet:
            yield viewer
            return
        try:
            yield viewer
        except Exception:
            await run_in_threadpool(self._note, request, viewer, subject, FAILED)
            raise
        await run_in_threadpool(self._note, request, viewer, subject, DONE)

    def _admit(self, request: Request) -> tuple[Viewer | None, Subject]:
        desk: Desk = request.app.state.desk
        viewer = viewer_of(desk, request)
        if self.right is Right.PUBLIC:
            if request.method == "POST":
                _check_csrf(request, desk.public_csrf(request))
            return viewer, Subject()
        if viewer is None:
            raise self._anonymous(request)
        if request.method == "POST":
            _check_csrf(request, viewer.csrf)
        if viewer.must_change and not request.url.path.startswith(("/wachtwoord", "/uitloggen")):
            raise GoTo("/wachtwoord")
        with desk.context.database.reading() as session:
            subject = self._subject(request, session, viewer)
        self._check(request, viewer, subject)
        if request.method == "GET" and subject.case_id is not None and not self.quiet:
            self._note(request, viewer, subject, DONE)
        return viewer, subject

    def _anonymous(self, request: Request) -> Exception:
        if request.method == "GET":
            query = f"?{request.url.query}" if request.url.query else ""
            return GoTo(f"/inloggen?naar={quote(request.url.path + query)}")
        return Refusal(
            401, "U bent uitgelogd",
            "Er is niets opgeslagen. Log in een ander tabblad in, ga hier terug met de knop van uw browser, en probeer het "
            "opnieuw. Uw tekst staat er dan nog.",
        )  # fmt: skip

    def _check(self, request: Request, viewer: Viewer, subject: Subject) -> None:
        if viewer.may(self.right, subject.organisation):
            return
        self._note(request, viewer, subject, REFUSED)
        if subject.organisation is not None and not viewer.may(Right.READ, subject.organisation):
            raise not_found()
        raise Refusal(
            403,
            "Dit mag u hier niet",
            "Uw rol staat dit niet toe. Vraag een collega met de juiste rol, of de beheerder.",
        )

    def _note(self, request: Request, viewer: Viewer, subject: Subject, result: str) -> None:
        desk: Desk = request.app.state.desk
        route = request.scope.get("route")
        name = getattr(route, "name", "pagina").replace("_", " ")
        detail: dict[str, Any] | None = {"over": subject.detail} if subject.detail else None
        note(
            desk.context, viewer.actor, f"{request.method} {name}"[:60], organisation=subject.organisation,
            case_id=subject.case_id, result=result, detail=detail,
        )  # fmt: skip

    def _subject(self, request: Request, session: Session, viewer: Viewer) -> Subject:
        """What the address names, and that its parts belong together."""
        path = request.path_params
        if "reference" in path:
            row = cases.by_reference(session, path["reference"][:40])
            if row is None:
                self._note(request, viewer, Subject(detail=path["reference"][:40]), "onbekend")
                raise not_found()
            _belongs(session, row, path)
            return Subject(row.organisation, row.id, row.reference)
        if "raw" in path:
            mail = session.get(RawMailRow, number(path, "raw"))
            if mail is None:
                raise not_found()
            of_case = session.scalar(select(MessageRow.case_id).where(MessageRow.raw_id == mail.id))
            return Subject(mail.mailbox, of_case, f"bericht {mail.id}")
        if "organisation" in path:
            return Subject(path["organisation"][:40])
        if "account" in path:
            return self._account(request, session, viewer, number(path, "account"))
        return Subject()

    def _account(self, request: Request, session: Session, viewer: Viewer, account_id: int) -> Subject:
        """An administrator may change an account only where all organisations of that account are theirs."""
        if session.get(AccountRow, account_id) is None:
            raise not_found()
        theirs = set(accounts.roles_of(session, account_id))
        mine = set(viewer.organisations(self.right))
        if not theirs <= mine:
            self._note(request, viewer, Subject(None, None, f"medewerker-{account_id}"), REFUSED)
            raise not_found()
        first = sorted(theirs or mine)[:1]
        return Subject(first[0] if first else None, None, f"medewerker-{account_id}")


def number(path: Mapping[str, Any], key: str) -> int:
    """A number of the address; what cannot be one of ours does not exist."""
    found = small_number(str(path[key]))
    if found < 0:
        raise not_found()
    return found


def _belongs(session: Session, row: CaseRow, path: Mapping[str, Any]) -> None:
    for key, table in (("draft", DraftRow), ("message", MessageRow), ("sent", OutboxRow)):
        if key in path:
            statement = select(table.id).where(table.id == number(path, key), table.case_id == row.id)
            if session.scalar(statement) is None:
                raise not_found()


async def _form(request: Request) -> FormData:
    try:
        form = await request.form(max_files=5, max_fields=300, max_part_size=LONGEST_TEXT * 4)
    except (HTTPException, ClientDisconnect) as error:
        raise Refusal(
            413,
            "Dit formulier is te groot",
            "Er is niets opgeslagen. Ga terug en stuur minder tekst of een kleiner bestand.",
        ) from error
    for _, value in form.multi_items():
        if not isinstance(value, UploadFile) and len(value) > LONGEST_TEXT:
            raise Refusal(
                413, "Deze tekst is te lang",
                f"Een veld mag ten hoogste {LONGEST_TEXT // 1000} duizend tekens hebben. Er is niets opgeslagen: ga terug, "
                "dan staat uw tekst er nog.",
            )  # fmt: skip
    return form


def _check_csrf(request: Request, expected: str | None) -> None:
    given = request.state.form.get("csrf") or request.headers.get("x-csrf-token") or ""
    if (
        expected is None
        or not isinstance(given, str)
        or not secrets.compare_digest(given.encode("utf-8", "replace"), expected.encode())
    ):
        raise Refusal(
            403, "Dit formulier is verlopen",
            "Er is niets opgeslagen. Ga terug, laad de pagina opnieuw en probeer het nog eens.",
        )  # fmt: skip


def viewer_of(desk: Desk, request: Request) -> Viewer | None:
    """Who the session cookie belongs to, or None."""
    token = request.cookies.get(desk.cookie)
    if not token:
        return None
    with desk.context.database.reading() as session:
        found = accounts.live_session(session, desk.context.database.vault.lookup(token), desk.context.now())
    if found is None or found[0].awaits_code:
        return None
    row, account, roles = found
    return Viewer(
        account.id, account.actor, account.name, roles, row.id, desk.csrf_of(token), account.must_change
    )


def small_number(text: str, otherwise: int = -1) -> int:
    """A small number as people and our own forms write it; anything else is ``otherwise``."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else otherwise


def number_of(request: Request, name: str) -> int:
    """A number field of the posted form; -1, which nothing has, where it is none."""
    return small_number(text_of(request, name))


def text_of(request: Request, name: str, default: str = "") -> str:
    """A text field of the posted form."""
    value = request.state.form.get(name, default)
    return value if isinstance(value, str) else default
