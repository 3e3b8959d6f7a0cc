"""What is wrong with carriers: a reservation about to end, idle space, land that nobody builds on."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.findings.idle import parts, start_delay
from yipanqi.models.carrier import Carrier, Hold
from yipanqi.models.codes import AlertKind, AlertLevel, CarrierHold, CarrierStatus
from yipanqi.watch.condition import Condition, Situation, certainly, days_after, passed, units_of

_IDLE = frozenset({CarrierStatus.REGISTERED, CarrierStatus.VERIFIED, CarrierStatus.AVAILABLE, CarrierStatus.VACATED})
_RISING = (AlertLevel.NOTICE, AlertLevel.WARNING, AlertLevel.URGENT)


def conditions(carrier: Carrier, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about."""
    if carrier.status == CarrierStatus.WITHDRAWN:
        return
    for hold in carrier.holds:
        yield from _ending(carrier, hold, situation)
    yield from _idle(carrier, situation)
    yield from _not_started(carrier, situation)


def _ending(carrier: Carrier, hold: Hold, situation: Situation) -> Iterator[Condition]:
    if hold.kind != CarrierHold.RESERVED or hold.until_on is None:
        return
    limits = sorted(situation.defaults.alerts.reservation_days, reverse=True)
    left = -situation.days_since(hold.until_on)
    reached = [index for index, days in enumerate(limits) if 0 <= left <= days]
    if not reached:
        return
    index = reached[-1]
    last = index == len(limits) - 1
    place = carrier.name if hold.unit_no is None else f"{carrier.name} {hold.unit_no}"
    yield Condition(
        AlertKind.RESERVATION_ENDING,
        AlertLevel.URGENT if last else AlertLevel.WARNING,
        "carrier",
        carrier.carrier_id,
        carrier.name,
        units_of(hold.requested_by, carrier.manager_unit or carrier.owner_unit),
        f"{place}的预留将于 {hold.until_on} 到期，请签约、续期或释放。",
        f"The reservation of {place} ends on {hold.until_on}: sign, renew or release it.",
        limit=limits[index],
        due=hold.until_on,
        detail=hold.hold_id,
    )


def _idle(carrier: Carrier, situation: Situation) -> Iterator[Condition]:
    """Space that nobody uses and nobody is promised; of a divided carrier the unit that stands empty longest."""
    limits = situation.defaults.alerts.carrier_idle_days
    if carrier.status not in _IDLE:
        return
    idle = [part for part in parts(carrier, situation.today) if part.held is None]
    since = min((part.empty_since for part in idle if part.empty_since is not None), default=None)
    index = None if since is None else passed(situation.days_since(since), limits)
    if since is None or index is None:
        return
    yield Condition(
        AlertKind.CARRIER_IDLE,
        _RISING[min(index, len(_RISING) - 1)],
        "carrier",
        carrier.carrier_id,
        carrier.name,
        units_of(carrier.manager_unit, carrier.owner_unit),
        f"自 {since} 起闲置已满 {limits[index]} 天，请上架招商或列入盘活。",
        f"Idle since {since}, over {limits[index]} days: put it on offer or make it a revitalisation case.",
        limit=limits[index],
        since=since,
    )


def _not_started(carrier: Carrier, situation: Situation) -> Iterator[Condition]:
    """The national rule on idle land: a fee from one year after the agreed start, recovery from two."""
    limits = situation.defaults.alerts.land_days
    delay = start_delay(carrier, situation.today)
    agreed, index = certainly(carrier.agreed_start_on), None if delay is None else passed(delay, limits)
    if agreed is None or index is None:
        return
    yield Condition(
        AlertKind.LAND_NOT_STARTED,
        AlertLevel.URGENT if index > 0 else AlertLevel.WARNING,
        "carrier",
        carrier.carrier_id,
        carrier.name,
        units_of(carrier.manager_unit, carrier.owner_unit),
        f"约定 {agreed} 动工，已逾期 {limits[index]} 天以上（满一年征缴闲置费，满两年可依法收回），请督促动工或处置。",
        f"Building was to start on {agreed}, over {limits[index]} days ago (a fee is due from one year, "
        "recovery possible from two): urge the start or dispose of it.",
        limit=limits[index],
        since=agreed,
        due=days_after(agreed, limits[index] + (carrier.excluded_days or 0)),
    )
