"""A misspelt name fails in mypy: in a mechanism of the model, and in one of a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

from tests.mechanisms.conftest import FATIGUE

ROOT = Path(__file__).parents[2]
MISSPELT = {
    "params.of(FatigueParameters).weight": (
        "params.of(FatigueParameters).wieght",
        '"FatigueParameters" has no attribute "wieght"',
    ),
    "state.of(FatigueState).recent\n    return outlook": (
        "state.of(FatigueState).recnt\n    return outlook",
        '"FatigueState" has no attribute "recnt"',
    ),
    "outlook.tempo *": ("outlook.temop *", '"Outlook" has no attribute "temop"'),
    "replace(tempo=": ("replace(tmepo=", 'Unexpected keyword argument "tmepo" for "replace" of "Outlook"'),
    "events.count": ("events.cuont", '"Events" has no attribute "cuont"'),
    "FatigueState(recent=": (
        "FatigueState(recnet=",
        'Unexpected keyword argument "recnet" for "FatigueState"',
    ),
    "decay_factor(MEMORY)": (
        "decay_factor(params.tempo.memroy)",
        '"TempoParameters" has no attribute "memroy"',
    ),
}


def faults_of(text: str, folder: Path) -> str:
    file = folder / "fatigue.py"
    file.write_text(text, encoding="utf-8")
    said, _, _ = api.run(
        ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache"), str(file)]
    )
    return said


@pytest.mark.slow
def test_a_misspelt_name_fails_in_mypy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert "Success" in faults_of(FATIGUE, tmp_path)
    text = FATIGUE
    for right, (wrong, _) in MISSPELT.items():
        assert right in text
        text = text.replace(right, wrong)
    said = faults_of(text, tmp_path)
    assert not [fault for _, fault in MISSPELT.values() if fault not in said], said
