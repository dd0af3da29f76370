"""Reading BibTeX: every entry with its place, every cited one decoded, and nothing lost without a word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import bibfiles, bibtex, latex, references
from evidence.bibparser import pieces
from evidence.model import Bibliography, Missing, Place

Read = Callable[..., Bibliography]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write the texts to files a.bib, b.bib … and read them."""

    def written(*texts: str | bytes, cited: tuple[str, ...] = (), full: bool = False) -> Bibliography:
        files = []
        for name, text in zip("abcdef", texts, strict=False):
            (tmp_path / f"{name}.bib").write_bytes(text.encode() if isinstance(text, str) else text)
            files.append((f"{name}.bib", tmp_path / f"{name}.bib"))
        return references.read(files, cited, full=full)

    return written


def test_entry_with_places(read: Read) -> None:
    """A cited entry has its fields in lower case, each with the line and column of its name."""
    found = read("% mine\n@Article{polly,\n  Title = {A {Trial} of it},\n  YEAR = 2016\n}\n  @misc{other, note = {x}}\n", cited=("polly",))
    assert found.keys == {"polly": Place("a.bib", 2, 1), "other": Place("a.bib", 6, 3)}
    (entry,) = found.references.values()
    assert (entry.key, entry.type, entry.place) == ("polly", "article", Place("a.bib", 2, 1))
    assert entry.fields == {"title": "A Trial of it", "year": "2016"}
    assert entry.places == {"title": Place("a.bib", 3, 3), "year": Place("a.bib", 4, 3)}
    assert not found.broken


def test_columns_are_code_points(read: Read) -> None:
    """Columns count code points, also behind signs outside the basic plane, and a backslash at a line's end costs no line."""
    found = read("@misc{a, note = {𝛽 x\\\\\ny\\\nz}, title = {t}}\n@misc{b, note = {𝛽𝛽}, year = 1}", cited=("a", "b"))
    assert found.references["a"].places["title"] == Place("a.bib", 3, 5)
    assert found.references["b"].at("year") == Place("a.bib", 4, 23)


