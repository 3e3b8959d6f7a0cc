"""What stands around a table whatever it is written as: what it covers, marks for missing values, notes under it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from yipanqi.board.reports.model import Basis, Report, Section, Words
from yipanqi.board.reports.reading import local

NOT_GIVEN = "—"
EMPTY = Words("无", "none")
_FIRST_MARK, _MARKS = 0x2460, 20
_NO_INPUT = Words("尚无数据", "no data yet")


def mark(number: int) -> str:
    """Return the mark of a footnote: ① to ⑳, then numbers."""
    return chr(_FIRST_MARK + number - 1) if number <= _MARKS else f"({number})"


def covers(report: Report, section: Section) -> Words:
    """Return what the rows of a section are about."""
    if section.basis is Basis.NOW:
        return Words(f"{report.today} 现状", f"as of {report.today}")
    until = min(report.end, report.today)
    return Words(f"{report.start} 至 {until} 发生", f"from {report.start} to {until}")


def below(section: Section, zone: ZoneInfo) -> list[Words]:
    """Return the lines under a table: why values are missing, notes, the source, and the time of the last input."""
    lines = [
        Words(f"{mark(number)} {reason.zh}", f"{mark(number)} {reason.en}")
        for number, reason in enumerate(section.reasons(), 1)
    ]
    notes = list(section.notes)
    if section.cut:
        shown = len(section.rows)
        notes.append(
            Words(
                f"只列前 {shown} 行，另有 {section.cut} 行见看板",
                f"the first {shown} rows; {section.cut} more are on the board",
            )
        )
    lines += [Words(f"注：{note.zh}", f"note: {note.en}") for note in notes]
    last = _moment(section.last_input, zone)
    lines.append(
        Words(
            f"来源：{section.source.zh}；末次数据时间：{last.zh}",
            f"source: {section.source.en}; last input: {last.en}",
        )
    )
    return lines


def standing(report: Report, zone: ZoneInfo) -> Words:
    """Return as of when a report holds."""
    last = _moment(report.as_of, zone)
    return Words(
        f"数据截至 {last.zh}　业务日期 {report.today}", f"data until {last.en}, the district's date {report.today}"
    )


def _moment(moment: str | None, zone: ZoneInfo) -> Words:
    found = local(moment, zone)
    return Words(found, found) if found else _NO_INPUT
