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
#: On paper so short a table is kept whole; a longer one goes on over the page's end.
_SHORT_ROWS = 4
#: Columns of so many characters take a card's whole width.
_WIDE = 14
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
    """Return a cell; it has its heading with it, for where its row is shown as a card: on a telephone."""
    name, content = _shown(column, value, marks)
    wide = " wide" if column.kind is Kind.TEXT and column.width >= _WIDE else ""
    looks = f' class="{(name + wide).strip()}"' if name or wide else ""
    heading = escape(f"{column.heading.zh} {column.heading.en}", quote=True)
    return f'<td{looks} data-head="{heading}">{content}</td>'


def _shown(column: Column, value: Value, marks: dict[Reason, str]) -> tuple[str, str]:
    """Return what a value looks like, as a class of the style, and its HTML."""
    if isinstance(value, Reason):
        return "missing", f"{NOT_GIVEN}<sup>{marks[value]}</sup>"
    if value is None:
        return "missing", NOT_GIVEN
    if isinstance(value, date):
        return "d", str(value)
    if isinstance(value, int | Decimal):
        kind = Kind.COUNT if isinstance(value, int) else column.kind
        return "n", f"{value:{_PLACES.get(kind, '')}}"
    strong = value in _STRONG or value.startswith("滞后 ")
    text = _both(Words(str(value), value.en)) if isinstance(value, Label) else escape(value)
    return "strong" if strong else "d" if column.kind is Kind.DAY else "", text


def _both(words: Words) -> str:
    """Return the Chinese with the English after it, smaller."""
    english = f'<small lang="en">{escape(words.en)}</small>' if words.en and words.en != words.zh else ""
    return f"{escape(words.zh)}{english}"


def _scope(report: Report, section: Section) -> Words:
    what = covers(report, section)
    return Words(f"口径：{what.zh}", f"covers: {what.en}")
