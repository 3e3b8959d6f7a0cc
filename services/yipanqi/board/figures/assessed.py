"""Assessments as the API words them: a tree of terms down to the ledger's events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nsmallest
from itertools import islice
from typing import Any

from yipanqi.board.figures.answers import Namer, plain, reason
from yipanqi.contract.settings import product_sections
from yipanqi.figures.assessment import Part, Score
from yipanqi.figures.gaps import Gap
from yipanqi.figures.progress import is_plan
from yipanqi.figures.terms import Term

Json = dict[str, Any]
Shown = Callable[[Sequence[Term]], list[Json]]
#: Only the largest terms are told here; the figure's own `explain` has them all, page by page.
MOST = 5


def scored(score: Score, names: Namer) -> Json:
    """Return a unit's score with its parts, without the terms behind them."""
    zh, en = names(score.unit)
    return {
        "unit": {"code": score.unit, "zh": zh, "en": en},
        "score": plain(score.total),
        "comparable": plain(score.comparable),
        "weights_counted": plain(score.weights_counted),
        "until": score.until.isoformat(),
        "parts": [_part(part) for part in score.parts],
        "last_input": score.last_input,
    }


def explained(score: Score, names: Namer, shown: Shown) -> Json:
    """Return a unit's score with every part's formula worked out, and its terms with their events."""
    cap = product_sections()["assessment"].settings["completion_cap"].value
    chosen = [_Chosen.of(part) for part in score.parts]
    # All at once: parts share records, and each look for events costs.
    answers = iter(shown([term for one in chosen for term in one.terms]))
    parts = [
        {
            **_part(part),
            "formula": _formula(part, str(cap)),
            "terms": one.answered(list(islice(answers, len(one.terms)))),
            "terms_total": one.total,
        }
        for part, one in zip(score.parts, chosen, strict=True)
    ]
    return {**scored(score, names), "parts": parts}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What of a part is told: the largest terms, each plan with its months as one, then what is left out."""

    counted: list[Term]
    plans: list[list[Term]]
    left_out: list[Term]
    total: int

    @classmethod
    def of(cls, part: Part) -> _Chosen:
        reached = [term for term in part.terms if not is_plan(term)]
        plans: dict[tuple[str, Gap | None], list[Term]] = {}
        for term in part.terms:
            if is_plan(term):
                plans.setdefault((term.row.id, term.gap), []).append(term)
        largest = nsmallest(MOST, reached, key=_weight)
        counted = [term for term in largest if term.gap is None]
        left_out = largest[len(counted) :]
        return cls(counted, [*plans.values()][:MOST], left_out, len(reached) + len(plans))

    @property
    def terms(self) -> list[Term]:
        return [*self.counted, *map(_year, self.plans), *self.left_out]

    def answered(self, answers: list[Json]) -> list[Json]:
        """Return the answers about the terms with the months of each plan."""
        for answer, months in zip(answers[len(self.counted) :], self.plans, strict=False):
            answer["months"] = [{"on": str(month.on), "denominator": plain(month.bottom)} for month in months]
        return answers


def _year(months: Sequence[Term]) -> Term:
    """Return the months of a plan as one term."""
    return months[0]._replace(bottom=sum((month.bottom for month in months), Decimal(0)), on=None)


def _weight(term: Term) -> tuple[bool, Decimal, Decimal, str]:
    """Order terms: the largest part first, what is left out last."""
    return (term.gap is not None, -abs(term.top), -abs(term.bottom), term.row.id)


def settings() -> Json:
    """Return the weights, caps and points that scores are made with, each with its source."""
    return {key: one.as_json() for key, one in product_sections()["assessment"].settings.items()}


def _part(part: Part) -> Json:
    answer = {
        "code": part.code,
        "zh": part.zh,
        "en": part.en,
        "points": plain(part.points),
        "weight": plain(part.weight),
        "completion": plain(part.completion),
        "actual": plain(part.actual),
        "planned": plain(part.planned),
        "count": plain(part.count),
        "each": plain(part.each),
        "reason": reason(part.gap),
    }
    return {name: value for name, value in answer.items() if value is not None}


def _formula(part: Part, cap: str) -> str:
    """Return the arithmetic of a part with its numbers."""
    if part.gap is not None:
        return "—"
    if part.count is not None:
        return f"{plain(part.count)} × {plain(part.each)} → {plain(part.points)}"
    done = f"{plain(part.actual)} ÷ {plain(part.planned)} = {plain(part.completion)}"
    capped = f"max(0, min({plain(part.completion)}, {cap}))"
    return f"{done}; {capped} × 100 × {plain(part.weight)} = {plain(part.points)}"
