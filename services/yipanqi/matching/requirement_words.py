"""The requirements in words, for one project and one site, with the numbers behind each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yipanqi.matching.need import Need
from yipanqi.matching.offer import NEVER, Offer
from yipanqi.matching.settings import Names

Words = tuple[str, str]


def show(value: Decimal | float | None, unit: str) -> str:
    """Return a number with its unit, without idle zeros."""
    return "?" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".") + f" {unit}"


def offered_words(_: Need, offer: Offer, names: Names, __: date) -> Words:
    """Say whether the carrier is listed."""
    zh, en = names.of("carrier.status", offer.status)
    return (f"载体状态：{zh}", f"the carrier is {en}") if offer.offered else (f"未上架（{zh}）", f"not listed ({en})")


def kind_words(need: Need, offer: Offer, names: Names, _: date) -> Words:
    """Say which kinds are asked for and which it is."""
    zh, en = names.all_of("carrier.kind", need.kinds)
    kind_zh, kind_en = names.of("carrier.kind", offer.kind)
    by_zh, by_en = ("（按面积需求推定）", " (inferred from the areas asked for)") if need.kinds_inferred else ("", "")
    return f"需{zh}{by_zh}，此为{kind_zh}", f"asks for {en}{by_en}, this is {kind_en}"


def area_pair(need: Need, offer: Offer) -> tuple[Decimal | None, Decimal | None, Words]:
    """Return the m² needed and offered of one pair, as `needed_area` does, and what they are of."""
    by_land = need.land_m2 is not None if offer.is_land else need.floor_m2 is None
    if by_land:
        return need.land_m2, offer.land_m2, ("用地", "land")
    return need.floor_m2, offer.floor_m2, ("建筑面积", "floor area")


def area_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    """Say how much is needed and offered."""
    needed, offered, (zh, en) = area_pair(need, offer)
    more_zh, more_en = "", ""
    if need.sites > 1 and needed is not None and offered is not None and offered < needed:
        more_zh, more_en = (
            f"；可与同区域载体组合（至多 {need.sites} 处）",
            f"; may be joined with others of the area (at most {need.sites})",
        )
    return (
        f"需{zh} {show(needed, '㎡')}，可供 {show(offered, '㎡')}{more_zh}",
        f"needs {show(needed, 'm²')} of {en}, offered {show(offered, 'm²')}{more_en}",
    )


def storey_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    """Say the storey heights."""
    a, b = show(need.storey_height_m, "m"), show(offer.storey_height_m, "m")
    return f"需层高 {a}，实有 {b}", f"needs a storey height of {a}, has {b}"


def load_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    """Say the floor loads."""
    a, b = show(need.floor_load_t_m2, "t/㎡"), show(offer.floor_load_t_m2, "t/㎡")
    return f"需荷载 {a}，实有 {b}", f"needs a floor load of {a}, has {b}"


def power_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    """Say the electric powers."""
    a, b = show(need.power_kva, "kVA"), show(offer.power_kva, "kVA")
    return f"需配电 {a}，实有 {b}", f"needs {a} of power, has {b}"


def chain_words(need: Need, offer: Offer, names: Names, _: date) -> Words:
    """Say which chains the carrier is for."""
    zh, en = names.all_of("chain", offer.chains)
    own_zh, own_en = names.of("chain", need.chain) if need.chain else ("未知", "unknown")
    return f"载体适配 {zh}，项目为 {own_zh}", f"the carrier is for {en}, the project's chain is {own_en}"


def free_words(need: Need, offer: Offer, _: Names, today: date) -> Words:
    """Say from when it is free."""
    day = max(today, need.from_on or today)
    own = {hold_id for _, hold_id, _, _ in need.held}
    free = offer.free_from(own)
    if any(span.hold_id in own for span in offer.held) and free <= day.toordinal():
        return "已为本项目占用", "held for this very project"
    if free >= NEVER:
        return f"{day} 起已被长期占用", f"held from {day} until further notice"
    if free <= day.toordinal():
        return f"{day} 起可用", f"free from {day}"
    since = date.fromordinal(free)
    return f"需 {day} 起用，{since} 才空出", f"needed from {day}, free only from {since}"


def intensity_words(need: Need, offer: Offer, _: Names, __: date) -> Words:
    """Say the intensity asked for and reached."""
    least = show(offer.least_cny_m2, "元/㎡"), show(offer.least_cny_m2, "CNY/m²")
    if need.project_id in offer.waived:
        return f"要求强度 {least[0]}，已由商务局豁免", f"asks for {least[1]}, waived by commerce"
    if need.foreign_currency:
        money = need.foreign_currency
        return (
            f"要求强度 {least[0]}，投资额以 {money} 计，无法核算",
            f"asks for {least[1]}, the investment is in {money}",
        )
    counted = offer.counted_for(need.project_id)
    if need.investment_cny is None or counted is None:
        zh, en = ("投资额", "investment") if need.investment_cny is None else ("面积", "area")
        return f"要求强度 {least[0]}，{zh}未知", f"asks for {least[1]}, the {en} is not known"
    has = need.investment_cny / counted
    return (
        f"要求强度 {least[0]}，本项目 {show(has, '元/㎡')}",
        f"asks for {least[1]}, the project has {show(has, 'CNY/m²')}",
    )


def red_line_words(need: Need, _: Offer, names: Names, __: date) -> Words:
    """Say which flags bar the project."""
    if not need.flags:
        return "无红线或基本农田标记", "no red line or basic farmland flag"
    zh, en = names.all_of("project.flag", need.flags)
    return f"项目带有标记：{zh}，须先由商务局清除", f"the project is flagged ({en}): commerce must clear it first"