BROKEN = {
    "never closed at the end of the file": ("@misc{a, title = {x}}\n\n@misc{b, title = {y}\n", (3, 1), "b", "never closed"),
    "never closed before another entry": ("@misc{b, title = {y\n@misc{a, title = {x}}\n", (1, 1), "b", "runs into the next entry"),
    "one brace too many": ("@misc{a,\n title = {x}}} trailing,\n year = 2000\n}\n", (2, 14), "a", "one closing brace too many"),
    "two commas": ("\n@misc{b,, title = {x}}\n@misc{a, title = {x}}", (2, 1), "b", "two commas in a row"),
    "no key": ("@misc{a, title = {x}}\n@misc{, title = {x}}", (2, 1), "", "has no key"),
    "no key and no comma": ("@misc{a, title = {x}}\n@misc{title = {x}}", (2, 1), "", "not followed by a key and a comma"),
    "a space in the key": ("@misc{a, title = {x}}\n@misc{Polly 2016, title = {x}}", (2, 1), "Polly 2016", "has a space in it"),
    "a field twice": ("@misc{a, title = {x}}\n@misc{b, title = {x},\n Title = {y}}", (3, 2), "b", "twice"),
    "no comma between two fields": ("@misc{a,\n title = {x}\n year = 2000,\n}", (2, 2), "a", "does not end where it should"),
    "a field without a value": ("@misc{a,\n title = ,\n}", (2, 2), "a", "has no value"),
    "a comment inside an entry": ("@misc{a,\n % old\n title = {x}}", (2, 2), "a", "comment stands inside"),
    "type and brace on two lines": ("@misc{a, x = {y}}\n@article\n{b, title = {x}}", (2, 1), "", "looks like an entry"),
    "a space before the type": ("@misc{a, x = {y}}\n@ article {b, title = {x}}", (2, 1), "", "looks like an entry"),
    "no brace at all": ("@misc{a, x = {y}}\n@article b,\n title = {x}", (2, 1), "", "looks like an entry"),
    "an entry inside an entry's line": ("@misc{a, title = {x} @misc{b, title = {y}}}", (1, 10), "a", "does not end where it should"),
    "no type": ("@misc{a, x = {y}}\n@{b, title = {x}}", (2, 1), "b", "no type"),
    "an e-mail address before a brace": ("@misc{a, x = {y}}\nanna@lab {office = 2}", (2, 5), "", "not followed by a key"),
    "abbreviation without a value": ("@misc{a, x = {y}}\n@string{jbjs}", (2, 1), "", "not followed by a name"),
    "abbreviation twice": ("@misc{a, x = {y}}\n@string{j = {x}}\n@string{J = {y}}", (3, 1), "J", "defined a second time"),
    "key twice": ("@misc{a, x = {y}}\n@book{a, x = {z}}", (2, 1), "a", "used a second time"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_block_is_told(name: str, read: Read) -> None:
    """Each way of breaking an entry is told once, with its line, and takes no other entry with it, by either way of reading."""
    text, (line, column), key, words = BROKEN[name]
    for full in (False, True):
        found = read(text, cited=("a",), full=full)
        (block,) = found.broken
        assert block.place == Place("a.bib", line, column)
        assert words in block.message
        assert block.key == key
        assert list(found.keys) == ["a"]
        assert 0 < len(block.text) <= references.SHOWN


HARMLESS = {
    "comments of all kinds": "@comment{jabref-meta: x;}\n% line\nfree text\n@Comment{@article{a, title={x}}}\n@comment no braces\n",
    "e-mail addresses between entries": "@misc{a, x = {y}}\nwrite to anna@example.org, or @anna\n@misc{b, x = {y}}\n",
    "e-mail addresses in values": '@misc{a, x = {mail anna@example.org (or @ LeQua @ {CLEF})}, y = "b@c.d"}',
    "parentheses": '@article(a, title = {x (y)}, note = "a)b")',
    "entry without fields": "@article{a}\n@article{b,}",
    "empty file": "",
    "white space only": "\n \t\n",
    "preamble and strings": '@preamble{"\\newcommand{\\x}{y}"}\n@string{j = "J" # {K}}\n@misc{a, x = j # "b" # 1}',
    "deep braces": "@misc{a, x = {{{{{{{{y}}}}}}}}}",
    "a quotation mark in braces": '@misc{a, title = "The {"} sign"}',
    "escaped braces": "@misc{a, title = {a \\{ b}, year = 1}",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_text_is_not_told(name: str, read: Read) -> None:
    """What BibTeX allows, or passes over rightly, is no problem."""
    assert read(HARMLESS[name], cited=("a",)).broken == ()
    assert read(HARMLESS[name], cited=("a",), full=True).broken == ()


def test_duplicate_key_in_two_files(read: Read) -> None:
    """The second entry of a key is told with the place of the first, also in another file, and the first counts."""
    found = read("@misc{a, title = {one}}", "\n@misc{a, title = {two}}\n@misc{A, title = {three}}", cited=("a",))
    (block,) = found.broken
    assert (block.place, block.related[0].place) == (Place("b.bib", 2, 1), Place("a.bib", 1, 1))
    assert found.references["a"].fields["title"] == "one"
    assert "A" in found.keys


def test_abbreviations_and_months(read: Read) -> None:
    """@string, months and # are resolved, names of abbreviations in any case; a file's own abbreviation wins over another's."""
    a = '@string{ijss = "Int J " # {Spine Surg}}\n@article{a, journal = IJSS, month = jul # "~10", year = 2016, volume = {10} # {a}}'
    b = "@string{ijss = {Another}}\n@article{b, journal = ijss}\n@article{c, journal = nowhere # { x}, pages = 12--13}"
    found = read(a, b, cited=("a", "b", "c"))
    assert found.references["a"].fields == {"journal": "Int J Spine Surg", "month": "July 10", "year": "2016", "volume": "10a"}
    assert found.references["b"].fields["journal"] == "Another"
    assert found.references["c"].fields == {"journal": "nowhere x", "pages": "12–13"}
    (block,) = found.broken
    assert block.place == Place("b.bib", 3, 13)
    assert "nowhere" in block.message


def test_abbreviations_cannot_fill_the_memory(read: Read) -> None:
    """Abbreviations that double each other stop at a limit, and that is told."""
    doubling = ["@string{a0 = {0123456789}}", *(f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 60))]
    found = read("\n".join([*doubling, "@misc{a, note = a59}"]), cited=("a",))
    assert len(found.references["a"].fields["note"]) <= references.LONGEST
    assert "grows beyond" in found.broken[0].message


def test_crossref_is_inherited(read: Read) -> None:
    """An entry takes what it lacks from its crossref parent and that one's parent; the parents are references too."""
    text = (
        "@inproceedings{a, title = {Part}, crossref = {b}}\n@proceedings{b, title = {Whole}, crossref = {c}}\n"
        "@book{c, publisher = {P}, title = {Top}, ids = {z}}\n@misc{d, title = {not cited}, crossref = {nowhere}}"
    )
    found = read(text, cited=("a",))
    assert set(found.references) == {"a", "b", "c"}
    assert found.references["a"].fields == {"title": "Part", "crossref": "b", "booktitle": "Whole", "publisher": "P"}
    assert found.references["a"].at("publisher") == Place("a.bib", 3, 10)
    assert found.broken == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@misc{a, title = {x}, crossref = {b}}", "no file has an entry of that key"),
        ("@misc{a, title = {x}, crossref = {a}}", "in a circle"),
        ("@misc{a, title = {x}, crossref = {b}}\n@misc{b, note = {y}, crossref = {a}}", "in a circle"),
    ],
)
def test_crossref_that_leads_nowhere(text: str, words: str, read: Read) -> None:
    """A missing or circular crossref of a cited entry is told at the crossref field."""
    found = read(text, cited=("a",))
    assert (found.broken[0].place, found.broken[0].key) == (Place("a.bib", 1, 23), "a")
    assert words in found.broken[0].message
    assert found.references["a"].fields["title"] == "x"


