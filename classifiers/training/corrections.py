"""Learning from staff: corrected labels as pseudonymised candidates, and a local model that must prove itself.

Nothing here runs by itself. A correction is stored as a candidate only where the organisation has switched that on; the
text is pseudonymised before it is stored; a model trained with candidates replaces the one in use only if it is not worse
on the development part.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from classifiers.components.features import Text
from classifiers.components.identifiers import identifiers
from classifiers.components.sender_name import sender_names
from classifiers.labels import LABELS, OTHER
from classifiers.training.corpus import Example

PLACEHOLDERS: Final = {
    "email": "[e-mail]",
    "iban": "[rekening]",
    "bsn": "[bsn]",
    "rijksregisternummer": "[rijksregisternummer]",
    "birth_date": "[datum]",
    "phone": "[telefoon]",
    "postcode": "[postcode]",
}
NAME: Final = "[naam]"
SOURCE: Final = "corrections"
"""Where an example comes from that staff corrected."""
_STREET: Final = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]*(?:\s(?:[a-zà-ÿ]{2,4}|[A-ZÀ-Þ][\w'’-]*)){0,3}?(?:straat|laan|weg|plein|kade|dreef|steenweg|gracht|singel|hof|pad|dijk|lei|markt|baan)\s\d{1,5}\s?[a-zA-Z]?(?:-\w{1,4})?\b"
    r"|\b(?:Postbus|Antwoordnummer)\s\d{1,6}\b"
)
_TITLED: Final = re.compile(
    r"\b(?:[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Dd]e heer|[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Mm]r\.?|[Dd]rs?\.?"
    r"|[Ii]r\.?|[Ff]am(?:ilie|\.)|[Cc]liënte?|[Mm]adame|[Mm]onsieur|M[rs]s?\.?)"
    r"\s((?:[A-ZÀ-Þ]\.\s?){0,4}(?:(?:van|de|den|der|ten|ter|'t|el|al|la|le)\s){0,3}[A-ZÀ-Þ][\w'’-]+(?:[\s-][A-ZÀ-Þ][\w'’-]+){0,3})"
)
_PAIR: Final = re.compile(
    r"(?<![.!?]\s)(?<!^)(?<!\n)\b[A-ZÀ-Þ][\wà-ÿ'’]+(?:\s(?:van|de|den|der|ten|ter|'t|el|al)){0,3}[\s-][A-ZÀ-Þ][\wà-ÿ'’-]+"
)
_INITIALS: Final = re.compile(
    r"\b(?:[A-ZÀ-Þ]\.){1,4}\s?(?:(?:van|de|den|der|ten|ter|'t)\s){0,3}[A-ZÀ-Þ][\w'’-]+"
)
_NUMBER: Final = re.compile(r"\d[\d.\-/ ]{2,}\d|\d{3,}")
_URL: Final = re.compile(r"https?://\S{1,300}|www\.\S{1,300}")
_KEEP_NUMBER: Final = re.compile(r"^(?:19|20)\d\d$|^2016/679$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A corrected message, pseudonymised, with what a person made of it. `model` is the version that had it otherwise."""

    id: str
    mailbox: str
    subject: str
    body: str
    labels: tuple[str, ...]
    model: str
    followup: str | None = None
    previous: str = ""
    case_type: tuple[str, ...] = ()

    def to_line(self) -> str:
        """Return the candidate as one JSON line."""
        row: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(row, ensure_ascii=False)


