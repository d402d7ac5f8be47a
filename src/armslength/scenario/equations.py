"""Where each number acts: the equation of the model description in which it stands, by parameter or
mechanism."""

from __future__ import annotations

from armslength.parameters import Parameter

_CONTROL = (
    "Control and compliance: u0 = w_D D + w_R R + w_I I - θ - c_0; C = sigmoid(λ u0); q = sigmoid(λ (u0 "
    "+ w_F F_eff + w_M M p - w_G G) + ξ)"
)
_DEPENDENCE = "Dependence: D = v g / (g + S + o)"
_TEMPO = "Tempo: μ = K^ε m [ν (1 + α_g G + cross) + α_s h] X/(X + x_h) exp(-η Q_r + η_e Q_e - φ F_eff)"
_OPENING = "Opening: P(opens today) = 1 - exp(-exp(o_0 + o_x s X/(X + x_h) + κ_open Z Σ Ω open))"
_SEVERITY = (
    "Severity: ψ = ψ_0 + ψ_K log K - ψ_s Q_s - ψ_F F_eff + ψ_G G + ψ_C (1 - C); P(any harm) = sigmoid(ψ "
    "+ c_1); P(lethal) = sigmoid(ψ)"
)
_REPRISAL = (
    "Reprisal: ρ = sigmoid(a + b_H log(1 + H) + b_P (P + red today)); its level by an ordered logit on "
    "d_P P + d_H log(1 + H)"
)
_TIES = (
    "Ties: R' = R + ρ_R κ l e (1 - R) - δ_R R; I' = I + ρ_I β e (1 - I) - δ_I I; Z' = Z + ρ_Z β ē (1 - "
    "Z) - δ_Z Z"
)
_SUCCESSION = (
    "Succession: R becomes kept R; Q becomes Q [1 - R/(R + I) (1 - kept)]; G rises by g_c R; I and K "
    "unchanged"
)
_TENSION = "Tension: τ' = φ_τ τ + Σ t_level + t_x log(1 + deaths) + t_s strike + t_f active fronts"

BY_NAME: dict[str, str] = {
    **dict.fromkeys(
        ("clients.*.investment", "clients.*.own_revenue", "clients.*.support", "clients.*.other_sponsors"),
        _DEPENDENCE,
    ),
    **dict.fromkeys(("clients.*.rapport", "clients.*.tie", "clients.*.hardship", "ties.*.language"), _TIES),
    **dict.fromkeys(("commanders.*.charisma", "commanders.*.skill"), _TIES),
    **dict.fromkeys(("ties.*.kept", "grievance.loss_of_commander"), _SUCCESSION),
    "clients.*.autonomy": _CONTROL,
    "clients.*.embedding": f"{_CONTROL}; own revenue grows by γ_S M S (1 - S/3) a year",
    "clients.*.capability": _TEMPO,
    "fronts.*.trigger_sensitivity": f"{_OPENING}; mobilisation m' = m + δ_m [sigmoid(κ_0 + κ_x s X) - m]",
    "fronts.*.harm_offset": _SEVERITY,
    "fronts.*.red_line": "Red line: P' = (φ_P P + p_f (p_0 + p_1 log(1 + deaths))) (1 - r)",
    "fronts.*.tension_of_death": _TENSION,
}
BY_SCOPE: dict[str, str] = {
    "fronts": _TEMPO,
    "adversaries": _REPRISAL,
    "control": _CONTROL,
    "tempo": _TEMPO,
    "opening": _OPENING,
    "severity": _SEVERITY,
    "reprisal": _REPRISAL,
    "rapport": _TIES,
    "tie": _TIES,
    "integration": _TIES,
    "tension": _TENSION,
    "orders": (
        "Orders: Q' = φ_Q Q + reach y (d - φ_Q Q); reach = 1 - exp(-(e + ω_I I)/ē), or 1 where acceptance "
        "was announced"
    ),
    "directives": "Directives: P(order or visit today) = sigmoid(δ_0 + δ_1 P + δ_2 τ + δ_3 Θ), by front",
    "mobilisation": "Mobilisation: m' = m + δ_m [sigmoid(κ_0 + κ_x s X) - m]",
    "fear": "Fear: F' = φ_F F + f_level (1 - F); perceived threat Θ = f_ρ ρ Σ P(level) f_level",
    "grievance": "Grievance: G' = φ_G G + g_level (1 - G)",
    "capability": "Capability: K' = [K + (1 - K)/τ_K] (1 - k_level r)",
    "attribution": (
        "Attribution: A' = ā + φ_A (A - ā) + e_1 lethal + e_2 Z coactivity + e_3 visit - e_4 restraint; "
        "P(4 | r) = π² sigmoid(u - κ_4)"
    ),
    "patron_strike": (
        "The patron's own strike: sigmoid(k_0 + k_1 P_pat); P_pat' = φ_pat P_pat (1 - s) + [level 4]"
    ),
    "war": "Regional war: log hazard = log h_ref + χ (τ - 5)",
    "revenue": "Own revenue: S' = S + γ_S M S (1 - S/ceiling)/365",
    "trigger": (
        "Trigger beyond the as-of date: log X is an AR(1) process with a truce that begins and ends by chance"
    ),
}


def equation(record: Parameter) -> str:
    """The equation in which a parameter acts."""
    return BY_NAME.get(record.path) or BY_SCOPE[record.scope]
