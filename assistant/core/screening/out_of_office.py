"""Absence replies by subject and content, without standard headers."""

from __future__ import annotations

import re

from assistant.core.screening import words_absence
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SHORT = 1_500  # folded characters; absence replies are short, letters that mention a holiday often are not
# "Ik ben tot 3 april afwezig": a date stands between the two halves, so no phrase can catch it.
_AWAY = re.compile(
    r"\b(?:ik ben|ben ik|wij zijn|zijn wij|we zijn) .{0,60}?\b(?:afwezig|niet aanwezig|met vakantie|"
    r"op vakantie|met verlof|in verlof|"
    r"niet op kantoor|buiten kantoor|niet bereikbaar|gesloten|op reis|vrij)\b|"
    r"\bi(?: am|'m| will be) .{0,50}?\b(?:out of|away|on leave|on annual leave|on vacation|on holiday|"
    r"travell?ing|not in the office)\b|"
    r"\bje (?:suis|serai) .{0,50}?\b(?:absente?|en conge|en vacances|hors du bureau)\b|"
    r"\b(?:ich bin|bin ich) .{0,60}?\b(?:nicht im|abwesend|im urlaub|ausser haus)\b"
)
_FORBIDDEN_BEFORE = re.compile(r"^(?:re|antw|aw|fwd?|tr)\s*:")


def judge(facts: Facts) -> Finding | None:
    """A finding for the subjects that programs give to absence replies, and for texts that say nothing but being away."""
    away = len(facts.said["away"]) + (1 if _AWAY.search(facts.folded) else 0)
    beside = len(facts.said["beside_away"])
    declared = bool(facts.said["self_declared"])
    if facts.subject.startswith(words_absence.SUBJECTS):
        if _FORBIDDEN_BEFORE.match(facts.full_subject) and not (away or declared):
            return None  # a person answers, or forwards, an absence reply
        reason = "Het onderwerp is dat van een automatisch antwoord."
        return Finding("out_of_office", "out_of_office", reason, weak=not (declared or (away and beside)))
    if facts.subject_said["away"] and (away or beside >= 2):
        return Finding(
            "out_of_office",
            "out_of_office",
            "Onderwerp en tekst zijn die van een afwezigheidsbericht.",
            weak=True,
        )
    if away and beside + away >= 3 and len(facts.folded) <= _SHORT and not facts.is_question:
        return Finding(
            "out_of_office", "out_of_office", "De tekst is die van een afwezigheidsbericht.", weak=True
        )
    return None
