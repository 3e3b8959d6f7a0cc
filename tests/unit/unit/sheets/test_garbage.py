"""Whatever is handed in, the answer is a workbook or a refusal that says what to do; never a crash or a full memory."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.codes import product_codes
from yipanqi.unit.sheets import FileFault, Limits, SheetFileError, read_rows, read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def ods(body: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="台账">{body}</table:table>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{table}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def ods_row(*texts: str) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return f"<table:table-row>{''.join(cell.format(text) for text in texts)}</table:table-row>"


def altered(book: bytes, name: str, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            content = source.read(info)
            assert info.filename != name or old in content
            archive.writestr(info.filename, content.replace(old, new) if info.filename == name else content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", FileFault.EMPTY),
        (b"  \r\n ", FileFault.EMPTY),
        (b"PK\x03\x04garbage", FileFault.DAMAGED),
        (OLE + b"x" * 2000, FileFault.DAMAGED),
        (OLE + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), FileFault.PASSWORD),
        (b"<html><body><table></table></body></html>", FileFault.DISGUISED),
        (b'<?xml version="1.0"?><Workbook/>', FileFault.DISGUISED),
        (b"%PDF-1.4 ...", FileFault.NOT_A_SHEET),
        (zipped(word__document_xml=b"<w/>"), FileFault.NOT_A_SHEET),
        (b"\x00\x01\x02\xff\xfe" * 100, FileFault.ENCODING),
        (b"\xff\xff\xa1,\x80", FileFault.ENCODING),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_reason(data, code):
    with pytest.raises(SheetFileError) as caught:
        read_workbook(data, "台账.xlsx")
    assert caught.value.code is code
    assert "台账.xlsx" in caught.value.message
    assert caught.value.retriable is False


def test_the_content_counts_and_not_the_name(xlsx, delimited):
    assert read_workbook(xlsx([["a"]]), "台账.csv").kind == "xlsx"
    assert read_workbook(delimited([["a", "b"]]), "台账.xlsx").kind == "csv"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\n" * 1000)
    with pytest.raises(SheetFileError) as caught:
        read_workbook(file, limits=Limits(max_bytes=1000))
    assert caught.value.code is FileFault.TOO_LARGE


def test_a_zip_that_grows_beyond_the_limit_is_refused():
    bomb = zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"0" * 5_000_000)
    bomb = bomb.replace(b"workbook_xml", b"workbook.xml").replace(b"sheet1_xml", b"sheet1.xml")
    assert len(bomb) < 100_000
    with pytest.raises(SheetFileError) as caught:
        read_workbook(bomb, limits=Limits(max_unpacked_bytes=1_000_000))
    assert caught.value.code is FileFault.TOO_LARGE


@pytest.mark.parametrize(("place", "code"), [("A1048576", "too_many_rows"), ("XFD1", "too_many_columns")])
def test_one_cell_far_away_does_not_allocate_the_rectangle(xlsx, place, code):
    book = altered(xlsx([["a", "b"], ["c", "d"]]), "xl/worksheets/sheet1.xml", b'r="B2"', f'r="{place}"'.encode())
    with pytest.raises(SheetFileError) as caught:
        read_workbook(book)
    assert caught.value.code == code


def test_a_row_far_away_with_unnamed_cells_does_not_either(xlsx):
    book = altered(xlsx([["a"], ["b"]]), "xl/worksheets/sheet1.xml", b'<row r="2"><c r="A2"', b'<row r="1048576"><c')
    with pytest.raises(SheetFileError) as caught:
        read_workbook(book)
    assert caught.value.code is FileFault.TOO_MANY_ROWS


def test_a_hundred_thousand_rows_are_refused(delimited):
    with pytest.raises(SheetFileError) as caught:
        read_workbook(b"a,b\n" * 100_000)
    assert caught.value.code is FileFault.TOO_MANY_ROWS


def test_an_ods_is_read_and_the_empty_rows_below_it_cost_nothing(read):
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    body = ods_row("2020年") + ods_row("项目编号", "项目名称", "阶段") + ods_row("ZS-1", "甲", "在谈")
    (row,) = read(ods(body + empty), filename="台账.ods").good_rows()
    assert row.record["stage"] == "NEGOTIATING"
    with pytest.raises(SheetFileError) as caught:
        read_workbook(ods(body + empty + ods_row("x")))
    assert caught.value.code is FileFault.TOO_MANY_ROWS


def test_too_many_sheets_are_refused(xlsx):
    with pytest.raises(SheetFileError) as caught:
        read_workbook(xlsx({f"表{n}": [["a"]] for n in range(4)}), limits=Limits(max_sheets=3))
    assert caught.value.code is FileFault.TOO_MANY_SHEETS


def test_a_huge_cell_of_a_csv_is_refused_and_of_a_text_reported(read, xlsx):
    with pytest.raises(SheetFileError):
        read_workbook(b'a,"' + b"x" * 200_000 + b'"\n')
    rows = [["项目编号", "项目名称", "阶段"], ["ZS-1", "甲" * 5000, "在谈"]]
    (problem,) = read(xlsx(rows)).problems()
    assert problem.column == "项目名称"
    assert len(problem.content) <= 200


def test_a_sheet_of_nothing_but_titles_gives_no_rows(read, xlsx):
    reading = read(xlsx([["2020年招商项目台账"], ["填报单位：招商中心"], ["项目编号", "项目名称", "当前阶段"]]))
    assert reading.sheets[0].rows == ()
    assert reading.sheets[0].tables[0].first_row == 3


def test_an_empty_sheet_gives_nothing(read, xlsx):
    assert read(xlsx([])).sheets[0].rows == ()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.sampled_from([b"PK\x03\x04", OLE, b"\xef\xbb\xbf", b"\xff\xfe"]).flatmap(
    lambda start: st.binary(max_size=600).map(lambda rest: start + rest)))  # fmt: skip
def test_random_bytes_are_read_or_refused(data):
    try:
        workbook = read_workbook(data, "x.xls")
    except SheetFileError:
        return
    read_rows(workbook, "investment", product_catalog(), product_codes())


WORDS = [
    "项目编号",
    "项目名称",
    "阶段",
    "总投资（亿元）",
    "合计",
    "注：",
    "ZS-1",
    "在谈",
    "2020.4",
    "/",
    "面积",
    "载体名称",
]
CELL = st.none() | st.text(max_size=12) | st.sampled_from(WORDS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_any_table_is_read_and_no_filled_row_below_a_header_is_lost(delimited, rows):
    data = delimited([[cell or "" for cell in row] for row in rows])
    try:
        workbook = read_workbook(data, "x.csv")
    except SheetFileError:
        return
    (sheet,) = read_rows(workbook, "investment", product_catalog(), product_codes()).sheets
    if not sheet.tables:
        return
    seen = {row.row for row in sheet.rows}
    for table in sheet.tables:
        seen |= set(range(table.first_row, table.last_row + 1))
    first = sheet.tables[0].first_row
    filled = {n for n, row in enumerate(workbook.sheets[0].rows, 1) if n >= first and any(row)}
    assert filled <= seen


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(demo, data):
    names = ["浒墅关经开区_项目和载体.xls", "商务局_外资项目进展表.xlsx"]
    content = bytearray((demo / data.draw(st.sampled_from(names))).read_bytes())
    for _change in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        workbook = read_workbook(bytes(content), "x")
    except SheetFileError:
        return
    read_rows(workbook, "commerce", product_catalog(), product_codes())
