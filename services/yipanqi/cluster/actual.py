"""What a cluster and a registry hold now, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.apicurio import HeldSubject
from yipanqi.bus.cluster import Acl, Quota, TopicSpec
from yipanqi.bus.errors import SchemaNotFound
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import ParsedSchema
from yipanqi.cluster.desired import Desired

Result = TypeVar("Result")

#: Connections to the registry at a time; more gain nothing on two cores.
REGISTRY_THREADS = 8


@dataclass(frozen=True, slots=True)
class SubjectState:
    """A subject that exists: whether the wanted schema is one of its versions, its level, and what forbids it."""

    registered: bool
    compatibility: str | None
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actual:
    """The whole of what is; an empty one is a new cluster."""

    topics: Mapping[str, TopicSpec] = field(default_factory=dict)
    users: frozenset[str] = frozenset()
    acls: frozenset[Acl] = frozenset()
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    subjects: Mapping[str, SubjectState] = field(default_factory=dict)
    #: Subjects that exist and are not asked about.
    other_subjects: frozenset[str] = frozenset()


def read_actual(admin: ClusterAdmin, registry: SchemaRegistry, wanted: Desired) -> Actual:
    """Ask the cluster and the registry, both at the same time.

    Raises:
        YipanqiError: one of them can't be reached, or the user is not an administrator.
    """
    with ThreadPoolExecutor(1) as pool:
        subjects = pool.submit(_subjects, registry, wanted)
        topics, users, acls, quotas = admin.topics(), admin.users(), admin.acls(), admin.quotas()
        states, others = subjects.result()
    return Actual(
        topics=topics,
        users=frozenset(users),
        acls=frozenset(acls),
        quotas={user: quota for user, quota in quotas.items() if user is not None},
        subjects=states,
        other_subjects=frozenset(others),
    )


def _subjects(registry: SchemaRegistry, wanted: Desired) -> tuple[dict[str, SubjectState], set[str]]:
    held = registry.snapshot()
    existing = _existing(registry, wanted) if held is None else set(held)
    asked = sorted(existing & wanted.subjects.keys())
    known = _known(held or {}, wanted)
    unknown = [name for name in asked if name not in known]
    found = in_parallel(lambda name: _subject(registry, name, wanted.subjects[name]), unknown)
    states = known | dict(zip(unknown, found, strict=True))
    return {name: states[name] for name in asked}, existing - wanted.subjects.keys()


def _existing(registry: SchemaRegistry, wanted: Desired) -> set[str]:
    existing = set(registry.subjects())
    if existing:
        # A registry may cut its list short (Apicurio does, at 500 subjects): what is not in it is asked for by name.
        unlisted = sorted(wanted.subjects.keys() - existing)
        versions = in_parallel(registry.versions, unlisted)
        existing.update(name for name, found in zip(unlisted, versions, strict=True) if found)
    return existing


def _known(held: Mapping[str, HeldSubject], wanted: Desired) -> dict[str, SubjectState]:
    """Return what needs no question: the wanted schema stands there as we write it."""
    texts = {id(schema): schema.text() for schema in wanted.subjects.values()}
    return {
        name: SubjectState(True, held[name].compatibility)
        for name, schema in wanted.subjects.items()
        if name in held and texts[id(schema)] in held[name].ids
    }


def _subject(registry: SchemaRegistry, name: str, schema: ParsedSchema) -> SubjectState:
    level = registry.compatibility(name)
    try:
        registry.schema_id(name, schema)
    except SchemaNotFound:
        return SubjectState(False, level, tuple(registry.check_compatibility(name, schema)))
    return SubjectState(True, level)


def in_parallel(work: Callable[[str], Result], names: Iterable[str]) -> list[Result]:
    """Do the work for each name on a few threads, in the names' order; the first error is raised."""
    with ThreadPoolExecutor(REGISTRY_THREADS) as pool:
        return list(pool.map(work, names))
