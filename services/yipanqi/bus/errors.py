"""The error tree of the bus: what Kafka, the registry and the codec say, in our words."""

# Names say what happened (Fenced, Closed); an Error suffix would add nothing.
# ruff: noqa: N818

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class YipanqiError(Exception):
    """Base of every error that this package raises on purpose.

    `retriable` tells whether doing the same again later can succeed without anyone changing anything.
    """

    default_retriable: ClassVar[bool] = False

    def __init__(self, message: str, *, retriable: bool | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retriable = self.default_retriable if retriable is None else retriable


class ConfigurationError(YipanqiError):
    """A setting is missing or contradicts another one."""


class AuthenticationError(YipanqiError):
    """The broker refused user or password."""


class AuthorizationError(YipanqiError):
    """The user is known but lacks the right (ACL) for this."""


class BrokerUnavailable(YipanqiError):
    """No broker could be reached, or it did not answer in time."""

    default_retriable = True


class RegistryError(YipanqiError):
    """The schema registry refused a request or could not be reached."""


class SchemaNotFound(RegistryError):
    """The registry does not know this subject, schema or id."""


class SchemaMismatch(YipanqiError):
    """A value does not fit its schema, or a schema is not the one it claims to be."""


class DecodeCode(StrEnum):
    """Why bytes could not be read; stable, used in dead letters and metrics."""

    BAD_MAGIC = "bad_magic"
    TOO_SHORT = "too_short"
    TOO_LARGE = "too_large"
    UNKNOWN_SCHEMA = "unknown_schema"
    FINGERPRINT_MISMATCH = "fingerprint_mismatch"
    CORRUPT = "corrupt"
    TRAILING_BYTES = "trailing_bytes"
    TYPE_MISMATCH = "type_mismatch"
    BAD_HEADERS = "bad_headers"
    BAD_MODEL = "bad_model"


class DecodeError(YipanqiError):
    """A record's bytes can't be read; `code` says why, and no retry will help."""

    def __init__(self, code: DecodeCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class PublishError(YipanqiError):
    """An event was not taken by the broker."""


class TooLarge(PublishError):
    """An event is larger than the bus accepts."""


class DeliveryTimeout(PublishError):
    """An acknowledgement or a receipt did not come within the time given; the event may still arrive."""

    default_retriable = True


class DeadLetterLimit(YipanqiError):
    """So many dead letters in so short a time that something else must be wrong: the consumer stopped."""


class DeadLetterFailed(YipanqiError):
    """A dead letter could not be written; the consumer stopped rather than lose the record."""


class Fenced(YipanqiError):
    """Another member took over this one's work: throw the producer and the state away and start afresh."""


class TransactionRetry(YipanqiError):
    """The transaction was aborted; the same work may be done again from the last committed offsets."""

    default_retriable = True


class Closed(YipanqiError):
    """The object was used after it had been closed."""
