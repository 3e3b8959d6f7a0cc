"""The values that cluster administration deals in: topics, rights, quotas, offsets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class TopicPartition:
    """One partition of a topic."""

    topic: str
    partition: int


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as it is or as it should be; `configs` holds the settings that differ from the broker's."""

    name: str
    partitions: int
    replication: int = 1
    configs: Mapping[str, str] = field(default_factory=dict)


class Resource(StrEnum):
    """What a right is about."""

    TOPIC = "TOPIC"
    GROUP = "GROUP"
    CLUSTER = "CLUSTER"
    TRANSACTIONAL_ID = "TRANSACTIONAL_ID"


class Operation(StrEnum):
    """What a right allows; READ and WRITE include DESCRIBE."""

    ALL = "ALL"
    READ = "READ"
    WRITE = "WRITE"
    CREATE = "CREATE"
    DELETE = "DELETE"
    ALTER = "ALTER"
    DESCRIBE = "DESCRIBE"
    CLUSTER_ACTION = "CLUSTER_ACTION"
    DESCRIBE_CONFIGS = "DESCRIBE_CONFIGS"
    ALTER_CONFIGS = "ALTER_CONFIGS"
    IDEMPOTENT_WRITE = "IDEMPOTENT_WRITE"


class Pattern(StrEnum):
    """Whether a right names one resource or all whose names begin so."""

    LITERAL = "LITERAL"
    PREFIXED = "PREFIXED"


class Permission(StrEnum):
    """Whether a right allows or forbids."""

    ALLOW = "ALLOW"
    DENY = "DENY"


@dataclass(frozen=True, slots=True, order=True)
class Acl:
    """One right of one principal ("User:commerce")."""

    principal: str
    resource: Resource
    name: str
    operation: Operation
    pattern: Pattern = Pattern.LITERAL
    permission: Permission = Permission.ALLOW
    host: str = "*"


class QuotaKey(StrEnum):
    """What can be limited per user: bytes a second each way, and share of request threads in percent."""

    PRODUCER_BYTE_RATE = "producer_byte_rate"
    CONSUMER_BYTE_RATE = "consumer_byte_rate"
    REQUEST_PERCENTAGE = "request_percentage"
    CONTROLLER_MUTATION_RATE = "controller_mutation_rate"


@dataclass(frozen=True, slots=True)
class Quota:
    """The limits of one user; None is the default of all users without their own."""

    user: str | None
    limits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a group is behind in one partition; `committed` is None before its first commit."""

    topic: str
    partition: int
    committed: int | None
    end: int

    @property
    def records(self) -> int:
        """Records not yet processed, transaction markers included."""
        return max(0, self.end - (self.committed or 0))
