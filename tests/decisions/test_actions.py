"""One grammar: what it reads, what it refuses and how, and what it has no words for."""

from datetime import date
from pathlib import Path

import pytest

from armslength.decisions import OBJECTIVES
from armslength.decisions.ranking import weights_of
from armslength.errors import ArmslengthError
from armslength.scenario import load
from armslength.scenario.action_words import ADAPTIVE, ANSWERS, DATED, NEVER, SEEN, UNSEEN, VERBS
from armslength.scenario.actions import parse_action
from armslength.world.network import Network

FIRST = date(2001, 4, 30)
DOC = Path(__file__).parents[2] / "docs" / "generated" / "actions.md"


@pytest.fixture(scope="module")
def net() -> Network:
    return load("classroom").network


def test_words_left_out_have_their_plain_meaning(net) -> None:
    order = parse_action("order front=hill-column/tarn tempo=1", net, FIRST)
    assert (order.start, order.end, order.value("cap")) == (FIRST, FIRST, 0)
    threat = parse_action("threat adversary=tarn from=+3", net, FIRST)
    assert (threat.start, threat.end, threat.value("value")) == (date(2001, 5, 2), None, 1)
    assert parse_action("visit client=all every=7", net, FIRST).who == net.clients
    assert list(parse_action("visit client=river-league every=7", net, FIRST).days(FIRST, 20)) == [0, 7, 14]
    assert parse_action("pressure host=coast", net, FIRST).who == ("harbour-guard", "river-league")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("oder front=hill-column/tarn tempo=1", "did you mean 'order'?"),
        ("order front=hil-column/tarn tempo=1", "did you mean 'hill-column/tarn'?"),
        ("order front=hill-column/tarn temp=1", "did you mean 'tempo='?"),
        ("order front=hill-column/tarn", "it says nothing; give tempo= or cap= or release="),
        ("order front=hill-column/tarn tempo=2", "it runs from 0 to 1"),
        ("order front=hill-column/tarn tempo=much", "not a number"),
        ("order front=hill-column/tarn tempo=1 tempo=0.5", "stands twice"),
        ("order front=hill-column/tarn tempo=1 on=tomorrow", "as YYYY-MM-DD, or +3 for the third day ahead"),
        ("order front=hill-column/tarn tempo=1 on=+1 every=7", "exclude each other"),
        ("order front=hill-column/tarn tempo=1 within=2", "needs an event"),
        ("visit client=hill-colum", "did you mean 'hill-column'?"),
        ("visit client=hill-column when=lethal-atack", "did you mean 'lethal-attack'?"),
        ("visit client=hill-column when=grievance", "nobody observes"),
        ("visit client=hill-column when=reprisal where=hill-column", "is what an adversary does"),
        ("visit client=hill-column when=attack where=nowhere", "no front, client or adversary"),
        ("truce when=attack", "truce cannot wait for an event"),
        ("pressure host=coast client=hill-column", "no client in coast"),
        ("reply adversary=tarn answers=some", "the known ones are nothing, deaths, all"),
        ("reply adversary=tarn answers=all level=3", "it runs from 1 to 2"),
        ("threat adversary=all", "each adversary decides for itself"),
        ("threat adversary=tarn from=+5 to=+2", "before it starts"),
        ("", "unknown action ''"),
    ],
)
def test_what_cannot_be_done_is_said(net, text, sentence) -> None:
    with pytest.raises(ArmslengthError) as caught:
        parse_action(text, net, FIRST)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("word", UNSEEN)
def test_a_policy_sees_events_and_no_state(net, word) -> None:
    assert word not in SEEN
    with pytest.raises(ArmslengthError, match="nobody observes"):
        parse_action(f"visit client=hill-column when={word}", net, FIRST)


@pytest.mark.parametrize("verb", sorted(NEVER))
def test_no_verb_strikes_or_removes_anybody(net, verb) -> None:
    assert verb not in VERBS
    with pytest.raises(ArmslengthError, match="never chosen"):
        parse_action(f"{verb} adversary=tarn", net, FIRST)


def test_replies_stay_below_leaders_and_the_patron() -> None:
    assert VERBS["reply"].words["level"].top == 2


def test_only_declared_aims_are_ranked() -> None:
    assert {o.name for o in OBJECTIVES} == {"deaths", "reprisals", "direct_fire_days", "control_lost", "war"}
    assert all(o.source for o in OBJECTIVES)
    assert {o.name for o in OBJECTIVES if not o.weight} == {"control_lost"}
    with pytest.raises(ArmslengthError, match="only de-escalation is ranked"):
        weights_of({"attacks": 1.0})
    with pytest.raises(ArmslengthError, match="it must be 0 or more"):
        weights_of({"deaths": -1.0})


def test_the_document_has_every_word() -> None:
    text = DOC.read_text(encoding="utf-8")
    words = [*VERBS, *SEEN, *DATED, *ADAPTIVE, *ANSWERS, *(w for v in VERBS.values() for w in v.words)]
    assert not [word for word in words if f"`{word}" not in text]
