"""A message as numbers: n-grams and concepts of every sentence, and of the message as a whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifiers.components.hashing import Ints, TextBlock, buckets
from classifiers.components.identifiers import identifiers
from classifiers.components.lexicon import Hit, Lexicon
from classifiers.components.negation import condition_scopes, negation_scopes
from classifiers.components.normalise import normalise
from classifiers.components.references import references, wrong_pairings
from classifiers.components.sentences import sentence_spans

CHARS: Final = (2, 3, 4, 5)
WORDS: Final = (1, 2)
BITS: Final = 20
STEM: Final = 5
REACH: Final = 4
MAX_SENTENCES: Final = 150
MAX_HITS: Final = 48
_SIZE: Final = 128
"""Room for this many concepts; keys of pairs and triples are built in this base."""
UNI, NEGATED, CONDITIONAL, ASKED, STATED, PAIR, ORDER, TRIPLE, SIGNAL = range(9)
SUBJECT, BEFORE, AFTER, FOLLOWUP = 1, 2, 3, 4
_SIGNALS: Final[dict[str, int]] = {}
_IDENTIFYING: Final = re.compile(r"[\d@]")
_PAIRS: Final = _SIZE**3 * PAIR
_SIGNALS_FROM: Final = _SIZE**3 * SIGNAL


class Text(NamedTuple):
    """What is read of one message: its subject, its own words, and the running case where there is one."""

    subject: str
    body: str
    case_types: tuple[str, ...] = ()
    followup: bool = False


@dataclass(slots=True)
class Sentence:
    """One sentence (or the subject) with its place in the body, its normalised words and its concept keys."""

    start: int
    end: int
    normal: str
    keys: set[int] = field(default_factory=set)
    context: set[int] = field(default_factory=set)


class Table(NamedTuple):
    """Counts per (row, feature), ordered by row: what a sparse matrix is made of."""

    rows: Ints
    cols: Ints
    counts: NDArray[np.float32]
    height: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of messages as tables: one row per message, and one per sentence with the message that owns it.

    Tables of messages: characters, words, concepts. Of sentences: the same, and pairs of word stems.
    """

    mails: tuple[Table, ...]
    sentences: tuple[Table, ...]
    owner: Ints
    spans: tuple[tuple[int, int], ...]


def _key(kind: int, a: int = 0, b: int = 0, c: int = 0, place: int = 0) -> int:
    return ((((place * 16 + kind) * _SIZE + a) * _SIZE + b) * _SIZE) + c


def _signal(name: str) -> int:
    """Number a named signal by its letters, the same on every machine and in every run."""
    known = _SIGNALS.get(name)
    if known is None:
        value = 0
        for char in name.encode():
            value = (value * 131 + char) % (_SIZE**3 - 1)
        known = _SIGNALS[name] = value
    return _key(SIGNAL) + known


def sentences_of(text: Text, lexicon: Lexicon) -> list[Sentence]:
    """Split a message into its subject (first, with an empty place) and its sentences, with their concepts."""
    reply = text.subject.lower().startswith(("re:", "antw", "aw:", "re :", "fw", "tr:"))
    subject = "" if text.followup and reply else text.subject
    found = [Sentence(0, 0, normalise(subject))]
    for start, end in sentence_spans(text.body)[:MAX_SENTENCES]:
        found.append(Sentence(start, end, normalise(text.body[start:end])))
    raw = [subject, *(text.body[s.start : s.end] for s in found[1:])]
    for i, sentence in enumerate(found):
        _add_concepts(sentence, lexicon)
        sentence.keys.update(_raw_signals(raw[i]))
    for i, sentence in enumerate(found):
        _add_context(found, i, sentence, text, reply)
    return found


def _add_concepts(sentence: Sentence, lexicon: Lexicon) -> None:
    words = sentence.normal.split()
    hits = lexicon.find(words)[:MAX_HITS]
    negated = _touched(hits, negation_scopes(words), {lexicon.negation})
    conditional = _touched(hits, condition_scopes(words), {lexicon.condition})
    mood = ASKED if words and words[-1] == "?" else STATED
    keys = sentence.keys
    for i, hit in enumerate(hits):
        keys.add(_key(UNI, hit.concept))
        keys.add(_key(mood, hit.concept))
        if negated[i]:
            keys.add(_key(NEGATED, hit.concept))
        if conditional[i]:
            keys.add(_key(CONDITIONAL, hit.concept))
    distinct = sorted({hit.concept for hit in hits})
    keys.update(_key(PAIR, a, b) for i, a in enumerate(distinct) for b in distinct[i + 1 :])
    order = [hit.concept for i, hit in enumerate(hits) if not i or hits[i - 1].concept != hit.concept]
    keys.update(_key(ORDER, a, b) for a, b in pairwise(order))
    keys.update(_key(TRIPLE, a, b, c) for a, b, c in zip(order, order[1:], order[2:], strict=False))


def _touched(hits: Sequence[Hit], scopes: Sequence[tuple[int, int]], cues: set[int]) -> list[bool]:
    """Tell for each hit whether it lies in one of the scopes and is not itself the cue."""
    if not scopes:
        return [False] * len(hits)
    inside = {word for first, last in scopes for word in range(first, last)}
    return [hit.start in inside and hit.concept not in cues for hit in hits]


