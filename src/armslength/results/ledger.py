"""The record of every forecaster in the ledger: what was registered, how it was settled, and the scores."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from armslength.results.record import Count, Document, Probability, Record, Share, described, optional
from armslength.results.score import Timing
from armslength.results.scores import ReliabilityBin, Skill

State = Literal["pending", "resolved", "void"]
Quantiles = tuple[float, float, float]


class LedgerScores(Record):
    """The scores of one resolved forecast; lower is better, but for `in_90`."""

    brier: float | None = optional("Brier score of a probability", "squared probability", default=None)
    log: float | None = optional("minus the log probability of the outcome", "nats", default=None)
    quantile: float | None = optional(
        "quantile score of a median with its 90 % interval", "attacks", default=None
    )
    in_90: float | None = optional("1 if the 90 % interval held what was observed, else 0", default=None)


class Resolution(Record):
    """How a registered forecast was settled."""

    forecast: str = described("hash of the forecast's entry")
    state: State = described("`resolved`, or `void` where the reports leave it open for good")
    value: int | bool | None = described("the count, or whether it happened; null where void")
    evidence: tuple[str, ...] = described("ids of the events that settle it")
    why: str = described("why it is void; empty where it is resolved")
    record: str = described("SHA-256 of the file of events")
    until: date = described("last day that the events cover")
    scores: LedgerScores = described("scores of the forecast")


class Coverage(Record):
    """Forecasts that had been settled before the end of their window, once a record reaches that end."""

    forecasts: tuple[str, ...] = described("hashes of the forecasts' entries")
    record: str = described("SHA-256 of the file of events")
    until: date = described("last day that the events cover")


class MeanScore(Record):
    """The mean of one score."""

    mean: float = described("mean score")
    n: Count = described("number of resolved forecasts with this score")


class MeanScores(Record):
    """Mean scores over resolved forecasts; null where none has the score."""

    brier: MeanScore | None = described("Brier score of probabilities")
    log: MeanScore | None = described("minus the log probability of the outcome")
    quantile: MeanScore | None = described("quantile score of a median with its 90 % interval")
    in_90: MeanScore | None = described("share of 90 % intervals that held what was observed")


class ForecasterRecord(Record):
    """The record of one forecaster."""

    forecaster: str = described("name of the forecaster; `model` is the model")
    pending: Count = described("forecasts that are not settled yet")
    resolved: Count = described("forecasts that are settled")
    void: Count = described("forecasts that the reports leave open for good")
    prospective: Count = described("forecasts registered no later than their first day")
    retrospective: Count = described("forecasts registered later than that")
    scores: MeanScores = described("mean scores of the resolved forecasts")
    reliability: tuple[ReliabilityBin, ...] = described(
        "how often the forecaster's probabilities came true, of questions past their scheduled end"
    )
    against_the_model: tuple[Skill, ...] | None = optional(
        "skill against the model on the questions that both answered; absent for the model itself",
        default=None,
    )


class WordRecord(Record):
    """How often what was called by one word of probability happened, whoever used it."""

    word: str = described("word of probability")
    low: Probability = described("least probability that it means", key="from")
    high: Probability = described("greatest probability that it means", key="to")
    resolved: Count = described("resolved forecasts with such a probability, past their scheduled end")
    happened: Count = described("how many of them happened")
    share: Share | None = described("share of them that happened; null without any")
    pending: Count = described("pending forecasts with such a probability")


class LedgerForecast(Record):
    """One registered forecast and its state."""

    entry: Count = described("number of the entry in the ledger")
    registered: str = described("when it was registered, UTC")
    timing: Timing = described("`prospective` where it was registered no later than its first day")
    forecaster: str = described("name of the forecaster")
    question: str = described("what is asked, in words")
    ends: date = described("last day of its window")
    is_past: bool = described(
        "whether the events that settle it reach the end of its window: reliability counts these alone"
    )
    probability: Probability | None = described("probability given; null for a median with an interval")
    quantiles: Quantiles | None = described("5, 50 and 95 % quantiles given; null for a probability")
    rule: str = described("how it is settled, in words; fixed when it was registered")
    state: State = described("`pending`, `resolved` or `void`")
    value: int | bool | None = described("the count, or whether it happened; null unless resolved")
    scores: LedgerScores = described("its scores; empty unless resolved")
    why: str = described("why it is void; else empty")


class LedgerResult(Document):
    """The ledger's forecasts, and everyone's record."""

    kind: ClassVar[str] = "record of a ledger"
    made_by: ClassVar[str] = "armslength ledger show --json"

    format: Literal["armslength-ledger-record/1"] = described(
        "another number means that keys have changed", default="armslength-ledger-record/1"
    )
    ledger: str = described("file of the ledger")
    entries: Count = described("number of its entries")
    head: str | None = described("hash of its newest entry; null where it is empty")
    forecasters: tuple[ForecasterRecord, ...] = described("everyone's record, in order of registration")
    words: tuple[WordRecord, ...] = described("the record of each word of probability")
    forecasts: tuple[LedgerForecast, ...] = described("every forecast, in order of registration")
