"""libyaml's events → values with places: the loop that builds them, and its bounds against files made to fill a memory."""

from __future__ import annotations

from typing import Any

from evidence.model import Path
from evidence.nouns import dataclass
from evidence.patterns import late

DEEPEST = 64  # levels; ours needs eight
MOST_EVENTS = 10_000_000  # a key, a value, or an end of a list; 20,000 claims are about two million
MOST_ODDITIES = 1_000
FREE, TIMES = 100_000, 10  # aliases may expand to FREE + TIMES × what was typed, in values
WEIGHT = 64  # characters that weigh as much as one value when an alias repeats them
BITS = 30  # of a packed place that hold its column
NONE = frozenset(("", "~", "null"))
TAGS = late(r"tag:yaml\.org,2002:(str|int|float|bool|null|map|seq|timestamp)\Z")
CONTROL = late(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
HIDDEN = late("[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # of no width, or turning a text around


class Mapping(dict[str, Any]):
    """A YAML mapping. `spots` holds two packed places a key, in the order of the keys: the key's and its value's."""

    __slots__ = ("order", "spots")
    spots: list[int]
    order: dict[str, int]  # key → its number; made when it is first asked for


class Sequence(list[Any]):
    """A YAML sequence. `spots` holds the packed place of each item."""

    __slots__ = ("spots",)
    spots: list[int]


class NotYaml(ValueError):
    """The text is no YAML, or not one that we take: line and column from 1, and a sentence."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that is YAML but should not be in the file: a duplicate key, a tag, a second document."""

    message: str
    line: int
    column: int
    path: Path
    first: tuple[int, int] | None = None  # where a duplicate stands first


class _Merge(str):
    """The key << where it asks for a merge: unquoted. A text "<<" in quotation marks is a key like any other."""

    __slots__ = ()


MERGE = _Merge("<<")


class _Level:
    """A mapping or sequence that is still open."""

    __slots__ = ("anchor", "begin", "key", "merged", "node", "spots", "weight")

    def __init__(self, node: Mapping | Sequence, event: Any) -> None:
        self.node, self.anchor, self.begin = node, event.anchor, event.start_mark.index
        self.spots: list[int] = []
        node.spots = self.spots
        self.key: str | None = None
        self.weight = 1
        self.merged: list[Mapping | Sequence] = []


def build(parser: Any, yaml: Any, hidden: bool, oddities: list[Oddity]) -> Any:
    """The value of the first document; what is odd about it goes to `oddities`. Raises NotYaml, and libyaml's errors.

    One loop over the events, long because every call saved here is saved a million times. `weight` is what a value counts against the
    bound on aliases; 0: a mapping or sequence that only begins. `hidden`: look at every text, not only at those written with escapes.
    """
    scalar_event, mapping_start, sequence_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    mapping_end, sequence_end, alias_event = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent
    get_event = parser.get_event
    anchors: dict[str, tuple[Any, int]] = {}
    levels: list[_Level] = []
    level: _Level | None = None
    root: Any = None
    documents = 0
    for typed in range(MOST_EVENTS):
        event = get_event()
        kind = type(event)
        if kind is scalar_event:
            value: Any = event.value
            if event.tag is not None or event.style == '"' or hidden:
                _look_at(event, levels, oddities)
            if value in NONE and event.implicit[0] and (level is None or type(level.node) is Sequence or level.key is not None):
                value = None
            if event.anchor is not None:
                anchors[event.anchor] = (value, 1 + len(value or "") // WEIGHT)
            weight = 1
        elif kind is mapping_end or kind is sequence_end:
            level = _close(levels, event, anchors, typed)
            continue
        elif kind is mapping_start or kind is sequence_start:
            value, weight = Mapping() if kind is mapping_start else Sequence(), 0
        elif kind is alias_event:
            value, weight = _meant(event, anchors, level, typed)
        else:
            documents += kind is yaml.DocumentStartEvent
            if kind is yaml.StreamEndEvent or _second(event, documents, oddities):
                return root
            continue
        mark = event.start_mark
        if level is None:
            root = value
        elif type(level.node) is Sequence:
            level.node.append(value)
            level.spots.append((mark.line << BITS) + mark.column)
            level.weight += weight
        elif level.key is None:
            if type(value) is not str or value in level.node:
                _odd_key(levels, value, mark, oddities)
            level.key = MERGE if value == "<<" and kind is scalar_event and event.implicit[0] else value
            level.spots.append((mark.line << BITS) + mark.column)
            continue
        else:
            _pair(levels, level.key, value, mark, oddities)
            if weight:
                level.key = None
                level.weight += weight
        if not weight:
            level = _open(levels, value, event, oddities)
    raise NotYaml("it holds more values than a registry needs", *_at(event.start_mark))


def _pair(levels: list[_Level], key: str, value: Any, mark: Any, oddities: list[Oddity]) -> None:
    """Put a value under its key. Of two with one key the first stays."""
    level = levels[-1]
    if key is MERGE:
        _remember_merge(levels, value, mark, oddities)
    elif key in level.node:
        level.spots.pop()
    else:
        level.node[key] = value  # type: ignore[call-overload]  # a mapping, for it has a key
        level.spots.append((mark.line << BITS) + mark.column)


def _open(levels: list[_Level], node: Mapping | Sequence, event: Any, oddities: list[Oddity]) -> _Level:
    if event.tag is not None:
        _look_at(event, levels, oddities, begun=True)
    levels.append(_Level(node, event))
    if len(levels) > DEEPEST:
        raise NotYaml(f"it nests deeper than {DEEPEST} levels", *_at(event.start_mark))
    return levels[-1]


def _second(event: Any, documents: int, oddities: list[Oddity]) -> bool:
    """True where a second document begins, which is told and not read."""
    if documents > 1:
        add(oddities, Oddity("a second document begins here; only the first is read", *_at(event.start_mark), ()))
    return documents > 1


def add(oddities: list[Oddity], oddity: Oddity) -> None:
    """Note an oddity. Raises NotYaml where there are so many that this is hardly a registry."""
    if len(oddities) >= MOST_ODDITIES:
        message = f"from here on, more than {MOST_ODDITIES:,} duplicate keys, tags and hidden characters; correct these first"
        raise NotYaml(message, oddity.line, oddity.column)
    oddities.append(oddity)


def unpack(packed: int) -> tuple[int, int]:
    """Line and column, from 1, of a packed place."""
    return (packed >> BITS) + 1, (packed & (1 << BITS) - 1) + 1


def _at(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _path(levels: list[_Level], begun: bool = False) -> Path:
    """Where the value that comes next, or that has just begun, stands; for a key, the mapping that it stands in."""
    steps: list[str | int] = []
    for depth, level in enumerate(levels):
        if type(level.node) is Sequence:
            steps.append(len(level.node) - (begun or depth < len(levels) - 1))  # what has begun is in its sequence already
        elif level.key is not None:
            steps.append(str(level.key))
    return tuple(steps)


def _meant(event: Any, anchors: dict[str, tuple[Any, int]], level: _Level | None, typed: int) -> tuple[Any, int]:
    """What an alias stands for, and its weight."""
    if event.anchor not in anchors:
        raise NotYaml(f"the alias *{event.anchor} stands for nothing that was written before it", *_at(event.start_mark))
    value, weight = anchors[event.anchor]
    _bound(weight + (level.weight if level else 0), typed, event.start_mark)
    return value, weight


def _bound(weight: int, typed: int, mark: Any) -> None:
    if weight > FREE + TIMES * typed:
        raise NotYaml("its aliases multiply beyond what a registry needs", *_at(mark))


def _close(levels: list[_Level], event: Any, anchors: dict[str, tuple[Any, int]], typed: int) -> _Level | None:
    """End the innermost mapping or sequence; the one that it stands in."""
    level = levels.pop()
    if level.merged:
        _merge(level)
    if level.anchor is not None:
        anchors[level.anchor] = (level.node, level.weight + (event.end_mark.index - level.begin) // WEIGHT)
    if not levels:
        return None
    above = levels[-1]
    above.weight += level.weight
    above.key = None
    _bound(above.weight, typed, event.end_mark)
    return above


def _look_at(event: Any, levels: list[_Level], oddities: list[Oddity], begun: bool = False) -> None:
    """Tags, and characters that hide or change what a reader sees."""
    if event.tag is not None and event.tag != "!" and not TAGS.match(event.tag):
        message = f"the tag {event.tag[:60]!r} means nothing here; the value is read without it"
        add(oddities, Oddity(message, *_at(event.start_mark), _path(levels, begun)))
    value = getattr(event, "value", "")
    if found := CONTROL.search(value) or HIDDEN.search(value):
        message = f"an invisible character (U+{ord(found[0]):04X}) stands in this text; take it out"
        add(oddities, Oddity(message, *_at(event.start_mark), _path(levels)))


def _odd_key(levels: list[_Level], key: Any, mark: Any, oddities: list[Oddity]) -> None:
    """A key that stands a second time. Raises NotYaml for one that is no text."""
    if type(key) is not str:
        raise NotYaml("a key must be a single word or a text", *_at(mark))
    first = levels[-1].spots[2 * list(levels[-1].node).index(key)]
    message = f"the key `{key[:60]}` stands here a second time; the first one is read"
    add(oddities, Oddity(message, *_at(mark), (*_path(levels), key), unpack(first)))


def _remember_merge(levels: list[_Level], value: Any, mark: Any, oddities: list[Oddity]) -> None:
    """`<<: *one`, or a sequence of them: kept until the mapping ends, for its own keys go first."""
    if type(value) is not Mapping and type(value) is not Sequence:
        raise NotYaml("<< takes a mapping, or a list of mappings", *_at(mark))
    place = levels[-1].spots.pop()
    if levels[-1].merged:
        message = "<< stands here a second time; one list says it: <<: [*first, *second]"
        add(oddities, Oddity(message, *unpack(place), _path(levels)[:-1]))
    levels[-1].merged.append(value)


def _merge(level: _Level) -> None:
    node = level.node
    assert type(node) is Mapping  # noqa: S101 - only mappings merge
    for source in level.merged:
        for one in source if type(source) is Sequence else (source,):
            if type(one) is not Mapping:
                raise NotYaml("<< takes a mapping, or a list of mappings", *unpack(source.spots[0]))
            for number, (key, value) in enumerate(one.items()):
                if key not in node:
                    node[key] = value
                    level.spots.extend(one.spots[2 * number : 2 * number + 2])