NAMES = {
    "Polly, David W. and Whang, Peter": ("Polly, David W.", "Whang, Peter"),
    "{World Health Organization}": ("{World Health Organization}",),
    "Polly, D. and {INSITE Study Group}": ("Polly, D.", "{INSITE Study Group}"),
    r"K{\"u}bler, {\O}yvind and {\'E}mile Zola": ("Kübler, Øyvind", "Émile Zola"),
    "Barnes {and} Noble and {Smith, Jones} Inc.": ("{Barnes and Noble}", "{Smith, Jones Inc.}"),
    r"{\"Osterreichische Gesellschaft}": ("{Österreichische Gesellschaft}",),
    "A and and B": ("A", "", "B"),
    "{van der} Berg, J\n  AND  Anders, Sandra": ("van der Berg, J", "Anders, Sandra"),
    "Sandmann, Andy and others": ("Sandmann, Andy", "others"),
    "": (),
}


@pytest.mark.parametrize("typed", NAMES)
def test_names_stay_apart(typed: str) -> None:
    """Decoding keeps the borders of names: a corporate author stays one name, and an "and" inside braces parts nobody."""
    assert latex.names(latex.decode_names(typed)) == NAMES[typed]


DECODED = {
    r"M{\"u}ller, Espelos{\'\i}n, Corbal{\'{a}}n, \'Angel": "Müller, Espelosín, Corbalán, Ángel",
    r"\v{S}koda \c{c}a T{\u{a}}tar \H{o} \k a \r{a} \o re \O{} \ss{} {\ae} {\L}ód\'z": "Škoda ça Tătar ő ą å øre Ø ß æ Łódź",
    "The {Lancet}: {{MRI}} of {B}one": "The Lancet: MRI of Bone",
    "pp.~1--9 --- ``so'' \\& 10\\,\\%": "pp. 1–9 — “so” & 10 %",
    r"$\alpha$-blocker, $p<0.05$, $^{18}$F, CO$_2$, US\$ 5, $\leq 3$": "α-blocker, p<0.05, 18F, CO2, US$ 5, ≤3",
    r"\textit{in vitro} {\em in vivo} \textsuperscript{\textregistered}": "in vitro in vivo ®",
    r"\url{http://a.org/\~{}b}": "http://a.org/~b",
    "US$ 5": "US$ 5",
    "two\n   lines": "two lines",
    r"\frac{1}{2} of \href{http://x}{it}": "1/2 of it",
    r"\enquote{50% of} \mbox{them}": "50% of them",
    r"\d\'{a}, \=o": "ạ́, ō",
    "{": "", "}": "", "\\": "\\", "": "", r"\'": "", r"\'{}": "", "$": "$",
}  # fmt: skip


@pytest.mark.parametrize("typed", DECODED)
def test_latex_is_decoded(typed: str) -> None:
    """LaTeX becomes the Unicode a reader would see, composed, with single spaces."""
    assert latex.decode(typed) == DECODED[typed]


def test_addresses_stay_addresses(read: Read) -> None:
    """In a DOI or a URL only escapes are undone; a file field stays as the reference manager wrote it."""
    text = (
        "@misc{a, doi = {10.1002/(SICI)1097{\\textless}409::AID\\_x{\\%}}, url = {http://x.org/~me/a--b\\_c$d},\n"
        " file = {:C\\:\\\\papers\\\\a_b.pdf:PDF}}"
    )
    fields = read(text, cited=("a",)).references["a"].fields
    assert fields == {"doi": "10.1002/(SICI)1097<409::AID_x%", "url": "http://x.org/~me/a--b_c$d", "file": ":C\\:\\\\papers\\\\a_b.pdf:PDF"}


