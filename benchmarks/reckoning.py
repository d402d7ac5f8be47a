"""What a hundred networks on a hundred machines would take, and where it would stop scaling, reckoned from what was measured."""

from __future__ import annotations

NETWORKS, ORIGINS, MACHINES = 100, 100, 100
UNITS = ((3600.0, "hours"), (60.0, "minutes"), (1.0, "seconds"))


def lasting(seconds: float) -> str:
    """Return a time in words.

    >>> lasting(100_000), lasting(1_020), lasting(4.26)
    ('28 hours', '17 minutes', '4.3 seconds')
    """
    size, unit = next((u for u in UNITS if seconds >= 2 * u[0]), UNITS[-1])
    return f"{seconds / size:.2g} {unit}" if seconds < 10 * size else f"{seconds / size:,.0f} {unit}"


def reckoned(origin: float, start: float, sending: float, megabytes: float) -> list[str]:
    """Return it in sentences.

    Args:
        origin: seconds of the processor that an origin takes, its refit included.
        start: seconds that a process takes before it goes from origin to origin.
        sending: seconds that a task costs the machine which sends it to a cluster.
        megabytes: memory that each task adds there.
    """
    tasks = NETWORKS * ORIGINS
    whole = tasks * origin
    each = whole / MACHINES + start
    busy = origin / sending
    limit = (
        f"more than the {MACHINES} machines"
        if busy >= MACHINES
        else f"fewer than the {MACHINES} machines, so that parts are the way"
    )
    halves = min(whole / start, tasks)
    return [
        f"- {NETWORKS} networks, each backtested at {ORIGINS} origins with a refit at each, are {tasks:,} tasks of "
        f"{lasting(origin)}: {lasting(whole)} on one core.",
        f"- In parts on {MACHINES} machines of one core: {lasting(each)}, of which {lasting(start)} are each machine's start: "
        f"{whole / each:,.0f} times as fast as one. A machine spends half of its time on its start from {halves:,.0f} machines on; "
        f"more than {tasks:,} have nothing to do.",
        f"- On a cluster the machine that sends has {1 / sending:,.0f} tasks a second under way, which keeps {busy:,.0f} workers "
        f"busy: {limit}. Sending all takes it {lasting(tasks * sending)} and {max(tasks * megabytes, 0):,.0f} MB; the joined result "
        "takes what each command keeps of every task.",
    ]
