"""What a signed project counts for: once, the amount frozen at its first signing, on that day (invariant 6)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, cny
from tests.support.figurerows import basis, cells, chosen, dec, one, target
from tests.support.figurerows import district as board_of

from yipanqi.figures.assessment import scores
from yipanqi.figures.basis import District
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parsing import project_row
from yipanqi.figures.progress import terms
from yipanqi.figures.rows import ProjectRow
from yipanqi.models.project import (
    ProjectCorrected,
    ProjectRegistered,
    ProjectStageChanged,
    ProjectTakeoverConfirmed,
    ProjectUpdated,
)

UNIT = "investment"
BIG = cny("1000000000")


@pytest.fixture
def desk() -> Desk:
    return Desk(today=date(2019, 11, 1))


def row(desk: Desk, identifier: str) -> ProjectRow:
    return project_row(desk.the_project(identifier).model_dump(mode="json"))


def board(desk: Desk, identifier: str) -> District:
    """Return the district of one project, whose unit is to sign twelve quality projects in 2020."""
    return board_of(row(desk, identifier), target(UNIT, [1] * 12, "QUALITY_PROJECTS", measure="个"))


def quality(found: District, year: int = 2020) -> tuple[Decimal | None, dict[Gap, int]]:
    days = {"start": date(year, 1, 1), "end": date(year, 12, 31)}
    cell = one("schedule-progress", found, "QUALITY_PROJECTS", **days)
    return cell.top, dict(cell.left_out)


def major(found: District, year: int = 2020) -> tuple[Decimal | None, dict[Gap, int]]:
    cell = one("major-projects", found, start=date(year, 1, 1), end=date(year, 12, 31))
    return cell.value, dict(cell.left_out)


def bonus(found: District, year: int = 2020) -> Decimal:
    at = basis(date(2021, 6, 1))
    (score,) = scores(found, list(terms(found, at)), year, at)
    return next(part.points for part in score.parts if part.code == "bonus")


def taken_over(desk: Desk, stage: str, since: str | None, amount: str = "1000000000") -> str:
    given: dict[str, Any] = {"name": "甲", "stage": stage, "stage_since": since, "taken_over": True}
    desk.today = date.fromisoformat(since) if since else desk.today
    event = ProjectRegistered(project_id=f"{UNIT}-project-1", planned_investment=cny(amount), **given)
    accepted(desk.say(UNIT, event, "registered"))
    return event.project_id


def sign(desk: Desk, identifier: str, on: date) -> None:
    desk.today = on
    desk.advance(identifier, "NEGOTIATING", "PENDING_SIGN", "SIGNED")


def test_a_unit_cannot_raise_its_result_and_bonus_after_the_signing(desk: Desk) -> None:
    identifier = taken_over(desk, "SIGNED", "2020-03-01", "90000000")
    desk.today = date(2020, 4, 1)
    accepted(desk.say("commerce", ProjectTakeoverConfirmed(project_id=identifier, stage="SIGNED")))
    assert (quality(board(desk, identifier)), bonus(board(desk, identifier))) == ((0, {}), 0)
    accepted(desk.say(UNIT, ProjectUpdated(project_id=identifier, planned_investment=BIG)))
    assert desk.the_project(identifier).signed_amount == cny("90000000")
    assert (quality(board(desk, identifier)), bonus(board(desk, identifier))) == ((0, {}), 0)
    # Commerce alone sets right what was signed.
    right = ProjectCorrected(project_id=identifier, signed_amount=BIG, corrects="registered", reason="合同为十亿")
    accepted(desk.say("commerce", right))
    assert (quality(board(desk, identifier))[0], bonus(board(desk, identifier))) == (1, 1)


def test_a_project_signed_again_counts_once_in_the_year_of_its_first_signing(desk: Desk) -> None:
    identifier = desk.project(planned_investment=BIG)
    sign(desk, identifier, date(2019, 12, 20))
    desk.today = date(2020, 2, 3)
    back = {"effective_on": desk.today, "force": True, "reason": "合同解除重签"}
    accepted(desk.say("commerce", ProjectStageChanged(project_id=identifier, to_stage="NEGOTIATING", **back)))
    # Put back it counts in neither year.
    assert [major(board(desk, identifier), year)[0] for year in (2019, 2020)] == [None, None]
    desk.today = date(2020, 5, 6)
    desk.advance(identifier, "PENDING_SIGN", "SIGNED")
    found = board(desk, identifier)
    assert [major(found, year)[0] for year in (2019, 2020)] == [1, None]
    assert (quality(found), bonus(found)) == ((0, {}), 0)
    cohorts = cells("conversion", found, basis(date(2021, 6, 1)), by="month")
    assert cohorts["2019-12", "started-6"].bottom == 1
    assert ("2020-05", "started-6") not in cohorts
    # Both signings are its evidence.
    signings = [e.context.event_id for e in desk.ledger if getattr(e.event, "to_stage", "") == "SIGNED"]
    (term,) = chosen("major-projects", found, start=date(2019, 1, 1), end=date(2019, 12, 31))
    assert (list(term.events), term.on) == (signings, date(2019, 12, 20))


def test_a_project_taken_over_beyond_its_signing_counts_from_the_day_that_commerce_adds(desk: Desk) -> None:
    identifier = taken_over(desk, "BUILDING", "2020-06-01")
    desk.today = date(2020, 7, 1)
    accepted(desk.say("commerce", ProjectTakeoverConfirmed(project_id=identifier, stage="BUILDING")))
    # Without a day it is no nought: it is left out and told, in every year.
    found = board(desk, identifier)
    assert (quality(found), major(found)) == ((0, {Gap.NO_DATE: 1}), (None, {Gap.NO_DATE: 1}))
    assert one("conversion", found, "started-6").left_out == {Gap.NO_DATE: 1}
    right = ProjectCorrected(project_id=identifier, signed_on="2020-02-01", corrects="registered", reason="补签约日期")
    accepted(desk.say("commerce", right))
    found = board(desk, identifier)
    assert (quality(found), major(found), bonus(found)) == ((1, {}), (1, {}), 1)
    # Signed in February, under construction in June: within six months.
    assert one("conversion", found, "started-6").value == 1
    (term,) = chosen("major-projects", found)
    assert term.events == ("registered",)


def test_what_a_unit_took_over_alone_counts_once_commerce_has_confirmed_it(desk: Desk) -> None:
    identifier = taken_over(desk, "SIGNED", "2020-03-01")
    found = board(desk, identifier)
    assert (quality(found), major(found)) == ((0, {Gap.UNVERIFIED: 1}), (None, {Gap.UNVERIFIED: 1}))
    assert bonus(found) == 0
    desk.today = date(2020, 4, 1)
    accepted(desk.say("commerce", ProjectTakeoverConfirmed(project_id=identifier, stage="SIGNED")))
    found = board(desk, identifier)
    assert (quality(found), major(found), bonus(found)) == ((1, {}), (1, {}), 1)


def test_what_was_taken_over_with_too_small_an_amount_waits_for_nothing(desk: Desk) -> None:
    found = board(desk, taken_over(desk, "SIGNED", "2020-03-01", "1"))
    assert (quality(found), major(found)) == ((0, {}), (None, {}))


def test_investment_per_mu_is_what_was_signed_and_a_project_that_ended_is_not_in_it(desk: Desk) -> None:
    # 30 million CNY on 20000 m², which are 30 mu: a million a mu.
    identifier = desk.project(planned_investment=cny("30000000"), land_m2=Decimal(20000))
    sign(desk, identifier, date(2020, 3, 2))
    accepted(desk.say(UNIT, ProjectUpdated(project_id=identifier, planned_investment=BIG)))
    assert one("investment-per-mu", board(desk, identifier)).value == dec("1000000")
    desk.today += timedelta(days=30)
    end = {"effective_on": desk.today, "reason": "投资方撤资"}
    accepted(desk.say(UNIT, ProjectStageChanged(project_id=identifier, to_stage="TERMINATED", force=False, **end)))
    assert one("investment-per-mu", board(desk, identifier)).gap is Gap.NO_DATA
