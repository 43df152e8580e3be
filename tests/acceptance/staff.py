"""A member of staff in the acceptance tests: settles identities, fills the typed fields of letters, and approves them."""

from __future__ import annotations

from datetime import date, timedelta
from email.message import EmailMessage

from assistant.core.case import Case, EventKind, Json, Outcome
from assistant.stages import casework
from assistant.stages.approve import Preview, approve, preview, save
from assistant.stages.draft import NOTHING, create, filled, parts_of, template_of
from assistant.stages.events import record
from assistant.store import cases
from assistant.store.tables import DraftRow, DraftState, OutboxRow
from replies.facts import Field, FieldValue, LetterKind, Part
from replies.sample_values import SAMPLE_REMEDY, SAMPLE_VALUES
from tests.house import House

_LATER = {"answer_by": 14, "lifted_on": 7}
"""Dates that lie ahead, in days from today; a deed is dated today."""


class Staff:
    """One person with an account."""

    def __init__(self, house: House, name: str = "ann") -> None:
        self.house = house
        self.name = name

    def happen(self, reference: str, kind: EventKind, **data: Json) -> Case:
        """Something this person does to a case; the outbox and the drafts follow."""
        house = self.house
        with house.database.transaction() as session:
            row = cases.by_reference(session, reference)
            assert row is not None
            case = record(house.context, session, row.id, kind, data, actor=self.name)
        house.run()
        return case

    def identify(self, reference: str, level: int = 1) -> Case:
        """This person has looked at the evidence and is satisfied."""
        return self.happen(reference, EventKind.IDENTIFIED, level=level, reason="gegevens komen overeen")

    def drafts(self, reference: str) -> list[DraftRow]:
        """The open letters of a case, oldest first."""
        row = self.house.row(reference)
        return list(self.house.all(DraftRow, DraftRow.case_id == row.id, DraftRow.state == DraftState.OPEN))

    def write(self, reference: str, *kinds: LetterKind) -> DraftRow:
        """Start another letter than the one that was proposed; a part per kind and right."""
        house = self.house
        with house.database.transaction() as session:
            row = cases.by_reference(session, reference)
            assert row is not None
            work = casework.load(house.context, session, row.id)
            labels = tuple(sorted(work.case.labels))
            made = create(
                house.context, session, work, tuple(Part(kind, labels) for kind in kinds), actor=self.name
            )
            session.expunge(made)
        return made

    def fill(self, draft: DraftRow, **chosen: str) -> DraftRow:
        """Fill every typed field: as ``chosen``, else with the sample answers of the letter room."""
        house = self.house
        with house.database.transaction() as session:
            row = session.get_one(DraftRow, draft.id)
            work = casework.load(house.context, session, row.case_id)
            letter = template_of(house.context, work, row)
            samples = _samples(parts_of(row), house, work)
            # A field that belongs to another choice has no place in this letter.
            placed = [f for f in letter.fields if f.token in letter.body or f.name in samples]
            values = {f.name: chosen.get(_base(f), samples.get(f.name, NOTHING)) for f in placed}
            body = filled(letter, values).body
            saved = save(
                house.context, session, row.id, version=row.version, subject=row.subject, body=body,
                values=values, actor=self.name,
            )  # fmt: skip
            session.flush()
            session.expunge(saved)
        return saved

    def edit(self, draft: DraftRow, body: str) -> DraftRow:
        """Change the text of a letter by hand."""
        house = self.house
        with house.database.transaction() as session:
            row = session.get_one(DraftRow, draft.id)
            saved = save(
                house.context, session, row.id, version=row.version, subject=row.subject, body=body, actor=self.name
            )  # fmt: skip
            session.flush()
            session.expunge(saved)
        return saved

    def look(self, draft: DraftRow) -> Preview:
        """The letter exactly as it would leave."""
        with self.house.database.reading() as session:
            return preview(self.house.context, session, draft.id)

    def approve(
        self, draft: DraftRow, outcome: Outcome | None = None, *, four_eyes: bool = False
    ) -> OutboxRow:
        """Approve what was looked at; it waits in the outbox."""
        seen = self.look(draft)
        return approve(
            self.house.context, draft.id, approver=self.name, expected_digest=seen.digest, outcome=outcome,
            four_eyes=four_eyes,
        )  # fmt: skip

    def answer(self, reference: str, outcome: Outcome | None = None, **chosen: str) -> EmailMessage:
        """Fill, check, approve and send the one letter that waits; the letter as it left."""
        [draft] = self.drafts(reference)
        return self.finish(draft, outcome, **chosen)

    def finish(self, draft: DraftRow, outcome: Outcome | None = None, **chosen: str) -> EmailMessage:
        """Fill, check, approve and send this letter; the letter as it left."""
        ready = self.fill(draft, **chosen)
        seen = self.look(ready)
        assert seen.findings == (), "\n".join(f"{f.severity} {f.what} -> {f.how}" for f in seen.findings)
        self.approve(ready, outcome)
        before = len(self.house.sent())
        self.house.send()
        letter = self.house.sent()[before]
        assert "[[" not in letter.get_content()
        return letter


def _base(field: Field) -> str:
    return field.name.rpartition(".")[2]


def _samples(parts: tuple[Part, ...], house: House, work: casework.Work) -> dict[str, str]:
    """The sample answers under the names that the fields have in a letter of these parts, dated as of now."""
    found: dict[str, FieldValue] = dict(SAMPLE_REMEDY)
    for part in parts:
        prefix = f"{'_'.join(part.labels)}." if len(parts) > 1 and part.labels else ""
        found |= {f"{prefix}{name}": value for name, value in SAMPLE_VALUES.get(part.kind, {}).items()}
    return {name: _typed(name.rpartition(".")[2], value, house, work) for name, value in found.items()}


def _typed(name: str, value: FieldValue, house: House, work: casework.Work) -> str:
    today = house.now.astimezone(work.organisation.timezone).date()
    if isinstance(value, date):
        return (today + timedelta(days=_LATER.get(name, 0))).isoformat()
    text = value if isinstance(value, str) else "\n".join(value)
    return text or NOTHING


def kinds_of(drafts: list[DraftRow]) -> list[str]:
    """What letters these are."""
    return [str(draft.kind) for draft in drafts]


__all__ = ["Staff", "kinds_of"]
