"""The register lines as files for a spreadsheet, made while they are read."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from assistant.stages.register import HEAD, Line

_PORTION = 256 * 1024
_MARK = b"\xef\xbb\xbf"
"""The mark makes Excel read UTF-8."""


def csv_of(portions: Iterable[list[Line]]) -> Iterator[bytes]:
    """Semicolons, as Dutch Excel expects."""
    yield _MARK + _written([HEAD])
    for portion in portions:
        yield _written(portion)


def _written(rows: Iterable[Line]) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode()


def xlsx_of(portions: Iterable[list[Line]]) -> Iterator[bytes]:
    """A workbook with one sheet; it can only be sent when it is complete, so it grows on disk and not in memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Zaken")
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value=name) for name in HEAD]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for portion in portions:
        for row in portion:
            sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while part := file.read(_PORTION):
            yield part
