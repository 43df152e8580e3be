"""The spreadsheets can be read by others' programs and hold exactly the lines."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook

from assistant.desk.register_files import csv_of, xlsx_of
from assistant.stages.register import HEAD

LINES = [
    ("VNG-2026-0001", "vng", "request", "closed", "granted", "access erasure", "2026-01-02 09:00", "2026-02-02", "2026-01-28", ""),
    ('A&B<c>"d";e', "=1+1", "", "", "", "", "", "", "", "é ☃"),
]  # fmt: skip


def test_a_workbook_opens_and_holds_all_lines() -> None:
    content = b"".join(xlsx_of([LINES[:1], LINES[1:]]))
    sheet = load_workbook(io.BytesIO(content))["Zaken"]
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    assert rows == [HEAD, *LINES]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["B3"].data_type == "s"  # a text that looks like a formula stays a text


def test_an_empty_period_is_a_workbook_with_a_head() -> None:
    sheet = load_workbook(io.BytesIO(b"".join(xlsx_of([]))))["Zaken"]
    assert [cell.value for cell in sheet[1]] == list(HEAD)


def test_the_first_lines_leave_before_the_last_are_read() -> None:
    read = []

    def portions():  # type: ignore[no-untyped-def]
        for number in range(3):
            read.append(number)
            yield LINES * 500

    sending = xlsx_of(portions())
    assert len(next(sending)) > 100
    assert read == [0]


def test_the_csv_is_for_dutch_excel() -> None:
    text = b"".join(csv_of([LINES])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [list(HEAD), *map(list, LINES)]