@given(st.text(alphabet="ab {}\\'\"$~-^_c,.&%äß\n", max_size=40))
@settings(max_examples=150, deadline=None)
def test_decoding_never_fails(text: str) -> None:
    """Any text is decoded without an error into text with single spaces."""
    for decoded in (latex.decode(text), latex.decode_names(text), latex.decode_verbatim(text)):
        assert "  " not in decoded


# --- files ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str, read: Read) -> None:
    """UTF-8, and UTF-16 or UTF-32 with a mark, give the same entry at the same place whatever ends the lines."""
    text = "@misc{x,\n  note = {é}\n}\n\n@misc{a,\n  title = {Größe}\n}\n".replace("\n", end)
    found = read(text.encode(encoding), cited=("a",))
    assert found.keys["a"] == Place("a.bib", 5, 1)
    assert found.references["a"].at("title") == Place("a.bib", 6, 3)
    assert found.references["a"].fields == {"title": "Größe"}
    assert not found.unreadable


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("@misc{a,\n x = {b},\n title = {é}}".encode("latin-1"), "byte 0xE9 at line 3"),
        (b"\xef\xbb\xbf@misc{a,\r\n title = {\x96}}", "byte 0x96 at line 2"),
        ("@misc{a, title = {x}}".encode("utf-16-le"), "UTF-16 without"),
        (b"\xff\xfe@\x00m\x00i\x00s\xd8", "UTF-16"),
    ],
)
def test_other_encodings_are_told(content: bytes, words: str, read: Read) -> None:
    """Text that is not what it should be is told with its line and never guessed; the hash of its bytes is kept."""
    found = read(content, "@misc{b, title = {x}}")
    ((path, why),) = found.unreadable
    assert path == "a.bib"
    assert words in why
    assert "save it as UTF-8" in why
    assert list(found.keys) == ["b"]
    assert len(found.inputs) == 2


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A folder, a missing file, a pipe and a file beyond the limit are told without being read."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(2_000_000_000)
    began = time.perf_counter()
    found = references.read([(name, tmp_path / name) for name in ("folder", "pipe", "huge", "nothing", "bad\0name")], ())
    assert time.perf_counter() - began < 2
    told = dict(found.unreadable)
    assert list(told) == ["folder", "pipe", "huge", "nothing", "bad\0name"]
    assert "folder" in told["folder"]
    assert "not an ordinary file" in told["pipe"]
    assert "2,000 MB" in told["huge"]
    assert "No such file" in told["nothing"]
    assert found.inputs == ()


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is told."""
    (tmp_path / "a.bib").write_text("@misc{a}")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(bibfiles.Path, "read_bytes", refuse)
    assert references.read([("a.bib", tmp_path / "a.bib")], ()).unreadable == (("a.bib", "can't be read: Permission denied"),)


def test_nul_and_marks_inside(read: Read) -> None:
    """A stray NUL or a byte order mark in the middle costs no entry."""
    found = read("@misc{a, title = {x\0y}}\n\ufeff@misc{b, title = {z}}\n", cited=("a", "b"))
    assert list(found.keys) == ["a", "b"]


# --- counting ---

COUNTED = (
    "@article{a, keywords = {Sacroiliac Joint, fusion}}\n@article{b, Keywords = {pain; sacroiliac\n  joint}}\n"
    "@book{c, keywords = {sacroiliac joint}}\n@article{d, keywords = {sacroiliac joint fusion}}\n@article{e, title = {sacroiliac joint}}\n"
)


def test_articles_are_counted(tmp_path: Path) -> None:
    """A keyword counts as a whole item in any case; type and keyword may each be left open; a second entry of a key is not counted."""
    (tmp_path / "a.bib").write_text(COUNTED + "@article{a, keywords = {fusion}}")
    files = [("a.bib", tmp_path / "a.bib")]
    assert references.articles(files, "sacroiliac  Joint", "article") == 2
    assert references.articles(files, "sacroiliac joint") == 3
    assert references.articles(files, type="Article") == 4
    assert references.articles(files) == 5
    assert references.read(files, (), [("sacroiliac joint", "book"), ("", "")]).counts == {("sacroiliac joint", "book"): 1, ("", ""): 5}


@pytest.mark.parametrize("broken", ["@article{z, title = {x", "@article{z,, title = {x}}", "@article{z, x = {y}}}, keywords = {x}}"])
def test_articles_in_a_broken_file_are_not_counted(broken: str, tmp_path: Path) -> None:
    """A file with a block that can't be read has no count, and the reason names the block."""
    (tmp_path / "a.bib").write_text(COUNTED + broken)
    count = references.articles([("a.bib", tmp_path / "a.bib")], "fusion")
    assert isinstance(count, Missing)
    assert "a.bib:7:" in count.because
    assert isinstance(references.articles([("b.bib", tmp_path / "b.bib")]), Missing)


