"""Decisions about submissions: one a workbook that was handed in, with counts of its rows that add up.

A submission is counted by the unit's own service and nobody changes it: the next workbook makes the next one.
"""

from __future__ import annotations

from datetime import date

from yipanqi.models.submission import Submission, WorkbookSubmitted
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Context, Refused
from yipanqi.rules.refusals import refuse
from yipanqi.rules.register import Register
from yipanqi.rules.submission_codes import SubmissionCode

#: What can become of a row; each is one of these.
OUTCOMES = ("rows_unreadable", "rows_unchanged", "rows_accepted", "rows_refused", "rows_unanswered")


def _counts(event: WorkbookSubmitted, _: Context) -> Refused | None:
    """Every row was read once and something became of it; none is below nought, which the schema sees to."""
    given = event.__dict__
    missing = next((name for name in ("rows_read", *OUTCOMES) if given[name] is None), None)
    if missing is not None:
        return refuse(SubmissionCode.COUNT_MISSING, field=missing, name=missing)
    total = sum(given[name] for name in OUTCOMES)
    if total == event.rows_read:
        return None
    return refuse(SubmissionCode.COUNTS_SUM, field="rows_read", total=total, read=event.rows_read)


def _reasons(event: WorkbookSubmitted, _: Context) -> Refused | None:
    """Every refused row has one reason, which is told by its code."""
    seen: set[str] = set()
    for entry in event.refusals or ():
        if entry.code in seen:
            return refuse(SubmissionCode.REASON_TWICE, field="refusals", name=entry.code)
        seen.add(entry.code)
    total = sum(entry.rows for entry in event.refusals or ())
    if total == event.rows_refused:
        return None
    return refuse(SubmissionCode.REFUSALS_SUM, field="refusals", total=total, refused=event.rows_refused)


def _today(_: WorkbookSubmitted, context: Context) -> dict[str, date]:
    return {"submitted_on": context.today}


REGISTER = Register(Submission, checks=(_counts, _reasons), more=_today)
RULES = Rules(aggregate="submission", state=Submission, begins={WorkbookSubmitted: REGISTER.register})
