"""Trace every number on a marketing page to the words in a paper that carry it, recompute it, and show who signed for it.

    >>> import evidence
    >>> evidence.recompute("50%", "relative reduction", baseline="57.2", followup="28.7").verdict
    'confirmed'

The names below are all there is to the face; each is imported when it is first used, so that `import evidence` is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from evidence._version import VERSION as __version__

if TYPE_CHECKING:
    from evidence import frames, plots
    from evidence.arithmetic import recompute
    from evidence.model import BadCall, Claim, Finding, Recomputed, Registry
    from evidence.registry import load
    from evidence.report import Report, audit
    from evidence.scanning import scan
    from evidence.supposition import Supposed, what_if
    from evidence.vectors import recompute_frame
    from evidence.views import View

FACE = {
    "audit": "report",
    "load": "registry",
    "recompute": "arithmetic",
    "recompute_frame": "vectors",
    "scan": "scanning",
    "Report": "report",
    "Registry": "model",
    "Claim": "model",
    "Finding": "model",
    "Recomputed": "model",
    "BadCall": "model",
    "Supposed": "supposition",
    "View": "views",
    "what_if": "supposition",
}
ROOMS = ("frames", "plots")  # modules that are names of the face as a whole

__all__ = [
    "BadCall",
    "Claim",
    "Finding",
    "Recomputed",
    "Registry",
    "Report",
    "Supposed",
    "View",
    "__version__",
    "audit",
    "frames",
    "load",
    "plots",
    "recompute",
    "recompute_frame",
    "scan",
    "what_if",
]


def __getattr__(name: str) -> Any:
    if name in ROOMS:
        return import_module(f"evidence.{name}")
    if name not in FACE:
        raise AttributeError(f"module 'evidence' has no attribute {name!r}")
    return getattr(import_module(f"evidence.{FACE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
