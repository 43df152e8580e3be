"""Hashing, lexicon, linear model and decision: the numbers under a verdict."""

import numpy as np
import pytest

from classifiers.components.features import Batch, Text, batch_of
from classifiers.components.hashing import TextBlock
from classifiers.components.joint import JointModel, View, pooled
from classifiers.components.lexicon import Lexicon, shipped
from classifiers.decide import Thresholds, choose, read_thresholds
from classifiers.labels import LABELS, REQUEST_LABELS
from classifiers.training.corpus import Example
from classifiers.training.joint import Settings, select, train
from classifiers.training.lbfgs import minimise


def test_equal_words_have_equal_buckets_in_any_text_and_place() -> None:
    rows, words = TextBlock(["wis mijn foto", "foto wis wis"]).word_grams(1)
    first, second = words[rows == 0], words[rows == 1]
    assert len(set(first)) == 3
    assert list(second) == [first[2], first[0], first[0]]


def test_no_gram_runs_over_the_end_of_a_text() -> None:
    block = TextBlock(["ab", "ab"])
    assert list(block.char_grams(2)[0]) == [0, 0, 0, 1, 1, 1]  # " a", "ab", "b "
    assert not len(block.word_grams(2)[0])
    assert not len(block.stem_pairs(5, 4)[0])


def test_an_empty_text_has_no_words() -> None:
    rows, _ = TextBlock(["", "a"]).word_grams(1)
    assert list(rows) == [1]


def test_two_words_pair_by_their_stems_in_their_order_within_reach() -> None:
    rows, pairs = TextBlock(["wissen van foto's", "wisse foto", "foto wissen"]).stem_pairs(4, 2)
    assert [list(rows).count(i) for i in range(3)] == [3, 1, 1]
    assert pairs[list(rows).index(1)] in pairs[rows == 0]
    assert pairs[list(rows).index(2)] not in pairs[rows == 0]


def lexicon() -> Lexicon:
    return Lexicon(
        {"erase": ["wis*", "haal .. weg"], "negation": ["niet"], "condition": ["als"], "data": ["gegevens"]}
    )


def found(text: str) -> set[str]:
    words = lexicon()
    return {words.names[hit.concept] for hit in words.find(text.split())}


def test_concepts_are_found_by_word_prefix_and_split_verb() -> None:
    assert found("wissen van gegevens") == {"erase", "data"}
    assert found("haal die ene foto nu weg") == {"erase"}
    assert found("haal a b c d e f g h weg") == set()
    assert found("ongewis") == set()


def test_the_shipped_lexicon_has_no_entry_twice_in_one_concept_and_fits_its_keys() -> None:
    assert len(shipped().names) < 128
    assert len(set(shipped().names)) == len(shipped().names)


def test_pooling_lies_between_the_best_score_and_a_little_above() -> None:
    scores = np.array([[1.0], [3.0], [-2.0]], np.float32)
    pool, share = pooled(scores, np.array([0, 0, 1]), 2)
    assert 3.0 < pool[0, 0] < 3.2
    assert pool[1, 0] == pytest.approx(-2.0)
    assert share[:, 0] == pytest.approx([0.119, 0.881, 1.0], abs=1e-3)


def test_minimise_finds_the_bottom_of_a_bowl() -> None:
    goal = np.array([3.0, -2.0, 0.5], np.float32)
    scale = np.array([1.0, 10.0, 100.0], np.float32)
    solution = minimise(
        lambda x: (float((scale * (x - goal) ** 2).sum()), 2 * scale * (x - goal)),
        np.zeros(3, np.float32),
        60,
    )
    assert solution == pytest.approx(goal, abs=1e-2)


def trained() -> tuple[JointModel, Batch]:
    texts = [Text("", t) for t in ("wis mijn gegevens", "stuur een kopie") * 10]
    batch, _ = batch_of(texts, shipped())
    target = np.zeros((20, len(LABELS)), bool)
    target[::2, LABELS.index("erasure")] = True
    target[1::2, LABELS.index("access")] = True
    settings = Settings(
        View((0, 2), (0, 3)), (1.0, 1.0), (1.0, 1.0), passes=30, mail_rarity=1, sentence_rarity=1
    )
    joint = train(batch, target, settings)
    return joint, batch


def test_training_separates_and_survives_writing_and_reading() -> None:
    model, batch = trained()
    scores, _ = model.scores(batch)
    assert scores[0, LABELS.index("erasure")] > scores[0, LABELS.index("access")]
    again = JointModel.from_dict(model.to_dict())
    assert again.scores(batch)[0] == pytest.approx(scores, rel=1e-2, abs=1e-2)


def test_selecting_messages_keeps_their_own_sentences() -> None:
    batch, _ = batch_of(
        [Text("a", "Een. Twee."), Text("b", "Drie."), Text("c", "Vier. Vijf. Zes.")], shipped()
    )
    part = select(batch, np.array([0, 2]))
    assert list(np.bincount(part.owner)) == [3, 4]
    assert part.mails[0].height == 2


def test_the_same_message_has_the_same_features_in_any_batch() -> None:
    text = Text("inzage", "Graag inzage in mijn dossier. Wis daarna alles.")
    alone, _ = batch_of([text], shipped())
    among, _ = batch_of([Text("x", "Iets anders."), text], shipped())
    part = select(among, np.array([1]))
    for a, b in zip(alone.mails + alone.sentences, part.mails + part.sentences, strict=True):
        assert (a.cols == b.cols).all()
        assert (a.counts == b.counts).all()


def test_other_stands_alone_and_a_request_over_its_threshold_wins() -> None:
    scores = np.zeros((4, len(LABELS)), np.float32)
    scores[0, LABELS.index("other")] = 0.4
    scores[0, LABELS.index("access")] = 0.45
    scores[1, LABELS.index("other")] = 0.9
    scores[2, LABELS.index("question")] = 0.2
    scores[3, LABELS.index("other")] = 0.9
    scores[3, LABELS.index("complaint")] = 0.6
    found = choose(scores, np.full(len(LABELS), 0.4, np.float32))
    assert [[label for label, held in zip(LABELS, row, strict=True) if held] for row in found] == [
        ["access"], ["other"], ["question"], ["other"],
    ]  # fmt: skip


def test_thresholds_in_config_are_valid_and_out_of_range_ones_are_refused() -> None:
    shipped_thresholds = read_thresholds()
    assert shipped_thresholds is not None
    assert set(shipped_thresholds.labels) == set(REQUEST_LABELS)
    broken = shipped_thresholds.to_dict() | {"confident": 1.2}
    with pytest.raises(ValueError, match="confident"):
        Thresholds.from_dict(broken)


def test_examples_of_one_batch_never_lie_in_two_folds() -> None:
    from classifiers.training.corpus import folds

    examples = [
        Example(str(i), "mail", Text("", "x"), frozenset({"other"}), None, "nl", f"g{i // 7}", "s")
        for i in range(100)
    ]
    dealt = folds(examples, 5)
    for group in {e.group for e in examples}:
        assert len({dealt[i] for i, e in enumerate(examples) if e.group == group}) == 1
    assert set(dealt) == {0, 1, 2, 3, 4}
