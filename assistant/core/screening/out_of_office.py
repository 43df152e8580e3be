"""Absence replies by subject and content, without standard headers."""

from __future__ import annotations

from assistant.core.screening import words_absence
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_SHORT = 1_500  # folded characters; absence replies are short, letters that mention a holiday often are not


def judge(facts: Facts) -> Finding | None:
    """A finding for the subjects that programs give to absence replies, and for texts that say nothing but
    being away.
    """
    away, beside = len(facts.said["away"]), len(facts.said["beside_away"])
    if facts.subject.startswith(words_absence.SUBJECTS):
        borne_out = bool(away or beside or facts.said["self_declared"])
        reason = "Het onderwerp is dat van een automatisch antwoord."
        return Finding("out_of_office", "out_of_office", reason, weak=not borne_out)
    in_subject = bool(facts.subject_said["away"])
    if in_subject and (away or beside >= 2):
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
