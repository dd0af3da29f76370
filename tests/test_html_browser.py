"""The html report in Chromium: it filters, opens, moves by keyboard, prints, asks no network, and stands the checks of axe-core."""

from __future__ import annotations

import base64
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from formats import pieces, sample

from evidence import claimrows, pipeline
from evidence.formats import html
from evidence.model import Audit

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: pip install 'evidence-audit[test]'")
CHROMIUM, DRIVER = (shutil.which(name) for name in ("chromium", "chromedriver"))
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not here: apt-get install chromium chromium-driver")

ROOT = Path(__file__).resolve().parents[1]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
FLAGS = ("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync")
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One Chromium for all tests, with a new empty profile."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The reports that the tests open: the repository's own, a hostile one, a large one."""
    folder = tmp_path_factory.mktemp("reports")
    audits: dict[str, Audit] = {
        "own": pipeline.audit(ROOT / "claims.yaml", today="2026-11-22"),
        "hostile": pieces.hostile(),
        "large": sample.large(claimrows.FULL + 300),
    }
    for name, audit in audits.items():
        (folder / f"{name}.html").write_text(html.render(audit), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in audits}


@pytest.fixture
def opened(browser: Any, files: dict[str, str]) -> Open:
    """Opens a report at a width, light or dark, with or without scripts, as if for the first time."""

    def go(name: str = "own", at: str = "", width: int = 1280, dark: bool = False, script: bool = True) -> Any:
        browser.get("about:blank")
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        browser.get_log("browser")
        browser.get_log("performance")
        browser.get(files[name] + at)
        return browser

    return go


def rows(browser: Any) -> list[str]:
    """The ids of the rows that can be seen."""
    return list(browser.execute_script("return [...document.querySelectorAll('#t tbody tr')].filter(one => one.offsetHeight).map(one => one.id)"))


def press(browser: Any, *keys: str) -> str:
    """Press keys as a person does, where the focus is; the id of the row that has the focus then."""
    for key in keys:
        for kind in ("rawKeyDown", "keyUp"):
            code = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "Tab": 9}[key]
            browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code})
            if key == "Enter" and kind == "rawKeyDown":
                browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "char", "key": key, "text": "\r"})
    return str(browser.execute_script("return document.activeElement.closest('tr')?.id || document.activeElement.tagName"))


def search(browser: Any, words: str) -> list[str]:
    browser.execute_script("const q = document.getElementById('q'); q.value = arguments[0]; q.dispatchEvent(new Event('input'))", words)
    time.sleep(0.3)
    return rows(browser)


@pytest.mark.parametrize("name", ["own", "hostile", "large"])
def test_no_request_leaves_the_file_and_the_console_is_clean(opened: Open, name: str) -> None:
    """Nothing but the file itself is asked for; no error, no refused script, no alert."""
    browser = opened(name)
    time.sleep(0.5)
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    assert asked and all(url.startswith("file://") and url.endswith(f"{name}.html") for url in asked)
    assert browser.get_log("browser") == []


def test_search_and_states_filter_and_are_told(opened: Open) -> None:
    """Words narrow the matrix, states too, and how many are shown is said aloud."""
    browser = opened()
    assert len(rows(browser)) == 17
    assert search(browser, "opioids") == ["c2"]
    assert browser.find_element("id", "n").text == "1 of 17 shown"
    assert search(browser, "xyzzy") == []
    assert len(search(browser, "")) == 17
    browser.execute_script("document.querySelector('.tools input[value=f]').click()")
    left = rows(browser)
    assert 0 < len(left) < 17
    assert browser.execute_script("return [...document.querySelectorAll('#t tbody tr')].every(one => !one.classList.contains('f'))")


