"""Where a mechanism of one's own may come from, and what is said of one that cannot be used."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import load, own_mechanisms, save, with_events
from armslength.scenario.check import check
from armslength.web.app_state import AppState
from armslength.web.scenario_files import add, check_texts, texts_of
from armslength.web.settings import NO_CODE, Settings
from tests.mechanisms.conftest import FATIGUE, Write


def test_from_a_module(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "my_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "fatigue.py").write_text(FATIGUE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        case = load(write('mechanisms: ["my_package.fatigue:MECHANISM"]'))
        assert case.site("fatigue.weight").value == 0.002
        assert load(str(case.folder)).network == case.network, (
            "loaded again it is the same model, compiled once"
        )
    finally:
        for name in [n for n in sys.modules if n.startswith("my_package")]:
            del sys.modules[name]


def test_from_an_entry_point(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "installed_fatigue.py").write_text(FATIGUE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    point = EntryPoint("fatigue", "installed_fatigue:MECHANISM", own_mechanisms.GROUP)
    monkeypatch.setattr(own_mechanisms, "entry_points", lambda group: [point])
    monkeypatch.setattr(own_mechanisms, "_refusal", [NO_CODE])
    case = load(write("mechanisms: [fatigue]"))
    assert case.own_mechanisms.startswith("fatigue ")
    with pytest.raises(
        ArmslengthError, match="no installed mechanism is called 'fatige'; did you mean 'fatigue'"
    ):
        load(_renamed(case.folder, "[fatigue]", "[fatige]"))
    del sys.modules["installed_fatigue"]


def _renamed(folder: Path | None, before: str, after: str) -> Path:
    assert folder is not None
    scenario = folder / "scenario.yaml"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return folder


def test_the_same_file_is_the_same_mechanism(tired: Path) -> None:
    one, other = load(tired), load(tired)
    assert one.network == other.network
    assert hash(one.layout) == hash(other.layout)


def test_it_goes_along_when_the_case_moves_on_or_is_saved(tired: Path, tmp_path: Path) -> None:
    case = load(tired)
    later = with_events(case, [], case.as_of)
    assert later.network == case.network
    assert load(save(later, tmp_path / "saved")).own_mechanisms == case.own_mechanisms


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            ("MECHANISM = ", "MECHANIC = "),
            r"fatigue.py: holds no MECHANISM; write `MECHANISM = Mechanism\(...\)`",
        ),
        (("jnp.exp(-tired)", "jnp.exp(-tired"), r"fatigue.py:\d+: '\(' was never closed"),
        (("MEMORY = 30.0", "MEMORY = 30.0 / 0"), r"fatigue.py:28: ZeroDivisionError"),
        (
            ("outlook.tempo *", "outlook.temp *"),
            "'fatigue' cannot be played: `expect` ends in AttributeError: .*'temp'",
        ),
        (
            ("replace(tempo=", "replace(temp="),
            "`expect` ends in AttributeError: nothing here is called 'temp'",
        ),
        (("outlook.tempo * jnp.exp(-tired)", "outlook.tempo[:2]"), r"`expect` gives 'tempo' the shape"),
        (
            ("FatigueState(recent=jnp.maximum(recent, 0.0))", "updated.replace(recent=recent[:, 0])"),
            r"`change` gives 'recent' the shape \(3,\), and it is \(3, 2\)",
        ),
        (('name="fatigue"', 'name="tempo"'), "two mechanisms introduce the name 'tempo'"),
        (('scope="fatigue"', 'scope="tempo"'), "two mechanisms introduce the scope 'tempo'"),
        (("recent: PerFront", "fear: PerFront"), "two mechanisms introduce the state variable 'fear'"),
        (('after="tempo"', 'after="tempi"'), "acts after 'tempi', and there is none"),
    ],
)
def test_what_is_wrong_with_it_is_one_sentence(write: Write, changed: tuple[str, str], said: str) -> None:
    folder = write(fatigue=FATIGUE.replace(*changed))
    with pytest.raises(ArmslengthError, match=said):
        load(folder)
    assert len(check(folder).faults) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mechanisms: [weariness.py]", "weariness.py: is missing; put it beside scenario.yaml"),
        ("mechanisms: [../fatigue.py]", "no installed mechanism is called '../fatigue.py'"),
        ('mechanisms: ["no_such_package:MECHANISM"]', "cannot be imported: ModuleNotFoundError"),
        ('mechanisms: ["math:pi"]', "'math:pi' is a float, and no mechanism"),
        ("mechanisms: [weariness]", "no installed mechanism is called 'weariness'; none is installed"),
        ("mechanisms: fatigue.py", "should be a list|valid tuple"),
    ],
)
def test_where_there_is_none_it_is_said(write: Write, line: str, said: str) -> None:
    with pytest.raises(ArmslengthError, match=said) as refused:
        load(write(line))
    assert "scenario.yaml:" in str(refused.value) or "weariness.py" in str(refused.value)


RAN = 'raise SystemExit("it was run")\n'


def test_a_server_never_runs_what_is_uploaded(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(fatigue=RAN)
    app_state = AppState(Settings(case="classroom", workspace=tmp_path / "workspace"))
    texts = texts_of(folder)
    report = check_texts(texts)
    assert [fault.what for fault in report.faults] == [f"the mechanism 'fatigue.py' is code: {NO_CODE}"]
    with pytest.raises(ArmslengthError, match="is code"):
        add(app_state, "tired", texts)
    with pytest.raises(ArmslengthError, match="is no file of a scenario"):
        add(app_state, "tired", {**texts_of(Path(str(load("classroom").folder))), "fatigue.py": RAN})
    # Even one that lies in the workspace already, put there by other means.
    monkeypatch.setattr(own_mechanisms, "_refusal", [NO_CODE])
    for line in ("[fatigue.py]", '["os:getcwd"]'):
        with pytest.raises(ArmslengthError, match=NO_CODE):
            load(_renamed(folder, "[fatigue.py]", line))


def test_whoever_handles_strangers_folders_can_refuse_code(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(own_mechanisms.SWITCH, "refuse")
    with pytest.raises(ArmslengthError, match="ARMSLENGTH_CODE=refuse is set"):
        load(write(fatigue=RAN))
