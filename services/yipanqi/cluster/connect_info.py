"""What a client in another language needs to take part: `yipanqi connect-info <unit>`. Never a password itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from yipanqi.bus.cloudevents import source_of
from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.cluster.rights import group_prefix, readable_topics
from yipanqi.contract.catalog import Catalog, intake


@dataclass(frozen=True, slots=True)
class ConnectInfo:
    """Addresses, names and topics of one unit's own client."""

    unit: str
    unit_zh: str
    bootstrap: str
    security: str
    mechanism: str
    user: str
    password_file: Path
    ca_file: Path | None
    registry_url: str
    registry_user: str | None
    write_topic: str
    read_topics: tuple[str, ...]
    group_prefix: str
    source: str
    event_types: tuple[str, ...]


def connect_info(
    unit: str,
    kafka: KafkaSettings,
    registry: RegistrySettings,
    password_file: Path,
    catalog: Catalog,
) -> ConnectInfo:
    """Gather what a client of `unit` needs; `kafka` and `registry` are addresses as that client sees them.

    Raises:
        ConfigurationError: the catalogue has no such unit.
    """
    entry = catalog.units.get(unit)
    if entry is None:
        names = ", ".join(catalog.units)
        raise ConfigurationError(
            f"目录中没有单位 {unit}，可选：{names} | the catalogue has no unit {unit}: choose one of {names}"
        )
    return ConnectInfo(
        unit=unit,
        unit_zh=entry.zh,
        bootstrap=kafka.bootstrap,
        security=kafka.security.value,
        mechanism=kafka.mechanism,
        user=unit,
        password_file=password_file,
        ca_file=kafka.ca_file,
        registry_url=_without_password(registry.url).rstrip("/"),
        registry_user=registry.user,
        write_topic=intake(unit),
        read_topics=tuple(readable_topics(catalog, unit, entry)),
        group_prefix=group_prefix(unit),
        source=source_of(unit),
        event_types=tuple(sorted(catalog.event_types(unit))),
    )


def _without_password(url: str) -> str:
    """Return a URL less the user and password that someone may have written into it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
