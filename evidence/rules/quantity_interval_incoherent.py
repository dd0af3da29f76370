"""A confidence interval is not the one that the printed counts give.

Why: counts, estimate and interval are three views of one result. Where the counts give the estimate and another interval, the
interval belongs to another row, another level or another analysis, and the uncertainty is told wrong.

Do: look the interval up in the source's table. Where it comes from an adjusted analysis, say so (`estimator: model`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from evidence import comparison, confidence
from evidence.model import Chain, Context, Missing, Problem, Quantity
from evidence.patterns import late

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT209",)

NUMBER = r"([-−]?[0-9]{0,6}(?:\.[0-9]{1,6}|(?<=[0-9])))"
BOUNDS = late(rf"\(?(?:(9[0-9](?:\.[0-9])?) ?% ?(?:CI)?[:,]? )?{NUMBER} ?%? ?(?:to|,|–|-) ?{NUMBER} ?%?\)?")
PEOPLE = late("[0-9]{1,9}")
FEW, SMALL = 10, 30  # with fewer people in a cell or a group, one method's interval is far from another's
FAR = 0.22  # of the interval's width: how far a limit may lie from ours; a test holds that no common method's lies so far
ARMS = ("events", "total", "control_events", "control_total")

HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"
TWO = "from: {events: 20, total: 100, control_events: 40, control_total: 100}"

PASSES = {
    "90 of 102, by Wilson": {"claims.yaml": HEAD % "88%" + "      - {printed: 88%, ci: 80.6 to 93.2, measure: proportion, from: {count: 90, total: 102}}\n"},
    "90 of 102, by the exact method": {
        "claims.yaml": HEAD % "88%" + "      - {printed: 88%, ci: 95% CI 80.4–93.8%, measure: proportion, from: {count: 90, total: 102}}\n",
    },
    "a risk ratio with its interval": {"claims.yaml": HEAD % "0.50" + f"      - {{printed: '0.50', ci: 0.32 to 0.79, measure: risk ratio, {TWO}}}\n"},
    "an adjusted analysis": {
        "claims.yaml": HEAD % "0.50" + f"      - {{printed: '0.50', ci: 0.10 to 0.60, measure: risk ratio, estimator: model, {TWO}}}\n",
    },
    "too few people to tell one method from another": {
        "claims.yaml": HEAD % "90%" + "      - {printed: 90%, ci: 70 to 100, measure: proportion, from: {count: 9, total: 10}}\n",
    },
}
FAILS = {
    "the interval of another row": {
        "claims.yaml": HEAD % "88%" + "      - {printed: 88%, ci: 85.1 to 90.9, measure: proportion, from: {count: 90, total: 102}}  # here\n",
    },
    "a standard error for an interval": {
        "claims.yaml": HEAD % "0.50" + f"      - {{printed: '0.50', ci: 0.40 to 0.63, measure: risk ratio, {TWO}}}  # here\n",
    },
    "a difference in points": {
        "claims.yaml": HEAD % "20 percentage points" + f"      - {{printed: 20 percentage points, ci: 15 to 25, measure: absolute risk reduction, {TWO}}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    for recomputation, result in comparison.leading(chain):
        quantity = recomputation.quantity
        bounds = BOUNDS.fullmatch((quantity.ci or "").strip())
        if bounds is None or quantity.estimator or result.verdict not in ("confirmed", "borderline"):
            continue  # a number that its counts do not give is another finding, and its interval is none of theirs
        ours = _interval(quantity, quantity.derivations[0].inputs, float(bounds[1] or 95))
        if ours is None:
            continue
        printed = sorted(_span(bound.replace("−", "-")) for bound in bounds.groups()[1:])
        share = ours.method not in RATIOS
        scale = 100 if share and ("%" in quantity.printed or max(-printed[0][0], printed[1][1]) > 1) else 1
        low, high = ours.low * scale, ours.high * scale
        turned = [(-last, -first) for first, last in reversed(printed)]  # a difference told the other way round
        if _far(printed, (low, high), share) and _far(turned, (low, high), share):
            unit = "%" if scale == 100 else ""
            message = (
                f"{quantity.printed} is printed with the interval {quantity.ci}; the counts give {low:.{_places(low)}f}{unit} to "
                f"{high:.{_places(high)}f}{unit} ({ours.method}, {ours.level:g}%), and no common method is so far from that"
            )
            yield Problem(message, at=quantity.path, about=f"{quantity.printed} (CI {quantity.ci})")


RATIOS = ("Katz log", "Woolf log")


def _interval(quantity: Quantity, inputs: Mapping[str, str], level: float) -> confidence.Interval | None:
    """The interval that the typed counts give; None where they are none, are too few, or the measure has no such interval."""
    wanted = ("count", "total") if quantity.measure == "proportion" else ARMS
    typed = [inputs.get(name) or "" for name in wanted]
    if not all(map(PEOPLE.fullmatch, typed)):
        return None
    counts = [int(one) for one in typed]
    if any(total < SMALL or not FEW <= count <= total - FEW for count, total in zip(counts[::2], counts[1::2], strict=True)):
        return None
    if quantity.measure == "proportion":
        return confidence.wilson(counts[0], counts[1], level)
    if quantity.measure == "absolute risk reduction":
        return confidence.newcombe(counts[2], counts[3], counts[0], counts[1], level)
    way = {"risk ratio": confidence.katz, "odds ratio": confidence.woolf}.get(quantity.measure or "")
    found = way(counts[0], counts[1], counts[2], counts[3], level) if way else None
    return None if isinstance(found, Missing) else found


def _span(bound: str) -> tuple[float, float]:
    """What a printed limit stands for: 80.6 is 80.55 to 80.65."""
    half = 0.5 / 10 ** len(bound.partition(".")[2])
    return float(bound) - half, float(bound) + half


def _far(printed: list[tuple[float, float]], ours: tuple[float, float], share: bool) -> bool:
    """Whether a printed limit lies further from ours than methods differ; ratios are compared on their logarithms."""
    if not share:
        if printed[0][0] <= 0:
            return True
        printed, ours = [(math.log(first), math.log(last)) for first, last in printed], (math.log(ours[0]), math.log(ours[1]))
    most = FAR * (ours[1] - ours[0])
    return any(max(first - own, own - last) > most for (first, last), own in zip(printed, ours, strict=True))


def _places(value: float) -> int:
    return 1 if abs(value) >= 10 else 2