def pseudonymise(text: str, names: Iterable[str] = ()) -> str:
    """Replace names, addresses, numbers and links by placeholders.

    `names` are names the case already knows (sender, data subject); their parts are replaced wherever they stand. Names
    that nothing announces may remain, so candidates are shown to a person before they are exported.
    """
    known = [*names, *(text[start:end] for start, end in sender_names(text))]
    for identifier in reversed(identifiers(text)):
        text = text[: identifier.start] + PLACEHOLDERS[identifier.kind] + text[identifier.end :]
    text = _URL.sub("[link]", text)
    text = _STREET.sub("[adres]", text)
    for part in sorted(_name_parts(known), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", NAME, text, flags=re.I)
    text = _TITLED.sub(lambda m: m[0].replace(m[1], NAME), text)
    text = _INITIALS.sub(NAME, text)
    text = _PAIR.sub(NAME, text)
    text = _NUMBER.sub(lambda m: m[0] if _KEEP_NUMBER.match(m[0].strip()) else "[nummer]", text)
    return re.sub(r"(?:\[naam\][\s-]*){2,}", NAME + " ", text)


def _name_parts(names: Iterable[str]) -> set[str]:
    """Return whole names and their capitalised parts of three letters or more."""
    parts: set[str] = set()
    for name in names:
        whole = name.strip()
        if len(whole) >= 3:
            parts.add(whole)
        parts.update(word for word in re.findall(r"[^\W\d_][\w'’]{2,}", whole) if word[0].isupper())
    return parts


def candidate(
    id: str,
    mailbox: str,
    subject: str,
    body: str,
    labels: tuple[str, ...],
    model: str,
    names: Iterable[str] = (),
) -> Candidate:
    """Make a candidate of a corrected message; subject and body are pseudonymised here, before anything is stored.

    Raises:
        ValueError: a label is not one of the guide's, or `other` does not stand alone.
    """
    _checked(labels)
    known = tuple(names)
    return Candidate(id, mailbox, pseudonymise(subject, known), pseudonymise(body, known), labels, model)


def _checked(labels: Iterable[str]) -> None:
    found = set(labels)
    if not found or not found <= set(LABELS) or (OTHER in found and len(found) > 1):
        raise ValueError(f"not a valid set of labels: {sorted(found)}")


def read(path: Path) -> list[Candidate]:
    """Read candidates, one JSON object per line.

    Raises:
        ValueError: a line is not a candidate; the message names the line, not its content.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["labels"], row["case_type"] = tuple(row["labels"]), tuple(row.get("case_type") or ())
            made = Candidate(**row)
            _checked(made.labels)
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{path.name}, line {number}: not a valid candidate") from None
        found.append(made)
    return found


def as_examples(candidates: Iterable[Candidate]) -> list[Example]:
    """Return candidates as training examples, each its own group."""
    return [
        Example(
            id=c.id,
            kind="followup" if c.followup else "mail",
            text=Text(c.subject, c.body, c.case_type, bool(c.followup)),
            labels=frozenset(c.labels),
            followup=c.followup,
            language="nl",
            group=f"correction:{c.id}",
            source=SOURCE,
            previous=(c.previous,) if c.previous else (),
        )
        for c in candidates
    ]


def train_local(
    fit: Callable[[Path], Path],
    measure: Callable[[Path], float],
    current: Path,
    local: Path,
    tolerance: float = 0.0,
) -> bool:
    """Train a local model beside the one in use and put it in its place only if it is not worse.

    `fit` trains into the directory it is given; `measure` gives a model's figure on the development part (higher is better);
    `current` is the model in use, `local` the directory in the data directory that takes its place. Returns whether it did.
    """
    trial = local.with_name(local.name + ".trial")
    shutil.rmtree(trial, ignore_errors=True)
    made = fit(trial)
    if measure(made) < measure(current) - tolerance:
        shutil.rmtree(trial, ignore_errors=True)
        return False
    retired = local.with_name(local.name + ".previous")
    shutil.rmtree(retired, ignore_errors=True)
    if local.exists():
        local.rename(retired)
    trial.rename(local)
    return True


def without_names(found: Candidate, names: Iterable[str]) -> Candidate:
    """Return a candidate from which these further names are taken, for a person who still saw one."""
    known = tuple(names)
    return replace(found, subject=pseudonymise(found.subject, known), body=pseudonymise(found.body, known))
