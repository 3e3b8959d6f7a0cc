"""Talking to a unit service, for the command line and for scripts: spreadsheets, events, receipts; prints nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from yipanqi.bus.errors import AuthenticationError, YipanqiError
from yipanqi.unit.answers import Accepted, ImportAnswer, ReceiptPage
from yipanqi.unit.envelopes import BATCH
from yipanqi.unit.problems import ErrorAnswer, RequestRefused

_POLL_S = 0.25
_LONGEST_POLL_S = 2.0


class FileReport(BaseModel):
    """What became of one file: an answer, or why there is none."""

    model_config = ConfigDict(frozen=True)

    path: Path
    answer: ImportAnswer | None = None
    error_zh: str | None = None
    error_en: str | None = None

    @property
    def ok(self) -> bool:
        """Whether a table was found in the file and no event of it was refused."""
        if self.answer is None or self.answer.refused:
            return False
        return any(sheet["tables"] for sheet in self.answer.report["sheets"])


class ImportReport(BaseModel):
    """What became of several files; `waited_out` when receipts were still missing at the end of the wait."""

    model_config = ConfigDict(frozen=True)

    files: tuple[FileReport, ...]
    waited_out: bool = False

    @property
    def ok(self) -> bool:
        """Whether every file was read, and no event was refused or is still waited for."""
        return not self.waited_out and all(file.ok for file in self.files)


class UnitClient:
    """Talks to one unit service with one API key."""

    def __init__(self, base_url: str, api_key: SecretStr | str, *, timeout_s: float = 120.0) -> None:
        secret = api_key.get_secret_value() if isinstance(api_key, SecretStr) else api_key
        self._base_url = base_url.rstrip("/")
        self._http = httpx.Client(
            base_url=f"{self._base_url}/api/v1/",
            headers={"Authorization": f"Bearer {secret}"},
            timeout=timeout_s,
            trust_env=False,
        )

    def import_file(self, path: Path, *, retry_refused: bool = False) -> FileReport:
        """Import one file; what is wrong with the file is in the answer, not raised.

        Raises YipanqiError when the service can't be reached, AuthenticationError when it refuses the key.
        """
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return FileReport(path=path, error_zh="没有这个文件", error_en="there is no such file")
        except OSError as error:
            reason = error.strerror
            return FileReport(path=path, error_zh=f"无法读取文件：{reason}", error_en=f"can't be read: {reason}")
        response = self._request(
            "POST",
            "imports",
            params={"retry_refused": retry_refused},
            files={"file": (path.name, content, "application/octet-stream")},
        )
        if response.status_code == 202:
            return FileReport(path=path, answer=ImportAnswer.model_validate_json(response.content))
        problem = _problem(response)
        return FileReport(path=path, error_zh=problem.zh, error_en=problem.en)

    def import_state(self, import_id: str) -> ImportAnswer:
        """Return what has become of an import so far."""
        response = self._request("GET", f"imports/{import_id}")
        if response.status_code != 200:
            problem = _problem(response)
            raise YipanqiError(f"{problem.zh} | {problem.en}")
        return ImportAnswer.model_validate_json(response.content)

    def annotated(self, import_id: str) -> bytes:
        """Return the imported file with a column of remarks."""
        response = self._request("GET", f"imports/{import_id}/annotated")
        if response.status_code != 200:
            problem = _problem(response)
            raise YipanqiError(f"{problem.zh} | {problem.en}")
        return response.content

    def publish(self, events: Sequence[Mapping[str, Any]]) -> Accepted:
        """Put CloudEvents in the unit's outbox, all of them or none.

        Raises RequestRefused with each thing that is wrong, YipanqiError when the service can't be reached,
        AuthenticationError when it refuses the key.
        """
        body = json.dumps(events, ensure_ascii=False).encode()
        response = self._request("POST", "events", content=body, headers={"Content-Type": BATCH})
        if response.status_code != 202:
            raise _refusal(response)
        return Accepted.model_validate_json(response.content)

    def receipts(self, event_ids: Sequence[str], *, since: int = 0, wait_s: float = 0) -> ReceiptPage:
        """Return the receipts of these events; with `wait_s`, the service holds the request until there is one."""
        params = {"event_id": list(event_ids), "since": since, "wait": wait_s, "limit": len(event_ids)}
        response = self._request("GET", "receipts", params=params)
        if response.status_code != 200:
            raise _refusal(response)
        return ReceiptPage.model_validate_json(response.content)

    def _request(self, method: str, path: str, **arguments: object) -> httpx.Response:
        try:
            for _ in range(30):
                response = self._http.request(method, path, **arguments)  # type: ignore[arg-type]  # passed through
                if response.status_code != 429:
                    break
                time.sleep(min(5.0, float(response.headers.get("Retry-After", "1"))))
        except httpx.HTTPError as error:
            raise YipanqiError(
                f"单位服务 {self._base_url} 无法访问，请确认已启动 | "
                f"the unit service {self._base_url} can't be reached, is it running? ({type(error).__name__})",
                retriable=True,
            ) from error
        problem = _problem(response) if response.status_code in (401, 403) else None
        # 403 is also the answer to an event that is not this unit's to publish: no matter of the key.
        if problem is not None and problem.code not in ("forged_source", "type_not_allowed"):
            raise AuthenticationError(f"{problem.zh} | {problem.en}")
        return response

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def import_files(
    base_url: str,
    api_key: SecretStr | str,
    files: Sequence[Path],
    *,
    wait: bool = True,
    retry_refused: bool = False,
    timeout_s: float = 60.0,
    progress: Callable[[Path, ImportAnswer | None], None] = lambda path, answer: None,
) -> ImportReport:
    """Import files one after the other; with `wait`, until every event has its receipt or `timeout_s` is over.

    `progress` is called with each path before (None) and after its import, and on each look at its receipts.
    Raises YipanqiError when the service can't be reached, AuthenticationError when it refuses the key.
    """
    with UnitClient(base_url, api_key) as client:
        reports: list[FileReport] = []
        for path in files:
            progress(path, None)
            report = client.import_file(path, retry_refused=retry_refused)
            reports.append(report)
            progress(path, report.answer)
        if not wait:
            return ImportReport(files=tuple(reports))
        return _wait(client, reports, time.monotonic() + timeout_s, progress)


def _wait(
    client: UnitClient,
    reports: list[FileReport],
    deadline: float,
    progress: Callable[[Path, ImportAnswer | None], None],
) -> ImportReport:
    for place, report in enumerate(reports):
        pause = _POLL_S
        while report.answer is not None and report.answer.pending and time.monotonic() < deadline:
            time.sleep(pause)
            pause = min(_LONGEST_POLL_S, pause * 1.5)
            report = report.model_copy(update={"answer": client.import_state(report.answer.import_id)})
            progress(report.path, report.answer)
        reports[place] = report
    late = any(report.answer is not None and report.answer.pending for report in reports)
    return ImportReport(files=tuple(reports), waited_out=late)


def _refusal(response: httpx.Response) -> RequestRefused:
    problem = _problem(response)
    return RequestRefused(response.status_code, problem.errors or (problem,))


def _problem(response: httpx.Response) -> ErrorAnswer:
    try:
        return ErrorAnswer.model_validate_json(response.content)
    except ValidationError:
        text = f"HTTP {response.status_code}"
        return ErrorAnswer(code="http", zh=text, en=text, errors=())
