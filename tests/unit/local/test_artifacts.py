"""Only the very files that were pinned are used, and a broken download goes on where it stopped."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yipanqi.local import artifacts
from yipanqi.local.artifacts import ArtifactError, ArtifactStore, Pin, read_pins

CONTENT = bytes(range(256)) * 4000


@pytest.fixture
def pin(monkeypatch: pytest.MonkeyPatch) -> Pin:
    digest = hashlib.sha256(CONTENT).hexdigest()
    made = Pin("org.example", "thing", "1.0", digest, len(CONTENT))
    monkeypatch.setattr(artifacts, "read_pins", lambda name: [made] if name == "kafka" else [])
    return made


class Repository(http.server.ThreadingHTTPServer):
    """A Maven repository with one file, that can hang up in the middle."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = content
        self.hang_ups = 0
        self.ranges: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Repository

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        begin = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        body = self.server.content[begin:]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.hang_ups:
            self.server.hang_ups -= 1
            body = body[: len(body) // 2]
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        return


@pytest.fixture
def repository() -> Iterator[Repository]:
    server = Repository(CONTENT)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_download_that_breaks_off_goes_on_where_it_stopped(pin: Pin, repository: Repository, tmp_path: Path) -> None:
    repository.hang_ups = 1
    (path,) = ArtifactStore(tmp_path, repositories=[repository.url]).kafka_jars()
    assert path.read_bytes() == CONTENT
    first, second = repository.ranges
    assert first is None
    assert second not in (None, "bytes=0-")


def test_those_who_want_the_same_file_at_once_fetch_it_once(pin: Pin, repository: Repository, tmp_path: Path) -> None:
    together = threading.Barrier(4)

    def fetch(_number: int) -> Path:
        store = ArtifactStore(tmp_path, repositories=[repository.url])
        together.wait(10)
        return store.kafka_jars()[0]

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(fetch, range(4)))
    assert [path.read_bytes() for path in found] == [CONTENT]
    assert repository.ranges == [None]


def test_what_was_fetched_is_used_without_a_network(pin: Pin, repository: Repository, tmp_path: Path) -> None:
    ArtifactStore(tmp_path, repositories=[repository.url]).kafka_jars()
    nowhere = ArtifactStore(tmp_path, repositories=["http://127.0.0.1:9/"])
    assert nowhere.kafka_jars()[0].read_bytes() == CONTENT


def test_a_file_that_is_not_the_pinned_one_is_refused(pin: Pin, repository: Repository, tmp_path: Path) -> None:
    repository.content = CONTENT[:-1] + b"x"
    with pytest.raises(ArtifactError, match="not the file that was pinned"):
        ArtifactStore(tmp_path, repositories=[repository.url]).kafka_jars()
    assert list(tmp_path.rglob("*.jar")) == []


def test_a_jar_that_was_changed_in_the_cache_is_refused(pin: Pin, repository: Repository, tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path, repositories=[repository.url])
    (path,) = store.kafka_jars()
    path.write_bytes(CONTENT + b"x")
    with pytest.raises(ArtifactError, match=pin.filename):
        store.kafka_jars()


def test_without_a_network_the_message_says_what_to_do(pin: Pin, tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path, repositories=["http://127.0.0.1:9/"])
    with pytest.raises(ArtifactError, match="YIPANQI_MAVEN_REPOSITORY") as caught:
        store.kafka_jars()
    assert caught.value.retriable


def test_the_pins_are_one_kafka_and_one_registry() -> None:
    kafka = read_pins("kafka")
    versions = {one.version for one in kafka if one.group == "org.apache.kafka"}
    assert versions == {"4.4.0"}
    assert [one.artifact for one in read_pins("registry")] == ["apicurio-registry-app"]