def _raw_signals(raw: str) -> set[int]:
    """Find what only the original spelling shows: articles, named rights, identifiers."""
    signals: set[int] = set()
    found = references(raw)
    for reference in found:
        name = reference.label or f"art{reference.article}"
        signals.add(_signal(f"{'law' if reference.article else 'right'}:{name}"))
        if reference.article and not reference.ours:
            signals.add(_signal("other law"))
    articles = {reference.article for reference in found if reference.article and reference.ours}
    if len(articles) > 1:
        signals.add(_signal("many articles"))
    if found and wrong_pairings(found):
        signals.add(_signal("wrong pairing"))
    if _IDENTIFYING.search(raw):
        signals.update(_signal(f"identifier:{found_one.kind}") for found_one in identifiers(raw))
    return signals


def _add_context(found: list[Sentence], i: int, sentence: Sentence, text: Text, reply: bool) -> None:
    """Add what stands around a sentence, where it stands, and what kind of message it is in."""
    context = sentence.context
    last = len(found) - 1
    if i == 0:
        context.update(_key(0, place=SUBJECT) + key for key in sentence.keys)
        context.add(_signal("is subject"))
        if reply:
            context.add(_signal("is reply subject"))
    else:
        for at, place in ((i - 1, BEFORE), (i + 1, AFTER)):
            if 1 <= at <= last:
                context.update(moved(found[at].keys, place))
        context.add(_signal(f"place {min(i, 3)}"))
        context.add(_signal(f"from end {min(last - i, 4)}"))
    if text.followup:
        context.add(_signal("followup"))
        context.update(_signal(f"case {label}") for label in text.case_types)
        context.update(moved(sentence.keys, FOLLOWUP))


def moved(keys: set[int], place: int) -> set[int]:
    """Return the simple keys as seen from another place: another sentence, or a running case."""
    base = place * 16 * _SIZE**3
    return {base + key for key in keys if key < _PAIRS or key >= _SIGNALS_FROM}


def batch_of(texts: Sequence[Text], lexicon: Lexicon) -> tuple[Batch, list[list[Sentence]]]:
    """Return the tables of a batch of messages, and the sentences they were made of."""
    per_mail = [sentences_of(text, lexicon) for text in texts]
    flat = [sentence for sentences in per_mail for sentence in sentences]
    owner = np.repeat(np.arange(len(texts)), [len(sentences) for sentences in per_mail])
    block = TextBlock([sentence.normal for sentence in flat])
    chars = _merged([block.char_grams(n) for n in CHARS])
    words = _merged([block.word_grams(n) for n in WORDS])
    pairs, pair_hashes = block.stem_pairs(STEM, REACH)
    sentence_keys = [sorted(s.keys | s.context) for s in flat]
    mail_keys = [_mail_keys(sentences, text) for sentences, text in zip(per_mail, texts, strict=True)]
    batch = Batch(
        mails=(
            _table(owner[chars[0]], chars[1], len(texts)),
            _table(owner[words[0]], words[1], len(texts)),
            key_table(mail_keys),
        ),
        sentences=(
            _table(chars[0], chars[1], len(flat)),
            _table(words[0], words[1], len(flat)),
            key_table(sentence_keys),
            _table(pairs, buckets(pair_hashes, BITS), len(flat)),
        ),
        owner=owner,
        spans=tuple((s.start, s.end) for s in flat),
    )
    return batch, per_mail


def _mail_keys(sentences: list[Sentence], text: Text) -> list[int]:
    """Gather the keys of a whole message: those of its sentences, its subject's apart, its length and its case."""
    keys: set[int] = set()
    for sentence in sentences:
        keys |= sentence.keys
    keys |= sentences[0].context
    keys.add(_signal(f"length {min(len(sentences) // 3, 6)}"))
    if text.followup:
        keys.add(_signal("followup"))
        keys.update(_signal(f"case {label}") for label in text.case_types)
        keys |= moved(keys, FOLLOWUP)
    return sorted(keys)


def _merged(parts: list[tuple[Ints, NDArray[np.uint64]]]) -> tuple[Ints, Ints]:
    rows = np.concatenate([owner for owner, _ in parts])
    return rows, buckets(np.concatenate([hashes for _, hashes in parts]), BITS)


def _table(rows: Ints, cols: Ints, height: int) -> Table:
    """Count equal (row, column) pairs; the counts are damped by a logarithm."""
    keys, number = np.unique(rows << BITS | cols, return_counts=True)
    damped = (1 + np.log(number)).astype(np.float32)
    return Table(keys >> BITS, keys & ((1 << BITS) - 1), damped, height)


def crossed(keys: set[int], theirs: Sequence[Sentence], kinds: Sequence[int], asks: bool) -> set[int]:
    """Return simple keys of one text once per kind of earlier message: each kind found in it, and a question or not."""
    before = set().union(*(sentence.keys for sentence in theirs))
    places = [i for i, kind in enumerate(kinds) if _key(UNI, kind) in before]
    places.append(len(kinds) + int(asks))
    found = set().union(*(moved(keys, FOLLOWUP + 1 + place) for place in places))
    return found | {_key(0, place=FOLLOWUP + 1 + place) for place in places}


def key_table(keys: list[list[int]]) -> Table:
    """Return a table of keys, each counted once."""
    rows = np.repeat(np.arange(len(keys)), [len(row) for row in keys])
    flat = np.array([key for row in keys for key in row], dtype=np.uint64)
    mixed = buckets((flat + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15), BITS)
    order = np.lexsort((mixed, rows))
    return Table(rows[order], mixed[order], np.ones(len(flat), np.float32), len(keys))
