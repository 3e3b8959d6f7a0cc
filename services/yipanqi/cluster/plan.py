"""The difference between what is and what should be, as a list of changes that a person can read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from yipanqi.bus.cluster import Acl, Quota, TopicSpec
from yipanqi.cluster.actual import Actual
from yipanqi.cluster.desired import Desired


class Kind(StrEnum):
    """What a change is about; the order is the order of doing."""

    TOPIC = "topic"
    USER = "user"
    ACL = "acl"
    QUOTA = "quota"
    SUBJECT = "subject"
    COMPATIBILITY = "compatibility"


class Action(StrEnum):
    """What is done about a difference."""

    #: It is missing and will be made.
    CREATE = "create"
    #: It differs and will be set.
    ALTER = "alter"
    #: It is there and nobody asked for it: reported, never removed.
    EXTRA = "extra"
    #: It differs in a way that only a person should change.
    MANUAL = "manual"
    #: It stands in the way: nothing is applied until it is resolved.
    BLOCKED = "blocked"


#: Users that a cluster has before any catalogue: its administrator, and the broker towards itself.
SYSTEM_USERS = frozenset({"admin", "broker"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `detail` says from what to what, `acl` is set for rights."""

    action: Action
    kind: Kind
    name: str
    detail: str = ""
    acl: Acl | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All differences, in the order in which they would be resolved."""

    changes: tuple[Change, ...]

    def of(self, *actions: Action, kind: Kind | None = None) -> tuple[Change, ...]:
        """Return the changes with one of these actions, of one kind if given."""
        return tuple(c for c in self.changes if c.action in actions and kind in (None, c.kind))

    @property
    def work(self) -> tuple[Change, ...]:
        """What `apply` would do."""
        return self.of(Action.CREATE, Action.ALTER)

    @property
    def blocked(self) -> tuple[Change, ...]:
        """What must be resolved before anything is applied."""
        return self.of(Action.BLOCKED)

    @property
    def empty(self) -> bool:
        """True when there is nothing to do and nothing in the way."""
        return not self.work and not self.blocked


def plan(desired: Desired, actual: Actual, *, rotate: Collection[str] = ()) -> Plan:
    """Compare; `rotate` names users who get a new password (passwords can't be read back, so never by themselves)."""
    changes = [
        *_topics(desired, actual),
        *_users(desired, actual, rotate),
        *_acls(desired, actual),
        *_quotas(desired, actual),
        *_subjects(desired, actual),
    ]
    order = list(Kind)
    return Plan(tuple(sorted(changes, key=lambda c: (order.index(c.kind), list(Action).index(c.action), c.name))))


def _topics(desired: Desired, actual: Actual) -> Iterator[Change]:
    for name, wanted in desired.topics.items():
        found = actual.topics.get(name)
        if found is None:
            detail = f"{wanted.partitions} × {wanted.replication}, {_configs(wanted)}"
            yield Change(Action.CREATE, Kind.TOPIC, name, detail)
        else:
            yield from _topic(wanted, found)
    for name in actual.topics.keys() - desired.topics.keys():
        yield Change(Action.EXTRA, Kind.TOPIC, name)


def _topic(wanted: TopicSpec, found: TopicSpec) -> Iterator[Change]:
    name = wanted.name
    if found.partitions != wanted.partitions:
        why = "分区不能减少 | partitions can't be taken away"
        if found.partitions < wanted.partitions:
            why = "增加分区会使键换位，须停机迁移 | more partitions move keys: migrate while the services are stopped"
        yield Change(Action.BLOCKED, Kind.TOPIC, name, f"{found.partitions} → {wanted.partitions}: {why}")
    if found.replication != wanted.replication:
        yield Change(
            Action.MANUAL,
            Kind.TOPIC,
            name,
            f"副本 {found.replication} → {wanted.replication}: kafka-reassign-partitions | replicas",
        )
    stale = {key: value for key, value in wanted.configs.items() if found.configs.get(key) != value}
    if stale:
        detail = ", ".join(f"{key}: {found.configs.get(key, '—')} → {value}" for key, value in sorted(stale.items()))
        yield Change(Action.ALTER, Kind.TOPIC, name, detail)
    for key in sorted(found.configs.keys() - wanted.configs.keys()):
        yield Change(Action.EXTRA, Kind.TOPIC, name, f"{key}={found.configs[key]}")


def _configs(spec: TopicSpec) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(spec.configs.items()))


def _users(desired: Desired, actual: Actual, rotate: Collection[str]) -> Iterator[Change]:
    for name in desired.users - actual.users:
        yield Change(Action.CREATE, Kind.USER, name, "SCRAM-SHA-512")
    for name in set(rotate) & actual.users:
        yield Change(Action.ALTER, Kind.USER, name, "换密码 | new password")
    for name in set(rotate) - actual.users - desired.users:
        yield Change(Action.BLOCKED, Kind.USER, name, "没有这个用户，无法换密码 | no such user to give a new password")
    for name in actual.users - desired.users - SYSTEM_USERS:
        yield Change(Action.EXTRA, Kind.USER, name)


def _acls(desired: Desired, actual: Actual) -> Iterator[Change]:
    for acl in desired.acls - actual.acls:
        yield Change(Action.CREATE, Kind.ACL, acl.principal, describe(acl), acl)
    for acl in actual.acls - desired.acls:
        yield Change(Action.EXTRA, Kind.ACL, acl.principal, describe(acl), acl)


def describe(acl: Acl) -> str:
    """Return a right in one line, as `WRITE topic intake.zone`."""
    prefix = "*" if acl.pattern.value == "PREFIXED" else ""
    host = "" if acl.host == "*" else f" @{acl.host}"
    refusal = "" if acl.permission.value == "ALLOW" else "DENY "
    return f"{refusal}{acl.operation.value} {acl.resource.value.lower()} {acl.name}{prefix}{host}"


def _quotas(desired: Desired, actual: Actual) -> Iterator[Change]:
    for user, wanted in desired.quotas.items():
        found = actual.quotas.get(user)
        if found is None:
            yield Change(Action.CREATE, Kind.QUOTA, user, _limits(wanted))
        elif dict(found.limits) != dict(wanted.limits):
            yield Change(Action.ALTER, Kind.QUOTA, user, f"{_limits(found)} → {_limits(wanted)}")
    for user in actual.quotas.keys() - desired.quotas.keys():
        yield Change(Action.EXTRA, Kind.QUOTA, user, _limits(actual.quotas[user]))


def _limits(quota: Quota) -> str:
    return ", ".join(f"{key}={value:g}" for key, value in sorted(quota.limits.items()))


def _subjects(desired: Desired, actual: Actual) -> Iterator[Change]:
    for name in desired.subjects:
        found = actual.subjects.get(name)
        if found is None:
            yield Change(Action.CREATE, Kind.SUBJECT, name)
        elif found.conflicts:
            yield Change(Action.BLOCKED, Kind.SUBJECT, name, "; ".join(found.conflicts))
        elif not found.registered:
            yield Change(Action.ALTER, Kind.SUBJECT, name, "新版本 | next version")
        level = found.compatibility if found else None
        if level != desired.compatibility:
            action = Action.CREATE if level is None else Action.ALTER
            yield Change(action, Kind.COMPATIBILITY, name, f"{level or '—'} → {desired.compatibility}")
    for name in actual.other_subjects:
        yield Change(Action.EXTRA, Kind.SUBJECT, name)
