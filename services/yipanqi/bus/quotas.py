"""Client quotas (KIP-546), for which kafka-python has the messages but no call."""

from __future__ import annotations

from typing import Any

from kafka import KafkaAdminClient
from kafka import errors as kafka_errors
from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from yipanqi.bus.cluster import Quota

_ENTITY = "user"
_MATCH_ANY_SPECIFIED = 2


def list_quotas(client: KafkaAdminClient) -> list[Quota]:
    """Return the quotas that are set per user (and the default user's), by user name."""
    component = DescribeClientQuotasRequest.ComponentData(
        entity_type=_ENTITY, match_type=_MATCH_ANY_SPECIFIED, match=None
    )
    request = DescribeClientQuotasRequest(components=[component], strict=True)
    answer = _send(client, request)
    _raise_for(answer.error_code, answer.error_message, "describe client quotas")
    quotas = [
        Quota(entry.entity[0].entity_name, {value.key: value.value for value in entry.values})
        for entry in answer.entries or ()
    ]
    return sorted(quotas, key=lambda quota: quota.user or "")


def set_quota(client: KafkaAdminClient, quota: Quota, current: Quota | None) -> None:
    """Make `quota` the user's limits; limits in `current` that it does not name are removed."""
    entry_type = AlterClientQuotasRequest.EntryData
    operations = [
        entry_type.OpData(key=str(key), value=float(value), remove=False) for key, value in quota.limits.items()
    ]
    stale = set(current.limits if current else ()) - {str(key) for key in quota.limits}
    operations += [entry_type.OpData(key=key, value=0.0, remove=True) for key in sorted(stale)]
    if not operations:
        return
    entity = entry_type.EntityData(entity_type=_ENTITY, entity_name=quota.user)
    request = AlterClientQuotasRequest(entries=[entry_type(entity=[entity], ops=operations)], validate_only=False)
    for result in _send(client, request).entries:
        _raise_for(result.error_code, result.error_message, f"set the quota of user {quota.user}")


def _send(client: KafkaAdminClient, request: Any) -> Any:
    return client._manager.run(client._manager.send, request)


def _raise_for(code: int, message: str | None, doing: str) -> None:
    if code:
        raise kafka_errors.for_code(code)(f"{doing}: {message}")
