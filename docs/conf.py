"""The site's settings. `sphinx-build -W -b dirhtml docs build/site` writes the made pages first, then builds everything."""

from __future__ import annotations

import sys
from dataclasses import is_dataclass
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import pages  # noqa: E402 - it stands beside this file, which the line above makes known

from evidence._version import VERSION  # noqa: E402 - as above

project = "evidence"
author = "the authors of evidence"
project_copyright = "the authors of evidence, Apache-2.0"
version = release = VERSION

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
default_role = "code"  # `name` in a docstring is code, as it is in Markdown
nitpicky = False  # the types of pandas and of the standard library have no page here
myst_heading_anchors = 3
myst_enable_extensions = ["attrs_inline"]
suppress_warnings: list[str] = []  # none: what is wrong stops the build

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 90
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"evidence {VERSION}"
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None  # equal inputs give equal pages
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {"navigation_with_keys": True}
pygments_style, pygments_dark_style = "friendly", "monokai"


def setup(app: Sphinx) -> dict[str, bool]:
    """Writes the pages that are made from the code, before the sources are looked for."""
    pages.write(HERE)
    app.connect("autodoc-process-signature", _signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _signature(app: Sphinx, what: str, name: str, held: object, options: object, given: str, answer: str) -> tuple[str, None] | None:
    """A data class has a table of its fields under it, so its signature would say everything twice."""
    return ("", None) if what == "class" and is_dataclass(held) else None
