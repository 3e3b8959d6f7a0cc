"""Grades by rank: who is A, B, C or D among all that are evaluated in a year; who is exempt is T and takes no place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from yipanqi.models.codes import EvaluationGrade

_RANKED = (EvaluationGrade.A, EvaluationGrade.B, EvaluationGrade.C, EvaluationGrade.D)


@dataclass(frozen=True, slots=True)
class Graded:
    """One subject's place: `rank` from 1, equal totals share the better one; None for who is exempt."""

    evaluation_id: str
    total: Decimal
    rank: int | None
    grade: EvaluationGrade


def grades(totals: Iterable[tuple[str, Decimal, bool]], shares: Mapping[str, Decimal]) -> tuple[list[Graded], int]:
    """Return the subjects in order with their grades, and how many were ranked.

    `totals` are id, total and whether exempt; `shares` the share of each grade, which add to 1. Each grade ends at its
    cumulated share of the places, rounded half up; subjects with equal totals get the better of their grades.
    """
    known = sorted(totals, key=lambda entry: (-entry[1], entry[0]))
    ranked = [entry for entry in known if not entry[2]]
    ends, cumulated = [], Decimal(0)
    for grade in _RANKED:
        cumulated += shares[grade.value]
        ends.append((int((cumulated * len(ranked)).quantize(Decimal(1), ROUND_HALF_UP)), grade))
    placed: list[Graded] = []
    for place, (evaluation_id, total, _) in enumerate(ranked, 1):
        if placed and placed[-1].total == total:
            placed.append(Graded(evaluation_id, total, placed[-1].rank, placed[-1].grade))
            continue
        grade = next((grade for end, grade in ends if place <= end), EvaluationGrade.D)
        placed.append(Graded(evaluation_id, total, place, grade))
    exempt = [entry for entry in known if entry[2]]
    placed += [Graded(evaluation_id, total, None, EvaluationGrade.T) for evaluation_id, total, _ in exempt]
    return placed, len(ranked)
