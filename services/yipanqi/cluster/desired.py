"""What the catalogue says a cluster and a registry should hold, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yipanqi.bus.cluster import Acl, Quota, QuotaKey, TopicSpec
from yipanqi.bus.schema import ParsedSchema
from yipanqi.cluster.rights import all_rights
from yipanqi.cluster.subjects import all_subjects
from yipanqi.cluster.topics import all_topics
from yipanqi.contract.catalog import COORDINATOR, WATCH, Catalog
from yipanqi.contract.schemas import SchemaSet

BOARD = "board"
MONITOR = "monitor"
SERVICES = (COORDINATOR, BOARD, WATCH, MONITOR)
FULL_TRANSITIVE = "FULL_TRANSITIVE"

_QUOTA_KEYS = {
    "producer_bytes_per_second": QuotaKey.PRODUCER_BYTE_RATE,
    "consumer_bytes_per_second": QuotaKey.CONSUMER_BYTE_RATE,
    "request_percentage": QuotaKey.REQUEST_PERCENTAGE,
}


@dataclass(frozen=True, slots=True)
class Overrides:
    """Where one installation differs from the catalogue: a single broker can't keep three copies."""

    replication_factor: int | None = None
    min_insync_replicas: int | None = None


#: One broker on one machine.
SINGLE_NODE = Overrides(replication_factor=1, min_insync_replicas=1)


@dataclass(frozen=True, slots=True)
class Desired:
    """The whole of what should be. Subjects: name → the schema that must be registered in it."""

    topics: Mapping[str, TopicSpec]
    users: frozenset[str]
    acls: frozenset[Acl]
    quotas: Mapping[str, Quota]
    subjects: Mapping[str, ParsedSchema]
    compatibility: str = FULL_TRANSITIVE


def desired(catalog: Catalog, schemas: SchemaSet, overrides: Overrides | None = None) -> Desired:
    """Derive everything from the catalogue and the schemas.

    Raises:
        KeyError: a duty or an aggregate names a schema that does not exist (`yipanqi schemas check` says which).
    """
    chosen = overrides or Overrides()
    return Desired(
        topics=all_topics(
            catalog,
            replication=chosen.replication_factor or catalog.cluster.replication_factor,
            min_insync=chosen.min_insync_replicas or catalog.cluster.min_insync_replicas,
        ),
        users=frozenset((*catalog.units, *SERVICES)),
        acls=frozenset(all_rights(catalog)),
        quotas={unit: _quota(catalog, unit) for unit in catalog.units},
        subjects=all_subjects(catalog, schemas),
    )


def _quota(catalog: Catalog, unit: str) -> Quota:
    limits = catalog.quotas.get("unit", {})
    return Quota(unit, {_QUOTA_KEYS[name].value: float(value) for name, value in limits.items()})
