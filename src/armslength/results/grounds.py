"""What a case gives no ground to ask, in one sentence that forecasts and comparisons share."""

from __future__ import annotations

from collections.abc import Mapping

from armslength.counted import is_clash, together
from armslength.formatting import listed


def cannot_be_asked(
    counted: Mapping[str, str],
    *,
    follow: bool,
    orders: bool,
    reprisals: bool,
    escalates: bool,
    more: tuple[str, ...] = (),
) -> str:
    """Return the sentence; empty where everything is asked.

    Args:
        counted: what is counted on each front, by its short name.
        follow: whether it is asked who would follow an order.
        orders: whether the commander gives orders.
        reprisals: whether any adversary is known to hit back.
        escalates: whether the patron's own strikes, the ladder and war are asked.
        more: what else is not asked for these reasons.
    """
    clashes = {front: what for front, what in counted.items() if is_clash(what)}
    where = "" if len(clashes) == len(counted) else f" on {listed(list(clashes))}"
    parts = (
        [f"lethal attacks, harm and deaths{where} ({together(clashes.values())} alone are counted)"]
        if clashes
        else []
    )
    parts += ["who would follow an order (none is reported)"] if not follow else []
    parts += ["orders by the commander (none is reported)"] if not orders and follow else []
    parts += ["reprisals (none is reported)"] if not reprisals else []
    own = "strikes by the patron's own forces, the ladder and war (none is reported)"
    parts += [own] if not escalates else []
    return f"Cannot be asked of this case: {'; '.join([*parts, *more])}." if parts else ""
