"""A consumer that ends every joining of its group which it has begun."""

from __future__ import annotations

from typing import Any

from kafka import KafkaConsumer
from kafka.protocol.consumer import LeaveGroupRequest

#: Longest wait of one poll for the group while it is joined: its caller has loops to beat and signals to obey.
_JOINING_MS = 2_000


class GroupConsumer(KafkaConsumer):  # type: ignore[misc]  # kafka-python has no type hints
    """kafka-python's consumer, which may otherwise forget that it is joining, and then reads nothing ever again.

    A change of the topics' metadata makes it set its partitions aside and ask the broker to deal them out anew. So does
    their arrival, where it had joined before they came, as it often does after a start. Two things go wrong with that
    in kafka-python 3.0.12 when the answer does not come within one `poll()`:

    - Where it has dealt out the partitions meanwhile, by the metadata as they are now, or these have changed back (a
      broker that just started tells of its topics in pieces), it sees no reason to join any more and never takes the
      answer: the partitions stay set aside, no heartbeat is sent, and no error told. Java's client had the same fault
      (KAFKA-9815).
    - Where the answer comes between two polls, it is thrown away and the group joined again, which makes all the
      other members join again too.

    So a joining that is under way is waited for, and nothing but that: there is nothing to read before its end.
    """

    def poll(self, *args: Any, **kwargs: Any) -> Any:
        """Return records as KafkaConsumer.poll() does; a joining that is under way takes up to two seconds more."""
        coordinator = self._coordinator
        if coordinator is not None and coordinator.rejoining:
            coordinator.request_rejoin()
            coordinator.ensure_active_group(timeout_ms=_JOINING_MS)
        return super().poll(*args, **kwargs)

    def leave_group(self) -> None:
        """Give up the membership at once, so that all partitions are dealt out anew; close the consumer then.

        `close()` leaves a static member (KIP-345) in the group: who comes back under its name gets what it had.
        """
        member = self.group_metadata()
        identity = LeaveGroupRequest.MemberIdentity(
            member_id=member.member_id, group_instance_id=member.group_instance_id, reason="partitions dealt unevenly"
        )
        request = LeaveGroupRequest(group_id=member.group_id, member_id=member.member_id, members=[identity])
        self._net.run(self._manager.send, request, self._coordinator.coordinator_id)
