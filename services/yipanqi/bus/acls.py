"""Rights (ACLs) on the broker, to and from kafka-python's objects."""

from __future__ import annotations

from collections.abc import Iterable

from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)

from yipanqi.bus.cluster import Acl, Operation, Pattern, Permission, Resource
from yipanqi.bus.errors import YipanqiError

_KNOWN = frozenset(resource.value for resource in Resource)


def list_acls(client: KafkaAdminClient) -> set[Acl]:
    """Return all rights on the cluster that our values can express."""
    everything = ACLFilter(
        principal=None,
        host=None,
        operation=ACLOperation.ANY,
        permission_type=ACLPermissionType.ANY,
        resource_pattern=ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
    )
    found, _ = client.describe_acls(everything)
    return {_from_kafka(acl) for acl in found if acl.resource_pattern.resource_type.name in _KNOWN}


def create_acls(client: KafkaAdminClient, acls: Iterable[Acl]) -> None:
    """Create rights; those that exist already stay as they are."""
    wanted = [_to_kafka(acl) for acl in acls]
    if not wanted:
        return
    failed = client.create_acls(wanted)["failed"]
    if failed:
        raise YipanqiError(f"{len(failed)} of {len(wanted)} ACLs could not be created: {failed[0].__name__}")


def delete_acls(client: KafkaAdminClient, acls: Iterable[Acl]) -> None:
    """Delete exactly these rights."""
    filters = [
        ACLFilter(
            principal=acl.principal,
            host=acl.host,
            operation=ACLOperation[acl.operation],
            permission_type=ACLPermissionType[acl.permission],
            resource_pattern=ResourcePatternFilter(
                ResourceType[acl.resource], acl.name, ACLResourcePatternType[acl.pattern]
            ),
        )
        for acl in acls
    ]
    if filters:
        client.delete_acls(filters)


def _to_kafka(acl: Acl) -> ACL:
    return ACL(
        principal=acl.principal,
        host=acl.host,
        operation=ACLOperation[acl.operation],
        permission_type=ACLPermissionType[acl.permission],
        resource_pattern=ResourcePattern(ResourceType[acl.resource], acl.name, ACLResourcePatternType[acl.pattern]),
    )


def _from_kafka(acl: ACL) -> Acl:
    pattern = acl.resource_pattern
    return Acl(
        principal=acl.principal,
        resource=Resource(pattern.resource_type.name),
        name=pattern.resource_name,
        operation=Operation(acl.operation.name),
        pattern=Pattern(pattern.pattern_type.name),
        permission=Permission(acl.permission_type.name),
        host=acl.host,
    )
