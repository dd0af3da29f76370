r"""LaTeX as it occurs in .bib files → Unicode: accents, symbols, braces; pylatexenc, by way of bibtexparser, for the rest.

A flat pass with a table covers what reference managers write, at a small part of the cost; a macro that is not in the
table sends the whole value through bibtexparser's decoder.
"""

from __future__ import annotations

import re
import unicodedata

from evidence.patterns import late

_ACCENTS = dict(
    zip("'`^\"~=.cvuHkrdb", "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u0328\u030a\u0323\u0331", strict=True)
)

_LETTERS = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_SYMBOLS = {
    "textendash": "–", "textemdash": "—", "textregistered": "®", "texttrademark": "™", "copyright": "©", "textcopyright": "©",
    "textgreater": ">", "textless": "<", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbar": "|",
    "textunderscore": "_", "textdegree": "°", "textpm": "±", "textmu": "μ", "textquoteright": "’", "textquoteleft": "‘",
    "textquotesingle": "'", "textquotedblleft": "“", "textquotedblright": "”", "textquotedbl": '"', "textbullet": "•",
    "textperiodcentered": "·", "dots": "…", "ldots": "…", "textellipsis": "…", "S": "§", "P": "¶", "pounds": "£", "texteuro": "€",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
}  # fmt: skip
_MATHS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "pm": "±", "times": "×", "cdot": "·",
    "div": "÷", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "sim": "∼", "approx": "≈", "infty": "∞",
    "rightarrow": "→", "to": "→", "circ": "∘",
}  # fmt: skip
_WORDS = _LETTERS | _SYMBOLS | _MATHS
_DROPPED = frozenset({  # words that only say how their argument looks; the braces around it go anyway
    "emph", "textit", "textbf", "textsc", "textrm", "textsf", "texttt", "textsl", "textup", "textnormal", "textsuperscript",
    "textsubscript", "mathrm", "mathit", "mathbf", "mathcal", "mkbibemph", "url", "mbox", "text", "em", "it", "bf", "sc", "rm",
    "sl", "tt", "upshape", "itshape", "bfseries", "relax", "protect",
})  # fmt: skip
_SIGNS = {sign: sign for sign in "&%$#_{}"} | dict.fromkeys(" \n,;:\\", " ") | dict.fromkeys("-/!@", "")
_RUNS = {"~": " ", "---": "—", "--": "–", "``": "“", "''": "”"}

