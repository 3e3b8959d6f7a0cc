"""Chance, from one seed: the distributions that a district's course is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import TypeVar
from uuid import UUID

Choice = TypeVar("Choice")


class Dice:
    """A seeded source of chance; the same calls in the same order give the same answers."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # chance that can be repeated, no secret

    def chance(self, probability: float) -> bool:
        """Return whether something of this probability happens."""
        return self._random.random() < probability

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return self._random.randint(least, most)

    def one(self, options: list[Choice] | tuple[Choice, ...]) -> Choice:
        """Return one of the options, each as likely as the other."""
        return options[int(self._random.random() * len(options))]

    def some(self, options: tuple[Choice, ...], most: int) -> tuple[Choice, ...]:
        """Return one to `most` different options, in their order."""
        chosen = set(self._random.sample(range(len(options)), self.number(1, min(most, len(options)))))
        return tuple(option for place, option in enumerate(options) if place in chosen)

    def of(self, weights: Mapping[Choice, float]) -> Choice:
        """Return one of the keys, as likely as its weight."""
        point = self._random.random() * sum(weights.values())
        for option, weight in weights.items():
            point -= weight
            if point < 0:
                return option
        return next(reversed(list(weights)))

    def days(self, median: float, spread: float = 0.5) -> int:
        """Return a time in days, at least one: lognormal, as times of handling are (few take very long)."""
        return max(1, round(median * self._random.lognormvariate(0.0, spread)))

    def amount(self, median: float, spread: float, step: int) -> Decimal:
        """Return an amount or a size: lognormal, rounded to a step, at least one step."""
        return Decimal(max(1, round(median * self._random.lognormvariate(0.0, spread) / step)) * step)

    def uuid(self) -> str:
        """Return an id that says nothing."""
        return str(UUID(int=self._random.getrandbits(128), version=4))
