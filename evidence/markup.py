"""A parsed HTML tree → Page: what a browser shows as a block is a block, with its line and its path in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence import enumerations, grids, pagehead, stylesheets
from evidence.composer import WHITE, Composer
from evidence.page import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

LINE = "data-evidence-line"  # set by the markdown reader on what it renders: the line in the file that a person edits

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "optgroup", "p", "pre", "section", "select", "summary",
    "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "tr", "ul",
))
_SKIPPED = frozenset((
    "script", "style", "noscript", "iframe", "object", "video", "audio", "canvas", "datalist", "map", "head", "title", "desc",
    "defs", "rp",
))
# fmt: on
_MEDIA = {"img": "image", "svg": "image", "canvas": "image", "video": "video", "audio": "sound", "iframe": "frame", "object": "object", "embed": "object"}
_REGIONS = {"nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "main": "main"}
_ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside", "main": "main"}
_KINDS = {"blockquote": "quote", "figcaption": "caption", "caption": "caption", "pre": "code"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SINGLE = frozenset(("html", "body"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_PLAIN = frozenset(("p", "div", "body", "html", "tbody"))  # blocks that mean no more than that
_SECTIONS = frozenset(("article", "section", "blockquote", "main", "aside", "nav"))  # a header or footer in them is theirs, not the page's
_NOTES = frozenset(("doc-footnote", "doc-footnotes", "doc-endnote", "doc-endnotes"))
_FOLDED = frozenset(("details", "template"))  # not shown at first, without saying so
_MEANING = frozenset(("sup", "sub", "br"))  # elements inside of a block that mean something without attributes
_SUPER = frozenset(("super", "superscript", "sup"))
_SUB = frozenset(("sub", "subscript"))
MAX_STEPS = 500_000  # starts and ends of elements, some ten seconds; large pages have 20,000
_LAST_LINE = 65535  # libxml2 counts no further
_NONE: dict[str, str] = {}


def compose(root: _Element, path: str, kind: str, problems: tuple[tuple[int, str], ...] = ()) -> Page:
    """The page that a tree shows. `path` is how it is named to people; `problems` are those of reading and parsing it."""
    some = list(root.iter("style", "title", "meta", *_MEDIA))  # what is looked at beside the walk, in order
    walk = _Walk(stylesheets.read("\n".join(style.text or "" for style in some if style.tag == "style")))
    walk.composer.problems += problems
    walk.over(root)
    title = next((" ".join("".join(one.itertext()).split()) for one in some if one.tag == "title"), "")
    for words, line in dict.fromkeys(pagehead.told(some)):
        walk.composer.write(words, line)
        walk.composer.end({"kind": "paragraph", "region": "head", "path": "/html/head"})
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    media = tuple(_MEDIA[str(one.tag)] for one in some if one.tag in _MEDIA)
    return walk.composer.page(path, kind, title=title, language=language.strip(), media=media)


class _Walk:
    """One pass over a tree, without recursion: its depth is the document's, not ours to choose."""

    def __init__(self, styles: stylesheets.Styles) -> None:
        self.composer = Composer()
        self.styles = styles
        self.line = 1
        self.shift = 0  # of a rendered document: line in the source minus line in what was rendered
        self.breaks = 0  # line breaks since the last word
        # the facts of blocks here; a block that adds none has the same dict as the one around it
        self.contexts: list[dict[str, Any]] = [{"kind": "paragraph", "region": "", "hidden": False}]
        self.numbered: list[dict[str, Any]] = []  # those that may have the number of an item
        self.sections = 0  # how many sections are open
        # of each open element: its path, how many children of each name were seen, how many runs it opened (-1: it is a block), its name
        self.elements: list[tuple[str, dict[str, int], int, str]] = [("", {}, 0, "")]
        self.lists: list[list[Any]] = []  # of each open list: its next number, the step, the style ("" where unordered)
        self.tables: list[grids.Grid] = []

    def over(self, root: _Element) -> None:
        """Walk the tree; every word goes to the composer, in order."""
        from lxml import etree

        for before in reversed(list(root.itersiblings(tag=etree.Comment, preceding=True))):  # a comment above <html> is no child of it
            self._comment(before)
        composer = self.composer
        events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for step, (event, element) in enumerate(events):
            if step > MAX_STEPS:
                composer.problems.append((self.line, "the page has too many elements: what follows was not read; split it"))
                break
            if event == "start":
                if not self._start(element, element.tag):
                    events.skip_subtree()
                    continue
                text = element.text
            else:
                if event == "end":
                    self._end()
                elif event == "comment":
                    self._comment(element)
                text = element.tail
            if text == "\n" and not composer.length:  # by far the commonest: white space between blocks is nothing
                self.line += 1
            elif text:
                if composer.length or text.strip(WHITE):
                    composer.write(text, self.line)
                if "\n" in text:
                    self.line += text.count("\n")
                if self.breaks and not text.isspace():
                    self.breaks = 0
        self._cut(self.elements[-1][0])

    def _comment(self, element: _Element) -> None:
        comment = element.text or ""
        self.composer.note(comment, self._place(element) - comment.count("\n"))  # the parser tells where it ends

    def _cut(self, path: str) -> None:
        """A block ends here, inside of the element with that path, if there is one."""
        self.breaks = 0
        composer = self.composer
        if composer.length or composer.asides:
            composer.end(self._facts(), path)

    def _place(self, element: _Element) -> int:
        line: int | None = element.sourceline
        if line is not None and line < _LAST_LINE:
            self.line = line + self.shift
        return self.line

    def _start(self, element: _Element, tag: str) -> bool:
        """What an element's start means. False where nothing inside of it is to be read as words of the block."""
        outer, seen, _, _ = self.elements[-1]
        seen[tag] = number = seen.get(tag, 0) + 1
        path = f"{outer}/{tag}[{number}]" if number > 1 or tag not in _SINGLE else f"{outer}/{tag}"
        typed = element.items()
        attributes = dict(typed) if typed else _NONE
        if typed and attributes.get(LINE, "").isdecimal():
            self.shift = int(attributes[LINE]) - (element.sourceline or 1)
        line = self._place(element)
        block = tag in _BLOCKS
        if block:
            self._cut(outer)  # the block around it
        opened, read = 0, tag not in _SKIPPED
        hidden = read and (typed or tag in _FOLDED) and self._hides(tag, attributes)
        if block and read:
            opened = -1
            self._block(tag, attributes, hidden)
        elif hidden:  # its words must not stand amid those that are seen
            self.composer.aside("".join(element.itertext()), line, {**self._facts(), "path": path, "hidden": True})
            read = False
        elif read and (typed or tag in _MEANING):
            opened = self._inline(tag, attributes, line, path)
        self.elements.append((path, {}, opened, tag))
        return read

    def _end(self) -> None:
        path, _, opened, tag = self.elements.pop()
        if opened < 0:
            self._cut(path)
            self.contexts.pop()
            if tag in _SECTIONS:
                self.sections -= 1
            elif tag in _LISTS:
                self.lists.pop()
            elif tag == "table":
                self.tables.pop()
        for _ in range(opened):  # none of a block
            self.composer.close()

    def _facts(self) -> dict[str, Any]:
        """The fields of the block that ends here; an item's number goes to the first of its blocks that has words."""
        facts = self.contexts[-1]
        if "number" in facts and self.composer.length:
            facts = facts.copy()
            while self.numbered:
                self.numbered.pop().pop("number", None)
        return facts

    def _inline(self, tag: str, attributes: dict[str, str], line: int, path: str) -> int:
        """The runs that an element inside of a block opens: how many."""
        composer, opened = self.composer, 0
        if tag == "br":
            self._break(path)
        elif tag == "img" and attributes.get("alt"):
            kept = {name: self.contexts[-1][name] for name in ("region", "hidden")}
            composer.aside(attributes["alt"], line, {"kind": "alt", "path": path, **kept})
        elif tag == "a" and "href" in attributes:
            composer.open("link", attributes["href"].strip())
            opened = 1
        if attributes:
            self._anchor(tag, attributes)
        if raised := self._raised(tag, attributes):
            composer.open(raised)
            opened += 1
        return opened

    def _break(self, path: str) -> None:
        """One line break is a space; two with nothing in between end a paragraph, as on old pages."""
        self.breaks += 1
        if self.breaks > 1:
            self._cut(path)
        else:
            self.composer.write(" ", self.line)

    def _anchor(self, tag: str, attributes: dict[str, str]) -> None:
        if name := attributes.get("id"):
            self.composer.anchor(name)
        if tag == "a" and (name := attributes.get("name")):
            self.composer.anchor(name)

    def _hides(self, tag: str, attributes: dict[str, str]) -> bool:
        if "hidden" in attributes or (tag in _FOLDED and "open" not in attributes):
            return True
        if tag in _BLOCKS and attributes.get("aria-hidden") == "true":  # a folded panel; on inline elements it is for the ear only
            return True
        if "style" in attributes and stylesheets.hides(attributes["style"]):
            return True
        return bool(self.styles.hidden) and not self.styles.hidden.isdisjoint(attributes.get("class", "").split())

    def _raised(self, tag: str, attributes: dict[str, str]) -> str:
        if tag in ("sup", "sub"):
            return "superscript" if tag == "sup" else "subscript"
        for name in attributes.get("class", "").split() if attributes else ():
            if name in self.styles.raised or name.lower() in _SUPER:
                return "superscript"
            if name in self.styles.lowered or name.lower() in _SUB:
                return "subscript"
        return stylesheets.place(attributes["style"]) if "style" in attributes else ""

    def _block(self, tag: str, attributes: dict[str, str], hidden: bool) -> None:
        """Open the context of a block-level element."""
        if attributes:
            self._anchor(tag, attributes)
        outer = self.contexts[-1]
        plain = tag in _PLAIN and "role" not in attributes
        if plain and not hidden:
            self.contexts.append(outer)
            return
        context = outer.copy()
        if "number" in context:
            self.numbered.append(context)
        if hidden:
            context["hidden"] = True
        if tag == "summary" and len(self.contexts) > 1:  # the one part of a closed <details> that is seen
            context["hidden"] = self.contexts[-2]["hidden"] or hidden
        self.contexts.append(context)
        if plain:
            return
        if tag == "li" and not attributes:
            self._item(attributes, context)
            return
        role = attributes.get("role", "")
        region = _REGIONS.get(tag) or (_ROLES.get(role) if role else None)
        if region and not (self.sections and region in ("header", "footer")):
            context["region"] = region
        if tag in _SECTIONS:
            self.sections += 1
        if tag in _HEADINGS:
            context["kind"], context["level"] = "heading", _HEADINGS[tag]
        elif role in _NOTES or (tag == "section" and "footnotes" in attributes.get("class", "").split()):
            context["kind"] = "note"
        elif tag in _KINDS:
            context["kind"] = _KINDS[tag]
        elif tag == "li":
            self._item(attributes, context)
        if tag in _LISTS:  # whatever its role: what is opened here is closed with the element
            style = attributes.get("type", "1") if tag == "ol" else ""
            step = -1 if "reversed" in attributes else 1
            self.lists.append([_whole(attributes.get("start", ""), 1), step, style])
            context.pop("number", None)
        elif tag in ("table", "tr", "td", "th"):
            self._cell(tag, attributes, context)

    def _item(self, attributes: dict[str, str], context: dict[str, Any]) -> None:
        one: list[Any] = self.lists[-1] if self.lists else [1, 1, ""]
        if context["kind"] != "note":
            context["kind"] = "item"
        context["level"], context["list_kind"] = len(self.lists) or 1, "ordered" if one[2] else "unordered"
        context.pop("number", None)
        if one[2]:
            number = _whole(attributes["value"], one[0]) if "value" in attributes else one[0]
            context["number"] = enumerations.shown(number, attributes.get("type", one[2]))
            self.numbered.append(context)
            one[0] = number + one[1]

    def _cell(self, tag: str, attributes: dict[str, str], context: dict[str, Any]) -> None:
        if tag == "table":
            self.tables.append(grids.Grid())
        elif self.tables and tag == "tr":
            self.tables[-1].next_row()
        elif self.tables:
            row, cell = self.tables[-1].next_cell(attributes.get("colspan", "1"), attributes.get("rowspan", "1"))
            context["kind"], context["row"], context["cell"] = "cell", row, cell


def _whole(typed: str, otherwise: int) -> int:
    """A whole number as typed in an attribute, or what holds otherwise."""
    bare = typed.strip()
    return int(bare) if len(bare) < 10 and bare.removeprefix("-").isdecimal() else otherwise
