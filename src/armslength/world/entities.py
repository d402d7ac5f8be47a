"""Parameters that belong to an actor and are read by several mechanisms: one record for each kind of actor.

A parameter that one mechanism alone introduces stands in that mechanism's own file.
"""

from __future__ import annotations

from armslength.parameters.priors import Beta, Fixed, HalfNormal, LogNormal, Normal
from armslength.world.record import (
    POSITIVE,
    UNIT,
    Parameters,
    PerAdversary,
    PerBond,
    PerClient,
    PerCommander,
    PerFront,
    PerTie,
    parameter,
)

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in.
# fmt: off


class ClientParameters(Parameters, scope="clients"):
    """What each client is, and what it is to its patron; to each of several patrons a number of its own."""

    autonomy: PerBond = parameter("Distance between the client's own aims and the patron's", "θ", "utility", Normal(0.5, 0.5), 0.5, "assumed", acts_in=("control",))
    investment: PerBond = parameter("Value of the patron's support to the client", "v", "share", Beta(6, 2), 0.75, "Emerson 1962", UNIT, ("control",))
    own_revenue: PerClient = parameter("Own revenue, in units of the largest client's support", "S", "ratio", LogNormal(0.7, 0.8), 0.7, "public budgets of armed groups on a state's payroll; assumed", POSITIVE, ("control", "ties"))
    support: PerBond = parameter("What the patron gives, in units of the largest client's support", "g", "ratio", LogNormal(0.5, 0.3), 0.5, "assumed", POSITIVE, ("control",))
    other_sponsors: PerClient = parameter("Support by others, same units", "o", "ratio", HalfNormal(0.1), 0.0, "UCDP ESD 18.1; assumed scale", POSITIVE, ("control",))
    embedding: PerClient = parameter("How far the client is part of its host's politics", "M", "share", Beta(5, 5), 0.5, "assumed", UNIT, ("control", "ties"))
    capability: PerClient = parameter("Capability at the start of the history", "K", "ratio", Fixed(1.0), 1.0, "normalisation", POSITIVE, ("tempo", "severity", "reprisal"))
    rapport: PerBond = parameter("Personal rapport with the commander at the start of the history", "R", "share", Beta(5, 5), 0.5, "assumed", UNIT, ("control", "ties"))
    tie: PerBond = parameter("Institutional tie with the patron's organisation at the start of the history", "I", "share", Beta(5, 5), 0.4, "assumed", UNIT, ("control", "ties"))
    hardship: PerBond = parameter("Shared hardship with the commander in office: rapport grows faster and fades slower", "-", "ratio", Fixed(0.0), 0.0, "assumed", POSITIVE, ("ties",))


class FrontParameters(Parameters, scope="fronts"):
    """What each front is."""

    base_rate: PerFront = parameter("Attacks a day at full mobilisation and trigger, without excitation", "ν", "attacks/day", LogNormal(0.6, 0.8), 0.6, "MODEL; tallies", POSITIVE, ("tempo",))
    dispersion: PerFront = parameter("Size of the negative binomial of a day's attacks: small is lumpy", "k", "1/day", LogNormal(3, 0.7), 4.0, "segment chi2/df .79; daily alerts 1.4", POSITIVE, ("tempo",))
    trigger_sensitivity: PerFront = parameter("How strongly the trigger war opens and mobilises this front", "s", "-", LogNormal(2, 0.4), 2.0, "opening lags of 1, 10, 12 and 43 days", POSITIVE, ("opening", "tempo"))
    harm_offset: PerFront = parameter("Logit of any harm over logit of a death", "c_1", "logit", Normal(2.2, 0.7), 2.3, "15 of 37 ships damaged; injuries on bases", POSITIVE, ("severity",))
    red_line: PerFront = parameter("Weight of a death on this front against the adversary's red line", "p_f", "ratio", Fixed(1.0), 1.0, "assumed; a front where both fire daily tolerates more", POSITIVE, ("reprisal",))
    tension_of_death: PerFront = parameter("Tension added by log(1 + deaths) on this front", "t_x", "-", Fixed(0.5), 0.5, "assumed; .05 where both fire daily", POSITIVE, ("escalation",))


class AdversaryParameters(Parameters, scope="adversaries"):
    """What each adversary is."""

    reprisal_rate: PerAdversary = parameter("Reprisals a day for each unit of heat", "a", "1/day", LogNormal(0.02, 0.8), 0.02, "8 in 103 days at a heat of about 4; 5 in 570 days at about .6", POSITIVE, ("reprisal", "deterrence"))
    level_cut_1: PerAdversary = parameter("Cut between levels 1 and 2", "cut_1", "logit", Normal(0.9, 0.5), 0.9, "assumed", acts_in=("reprisal", "deterrence"))
    level_gap: PerAdversary = parameter("Distance from the first cut to that between levels 2 and 3", "cut_2-cut_1", "logit", LogNormal(1.4, 0.4), 1.4, "assumed", POSITIVE, ("reprisal", "deterrence"))


class CommanderParameters(Parameters, scope="commanders"):
    """What each commander is."""

    charisma: PerCommander = parameter("Charisma", "κ", "share", Beta(4, 4), 0.5, "assumed", UNIT, ("ties", "succession"))
    skill: PerCommander = parameter("Bureaucratic skill", "β", "share", Beta(4, 4), 0.5, "assumed", UNIT, ("ties", "succession"))


class TieParameters(Parameters, scope="ties"):
    """What each commander is to each client."""

    language: PerTie = parameter("Language and cultural closeness of commander and client", "l", "share", Beta(4, 4), 0.5, "assumed", UNIT, ("ties", "succession"))
    kept: PerTie = parameter("Share of rapport that a client keeps when this commander takes over", "kept", "share", Beta(2, 3), 0.4, "assumed", UNIT, ("succession",))


# fmt: on

ENTITIES: tuple[type[Parameters], ...] = (
    ClientParameters,
    FrontParameters,
    AdversaryParameters,
    CommanderParameters,
    TieParameters,
)
