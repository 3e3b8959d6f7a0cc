"""Assessments as the API words them: a tree of terms down to the ledger's events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from yipanqi.board.figures.answers import Namer, plain, reason
from yipanqi.contract.settings import product_sections
from yipanqi.figures.assessment import Part, Score
from yipanqi.figures.terms import Term

Json = dict[str, Any]
Shown = Callable[[Sequence[Term]], list[Json]]
#: Of what was reached only the largest terms are told here; the figure's own `explain` has them all, page by page.
MOST = 5
#: A year's plan has a term a month; a share of many records (of a metric without a plan) has no more room than that.
_PLAN = 12


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
    parts = [
        {
            **_part(part),
            "formula": _formula(part, str(cap)),
            "terms": shown(_told(part.terms)),
            "terms_total": len(part.terms),
        }
        for part in score.parts
    ]
    return {**scored(score, names), "parts": parts}


def _told(terms: Sequence[Term]) -> list[Term]:
    """Return the largest terms of what was reached, and the whole plan: a year's months are of one record."""
    ordered = sorted(terms, key=_weight)
    reached = {id(term) for term in [term for term in ordered if not term.bottom][:MOST]}
    return [term for term in ordered if term.bottom or id(term) in reached][: MOST + _PLAN]


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
