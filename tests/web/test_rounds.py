"""People's own forecasts: private until revealed, one person under two spellings, scored beside each other."""

import re
from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.results.actors import Actors, Adversary, Client, Front
from armslength.scenario import load
from armslength.scoring.round_questions import round_questions
from armslength.scoring.scoring_actors import actors_of_case
from armslength.tables.round_tables import answers_table, explained
from armslength.web.app_state import NotFound
from armslength.web.render import render
from armslength.web.rounds import Round, Rounds

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def rounds(tmp_path: Path) -> Rounds:
    return Rounds(tmp_path)


@pytest.fixture
def one(rounds: Rounds) -> Round:
    case = load("classroom")
    actors = Actors(
        clients=tuple(
            Client(id=c.id, name=c.name, short=c.short, theatre="", host=None) for c in case.clients.values()
        ),
        adversaries=tuple(Adversary(id=a.id, name=a.name, short=a.short) for a in case.adversaries.values()),
        fronts=tuple(
            Front(id=f.id, name=f.name, short=f.name, client=f.client, adversary=f.adversary, theatre="")
            for f in case.fronts.values()
        ),
    )
    asked = round_questions(case, actors, 14, {}, most=3)
    return rounds.make("classroom", "Week 1", asked, actors_of_case(case), with_code=True)


def chances(one: Round, p: float) -> list[float]:
    return [p] * len(one.questions)


def test_a_question_has_words_dates_and_a_rule(one: Round) -> None:
    assert one.questions
    for question in one.questions:
        assert question.words.endswith("?")
        assert "from 30 April 2001 to 13 May 2001" in question.words
        assert question.asks.rule


def test_two_spellings_are_one_person_and_what_is_registered_stands(rounds: Rounds, one: Round) -> None:
    rounds.answer(one, "José  Díaz", one.code, chances(one, 0.7))
    with pytest.raises(ArmslengthError, match="has answered already"):
        rounds.answer(one, "JOSE\u0301 di\u0301az", one.code, chances(one, 0.1))
    assert rounds.who_answered(one) == ["José Díaz"]


def test_answers_are_kept_until_the_umpire_reveals_them(rounds: Rounds, one: Round) -> None:
    rounds.answer(one, "Ada", one.code.upper(), chances(one, 0.7))
    with pytest.raises(ArmslengthError, match="has not revealed"):
        rounds.record(one)
    with pytest.raises(NotFound):
        rounds.check_key(one, "wrong")
    shown = rounds.reveal(one, None)
    assert [row.probability for row in rounds.record(shown).forecasts] == chances(one, 0.7)
    with pytest.raises(ArmslengthError, match="nothing more is taken"):
        rounds.answer(shown, "Late", one.code, chances(one, 0.5))
    assert rounds.find(one.id).revealed == shown.revealed


@pytest.mark.parametrize("name", ["", "model", "MODEL", "turn \u202eround", "x" * 200])
def test_a_name_that_nobody_could_tell_apart_is_refused(rounds: Rounds, one: Round, name: str) -> None:
    with pytest.raises(ArmslengthError):
        rounds.answer(one, name, one.code, chances(one, 0.5))


def test_a_wrong_code_is_refused(rounds: Rounds, one: Round) -> None:
    with pytest.raises(ArmslengthError, match="not the code"):
        rounds.answer(one, "Ada", "nothing", chances(one, 0.5))


@pytest.mark.parametrize("id_", ["../..", "no", "a/b", ""])
def test_no_name_leads_out_of_the_folder(rounds: Rounds, id_: str) -> None:
    with pytest.raises(NotFound):
        rounds.find(id_)


def test_what_is_said_is_settled_by_a_file_and_scored(rounds: Rounds, one: Round, tmp_path: Path) -> None:
    rounds.answer(one, "Ada", one.code, chances(one, 0.1))
    rounds.answer(one, "Ben", one.code, chances(one, 0.9))
    shown = rounds.reveal(one, None)
    adversary = one.questions[0].asks.subject
    events = tmp_path / "events.csv"
    head = "event_id,date,end_date,kind,front,adversary,level,source\n"
    events.write_text(f"{head}late,2001-06-30,2001-06-30,reprisal,,{adversary},4,assumed\n", encoding="utf-8")
    assert rounds.resolve(shown, events)
    record = rounds.record(shown)
    table = answers_table([(q.asks.question, q.words) for q in one.questions], record)
    assert [column.title for column in table.columns] == ["Question", "Happened", "Ada", "Ben"]
    assert table.rows[0][1:] == ("no", "10%", "90%")
    assert table.rows[-1][2:] == (f"0.01 ({len(one.questions)})", f"0.81 ({len(one.questions)})")
    assert "too few to say who forecasts better" in explained(record)[-1]


def test_pages_escape_what_people_write(rounds: Rounds, one: Round) -> None:
    who = rounds.answer(one, HOSTILE, one.code, chances(one, 0.5))
    bad = one.model_copy(update={"title": HOSTILE})
    pages = [
        render("round_umpire.html.j2", round=bad, who=[who], said="", outcomes=False),
        render("round_thanks.html.j2", round=bad, who=who),
        render("round_form.html.j2", round=bad, why=HOSTILE, given={"name": f'"{HOSTILE}'}),
        render("round_table.html.j2", round=bad, answers=None, explained=(), record=""),
        render("rounds.html.j2", case="classroom", rounds=[bad], windows=[7], why=HOSTILE),
    ]
    assert not any(re.search(r"<script", page) for page in pages)
