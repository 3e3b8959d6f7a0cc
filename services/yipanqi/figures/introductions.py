"""Technology enterprises and talents that units brought to the district, as far as commerce verified them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import EnterpriseRow, IntroductionRow
from yipanqi.figures.terms import ONE, ZERO, Term

TECH_ENTERPRISES, TALENTS = "TECH_ENTERPRISES", "TALENTS"
#: What nobody has reported anything of is not known to be nothing.
METRICS = frozenset({TECH_ENTERPRISES, TALENTS})
_METRIC = {"TECH_ENTERPRISE": TECH_ENTERPRISES, "TALENTS": TALENTS}
_VERIFIED, _WITHDRAWN = "VERIFIED", "WITHDRAWN"
_GAPS = {"REPORTED": Gap.UNVERIFIED, "REJECTED": Gap.REJECTED}


def introduced(firm: EnterpriseRow, _: Basis) -> Iterator[Term]:
    """Yield what was introduced with an enterprise: itself, once, however often it is recognised; and its talents.

    It counts when the enterprise settled or the persons came, for the unit that reported it. What stands on a merged
    record is left out and told: the enterprise that was kept may have it too.
    """
    first = _first(firm)
    for one in firm.introductions:
        metric = _METRIC.get(one.kind)
        again = metric == TECH_ENTERPRISES and one.status == _VERIFIED and one is not first
        if metric is None or again or one.status == _WITHDRAWN:
            continue
        gap = _gap(firm, one)
        number = ONE if one.persons is None else Decimal(one.persons)
        chains = (firm.chain,) if firm.chain else ()
        yield Term(firm, metric, one.unit, chains, one.on, ZERO if gap else number, events=one.events, gap=gap)


def _first(firm: EnterpriseRow) -> IntroductionRow | None:
    """Return the verified recognition by which an enterprise counts: the earliest."""
    verified = [one for one in firm.introductions if one.persons is None and one.status == _VERIFIED]
    return min(verified, key=lambda one: one.on or date.max, default=None)


def _gap(firm: EnterpriseRow, one: IntroductionRow) -> Gap | None:
    gap = _GAPS.get(one.status)
    if gap is None and firm.merged:
        return Gap.MERGED
    return Gap.VAGUE_DATE if gap is None and one.on is None else gap