_TOKEN = late(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t]*\n?[ \t]*|\\(?P<sign>.)|(?P<mark>[{}$])|(?P<run>~|---?|``|'')|(?P<plain>[^\\{}$~`'^_-]+|.)", re.DOTALL
)
_LINK = late(r"\\href\s*+\{[^{}]*+\}")  # the address of a link; pylatexenc 2.10 fails on it
_PERCENT = late(r"(?<!\\)%")  # pylatexenc 2.10 takes it for a comment and drops the rest of the line; BibTeX does not …
_BOX = late(r"\\mbox\s*+(?=\{)")  # … and it drops what stands in this box
_SPECIAL = late(r"[\\{}$~]|--|``|''")
_AND = late(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_ESCAPED_WORD = late(r"\\(textless|textgreater|textasciitilde|textunderscore|textbackslash|url)(?![A-Za-z])[ \t]*")
_ESCAPED_SIGN = late(r"\\([_%&#$~^{}])(?:\{\})?|[{}]")
_BRACE = late(r"(?<!\\)[{}]")


def decode(value: str) -> str:
    """The Unicode text of a LaTeX value: accents composed, braces dropped, runs of white space one space."""
    if not _SPECIAL.search(value):
        return " ".join(value.split())
    value = _LINK.sub("", value)
    decoded = _by_table(value)
    return " ".join((_by_library(value) if decoded is None else decoded).split())


def decode_verbatim(value: str) -> str:
    r"""The text of a DOI or an address: only what exporters escape is undone (`\_`, `\%`, `{\textless}`); ~ and -- stay."""
    if "\\" not in value and "{" not in value:
        return " ".join(value.split())
    named = _ESCAPED_WORD.sub(lambda found: _SYMBOLS.get(found[1], ""), value)
    return " ".join(_ESCAPED_SIGN.sub(lambda found: found[1] or "", named).split())


def decode_names(value: str) -> str:
    """A list of people: split first, then each name decoded, joined by " and " again.

    A name keeps braces around it where it is one piece that must not be taken apart: one that was typed so
    ({World Health Organization}), or one whose braces held a comma or an "and". `names` reads the result.
    """
    return " ".join(" and ".join(_name(name) for name in _split_names(value)).split())


def names(text: str) -> tuple[str, ...]:
    """The names in a decoded author or editor field, in order; a name in braces is one piece. An empty one stood between two "and"."""
    return tuple(_split_names(text)) if text.strip() else ()


def _name(name: str) -> str:
    decoded = decode(name)
    if len(decoded) > 1 and name.startswith("{") and _closing(name, 0) == len(name) - 1:
        return f"{{{decoded}}}"
    outside = _depth_zero(name)
    torn = decoded.count(",") != outside.count(",") or len(_AND.findall(decoded)) != len(_AND.findall(outside))
    return f"{{{decoded}}}" if torn else decoded


def _split_names(value: str) -> list[str]:
    """The pieces between the `and`s that stand outside all braces."""
    if "{" not in value:
        return [" ".join(piece.split()) for piece in _AND.split(value)]
    hidden = _depth_zero(value, cover="\0")
    cuts = [(found.start(), found.end()) for found in _AND.finditer(hidden)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(value)]
    return [" ".join(value[start:end].split()) for start, end in zip(starts, ends, strict=True)]


def _depth_zero(value: str, cover: str = "") -> str:
    """The value with everything inside braces left out, or covered sign by sign."""
    shown, depth, position = [], 0, 0
    for brace in (*_BRACE.finditer(value), None):
        end = brace.start() if brace else len(value)
        shown.append(cover * (end - position) if depth > 0 else value[position:end])
        if brace:
            depth += 1 if brace[0] == "{" else -1
            shown.append(brace[0] if cover else "")
            position = brace.end()
    return "".join(shown)


def _closing(value: str, start: int) -> int:
    """The offset of the brace that closes the one at `start`, or -1."""
    depth = 0
    for brace in _BRACE.finditer(value, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return -1


def _by_table(value: str) -> str | None:
    """The decoded value, or None where it holds something that the table does not know."""
    out: list[str] = []
    accent = ""
    maths = False
    even = len(re.findall(r"(?<!\\)\$", value)) % 2 == 0
    for token in _TOKEN.finditer(value):
        said = _said(token, maths)
        if said is None:
            return None
        if token["mark"] == "$" and even:
            maths, said = not maths, ""
        elif token["mark"] == "$":
            said = "$"
        if token.lastgroup in ("word", "sign") and (mark := _accent(token)):
            accent = mark + accent  # of two accents on one letter, the inner one comes first
        elif accent and (said := said.lstrip()):
            letter = {"ı": "i", "ȷ": "j"}.get(said[0], said[0])
            out.append(letter + accent + said[1:])
            accent = ""
        elif accent and token["mark"] == "}":
            out.append({"\u0303": "~", "\u0302": "^"}.get(accent, ""))
            accent = ""
        else:
            out.append(said)
    return unicodedata.normalize("NFC", "".join(out))


def _accent(token: re.Match[str]) -> str:
    """The combining sign of an accent macro, or an empty string."""
    return _ACCENTS.get(token["sign"] or "", "") or (_ACCENTS.get(token["word"], "") if token["word"] and len(token["word"]) == 1 else "")


def _said(token: re.Match[str], maths: bool) -> str | None:
    """What a token puts on paper by itself; None where the table does not know it."""
    if word := token["word"]:
        if word in _DROPPED or _accent(token):
            return ""
        return _WORDS.get(word)
    if sign := token["sign"]:
        return "" if _accent(token) else _SIGNS.get(sign)
    if token["mark"]:
        return ""
    if token["run"]:
        return _RUNS[token["run"]]
    return "" if maths and token["plain"] in "^_" else token["plain"]


def _by_library(value: str) -> str:
    """bibtexparser's own decoder (pylatexenc), asked for one value; the value as it was where it fails."""
    from bibtexparser.library import Library
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from bibtexparser.model import Entry, Field

    entry = Entry("misc", "one", [Field("value", _BOX.sub("", _PERCENT.sub(r"\%", value)))])
    (block,) = LatexDecodingMiddleware(keep_math_mode=False).transform(Library([entry])).blocks
    return str(block.fields[0].value) if isinstance(block, Entry) else value
