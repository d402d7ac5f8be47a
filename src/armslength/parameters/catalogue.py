"""The defaults file: every parameter of the model, in one table.

Sources name a published work or a tally in the data of a built-in case, or say `assumed`; what a case's claims say stands with its claims.
`MODEL` in a source means the model description's prior table. A scenario may replace any value or prior here.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, log

from armslength.parameters.priors import Beta, Fixed, HalfNormal, LogNormal, Normal, Prior, Truncated
from armslength.parameters.record import Parameter

_UNIT = (0.0, 1.0)
_POSITIVE = (0.0, inf)
_ANY = (-inf, inf)


def _rows() -> Iterator[Parameter]:
    yield from _clients()
    yield from _fronts()
    yield from _adversaries_and_commanders()
    yield from _control_and_orders()
    yield from _tempo()
    yield from _severity()
    yield from _reprisal()
    yield from _memories()
    yield from _ties_and_world()


def _one(
    scope: str, name: str, meaning: str, symbol: str, unit: str, prior: Prior, default: float | None, source: str,
    support: tuple[float, float] = _ANY, per_level: int = 0,
) -> Parameter:  # fmt: skip
    return Parameter(
        scope,
        name,
        meaning,
        symbol,
        unit,
        prior,
        prior.median if default is None else default,
        source,
        support,
        per_level,
    )


def _levels(
    scope: str,
    name: str,
    meaning: str,
    symbol: str,
    unit: str,
    values: tuple[float, ...],
    support: tuple[float, float],
) -> Iterator[Parameter]:
    for level, value in enumerate(values, start=1):
        yield _one(
            scope, f"{name}_{level}", f"{meaning}, reprisal of level {level}", f"{symbol}_{level}", unit, Fixed(value),
            value, "assumed; only the order of levels is argued", support, level,
        )  # fmt: skip


# One record a line.
# fmt: off


def _clients() -> Iterator[Parameter]:
    def client(*row, **more):  # type: ignore[no-untyped-def]
        return _one("clients", *row, **more)

    yield client("autonomy", "Distance between the client's own aims and the patron's", "θ", "utility", Normal(0.5, 0.5), 0.5, "assumed")
    yield client("investment", "Value of the patron's support to the client", "v", "share", Beta(6, 2), 0.75, "Emerson 1962", support=_UNIT)
    yield client("own_revenue", "Own revenue, in units of the largest client's support", "S", "ratio", LogNormal(0.7, 0.8), 0.7, "public budgets of armed groups on a state's payroll; assumed", support=_POSITIVE)
    yield client("support", "What the patron gives, in units of the largest client's support", "g", "ratio", LogNormal(0.5, 0.3), 0.5, "assumed", support=_POSITIVE)
    yield client("other_sponsors", "Support by others, same units", "o", "ratio", HalfNormal(0.1), 0.0, "UCDP ESD 18.1; assumed scale", support=_POSITIVE)
    yield client("embedding", "How far the client is part of its host's politics", "M", "share", Beta(5, 5), 0.5, "assumed", support=_UNIT)
    yield client("capability", "Capability at the start of the history", "K", "ratio", Fixed(1.0), 1.0, "normalisation", support=_POSITIVE)
    yield client("rapport", "Personal rapport with the commander at the start of the history", "R", "share", Beta(5, 5), 0.5, "assumed", support=_UNIT)
    yield client("tie", "Institutional tie with the patron's organisation at the start of the history", "I", "share", Beta(5, 5), 0.4, "assumed", support=_UNIT)
    yield client("hardship", "Shared hardship with the commander in office: rapport grows faster and fades slower", "-", "ratio", Fixed(0.0), 0.0, "assumed", support=_POSITIVE)


def _fronts() -> Iterator[Parameter]:
    def front(*row, **more):  # type: ignore[no-untyped-def]
        return _one("fronts", *row, **more)

    yield front("base_rate", "Attacks a day at full mobilisation and trigger, without excitation", "ν", "attacks/day", LogNormal(0.6, 0.8), 0.6, "MODEL; tallies", support=_POSITIVE)
    yield front("dispersion", "Size of the negative binomial: small is lumpy", "k", "-", LogNormal(3, 0.7), 4.0, "segment chi2/df .79; daily alerts 1.4", support=_POSITIVE)
    yield front("trigger_sensitivity", "How strongly the trigger war opens and mobilises this front", "s", "-", LogNormal(2, 0.4), 2.0, "opening lags of 1, 10, 12 and 43 days", support=_POSITIVE)
    yield front("harm_offset", "Logit of any harm over logit of a death", "c_1", "logit", Normal(2.2, 0.7), 2.3, "15 of 37 ships damaged; injuries on bases", support=_POSITIVE)
    yield front("red_line", "Weight of a death on this front against the adversary's red line", "p_f", "ratio", Fixed(1.0), 1.0, "assumed; a front where both fire daily tolerates more", support=_POSITIVE)
    yield front("tension_of_death", "Tension added by log(1 + deaths) on this front", "t_x", "-", Fixed(0.5), 0.5, "assumed; .05 where both fire daily", support=_POSITIVE)


def _adversaries_and_commanders() -> Iterator[Parameter]:
    yield _one("adversaries", "reprisal_baseline", "Logit of a reprisal on a quiet day", "a", "logit/day", Normal(-3.5, 0.7), -3.4, "0/76 days; 8 in 103 days")
    yield _one("adversaries", "level_cut_1", "Cut between levels 1 and 2", "cut_1", "logit", Normal(0.9, 0.5), 0.9, "assumed")
    yield _one("adversaries", "level_gap", "Distance from the first cut to that between levels 2 and 3", "cut_2-cut_1", "logit", LogNormal(1.4, 0.4), 1.4, "assumed", _POSITIVE)
    yield _one("commanders", "charisma", "Charisma", "κ", "share", Beta(4, 4), 0.5, "assumed", _UNIT)
    yield _one("commanders", "skill", "Bureaucratic skill", "β", "share", Beta(4, 4), 0.5, "assumed", _UNIT)
    yield _one("ties", "language", "Language and cultural closeness of commander and client", "l", "share", Beta(4, 4), 0.5, "assumed", _UNIT)
    yield _one("ties", "kept", "Share of rapport that a client keeps when this commander takes over", "kept", "share", Beta(2, 3), 0.4, "assumed", _UNIT)


def _control_and_orders() -> Iterator[Parameter]:
    yield _one("control", "precision", "Precision of the client's choice", "λ", "-", Fixed(4.0), 4.0, "normalisation (McKelvey & Palfrey 1995)", _POSITIVE)
    yield _one("control", "threshold", "Utility that must be overcome", "c_0", "utility", Fixed(0.55), 0.55, "normalisation")
    yield _one("control", "weight_dependence", "Weight of dependence", "w_D", "utility", LogNormal(0.7, 0.4), 0.7, "Emerson 1962", _POSITIVE)
    yield _one("control", "weight_rapport", "Weight of personal rapport", "w_R", "utility", LogNormal(0.6, 0.4), 0.8, "Rigterink 2021", _POSITIVE)
    yield _one("control", "weight_tie", "Weight of the institutional tie", "w_I", "utility", Fixed(0.6), 0.6, "normalisation", _POSITIVE)
    yield _one("control", "weight_fear", "Weight of perceived threat on compliance", "w_F", "utility", LogNormal(1.2, 0.4), 1.4, "assumed; answers to the orders of January 2024", _POSITIVE)
    yield _one("control", "weight_host", "Weight of the host's pressure on compliance", "w_M", "utility", HalfNormal(0.5), 0.4, "assumed", _POSITIVE)
    yield _one("control", "weight_grievance", "Weight of grievance against compliance", "w_G", "utility", HalfNormal(0.7), 0.5, "Jordan 2014", _POSITIVE)
    yield _one("control", "meeting_spread", "Spread of what clients of one host share at one meeting", "s_ξ", "logit", HalfNormal(1.0), 0.5, "clients of one host hear one message", _POSITIVE)
    yield _one("orders", "restraint", "Fall of log tempo under a full order of restraint", "η", "log", LogNormal(3.5, 0.4), 4.0, "autumn 2020", _POSITIVE)
    yield _one("orders", "release", "Rise of log tempo under a full order of release", "η_e", "log", Truncated(0.0, 0.4, 0.0, 0.7), 0.4, "MODEL; stability", (0.0, 0.7))
    yield _one("orders", "persistence", "Memory of an accepted order", "τ_Q", "days", LogNormal(60, 0.6), 60.0, "about 38 quiet days in 2020", _POSITIVE)
    yield _one("orders", "reach_scale", "Envoy-days that carry an order", "ē", "envoy-days", LogNormal(0.5, 0.4), 0.5, "assumed", _POSITIVE)
    yield _one("orders", "institutional_reach", "Reach of a message without a visit, per unit of institutional tie", "ω_I", "envoy-days", LogNormal(0.02, 0.6), 0.02, "assumed", _POSITIVE)
    yield _one("orders", "standing_cap", "Severity cap that stands, before control", "Q̄^s", "share", Beta(4, 4), 0.5, "assumed; weeks of capping", _UNIT)
    yield _one("orders", "attention", "Envoy attention on a day of visits", "B", "envoy-days", Truncated(1.0, 0.3, 0.1, 3.0), 1.0, "assumed", _POSITIVE)
    yield _one("directives", "baseline", "Logit of an order or visit on a calm day, per front", "δ_0", "logit/day", Normal(-5.3, 0.5), -5.3, "assumed")
    yield _one("directives", "pressure", "Rise with the adversary's red-line pressure", "δ_1", "logit", LogNormal(2.5, 0.3), 2.5, "assumed: a lethal event, a visit within days", _POSITIVE)
    yield _one("directives", "tension", "Rise with tension", "δ_2", "logit", HalfNormal(0.15), 0.1, "assumed", _POSITIVE)
    yield _one("directives", "threat", "Rise with the threat that the client perceives", "δ_3", "logit", LogNormal(2.0, 0.3), 2.0, "assumed", _POSITIVE)
    yield _one("directives", "partial", "Share of orders that ask for half, not full, restraint", "-", "share", Fixed(0.5), 0.5, "assumed", _UNIT)


def _tempo() -> Iterator[Parameter]:
    yield _one("opening", "baseline", "Log hazard that a front opens without a trigger", "o_0", "log/day", Normal(-6.6, 0.7), -6.6, "no front in 60 days without a trigger", _ANY)
    yield _one("opening", "trigger", "Rise of the log hazard with the saturated trigger, per unit of sensitivity", "o_x", "log", Normal(2.36, 0.4), 2.36, "lags of 1, 10, 12 and 43 days", _POSITIVE)
    yield _one("opening", "contagion", "Rise of the log hazard when coupled fronts are open, times integration", "κ_open", "log", HalfNormal(2.0), 1.5, "assumed", _POSITIVE)
    yield _one("tempo", "branching", "Attacks that one attack triggers on its own front", "α_s/(1-φ_h)", "attacks", Beta(9, 11), 0.475, "Lewis et al. 2012; White et al. 2013", (0.0, 0.999))
    yield _one("tempo", "memory", "Memory of excitation", "τ_h", "days", LogNormal(9, 0.4), 9.0, "White et al. 2013", _POSITIVE)
    yield _one("tempo", "cross_excitation", "Excitation from coupled fronts, times integration", "α_c", "-", HalfNormal(0.4), 0.4, "Tench et al. 2016, sign only", _POSITIVE)
    yield _one("tempo", "grievance_push", "Rise of tempo with grievance", "α_g", "-", HalfNormal(0.2), 0.2, "assumed; sign only", _POSITIVE)
    yield _one("tempo", "capability_elasticity", "Elasticity of tempo to capability", "ε", "-", Fixed(0.5), 0.5, "assumed", _POSITIVE)
    yield _one("tempo", "half_saturation", "Trigger intensity at which tempo is half of its full level", "x_h", "trigger", LogNormal(0.05, 0.8), 0.05, "none in the truce, steady in January", _POSITIVE)
    yield _one("tempo", "deterrence", "Fall of log tempo with perceived threat; sign free", "φ", "log", Normal(0.1, 0.2), 0.25, "Jaeger & Paserman 2008; Dugan & Chenoweth 2012; Johnston & Sarbahi 2016")
    yield _one("mobilisation", "baseline", "Logit of mobilisation without a trigger", "κ_0", "logit", Normal(-2.6, 0.4), -2.6, "quiet before October 2023")
    yield _one("mobilisation", "trigger", "Rise of that logit with the trigger", "κ_x", "logit", LogNormal(1.6, 0.3), 1.6, "tallies by phase of the trigger war", _POSITIVE)
    yield _one("mobilisation", "speed", "Share of the gap closed a day", "δ_m", "1/day", LogNormal(0.1, 0.5), 0.12, "opening lags", (0.0, 1.0))


def _severity() -> Iterator[Parameter]:
    yield _one("severity", "lethal", "Logit that an attack kills", "ψ_0", "logit", Normal(-4.9, 0.5), -5.4, "3 lethal of 246")
    yield _one("severity", "capability", "Rise with log capability", "ψ_K", "logit", Fixed(0.3), 0.3, "assumed", _POSITIVE)
    yield _one("severity", "cap", "Fall under a full severity cap", "ψ_s", "logit", LogNormal(1.5, 0.4), 1.6, "assumed", _POSITIVE)
    yield _one("severity", "fear", "Fall with perceived threat", "ψ_F", "logit", HalfNormal(0.3), 0.3, "assumed", _POSITIVE)
    yield _one("severity", "grievance", "Rise with grievance", "ψ_G", "logit", HalfNormal(0.35), 0.35, "assumed", _POSITIVE)
    yield _one("severity", "slack", "Rise with what the patron does not control; sign free", "ψ_C", "logit", Normal(0.4, 0.4), 0.6, "Abrahms & Mierau 2017 (+); Heger 2012 (-)")
    yield _one("severity", "tail", "Tail exponent of deaths", "α_0", "-", Truncated(2.3, 0.2, 1.8, 4.0), 2.3, "Bohorquez et al. 2009; Clauset et al. 2007", (1.8, 6.0))
    yield _one("severity", "tail_cap", "Rise of that exponent under a full severity cap", "α_q", "-", HalfNormal(0.5), 0.4, "assumed", _POSITIVE)
    yield _one("severity", "scale", "Scale of deaths", "b", "deaths", LogNormal(1.0, 0.5), 1.0, "Clauset et al. 2007", _POSITIVE)


def _reprisal() -> Iterator[Parameter]:
    yield _one("reprisal", "heat", "Rise of the logit of a reprisal with log(1 + heat)", "b_H", "logit", HalfNormal(0.5), 0.3, "8 in 103 days", _POSITIVE)
    yield _one("reprisal", "red_line", "Rise of the logit with red-line pressure", "b_P", "logit", LogNormal(3.5, 0.3), 2.8, "3 of 3 after deaths", _POSITIVE)
    yield _one("reprisal", "level_pressure", "Rise of the level with red-line pressure", "d_P", "logit", LogNormal(2.2, 0.4), 2.2, "assumed", _POSITIVE)
    yield _one("reprisal", "level_heat", "Rise of the level with log(1 + heat)", "d_H", "logit", HalfNormal(0.15), 0.12, "assumed", _POSITIVE)
    yield _one("reprisal", "patron_threshold", "Logit threshold of a reprisal on the patron's own territory or officers", "κ_4", "logit", Normal(3.5, 0.6), 3.5, "none of about 10 rounds of reprisals")
    yield _one("reprisal", "red_line_base", "Pressure added by the first own dead", "p_0", "-", Fixed(0.6), 0.6, "assumed", _POSITIVE)
    yield _one("reprisal", "red_line_slope", "Pressure added by log(1 + deaths)", "p_1", "-", Fixed(0.4), 0.4, "assumed", _POSITIVE)
    yield _one("reprisal", "heat_harmless", "Heat of a harmless attack", "w_0", "-", Fixed(0.2), 0.2, "assumed", _POSITIVE)
    yield _one("reprisal", "heat_harm", "Heat of a harmful attack", "w_1", "-", Fixed(1.0), 1.0, "normalisation", _POSITIVE)
    yield _one("reprisal", "heat_deaths", "Heat of log(1 + deaths)", "w_2", "-", Fixed(5.0), 5.0, "assumed", _POSITIVE)
    yield _one("reprisal", "heat_relief", "Share of heat that a reprisal spends", "ζ", "share", Fixed(0.6), 0.6, "assumed", _UNIT)
    yield _one("reprisal", "unanswered", "Weight of answering no front in particular", "-", "attacks", Fixed(0.2), 0.2, "assumed", _POSITIVE)
    yield from _levels("fear", "of_level", "Fear raised on the front answered", "f", "share", (0.06, 0.25, 0.55, 0.9), _UNIT)
    yield _one("fear", "spill", "Share of it on the adversary's other fronts", "ς", "share", Fixed(0.35), 0.35, "assumed", _UNIT)
    yield _one("fear", "foresight", "Weight of the reprisal hazard that the client perceives", "f_ρ", "-", LogNormal(2.2, 0.3), 2.2, "the suspension of 30 January 2024 came before the strikes", _POSITIVE)
    yield from _levels("grievance", "of_level", "Grievance raised on the front answered", "g", "share", (0.1, 0.4, 0.6, 0.5), _UNIT)
    yield _one("grievance", "loss_of_commander", "Grievance from the loss of a commander, times rapport", "g_c", "share", Fixed(0.8), 0.8, "assumed", _UNIT)
    yield from _levels("capability", "of_level", "Capability lost on the front answered", "k", "share", (0.02, 0.04, 0.06, 0.05), _UNIT)
    yield from _levels("tension", "of_level", "Tension added", "t", "-", (0.15, 0.4, 0.8, 3.0), _POSITIVE)
    yield _one("tension", "active_front", "Tension added by a front active today", "t_f", "-", Fixed(0.03), 0.03, "assumed", _POSITIVE)
    yield _one("tension", "patron_strike", "Tension added by the patron's own strike", "t_s", "-", Fixed(0.5), 0.5, "assumed", _POSITIVE)
    yield _one("attribution", "baseline", "Log-odds that an adversary blames the patron for the orders", "ā", "logit", Normal(-1.5, 0.7), -1.5, "0 of about 10 rounds hit the patron")
    yield _one("attribution", "lethal", "Rise after a lethal attack", "e_1", "logit", Fixed(0.6), 0.6, "assumed", _POSITIVE)
    yield _one("attribution", "coactivity", "Rise when integrated clients are active together", "e_2", "logit", Fixed(0.05), 0.05, "assumed", _POSITIVE)
    yield _one("attribution", "visit", "Rise after a visit that becomes known", "e_3", "logit", Fixed(0.15), 0.15, "assumed", _POSITIVE)
    yield _one("attribution", "public_restraint", "Fall after restraint announced in public", "e_4", "logit", Fixed(0.0), 0.0, "assumed", _POSITIVE)
    yield _one("patron_strike", "baseline", "Logit of the patron's own strike on a calm day", "k_0", "logit/day", Normal(-7.5, 0.5), -7.5, "3 in 124 days, one on the trigger's side; rare before")
    yield _one("patron_strike", "red_line", "Rise with the patron's own red-line pressure", "k_1", "logit", LogNormal(4.0, 0.3), 4.0, "8 January 2020", _POSITIVE)
    yield _one("war", "reference_hazard", "Hazard of regional war at tension 5", "h_ref", "1/day", LogNormal(2e-4, 1.0), 2e-4, "assumed: prior-dominated", _UNIT)
    yield _one("war", "tension", "Rise of the log hazard with tension", "χ", "log", LogNormal(0.5, 0.3), 0.5, "assumed: prior-dominated; Schelling 1966", _POSITIVE)


def _memories() -> Iterator[Parameter]:
    for scope, name, symbol, days, spread in (
        ("reprisal", "pressure_memory", "τ_P", 6.0, 0.4), ("reprisal", "heat_memory", "τ_H", 14.0, 0.5),
        ("fear", "memory", "τ_F", 30.0, 0.6), ("grievance", "memory", "τ_G", 45.0, 0.6),
        ("attribution", "memory", "τ_A", 60.0, 0.5), ("tension", "memory", "τ_τ", 21.0, 0.4),
        ("capability", "recovery", "τ_K", 180.0, 0.5),
    ):  # fmt: skip
        source = "lags of 1-5 days" if symbol == "τ_P" else "assumed"
        yield _one(scope, name, f"Memory of {name.split('_')[0] if '_' in name else scope}", symbol, "days", LogNormal(days, spread), days, source, _POSITIVE)
    yield _one("patron_strike", "memory", "Memory of the patron's own red-line pressure", "τ_pat", "days", Fixed(20.0), 20.0, "assumed", _POSITIVE)


def _ties_and_world() -> Iterator[Parameter]:
    yield _one("rapport", "growth", "Growth of rapport per envoy-day, times charisma and language", "ρ_R", "1/envoy-day", LogNormal(0.02, 0.5), 0.02, "assumed: two decades; Price 2012", _POSITIVE)
    yield _one("rapport", "memory", "Memory of rapport", "1/δ_R", "days", LogNormal(1500, 0.5), 1500.0, "assumed", _POSITIVE)
    yield _one("tie", "growth", "Growth of the institutional tie per envoy-day, times skill", "ρ_I", "1/envoy-day", LogNormal(0.012, 0.5), 0.012, "assumed", _POSITIVE)
    yield _one("tie", "memory", "Memory of the institutional tie", "1/δ_I", "days", LogNormal(3000, 0.5), 3000.0, "assumed", _POSITIVE)
    yield _one("integration", "initial", "Integration of the clients at the start of the history", "Z", "share", Beta(3, 7), 0.3, "assumed", _UNIT)
    yield _one("integration", "growth", "Growth of integration per mean envoy-day, times skill", "ρ_Z", "1/envoy-day", LogNormal(0.01, 0.5), 0.01, "Popovic 2018; assumed", _POSITIVE)
    yield _one("integration", "memory", "Memory of integration", "1/δ_Z", "days", Fixed(1000.0), 1000.0, "assumed", _POSITIVE)
    yield _one("revenue", "growth", "Yearly growth of own revenue of a fully embedded client", "γ_S", "1/year", LogNormal(0.2, 0.6), 0.2, "assumed; public budgets of armed groups", _POSITIVE)
    yield _one("revenue", "ceiling", "Own revenue at which growth ends", "-", "ratio", Fixed(3.0), 3.0, "assumed", _POSITIVE)
    yield _one("trigger", "log_mean", "Mean of log trigger intensity beyond the as-of date", "-", "log", Fixed(log(0.3)), log(0.3), "deaths per day by phase; assumed")
    yield _one("trigger", "memory", "Memory of log trigger intensity", "-", "days", Fixed(60.0), 60.0, "assumed", _POSITIVE)
    yield _one("trigger", "noise", "Daily noise of log trigger intensity", "-", "log", Fixed(0.06), 0.06, "assumed", _POSITIVE)
    yield _one("trigger", "truce_begins", "Chance that a truce begins today", "-", "1/day", LogNormal(1 / 150, 0.5), 1 / 150, "one truce in 124 days", _UNIT)
    yield _one("trigger", "truce_ends", "Chance that a truce ends today", "-", "1/day", LogNormal(1 / 20, 0.5), 1 / 20, "one of 7 days; assumed", _UNIT)
    yield _one("trigger", "truce_level", "Trigger intensity in a truce", "-", "trigger", Fixed(0.003), 0.003, "24-30 November 2023", _POSITIVE)
    yield _one("trigger", "ceiling", "Highest trigger intensity", "-", "trigger", Fixed(1.5), 1.5, "assumed", _POSITIVE)


# fmt: on

CATALOGUE: tuple[Parameter, ...] = tuple(_rows())
SCOPES: tuple[str, ...] = tuple(dict.fromkeys(p.scope for p in CATALOGUE))
_BY_PATH = {p.path: p for p in CATALOGUE}


def by_path(path: str) -> Parameter:
    """The record of `tempo.branching` or `clients.*.autonomy`; raises `KeyError`."""
    return _BY_PATH[path]


def in_scope(scope: str) -> tuple[Parameter, ...]:
    """All records of a scope, in order."""
    return tuple(p for p in CATALOGUE if p.scope == scope)
