"""Evaluations: five parts, a score that can be worked out by hand, a grade that is published and may be appealed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desk import ROLES, Desk, accepted, refused

from yipanqi.models import evaluation as e
from yipanqi.models.codes import EvaluationPart
from yipanqi.models.evaluation import EvaluatedPart, Evaluation
from yipanqi.rules.outcome import Accepted

ID = "commerce-evaluation-2020-soe-2-carrier-9"


def parts(**values: str) -> tuple[EvaluatedPart, ...]:
    """The five parts, each at its benchmark of 100 where no other value is given."""
    return tuple(
        EvaluatedPart(part=part, value=Decimal(values.get(part, "100")), benchmark=Decimal(100), measure="分")
        for part in EvaluationPart
    )


def made(**more: Any) -> e.EvaluationMade:
    about = {"subject_kind": "CARRIER", "subject_id": "soe-2-carrier-9", "keeper_unit": "soe-2", "year": 2020}
    return e.EvaluationMade(**{"evaluation_id": ID, "rule_version": "2020-1", "parts": parts(), **about, **more})


def the_evaluation(desk: Desk) -> Evaluation:
    found = desk.states[("evaluation", ID)]
    assert isinstance(found, Evaluation)
    return found


PUBLISHED = e.EvaluationPublished(evaluation_id=ID, grade="B", rank=37, of_total=120)
APPEALED = e.EvaluationAppealed(evaluation_id=ID, reason="含宿舍用电")
REJECTED = e.AppealDecided(evaluation_id=ID, upheld=False, reason="数据无误")
UPHELD = e.AppealDecided(evaluation_id=ID, upheld=True, reason="应扣除", parts=parts(ENERGY="120"), grade="A")


@pytest.fixture
def published(desk: Desk) -> Desk:
    accepted(desk.say("commerce", made()))
    accepted(desk.say("commerce", PUBLISHED))
    return desk


def test_the_score_can_be_worked_out_by_hand(desk: Desk) -> None:
    # 0.30 × 1.2 + 0.30 × 1.5 (180 ÷ 100 is capped) + 0.15 × 0.8 + 0.15 × 0 (below zero) + 0.10 × 1 = 1.03
    values = {"INVESTMENT": "120", "LAND": "180", "CHAIN": "80", "ENVIRONMENT": "-5", "ENERGY": "100"}
    accepted(desk.say("commerce", made(parts=parts(**values))))
    evaluation = the_evaluation(desk)
    assert evaluation.total_score == Decimal("1.0300")
    assert [score.part_score for score in evaluation.scores or ()] == [
        Decimal(score) for score in ("1.2000", "1.5000", "0.8000", "0.0000", "1.0000")
    ]


@given(
    st.lists(
        st.tuples(st.decimals(-100, 10_000, places=4), st.decimals("0.0001", 10_000, places=4)), min_size=5, max_size=5
    )
)
def test_the_score_is_the_formula_in_exact_fractions(measured: list[tuple[Decimal, Decimal]]) -> None:
    desk = Desk()
    given_ = tuple(
        EvaluatedPart(part=part, value=value, benchmark=benchmark, measure="分")
        for part, (value, benchmark) in zip(EvaluationPart, measured, strict=True)
    )
    accepted(desk.say("commerce", made(parts=given_)))
    weights = {"INVESTMENT": "0.3", "LAND": "0.3", "CHAIN": "0.15", "ENVIRONMENT": "0.15", "ENERGY": "0.1"}
    exact = sum(
        Fraction(weights[p.part]) * max(Fraction(0), min(Fraction(p.value) / Fraction(p.benchmark), Fraction("1.5")))
        for p in given_
    )
    total = the_evaluation(desk).total_score
    assert total is not None
    assert abs(Fraction(total) - exact) <= Fraction(1, 20_000) + Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"evaluation_id": "commerce-evaluation-2"}, "evaluation-id"),
        ({"year": 2019}, "evaluation-id"),
        ({"keeper_unit": "harbour"}, "unknown-organisation"),
        ({"parts": parts()[:4]}, "five-parts"),
        ({"parts": (*parts()[:4], parts()[0])}, "five-parts"),
    ],
)
def test_a_subject_has_one_evaluation_a_year_of_five_parts(desk: Desk, more: dict[str, Any], code: str) -> None:
    refused(desk.say("commerce", made(**more)), code)
    accepted(desk.say("commerce", made()))
    refused(desk.say("commerce", made()), "already-registered")


def test_only_commerce_evaluates(desk: Desk) -> None:
    refused(desk.say("soe-2", made(evaluation_id="soe-2-evaluation-2020-soe-2-carrier-9")), "role-not-allowed")


@pytest.mark.parametrize(
    ("exempt", "grade", "rank", "fits"),
    [
        (False, "B", 37, True),
        (False, "B", None, False),
        (False, "B", 121, False),
        (False, "T", 37, False),
        (True, "T", None, True),
        (True, "A", 1, False),
    ],
)
def test_a_grade_fits_its_subject(desk: Desk, exempt: bool, grade: str, rank: int | None, fits: bool) -> None:
    accepted(desk.say("commerce", made(exempt=exempt)))
    outcome = desk.say("commerce", e.EvaluationPublished(evaluation_id=ID, grade=grade, rank=rank, of_total=120))
    if fits:
        accepted(outcome)
    else:
        refused(outcome, "grade-not-fitting")


def test_a_draft_is_revised_and_what_is_published_is_not(desk: Desk) -> None:
    accepted(desk.say("commerce", made()))
    revised = e.EvaluationRevised(evaluation_id=ID, rule_version="2020-2", parts=parts(LAND="50"))
    accepted(desk.say("commerce", revised))
    assert the_evaluation(desk).total_score == Decimal("0.8500")
    refused(desk.say("commerce", revised.model_copy(update={"parts": ()})), "five-parts")
    accepted(desk.say("commerce", PUBLISHED))
    refused(desk.say("commerce", revised), "not-in-state")


def test_an_appeal_has_fifteen_working_days_then_the_grade_is_final(published: Desk) -> None:
    # Published on Thursday 31 December 2020: the fifteenth working day is Friday 22 January.
    assert the_evaluation(published).appeal_until_on == date(2021, 1, 22)
    published.pass_days(22)
    published.settle()
    assert the_evaluation(published).status == "PUBLISHED"
    published.pass_days(1)
    refused(published.say("soe-2", APPEALED), "appeal-late")
    published.settle()
    assert the_evaluation(published).status == "FINAL"


def test_who_answers_for_the_subject_appeals_and_commerce_decides(published: Desk) -> None:
    refused(published.say("zone", APPEALED), "not-your-record")
    accepted(published.say("soe-2", APPEALED))
    refused(published.say("soe-2", REJECTED), "role-not-allowed")
    refused(published.say("commerce", UPHELD.model_copy(update={"parts": ()})), "upheld-without-parts")
    refused(published.say("commerce", UPHELD.model_copy(update={"parts": parts()[:2]})), "five-parts")
    accepted(published.say("commerce", REJECTED))
    assert (the_evaluation(published).status, the_evaluation(published).grade) == ("FINAL", "B")


def test_an_appeal_that_is_right_changes_score_and_grade(published: Desk) -> None:
    accepted(published.say("soe-2", APPEALED))
    accepted(published.say("commerce", UPHELD))
    evaluation = the_evaluation(published)
    assert (evaluation.grade, evaluation.total_score, evaluation.upheld) == ("A", Decimal("1.0200"), True)
    assert (evaluation.rank, evaluation.of_total) == (None, None), "the place of the old grade does not stay beside it"


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({"rank": 12, "of_total": 120}, True),
        ({"rank": 121, "of_total": 120}, False),
        ({"rank": 12}, False),
        ({"grade": "T"}, False),
    ],
)
def test_an_appeal_that_is_right_may_give_the_place_anew(published: Desk, more: dict[str, Any], fits: bool) -> None:
    accepted(published.say("soe-2", APPEALED))
    outcome = published.say("commerce", UPHELD.model_copy(update=more))
    if not fits:
        refused(outcome, "grade-not-fitting")
        return
    accepted(outcome)
    assert (the_evaluation(published).grade, the_evaluation(published).rank) == ("A", 12)


def test_the_zone_decides_on_commerces_own_appeal_and_commerce_does_not(desk: Desk) -> None:
    accepted(desk.say("commerce", made(keeper_unit="commerce")))
    accepted(desk.say("commerce", PUBLISHED))
    accepted(desk.say("commerce", APPEALED))
    refused(desk.say("commerce", REJECTED), "appeal-own")
    refused(desk.say("investment", REJECTED), "role-not-allowed")
    accepted(desk.say("zone", UPHELD))
    evaluation = the_evaluation(desk)
    assert (evaluation.status, evaluation.grade, evaluation.updated_by) == ("FINAL", "A", "zone")


@pytest.mark.parametrize("keeper", ["zone", "soe-2"])
def test_the_zone_decides_on_no_other_appeal_least_of_all_its_own(desk: Desk, keeper: str) -> None:
    accepted(desk.say("commerce", made(keeper_unit=keeper)))
    accepted(desk.say("commerce", PUBLISHED))
    accepted(desk.say(keeper, APPEALED))
    refused(desk.say("zone", REJECTED), "appeal-own" if keeper == "zone" else "role-not-allowed")
    accepted(desk.say("commerce", REJECTED))


@pytest.mark.parametrize("keeper", sorted(ROLES))
def test_every_appeal_can_be_decided_and_by_others_than_who_appealed(keeper: str) -> None:
    deciders = set()
    for unit in ROLES:
        desk = Desk()
        accepted(desk.say("commerce", made(keeper_unit=keeper)))
        accepted(desk.say("commerce", PUBLISHED))
        accepted(desk.say(keeper, APPEALED))
        if isinstance(desk.say(unit, REJECTED), Accepted):
            deciders.add(unit)
    assert deciders == ({"zone"} if keeper == "commerce" else {"commerce"})


def test_an_appeal_beyond_the_calendar_is_refused_and_not_guessed(desk: Desk) -> None:
    desk.today = date(2026, 12, 20)
    accepted(desk.say("commerce", made()))
    refused(desk.say("commerce", PUBLISHED), "no-calendar")


def correction(desk: Desk, **more: Any) -> Any:
    first = the_evaluation(desk).recent_events[0]
    return e.EvaluationCorrected(**{"evaluation_id": ID, "corrects": first, "reason": "登记有误", **more})


def test_commerce_alone_corrects_and_names_the_event(published: Desk) -> None:
    right = correction(published, keeper_unit="zone")
    for unit in ("soe-2", "zone", "investment"):
        refused(published.say(unit, right), "role-not-allowed")
    refused(published.say("commerce", right.model_copy(update={"corrects": "never"})), "unknown-event")
    refused(published.say("commerce", right.model_copy(update={"keeper_unit": "harbour"})), "unknown-organisation")
    refused(published.say("commerce", correction(published, parts=parts()[:4])), "five-parts")
    refused(published.say("commerce", correction(published, cleared=("year",))), "cannot-clear")


def test_who_is_named_later_as_answering_for_the_subject_may_appeal_as_long_as_anybody(desk: Desk) -> None:
    accepted(desk.say("commerce", made(keeper_unit=None)))
    accepted(desk.say("commerce", PUBLISHED))
    refused(desk.say("soe-2", APPEALED), "not-your-record")
    desk.pass_days(40)
    desk.settle()
    assert the_evaluation(desk).status == "FINAL"
    accepted(desk.say("commerce", correction(desk, keeper_unit="soe-2")))
    # Corrected on Tuesday 9 February 2021; the Spring Festival is on 11 to 17, the 7th and 20th are worked.
    assert (the_evaluation(desk).status, the_evaluation(desk).appeal_until_on) == ("PUBLISHED", date(2021, 3, 8))
    assert the_evaluation(desk).published_on == date(2020, 12, 31)
    accepted(desk.say("soe-2", APPEALED))
    accepted(desk.say("commerce", REJECTED))
    assert the_evaluation(desk).status == "FINAL"


def test_what_was_published_wrongly_is_corrected_with_its_grade_and_place(published: Desk) -> None:
    lower = correction(published, parts=parts(LAND="50"), grade="C", rank=90)
    refused(published.say("commerce", correction(published, grade="T")), "grade-not-fitting")
    refused(published.say("commerce", correction(published, rank=121)), "grade-not-fitting")
    refused(published.say("commerce", correction(published, cleared=("grade",))), "grade-not-fitting")
    published.pass_days(4)
    accepted(published.say("commerce", lower))
    now = the_evaluation(published)
    assert (now.total_score, now.grade, now.rank, now.of_total) == (Decimal("0.8500"), "C", 90, 120)
    # Monday 4 January: the fifteenth working day is Monday the 25th.
    assert (now.status, now.appeal_until_on) == ("PUBLISHED", date(2021, 1, 25))
    accepted(published.say("commerce", correction(published, exempt=True, grade="T")))
    assert (the_evaluation(published).grade, the_evaluation(published).rank) == ("T", None)


def test_a_name_is_corrected_in_any_state_and_opens_nothing_anew(published: Desk) -> None:
    accepted(published.say("soe-2", APPEALED))
    accepted(published.say("commerce", correction(published, subject_name="二号载体")))
    assert (the_evaluation(published).subject_name, the_evaluation(published).status) == ("二号载体", "APPEALED")
    for change in ({"keeper_unit": "commerce"}, {"rank": 2}, {"parts": parts(LAND="50")}):
        refused(published.say("commerce", correction(published, **change)), "appeal-open")
    accepted(published.say("commerce", REJECTED))
    accepted(published.say("commerce", correction(published, subject_name="载体二")))
    assert the_evaluation(published).status == "FINAL"


def test_a_draft_is_corrected_but_not_graded_by_it(desk: Desk) -> None:
    accepted(desk.say("commerce", made()))
    refused(desk.say("commerce", correction(desk, grade="A", rank=1, of_total=2)), "not-in-state")
    accepted(desk.say("commerce", correction(desk, keeper_unit="zone", exempt=True, parts=parts(LAND="50"))))
    now = the_evaluation(desk)
    assert (now.keeper_unit, now.exempt, now.total_score, now.status, now.appeal_until_on) == (
        *("zone", True, Decimal("0.8500"), "DRAFT", None),
    )


def test_a_second_appeal_does_not_show_the_decision_on_the_first(published: Desk) -> None:
    accepted(published.say("soe-2", APPEALED))
    accepted(published.say("commerce", REJECTED))
    accepted(published.say("commerce", correction(published, rank=38)))
    accepted(published.say("soe-2", APPEALED))
    assert (the_evaluation(published).upheld, the_evaluation(published).decision) == (None, None)
