"""What a case asks is data: read with its lines, held against the case and the forecast, answered by its sentence."""

from __future__ import annotations

import pytest

from armslength.errors import ArmslengthError
from armslength.forecasting.question_answers import answered
from armslength.results.actors import Actors, Adversary, Client, Front
from armslength.results.forecast import ForecastResult, Reprisal
from armslength.results.record import Quantiles
from armslength.scenario import load

FOLLOW = "    of: follow            # a part of the forecast: follow, commander, attacks, lethal, reprisal, clients, fronts, adversaries, evidence\n"


@pytest.mark.parametrize(
    ("old", "to", "where", "sentence"),
    [
        ("claims: [K1]", "claims: [K7]", "K7", "unknown claim 'K7'; the known ones are K1"),
        ("claims: [K1]", "group: Z.", "group: Z.", "no claim is of a group 'Z.'"),
        ("of: follow", "of: folow", "of: folow", "'followers.answer.of' is 'folow'"),
        (
            "order: envoy",
            "ordr: envoy",
            "where: {ordr",
            "'ordr' is no number of follow; did you mean 'order'?",
        ),
        ("order: envoy", "front: loyl/neighbour", "loyl", "unknown front 'loyl/neighbour'; did you mean"),
        (
            "highest_first: pauses_because_told",
            "highest_first: pauses",
            "highest_first",
            "'pauses' is no number of follow",
        ),
        ("{front}", "{frnt}", "sentence", "'frnt' is no number of follow; did you mean 'front'?"),
        ("{front}", "{front!r}", "sentence", "'{front}' is no name; write {median}"),
        ("{front}", "{front.__class__}", "sentence", "is no name; write {median}"),
        ("{front}", "{each}", "  answer:", "{each} in the sentence and `each` belong together"),
        ("status: tested", "status: sure", "status", "'followers.status' is 'sure'"),
        ("topic: Who follows", "topc: Who follows", "topc", "unknown key 'topc'; did you mean 'topic'?"),
    ],
)
def test_a_fault_is_said_at_its_line(draft, old, to, where, sentence):
    draft.edit("questions.yaml", old, to)
    line = draft.line("questions.yaml", where)
    assert any(said.startswith(f"questions.yaml:{line}: ") and sentence in said for said in draft.said()), (
        draft.said()
    )


def test_a_number_that_the_case_does_not_have(draft):
    text = """
autonomy:
  topic: Autonomy
  asks: How far does it go its own way?
  status: prior only
  answer: {of: parameter, path: clients.rich.autonmy, sentence: "Prior {prior}."}
"""
    draft.write("questions.yaml", text)
    (said,) = draft.said()
    assert "the case has no number 'clients.rich.autonmy'; did you mean 'clients.rich.autonomy'?" in said


def question(draft, answer: str) -> str:
    """The answer to one question of the starter."""
    draft.write("questions.yaml", f"q:\n  topic: t\n  asks: a\n  status: tested\n  answer: {answer}\n")
    case = load(draft.folder)
    return answered(case, forecast())[0].answer


def forecast() -> ForecastResult:
    """As much of a forecast as the answers below need."""
    actors = Actors(
        clients=tuple(
            Client(id=i, name=i.title(), short=i.title(), theatre="", host=None) for i in ("loyal", "rich")
        ),
        adversaries=(Adversary(id="neighbour", name="Neighbour", short="Nbr"),),
        fronts=tuple(
            Front(id=f"{c}/neighbour", name=c, short=c, client=c, adversary="neighbour", theatre="")
            for c in ("loyal", "rich")
        ),
    )
    reprisals = tuple(
        Reprisal.model_construct(
            adversary="neighbour",
            window_days=days,
            none=none,
            level_1=0.1,
            level_2=0.1,
            level_3=0.1,
            level_4=0.05,
            parameters_90=None,
            coded_from_level=1,
        )
        for days, none in ((7, 0.9), (30, 0.6))
    )

    def control(median: float) -> dict[str, Quantiles]:
        return {
            "control": Quantiles(
                median=median, interval_50=(0.1, 0.2), interval_90=(0.0, 0.3), covers="parameters"
            )
        }

    state = type("State", (), {"clients": {"rich": control(0.2), "loyal": control(0.7)}})()
    made = ForecastResult.model_construct(
        actors=actors, reprisal=reprisals, state=state, attacks=(), follow=()
    )
    made.__dict__["windows"] = [7, 30]
    return made


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('{of: reprisal, sentence: "{adversary} {any_level:.2f} in {window_days}"}', "Nbr 0.40 in 30"),
        ('{of: reprisal, window: 7, sentence: "{any_level:.1f}"}', "0.1"),
        (
            '{of: clients, highest_first: control.median, each: "{client} {control.median:.1f}", between: ", ", sentence: "{each}."}',
            "Loyal 0.7, Rich 0.2.",
        ),
        (
            '{of: clients, highest_first: control.median, sentence: "{last.client} {last.control.interval_90.high:.1f}"}',
            "Rich 0.3",
        ),
        ('{of: clients, at_least: {control.median: 0.5}, each: "{client}", sentence: "{each}"}', "Loyal"),
        (
            '{of: clients, at_least: {control.median: 0.9}, sentence: "{client}", otherwise: Nobody.}',
            "Nobody.",
        ),
        (
            '{of: parameter, path: clients.rich.own_revenue, sentence: "{value:.0f}, by {sources}"}',
            "2, by An invented yearbook",
        ),
        ('{of: nothing, sentence: "It is not modelled."}', "It is not modelled."),
    ],
)
def test_the_sentence_takes_its_numbers(draft, answer, said):
    assert question(draft, answer).startswith(said)


def test_a_quantity_that_the_state_does_not_hold_is_named(draft):
    with pytest.raises(ArmslengthError, match=r"question 'q': a row of clients has no 'contrl\.median'"):
        question(draft, '{of: clients, sentence: "{contrl.median:.1f}"}')
