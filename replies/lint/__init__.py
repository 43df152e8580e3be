"""The lint before approval: every content rule of LEGAL.md (c) that a program can check."""

from collections.abc import Iterable

from replies.facts import LetterFacts
from replies.lint.finding import Draft, Finding, Rule, Severity
from replies.lint.rules import RULES, body_too_long

__all__ = ["RULES", "Draft", "Finding", "Rule", "Severity", "blocks", "lint"]


def lint(
    body: str,
    subject: str,
    facts: LetterFacts,
    recipients: Iterable[str],
    *,
    attachments: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Return what is wrong with this letter, errors first and then by place.

    `facts.parts` says which letter it is; `facts.case.today` is the local date on which it would go out;
    `attachments` are file names. Raises ValueError when `facts.parts` is empty.
    """
    if not facts.parts:
        raise ValueError("facts.parts must say which letter this is")
    draft = Draft(body, subject, facts, tuple(recipients), tuple(attachments))
    # What is far too long to be a letter is not worth reading for anything else.
    rules = (body_too_long.RULE,) if len(body) > body_too_long.MOST_CHARACTERS else RULES
    found = [finding for rule in rules for finding in rule.findings(draft)]
    return tuple(sorted(found, key=lambda each: (each.severity is not Severity.ERROR, each.start or 0)))


def blocks(findings: Iterable[Finding]) -> bool:
    """Return whether these findings block approval."""
    return any(finding.severity is Severity.ERROR for finding in findings)