def test_the_order_can_be_changed(opened: Open) -> None:
    """Worst first puts every failed claim before the others; by name sorts by name."""
    browser = opened()
    change = "const o = document.getElementById('o'); o.value = arguments[0]; o.dispatchEvent(new Event('change')); return [...document.querySelectorAll('#t tbody tr')].map(one => arguments[0] === '1' ? one.className : one.querySelector('a').textContent)"
    classes = browser.execute_script(change, "1")
    assert classes == sorted(classes, key="fnuwpx".index) and len(set(classes)) > 1
    names = browser.execute_script(change, "2")
    assert names[0] == "articles-100" and len(names) == 17


def test_the_keyboard_opens_moves_and_closes(opened: Open) -> None:
    """Arrows walk from claim to claim, Enter opens a chain, Escape closes it."""
    browser = opened()
    browser.execute_script("document.querySelector('#c0 a').focus()")
    assert press(browser, "ArrowDown", "ArrowDown") == "c2"
    assert press(browser, "ArrowUp") == "c1"
    assert press(browser, "Enter") == "c1"
    seen = "const row = document.getElementById('c1'); return [row.lastElementChild.offsetHeight > 0, row.querySelector('a').getAttribute('aria-expanded')]"
    assert browser.execute_script(seen) == [True, "true"]
    press(browser, "Escape")
    assert browser.execute_script(seen) == [False, "false"]


def test_a_statement_on_the_page_leads_to_its_chain(opened: Open) -> None:
    """A click on the highlighted words opens the claim: six named links, the arithmetic, the axis, the findings."""
    browser = opened()
    browser.execute_script("[...document.querySelectorAll('article a.s')].find(one => one.textContent.includes('68%')).click()")
    time.sleep(0.3)
    row = browser.find_element("id", "c1")
    assert row.find_element("css selector", "td:last-child").is_displayed()
    assert "(82.3 − 26.7) ÷ 82.3 = 67.557…%" in row.text
    assert row.find_element("css selector", "svg.v").size["width"] > 100
    named = "return [...document.querySelectorAll('#c1 .k li')].map(one => getComputedStyle(one, '::after').content.replaceAll('\"', '').trim())"
    assert browser.execute_script(named) == ["registered", "cited", "sound", "anchored", "recomputed", "approved"]
    top = browser.execute_script("return document.getElementById('c1').getBoundingClientRect().top")
    assert 0 <= top < 300


def test_every_anchor_leads_somewhere_and_the_rest_to_https(opened: Open) -> None:
    """Links within the file arrive; those that leave it are https and tell no referrer."""
    browser = opened()
    links = browser.execute_script("return [...document.querySelectorAll('a[href]')].map(one => [one.getAttribute('href'), one.rel])")
    assert browser.execute_script("return [...document.querySelectorAll('a[href^=\"#\"]')].every(one => document.getElementById(one.hash.slice(1)))")
    assert all(rel == "noreferrer" and href.startswith("https://") for href, rel in links if not href.startswith("#"))


def test_a_rule_opens_where_a_finding_points_to_it(opened: Open) -> None:
    """The rule's words and its legal texts stand open when they are gone to."""
    browser = opened()
    browser.execute_script("document.querySelector('#issues a[href^=\"#r\"]').click()")
    time.sleep(0.2)
    assert browser.execute_script("return document.getElementById(location.hash.slice(1)).open") is True


