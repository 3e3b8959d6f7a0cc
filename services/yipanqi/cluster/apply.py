"""Carries a plan out: creates and sets, removes nothing, and may be repeated after any interruption."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from pydantic import SecretStr

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.errors import BrokerUnavailable, ConfigurationError
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.cluster.actual import in_parallel
from yipanqi.cluster.desired import Desired
from yipanqi.cluster.plan import Action, Kind, Plan

_KNOWN_WITHIN_S = 20.0


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
    users = [c.name for c in plan.of(Action.CREATE, Action.ALTER, kind=Kind.USER)]
    for user in users:
        admin.set_user(user, passwords[user])
    if users:
        _wait_known(users[-1], passwords[users[-1]], admin)


def _wait_known(user: str, password: SecretStr, admin: ClusterAdmin) -> None:
    """Wait until the broker lets the last new user in: it learns of users in order, and a little after saying yes."""
    deadline = time.monotonic() + _KNOWN_WITHIN_S
    while not admin.password_works(user, password):
        if time.monotonic() > deadline:
            raise BrokerUnavailable(
                f"用户 {user} 已写入，但代理在 {_KNOWN_WITHIN_S:g} 秒内仍未识别，请稍后重试 | "
                f"user {user} was written, but the broker did not know it within {_KNOWN_WITHIN_S:g} s: try again later"
            )
        time.sleep(0.05)


def _apply_subjects(plan: Plan, desired: Desired, registry: SchemaRegistry) -> None:
    new = {change.name for change in plan.of(Action.CREATE, kind=Kind.SUBJECT)}
    # An empty registry may take everything at once; a thousand subjects are thousands of requests otherwise.
    if new == desired.subjects.keys() and registry.fill(desired.subjects, desired.compatibility):
        return
    levels = [c.name for c in plan.of(Action.CREATE, Action.ALTER, kind=Kind.COMPATIBILITY)]
    # A subject that exists gets its level first, so that its next version is held to it.
    in_parallel(lambda name: registry.set_compatibility(name, desired.compatibility), levels)
    changed = [c.name for c in plan.of(Action.CREATE, Action.ALTER, kind=Kind.SUBJECT)]
    in_parallel(lambda name: registry.register(name, desired.subjects[name]), changed)
