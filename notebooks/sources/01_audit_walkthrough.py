# %% [markdown]
# # One audit, from the verdict down to the words
#
# This notebook audits this repository's own registry: the claims of one public page about one spinal implant. What was read of the
# evidence behind it are public abstracts and one press release of the maker. Nobody here has seen the papers in full, the page's own
# reference list or the maker's substantiation file. **Nothing below says that the page is wrong.** It says what could be followed,
# and where the way ends.
#
# `import evidence` brings in no library; pandas is imported when the first data frame is asked for.

# %%
import tempfile
from pathlib import Path

import altair
import pandas

import evidence

altair.renderers.enable("png", ppi=72)  # pictures that are also there without a network, and on GitHub
pandas.set_option("display.max_colwidth", 90)

report = evidence.audit("../claims.yaml", today="2026-11-22")
report.verdict, report.exit_code

# %% [markdown]
# The day is an input, so that the same files always give the same answer. A report shows itself: a row a claim, and a mark for each
# of the six links of its chain. "passed" means that no error was found, and no more than that.

# %%
report

# %% [markdown]
# ## The data frames
#
# Everything in the report is also a pandas data frame with typed columns. `evidence.frames.legend` tells what a frame holds.

# %%
evidence.frames.legend("findings")

# %%
report.findings.groupby(["link", "severity"], observed=True).size().unstack(fill_value=0)

# %% [markdown]
# Severities are ordered, so a comparison is a filter. These are the errors about numbers:

# %%
numbers = report.findings["rule"].str.startswith("quantity-")
report.findings[numbers & (report.findings["severity"] >= "error")][["claim", "rule", "message", "line"]]

# %% [markdown]
# Lists are lists, so `explode` gives a row for each reference that a claim cites. Number 105 leads to no paper: nobody has
# identified it.

# %%
cited = report.claims.explode("references").dropna(subset="references")[["claim", "references"]]
cited.groupby("references")["claim"].agg(list).to_frame()

# %% [markdown]
# What could not be checked is as much part of the answer as the findings. The reasons, by how many claims they concern:

# %%
report.unchecked.groupby(["link", "because"], observed=True)["claim"].nunique().sort_values(ascending=False, kind="stable").head(10).to_frame("claims")

# %% [markdown]
# ## One claim, link by link
#
# The claim `pain-24m` says that pain fell by 68 %. `report["pain-24m"]` is its line of the report, with all that was found.

# %%
report["pain-24m"]

# %% [markdown]
# Its chain shows where each link leads, and what is missing there.

# %%
report.chain("pain-24m")

# %% [markdown]
# The number itself. Two ways lead to it from what was read. By the two means, 82.3 and 26.7, the fall is 67.56 %, which rounds to
# the printed 68 %; because each mean was rounded, the true value may lie on either side of the half, so it is *borderline*. By the mean
# change, 55.4, it is 67.31 %, which rounds to 67 %. Whether both describe the same patients is not known, so the second is a note and
# not an error.

# %%
report["pain-24m"].chain.quantities[0]

# %%
report.inputs[report.inputs["claim"] == "pain-24m"]

# %% [markdown]
# A finding shows what was seen, why it matters, what to do, and the texts behind it.

# %%
contradicted = report.findings.index[report.findings["rule"] == "quantity-contradicted"][0]
report.finding(int(contradicted))

# %% [markdown]
# ## Two pictures of the whole

# %%
evidence.plots.coverage(report)

# %%
evidence.plots.network(report)

# %% [markdown]
# Every citation is dashed: the page's reference list was not seen, so each number is only a candidate for its paper. That alone
# keeps the link `cited` unchecked, whatever the arithmetic says.
#
# ## Take it along
#
# `save` writes the report in the format of the file's suffix. A data frame goes to Parquet and comes back with the same types.

# %%
with tempfile.TemporaryDirectory() as folder:
    for name in ("audit.json", "audit.sarif", "audit.md", "audit.csv"):
        report.save(Path(folder) / name)
    report.quantities.to_parquet(Path(folder) / "quantities.parquet")
    back = evidence.frames.read_parquet(Path(folder) / "quantities.parquet", "quantities")
    written = sorted(file.name for file in Path(folder).iterdir())
pandas.testing.assert_frame_equal(back, report.quantities)
written
