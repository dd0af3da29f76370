# %% [markdown]
# # Many registries at once
#
# A team with several products has several registries. This notebook makes eight of them, **all of it invented**: products, claims, papers,
# numbers and dates are drawn by a seeded generator, and stand for nobody's. What is real is what happens to them: each is read, its page
# is read, and it is audited as any other.

# %%
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import altair
import pandas
import yaml

import evidence

altair.renderers.enable("png", ppi=60)
pandas.set_option("display.max_colwidth", 80)
TODAY = "2026-11-22"

PRODUCTS, MARKETS = ("anvil", "birch", "cobalt", "delta"), ("US", "EU")
DESIGNS = ("randomised", "cohort", "case series", "registry")
seeded = random.Random("papers")
PAPERS = {
    f"paper{number:02}": {"year": seeded.randrange(2014, 2024), "design": seeded.choice(DESIGNS), "n": 40 + 7 * number} for number in range(1, 17)
}

# %% [markdown]
# Each registry has five claims. A claim has one number, cites one or two of sixteen papers and is approved until some day. In every
# third or so the number has slipped.

# %%
def entry(key):
    paper = PAPERS[key]
    return f"@article{{{key},\n  title = {{Invented trial {key[-2:]}}},\n  author = {{Author, A.}},\n  journal = {{Journal}},\n  year = {{{paper['year']}}},\n  doi = {{10.1000/{key}}},\n}}\n"


