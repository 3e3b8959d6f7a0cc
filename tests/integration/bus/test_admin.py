"""Administration of a real cluster."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import SecretStr
from tests.support.district import wait_for

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.client import make_consumer, make_producer
from yipanqi.bus.cluster import Acl, Operation, Pattern, Quota, QuotaKey, Resource, TopicPartition, TopicSpec
from yipanqi.bus.settings import KafkaSettings


def test_topics_are_described_as_they_were_made_and_making_them_again_changes_nothing(
    admin: ClusterAdmin, unique: Callable[..., str]
) -> None:
    spec = TopicSpec(unique("t"), 4, 1, {"cleanup.policy": "compact", "retention.ms": "60000"})
    admin.create_topics([spec])
    admin.create_topics([spec])
    # The controller says yes a moment before the broker tells of it.
    wait_for(lambda: admin.topics().get(spec.name) == spec, 15, "the topic as it was made")
    admin.set_configs(spec.name, {"retention.ms": "-1"})
    changed = {"cleanup.policy": "compact", "retention.ms": "-1"}
    wait_for(lambda: admin.topics()[spec.name].configs == changed, 15, "the changed setting")
    admin.delete_topics([spec.name])
    wait_for(lambda: spec.name not in admin.topic_names(), 15, "the topic to be gone")


def test_a_user_gets_in_with_the_password_that_was_set_last(admin: ClusterAdmin, unique: Callable[..., str]) -> None:
    user = unique("user")
    assert not admin.password_works(user, SecretStr("one"))
    admin.set_user(user, SecretStr("one"))
    wait_for(lambda: admin.password_works(user, SecretStr("one")), 15, "the user to be known")
    assert user in admin.users()
    admin.set_user(user, SecretStr("two"))
    wait_for(lambda: not admin.password_works(user, SecretStr("one")), 15, "the old password to be refused")
    admin.delete_user(user)
    wait_for(lambda: user not in admin.users(), 15, "the user to be gone")


def test_rights_are_listed_as_they_were_created_and_deleted_one_by_one(
    admin: ClusterAdmin, unique: Callable[..., str]
) -> None:
    who = f"User:{unique('user')}"
    wanted = {
        Acl(who, Resource.TOPIC, "intake.x", Operation.WRITE),
        Acl(who, Resource.GROUP, "x.", Operation.READ, Pattern.PREFIXED),
        Acl(who, Resource.TRANSACTIONAL_ID, "tx", Operation.WRITE),
        Acl(who, Resource.CLUSTER, "kafka-cluster", Operation.IDEMPOTENT_WRITE),
    }
    admin.create_acls(wanted)
    admin.create_acls(wanted)
    wait_for(lambda: {acl for acl in admin.acls() if acl.principal == who} == wanted, 15, "all rights to be listed")
    gone = Acl(who, Resource.TOPIC, "intake.x", Operation.WRITE)
    admin.delete_acls([gone])
    left = wanted - {gone}
    wait_for(lambda: {acl for acl in admin.acls() if acl.principal == who} == left, 15, "one right to be gone")


def test_a_quota_replaces_the_one_before(admin: ClusterAdmin, unique: Callable[..., str]) -> None:
    user = unique("user")

    def become(limits: dict[str, float] | None) -> None:
        """The broker answers before its own view of the metadata has followed."""

        def there() -> bool:
            found = admin.quotas().get(user)
            return (dict(found.limits) if found else None) == limits

        wait_for(there, 15, f"the quota to become {limits}")

    admin.set_quota(Quota(user, {QuotaKey.PRODUCER_BYTE_RATE: 1e6, QuotaKey.CONSUMER_BYTE_RATE: 2e6}))
    become({"producer_byte_rate": 1e6, "consumer_byte_rate": 2e6})
    admin.set_quota(Quota(user, {QuotaKey.PRODUCER_BYTE_RATE: 5e5}))
    become({"producer_byte_rate": 5e5})
    admin.set_quota(Quota(user, {}))
    become(None)


def test_lag_is_counted_per_partition(
    admin: ClusterAdmin, settings: KafkaSettings, make_topic: Callable[..., str], unique: Callable[..., str]
) -> None:
    topic, group = make_topic(partitions=2), unique("group")
    producer = make_producer(settings)
    for number in range(10):
        producer.send(topic, b"x", partition=number % 2)
    producer.flush()
    assert admin.end_offsets([topic]) == {TopicPartition(topic, 0): 5, TopicPartition(topic, 1): 5}
    assert [lag.records for lag in admin.group_lag(group, [topic])] == [5, 5]
    consumer = make_consumer(settings, group)
    consumer.subscribe([topic])
    seen = 0
    while seen < 10:
        seen += sum(map(len, consumer.poll(timeout_ms=500).values()))
    consumer.commit()
    producer.send(topic, b"x", partition=1)
    producer.close()
    assert [(lag.committed, lag.records) for lag in admin.group_lag(group)] == [(5, 0), (5, 1)]
    consumer.close()
