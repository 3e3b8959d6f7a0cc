"""The transaction: one batch's outputs and the consumed offsets, committed together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.transaction import RecordSink, Written
from yipanqi.contract.catalog import receipts
from yipanqi.coordinator.batch import Batch
from yipanqi.coordinator.encoding import Encoder, Output
from yipanqi.coordinator.memory import PartitionMemory, SentReceipt


def write(
    batch: Batch,
    offsets: Mapping[TopicPartition, int],
    member: Any,
    *,
    sink: RecordSink,
    encoder: Encoder,
    memories: Mapping[int, PartitionMemory],
    wall_ms: int,
    forget_before_s: float,
) -> None:
    """Write and commit a batch; afterwards its receipts are part of the memory.

    The ledger goes first, because receipts name the ledger offsets, which exist only once the broker has answered.
    Raises what the sink raises; then nothing of the batch is visible, and the memory is of no use any more.
    """
    sink.begin()
    _send(sink, batch.ledger)
    _send(sink, batch.others)
    _send(sink, batch.dead_letters)
    positions = _positions(batch.ledger, sink.flush()) if batch.ledger else []
    for due in batch.receipts:
        values = due.receipt.to_avro()
        if due.ledger is not None:
            values["ledger_topic"], values["ledger_partition"], values["ledger_offset"] = positions[due.ledger]
        output = encoder.receipt(due.unit, values, due.partition, wall_ms)
        _send(sink, (output,))
        sent = SentReceipt(output.value, output.key, wall_ms / 1000)
        memories[due.partition].put_receipt((due.unit, due.receipt.event_id), sent, forget_before_s=forget_before_s)
    for (unit, event_id), partition, sent in batch.repeated:
        headers = encoder.repeated_headers(event_id, sent, wall_ms)
        sink.send(receipts(unit), partition, sent.key, sent.value, headers, wall_ms)
    sink.commit(offsets, member)


def _send(sink: RecordSink, outputs: Iterable[Output]) -> None:
    for out in outputs:
        sink.send(out.topic, out.partition, out.key, out.value, out.headers, out.timestamp_ms)


def _positions(ledger: list[Output], written: Written) -> list[tuple[str, int, int]]:
    """Return topic, partition and offset of each ledger record, in the order in which they were sent."""
    offsets = {tp: iter(found) for tp, found in written.items()}
    return [(o.topic, o.partition, next(offsets[TopicPartition(o.topic, o.partition)])) for o in ledger]
