"""The law of a profile: data files, one a profile, that say which text binds, guides or only compares, and how much a rule weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import cache
from typing import Any

from evidence import tree
from evidence.model import Basis, Level, Registry, Unchecked
from evidence.nouns import dataclass
from evidence.rooms import HERE

MARKS = ("V", "V2")  # read at the source, or confirmed by a second one; nothing else is printed
PRINTED = ("binding", "guidance", "code")  # what merely compares (analogy) or is science binds nobody: it is never cited against a page


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One file of profiles/, with what it extends."""

    name: str
    about: str  # what its binding texts bind: devices, drugs, medicines
    texts: Mapping[str, Basis]
    rules: Mapping[str, tuple[str, ...]]  # basis id → ids of texts, of every role
    levels: Mapping[str, Level] = field(default_factory=dict)  # rule → severity
    gaps: tuple[Mapping[str, Any], ...] = ()  # what the profile does not hold: {audience: […], says, because}


def profiles() -> tuple[str, ...]:
    """The names of the profiles that the package holds."""
    return tuple(sorted(file.stem for file in (HERE / "profiles").glob("*.yaml")))


@cache
def read(profile: str) -> Profile:
    """One profile. Raises KeyError for an unknown one."""
    if profile not in profiles():
        raise KeyError(profile)
    values, _ = tree.read((HERE / "profiles" / f"{profile}.yaml").read_text(encoding="utf-8"))
    own = Profile(
        name=profile,
        about=values["about"],
        texts={name: Basis(**text, whom=values["about"]) for name, text in values["texts"].items()},
        rules={name: tuple(texts) for name, texts in values["rules"].items()},
        gaps=tuple(values.get("not_evaluated") or ()),
    )
    if below := values.get("extends"):
        base = read(below)
        own = replace(own, texts={**base.texts, **own.texts}, rules={**base.rules, **own.rules}, gaps=(*base.gaps, *own.gaps))
    levels = {rule: Level(each["now"], own.texts[each["on"]].cite, each["because"]) for rule, each in (values.get("severities") or {}).items()}
    return replace(own, levels={**read(below).levels, **levels} if below else levels)


def bases(profile: str) -> dict[str, tuple[Basis, ...]]:
    """Basis id → the texts that bind or guide in this profile, in the file's order. Raises KeyError for an unknown profile."""
    law = read(profile)
    return {name: tuple(law.texts[each] for each in chosen if printed(law.texts[each])) for name, chosen in law.rules.items()}


def printed(basis: Basis) -> bool:
    """True where a finding may cite the text: it binds or guides here, and somebody has read it or a second source confirms it."""
    return basis.role in PRINTED and basis.mark in MARKS


def levels(profile: str) -> Mapping[str, Level]:
    """Rule → the severity this profile gives it, where that is not the rule's own default."""
    return read(profile).levels


def left_out(profile: str) -> tuple[Basis, ...]:
    """The texts that only compare here and are therefore never cited, each with the reason in `says`."""
    return tuple(basis for basis in read(profile).texts.values() if basis.role == "analogy" and basis.mark in MARKS)


def not_evaluated(registry: Registry) -> Iterator[Unchecked]:
    """What the registry's profile does not hold, for the audiences it speaks to; a page whose audience nobody recorded may speak to any."""
    for gap in read(registry.profile).gaps:
        spoken_to = [material.id for material in registry.materials if _meets(material.facts.get("audience"), gap["audience"])]
        spoken_to += [f"{material.id}, whose audience is not recorded" for material in registry.materials if not material.facts.get("audience")]
        spoken_to += [claim.id for claim in registry.claims if _meets(claim.scope.get("audience"), gap["audience"])]
        if spoken_to:
            more = f" and {len(spoken_to) - 3} more" if len(spoken_to) > 3 else ""
            yield Unchecked("approved", f"{gap['says']}: {gap['because']} ({'; '.join(spoken_to[:3])}{more})")


def _meets(audience: object, asked: object) -> bool:
    """True where one of the audiences, a text or a list of them, is among those asked for."""
    named = audience if isinstance(audience, list | tuple) else [audience]
    return isinstance(asked, list) and any(isinstance(each, str) and each.strip().casefold() in asked for each in named)
