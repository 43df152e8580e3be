"""Writes the folder docs/letters, in which a person can read every letter in every form.

`python -m replies.snapshots docs/letters` writes it anew; a test holds it against the templates.
"""

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from replies.facts import Decision, DigestLine, Letter, LetterKind, OrganisationFacts, Phase, StaffFacts
from replies.fill import fields
from replies.registry import LETTERS, Audience
from replies.render import render_letter, render_notice
from replies.samples import (
    ORGANISATIONS,
    SBB,
    VNG,
    VNG_CONNECT,
    VVSG,
    sample_combined,
    sample_facts,
    sample_filled,
    sample_letter,
)

_WIDTH = 90
_FORMS: tuple[tuple[str, OrganisationFacts], ...] = (("u", VNG), ("u-bestuursorgaan", SBB), ("je", VVSG))
_DATED = "Sommige regels zijn hier afgebroken om te kunnen lezen; in de mail lopen alinea's door."
_STAFF = StaffFacts(
    reason="Het concept wacht op goedkeuring.",
    days_left=5,
    link="https://bureau.voorbeeld.example/zaken/VNG-2026-0042",
    moment="5 maart 2026 om 14.05 uur",
    deadline="8 maart 2026 om 14.05 uur",
    overdue=(DigestLine("VNG-2026-0017", "inzage", date(2026, 3, 4)),),
    due_today=(DigestLine("VNG-2026-0021", "correctie", date(2026, 3, 6)),),
    due_soon=(DigestLine("VNG-2026-0042", "inzage", date(2026, 4, 7)),),
    to_approve=(DigestLine("VNG-2026-0042", "antwoord op een verzoek om inzage"),),
    triage=(DigestLine("VNG-2026-0044", "nog niet bepaald"),),
    silent=(DigestLine("VNG-2026-0030", "identificatie gevraagd op 20 februari 2026"),),
    quarantined=2,
)


def snapshots() -> dict[str, str]:
    """Return the text of every file of the folder, by file name."""
    files = dict(_to_persons())
    files.update(_per_organisation())
    files.update(_in_english())
    files.update(_combined())
    files.update(_to_staff())
    files["README.md"] = _index(files)
    return files


def _name(kind: LetterKind) -> str:
    number = LETTERS[kind].number
    return f"{number:02d}-{kind}" if number else str(kind)


def _to_persons() -> Iterator[tuple[str, str]]:
    for kind, spec in LETTERS.items():
        for form, organisation in _FORMS:
            if spec.audience is Audience.PERSON:
                if kind is LetterKind.FORWARDED_TO_FG:
                    organisation = replace(organisation, has_fg=True)  # noqa: PLW2901 - VVSG states none
                letters = (sample_letter(kind, organisation), sample_filled(kind, organisation))
                yield f"{_name(kind)}.{form}.txt", _page(*letters)


def _per_organisation() -> Iterator[tuple[str, str]]:
    """Yield what differs per organisation: how a person may show who they are."""
    for organisation in ORGANISATIONS:
        letter = sample_letter(LetterKind.IDENTIFICATION_REQUEST, organisation)
        name = f"{_name(LetterKind.IDENTIFICATION_REQUEST)}.bij-{organisation.id}.txt"
        if organisation not in [each for _, each in _FORMS]:
            yield name, _page(letter, letter)


def _in_english() -> Iterator[tuple[str, str]]:
    for kind, spec in LETTERS.items():
        for country, organisation in (("nl", VNG_CONNECT), ("be", VVSG)):
            if spec.english:
                facts = sample_facts(kind, organisation)
                letter = render_letter(replace(facts, case=replace(facts.case, language="en")))
                yield f"{_name(kind)}.english-{country}.txt", _page(letter, letter)


