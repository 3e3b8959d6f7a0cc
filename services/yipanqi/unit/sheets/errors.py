"""What can be wrong with a whole file: it can't be opened, is too large, or is no spreadsheet."""

from __future__ import annotations

from enum import StrEnum

from yipanqi.bus.errors import YipanqiError


class FileFault(StrEnum):
    """Why a file was refused before any row was read; stable, used in answers and metrics."""

    EMPTY = "empty_file"
    TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_SHEETS = "too_many_sheets"
    PASSWORD = "password_protected"  # noqa: S105 - the name of a fault, not a password
    NOT_A_SHEET = "not_a_spreadsheet"
    DISGUISED = "disguised_format"
    ENCODING = "unknown_encoding"
    DAMAGED = "damaged_file"


class SheetFileError(YipanqiError):
    """A file could not be read as a workbook; says which, why and what to do, in Chinese and English."""

    def __init__(self, code: FileFault, filename: str, zh: str, en: str) -> None:
        super().__init__(f"{filename}：{zh} / {filename}: {en}")
        self.code = code
        self.filename = filename
        self.zh = zh
        self.en = en
