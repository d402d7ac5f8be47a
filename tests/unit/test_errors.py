from armslength import ArmslengthError, Fault


def test_every_fault_is_one_line_with_its_place() -> None:
    error = ArmslengthError(
        Fault("scenario.yaml", 7, "unknown key 'clints'", "did you mean 'clients'?"),
        Fault("events.csv", None, "no rows"),
        Fault(None, 3, "not a number"),
        "the horizon is zero days",
    )
    assert str(error).splitlines() == [
        "scenario.yaml:7: unknown key 'clints'; did you mean 'clients'?",
        "events.csv: no rows",
        "line 3: not a number",
        "the horizon is zero days",
    ]
    assert [fault.line for fault in error.faults] == [7, None, 3, None]