def claim(draw, number, product, market):
    keys = sorted(draw.sample(sorted(PAPERS), draw.choice((1, 1, 2))))
    total = PAPERS[keys[0]]["n"]
    count = draw.randrange(total // 4, total)
    percent = min(round(100 * count / total) + draw.choice((0, 0, 3)), 99)
    until = f"{draw.choice((2026, 2027, 2028))}-{draw.randrange(1, 13):02}-28"
    source = {"reference": keys[0], "read": "full", "page": "4", "quote": f"{count} of {total} patients"}
    return {
        "id": f"c{number}", "text": f"{percent}% of patients walked unaided with {product} at {draw.choice((6, 12, 24))} months", "type": "efficacy",
        "references": keys, "scope": {"markets": [market], "audience": ["professional"], "expires": until},
        "quantities": [{"printed": f"{percent}%", "what": "patients who walked unaided", "measure": "proportion", "from": {"count": str(count), "total": str(total)}, "source": source}],
    }


def write(folder, product, market):
    draw = random.Random(f"{product} {market}")
    claims = [claim(draw, number, product, market) for number in range(1, 6)]
    used = sorted({key for one in claims for key in one["references"]})
    studies = {f"study of {key}": {"name": f"study {key[-2:]}", "reports": [key], "design": PAPERS[key]["design"]} for key in used}
    page = "".join(f"<p>{one['text']}.</p>\n" for one in claims)
    values = {
        "version": "1", "products": {product: {"name": product}}, "studies": studies, "claims": claims,
        "materials": {"brochure": {"path": "page.html", "market": market, "audience": "professional", "product": product, "language": "en"}},
    }
    (folder / "references").mkdir(parents=True)
    (folder / "references" / "papers.bib").write_text("".join(map(entry, used)), encoding="utf-8")
    (folder / "page.html").write_text(f"<html lang='en'><body>\n{page}</body></html>", encoding="utf-8")
    (folder / "claims.yaml").write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")


home = TemporaryDirectory()
reports = {}
for product in PRODUCTS:
    for market in MARKETS:
        name = f"{product}-{market}"
        write(Path(home.name) / name, product, market)
        reports[name] = evidence.audit(Path(home.name) / name / "claims.yaml", today=TODAY)
pandas.DataFrame({name: {"claims": len(one.claims), "errors": one.audit.summary.errors, "unchecked": one.audit.summary.unchecked, "verdict": one.verdict} for name, one in reports.items()}).T

# %% [markdown]
# One data frame of all of them is one `concat`:

# %%
findings = pandas.concat({name: one.findings for name, one in reports.items()}, names=["registry"]).reset_index("registry")
findings.groupby(["rule", "severity"], observed=True).size().sort_values(ascending=False, kind="stable").to_frame("findings").head(12)

# %% [markdown]
# ## Which rule has something to say about which claim
#
# Every chart also takes a mapping of names to reports.

# %%
evidence.plots.coverage({name: reports[name] for name in ("anvil-US", "birch-US", "cobalt-US", "delta-US")}, by="rule")

# %% [markdown]
# ## The papers, by year and design

# %%
papers = pandas.concat([one.references for one in reports.values()]).drop_duplicates("key")
years = papers.groupby(["year", "design"]).size().rename("papers").reset_index()
shades = altair.Scale(domain=list(DESIGNS), range=["#0072B2", "#E69F00", "#009E73", "#CC79A7"])
bars = altair.Chart(years).encode(
    x=altair.X("year:O", title="year"), y=altair.Y("papers:Q", title="papers", axis=altair.Axis(tickMinStep=1), stack="zero"),
    detail="design:N", order=altair.Order("design:N"),
)
drawn = bars.mark_bar(stroke="white").encode(color=altair.Color("design:N", scale=shades)) + bars.mark_text(dy=8, fontSize=9).encode(text="design:N")
drawn.properties(title="Papers that the registries use, by year and design of the study", width=760, height=140, background="white")

# %% [markdown]
# ## Which claims rest on which papers

# %%
evidence.plots.network({name: reports[name] for name in ("anvil-US", "anvil-EU", "birch-US", "birch-EU")})

# %% [markdown]
# ## What ends when

# %%
evidence.plots.timeline({name: reports[name] for name in ("anvil-US", "anvil-EU", "birch-US", "birch-EU")})

# %%
calendar = pandas.concat({name: one.calendar for name, one in reports.items()}, names=["registry"]).reset_index("registry")
gone = calendar[calendar["day"] < TODAY]
print(f"{len(gone)} of {len(calendar)} approvals have ended before {TODAY}")
gone[["registry", "claim", "day"]].reset_index(drop=True)

# %% [markdown]
# ## What one retraction would do
#
# The paper that the most claims rest on, and the question what would fall with it: asked of every registry, written to none.

# %%
resting = pandas.concat({name: one.references.set_index("key")["claims"].explode() for name, one in reports.items()}, names=["registry"]).reset_index()
weight = resting.groupby("key")["claims"].size().sort_values(ascending=False, kind="stable")
paper = weight.index[0]
print(f"{paper}: {weight.iloc[0]} claims in {resting[resting['key'] == paper]['registry'].nunique()} registries rest on it")

# %%
supposed = {name: evidence.what_if(one, {paper: "retracted"}) for name, one in reports.items() if paper in set(one.references["key"])}
first = next(iter(supposed.values()))
first

# %%
fallen = pandas.concat({name: one.difference for name, one in supposed.items()}, names=["registry"]).reset_index("registry")
fallen = fallen[(fallen["what"] == "link") & (fallen["after"] == "failed")]
facts = pandas.concat({name: one.claims for name, one in reports.items()}, names=["registry"]).reset_index("registry")
fallen.merge(facts, on=["registry", "claim"])[["registry", "claim", "text", "used_on", "markets", "before", "after"]]

# %%
affected = fallen.merge(facts, on=["registry", "claim"])
places = affected.explode("used_on")
pages = places["registry"] + " " + places["used_on"].str.rsplit(":", n=1).str[0]
lost = {"claims": len(affected), "places on pages": len(places), "pages": pages.nunique(), "markets": affected.explode("markets")["markets"].nunique()}
pandas.Series(lost, name=f"if {paper} were retracted").to_frame()

# %%
evidence.plots.network({name: one.report for name, one in list(supposed.items())[:2]})

# %%
home.cleanup()
