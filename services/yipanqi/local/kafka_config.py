"""The local broker's configuration: one node that is secured like a cluster and as quick as one node can be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yipanqi.local.ports import LOOPBACK

LOG_CONFIG = """\
Configuration:
  status: error
  Appenders:
    Console:
      name: out
      PatternLayout:
        pattern: "%d{yyyy-MM-dd'T'HH:mm:ss.SSS}{UTC}Z %p %c{1} %m%n"
  Loggers:
    Root:
      level: WARN
      AppenderRef:
        - ref: out
    Logger:
      - name: kafka.server.KafkaRaftServer
        level: INFO
"""

# One node: internal topics have one replica and few partitions, and nobody waits for members that may still come.
_ONE_NODE = {
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 6,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 6,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "share.coordinator.state.topic.num.partitions": 1,
    "default.replication.factor": 1,
    "min.insync.replicas": 1,
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 1000,
    # After kill -9 the node may register again once its old session is over: 3 s, not 9.
    "broker.heartbeat.interval.ms": 500,
    "broker.session.timeout.ms": 3000,
    # A killed coordinator's open transaction is rolled back a second after its time-out, not ten.
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": 1000,
}
_SMALL = {
    "num.network.threads": 2,
    "num.io.threads": 4,
    "background.threads": 2,
    "group.coordinator.threads": 2,
    "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
    "log.cleaner.backoff.ms": 15_000,
}


def broker_properties(
    *,
    data: Path,
    client_port: int,
    controller_port: int,
    broker: str,
    broker_password: str,
    super_users: Sequence[str],
) -> str:
    """The text of server.properties; holds the broker's own password, so keep the file private (0600).

    Both listeners are bound to the loopback address and want a login: SCRAM-SHA-512 for clients and for the broker
    towards itself; PLAIN on the controller's, because SCRAM credentials are kept in the metadata log that the
    controller itself has still to read.
    """
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule"
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule"
    login = f'required username="{broker}" password="{broker_password}"'
    settings: dict[str, object] = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.bootstrap.servers": f"{LOOPBACK}:{controller_port}",
        "listeners": f"CLIENT://{LOOPBACK}:{client_port},CONTROLLER://{LOOPBACK}:{controller_port}",
        "advertised.listeners": f"CLIENT://{LOOPBACK}:{client_port},CONTROLLER://{LOOPBACK}:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "CLIENT",
        "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.client.scram-sha-512.sasl.jaas.config": f"{scram} {login};",
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config": (f'{plain} {login} user_{broker}="{broker_password}";'),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        "super.users": ";".join(f"User:{user}" for user in super_users),
        "auto.create.topics.enable": "false",
        "log.dirs": data,
    }
    settings |= _ONE_NODE | _SMALL
    return "".join(f"{key}={value}\n" for key, value in settings.items())
