"""A report as a page to print: one file that needs nothing from anywhere, readable on screen and on A4."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from yipanqi.board.reports.model import Column, Kind, Label, Reason, Report, Row, Section, Value, Words
from yipanqi.board.reports.wording import EMPTY, NOT_GIVEN, below, covers, mark, standing

MEDIA_TYPE = "text/html; charset=utf-8"
#: Longer tables begin on a page of their own, shorter ones are kept whole.
_SHORT_ROWS = 10
_STRONG = ("超期", "紧急", "滞后", "超期未更新")
_LEGEND = Words(
    f"“{NOT_GIVEN}”表示台账未填；带圈码的，原因见表下。数据由一盘棋看板按事件计算，看板位置",
    f'"{NOT_GIVEN}": not filled in; with a circled number: see the reason below the table. Counted from events, at',
)
_PLACES = {Kind.AMOUNT: ",.2f", Kind.COUNT: ",.0f", Kind.RATIO: ".1%"}


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def policy() -> str:
    """Return the page's Content-Security-Policy: its own style, nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def page(report: Report, zone: ZoneInfo) -> str:
    """Return the HTML of the page."""
    title = f"{report.district.zh}{report.title.zh}（{report.period_words.zh}）"
    body = "\n".join(_section(report, number, section, zone) for number, section in enumerate(report.sections, 1))
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_style()}</style>
</head>
<body>
<header class="cover">
<p class="district">{_both(report.district)}</p>
<h1>{_both(report.title)}</h1>
<p class="period">{_both(report.period_words)}</p>
<p class="standing">{_both(standing(report, zone))}</p>
</header>
<ol class="contents">{"".join(_entry(number, section) for number, section in enumerate(report.sections, 1))}</ol>
{body}
<footer>{_both(Words(f"{_LEGEND.zh} {report.position}。", f"{_LEGEND.en} {report.position}."))}</footer>
</body>
</html>
"""


def _entry(number: int, section: Section) -> str:
    count = len(section.rows) + section.cut
    return f'<li><a href="#s{number}"><span>{number}. {_both(section.short)}</span><b>{count}</b></a></li>'


def _section(report: Report, number: int, section: Section, zone: ZoneInfo) -> str:
    size = "short" if len(section.rows) <= _SHORT_ROWS else "long"
    lines = "".join(f"<li>{_both(line)}</li>" for line in below(section, zone))
    heading = f"{number}. {_both(section.title)}"
    return f"""<section id="s{number}" class="{size}">
<h2>{heading}</h2>
<p class="covers">{_both(_scope(report, section))}</p>
{_table(section)}
<ul class="below">{lines}</ul>
</section>"""


def _table(section: Section) -> str:
    if not section.rows and section.total is None:
        return f'<p class="none">{_both(EMPTY)}</p>'
    marks = {reason: mark(place) for place, reason in enumerate(section.reasons(), 1)}
    whole = sum(column.width for column in section.columns)
    widths = "".join(f'<col width="{100 * column.width / whole:.1f}%">' for column in section.columns)
    rows = [_row(section, row, marks) for row in section.rows]
    if section.total is not None:
        rows.append(_row(section, section.total, marks, "total"))
    heads = "".join(_head(column) for column in section.columns)
    lines = "\n".join(rows)
    return f"""<table>
<colgroup>{widths}</colgroup>
<thead><tr>{heads}</tr></thead>
<tbody>
{lines}
</tbody>
</table>"""


def _head(column: Column) -> str:
    unit = f"<span>{escape(column.unit)}</span>" if column.unit else ""
    return f'<th scope="col">{escape(column.zh)}{unit}<small lang="en">{escape(column.heading.en)}</small></th>'


def _row(section: Section, row: Row, marks: dict[Reason, str], kind: str = "") -> str:
    cells = "".join(_cell(column, value, marks) for column, value in zip(section.columns, row, strict=True))
    return f'<tr class="{kind}">{cells}</tr>' if kind else f"<tr>{cells}</tr>"


def _cell(column: Column, value: Value, marks: dict[Reason, str]) -> str:
    if isinstance(value, Reason):
        return f'<td class="missing">{NOT_GIVEN}<sup>{marks[value]}</sup></td>'
    if value is None:
        return f'<td class="missing">{NOT_GIVEN}</td>'
    if isinstance(value, date):
        return f'<td class="d">{value}</td>'
    if isinstance(value, int | Decimal):
        kind = Kind.COUNT if isinstance(value, int) else column.kind
        return f'<td class="n">{value:{_PLACES.get(kind, "")}}</td>'
    strong = value in _STRONG or value.startswith("滞后 ")
    name = ' class="strong"' if strong else ' class="d"' if column.kind is Kind.DAY else ""
    text = _both(Words(str(value), value.en)) if isinstance(value, Label) else escape(value)
    return f"<td{name}>{text}</td>"


def _both(words: Words) -> str:
    """Return the Chinese with the English after it, smaller."""
    english = f'<small lang="en">{escape(words.en)}</small>' if words.en and words.en != words.zh else ""
    return f"{escape(words.zh)}{english}"


def _scope(report: Report, section: Section) -> Words:
    what = covers(report, section)
    return Words(f"口径：{what.zh}", f"covers: {what.en}")
