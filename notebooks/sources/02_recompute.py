# %% [markdown]
# # What the numbers say when they are computed again
#
# A printed number stands for an interval: 68 % is 67.5 to 68.5. The source's values are rounded, too, so they give an interval as
# well. The printed number is *confirmed* where the second lies inside the first, *contradicted* where they do not meet, and
# *borderline* where they overlap. The arithmetic is exact (fractions, not floats).
#
# The values come from public abstracts and one press release of the maker. **That a number agrees with them does not make it true, and
# that it does not agree does not make it false**: it says what the values that were read give.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import altair
import pandas
import yaml

import evidence
from evidence import feasibility

altair.renderers.enable("png", ppi=60)
pandas.set_option("display.max_colwidth", 110)

report = evidence.audit("../claims.yaml", today="2026-11-22")
report.quantities[["claim", "derivation", "printed", "measure", "inputs", "verdict", "value", "low", "high"]]

# %% [markdown]
# ## The four headline numbers
#
# One row for each way to a number. The blue band is what rounds to the printed number; the black line is what the source's values give.

# %%
evidence.plots.intervals(report)

# %% [markdown]
# - **68 %**: the two means give 67.56 %, which rounds to 68; the rounding of the means decides, so it is borderline. The mean change, a
#   cross-check, gives 67.31 %. Whether both rest on the same patients is not known.
# - **50 %**: both ways give it.
# - **29 %**: the press release says 29.7 %, which rounds to 30. The printed number is *lower* than its source, so it does not flatter.
# - **88 %**: no page that was read gives a count or a total. It could not be recomputed.
#
# The same numbers on their own axis, as a forest plot shows estimates. All of them are percentages of change, but of different things:
# nothing here compares them with each other.

# %%
evidence.plots.intervals(report, axis="value")

# %% [markdown]
# ## What if a value had been rounded otherwise?
#
# `what_if` runs the whole audit with another value, and writes nothing. How far may the mean at 24 months be from the 26.7 that was read?

# %%
means = ["26.0", "26.1", "26.2", "26.5", "26.6", "26.7", "26.8", "27.0"]
answers = {mean: evidence.what_if(report, {("pain-24m", "68%", "followup"): mean}) for mean in means}
pandas.DataFrame(
    {
        "mean at 24 months": means,
        "verdict": [answer.report["pain-24m"].chain.quantities[0].verdict for answer in answers.values()],
        "recomputed": [float(answer.report["pain-24m"].chain.quantities[0].results[0].value) for answer in answers.values()],
    }
).round(2)

# %% [markdown]
# Only part of that range confirms 68 %. One more digit in the source could settle it; if both means ended in a zero, for instance:

# %%
evidence.what_if(report, {("pain-24m", "68%", "baseline"): "82.30", ("pain-24m", "68%", "followup"): "26.70"}).difference

# %% [markdown]
# The same question for a whole grid at once, with `recompute_frame`. It gives the verdicts of `recompute`, in columns.

# %%
grid = pandas.DataFrame([(f"{b / 10:.1f}", f"{f / 10:.1f}") for b in range(815, 832) for f in range(258, 277)], columns=["baseline", "followup"])
grid = grid.assign(printed="68%", measure="relative reduction")
grid["verdict"] = evidence.recompute_frame(grid)["verdict"]
marks = {"confirmed": "●", "borderline": "◆", "contradicted": "✕"}
grid["mark"] = grid["verdict"].map(marks)
base = altair.Chart(grid).encode(
    x=altair.X("followup:O", title="mean at 24 months (VAS, 0 to 100)"), y=altair.Y("baseline:O", title="mean before (VAS)", sort="descending")
)
colours = altair.Color("verdict:N", scale=altair.Scale(domain=list(marks), range=["#009E73", "#E69F00", "#D55E00"]))
chart = base.mark_rect().encode(color=colours) + base.mark_text(fontSize=8).encode(text="mark:N")
chart.properties(title="For which pairs of means is 68% right?", width=420, height=320, background="white")

# %% [markdown]
# ## What if the denominator were another?
#
# 88 % were satisfied; of how many, no page that was read says. 102 people had the implant in the trial that the number is a candidate
# for. A percentage of N people needs a whole number of people (the GRIM test). Which N between 80 and 102 cannot give 88 %?

# %%
[total for total in range(80, 103) if not feasibility.possible("88%", total)]

# %%
print(feasibility.explain("88%", 87))
print(feasibility.explain("88%", 102))
print(feasibility.explain("88%", 89))

# %% [markdown]
# So the test says almost nothing here: nearly every N fits. With a count and a total it would say more. Suppose 90 of 102, and then 76 of
# 87 (both are made up, to show what would happen):

# %%
for count, total in ((90, 102), (76, 87)):
    answer = evidence.what_if(report, {("satisfaction-24m", "88%", "count"): count, ("satisfaction-24m", "88%", "total"): total})
    print(f"{count}/{total}:", answer.report["satisfaction-24m"].chain.quantities[0])

# %% [markdown]
# The landscape of the test: with few people most percentages are impossible, and from a hundred people on each whole percentage is possible.

# %%
altair.renderers.enable("png", ppi=45)
evidence.plots.grim(120)

