"""What happens in sentences: everyone by name, quiet days together, and what it all comes to."""

from datetime import date, timedelta

from armslength.ladder import RULES, RUNG_NAMES, Signs, rung_of
from armslength.narrate import Narrator, total
from armslength.results import step as r
from armslength.results.actors import Actors, Adversary, Client, Front

ACTORS = Actors(
    clients=(Client(id="hg", name="Harbour Guard", short="Guard", theatre="", host=None),),
    adversaries=(Adversary(id="tarn", name="Republic of Tarn", short="Tarn"),),
    fronts=(
        Front(
            id="hg/tarn",
            name="Guard on Tarn",
            short="Guard on Tarn",
            client="hg",
            adversary="tarn",
            theatre="",
        ),
    ),
)
NARRATOR = Narrator(ACTORS, "The crown", "Marrow")
DAYS = [date(2001, 5, 1) + timedelta(days=i) for i in range(5)]
FRONT = "hg/tarn"
EVENTS: list[r.StepEvent] = [
    r.Order(day=DAYS[0], front=FRONT, tempo_order=1.0, accepted=False),
    r.Attack(day=DAYS[0], front=FRONT, count=2, harmed=1, lethal=1, deaths=3),
    r.LadderReading(day=DAYS[0], rung=3),
    *(r.LadderReading(day=day, rung=0) for day in DAYS[1:4]),
    r.Reprisal(day=DAYS[4], adversary="tarn", level=2, answered=(FRONT,)),
    r.PatronStrike(day=DAYS[4], adversary="tarn"),
    r.LadderReading(day=DAYS[4], rung=4),
]


def test_everyone_is_named_and_quiet_days_are_told_together() -> None:
    told = NARRATOR.days(EVENTS)
    assert told[0].says == (
        "Marrow asks Harbour Guard to hold fire (Guard on Tarn); it refuses",
        "Guard on Tarn: 2 attacks, 3 killed",
        f"On the ladder, rung 3: {RUNG_NAMES[3]}",
    )
    assert (told[1].dates, told[1].says) == ("2 May 2001 to 4 May 2001", ("Nothing happens",))
    assert told[2].says[:2] == (
        "Republic of Tarn strikes back against personnel, answering Guard on Tarn",
        "The crown's own forces strike Republic of Tarn",
    )


def test_what_it_comes_to() -> None:
    assert total(EVENTS) == (
        "In all, 2 attacks, 3 killed by them, 1 order (0 accepted) and 1 reprisal; "
        f"the highest rung of the ladder is 4, {RUNG_NAMES[4]}."
    )


def test_the_ladder_reads_the_gravest_sign() -> None:
    quiet = {"active": 0, "level": 0, "crossed": False, "direct_fire": False, "war": False}
    signs = [
        {},
        {"active": 2},
        {"level": 2},
        {"crossed": True},
        {"level": 3},
        {"active": 3},
        {"level": 4},
        {"direct_fire": True},
        {"war": True, "active": 1},
    ]
    assert [rung_of(Signs(**{**quiet, **seen})) for seen in signs] == [0, 1, 2, 3, 3, 3, 4, 4, 5]
    assert len(RULES) == len(RUNG_NAMES) - 1
