"""Markdown: .md, .markdown. It is rendered as CommonMark with tables, footnotes, ^18^ and H~2~O, and read as the page it makes."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence import decoding, markup
from evidence.page import Page
from evidence.patterns import late

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown", ".mdown")
EXTRA = "materials"

MAX_CHARACTERS = 2_000_000  # the parser takes a second or two for a million
_TITLE = late(r"^title:[ \t]*(\S.*)$", re.MULTILINE)
_LANGUAGE = late(r"^lang(?:uage)?:[ \t]*([\w\"'-]+)", re.MULTILINE)


def read(path: Path, shown: str) -> Page:
    """The page that a markdown file makes; lines are those of the file. Raw HTML in it is read as HTML."""
    from lxml import etree

    text, problems = decoding.decode(path.read_bytes())
    if len(text) > MAX_CHARACTERS:
        return Page(shown, "markdown", "", (), unreadable=f"it has {len(text):,} characters, and the limit is {MAX_CHARACTERS:,}: split it")
    parser = _parser()
    tokens = parser.parse(text)
    rendered = parser.renderer.render(_placed(tokens), parser.options, {})
    tree = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=False, no_network=True)
    root = etree.fromstring(f"<body>{rendered}</body>".encode("utf-8", "replace"), tree)
    page = markup.compose(root, shown, "markdown", problems)
    front = next((token.content for token in tokens if token.type == "front_matter"), "")
    title, language = _TITLE.search(front), _LANGUAGE.search(front)
    return replace(
        page, title=title[1].strip(" \"'") if title else page.title, language=language[1].strip("\"'") if language else page.language
    )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from mdit_py_plugins.subscript import sub_plugin
    from mdit_py_plugins.superscript import superscript_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for plugin in (footnote_plugin, front_matter_plugin, sub_plugin, superscript_plugin):
        parser.use(plugin)
    for name, rule in (("footnote_ref", _mark), ("footnote_open", _note), ("footnote_anchor", _nothing), ("html_block", _html)):
        parser.add_render_rule(name, rule)
    return parser


def _placed(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, each with the line it begins in as an attribute of what is rendered."""
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line  # a cell has none of its own: its row's holds
        if token.nesting >= 0 and token.type != "inline":
            token.attrSet(markup.LINE, str(line))
    return tokens


# Render rules. A numbered label is shown as typed, [^18] as 18: it is the number that the registry knows.


def _number(token: Token) -> str:
    label = str(token.meta.get("label", ""))
    return label if label.isdecimal() else str(token.meta["id"] + 1)


def _mark(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: MutableMapping[str, Any]) -> str:
    number = _number(tokens[at])
    return f'<sup><a href="#fn{number}">{number}</a></sup>'


def _note(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: MutableMapping[str, Any]) -> str:
    number = _number(tokens[at])
    return f'<li id="fn{number}" value="{number}">'


def _nothing(_: Any, __: Sequence[Token], ___: int, ____: Any, _____: MutableMapping[str, Any]) -> str:
    return ""


def _html(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: MutableMapping[str, Any]) -> str:
    token = tokens[at]
    return f'<span {markup.LINE}="{token.attrGet(markup.LINE)}"></span>{token.content}'
