"""The register lines as files for a spreadsheet, sent while they are read: neither waits for the last line nor keeps the first."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from assistant.stages.register import HEAD, Line

_MARK = b"\xef\xbb\xbf"
"""The mark makes Excel read UTF-8."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Zaken" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" '
    'Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" '
    'applyFont="1"/></cellXfs></styleSheet>',
}
"""All of a workbook but its sheet (ECMA-376, SpreadsheetML): one bold style for the head."""
_SHEET = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    f'state="frozen"/></sheetView></sheetViews><cols><col min="1" max="{len(HEAD)}" width="18" customWidth="1"/></cols><sheetData>'
)


def csv_of(portions: Iterable[list[Line]]) -> Iterator[bytes]:
    """Semicolons, as Dutch Excel expects."""
    yield _MARK + _written([HEAD])
    for portion in portions:
        yield _written(portion)


def _written(rows: Iterable[Line]) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode()


class _Sink(io.RawIOBase):
    """Where the archive is written to; it cannot go back, so what was written can be sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        added = bytes(data)  # type: ignore[call-overload]
        self.waiting += added
        return len(added)

    def taken(self) -> bytes:
        """All that was written since the last time."""
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def xlsx_of(portions: Iterable[list[Line]]) -> Iterator[bytes]:
    """A workbook with one sheet of texts."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, _XML + content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_XML + _SHEET + _row(HEAD, ' s="1"')).encode())
            for portion in portions:
                sheet.write("".join(_row(line) for line in portion).encode())
                yield sink.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.taken()


def _row(values: Line, style: str = "") -> str:
    cells = (
        f'<c t="inlineStr"{style}><is><t>{escape(value)}</t></is></c>' if value else "<c/>"
        for value in values
    )
    return f"<row>{''.join(cells)}</row>"
