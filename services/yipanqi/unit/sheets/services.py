"""Completes a row of a list of requests: a title where the list has none, and how far the request has got.

Lists tell that in their own words. What can be read goes aside as `course`, for the acts of which the unit may tell
(`service_changes`); what cannot is said and not guessed, and keeps no request from being registered.
"""

from __future__ import annotations

import re
from typing import Any

from yipanqi.models.codes import ZH
from yipanqi.unit.sheets.cells import compact, normal
from yipanqi.unit.sheets.codewords import find_code
from yipanqi.unit.sheets.context import RowContext

#: Who may accept and dispatch is who may publish this.
_CONTROL = "ServiceAccepted"
_LEVEL = re.compile(r"^([1-5])(?:分|星|级)?$")
_LONGEST = 1000


def finish_service(context: RowContext) -> None:
    """Complete a request's record, and put aside what its row says of its course."""
    record, aside = context.record, context.aside
    if not context.has("title") and "category" in record:
        record["title"] = plain_title(record["category"])
    status, progress = _status(context)
    course = {"status": status, "progress": progress, "unit": _unit(context), "rating": _rating(context)}
    for name in ("status", "progress", "responsible", "rating"):
        aside.pop(name, None)
    told = {name: value for name, value in course.items() if value}
    aside["course"] = told | {"teller": context.desk.unit, "control": _CONTROL in context.desk.may}


def plain_title(category: str) -> str:
    """Return the title of a request in a list without titles."""
    return f"{ZH['service.category'][category]}诉求"


def _status(context: RowContext) -> tuple[str | None, str | None]:
    """Return the state and the words about it: lists write either under either title."""
    codes = context.desk.codes["service.status"]
    texts = {name: str(context.aside[name]) for name in ("status", "progress") if context.aside.get(name)}
    found = {name: find_code(text, codes) for name, text in texts.items()}
    status = found.get("status") or found.get("progress")
    words = next((texts[name] for name in ("progress", "status") if name in texts and not found[name]), None)
    if "status" in texts and not status:
        known = "、".join(code.zh for code in codes.values())
        _unread(context, "status", f"不是已知的办理状态（{known}）", "is no known state")
    return status, words[:_LONGEST] if words else None


def _unit(context: RowContext) -> str | None:
    text = normal(str(context.aside.get("responsible") or ""))
    if not text:
        return None
    unit = context.desk.catalog.unit_by_name(text) or context.desk.catalog.unit_by_name(text.replace(" ", ""))
    if unit is None:
        _unread(context, "responsible", "不是平台上的单位", "is no unit on the platform")
    return unit


def _rating(context: RowContext) -> int | None:
    text = compact(str(context.aside.get("rating") or ""))
    if not text:
        return None
    level = _LEVEL.match(text)
    rating = int(level[1]) if level else context.desk.words.ratings.get(text)
    if rating is None:
        _unread(context, "rating", "不是满意度等级（非常满意至非常不满意，或 5 至 1）", "is no rating (5 to 1)")
    return rating


def _unread(context: RowContext, name: str, zh: str, en: str) -> None:
    shown: Any = str(context.aside.get(name))[:40]
    context.notice(name, "not_read", f"“{shown}”{zh}，未读取", f"'{shown}' {en}: not read")
