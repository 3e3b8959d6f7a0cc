"""Apache Kafka and the schema registry as pinned files: fetched once, checked by SHA-256, used without a network."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from yipanqi.bus.errors import YipanqiError

ProgressSink = Callable[["Pin", int], None]
"""Called with the file and how many of its bytes have newly arrived."""


class ArtifactError(YipanqiError):
    """A pinned file could not be fetched, or is not the file that was pinned."""


@dataclass(frozen=True)
class Pin:
    """One file of Maven Central as it was when it was pinned: coordinates, SHA-256 (hex) and size in bytes."""

    group: str
    artifact: str
    version: str
    sha256: str
    size: int
    classifier: str = ""
    packaging: str = "jar"

    @property
    def filename(self) -> str:
        """The file's name in a Maven repository."""
        suffix = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{suffix}.{self.packaging}"

    @property
    def repository_path(self) -> str:
        """The file's path below a Maven repository's root."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.filename}"


def read_pins(name: str) -> list[Pin]:
    """Read the pins of one set, `kafka` or `registry`, from the list that this package carries."""
    text = resources.files("yipanqi.local").joinpath("pins.json").read_text(encoding="utf-8")
    return [Pin(**entry) for entry in json.loads(text)[name]]


def cache_folder() -> Path:
    """The folder that downloads are kept in: `$YIPANQI_CACHE`, else `~/.cache/yipanqi`."""
    return Path(os.environ.get("YIPANQI_CACHE") or Path.home() / ".cache" / "yipanqi")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class ArtifactStore:
    """The cache of pinned files; what is in it was checked, and Kafka's jars are checked again at each use."""

    def __init__(self, folder: Path | None = None, *, repositories: list[str] | None = None) -> None:
        self._folder = folder or cache_folder()
        self._repositories = repositories

    @property
    def folder(self) -> Path:
        """The cache's folder."""
        return self._folder

    def missing(self) -> list[Pin]:
        """The files that the next start would have to fetch."""
        kafka = [pin for pin in read_pins("kafka") if not self._path(pin).is_file()]
        registry = [] if self._registry_home().is_dir() else read_pins("registry")
        return kafka + registry

    def kafka_jars(self, progress: ProgressSink | None = None) -> list[Path]:
        """Kafka's jars, fetched if need be; raises ArtifactError if one is not the pinned file."""
        pins = read_pins("kafka")
        with ThreadPoolExecutor(6) as pool:
            return list(pool.map(lambda pin: self._obtain(pin, progress), pins))

    def registry_home(self, progress: ProgressSink | None = None) -> Path:
        """The folder of the unpacked registry (holds `quarkus-run.jar`), fetched and unpacked if need be."""
        home = self._registry_home()
        if not home.is_dir():
            with _one_at_a_time(home):
                if not home.is_dir():
                    self._unpack(home, progress)
        return home

    def _unpack(self, home: Path, progress: ProgressSink | None) -> None:
        (pin,) = read_pins("registry")
        archive = self._obtain(pin, progress)
        staging = home.with_name(f"{home.name}.part")
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        with tarfile.open(archive) as tar:
            # The archive's digest was just checked; the filter (3.11.4 and later) is a second lock.
            if hasattr(tarfile, "data_filter"):
                tar.extractall(staging, filter="data")
            else:
                tar.extractall(staging)  # noqa: S202 - digest checked above
        staging.rename(home)
        archive.unlink()

    def _registry_home(self) -> Path:
        (pin,) = read_pins("registry")
        return self._folder / f"{pin.artifact}-{pin.version}-{pin.sha256[:12]}"

    def _path(self, pin: Pin) -> Path:
        return self._folder / "jars" / f"{pin.sha256[:12]}-{pin.filename}"

    def _obtain(self, pin: Pin, progress: ProgressSink | None) -> Path:
        path = self._path(pin)
        if not path.is_file():
            with _one_at_a_time(path):
                if not path.is_file():
                    self._fetch(pin, path, progress)
                    return path
        if sha256_of(path) == pin.sha256:
            return path
        raise _changed(pin, path)

    def _fetch(self, pin: Pin, path: Path, progress: ProgressSink | None) -> None:
        from yipanqi.local.download import Downloader  # the network client is loaded only if something is missing

        partial = path.with_name(f"{path.name}.part")
        Downloader(self._repositories).fetch(pin, partial, progress)
        if sha256_of(partial) != pin.sha256:
            partial.unlink()
            raise _changed(pin, partial)
        partial.replace(path)


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Let one process at a time make `path`: whoever waited finds it made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _changed(pin: Pin, path: Path) -> ArtifactError:
    return ArtifactError(
        f"文件与锁定的校验和不符，拒绝使用：{pin.filename}。请删除 {path} 后重试；若仍出现，请检查镜像源。 / "
        f"{pin.filename} is not the file that was pinned (SHA-256 differs), so it is not used. "
        f"Delete {path} and try again; if it happens again, check the mirror you download from."
    )
