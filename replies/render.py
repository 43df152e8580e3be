"""Writes letters: facts in, plain text out, through a sandboxed Jinja2 that treats anything undefined as an error."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from replies.dates import in_words
from replies.facts import Field, Letter, LetterFacts, LetterKind, OrganisationFacts, Part
from replies.fields import FIELDS
from replies.fill import fill
from replies.registry import LETTERS, Audience, LetterSpec
from replies.rights import STATUTORY, in_order

_HEADERS = re.compile(r"Onderwerp: (?P<subject>[^\n]+)\nKop: (?P<heading>[^\n]+)\n+(?P<text>.*)", re.DOTALL)
_GAPS = re.compile(r"\n{3,}")
_NUMBERS = {"nl": ("", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")}
_NO_IDENTITY_LABELS = frozenset({"breach_report", "question", "complaint"})
_DEFAULT_MATCHING = {
    "nl": "een bijeenkomst waar {u} was, de organisatie waar {u} werkt of werkte, of {uw} postcode",
    "en": "an event you attended, the organisation you work or worked for, or your postcode",
}
_MATTERS = {
    "complaint": ("klacht", "complaint"),
    "breach_report": ("melding", "report"),
    "question": ("vraag", "question"),
}

_ENVIRONMENT = ImmutableSandboxedEnvironment(
    loader=PackageLoader("replies"),
    undefined=StrictUndefined,
    autoescape=False,  # letters are plain text; no HTML is made of them
    trim_blocks=True,
    lstrip_blocks=True,
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
    if len({spec.audience for spec in specs}) > 1:
        raise ValueError("a letter goes to the person or to staff, not to both")
    if specs[0].audience is Audience.STAFF and facts.staff is None:
        raise ValueError(f"{specs[0].kind} needs staff facts")
    language = facts.case.language if all(spec.english for spec in specs) else "nl"
    used: dict[str, Field] = {}
    rendered = [_render_part(part, facts, language, used) for part in facts.parts]
    context = _context(facts, facts.parts[0], language) | {"parts": rendered, "spec": _merged(specs)}
    frame = _ENVIRONMENT.get_template(f"{language}/_frame_{specs[0].audience}.txt.j2")
    body = _tidy(frame.render(context))
    subject = rendered[0].subject if len(rendered) == 1 else _combined_subject(facts)
    letter = Letter(facts.parts, subject, body, tuple(used.values()), language)
    known = {name: value for name, value in facts.case.supplied.items() if name in used}
    return fill(letter, known) if known else letter


def _render_part(part: Part, facts: LetterFacts, language: str, used: dict[str, Field]) -> _RenderedPart:
    template = _ENVIRONMENT.get_template(f"{language}/{part.kind}.txt.j2")
    prefix = f"{'_'.join(part.labels)}." if len(facts.parts) > 1 else ""
    suffix = f" ({', '.join(r.dutch for r in in_order(part.labels))})" if prefix and part.labels else ""
    fields = {field.name: field for field in FIELDS.get(part.kind, ())}

    def place(name: str) -> str:
        known = fields[name]
        field = replace(known, name=prefix + name, label=known.label + suffix)
        used[field.name] = field
        return f"{field.lead}\n{field.token}" if field.lead else field.token

    text = template.render(_context(facts, part, language) | {"field": place})
    match = _HEADERS.fullmatch(text)
    if match is None:
        raise ValueError(f"template of {part.kind} does not start with Onderwerp and Kop")
    return _RenderedPart(match["heading"], match["subject"], match["text"].strip())


def _context(facts: LetterFacts, part: Part, language: str) -> dict[str, Any]:
    organisation, case = facts.organisation, facts.case
    polite = organisation.form == "u"

    def form(with_u: str, with_je: str) -> str:
        return with_u if polite else with_je

    labels = frozenset(case.labels)
    return {
        "org": organisation,
        "case": case,
        "staff": facts.staff,
        "be": organisation.country == "BE",
        "f": form,
        "u": form("u", "je"),
        "U": form("U", "Je"),
        "uw": form("uw", "je"),
        "Uw": form("Uw", "Je"),
        "art": _article(language, organisation.country),
        "pauses": organisation.suspends if case.pauses is None else case.pauses,
        "d": lambda moment: in_words(moment, language),
        "years": _years(language),
        "rights": in_order(part.labels),
        "matter": _matter(labels, part.kind, language),
        "breach": "breach_report" in labels,
        "asks_identity": bool(labels - _NO_IDENTITY_LABELS),
        "authorities": _authorities(organisation, language),
        "matching_data": _matching_data(organisation, language),
    }


def _matter(labels: frozenset[str], kind: LetterKind, language: str) -> str:
    """Return what the message is called: a request, or a complaint, report or question when it is only that."""
    index = 0 if language == "nl" else 1
    if kind is LetterKind.NEUTRAL_ACKNOWLEDGEMENT or not labels:
        return ("bericht", "message")[index]
    if len(labels) == 1:
        only = next(iter(labels))
        if only in _MATTERS:
            return _MATTERS[only][index]
    if labels & (STATUTORY | {"unsubscribe"}):
        return ("verzoek", "request")[index]
    return ("bericht", "message")[index]


def _authorities(organisation: OrganisationFacts, language: str) -> str:
    names = {
        "AP": ("de Autoriteit Persoonsgegevens (autoriteitpersoonsgegevens.nl)",
               "the Dutch data protection authority, Autoriteit Persoonsgegevens (autoriteitpersoonsgegevens.nl)"),
        "GBA": ("de Gegevensbeschermingsautoriteit (gegevensbeschermingsautoriteit.be)",
                "the Belgian data protection authority, Gegevensbeschermingsautoriteit "
                "(gegevensbeschermingsautoriteit.be)"),
        "VTC": ("de Vlaamse Toezichtcommissie (contact@toezichtcommissie.be)",
                "the Flemish supervisory commission, Vlaamse Toezichtcommissie (contact@toezichtcommissie.be)"),
    }  # fmt: skip
    index = 0 if language == "nl" else 1
    joiner = (" of, voor zover bevoegd, ", " or, where competent, ")[index]
    return joiner.join(names[authority.value][index] for authority in organisation.authorities)


def _matching_data(organisation: OrganisationFacts, language: str) -> str:
    if organisation.matching_data and language == "nl":
        *first, last = organisation.matching_data
        return f"{', '.join(first)} en {last}" if first else last
    polite = organisation.form == "u"
    return _DEFAULT_MATCHING[language].format(u="u" if polite else "je", uw="uw" if polite else "je")


def _article(language: str, country: str) -> Callable[[str], str]:
    """Return how this language and country cite the AVG: "artikel 12 lid 6", "artikel 12, lid 6,"."""

    def cite(place: str) -> str:
        number, _, paragraph = place.partition(" lid ")
        if language == "en":
            return f"Article {number}({paragraph}) GDPR" if paragraph else f"Article {number} GDPR"
        if paragraph and country == "BE":
            return f"artikel {number}, lid {paragraph}, van de AVG"
        return f"artikel {place} van de AVG"

    return cite


def _years(language: str) -> Callable[[int], str]:
    def words(count: int) -> str:
        if language == "en":
            return "one year" if count == 1 else f"{count} years"
        numbers = _NUMBERS["nl"]
        return f"{numbers[count] if 0 < count < len(numbers) else count} jaar"

    return words


def _merged(specs: tuple[LetterSpec, ...]) -> LetterSpec:
    """Return one spec that has everything any part needs: one refusal part makes the remedies due for all."""
    return replace(
        specs[0],
        remedies=any(spec.remedies for spec in specs),
        request_file=any(spec.request_file for spec in specs),
        machine_may_send=all(spec.machine_may_send for spec in specs),
    )


def _combined_subject(facts: LetterFacts) -> str:
    your = "uw" if facts.organisation.form == "u" else "je"
    return f"Ons antwoord op {your} verzoek ({facts.case.reference})"


def _tidy(text: str) -> str:
    """Return the text with single blank lines, no trailing blanks, and one newline at its end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return _GAPS.sub("\n\n", lines).strip() + "\n"
