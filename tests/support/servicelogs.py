"""What a failed test shows of the services beside it: the ends of their logs, warnings and errors first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINES = 40
_LINE_LENGTH = 300
_SHORTEST_SECRET = 8
# Apicurio tells each request three times over; Kafka's own log begins at warnings.
_WARNINGS_ALONE = ("registry",)
_ORDER = ("coordinator", "unit", "commerce", "investment", "zone", "snd-group", "soe", "board", "watch", "kafka")
_STANDARD = ("time", "level", "service", "logger", "event", "color_message")
# Warnings of every start: nothing to look at.
_USUAL = re.compile(r"Performing controller activation|Unrecognized configuration key|config property is deprecated")
_BAD = re.compile(r"\b(WARN|WARNING|ERROR|FATAL|CRITICAL|Traceback|Exception)\b")


@dataclass(frozen=True)
class Line:
    """One line of a log as it is shown; `bad` from a warning on."""

    service: str
    text: str
    bad: bool


@dataclass
class ServiceLogs:
    """The logs below a folder; what was shown of a log is not shown again."""

    root: Path
    _shown: dict[Path, int] = field(default_factory=dict)

    def ends(self, since: float) -> str:
        """Return the ends of the logs of every district in which something was logged since (a file's time, s)."""
        logs = sorted(self._of_districts(since), key=_rank)
        found = {log: list(self._new_lines(log)) for log in logs}
        bad = [line for lines in found.values() for line in lines if line.bad]
        parts = [_part("warnings and errors", [f"{line.service}: {line.text}" for line in bad])] if bad else []
        for log, lines in found.items():
            shown = [line.text for line in lines if line.bad or log.stem not in _WARNINGS_ALONE]
            if shown:
                parts.append(_part(str(log.relative_to(self.root)), shown))
        return _without(self._secrets(), "\n".join(parts))

    def _of_districts(self, since: float) -> set[Path]:
        """All logs of a folder in which one has grown: that a service says nothing may be what is wrong."""
        # Kafka's data are files of that name too, numbered ones.
        logs = {log for log in self.root.rglob("*.log") if not log.stem.isdigit() and log.is_file()}
        grown = {log.parent for log in logs if log.stat().st_mtime >= since}
        return {log for log in logs if log.parent in grown}

    def _new_lines(self, log: Path) -> Iterator[Line]:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        start = self._shown.get(log, 0)
        self._shown[log] = len(lines)
        # One that has become shorter is another service's, in the same place.
        for text in lines[start if start <= len(lines) else 0 :]:
            yield _read(log.stem, text)

    def _secrets(self) -> set[str]:
        """Every password, key and token that lies in a district's folder. Logs should hold none; a report must not."""
        files = [file for folder in self.root.rglob("secrets") for file in folder.rglob("*") if file.is_file()]
        texts = [
            file.read_text(encoding="utf-8", errors="replace") for file in [*files, *self.root.rglob("*.password")]
        ]
        return {word for text in texts for word in text.split() if len(word) >= _SHORTEST_SECRET}


def _read(service: str, text: str) -> Line:
    """Shorten one of our own lines, which are JSON, to what tells them apart; leave others as they are."""
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict) or "event" not in told:
        return Line(service, text[:_LINE_LENGTH], bool(_BAD.search(text)) and not _USUAL.search(text))
    level = str(told.get("level", ""))
    more = " ".join(f"{name}={value}" for name, value in told.items() if name not in _STANDARD)
    shown = f"{str(told.get('time', ''))[11:23]} {level} {told.get('logger', '')}: {told['event']} {more}".rstrip()
    # Of a traceback the end says what happened.
    if len(shown) > _LINE_LENGTH and "exception" in told:
        shown = f"{shown[: _LINE_LENGTH // 2]} … {shown[-_LINE_LENGTH:]}"
    else:
        shown = shown[:_LINE_LENGTH]
    return Line(service, shown, level in ("warning", "error", "critical"))


def _part(title: str, lines: list[str]) -> str:
    left_out = f", {len(lines) - LINES} earlier ones left out" if len(lines) > LINES else ""
    return "\n".join([f"== {title} ({len(lines)} new lines{left_out})", *lines[-LINES:]])


def _rank(log: Path) -> tuple[str, int, str]:
    place = next((number for number, name in enumerate(_ORDER) if log.stem.startswith(name)), len(_ORDER))
    return str(log.parent), place, log.stem


def _without(secrets: Iterable[str], text: str) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text
