"""The site is true and whole: made pages follow the code, tutorials print what the commands print, no link is dead, nothing is fetched."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import write_docs

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

import keypages  # noqa: E402 - the site's own modules stand in docs/
import markings  # noqa: E402
import pages  # noqa: E402

from evidence import rooms, wording  # noqa: E402
from evidence.bases import profiles  # noqa: E402

MADE = pages.every()
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}  # what a browser fetches by itself


# --- tutorials ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", write_docs.TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_prints_what_the_commands_print(page: Path) -> None:
    """Every output stands as the command gives it today; `python tests/write_docs.py` writes them."""
    text = page.read_text(encoding="utf-8")
    assert write_docs.filled(text) == text


def test_every_output_of_a_tutorial_was_made_by_a_command() -> None:
    """A console or Python block that no step writes would be invented."""
    for page in write_docs.TUTORIALS:
        rest = write_docs.STEP.sub("", page.read_text(encoding="utf-8"))
        assert not re.search(r"^```(console|pycon|diff)", rest, flags=re.MULTILINE), page.name


def test_there_is_a_path_for_each_kind_of_user() -> None:
    """Reviewer, CI engineer, analyst."""
    assert [page.stem for page in write_docs.TUTORIALS] == ["analyst", "ci", "reviewer"]


@pytest.mark.parametrize(
    ("step", "trouble"),
    [
        ("<!-- run: evidence audit --today 2026-11-22 -->\n```console\n```\n", "exit code 1"),
        ("<!-- run: evidence explain; show nobody -->\n```console\n```\n", "no part of the output"),
        ("<!-- edit: claims.yaml -->\n```diff\n-    text: words that stand nowhere\n```\n", "0 times"),
        ("<!-- python -->\n```pycon\n>>> 1 / 0\n```\n", "ZeroDivisionError"),
    ],
)
def test_a_step_that_cannot_be_done_stops_the_script(step: str, trouble: str) -> None:
    """A tutorial whose commands fail is never written as if they had worked."""
    with pytest.raises(ValueError, match=trouble):
        write_docs.filled(step)


# --- made pages ---------------------------------------------------------------------------------------------------


def test_every_rule_has_a_page_with_all_its_words() -> None:
    """What, why, what to do and every example of each rule file stand on its page, at the address that reports print."""
    index = MADE["rules/index.md"]
    for file in rooms.members("rules"):
        name, page = rooms.published(file), MADE[f"rules/{rooms.published(file)}.md"]
        module = rooms.member("rules", file)
        assert page.startswith(f"# {name}\n\n"), name
        assert f"{{#{name}}}" in index, "the place rules/#name of SARIF and of the reports"
        for heading in ("## Why it matters", "## What to do", "## Severity", "## Basis by profile", "### Passes", "### Fails"):
            assert heading in page, f"{name}: {heading}"
        for examples in (module.PASSES, module.FAILS):
            for files in examples.values():
                assert all(text.rstrip() in page for text in files.values()), name
    assert wording.help_uri("a-rule").endswith("/rules/#a-rule")


def test_every_profile_and_every_verb_has_its_place() -> None:
    """A profile has a page, a verb a section with the words of its --help."""
    assert {f"profiles/{name}.md" for name in profiles()} <= set(MADE)
    for verb in rooms.members("verbs"):
        assert f"## evidence {rooms.published(verb)}\n" in MADE["reference/commands.md"]
        assert f"usage: evidence {rooms.published(verb)}" in MADE["reference/commands.md"]


def test_every_key_of_the_schema_is_explained_and_no_other() -> None:
    """docs/keys.yaml has one sentence for each key of claims.yaml."""
    schema = {group: set(spec["properties"]) for group, spec in keypages.groups().items()}
    assert {group: set(keys) for group, keys in keypages.meanings().items()} == schema
    assert "–" not in [cell.strip() for cell in MADE["reference/claims.md"].split("|")]


def test_made_pages_are_the_same_every_time() -> None:
    """Equal code gives equal bytes, and no page holds the folder it was made in."""
    assert pages.every() == MADE
    assert not [path for path, text in MADE.items() if str(ROOT) in text]


def test_a_page_of_a_rule_that_is_gone_goes_too(tmp_path: Path) -> None:
    """What no page is made for is taken away, and what has not changed is not touched."""
    pages.write(tmp_path)
    (tmp_path / "rules" / "no-such-rule.md").write_text("# old\n", encoding="utf-8")
    kept = tmp_path / "rules" / "index.md"
    before = kept.stat().st_mtime_ns
    pages.write(tmp_path)
    assert not (tmp_path / "rules" / "no-such-rule.md").exists()
    assert kept.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <b> & [c](d) *e* _f_", r"a \<b\> & \[c\](d) \*e\* \_f\_"),
        ("`a_b*` stays, a_b does not", r"`a_b*` stays, a\_b does not"),
        ("{role}`x`", r"\{role\}`x`"),
        ("$1 ~ #2 ^3", r"\$1 \~ \#2 \^3"),
    ],
)
def test_words_are_shown_and_not_acted_on(text: str, shown: str) -> None:
    """No mark in a rule's words is taken for Markdown, but code stays code."""
    assert markings.plain(text) == shown


