"""Workbooks that units hand in: one every update cycle, most of its rows as before, a few wrong.

The simulated people speak through the SDK and keep no workbooks, so what became of the rows is drawn, not counted.
"""

from __future__ import annotations

from yipanqi.models.codes import SubmissionLayout
from yipanqi.models.submission import RefusedRows, WorkbookSubmitted
from yipanqi.simulate.dice import Dice
from yipanqi.simulate.world import Actor, World

_L = SubmissionLayout
#: What a unit's workbook holds, by its role.
_LAYOUTS: dict[str, tuple[SubmissionLayout, ...]] = {
    "commerce": (_L.FDI, _L.TARGET),
    "investment": (_L.PROJECT, _L.LEAD),
    "zone": (_L.CARRIER, _L.PROJECT),
    "soe": (_L.CARRIER,),
}
#: Why rows are refused, and how often one is for this reason rather than another.
_CODES = {"carrier-held": 3.0, "evidence-missing": 3.0, "not-your-record": 2.0, "date-in-future": 1.0}
_UNREADABLE, _REFUSED, _CHANGED = 0.04, 0.02, 0.2
#: Apart from the world's own seed: what the others meet with does not depend on these draws.
_SEED = 7919


def begin(world: World) -> None:
    """Let every unit hand in its workbook once each update cycle."""
    for number, (unit, facts) in enumerate(world.catalog.units.items()):
        dice = Dice(world.scale.seed * _SEED + number)
        world.start(_hands_in(world, unit, _LAYOUTS[facts.role], facts.update_days, dice), dice.number(1, 7))


def _hands_in(world: World, unit: str, layouts: tuple[SubmissionLayout, ...], every_days: int, dice: Dice) -> Actor:
    rows = dice.number(30, 80)
    while world.today <= world.scale.end:
        event = _counted(world.new_id(unit, "submission"), layouts, rows, dice)
        if dice.chance(world.scale.mistakes):
            world.say(unit, event.model_copy(update={"rows_read": rows + 1}))
        world.say(unit, event)
        rows += dice.number(0, 3)
        yield every_days


def _counted(identifier: str, layouts: tuple[SubmissionLayout, ...], rows: int, dice: Dice) -> WorkbookSubmitted:
    unreadable = refused = accepted = 0
    reasons: dict[str, int] = {}
    for _ in range(rows):
        if dice.chance(_UNREADABLE):
            unreadable += 1
        elif dice.chance(_REFUSED):
            refused += 1
            code = dice.of(_CODES)
            reasons[code] = reasons.get(code, 0) + 1
        elif dice.chance(_CHANGED):
            accepted += 1
    return WorkbookSubmitted(
        submission_id=identifier,
        layouts=tuple(layout.value for layout in layouts),
        rows_read=rows,
        rows_unreadable=unreadable,
        rows_unchanged=rows - unreadable - refused - accepted,
        rows_accepted=accepted,
        rows_refused=refused,
        rows_unanswered=0,
        refusals=tuple(RefusedRows(code=code, rows=number) for code, number in sorted(reasons.items())),
    )
