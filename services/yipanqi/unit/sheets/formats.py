"""Finds date cells of an xlsx that are displayed to the month or the year only.

Excel stores `2020年4月` as the first of April with a format that hides the day. The day is then no information.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from yipanqi.unit.sheets.archive import column_number

#: Built-in formats that show year and month; 27 to 58 are those of Chinese Excel (ECMA-376 part 1, 18.8.30).
_BUILTIN_MONTH = frozenset({17, 27, 36, 50, 52, 57})
_NUM_FMT = re.compile(r"<(?:\w+:)?numFmt\b[^<>]*>")
_CELL_XFS = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(r'<(?:\w+:)?xf\b[^<>]*?\bnumFmtId="(\d+)"')
_ATTRIBUTE = re.compile(r'\b(numFmtId|formatCode)="([^"]*)"')
_LITERAL = re.compile(r'&quot;.*?&quot;|"[^"]*"|\\.|\[[^\]]*\]|_.')
_STYLED = re.compile(rb'<(?:\w+:)?c\b(?=[^<>]*?\bs="([0-9]{1,6})")[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>')


def reduced_styles(styles_xml: bytes) -> dict[int, int]:
    """Return the cell styles that show a date to the year (1) or month (2), by style number."""
    text = styles_xml.decode("utf-8", "replace")
    custom: dict[int, str] = {}
    for tag in _NUM_FMT.findall(text):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if "numFmtId" in attributes and attributes["numFmtId"].isdigit():
            custom[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
    block = _CELL_XFS.search(text)
    found = [int(number) for number in _XF.findall(block[0])] if block else []
    return {style: parts for style, number in enumerate(found) if (parts := _parts(number, custom))}


def _parts(number: int, custom: Mapping[int, str]) -> int | None:
    if number in _BUILTIN_MONTH and number not in custom:
        return 2
    code = _LITERAL.sub("", custom.get(number, "")).split(";")[0].casefold()
    if "y" not in code or "d" in code or "h" in code:
        return None
    return 2 if "m" in code else 1


def reduced_cells(sheet_xml: bytes, styles: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """Return the filled cells in those styles, by 0-based (row, column)."""
    if not styles:
        return {}
    return {
        (int(m[3]) - 1, column_number(m[2])): styles[int(m[1])]
        for m in _STYLED.finditer(sheet_xml)
        if int(m[1]) in styles
    }


_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^<>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^<>]*>")
_NAMED = re.compile(r'([\w:]+)="([^"]*)"')


def sheet_parts(members: Mapping[str, bytes]) -> list[bytes]:
    """Return the XML of an xlsx's sheets in the workbook's order; b"" where a part is missing."""
    relations = {}
    for tag in _RELATION.findall(members.get("xl/_rels/workbook.xml.rels", b"").decode("utf-8", "replace")):
        attributes = dict(_NAMED.findall(tag))
        target = attributes.get("Target", "")
        relations[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    parts = []
    for tag in _SHEET.findall(members.get("xl/workbook.xml", b"").decode("utf-8", "replace")):
        attributes = dict(_NAMED.findall(tag))
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        parts.append(members.get(relations.get(relation, ""), b""))
    return parts
