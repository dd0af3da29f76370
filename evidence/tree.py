"""YAML text → plain values with the place of every key and item; every scalar stays the text that was typed.

Built on the events of libyaml (a third of the time of `yaml.load`, with places). There is no YAML 1.1 guessing: `no`,
`12:30`, `018`, `1e3` and `82.30` stay as typed; only an empty value, `~` and `null` are None. Anchors, aliases and merge
keys work, within bounds: a file whose aliases multiply, or that nests too deep, is refused.
"""

from __future__ import annotations

import copy
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from evidence import events
from evidence.events import Mapping, NotYaml, Oddity, Sequence
from evidence.model import Path
from evidence.patterns import late

__all__ = ["Mapping", "NotYaml", "Oddity", "Sequence", "end_of", "put", "read", "resting_collector", "spot"]

DIRECTIVES = 50  # libyaml compares every %TAG with every other
SEPARATORS = late("[\x85\u2028\u2029]")  # line ends to YAML 1.1 and to no editor: they would shift every place below them
LINE_END = late(r"\r\n|\r|\n")
HINTS = {
    "mapping values are not allowed": 'a text that holds ": " needs quotation marks around it',
    "cannot start any token": "tabs cannot indent, and a text that begins with % @ or ` needs quotation marks",
    "alphabetic or numeric": "a text that begins with * or & needs quotation marks",
    "could not find expected ':'": "a key needs a colon and a space behind it; a text over several lines needs quotation marks or |",
    "undefined tag handle": "a text that begins with ! needs quotation marks",
}


def read(text: str) -> tuple[Any, list[Oddity]]:
    """Read one YAML document: its value (Mapping, Sequence, str or None) and what is odd about it. Raises NotYaml."""
    import yaml

    parser_class: Any = yaml.Loader
    if yaml.__with_libyaml__:
        from yaml._yaml import CParser

        parser_class = CParser
    text, oddities = _separated(text)
    if text.count("%TAG") > DIRECTIVES:
        raise NotYaml("it declares more tags (%TAG) than a registry needs", 1, 1)
    with resting_collector():
        try:
            hidden = not text.isascii() and bool(events.HIDDEN.search(text))
            return events.build(parser_class(text), yaml, hidden, oddities), oddities
        except yaml.MarkedYAMLError as trouble:
            raise _not_yaml(trouble, text) from None
        except yaml.reader.ReaderError as trouble:
            before = text[: trouble.position]
            if yaml.__with_libyaml__:  # it counts bytes
                before = text.encode()[: trouble.position].decode(errors="ignore")
            raise NotYaml(f"a character that YAML does not allow (U+{trouble.character:04X})", *end_of(before)) from None
        except UnicodeEncodeError as trouble:
            message = f"half a character (U+{ord(text[trouble.start]):04X}), which no file can hold"
            raise NotYaml(message, *end_of(text[: trouble.start])) from None


def _separated(text: str) -> tuple[str, list[Oddity]]:
    """The text with line separators that no editor shows made spaces, and an oddity for each."""
    oddities: list[Oddity] = []
    if text.isascii() or not SEPARATORS.search(text):
        return text, oddities
    line, last = 1, 0
    for found in SEPARATORS.finditer(text):
        line += len(LINE_END.findall(text, last, found.start()))
        last = found.start()
        column = last - max(text.rfind("\n", 0, last), text.rfind("\r", 0, last))
        message = f"an invisible line separator (U+{ord(found[0]):04X}) is read as a space; take it out"
        events.add(oddities, Oddity(message, line, column, ()))
    return SEPARATORS.sub(" ", text), oddities


def _not_yaml(trouble: Any, text: str) -> NotYaml:
    """What libyaml says, with a hint, and where the thing began that it could not finish."""
    mark = trouble.problem_mark or trouble.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = trouble.problem or "it is no YAML"
    words = [problem, _hint(problem)]
    if trouble.context and trouble.context_mark and trouble.context_mark.line + 1 != line:
        words.append(f"{trouble.context} that begins at line {trouble.context_mark.line + 1}")
    return NotYaml(" ".join(filter(None, words)), *min((line, column), end_of(text)))  # libyaml puts the end of a file one line below it


@contextmanager
def resting_collector() -> Iterator[None]:
    """Hold Python's cycle collector while many small objects are made: it is what makes PyYAML grow faster than its input."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def spot(root: Any, path: Path) -> tuple[int, int]:
    """Line and column (from 1) of the key or item at `path`; of the nearest thing above it where it is not there."""
    packed, node = 0, root
    for step in path:
        if isinstance(node, Mapping) and step in node:
            packed = node.spots[2 * _number(node, str(step))]
            node = node[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            packed = node.spots[step]
            node = node[step]
        else:
            break
    return events.unpack(packed)


def put(root: Any, path: Path, value: Any) -> Any:
    """The tree with another value at `path` (None takes the key out); `root` stays as it was, and so does what an alias shares.

    Mappings that are not there are made. Raises LookupError, with the step, where the path leads into nothing.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(root, list):
        if not isinstance(step, int) or isinstance(step, bool) or not 0 <= step < len(root):
            raise LookupError(step)
        whole = copy.copy(root)
        whole[step] = put(root[step], rest, value)
        return whole
    if not isinstance(step, str) or not isinstance(root, dict | None):
        raise LookupError(step)
    return _put_key(root or {}, step, put(None if root is None else root.get(step), rest, value))


def _put_key(root: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """A copy with one key changed, added (it stands where the mapping's first key stands) or taken out."""
    whole = Mapping({each: item for each, item in root.items() if each != key or value is not None})
    if value is not None:
        whole[key] = value
    typed = root.spots if isinstance(root, Mapping) else []
    spots = {each: typed[2 * at : 2 * at + 2] for at, each in enumerate(root)}
    whole.spots = [spot for each in whole for spot in spots.get(each) or typed[:2] or (0, 0)]
    return whole


def _number(node: Mapping, key: str) -> int:
    if not hasattr(node, "order"):
        node.order = {each: number for number, each in enumerate(node)}
    return node.order[key]


def end_of(before: str) -> tuple[int, int]:
    """Line and column of the character behind this text."""
    lines = LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


def _hint(problem: str) -> str:
    return next((f"({words})" for sign, words in HINTS.items() if sign in problem), "")
