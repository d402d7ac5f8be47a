"""The weights that describe what each side gains and loses a day; nothing searches over them."""

from __future__ import annotations

PAYOFFS: dict[str, str] = {
    "y": "worth to the patron of log(1 + pressure) by a client, a day",
    "y_f": "worth of capability under control, a day",
    "c_g": "cost of a unit of support",
    "c_e": "cost of an envoy-day",
    "c_l": "cost of a reprisal, by level 1-4",
    "vartheta": "extra cost of a reprisal when the patron is blamed",
    "c_x": "cost of a red line crossed when the patron is blamed",
    "c_w": "cost of regional war",
    "damage": "cost to an adversary of an attack that does harm",
    "c_r": "cost to an adversary of its reprisal, by level 1-4",
    "c_esc": "cost to an adversary of a unit of tension",
    "reputation": "worth to an adversary of having answered",
}
