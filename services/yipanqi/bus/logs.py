"""Structured logs: one JSON line an event, with the correlation id of the work at hand."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

_correlation: ContextVar[str | None] = ContextVar("yipanqi_correlation", default=None)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NOISY = ("kafka", "httpx", "httpcore", "urllib3")


@contextmanager
def correlated(correlation_id: str) -> Iterator[None]:
    """Give every log line inside the block this correlation id (an event's id, a request's id)."""
    token = _correlation.set(correlation_id)
    try:
        yield
    finally:
        _correlation.reset(token)


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; what was passed as `extra` becomes fields."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self._service,
            "logger": record.name,
            "event": record.getMessage(),
        }
        correlation = _correlation.get()
        if correlation is not None:
            line["correlation_id"] = correlation
        line.update({key: value for key, value in vars(record).items() if key not in _STANDARD})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Console(logging.Formatter):
    """Formats a record for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        extras = " ".join(f"{key}={value}" for key, value in vars(record).items() if key not in _STANDARD)
        stamp = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S.%f")[:-3]
        text = f"{stamp} {record.levelname[:4]} {record.name.removeprefix('yipanqi.')}: {record.getMessage()} {extras}"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return text.rstrip()


class NotAgain(logging.Filter):
    """Lets a line of a library through once in `every_s` seconds: a client without its broker repeats itself.

    Our own loggers are never cut short.
    """

    def __init__(self, every_s: float = 30.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._every_s = every_s
        self._monotonic = monotonic
        self._last: dict[tuple[str, int], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the line goes through."""
        if not record.name.startswith(_NOISY):
            return True
        now, place = self._monotonic(), (record.pathname, record.lineno)
        if now - self._last.get(place, -self._every_s) < self._every_s:
            return False
        self._last[place] = now
        return True


def configure_logging(
    service: str, level: str = "INFO", *, console: bool | None = None, stream: TextIO | None = None
) -> None:
    """Set up the process's logging; `console` (default: the stream is a terminal) chooses text for people."""
    stream = stream if stream is not None else sys.stderr
    handler = logging.StreamHandler(stream)
    for_people = stream.isatty() if console is None else console
    handler.setFormatter(Console() if for_people else JsonLines(service))
    handler.addFilter(NotAgain())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Says "credentials in the clear" at each login without TLS; whether to use TLS is a setting, not an event.
    logging.getLogger("kafka.net.sasl.scram").setLevel(logging.ERROR)
