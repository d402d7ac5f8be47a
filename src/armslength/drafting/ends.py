"""When a client ended, by rule: neither data set has known it for years."""

from __future__ import annotations

from datetime import date

from armslength.drafting.plan import Client, Plan

YEARS = 5  #: full years without a clash, a conflict or support before the as-of date; assumed


def last_known(client: Client, plan: Plan) -> int:
    """Return the last year in which either data set has a client: a clash, an armed conflict or support in it."""
    years = {day.year for front in plan.fronts if front.client == client.id for day in front.pair.days}
    years |= {year for year, _ in client.candidate.active} | {y.year for y in client.candidate.support}
    return max(years, default=plan.case.end.year)


def ends(plan: Plan) -> dict[str, date]:
    """Return the last day of each client that has ended, by id; of none where nobody would be left to ask about."""
    last = {client.id: last_known(client, plan) for client in plan.clients}
    gone = {i: date(year, 12, 31) for i, year in last.items() if plan.case.end.year - year > YEARS}
    return gone if len(gone) < len(last) else {}
