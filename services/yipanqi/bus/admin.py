"""What the catalogue and the operators ask of a cluster: topics, users, rights, quotas, offsets, lag."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType

from kafka import TopicPartition as KafkaPartition
from kafka import errors as kafka_errors
from kafka.admin import (
    ConfigResource,
    ConfigResourceType,
    OffsetSpec,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)
from kafka.protocol.consumer import IsolationLevel
from kafka.structs import OffsetAndMetadata
from pydantic import SecretStr

from yipanqi.bus import acls, quotas
from yipanqi.bus.client import make_admin, translated
from yipanqi.bus.cluster import Acl, Lag, Quota, TopicPartition, TopicSpec
from yipanqi.bus.errors import AuthenticationError, BrokerUnavailable, YipanqiError
from yipanqi.bus.probe import probe
from yipanqi.bus.settings import KafkaSettings


class ClusterAdmin:
    """An administrator's connection to one cluster; raises our errors only."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._client = make_admin(settings)

    # -- topics

    def topics(self) -> dict[str, TopicSpec]:
        """Return every topic (internal ones excluded) with its partitions and the configs set on it."""
        with translated("describe topics"):
            found = [topic for topic in self._client.describe_topics() if not topic["is_internal"]]
            names = [topic["name"] for topic in found]
            configs = self._topic_configs(names)
        return {
            topic["name"]: TopicSpec(
                name=topic["name"],
                partitions=len(topic["partitions"]),
                replication=len(topic["partitions"][0]["replica_nodes"]) if topic["partitions"] else 0,
                configs=configs.get(topic["name"], {}),
            )
            for topic in found
        }

    def _topic_configs(self, names: Sequence[str]) -> dict[str, dict[str, str]]:
        if not names:
            return {}
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        answer = self._client.describe_configs(resources, config_filter="modified").get("topic", {})
        return {
            name: {
                key: str(entry["value"])
                for key, entry in entries.items()
                if str(entry.get("config_source", "")).rpartition(".")[2] in _TOPIC_SOURCES
            }
            for name, entries in answer.items()
        }

    def create_topics(self, specs: Iterable[TopicSpec]) -> None:
        """Create topics and wait until they can be used; those that exist are left alone."""
        existing = self.topic_names()
        wanted = {
            spec.name: {
                "num_partitions": spec.partitions,
                "replication_factor": spec.replication,
                "configs": dict(spec.configs),
            }
            for spec in specs
            if spec.name not in existing
        }
        if wanted:
            with translated(f"create topics {', '.join(sorted(wanted))}"):
                self._client.create_topics(wanted, wait_for_metadata=True)

    def topic_names(self) -> set[str]:
        """Return the names of all topics."""
        with translated("list topics"):
            return set(self._client.list_topics())

    def set_configs(self, topic: str, configs: Mapping[str, str]) -> None:
        """Set these configs of a topic; others stay as they are."""
        if configs:
            with translated(f"set the configs of topic {topic}"):
                self._client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, dict(configs))])

    def add_partitions(self, topic: str, total: int) -> None:
        """Grow a topic to `total` partitions. Keys move: never do this to a topic that is keyed."""
        with translated(f"add partitions to topic {topic}"):
            self._client.create_partitions({topic: total})

    def delete_topics(self, names: Iterable[str]) -> None:
        """Delete topics and all that is in them."""
        wanted = list(names)
        if wanted:
            with translated(f"delete topics {', '.join(wanted)}"):
                self._client.delete_topics(wanted)

    # -- users

    def users(self) -> set[str]:
        """Return the names of all users with SCRAM credentials."""
        with translated("list users"):
            return set(self._client.describe_user_scram_credentials())

    def set_user(self, user: str, password: SecretStr, *, mechanism: str = "SCRAM-SHA-512") -> None:
        """Create a user or change the password."""
        credential = UserScramCredentialUpsertion(user, mechanism, password.get_secret_value(), iterations=8192)
        self._alter_user(credential, f"set the password of user {user}")

    def delete_user(self, user: str, *, mechanism: str = "SCRAM-SHA-512") -> None:
        """Delete a user's credentials."""
        self._alter_user(UserScramCredentialDeletion(user, mechanism), f"delete user {user}")

    def _alter_user(self, change: object, doing: str) -> None:
        with translated(doing):
            errors = self._client.alter_user_scram_credentials([change])
        for message in errors.values():
            if message is not None:
                raise YipanqiError(f"{doing}: {message}")

    def password_works(self, user: str, password: SecretStr) -> bool:
        """Tell whether the broker lets this user in with this password."""
        try:
            probe(self._settings.model_copy(update={"user": user, "password": password}))
        except AuthenticationError:
            return False
        return True

    # -- rights and quotas

    def acls(self) -> set[Acl]:
        """Return all rights on the cluster."""
        with translated("list ACLs"):
            return acls.list_acls(self._client)

    def create_acls(self, wanted: Iterable[Acl]) -> None:
        """Create rights; the same again changes nothing."""
        with translated("create ACLs"):
            acls.create_acls(self._client, wanted)

    def delete_acls(self, unwanted: Iterable[Acl]) -> None:
        """Delete exactly these rights."""
        with translated("delete ACLs"):
            acls.delete_acls(self._client, unwanted)

    def quotas(self) -> dict[str | None, Quota]:
        """Return the quotas by user; None is the default."""
        with translated("list quotas"):
            return {quota.user: quota for quota in quotas.list_quotas(self._client)}

    def set_quota(self, quota: Quota) -> None:
        """Make these the user's limits, and the only ones."""
        with translated(f"set the quota of user {quota.user}"):
            quotas.set_quota(self._client, quota, self.quotas().get(quota.user))

    # -- offsets

    def end_offsets(self, topics: Iterable[str], *, committed: bool = True) -> dict[TopicPartition, int]:
        """Return the offset after the last record of every partition of these topics.

        `committed` counts up to the last stable offset: what read_committed readers can reach.
        """
        level = IsolationLevel.READ_COMMITTED if committed else IsolationLevel.READ_UNCOMMITTED
        names = list(topics)
        if not names:
            return {}
        with translated(f"look up the end offsets of {', '.join(names)}"):
            wanted = {
                KafkaPartition(topic["name"], partition["partition_index"]): OffsetSpec.LATEST
                for topic in self._client.describe_topics(names)
                for partition in topic["partitions"]
            }
            found = self._client.list_partition_offsets(wanted, isolation_level=level) if wanted else {}
        return {TopicPartition(tp.topic, tp.partition): entry.offset for tp, entry in found.items()}

    def group_lag(self, group: str, topics: Iterable[str] | None = None) -> list[Lag]:
        """Return the group's lag per partition of `topics` (default: those it has committed in)."""
        committed = self.committed(group)
        names = set(topics) if topics is not None else {tp.topic for tp in committed}
        ends = self.end_offsets(sorted(names))
        return [Lag(tp.topic, tp.partition, committed.get(tp), ends[tp]) for tp in sorted(ends)]

    def committed(self, group: str) -> dict[TopicPartition, int]:
        """Return the offsets that the group has committed."""
        offsets = self._committed(group)
        return {TopicPartition(tp.topic, tp.partition): entry.offset for tp, entry in offsets.items()}

    def _committed(self, group: str) -> dict[KafkaPartition, OffsetAndMetadata]:
        """Return a group's offsets; on a new cluster the topic that holds them is made by the first question."""
        deadline = time.monotonic() + _COORDINATOR_S
        while True:
            try:
                with translated(f"look up the offsets of group {group}"):
                    found: dict[KafkaPartition, OffsetAndMetadata] = self._client.list_group_offsets(group).get(
                        group, {}
                    )
                    return found
            except BrokerUnavailable:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            except YipanqiError as error:
                if isinstance(error.__cause__, kafka_errors.GroupIdNotFoundError):
                    return {}
                raise

    # -- lifetime

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def __enter__(self) -> ClusterAdmin:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_TOPIC_SOURCES = frozenset({"DYNAMIC_TOPIC_CONFIG", "TOPIC_CONFIG", "1"})
_COORDINATOR_S = 10.0
