"""Makes noisy copies of training mails: typed in a hurry, without capitals or punctuation. Never measured on."""

import re
from dataclasses import replace

import numpy as np

from classifiers.training.corpus import Example

Random = np.random.Generator


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
