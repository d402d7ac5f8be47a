"""Scores of forecasts beside those of naive baselines, and the skill that they show. Lower scores are better."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from armslength.results.record import Count, Days, Interval, Probability, Record, Share, described

MODEL = "model"  #: the name of the forecaster that is judged; all others are baselines
FEWEST_INDEPENDENT = 30  #: occasions without a shared day, below which no verdict is given

Verdict = Literal["skill shown", "no skill shown", "worse than the baseline", "too few to tell"]
EventKind = Literal["reprisal", "lethal", "suspension"]
ScoredKind = EventKind | Literal["reprisal after quiet days"]
Score = Annotated[float, Field(ge=0)]


class Skill(Record):
    """The model against one baseline on one score, paired over the same occasions."""

    score: str = described("the score: `crps`, `log`, `brier`, `rps` or `quantile`")
    baseline: str = described("name of the baseline")
    n: Count = described("number of paired occasions")
    independent: Count = described("the largest number of them whose windows share no day")
    mean: float = described("mean score of the model")
    baseline_mean: float = described("mean score of the baseline")
    skill: float | None = described(
        "1 - mean / baseline_mean: 1 is perfect, 0 no better than the baseline; null where the baseline scores 0"
    )
    low: float | None = described("lower end of the 90 % interval of the skill, that of the test")
    high: float | None = described("upper end of that interval")
    diebold_mariano: float | None = described(
        "Diebold-Mariano statistic; negative where the model is better", key="dm"
    )
    p_value: Probability | None = described(
        "two-sided p value of that statistic, by the t distribution and the correction of Harvey, Leybourne and Newbold",
        key="p",
    )
    p_holm: Probability | None = described(
        "that p value after Holm's correction for all that was compared together; null where nothing is concluded, and for "
        "the one comparison that was declared beforehand",
        default=None,
    )
    block: Count = described("neighbouring occasions whose windows share days, which the test takes together")
    verdict: Verdict = described(
        "what the test says of skill at a level of 5 %; `too few to tell` below 30 occasions without a shared day"
    )

    @property
    def interval(self) -> Interval | None:
        """The 90 % interval of the skill, or None where too few occasions give one."""
        return None if self.low is None or self.high is None else Interval(self.low, self.high)

    @property
    def in_words(self) -> str:
        """The verdict, with the skill and its interval as far as there are any."""
        text = self.verdict.capitalize()
        if self.skill is not None:
            text += f": skill {self.skill:+.2f}"
        if self.interval:
            text += f" (90%: {self.interval.low:+.2f} to {self.interval.high:+.2f})"
        return text


class ReliabilityBin(Record):
    """How often events happened that were given about the same probability."""

    low: Probability = described("lower end of the bin", key="from")
    high: Probability = described("upper end of the bin", key="to")
    predicted: Probability = described("mean probability in the bin")
    observed: Share = described("share of the bin's events that happened", "share")
    n: Count = described("number of forecasts in the bin")


# One occasion -----------------------------------------------------------------------------------------------------


class CountScore(Record):
    """Scores of a predictive distribution of a count."""

    crps: Score = described("continuous ranked probability score", "attacks")
    log: float = described("minus the log predictive density", "nats")
    pit: Probability = described("randomised probability integral transform of what was observed")
    in_50: bool = described("whether the central 50 % interval held what was observed")
    in_90: bool = described("whether the central 90 % interval held what was observed")


class CountForecast(CountScore):
    """One forecaster's distribution of a count, with its scores."""

    median: float = described("median", "attacks")
    interval_50: Interval = described("central 50 % interval", "attacks", key="50")
    interval_90: Interval = described("central 90 % interval", "attacks", key="90")
    mean: float = described("mean", "attacks")


class WindowRow(Record):
    """One window after one origin."""

    horizon: str = described("the window: `7 days`, `1 month`, `each week`, `each month` or `each increment`")
    origin: date = described("last day that the forecasts knew of")
    first: date = described("first day of the window; of counts, the first that was counted", key="from")
    last: date = described("last day of the window; of counts, the last that was counted", key="to")


class CountRow(WindowRow):
    """The reported attacks of one window after one origin, beside every forecast of them."""

    target: str = described("fronts that are counted together, joined by `;`")
    days: Days = described("number of its days that were counted and scored")
    window_days: Days = described("number of days of the window")
    observed: Count = described("attacks reported", "attacks")
    events: tuple[str, ...] = described("ids of the events that report them")
    forecasts: dict[str, CountForecast] = described("by forecaster: `model` and each baseline")
    exact: bool = described("scored on the whole distribution, not on a sample of it", default=False)


class YesNoForecast(Record):
    """One forecaster's probability of an event, with its scores."""

    probability: Probability = described("probability of the event", key="p")
    brier: Probability = described("Brier score: squared error of the probability", "squared probability")
    log: float = described("minus the log probability of the outcome", "nats")


class YesNoRow(WindowRow):
    """Whether an event happened in one window after one origin, beside every probability given for it."""

    kind: EventKind = described("kind of event")
    subject: str = described("adversary of a reprisal, fronts of a lethal attack, client of a suspension")
    level: Count = described("least level of a reprisal; 0 for other events")
    quiet: bool | None = described(
        "of a reprisal: whether the adversary's fronts were counted in the week up to the origin and no attack on it was "
        "known; null of other events",
        default=None,
    )
    happened: bool = described("whether it happened at least once")
    days: tuple[date, ...] = described("days on which it happened")
    forecasts: dict[str, YesNoForecast] = described("by forecaster: `model` and each baseline")


