"""The model card: what the model is for, what it was made of, and where it fails."""

from pathlib import Path
from typing import Any, Final

import srsly

CARD: Final = "card.json"

_CARD = """# Model card: nl_privacy_requests {version}

**What it does.** Reads an e-mail to a privacy mailbox and says which data-protection requests it makes (thirteen labels, a
set), what it does to a running case (six follow-up labels), in which language it is, which sentences carry each label, and
whether a machine may rely on the answer.

**Intended use.** The privacy mailboxes of Dutch and Flemish public bodies, as a first reading: an acknowledgement goes out
on a confident answer, everything else is a person's. It decides nothing about a request and is no evidence of what a
sender meant.

**Not for.** Refusing, answering or closing a request; other kinds of mail; languages other than Dutch, English and French
(those are named `other` and never confident).

**Made of.** {examples} examples written by hand for this project (see ../../corpus/DATASHEET.md); no personal data, no
pretrained vectors. Corpus SHA-256 `{corpus_sha256}`. Seed {seed}, {folds} folds by author's batch.
Versions: Python {python}, spaCy {spacy}, numpy {numpy}.

**How well.** Out of fold (each example scored by a model that did not see its author's batch):

| figure | value |
|---|---|
{rows}

The figures on the held-back part, which was written before training and never trained on, stand in docs/classifier.md;
`assistant evaluate` measures them again.

**Limits.** Two requests in one mail are sometimes read as one; irony, idiom and requests without any privacy word are its
weak side; English and French are thinner than Dutch. Authors of the corpus and of the held-back part follow the same
guide, so real mail will be somewhat harder than either.
"""


def development_figure(model: Path) -> float:
    """Return the macro-F1 by which a local model is compared with the one in use: out of fold on the corpus as shipped.

    Every example is scored by models that did not see its author's batch, and corrections by staff do not count, so that
    the held-back part stays unseen and both figures are of the same messages.

    Raises:
        OSError: the model has no card.
        ValueError: the card lacks the figure.
    """
    card = srsly.read_json(model / CARD)
    try:
        return float(card["out_of_fold"]["macro_f1"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"{model / CARD}: no out-of-fold macro-F1; train the model anew") from error


def card_text(card: dict[str, Any], version: str) -> str:
    """Return the card as people read it."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in card["out_of_fold"].items())
    return _CARD.format(
        version=version,
        examples=card["examples"],
        corpus_sha256=card["corpus_sha256"],
        seed=card["seed"],
        folds=card["folds"],
        rows=rows,
        **card["versions"],
    )
