"""What stands around a table whatever it is written as: what it covers, marks for missing values, notes under it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from yipanqi.board.reports.model import Basis, Report, Section
from yipanqi.board.reports.reading import local

NOT_GIVEN = "—"
EMPTY = "无"
_FIRST_MARK, _MARKS = 0x2460, 20


def mark(number: int) -> str:
    """Return the mark of a footnote: ① to ⑳, then numbers."""
    return chr(_FIRST_MARK + number - 1) if number <= _MARKS else f"({number})"


def covers(report: Report, section: Section) -> str:
    """Return what the rows of a section are about."""
    if section.basis is Basis.NOW:
        return f"口径：{report.today} 现状"
    until = min(report.end, report.today)
    return f"口径：{report.start} 至 {until} 发生"


def below(section: Section, zone: ZoneInfo) -> list[str]:
    """Return the lines under a table: why values are missing, notes, the source, and the time of the last input."""
    lines = [f"{mark(number)} {reason.zh}" for number, reason in enumerate(section.reasons(), 1)]
    lines += [f"注：{note.zh}" for note in section.notes]
    if section.cut:
        lines.append(f"注：只列前 {len(section.rows)} 行，另有 {section.cut} 行见看板")
    lines.append(f"来源：{section.source.zh}；末次数据时间：{local(section.last_input, zone) or '尚无数据'}")
    return lines


def standing(report: Report, zone: ZoneInfo) -> str:
    """Return as of when a report holds."""
    return f"数据截至 {local(report.as_of, zone) or '尚无数据'}　业务日期 {report.today}"