def test_it_reads_without_a_script(opened: Open) -> None:
    """With scripts off every claim stands there, and the link of one shows its chain; no dead control is shown."""
    from selenium.common.exceptions import WebDriverException

    browser = opened(at="#c1", script=False)

    def boxes(selector: str) -> int:
        # asked for each time: on a busy machine the browser may give its nodes new numbers after the page has been loaded
        dom = browser.execute_cdp_cmd("DOM.getDocument", {"depth": -1})["root"]["nodeId"]
        found = browser.execute_cdp_cmd("DOM.querySelectorAll", {"nodeId": dom, "selector": selector})["nodeIds"]
        return sum(shown(node) for node in found)

    def shown(node: int) -> bool:
        try:
            return bool(browser.execute_cdp_cmd("DOM.getBoxModel", {"nodeId": node})["model"]["height"] > 0)
        except WebDriverException:  # "could not compute box model": the element is not laid out
            return False

    assert boxes("#t tbody tr") == 17
    assert boxes("#c1 td") == 17 and boxes("#c0 td") == 2
    assert boxes("#c1 svg") == 2
    assert boxes(".tools") == 0
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_large_report_gives_its_rows_bit_by_bit_and_loses_none(opened: Open) -> None:
    """Some rows stand there at first; search sees all; a link to a far one brings it; printing brings all; marks become links."""
    browser = opened("large")
    count = claimrows.FULL + 300
    assert 0 < len(rows(browser)) < count
    assert browser.find_element("id", "n").text == f"{count} of {count} shown"
    assert search(browser, f"claim-{count - 1}") == [f"c{count - 1}"]
    browser.execute_script(f"location.hash = '#c{count - 2}'")
    time.sleep(0.3)
    assert f"c{count - 2}" in rows(browser)
    assert browser.execute_script(f"return document.querySelectorAll('#c{count - 2} .k li').length") == 6
    browser.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert len(rows(browser)) == count


def test_the_script_draws_what_the_report_would() -> None:
    """The script reads both intervals out of our own words: those words keep their forms."""
    script = (ROOT / "evidence" / "templates" / "report.js").read_text(encoding="utf-8")
    axes = (ROOT / "evidence" / "axes.py").read_text(encoding="utf-8")
    for form in ("up to", "and more"):
        assert form in script and form in axes


@pytest.mark.parametrize(
    ("name", "at", "width", "dark"),
    [("own", "", 1280, True), ("own", "#c1", 1280, False), ("own", "#c1", 390, True), ("hostile", "#c0", 1280, False), ("large", "", 390, False)],
)
def test_axe_finds_nothing_serious(opened: Open, name: str, at: str, width: int, dark: bool) -> None:
    """axe-core 4.14 with every rule of its own: contrast, landmarks, names, order; nothing serious, at both widths, light and dark."""
    browser = opened(name, at, width, dark)
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})  # not through the page: its policy admits no script
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(all => done(all.violations.map(one => [one.id, one.impact, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary])))"
    )
    assert [one for one in found if one[1] in ("serious", "critical")] == []


@pytest.mark.parametrize("name", ["own", "hostile", "large"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_out_of_the_page(opened: Open, name: str, width: int) -> None:
    """No sideways scrolling of the page at the width of a telephone or at 400 % zoom (WCAG 1.4.10)."""
    browser = opened(name, "#c0", width)
    assert browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_every_column_can_stand_side_by_side(opened: Open) -> None:
    """The whole matrix as a table: eighteen heads, and each cell below its own."""
    browser = opened()
    browser.execute_script("document.getElementById('wide').click()")
    lefts = "return [...arguments[0].children].map(one => Math.round(one.getBoundingClientRect().left / 20))"
    head, row = (browser.find_element("css selector", one) for one in ("#t thead tr", "#c0"))
    assert len(browser.execute_script(lefts, head)) == 18
    assert browser.execute_script(lefts, head) == browser.execute_script(lefts, row)


@pytest.mark.parametrize("paper", [(8.27, 11.69), (8.5, 11)], ids=["A4", "Letter"])
def test_it_prints_with_page_numbers_and_every_cell(opened: Open, paper: tuple[float, float]) -> None:
    """The PDF that Chromium prints: page x of y and the report's id on each page, closed rules and closed claims in full."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    browser = opened()
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": paper[0], "paperHeight": paper[1], "printBackground": True})["data"]
    with pypdfium2.PdfDocument(base64.b64decode(printed)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert all(f"page {at} of {len(texts)}" in text and "Evidence audit, report " in text for at, text in enumerate(texts, 1))
    whole = " ".join(" ".join(texts).split())
    assert "Anchor and quote" in whole and "= 67.557…%" in whole
    assert "An endorsement must be genuine" in whole
