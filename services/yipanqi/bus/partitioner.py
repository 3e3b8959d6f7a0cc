"""Which partition a key belongs to: the Java client's default partitioner, so that all languages agree."""

from __future__ import annotations

from functools import lru_cache

_SEED = 0x9747B28C
_MIX = 0x5BD1E995
_MASK = 0xFFFFFFFF


def murmur2(data: bytes) -> int:
    """Return the 32-bit MurmurHash2 of `data`, unsigned, as Kafka's Java client seeds it."""
    length = len(data)
    h = _SEED ^ length
    tail = length & ~3
    for i in range(0, tail, 4):
        k = (int.from_bytes(data[i : i + 4], "little") * _MIX) & _MASK
        k = ((k ^ (k >> 24)) * _MIX) & _MASK
        h = ((h * _MIX) & _MASK) ^ k
    if tail != length:
        h ^= int.from_bytes(data[tail:], "little")
        h = (h * _MIX) & _MASK
    h = ((h ^ (h >> 13)) * _MIX) & _MASK
    return h ^ (h >> 15)


@lru_cache(maxsize=65_536)
def partition_for(key: bytes, n: int) -> int:
    """Return the partition of `key` among `n`; remembered, since one aggregate speaks many times."""
    return (murmur2(key) & 0x7FFFFFFF) % n