# %% [markdown]
# ## Relative or absolute?
#
# The same trial, told in two ways. The means are those of the press release; they are of one arm, before and after, for crossover was
# allowed after month 6.

# %%
altair.renderers.enable("png", ppi=60)
trial = pandas.DataFrame(
    [("pain (VAS, 0 to 100)", "82.3", "26.7"), ("disability (ODI, 0 to 100)", "57.2", "28.7")], columns=["outcome", "baseline", "followup"]
)
for measure in ("relative reduction", "absolute reduction"):
    printed = "50%" if measure == "relative reduction" else "50 points"
    trial[measure] = evidence.recompute_frame(trial.assign(printed=printed, measure=measure))["value"].round(2)
trial

# %%
long = trial.melt(id_vars="outcome", value_vars=["relative reduction", "absolute reduction"], var_name="told as", value_name="size")
long["row"] = long["outcome"] + ": " + long["told as"]
long["words"] = long["size"].astype(str) + long["told as"].map({"relative reduction": " %", "absolute reduction": " points"})
bars = altair.Chart(long).encode(
    y=altair.Y("row:N", title=None, sort=sorted(long["row"]), axis=altair.Axis(labelLimit=320)),
    x=altair.X("size:Q", title="% of the value before, or points of the scale", scale=altair.Scale(domain=[0, 100])),
)
drawn = bars.mark_bar(color="#0072B2", height=14) + bars.mark_text(align="left", dx=4).encode(text="words:N")
drawn.properties(title="One change, told in two ways", width=380, height=110, background="white")

# %% [markdown]
# "29 % fewer patients took opioids" can be read in two ways, too, and the release does not say which. How many pairs of whole people fit
# 29.7 %, if 102 were asked before and 87 after? (87 is an assumption: no page that was read gives the number.)

# %%
relative, points = feasibility.pairs("29.7%", 102, 87), feasibility.point_pairs("29.7%", 102, 87)
print(f"as a relative reduction: {len(relative)} pairs, from {relative[0]} to {relative[-1]}")
print(f"as percentage points: {len(points)} pairs, from {points[0]} to {points[-1]}")

# %% [markdown]
# Both are possible, so whole numbers cannot settle it.
#
# ## Numbers that regulators wrote about
#
# Cases that are public. The facts are those of the pages named in `tests/enforcement`, most of them reports about the letters and not the
# letters themselves. **The recomputation is ours**: of Krazati and Phexxi the agency objected to something else, and the arithmetic only
# came along.

# %%
cases = pandas.DataFrame(
    [
        (2, "67%", "proportion", {"count": "63", "total": "77"}, "63 responders (our reading: 67% of 94), of the 77 who moved on"),
        (2, "67%", "proportion", {"count": "63", "total": "94"}, "the same, of all 94 who were enrolled"),
        (2, "67%", "proportion", {"count": "29", "total": "77"}, "responders at the end of maintenance"),
        (1, "24%", "mean difference", {"treated": "24", "control": "22"}, "drug 24, vehicle 22"),
        (4, "62%", "reported", {"value": "11.9"}, "what the agency computed"),
        (7, "80%", "proportion", {"count": "89", "total": "112"}, "89 of 112 is our own reading of the printed interval"),
        (5, "99%", "proportion", {"count": "24188", "total": "24289"}, "acts without a pregnancy"),
    ],
    columns=["case", "printed", "measure", "inputs", "what the values are"],
)
record = {case["case"]: case for case in yaml.safe_load(Path("../tests/enforcement/fda_drugs.yaml").read_text(encoding="utf-8"))}
cases["subject"] = [record[number]["subject"] for number in cases["case"]]
cases["source"] = [record[number]["source"] for number in cases["case"]]
answers = [evidence.recompute(row.printed, row.measure, type="efficacy", **row.inputs) for row in cases.itertuples()]
cases["verdict"] = [answer.verdict for answer in answers]
cases["gives"] = [answer.rounds_to for answer in answers]
cases["explanation"] = [answer.explanation for answer in answers]
cases[["subject", "printed", "what the values are", "gives", "verdict", "explanation"]]

# %%
cases[["subject", "source"]].drop_duplicates().reset_index(drop=True)

# %% [markdown]
# The same as a registry, audited by the same rules, printed and recomputed side by side. The axis is compressed, so that numbers that are
# off by half a digit and by fifty stand in one picture.

# %%
claims = [
    {
        "id": f"{record[row.case]['subject'].split(',')[0].lower()}-{number}", "text": f"{row.printed} in {record[row.case]['subject']}", "type": "efficacy",
        "quantities": [{"printed": row.printed, "measure": row.measure, "from": row.inputs, "what": row._5}],
    }
    for number, row in enumerate(cases.itertuples(), 1)
]
with TemporaryDirectory() as folder:
    (Path(folder) / "claims.yaml").write_text(yaml.safe_dump({"version": "1", "claims": claims}), encoding="utf-8")
    letters = evidence.audit(Path(folder) / "claims.yaml", today="2026-11-22")
evidence.plots.intervals(letters)

# %%
told = letters.findings[letters.findings["rule"] == "quantity-contradicted"]
told[["claim", "severity", "message"]].reset_index(drop=True)
