"""Why the count of a workbook's rows is refused, besides the reasons that all aggregates share."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class SubmissionCode(RefusalCode):
    """Codes of submissions."""

    COUNT_MISSING = (
        "submission-count-missing",
        "缺少行数 {name}，请把各类行数报全，没有的填 0。",
        "The count {name} is missing: give every count, 0 where there is none.",
    )
    COUNTS_SUM = (
        "submission-counts-sum",
        "各类行数合计为 {total}，与读取行数 {read} 不符，请核对。",
        "The counts of rows add to {total}, not to the {read} rows that were read: check them.",
    )
    REFUSALS_SUM = (
        "submission-refusals-sum",
        "各未受理原因的行数合计为 {total}，与未受理行数 {refused} 不符，请核对。",
        "The rows by reason add to {total}, not to the {refused} rows that were refused: check them.",
    )
    REASON_TWICE = (
        "submission-reason-twice",
        "未受理原因 {name} 列了两次，请合并。",
        "The reason {name} is listed twice: put its rows together.",
    )
