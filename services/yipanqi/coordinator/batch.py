"""What one transaction is going to write: gathered while records are decided, then written in one go."""

from __future__ import annotations

from dataclasses import dataclass, field

from yipanqi.coordinator.encoding import Output
from yipanqi.coordinator.memory import EventKey, Key, SentReceipt
from yipanqi.models.receipt import Receipt


@dataclass(slots=True)
class DueReceipt:
    """A receipt that waits for its ledger position; `ledger` is the index of the ledger record, if it has one."""

    unit: str
    partition: int
    receipt: Receipt
    ledger: int | None = None


@dataclass(slots=True)
class Batch:
    """The outputs of one transaction, in order within each kind."""

    ledger: list[Output] = field(default_factory=list)
    others: list[Output] = field(default_factory=list)
    receipts: list[DueReceipt] = field(default_factory=list)
    repeated: list[tuple[EventKey, int, SentReceipt]] = field(default_factory=list)
    dead_letters: list[Output] = field(default_factory=list)
    dirty: dict[Key, int] = field(default_factory=dict)
    decided: dict[EventKey, DueReceipt] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """True when nothing is to be written."""
        return not (self.ledger or self.others or self.receipts or self.repeated or self.dead_letters or self.dirty)
