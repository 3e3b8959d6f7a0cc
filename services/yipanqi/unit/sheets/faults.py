"""Why a cell could not be read: the codes, and what the person at the spreadsheet is told in Chinese and English."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a cell or row was not read; stable, used in reports, answers and metrics."""

    MISSING = "missing"
    TWO_AMOUNTS = "two_amounts"
    RANGE = "range"
    BOUND = "bound"
    NO_UNIT = "no_unit"
    UNKNOWN_UNIT = "unknown_unit"
    CONFLICTING_UNIT = "conflicting_unit"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    NOT_WHOLE = "not_whole"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DATE = "no_such_date"
    NO_YEAR = "no_year"
    AMBIGUOUS_DATE = "ambiguous_date"
    AMBIGUOUS_KIND = "ambiguous_kind"
    DAY_NEEDED = "day_needed"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_UNIT_NAME = "unknown_unit_name"
    UNKNOWN_OWNER = "unknown_owner"
    BAD_NUMBER = "bad_local_number"
    BAD_CREDIT_CODE = "bad_credit_code"
    NOT_YES_NO = "not_yes_no"
    DUPLICATE = "duplicate_number"
    SUM = "sum_mismatch"
    RATE = "rate_mismatch"
    STAGE_JUMP = "stage_jump"
    DATES_REVERSED = "dates_reversed"
    NO_RESULT = "formula_without_result"
    CELL_ERROR = "cell_error"
    MERGED_AMOUNT = "merged_amount"
    EXTRA_CELLS = "extra_cells"
    TOO_LONG = "too_long"
    CONTRACT = "contract"


class CellFault(Exception):  # noqa: N818 - it says what happened to a cell, and never leaves this package
    """A cell that can't be read: why, what was expected, and what to write instead if that can be said."""

    def __init__(self, code: Fault, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> None:
        super().__init__(f"{zh} / {en}")
        self.code = code
        self.zh = zh
        self.en = en
        self.hint_zh = hint_zh
        self.hint_en = hint_en
