"""Mutates the mails of tests/data/mails and feeds them to everything that reads mail: nothing may raise, nothing may be slow.

    nice .venv/bin/python benchmarks/fuzz_parse.py --runs 200000

The safety net of ``parse`` is bypassed, so that what it would catch is seen. Prints the number of runs, the slowest one and, on
failure, the seed that repeats it; exits 1 then.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.core import matching, quoting, sender
from assistant.core.parse import _parse, attachment_payloads
from assistant.core.screening import screen

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "mails"
LIMIT = 1.0  # seconds for one mail
TOKENS = [
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\n\n",
        b" ",
        b"\t",
        b"\x00",
        b"\xff",
        b"\x80",
        b"\xc3",
        b"=",
        b"=?",
        b"?=",
        b"=?utf-8?q?",
        b"=?utf-8?b?",
    ),
    *(
        b"--",
        b"--b\n",
        b"--b--\n",
        b'"',
        b"\\",
        b"(",
        b")",
        b"<",
        b">",
        b"@",
        b":",
        b";",
        b",",
        b"'",
        b"%",
        b"*0*=",
        b"&#xD800;",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=b\n\n",
        b"Content-Type: message/rfc822\n\n",
        b"Content-Type: text/html\n\n",
    ),
    *(
        b"Content-Transfer-Encoding: base64\n",
        b"charset=utf-7",
        b"charset=utf-16",
        b"charset=iso-2022-jp",
        b"charset=hz",
        b"charset=",
    ),
    *(
        b"Content-Type: message/delivery-status\n\n",
        b"Final-Recipient: rfc822; ",
        b"boundary=",
        b"format=flowed; delsp=yes",
    ),
    *(
        b"> ",
        b"-- \n",
        b"Op 3-3-2026 om 10:00 schreef ",
        b"Van: a@b.nl\n",
        b"-----Original Message-----\n",
        b"<blockquote>",
    ),
    *(
        b"<style>.a{display:none}",
        b"<a href=http://x>",
        b"<!--",
        b"]]>",
        b"begin 644 x\n",
        b"smime-type=signed-data",
        b"\x30\x80\x06\x09",
    ),
]


def corpus() -> list[bytes]:
    """The raw part of every sample mail."""
    found = []
    for path in sorted(SAMPLES.glob("*.txt")):
        for section in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
            body = section.partition("\n---\n")[2].replace(
                "@jan\n", "From: Jan <jan@voorbeeld.nl>\nTo: po@vng.nl\n"
            )
            found.append(body.encode("utf-8")[:20_000])
    return found


def mutated(chance: random.Random, mails: list[bytes]) -> bytes:
    """One mail with a few cuts, copies, splices and foreign bytes."""
    mail = bytearray(chance.choice(mails))
    for _ in range(chance.randint(1, 8)):
        place = chance.randint(0, len(mail))
        kind = chance.random()
        if kind < 0.45:
            mail[place:place] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 7))
        elif kind < 0.6:
            del mail[place : place + chance.choice((1, 2, 10, 100))]
        elif kind < 0.75 and mail:
            mail[place % len(mail)] = chance.randrange(256)
        elif kind < 0.9:
            other = chance.choice(mails)
            start = chance.randint(0, len(other))
            mail[place:place] = other[start : start + chance.choice((5, 50, 500))]
        else:
            end = chance.randint(place, min(len(mail), place + 200))
            mail[place:place] = bytes(mail[place:end]) * chance.choice((1, 2, 5))
    return bytes(mail)


def read(raw: bytes) -> None:
    """Everything that the route does with a mail before it is stored, with the promises that hold for any input."""
    mail = _parse(raw)
    assert "\x00" not in mail.text
    mail.text.encode("utf-8")
    for _, value in mail.headers:
        assert "\n" not in value
        assert "\r" not in value
    assert [found for found, _ in attachment_payloads(raw)] == list(mail.attachments)
    own = quoting.own_words(mail)
    verdict = screen(mail)
    assert not (verdict.answer and verdict.reply_to is None)
    sender.assess(mail, ("mx.vng.nl",), own=own)
    matching.match(mail, ())


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=20_261_121)
    chosen = options.parse_args()
    mails = corpus()
    slowest, slowest_seed, failures = 0.0, 0, 0
    began = time.perf_counter()
    for run in range(chosen.runs):
        seed = chosen.seed + run
        raw = mutated(random.Random(seed), mails)  # noqa: S311 - a test needs to be repeatable, not secret
        start = time.process_time()
        try:
            read(raw)
        except Exception as error:
            failures += 1
            print(f"seed {seed}: {type(error).__name__}: {error}", flush=True)
            if failures >= 20:
                break
        spent = time.process_time() - start
        if spent > slowest:
            slowest, slowest_seed = spent, seed
        if run % 20_000 == 19_999:
            print(f"{run + 1} runs, {failures} failures, slowest {slowest * 1000:.0f} ms", flush=True)
    minutes = (time.perf_counter() - began) / 60
    print(
        f"{chosen.runs} runs in {minutes:.1f} min: {failures} failures; slowest {slowest * 1000:.0f} ms (seed {slowest_seed})"
    )
    return 1 if failures or slowest > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
