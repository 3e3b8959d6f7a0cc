"""Fetches one pinned file from a Maven repository: resumes, tries again, says when the network is away."""

from __future__ import annotations

import os
import ssl
import time
from pathlib import Path

import certifi
import httpx
from jgo.config import GlobalSettings
from jgo.maven import MavenContext

from yipanqi.local.artifacts import ArtifactError, Pin, ProgressSink

_CHUNK = 1 << 17
_PAUSES_S = (0.0, 0.5, 1.0, 2.0)
_TIMEOUT_S = 60


def default_repositories() -> list[str]:
    """Addresses to try in order: `$YIPANQI_MAVEN_REPOSITORY`, those of jgo's own configuration, Maven Central."""
    own = os.environ.get("YIPANQI_MAVEN_REPOSITORY")
    configured = list(GlobalSettings.load().repositories.values())
    central = list(MavenContext().remote_repos.values())
    return [*([own] if own else []), *configured, *central]


class Downloader:
    """Downloads pinned files; whoever calls it sees to it that a file is fetched by one process at a time."""

    def __init__(self, repositories: list[str] | None = None) -> None:
        self._repositories = repositories or default_repositories()

    def fetch(self, pin: Pin, partial: Path, progress: ProgressSink | None) -> None:
        """Bring `pin` to `partial`, going on where an earlier try stopped; ArtifactError if no repository gives it."""
        last: Exception | None = None
        for pause in _PAUSES_S:
            time.sleep(pause)
            for repository in self._repositories:
                try:
                    self._fetch_from(repository, pin, partial, progress)
                except (httpx.HTTPError, OSError) as error:
                    last = error
                    continue
                return
        raise _unreachable(pin, last)

    def _fetch_from(self, repository: str, pin: Pin, partial: Path, progress: ProgressSink | None) -> None:
        have = partial.stat().st_size if partial.is_file() else 0
        if have >= pin.size:
            return
        headers = {"Range": f"bytes={have}-"} if have else {}
        url = f"{repository.rstrip('/')}/{pin.repository_path}"
        with (
            httpx.Client(verify=_trusted(), timeout=_TIMEOUT_S, follow_redirects=True) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            response.raise_for_status()
            resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
            with partial.open("ab" if resumed else "wb") as file:
                for chunk in response.iter_bytes(_CHUNK):
                    file.write(chunk)
                    if progress is not None:
                        progress(pin, len(chunk))
        if partial.stat().st_size < pin.size:
            raise httpx.ReadError(f"only {partial.stat().st_size} of {pin.size} bytes came")


def _trusted() -> ssl.SSLContext:
    """Trust the authorities of the system too, not only the bundled ones: offices often have a proxy of their own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _unreachable(pin: Pin, cause: Exception | None) -> ArtifactError:
    name = type(cause).__name__ if cause else "?"
    return ArtifactError(
        f"无法下载 {pin.filename}（{name}）。请检查网络或代理（HTTPS_PROXY），或用环境变量 "
        f"YIPANQI_MAVEN_REPOSITORY 指定内网 Maven 镜像；已下载的部分会保留，重试时续传。 / "
        f"Could not download {pin.filename} ({name}). Check the network or proxy (HTTPS_PROXY), or name a Maven "
        f"mirror in YIPANQI_MAVEN_REPOSITORY; what has arrived is kept and the next try goes on from there.",
        retriable=True,
    )
