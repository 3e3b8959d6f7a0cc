"""What a client is told when something is wrong: a code, Chinese and English, the field and the event's index."""

# ruff: noqa: N818 - names say what happened, as in the bus's error tree

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from yipanqi.bus.errors import YipanqiError


class Problem(BaseModel):
    """One thing that is wrong with a request; `field` is a path such as `data.units[0].floor_m2`."""

    model_config = ConfigDict(frozen=True)

    code: str
    zh: str
    en: str
    field: str | None = None
    index: int | None = None


class ErrorAnswer(Problem):
    """The body of every 4xx and 5xx answer: the first problem, and all of them in `errors`."""

    errors: tuple[Problem, ...]


class RequestRefused(YipanqiError):
    """A request gets an HTTP error with these problems; `retry_after` in seconds where waiting helps."""

    def __init__(self, status: int, problems: Sequence[Problem], *, retry_after: int | None = None) -> None:
        first = problems[0]
        super().__init__(f"{first.zh} | {first.en}", retriable=retry_after is not None)
        self.status = status
        self.problems = tuple(problems)
        self.retry_after = retry_after

    def answer(self) -> ErrorAnswer:
        """Return the body of the answer."""
        return ErrorAnswer(**self.problems[0].model_dump(), errors=self.problems)


def refused(
    status: int, code: str, zh: str, en: str, *, field: str | None = None, retry_after: int | None = None
) -> RequestRefused:
    """Return the error for one problem."""
    return RequestRefused(status, [Problem(code=code, zh=zh, en=en, field=field)], retry_after=retry_after)


def status_of(statuses: Sequence[int]) -> int:
    """Return one HTTP status for a batch's problems: theirs if they agree, else 422."""
    return statuses[0] if len(set(statuses)) == 1 else 422
