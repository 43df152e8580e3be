"""The bench on which each rule of the lint is tried: a good letter in each form, spoiled in one place.

A trial is a dict, so that the tables need nothing from here:
`kind`; one of `add` (a paragraph put in), `drop` (a pattern whose lines go), `swap` (pattern, new words), or only
changed facts; `innocent` (paragraphs that look alike and are right); `case`, `organisation`, `labels` (changed
facts); `recipients`, `attachments`; `forms` (default both). Texts may be given per form: {"u": ..., "je": ...}.
"""

import re
from dataclasses import replace
from typing import Any

import pytest

from replies.facts import LetterFacts, OrganisationFacts, Part
from replies.lint import Finding, lint
from replies.samples import VNG, VVSG, sample_facts, sample_filled

FORMS: dict[str, OrganisationFacts] = {"u": VNG, "je": VVSG}
_PERSON = ("aanvrager@example.org",)

Trial = dict[str, Any]


def _of_form(value: Any, form: str) -> Any:
    return value.get(form, ()) if isinstance(value, dict) else value


def _added(body: str, text: str) -> str:
    return re.sub(r"(\(AVG[^)]*\)\.\n)", lambda match: f"{match[1]}\n{text}\n", body, count=1)


def _edited(body: str, trial: Trial, form: str) -> str:
    if "add" in trial:
        body = _added(body, _of_form(trial["add"], form))
    if "drop" in trial:
        gone = re.compile(_of_form(trial["drop"], form), re.IGNORECASE)
        body = "\n".join(line for line in body.split("\n") if not gone.search(line))
    if "swap" in trial:
        pattern, new = _of_form(trial["swap"], form)
        assert re.search(pattern, body), f"nothing to swap: {pattern}"
        body = re.sub(pattern, new, body)
    return body


class Bench:
    """Lints good and spoiled letters."""

    def good(self, trial: Trial, form: str) -> list[Finding]:
        """Lint the letter as it should be, and with each innocent paragraph in it."""
        organisation = replace(FORMS[form], has_fg=True)
        letter = sample_filled(trial["kind"], organisation)
        facts = sample_facts(trial["kind"], organisation)
        found = list(lint(letter.body, letter.subject, facts, _PERSON))
        for text in _of_form(trial.get("innocent", ()), form):
            found += lint(_added(letter.body, text), letter.subject, facts, _PERSON)
        return found

    def spoiled(self, trial: Trial, form: str) -> list[Finding]:
        """Lint the letter with one thing wrong."""
        organisation = replace(FORMS[form], has_fg=True)
        letter = sample_filled(trial["kind"], organisation)
        facts = sample_facts(trial["kind"], organisation)
        labels = trial.get("labels", facts.case.labels)
        case = replace(facts.case, labels=labels, **trial.get("case", {}))
        changed = replace(organisation, **trial.get("organisation", {}))
        facts = LetterFacts(changed, case, parts=(Part(trial["kind"], labels),))
        body = _edited(letter.body, trial, form)
        recipients = trial.get("recipients", _PERSON)
        return list(lint(body, letter.subject, facts, recipients, attachments=trial.get("attachments", ())))


@pytest.fixture
def bench() -> Bench:
    """Return the bench."""
    return Bench()
