"""Writes letters: facts in, plain text out, through a sandboxed Jinja2 that treats anything undefined as an error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import PackageLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from replies.facts import (
    CaseFacts,
    Decision,
    FieldValue,
    Letter,
    LetterFacts,
    LetterKind,
    OrganisationFacts,
    Part,
    StaffFacts,
)
from replies.fill import fill
from replies.placing import Placing
from replies.registry import LETTERS, Audience, LetterSpec, language_of
from replies.tidy import tidy
from replies.words import words

_HEADERS = re.compile(r"Onderwerp: (?P<subject>[^\n]+)\nKop: (?P<heading>[^\n]+)\n+(?P<text>.*)", re.DOTALL)
_SCOPES = {Decision.REFUSED: "alles", Decision.PARTLY_GRANTED: "een deel"}

_ENVIRONMENT = ImmutableSandboxedEnvironment(
    loader=PackageLoader("replies"),
    undefined=StrictUndefined,
    autoescape=False,  # letters are plain text; no HTML is made of them
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,  # templates are part of the program; asking the disk each time costs more than rendering
    keep_trailing_newline=True,  # an include then leaves the blank line after it alone
)


@dataclass(frozen=True, slots=True)
class _RenderedPart:
    heading: str
    subject: str
    text: str


def render(kind: LetterKind, facts: LetterFacts) -> Letter:
    """Write the letter of this kind for all labels of the case.

    Raises ValueError when the facts cannot carry the letter (an unknown label, staff facts missing).
    """
    return render_letter(facts.with_parts(Part(kind, facts.case.labels)))


def render_letter(facts: LetterFacts) -> Letter:
    """Write the letter that `facts.parts` describes: one part, or one letter with a part per right.

    What the case already supplies is filled in; every other field stays visible as its token.
    Raises ValueError when there is no part, or parts for different readers.
    """
    if not facts.parts:
        raise ValueError("a letter needs at least one part")
    specs = tuple(LETTERS[part.kind] for part in facts.parts)
    if any(spec.audience is Audience.STAFF for spec in specs):
        if len(specs) > 1 or facts.staff is None:
            raise ValueError("a notice to staff stands alone and needs staff facts")
        return render_notice(specs[0].kind, facts.organisation, facts.staff, facts.case.today, facts.case)
    organisation, case = facts.organisation, facts.case
    if LetterKind.FORWARDED_TO_FG in facts.kinds and not organisation.has_fg:
        raise ValueError(f"{organisation.id} has no FG to forward to")
    language = language_of(facts)
    placing = Placing(_expand, organisation.hints, combined=len(facts.parts) > 1)
    rendered = []
    for part in facts.parts:
        context = words(organisation, case, None, part, language, case.today) | {"spec": LETTERS[part.kind]}
        placing.placer(part, context)
        rendered.append(_rendered_part(language, part.kind, context))
    context = words(organisation, case, None, facts.parts[0], language, case.today)
    placing.placer(Part(facts.parts[0].kind), context)
    frame = _ENVIRONMENT.get_template(f"{language}/_frame_person.txt.j2")
    body = tidy(frame.render(context | {"parts": rendered, "spec": _merged(specs)}))
    subject = rendered[0].subject if len(rendered) == 1 else _combined_subject(facts)
    letter = Letter(facts.parts, subject, body, tuple(placing.used.values()), language)
    return fill(letter, _known(facts, letter))


def render_notice(
    kind: LetterKind,
    organisation: OrganisationFacts,
    staff: StaffFacts,
    today: date,
    case: CaseFacts | None = None,
) -> Letter:
    """Write a notice to staff, about one case or (the morning digest, an alarm) about none.

    Raises ValueError when the kind is no notice to staff, or needs a case and has none.
    """
    if LETTERS[kind].audience is not Audience.STAFF:
        raise ValueError(f"{kind} is not a notice to staff")
    if case is None and kind not in (LetterKind.STAFF_DIGEST, LetterKind.STAFF_ALARM):
        raise ValueError(f"{kind} needs a case")
    if kind is LetterKind.STAFF_REMINDER and (staff.days_left is None or staff.days_left < 0):
        raise ValueError("a reminder needs days_left of 0 or more; a late case needs an escalation")
    part = Part(kind, case.labels if case else ())
    context = words(organisation, case, staff, part, "nl", today) | {"spec": LETTERS[kind]}
    rendered = _rendered_part("nl", kind, context)
    frame = _ENVIRONMENT.get_template("nl/_frame_staff.txt.j2")
    return Letter((part,), rendered.subject, tidy(frame.render(context | {"parts": [rendered]})))


def _rendered_part(language: str, kind: LetterKind, context: Mapping[str, Any]) -> _RenderedPart:
    text = _ENVIRONMENT.get_template(f"{language}/{kind}.txt.j2").render(context)
    match = _HEADERS.fullmatch(text)
    if match is None:
        raise ValueError(f"the template of {kind} does not start with Onderwerp and Kop")
    return _RenderedPart(match["heading"], match["subject"], match["text"].strip())


@lru_cache(maxsize=512)
def _compiled(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)


def _expand(text: str, context: Mapping[str, Any]) -> str:
    return _compiled(text).render(context).strip()


def _known(facts: LetterFacts, letter: Letter) -> dict[str, FieldValue]:
    """Return the values the case already has for the fields of this letter; staff's own go first."""
    values: dict[str, FieldValue] = {}
    for part in facts.parts:
        prefix = f"{'_'.join(part.labels)}." if len(facts.parts) > 1 and part.labels else ""
        scopes = {_SCOPES.get(facts.case.decisions.get(label, Decision.UNDECIDED)) for label in part.labels}
        scope = scopes.pop() if len(scopes) == 1 else None
        if part.kind is LetterKind.REFUSAL and scope:
            values[f"{prefix}scope"] = scope
    values.update(facts.case.supplied)
    names = {each.name for each in letter.fields}
    return {name: value for name, value in values.items() if name in names}


def _merged(specs: tuple[LetterSpec, ...]) -> LetterSpec:
    """Return one spec that has everything any part needs: one refusal part makes the remedies due for all."""
    return replace(
        specs[0],
        remedies=any(spec.remedies for spec in specs),
        complaint=any(spec.complaint for spec in specs),
        request_file=any(spec.request_file for spec in specs),
        machine_may_send=all(spec.machine_may_send for spec in specs),
    )


def _combined_subject(facts: LetterFacts) -> str:
    your = "uw" if facts.organisation.form == "u" else "je"
    return f"Ons antwoord op {your} verzoek ({facts.case.reference})"
