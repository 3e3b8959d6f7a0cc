"""Making Kafka clients: a quick check of address and password first, Kafka's errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka import errors as kafka_errors

from yipanqi.bus.errors import (
    AuthenticationError,
    AuthorizationError,
    BrokerUnavailable,
    ConfigurationError,
    Fenced,
    PublishError,
    TooLarge,
    TransactionRetry,
    YipanqiError,
)
from yipanqi.bus.group_consumer import GroupConsumer
from yipanqi.bus.probe import probe
from yipanqi.bus.settings import (
    KafkaSettings,
    admin_options,
    consumer_options,
    producer_options,
    transactional_options,
)

_AUTHENTICATION = (
    kafka_errors.SaslAuthenticationFailedError,
    kafka_errors.UnsupportedSaslMechanismError,
    kafka_errors.IllegalSaslStateError,
)
_FENCED = (
    kafka_errors.ProducerFencedError,
    kafka_errors.CommitFailedError,
    kafka_errors.FencedInstanceIdError,
    kafka_errors.IllegalGenerationError,
    kafka_errors.UnknownMemberIdError,
    kafka_errors.RebalanceInProgressError,
    kafka_errors.InvalidProducerEpochError,
    kafka_errors.InvalidProducerIdMappingError,
    kafka_errors.TransactionCoordinatorFencedError,
    kafka_errors.FencedMemberEpochError,
    kafka_errors.StaleMemberEpochError,
)
_ABORTED = (
    kafka_errors.TransactionAbortedError,
    kafka_errors.TransactionAbortableError,
    kafka_errors.ConcurrentTransactionsError,
    kafka_errors.OutOfOrderSequenceNumberError,
    kafka_errors.UnknownProducerIdError,
)


def translate(error: BaseException, doing: str) -> YipanqiError:
    """Return our error for one of kafka-python's; `doing` says what was tried ("commit offsets")."""
    if isinstance(error, YipanqiError):
        return error
    detail = f"{doing}: {type(error).__name__}: {_first_line(error)}"
    if isinstance(error, _AUTHENTICATION):
        return AuthenticationError(f"Kafka 拒绝了用户名或密码 | Kafka refused user or password; {detail}")
    if isinstance(error, kafka_errors.AuthorizationError):
        return AuthorizationError(
            f"没有权限，请联系管理员核对目录中的授权 | not allowed: the catalogue's rights (ACLs) lack this; {detail}"
        )
    if isinstance(error, _FENCED):
        return Fenced(f"another member took over; {detail}")
    if isinstance(error, _ABORTED):
        return TransactionRetry(f"the transaction was aborted; {detail}")
    if isinstance(error, (kafka_errors.MessageSizeTooLargeError, kafka_errors.RecordListTooLargeError)):
        return TooLarge(f"the record is too large; {detail}")
    if isinstance(error, kafka_errors.KafkaConfigurationError):
        return ConfigurationError(detail)
    if isinstance(error, kafka_errors.KafkaTimeoutError) or getattr(error, "retriable", False):
        return BrokerUnavailable(f"Kafka 没有及时响应 | Kafka did not answer in time; {detail}")
    if isinstance(error, (OSError, kafka_errors.KafkaConnectionError)):
        return BrokerUnavailable(f"Kafka 无法连接 | Kafka can't be reached; {detail}")
    return PublishError(detail) if "send" in doing or "publish" in doing else YipanqiError(detail)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:300]


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn Kafka's errors inside the block into ours."""
    try:
        yield
    except (kafka_errors.KafkaError, OSError) as error:
        raise translate(error, doing) from error


def make_consumer(settings: KafkaSettings, group: str | None, **choices: Any) -> KafkaConsumer:
    """Return a consumer after a probe; `choices` are those of `consumer_options`."""
    probe(settings)
    with translated(f"start a consumer of group {group}"):
        return GroupConsumer(**consumer_options(settings, group, **choices))


def make_producer(settings: KafkaSettings, **choices: Any) -> KafkaProducer:
    """Return an idempotent producer after a probe; `choices` are those of `producer_options`."""
    probe(settings)
    with translated("start a producer"):
        return KafkaProducer(**producer_options(settings, **choices))


def make_transactional_producer(
    settings: KafkaSettings, transactional_id: str, *, transaction_timeout_s: float = 30.0
) -> KafkaProducer:
    """Return a transactional producer, initialised: whoever used this id before is fenced from here on."""
    probe(settings)
    options = transactional_options(settings, transactional_id, transaction_timeout_s=transaction_timeout_s)
    with translated(f"start the transactional producer {transactional_id}"):
        producer = KafkaProducer(**options)
        try:
            producer.init_transactions()
        except BaseException:
            close_producer(producer, 0.0)
            raise
    return producer


def make_admin(settings: KafkaSettings) -> KafkaAdminClient:
    """Return an admin client after a probe."""
    probe(settings)
    with translated("start an admin client"):
        return KafkaAdminClient(**admin_options(settings))


def close_producer(producer: KafkaProducer, timeout_s: float) -> None:
    """Close a producer and its thread, flushing for `timeout_s`; what is not acknowledged by then is given up.

    kafka-python's own `close()` raises when the flush takes too long, and leaves its thread running.
    """
    try:
        if timeout_s > 0:
            producer.flush(timeout=timeout_s)
    except kafka_errors.KafkaError:
        pass  # said to whoever waits for the deliveries
    sender = producer._sender
    sender.initiate_close()
    if producer._accumulator.has_incomplete:
        sender.force_close()
    sender.join(2.0)
    if sender.is_alive():
        sender.force_close()
        sender.join(2.0)
    producer._unregister_cleanup()
    producer._closed = True
