"""What an open request of an enterprise (诉求) waits for: which limit runs, and who has to keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yipanqi.models.codes import ServiceStatus
from yipanqi.rules.outcome import Role


@dataclass(frozen=True, slots=True)
class Step:
    """A step that has to be taken; `due` and `limit` name the record's field of its last day and the setting.

    `by` is the role whose unit takes it, None for the unit in charge.
    """

    zh: str
    en: str
    due: str
    limit: str
    by: Role | None


_RESOLVE = Step("办结", "settled", "resolve_due_on", "resolve_working_days", None)
#: By status; a request in another state waits for nobody's limit.
AWAITED: Mapping[str, Step] = {
    ServiceStatus.SUBMITTED: Step("受理", "accepted", "accept_due_on", "accept_working_days", Role.COMMERCE),
    ServiceStatus.ACCEPTED: Step("交办", "dispatched", "dispatch_due_on", "dispatch_working_days", Role.COMMERCE),
    ServiceStatus.DISPATCHED: _RESOLVE,
    ServiceStatus.WORKING: _RESOLVE,
}
