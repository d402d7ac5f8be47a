"""A simulated past seen as a real case is: through its tallies and umbrellas, with its gaps and its hidden levels.

What a case tells of its past is a scheme: which fronts are counted together over which days, which months nobody
counted, from which level on reprisals are written down. The scheme is laid over a past of which everything is known.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from armslength.history import History
from armslength.history.arrays import Reports, Tallies
from armslength.world.network import Network


def as_observed(case: History, lived: History, network: Network) -> History:
    """Return a past that is known in full, `lived`, as it would have been reported in the way of `case`.

    Attacks are known by the case's primary tallies alone, reprisals from the level that it codes. Orders, answers, lethal
    attacks and the opening of fronts stay known: what a case hides of those, it does not say.
    """
    counts = lived.reports.dated
    return replace(
        lived,
        reports=_reports(case, lived, network),
        tallies=_tallies(case, counts),
        member=case.member,
        label=case.label,
        lead=case.lead,
        primary=case.primary,
        reporting=np.ones(len(case.primary)),
        is_past=None,
    )


def _reports(case: History, lived: History, network: Network) -> Reports:
    r, o = lived.reports, case.reports
    coded = r.level >= o.coded_from
    nothing = np.zeros_like(r.dated)
    return replace(
        r,
        dated=nothing,
        dated_share=nothing,
        exact=nothing,
        harmed=nothing,
        covered=o.covered,
        reprisal=r.reprisal * coded,
        level=r.level * coded,
        answered=r.answered * coded[:, list(network.adversary_of)],
        coded_from=o.coded_from,
        reprisals_known=o.reprisals_known,
    )


def _tallies(case: History, counts: np.ndarray) -> Tallies:
    """Return the case's tallies with what happened on their days, [day, series]; other definitions are left out."""
    t = case.tallies
    primary = np.asarray(case.primary)
    before = np.vstack([np.zeros(len(primary)), np.cumsum(counts @ np.asarray(case.member).T, axis=0)])
    total = np.zeros_like(t.total)
    for day, series in np.argwhere(t.ends * primary > 0):
        length = int(t.days[day, series])
        total[day, series] = before[day + 1, series] - before[day + 1 - length, series]
    return replace(
        t,
        active=t.active * primary,
        ends=t.ends * primary,
        days=t.days * primary,
        scored=t.scored * primary,
        total=total,
        harmed=np.full_like(t.harmed, np.nan),
        lethal=np.full_like(t.lethal, np.nan),
    )