class LadderForecast(Record):
    """One forecaster's probabilities of the highest rung, with their score."""

    probabilities: tuple[Probability, ...] = described("probability of each rung, from 0 up", key="p")
    rps: Score = described("ranked probability score")


class LadderRow(WindowRow):
    """The highest rung that the reports establish for one window after one origin."""

    rung: Count = described("highest rung reached")
    forecasts: dict[str, LadderForecast] = described("by forecaster: `model` and each baseline")


class UnscoredWindow(Record):
    """A window whose reported attacks could not be scored."""

    target: str = described("fronts that are counted together")
    origin: date = described("last day that the forecasts knew of")
    horizon: str = described("the window")
    why: str = described("why it was not scored")


class ScoredRows(Record):
    """Every occasion that was scored."""

    counts: tuple[CountRow, ...] = described("attacks reported in a window")
    yes_no: tuple[YesNoRow, ...] = described("reprisals, lethal attacks and suspensions")
    ladder: tuple[LadderRow, ...] = described("the highest rung of the ladder")


# All occasions of a kind ------------------------------------------------------------------------------------------


class HorizonScores(Record):
    """Mean scores for one horizon, and the skill that they show."""

    horizon: str = described("the window")
    n: Count = described("number of occasions")
    independent: Count = described(
        "the largest number of windows that share no day; rows of one window count once"
    )
    skill: tuple[Skill, ...] = described("the model against each baseline, by score")

    def against(self, baseline: str | None, score: str | None = None) -> Skill | None:
        """Return the model's skill against a baseline, on one score where there are several; None without any."""
        return next((s for s in self.skill if s.baseline == baseline and score in (None, s.score)), None)


class MeanCountScores(Record):
    """Mean scores of one forecaster of counts."""

    n: Count = described("number of occasions")
    crps: Score = described("mean CRPS", "attacks")
    log: float = described("mean of minus the log predictive density", "nats")
    in_50: Share = described("share of occasions inside the central 50 % interval")
    in_90: Share = described("share of occasions inside the central 90 % interval")
    pit: tuple[int, ...] = described("histogram of the PIT in five equal bins; even where calibrated")


class OriginGain(Record):
    """What the model gained on each baseline at one origin."""

    origin: date = described("last day that the forecasts knew of")
    observed: Count = described("attacks reported in the window", "attacks")
    crps: Score = described("CRPS of the model", "attacks")
    gain: dict[str, float] = described(
        "by baseline: its CRPS less the model's; above 0 where the model was better", "attacks"
    )


class CountScores(HorizonScores):
    """Scores of counts for one target and horizon."""

    target: str = described("fronts that are counted together, joined by `;`")
    days: Days = described("days of all its windows that were counted and scored")
    window_days: Days = described("days of all its windows")
    by_origin: tuple[OriginGain, ...] = described("the gain at each origin, in order of time")
    observed_mean: float = described("mean of the reported attacks", "attacks")
    forecasters: dict[str, MeanCountScores] = described("by forecaster: `model` and each baseline")

    def skills(self, score: str = "crps") -> list[Skill]:
        """Return the model's skill on one score against each baseline."""
        return [skill for skill in self.skill if skill.score == score]


class MeanYesNoScores(Record):
    """Mean scores of one forecaster of events."""

    n: Count = described("number of occasions")
    brier: Probability = described("mean Brier score", "squared probability")
    log: float = described("mean of minus the log probability of the outcome", "nats")


class YesNoScores(HorizonScores):
    """Scores of one kind of event and one horizon, all actors together."""

    kind: ScoredKind = described("kind of event")
    happened: Count = described("number of occasions on which it happened")
    predicted: Probability = described("mean probability that the model gave")
    forecasters: dict[str, MeanYesNoScores] = described("by forecaster: `model` and each baseline")
    reliability: tuple[ReliabilityBin, ...] = described("how often the model's probabilities came true")

    @property
    def best_baseline(self) -> str | None:
        """The baseline with the lowest Brier score, or None without baselines."""
        return _best({name: scores.brier for name, scores in self.forecasters.items()})


class MeanLadderScore(Record):
    """Mean score of one forecaster of the ladder."""

    n: Count = described("number of occasions")
    rps: Score = described("mean ranked probability score")


class LadderScores(HorizonScores):
    """Scores of the highest rung for one horizon."""

    rungs: tuple[int, ...] = described("how often each rung was the highest, from 0 up")
    forecasters: dict[str, MeanLadderScore] = described("by forecaster: `model` and each baseline")

    @property
    def best_baseline(self) -> str | None:
        """The baseline with the lowest ranked probability score, or None without baselines."""
        return _best({name: scores.rps for name, scores in self.forecasters.items()})


class TargetName(Record):
    """What a reader calls fronts that are counted together."""

    name: str = described("full name")
    short: str = described("short name, for the labels of a chart")
    counts: str = described(
        "what is counted on them: `attacks` if left out",
        default="attacks",
        exclude_if=lambda value: value == "attacks",
    )


def _best(scores: dict[str, float]) -> str | None:
    return min((name for name in scores if name != MODEL), key=lambda name: scores[name], default=None)
