"""Answers to requests that can't be served: a code, the parameter, and one sentence each in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request."""

    code: str
    zh: str
    en: str
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the problem as the API words it."""
        found = {"code": self.code, "field": self.field, "zh": self.zh, "en": self.en}
        return {key: value for key, value in found.items() if value is not None}


class RequestError(Exception):
    """A request that is answered with a status and its problems."""

    def __init__(self, status: int, *problems: Problem, headers: dict[str, str] | None = None) -> None:
        super().__init__("; ".join(p.en for p in problems))
        self.status = status
        self.problems = problems
        self.headers = headers or {}

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        return {"errors": [p.as_json() for p in self.problems]}


def bad_parameter(field: str, zh: str, en: str) -> Problem:
    """Return the problem of one query parameter."""
    return Problem("bad_parameter", zh, en, field)


def not_found(zh: str, en: str) -> RequestError:
    """Return the answer for something that is not there."""
    return RequestError(404, Problem("not_found", zh, en))
