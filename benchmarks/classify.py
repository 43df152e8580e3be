"""How fast is the classifier? Load, single mail, batches of 64 on one core, memory, and the worst of odd inputs.

Run: `python benchmarks/classify.py [--mails 1280]`. Exits non-zero when a figure misses its target.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy: one core is what is measured
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice

import psutil

TARGETS = {
    "load_seconds": (2.0, "max"),
    "single_ms": (30.0, "max"),
    "mails_per_second": (300.0, "min"),
    "memory_mb": (300.0, "max"),
    "odd_seconds": (1.0, "max"),
}
WORDS = 150


def long_mails(count: int) -> Iterator[str]:
    """Yield bodies of 150 words, made of mails of the corpus laid end to end; no two begin alike."""
    from classifiers.training import corpus  # noqa: PLC0415 - loaded after the clock of `measure` starts

    texts = [e.text.body for e in corpus.load(corpus.files(held_back=True))]
    for start in range(count):
        words: list[str] = []
        for text in islice(cycle(texts), start * 7 % len(texts), None):
            words += [*text.split(" "), "\n"]
            if len(words) >= WORDS:
                break
        yield " ".join(words[:WORDS])


def odd_inputs() -> dict[str, str]:
    """Return inputs that break slow patterns."""
    return {
        "five megabytes of words": "ik wil inzage " * 360_000,
        "one endless word": "verwijder" * 600_000,
        "quote marks": ">" * 1_000_000,
        "angle brackets": "<" * 1_000_000,
        "blanks and a word": " " * 1_000_000 + "inzage",
        "entities": "&nbsp;" * 200_000,
        "emoji": "😀" * 200_000,
        "initials": "A." * 500_000,
        "attributions": "Op 3 mei schreef " * 100_000,
        "articles": "artikel 15, 16 en 17 " * 100_000,
    }


def measure(count: int) -> dict[str, float]:
    """Run every measurement in this process; the load comes first, so that nothing is warm."""
    found: dict[str, float] = {}
    started = time.perf_counter()
    import classifiers  # noqa: PLC0415 - the load is what is measured

    judge = classifiers.load()
    found["load_seconds"] = time.perf_counter() - started
    message = classifiers.Message
    mails = [message(str(i), "vng", "vraag", body) for i, body in enumerate(long_mails(count))]
    judge.classify(mails[:128])
    singles = []
    for mail in mails[:100]:
        started = time.perf_counter()
        judge.classify([mail])
        singles.append((time.perf_counter() - started) * 1000)
    found["single_ms"] = statistics.quantiles(singles, n=20)[-1]
    started = time.perf_counter()
    judge.classify(mails, batch_size=64)
    found["mails_per_second"] = len(mails) / (time.perf_counter() - started)
    worst = 0.0
    for body in odd_inputs().values():
        started = time.perf_counter()
        judge.classify([message("1", "vng", body[:3000], body)])
        worst = max(worst, time.perf_counter() - started)
    found["odd_seconds"] = worst
    found["memory_mb"] = psutil.Process().memory_info().rss / 2**20
    return found


def main() -> int:
    """Print the figures beside their targets; return 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=1280)
    found = measure(parser.parse_args().mails)
    missed = 0
    for name, (target, kind) in TARGETS.items():
        good = found[name] <= target if kind == "max" else found[name] >= target
        missed += not good
        print(f"{name:18s}{found[name]:10.2f}   target {kind} {target:g}   {'ok' if good else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
