"""What nearly the same words speak of otherwise: another product, another name, another outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from evidence.drift import Difference, opcodes
from evidence.patterns import late
from evidence.phraselists import lists

WORD = late(r"[^\W_][\w'’-]*")
# What a name may be exchanged for without a word of another product, and what of a product's name is no name.
_PLAIN = (
    "it this the our we that these they patients people treatment therapy surgery implant implants device devices system systems product products "
    "procedure method technique medicine drug implantat implantate gerät system produkt verfahren therapie behandlung medikament arzneimittel methode "
    "implant dispositif système produit traitement médicament méthode implante dispositivo sistema producto tratamiento medicamento método impianto "
    "prodotto trattamento farmaco metodo er sie es das die der il elle le la les el lo los gli i"
)
PLAIN = frozenset(_PLAIN.split())
VAGUE = (
    "result", "outcome", "success", "respon", "effect", "effic", "risk", "risik", "rischi", "riesgo", "risque", "ergebnis", "wirk",
    "erfolg", "éxito", "succ", "risult", "résult",
)  # fmt: skip


def names(products: Mapping[str, object]) -> frozenset[str]:
    """The words of the products' names that are names, in small letters: of "iFuse Implant System" the first."""
    typed = [str(facts.get("name") or "") for facts in products.values() if isinstance(facts, Mapping)]
    return frozenset(word for name in typed for word in map(str.casefold, WORD.findall(name)) if word not in PLAIN and len(word) > 1)


def renamed(wording: str, printed: str, known: Collection[str], language: str) -> tuple[Difference, ...]:
    """The names and outcomes of a wording for which others are printed. `known`: the words of the products' names, in small letters."""
    old, new = WORD.findall(wording), WORD.findall(printed)
    low, high = _plain(old), _plain(new)
    begin = _alike(low, high)
    end = _alike(low[begin:][::-1], high[begin:][::-1])
    found: list[Difference] = []
    for step in opcodes()(low[begin : len(low) - end], high[begin : len(high) - end]):
        if step.tag == "replace":
            at, to = slice(begin + step.src_start, begin + step.src_end), slice(begin + step.dest_start, begin + step.dest_end)
            shouted = printed.isupper()
            found += _other_name(old[at], new[to], low[at], high[to], known, language, begins=(at.start == 0, to.start == 0), shouted=shouted)
            found += _other_outcome(low[at], high[to], language)
    if known:
        told = set(_plain([each.printed for each in found]))
        found += [
            Difference("name", "", word) for word, plain in zip(new, high, strict=True) if plain in known and plain not in low and plain not in told
        ]
    return tuple(found)


# --- inside -------------------------------------------------------------------------------------------------------


def _plain(words: Sequence[str]) -> list[str]:
    """Words in small letters without a possessive ending."""
    typed = "\n".join(words).casefold().replace("’", "'")
    plain = typed.split("\n") if words else []
    return [word.removesuffix("'s") for word in plain] if "'s" in typed else plain


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words are the same at the beginning."""
    return next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))


def _other_name(
    old: Sequence[str],
    new: Sequence[str],
    low: Sequence[str],
    high: Sequence[str],
    known: Collection[str],
    language: str,
    begins: tuple[bool, bool],
    shouted: bool,
) -> Iterator[Difference]:
    """A name that was exchanged for another one; every German noun has a capital, so there only a product's name is known for one."""
    for at, word in enumerate(old):
        ours = low[at] in known
        if not ours and (language == "de" or (at == 0 and begins[0]) or not word[:1].isupper()):
            continue
        for to, other in enumerate(new):
            plain = high[to]
            capital = other[:1].isupper() and not shouted and (ours or not (to == 0 and begins[1]))
            glued = other.rstrip("0123456789") == word  # a reference number that lost its superscript
            if plain in known or (capital and plain not in PLAIN and not glued):
                yield Difference("name", word, other)
                break


def _other_outcome(old: Iterable[str], new: Sequence[str], language: str) -> Iterator[Difference]:
    """An outcome that was exchanged for another one: pain, function. One word for results is as good as another."""
    for word in old:
        if not _is_outcome(word, language):
            continue
        other = next((each for each in new if _is_outcome(each, language) and each[:4] != word[:4]), "")
        if other:
            yield Difference("outcome", word, other)
            return


def _is_outcome(word: str, language: str) -> bool:
    whole, begun, ended = lists(language, "guards").sets["outcome"]
    return not word.startswith(VAGUE) and (word in whole or word.startswith(begun) or (bool(ended) and word.endswith(ended)))
