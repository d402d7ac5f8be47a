"""Strategies as the page handles them: actions in sentences, levers that give what the grammar takes, rows in order."""

from __future__ import annotations

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import load
from armslength.scenario.action_words import SEEN, VERBS
from armslength.scenario.actions import parse_action
from armslength.web.action_options import action_options
from armslength.web.sentences import sentence

CLASSROOM = load("classroom")
SAID = {
    "order front=hill-column/tarn tempo=1 cap=0.5 on=+1": "Hill Column on Tarn: told to attack less (1 of 1) and to kill less (0.5 of 1), on 30 April 2001.",
    "visit client=all days=0.3 when=lethal-attack where=tarn within=2": "The envoy visits every client (0.3 envoy-days each), 2 days after each time this is seen: an attack that kills the adversary's own (Tarn).",
    "abstain front=all": "No order and no envoy of the commander's own about any front, on every day ahead.",
    "order front=all release=1 every=14 from=+3": "Every front: told to do as it likes (1 of 1), every 14 days from 2 May 2001 on.",
    "reply adversary=tarn answers=nothing": "Tarn answers nothing, on every day ahead.",
    "support client=hill-column factor=0.5 from=+1 to=+9": "Hill Column: 0.5 times today's support, from 30 April 2001 to 8 May 2001.",
}


@pytest.mark.parametrize(("action", "said"), SAID.items())
def test_an_action_reads_as_a_sentence(action, said):
    assert sentence(action, CLASSROOM) == said


def test_every_strategy_that_ships_reads_as_sentences():
    for name in ("axis-2024", "classroom"):
        case = load(name)
        for action in (a for s in case.strategies.values() for a in s.actions):
            assert sentence(action, case).endswith(".")


def test_what_is_no_action_is_no_sentence():
    with pytest.raises(ArmslengthError, match="is no lever"):
        sentence("strike adversary=tarn", CLASSROOM)


def test_levers_give_what_the_grammar_takes_within_its_budgets():
    options = action_options(CLASSROOM)
    actors, first = CLASSROOM.network, CLASSROOM.as_of
    assert options.verbs["visit"].words["days"].budget == CLASSROOM.site("orders.attention").value
    for name, verb in options.verbs.items():
        whom = [f" {verb.of}={who}" for who in options.who[verb.of]] if verb.of else [""]
        needed = [(word, verb.words[word]) for word in verb.needs[:1]]
        words = [
            f" {name}={word.choices[1] if word.choices else format(word.budget, 'g')}"
            for name, word in needed
        ]
        for one in whom:
            assert parse_action(name + one + "".join(words), actors, first).verb == name
    assert set(options.verbs) == set(VERBS)


def test_an_event_may_be_waited_for_wherever_it_can_be_seen():
    options = action_options(CLASSROOM)
    actors, first = CLASSROOM.network, CLASSROOM.as_of
    for event, places in options.seen_at.items():
        for place in places:
            text = f"order front=all tempo=1 when={event} where={place}"
            assert (parse_action(text, actors, first).when, set(places) >= set(options.who["front"])) == (
                event,
                True,
            )
    assert set(options.seen_at) == set(SEEN)