def test_a_cell_and_a_block_cannot_be_left() -> None:
    """A bar or line end stays in its cell, a fence in its block."""
    assert markings.cell("a | `b|c`\nd") == r"a \| `b\|c` d"
    assert markings.block("```\nx\n````") == "`````text\n```\nx\n````\n`````"


# --- the built site -----------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The links, the ids and what is loaded by itself, of one built page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps what a tag points to."""
        has = {name: value or "" for name, value in attrs}
        self.ids |= {has[name] for name in ("id", "name") if name in has}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        if tag in LOADS and has.get("rel") not in ("next", "prev", "index", "search", "canonical"):
            self.loads.append(has.get(LOADS[tag], ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built anew with warnings as errors."""
    for name in ("sphinx", "myst_parser", "furo"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed: pip install -e '.[docs]'")
    out = tmp_path_factory.mktemp("site")
    words = ["-W", "--keep-going", "-q", "-E", "-b", "dirhtml", "-d", str(out / "doctrees"), str(DOCS), str(out / "html")]
    done = subprocess.run([sys.executable, "-m", "sphinx", *words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return out / "html"


@pytest.fixture(scope="module")
def built(site: Path) -> dict[Path, Page]:
    """Every page of the site, read."""
    return {file: Page(file.read_text(encoding="utf-8")) for file in sorted(site.rglob("*.html"))}


def test_no_link_of_the_site_is_dead(site: Path, built: dict[Path, Page]) -> None:
    """Every link inside the site leads to a page and, with #, to a place on it."""
    dead = [
        (file.relative_to(site).as_posix(), link)
        for file, page in built.items()
        for link in page.links
        if not (urlsplit(link).scheme or urlsplit(link).netloc or _alive(file, link, built))
    ]
    assert dead == []


def _alive(file: Path, link: str, built: dict[Path, Page]) -> bool:
    """True where a link of a page leads to a page of the site and, with #, to a place on it."""
    parts = urlsplit(link)
    target = Path(os.path.normpath(file.parent / unquote(parts.path))) if parts.path else file
    target = target / "index.html" if target.is_dir() else target
    return target in built and (not parts.fragment or unquote(parts.fragment) in built[target].ids)


def test_the_site_fetches_nothing_from_elsewhere(site: Path, built: dict[Path, Page]) -> None:
    """No script, style, picture or font comes from another host."""
    assert [(file.name, load) for file, page in built.items() for load in page.loads if urlsplit(load).netloc] == []
    styles = [file for file in site.rglob("*.css") if re.search(r"(@import|url\()\s*[\"']?(https?:)?//", file.read_text(encoding="utf-8"))]
    assert styles == []


def test_the_addresses_that_reports_print_are_there(site: Path, built: dict[Path, Page]) -> None:
    """rules/#name and rules/name/ exist for every rule."""
    for file in rooms.members("rules"):
        name = rooms.published(file)
        assert name in built[site / "rules" / "index.html"].ids
        assert site / "rules" / name / "index.html" in built
