"""Makes training mails that nobody wrote: two askings in one mail, an asking hidden in other business, noisy typing.

A model that mostly sees one right per mail learns that one right speaks against another. It does not: people ask for two
things in two sentences. Joining askings teaches that their scores add up. Nothing made here is ever measured on.
"""

import re
from dataclasses import replace
from typing import Final

import numpy as np

from classifiers.components.features import Text
from classifiers.components.sentences import sentence_spans
from classifiers.labels import OTHER
from classifiers.training.corpus import Example

LINKS: Final = (
    "", "", "\n\n", "\n\n", "\n", " En ", "\n\nEn dan nog iets. ", " Verder: ", "\n\nDaarnaast: ", " Ook: ", "\n\nPS ",
    "\n\nTot slot: ",
    " Los daarvan: ", " Trouwens, ", "\n\nNog iets: ", " Bovendien: ", "\n- ",
)  # fmt: skip
CLASHES: Final = (
    frozenset({"access", "question"}),
    frozenset({"erasure", "consent_withdrawal"}),
    frozenset({"breach_report", "complaint"}),
)
"""Pairs that one mail often touches while only one of them is asked; they are left to real mails."""
_GREETING: Final = re.compile(
    r"^\s*(?:beste|geachte|hallo|hoi|hey|hé|dag|goede\w+|l\.?s\.?|dear|hello|hi|madame|monsieur|bonjour"
    r"|lieve|aan de|heren|dames)\b[^\n]{0,60}\n",
    re.I,
)
_CLOSING: Final = re.compile(
    r"\n\s*(?:met|hoogachtend|mvg|groet\w*|gr\b|vr\.|hartelijke|alvast|dank|bedankt|kind|best|regards|cordialement|bien|salutations|yours)[^\n]{0,60}(?:\n.{0,80}){0,5}\s*$",
    re.I,
)
LONGEST_PART: Final = 90
"""Words a part may have to be joined to another."""
Random = np.random.Generator


def core(body: str) -> str:
    """Return a mail without its greeting and its closing."""
    return _CLOSING.sub("", _GREETING.sub("", body, count=1), count=1).strip() or body.strip()


def mixtures(examples: list[Example], count: int, random: Random) -> list[Example]:
    """Return this many joined mails; half join two askings, the rest hide an asking in other business."""
    short = [e for e in examples if e.kind != "followup" and len(e.text.body.split()) <= LONGEST_PART]
    by_label: dict[str, list[Example]] = {}
    for example in short:
        for label in example.labels:
            by_label.setdefault(label, []).append(example)
    asked = sorted(set(by_label) - {OTHER})
    hosts = [e for e in examples if e.kind == "mail" and OTHER in e.labels]
    made: list[Example] = []
    while len(made) < count and len(asked) > 1:
        first = by_label[asked[random.integers(len(asked))]]
        host = first[random.integers(len(first))]
        if hosts and random.random() < 0.3:
            host = hosts[random.integers(len(hosts))]
        second = by_label[asked[random.integers(len(asked))]]
        guest = second[random.integers(len(second))]
        mixed = _joined(host, guest, random, len(made))
        if mixed is not None:
            made.append(mixed)
    return made


def _joined(host: Example, guest: Example, random: Random, number: int) -> Example | None:
    labels = (host.labels | guest.labels) - {OTHER}
    clash = any(pair <= labels for pair in CLASHES)
    if (
        not labels
        or len(labels) > 3
        or clash
        or host.labels & guest.labels
        or host.language != guest.language
    ):
        return None
    link = LINKS[random.integers(len(LINKS))]
    own, other = host.text.body, core(guest.text.body)
    if OTHER in host.labels:
        spans = sentence_spans(own)
        at = spans[random.integers(len(spans))][1] if spans else len(own)
        body = (
            f"{own[:at]} {other}\n{own[at:]}"
            if random.random() < 0.5
            else f"{own[:at]}\n\n{other} {own[at:]}"
        )
    elif random.random() < 0.5:
        body = f"{core(own)}{link or ' '}{other}"
    else:
        body = f"{other}{link or ' '}{core(own)}"
    subject = (
        host.text.subject if random.random() < 0.7 else (guest.text.subject if random.random() < 0.5 else "")
    )
    return replace(
        host,
        id=f"mix{number}",
        kind="mixture",
        text=Text(subject, body),
        labels=frozenset(labels),
        followup=None,
        previous=(),
    )


def noisy(example: Example, random: Random) -> Example:
    """Return the example typed by someone in a hurry: lost capitals, punctuation and letters."""
    text = example.text
    kind = random.integers(4)
    body, subject = text.body, text.subject
    if kind == 0:
        body, subject = body.lower(), subject.lower()
    elif kind == 1:
        body = re.sub(r"[.,;:!]+", "", body.lower())
    elif kind == 2:
        body = re.sub(r"[?!.]+(?=\s)", "", body)
    return replace(example, kind="noise", text=text._replace(subject=subject, body=_mistyped(body, random)))


def _mistyped(body: str, random: Random) -> str:
    """Swap, drop or double about one letter in fifty."""
    letters = list(body)
    for at in np.flatnonzero(random.random(len(letters)) < 0.02):
        if not letters[at].isalpha():
            continue
        what = random.integers(3)
        if what == 0 and at + 1 < len(letters) and letters[at + 1].isalpha():
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif what == 1:
            letters[at] = ""
        else:
            letters[at] *= 2
    return "".join(letters)
