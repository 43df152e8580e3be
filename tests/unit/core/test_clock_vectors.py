"""Every worked example of tests/data/deadlines.csv, through the JSON contract of ``assistant deadline``."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.core.clock import reckon
from assistant.core.clock_json import from_json, to_json

FILE = Path(__file__).parents[2] / "data" / "deadlines.csv"
PROMISES = {"days30": {"days": 30}, "weeks4": {"weeks": 4}}
FACTS = (
    "identification_asked",
    "identified",
    "reasonable_doubt",
    "clarification_asked",
    "clarified",
    "large_quantity",
    "extension_notice_sent",
)
ANSWERS = ("promise", "statutory", "notice_due", "alt_due", "plain72")

with FILE.open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))


def test_all_vectors_are_here() -> None:
    assert len(ROWS) == 74
    assert {row["id"][0] for row in ROWS} == set("MDWESB")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_vector(row: dict[str, str]) -> None:
    extra: dict[str, Any] = json.loads(row["extra"])
    line = {
        "id": row["id"],
        "country": row["country"],
        "kind": "breach" if row["rule"] == "breach72h" else "request",
        "received": row["received"],
        "promise": PROMISES.get(row["rule"]),
        **{fact: extra.get(fact) for fact in FACTS},
    }
    answer = to_json(reckon(from_json(line)), row["id"])
    expected = {"id": row["id"], "due": row["due"]} | {key: extra[key] for key in ANSWERS if key in extra}
    assert {key: answer[key] for key in expected} == expected
    assert answer["steps"]