# --- laws ---

_SCRAPS = st.sampled_from([
    "@article{", "@misc(", "@comment{", "@string{", "@Preamble{", "@", "@ misc {", "a", "b1", "key", ",", "=", " = ", "{", "}", "{}", '"', "(", ")",
    "#", "\n", "\n@misc{k,", "\n  @", "\\", '\\"', '{"}', "\\{", " ", "é", "12", "title", "title = {x}", ", year = 2000", "}\n\n", "%", "a@b.c",
    "@article{one,\n  title = {A {b} c},\n  year = 2001,\n}\n", '@book{two, title = "q", note = j # {x}}\n', "@string{j = {J}}\n", ",,", "\ufeff",
    "\0", "\x0c",
])  # fmt: skip
_TEXTS = st.lists(_SCRAPS, max_size=25).map("".join)


@given(_TEXTS)
@settings(max_examples=400, deadline=None)
def test_short_way_and_full_way_agree(text: str) -> None:
    """The strict patterns never say anything that bibtexparser, asked about the whole text, does not say too."""
    short, long = bibtex.blocks(text), bibtex.blocks(text, full=True)
    assert short == long
    for block in short:
        if block.kind in ("entry", "string"):
            assert bibtex.fields(text, block) == bibtex.fields(text, block, full=True)


@given(_TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_at_sign_is_accounted_for(text: str) -> None:
    """Blocks follow each other with only white space between; text that is passed over holds nothing that begins a block."""
    end = 0
    for block in bibtex.blocks(text):
        assert block.start >= end
        assert not text[end : block.start].strip()
        assert block.end > block.start
        if block.kind == "text":
            assert not re.search(r"@[A-Za-z_0-9]*[ \t]*[({]", text[block.start : block.end])
        elif block.why == "" or block.kind == "broken":
            assert bool(block.why) == (block.kind == "broken")
        end = block.end
    assert not text[end:].strip()


@given(_TEXTS)
@settings(max_examples=100, deadline=None)
def test_fields_stand_where_they_are_said_to(text: str) -> None:
    """The offset of every field of every entry is that of its name."""
    for block in bibtex.blocks(text):
        if block.kind in ("entry", "string"):
            for field in bibtex.fields(text, block):
                assert text.startswith(field.name, field.at)


@pytest.mark.parametrize(
    ("value", "cut"), [("{a} # jan", ["{a}", "jan"]), ('"a {"} b"', ['"a {"} b"']), ("{a} b", None), ("{a", None), ("a #", None)]
)
def test_values_are_cut_at_the_sign(value: str, cut: list[str] | None) -> None:
    """A value is pieces joined by #; anything else is no value."""
    assert pieces(value) == cut


@pytest.mark.parametrize("unit", ["@", "{", "@a{k}", "\n@a", "@a{b,c={", '"', "\\", "x=, ", "@ \n"])
@pytest.mark.parametrize("head", ["", "@a{k,x={", '@a{k,x="'])
def test_time_is_linear(head: str, unit: str) -> None:
    """Four times the text takes about four times as long, whatever it is made of."""

    def seconds(size: int) -> float:
        text = head + unit * (size // len(unit))
        best = 9e9
        for _ in range(3):
            began = time.perf_counter()
            bibtex.blocks(text)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(48_000) < 9 * seconds(12_000) + 0.05


def test_import_is_cheap() -> None:
    """A plain .bib file is read without bibtexparser or pylatexenc being imported."""
    code = (
        "import sys, pathlib, tempfile; from evidence import references\n"
        "path = pathlib.Path(tempfile.mkdtemp(), 'a.bib'); path.write_text(sys.argv[1])\n"
        "found = references.read([('a.bib', path)], ['a'])\n"
        "assert found.references['a'].fields == {'journal': 'J', 'title': 'Müller'}, found\n"
        "assert not {'bibtexparser', 'pylatexenc', 'pandas', 'pydantic'} & set(sys.modules)"
    )
    text = '@comment{x}\n@string{j = {J}}\n@misc{a, journal = j, title = {M{\\"u}ller}}'
    root = str(Path(__file__).resolve().parents[1])
    subprocess.run([sys.executable, "-c", code, text], check=True, env=os.environ | {"PYTHONPATH": root})