def _combined() -> Iterator[tuple[str, str]]:
    for form, organisation in (("u", VNG), ("je", VVSG)):
        first = sample_combined(
            organisation, {"access": Decision.GRANTED, "erasure": Decision.PARTLY_GRANTED}
        )
        yield f"samengesteld-inzage-en-verwijdering.{form}.txt", _page(first, first)
        second = sample_combined(organisation, {"access": Decision.NO_DATA, "erasure": Decision.NO_DATA})
        yield f"samengesteld-niets-gevonden.{form}.txt", _page(second, second)


def _to_staff() -> Iterator[tuple[str, str]]:
    for kind, spec in LETTERS.items():
        if spec.audience is Audience.STAFF:
            facts = _STAFF
            if kind is LetterKind.STAFF_ESCALATION:
                facts = replace(_STAFF, days_left=-1, reason="")
            if spec.forwards:
                facts = replace(_STAFF, reason="", link="")
            today = date(2026, 4, 8) if kind is LetterKind.STAFF_ESCALATION else date(2026, 3, 6)
            case = replace(sample_facts(kind, VNG).case, phase=Phase.ANSWER, notice_due=date(2026, 4, 7))
            alone = kind in (LetterKind.STAFF_DIGEST, LetterKind.STAFF_ALARM)
            letter = render_notice(kind, VNG, facts, today, None if alone else case)
            yield f"{_name(kind)}.txt", _page(letter, letter)


def _page(draft: Letter, final: Letter) -> str:
    pages = [] if draft.body == final.body else [_sheet("Zoals de medewerker het concept krijgt", draft)]
    title = "Zoals de lezer het krijgt" if not fields(final) else "Zoals de medewerker het concept krijgt"
    pages.append(_sheet(title, final))
    return "\n".join(pages)


def _sheet(title: str, letter: Letter) -> str:
    lines = [f"=== {title} ===", "", f"Onderwerp: {letter.subject}", "", _wrapped(letter.body)]
    open_fields = [f"- {each.label} ({each.type}{_extras(each.choices)})" for each in fields(letter)]
    if open_fields:
        lines += ["--- In te vullen door de medewerker ---", "", *open_fields, ""]
    return "\n".join(lines)


def _extras(choices: tuple[object, ...]) -> str:
    return f", {len(choices)} keuzes" if choices else ""


def _wrapped(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        indent = "  " if line.startswith("- ") else ""
        lines += textwrap.wrap(line, _WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def _index(files: dict[str, str]) -> str:
    lines = [
        "# De brieven",
        "",
        "Elke brief die de assistent kan schrijven, in elke vorm, met verzonnen gegevens. Gemaakt met "
        "`python -m replies.snapshots docs/letters`; een test vergelijkt deze map met de sjablonen.",
        _DATED,
        "",
        "`u`: Nederland (voorbeeld VNG). `u-bestuursorgaan`: Nederland, met bezwaar (voorbeeld SBB). `je`: "
        "Vlaanderen (voorbeeld VVSG). Wat tussen `[[` en `]]` staat, vult een medewerker in.",
        "",
        "| brief | LEGAL.md (c) | bron | mag een machine dit alleen versturen | bestanden |",
        "|---|---|---|---|---|",
    ]
    for kind, spec in LETTERS.items():
        own = [name for name in sorted(files) if name.startswith(f"{_name(kind)}.")]
        links = " ".join(f"[{name.removeprefix(_name(kind))[1:-4] or 'tekst'}]({name})" for name in own)
        alone = "ja" if spec.machine_may_send else "nee"
        lines.append(f"| {spec.title} | {spec.number or ''} | {spec.source} | {alone} | {links} |")
    combined = [f"[{name[:-4]}]({name})" for name in sorted(files) if name.startswith("samengesteld")]
    lines += ["", f"Meer rechten in één brief: {' · '.join(combined)}", ""]
    return "\n".join(lines)


def main(folder: str) -> None:
    """Write the folder anew, and remove text files that no letter makes any more."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    files = snapshots()
    for old in target.glob("*.txt"):
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "docs/letters")
