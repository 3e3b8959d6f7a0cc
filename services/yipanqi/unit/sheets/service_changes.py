"""How far a request has got, as acts of the unit whose list tells it; what others must tell is said and not published.

Commerce accepts and dispatches; the unit in charge begins and settles; the unit that registered the request passes on
the enterprise's rating, unless it did the work itself. Each act that was told is remembered by itself, so that it is
told once, and again only if it was refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yipanqi.models.codes import ServiceStatus
from yipanqi.models.service import (
    ServiceAccepted,
    ServiceConfirmed,
    ServiceDispatched,
    ServiceResolved,
    ServiceStarted,
)
from yipanqi.unit.sheets.difference import Difference
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.services import plain_title

_S = ServiceStatus
_WAY = (_S.SUBMITTED, _S.ACCEPTED, _S.DISPATCHED, _S.WORKING, _S.RESOLVED, _S.CONFIRMED)
#: Remembered of a request: the acts that were told.
_ACCEPTED, _UNIT, _PROGRESS, _RESULT, _RATING = (
    f"told_{act}" for act in ("accepted", "unit", "progress", "result", "rating")
)


def service_changed(found: Difference) -> None:
    """Add what a changed row tells of a request's course."""
    old_category = found.old.get("category")
    derived = old_category is not None and found.old.get("title") == plain_title(str(old_category))
    if "title" in found.changed and "title" not in found.row.given and not derived:
        # A list without titles says nothing about the one that the request has.
        found.change.values["title"] = found.old["title"]
        found.take("title")
    _tell(found)


def service_begun(found: Difference) -> None:
    """Add what the row of a new request tells: only who dispatches it can say more than that it is there."""
    course = found.row.aside.get("course", {})
    if course.get("control"):
        _tell(found)
    elif _reached(course):
        found.change.ignored.append(("status", _LATER))


def _reached(course: Mapping[str, Any]) -> int:
    """Return how far along the way a row shows its request, by its state or by what a state must precede."""
    status = course.get("status")
    if status in _WAY:
        return _WAY.index(status)
    if course.get("rating"):
        return _WAY.index(_S.RESOLVED)
    return _WAY.index(_S.DISPATCHED) if course.get("unit") else 0


def _tell(found: Difference) -> None:
    course = found.row.aside.get("course", {})
    unit, reached = course.get("unit"), _reached(course)
    if course.get("status") == _S.WITHDRAWN:
        found.change.ignored.append(("status", _BY_HAND))
        return
    if course.get("control"):
        _control(found, reached, unit)
    if unit is not None and unit == course.get("teller"):
        _work(found, reached, course.get("progress"))
        return
    if reached >= _WAY.index(_S.WORKING):
        found.change.ignored.append(("status", _OTHERS))
    if reached >= _WAY.index(_S.RESOLVED):
        _rate(found, course.get("rating"))


def _control(found: Difference, reached: int, unit: str | None) -> None:
    if reached >= _WAY.index(_S.ACCEPTED) and not found.old.get(_ACCEPTED):
        _act(found, ServiceAccepted, _ACCEPTED, value=True)
    if reached < _WAY.index(_S.DISPATCHED):
        return
    if unit is None:
        found.change.ignored.append(("responsible", _TO_WHOM))
    elif unit != found.old.get(_UNIT):
        _act(found, ServiceDispatched, _UNIT, value=unit, responsible_unit=unit)


def _work(found: Difference, reached: int, progress: str | None) -> None:
    if reached == _WAY.index(_S.WORKING) and found.old.get(_PROGRESS) != (progress or True):
        _act(found, ServiceStarted, _PROGRESS, value=progress or True, progress=progress)
    if reached < _WAY.index(_S.RESOLVED) or _RESULT in found.old:
        return
    if progress:
        _act(found, ServiceResolved, _RESULT, value=progress, result=progress)
    else:
        found.change.ignored.append(("progress", _HOW))


def _rate(found: Difference, rating: int | None) -> None:
    if rating is not None and _RATING not in found.old:
        _act(found, ServiceConfirmed, _RATING, value=rating, rating=rating)


def _act(found: Difference, event: Any, remembered: str, *, value: Any, **facts: Any) -> None:
    found.change.values[remembered] = value
    found.later.append(found.say(event, **{name: fact for name, fact in facts.items() if fact is not None}))


_TO_WHOM = CellFault(
    Fault.MISSING,
    "没有写明承办单位（或不是平台上的单位），未登记交办",
    "the unit in charge is not said, or not on the platform: not dispatched",
)
_HOW = CellFault(
    Fault.MISSING,
    "没有写明办理结果，未登记办结",
    "the result is not said: not published as settled",
)
_OTHERS = CellFault(
    Fault.CONTRACT,
    "办理和办结由承办单位报送，此处未发布",
    "the unit in charge tells that it works on it and settles it: not published here",
)
_LATER = CellFault(
    Fault.CONTRACT,
    "先由商务局受理、交办，办理情况在此后的导入中报送",
    "commerce accepts and dispatches it first: how it goes on is published by later imports",
)
_BY_HAND = CellFault(
    Fault.CONTRACT,
    "撤回不能通过台账办理，未发布",
    "a request is not withdrawn by a spreadsheet: not published",
)
