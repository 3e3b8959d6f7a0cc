"""Carries a plan out: creates and sets, removes nothing, and may be repeated after any interruption."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from pydantic import SecretStr

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.cluster.actual import in_parallel
from yipanqi.cluster.desired import Desired
from yipanqi.cluster.plan import Action, Kind, Plan


def apply(
    plan: Plan,
    desired: Desired,
    admin: ClusterAdmin,
    registry: SchemaRegistry,
    passwords: Mapping[str, SecretStr],
) -> None:
    """Do everything that the plan lists as work; the cluster and the registry are changed at the same time.

    Raises:
        ConfigurationError: something is blocked or a password is missing; nothing was changed.
        YipanqiError: a change was refused; what was done before it stays, and the next plan shows the rest.
    """
    _require(plan, passwords)
    with ThreadPoolExecutor(1) as pool:
        subjects = pool.submit(_apply_subjects, plan, desired, registry)
        _apply_topics(plan, desired, admin)
        _apply_users(plan, desired, admin, passwords)
        subjects.result()


def _require(plan: Plan, passwords: Mapping[str, SecretStr]) -> None:
    if plan.blocked:
        first = plan.blocked[0]
        raise ConfigurationError(
            f"有 {len(plan.blocked)} 项须先处理，未作任何改动；第一项：{first.name} {first.detail} | "
            f"{len(plan.blocked)} differences must be resolved first, nothing was changed; the first is above"
        )
    missing = [c.name for c in plan.of(Action.CREATE, Action.ALTER, kind=Kind.USER) if c.name not in passwords]
    if missing:
        raise ConfigurationError(
            f"缺少用户 {', '.join(missing)} 的密码，未作任何改动 | "
            f"no password was given for {', '.join(missing)}: nothing was changed"
        )


def _apply_topics(plan: Plan, desired: Desired, admin: ClusterAdmin) -> None:
    new = plan.of(Action.CREATE, kind=Kind.TOPIC)
    if new:
        admin.create_topics([desired.topics[change.name] for change in new])
    for change in plan.of(Action.ALTER, kind=Kind.TOPIC):
        admin.set_configs(change.name, desired.topics[change.name].configs)


def _apply_users(plan: Plan, desired: Desired, admin: ClusterAdmin, passwords: Mapping[str, SecretStr]) -> None:
    """Rights before users: nobody can log in before the right limits stand."""
    admin.create_acls([c.acl for c in plan.of(Action.CREATE, kind=Kind.ACL) if c.acl is not None])
    for change in plan.of(Action.CREATE, Action.ALTER, kind=Kind.QUOTA):
        admin.set_quota(desired.quotas[change.name])
    for change in plan.of(Action.CREATE, Action.ALTER, kind=Kind.USER):
        admin.set_user(change.name, passwords[change.name])


def _apply_subjects(plan: Plan, desired: Desired, registry: SchemaRegistry) -> None:
    levels = [c.name for c in plan.of(Action.CREATE, Action.ALTER, kind=Kind.COMPATIBILITY)]
    # A subject that exists gets its level first, so that its next version is held to it.
    in_parallel(lambda name: registry.set_compatibility(name, desired.compatibility), levels)
    changed = [c.name for c in plan.of(Action.CREATE, Action.ALTER, kind=Kind.SUBJECT)]
    in_parallel(lambda name: registry.register(name, desired.subjects[name]), changed)
