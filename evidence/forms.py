"""The forms that a scalar of claims.yaml may have: a text, an id, a number, a day, a span of time.

Each is a pydantic type for the text that was typed, with the JSON Schema of what an editor sees there.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

SCALAR = {"type": ["string", "number", "boolean"]}
LONGEST = 20_000  # characters of a text
ID = r"^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.:/+-]*$"  # \w would let marks of no width in
ID_FOR_EDITORS = r"^[^\u0000-/:-@\[-\^`{-\u00a0][^\u0000-*,;-@\[-\^`{-\u00a0]*$"  # not all of them know \p{L}: what is kept out
NUMBER = r"^[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)$"
COUNT = r"^[1-9][0-9]*$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SPAN = r"^[0-9]+ (days?|weeks?|months?|years?)$"


def _real_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day", "{text} is no day of the calendar", {"text": text}) from None
    return text


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


# The length stands beside the pattern: a class of all letters, 99 times, takes 100 ms to compile.
Id = Annotated[
    str,
    StringConstraints(strict=True, max_length=100, pattern=ID),
    WithJsonSchema({**SCALAR, "minimum": 0, "minLength": 1, "maxLength": 100, "pattern": ID_FOR_EDITORS}),
]
TEXT = {**SCALAR, "minLength": 1, "maxLength": LONGEST}
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=LONGEST), WithJsonSchema(TEXT)]
Number = Annotated[
    str,
    StringConstraints(strict=True, max_length=40, pattern=NUMBER),
    WithJsonSchema({"type": ["number", "string"], "maxLength": 40, "pattern": NUMBER}),
]
Day = Annotated[
    str,
    StringConstraints(strict=True, pattern=DAY),
    AfterValidator(_real_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY}),
]
Count = Annotated[
    str,
    StringConstraints(strict=True, max_length=3, pattern=COUNT),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "maxLength": 3, "pattern": COUNT}),
]
YesNo = Annotated[Literal["true", "false", "yes", "no"], WithJsonSchema({"enum": [True, False, "true", "false", "yes", "no"]})]
Span = Annotated[
    str,
    StringConstraints(strict=True, max_length=40, pattern=SPAN),
    WithJsonSchema({"type": "string", "maxLength": 40, "pattern": SPAN}),
]
# To an editor of YAML 1.1 an unquoted `off` is false.
Level = Annotated[Literal["error", "warning", "info", "off"], WithJsonSchema({"enum": ["error", "warning", "info", "off", False]})]
Texts = Annotated[list[Text], BeforeValidator(_listed), WithJsonSchema({"anyOf": [TEXT, {"type": "array", "items": TEXT}]})]
