"""The formulas of the measures over exact rationals: numerators and denominators in, numerator and denominator out.

Plain + − × on whole numbers, so that the same line serves Python integers and numpy's int64 columns. The arguments are the
inputs in the order of the table of measures, each as its numerator and its denominator; counts have the denominator 1, and
the formulas of counts leave it out. No formula divides: a denominator that comes to 0 is the caller's to see.
"""

from __future__ import annotations

from typing import Any

Pair = tuple[Any, Any]  # numerator and denominator: int, or an int64 column of them


def value(v: Any, dv: Any) -> Pair:
    """The value itself."""
    return v, dv


def share(c: Any, dc: Any, t: Any, dt: Any) -> Pair:
    """A part of its whole, as a share of 1."""
    return c * dt, t * dc


def fall(b: Any, db: Any, f: Any, df: Any) -> Pair:
    """How much lower the second value is."""
    return b * df - f * db, db * df


def rise(b: Any, db: Any, f: Any, df: Any) -> Pair:
    """How much higher the second value is."""
    return f * db - b * df, db * df


def relative_fall(b: Any, db: Any, f: Any, df: Any) -> Pair:
    """The fall as a share of the first value."""
    return b * df - f * db, b * df


def relative_rise(b: Any, db: Any, f: Any, df: Any) -> Pair:
    """The rise as a share of the first value."""
    return f * db - b * df, b * df


def quotient(b: Any, db: Any, f: Any, df: Any) -> Pair:
    """The second value as a multiple of the first."""
    return f * db, b * df


def one_plus(b: Any, db: Any, c: Any, dc: Any) -> Pair:
    """The first value and a change to it, as a multiple of the first."""
    return b * dc + c * db, b * dc


def share_change(c: Any, dc: Any, t: Any, dt: Any, bc: Any, dbc: Any, bt: Any, dbt: Any) -> Pair:
    """The change of a share, in percentage points."""
    return 100 * (c * bt - bc * t), t * bt


def risk_fall(e: Any, de: Any, t: Any, dt: Any, ce: Any, dce: Any, ct: Any, dct: Any) -> Pair:
    """The control group's risk less the treated group's."""
    return ce * t - e * ct, ct * t


def relative_risk_fall(e: Any, de: Any, t: Any, dt: Any, ce: Any, dce: Any, ct: Any, dct: Any) -> Pair:
    """The fall of the risk as a share of the control group's."""
    return ce * t - e * ct, ce * t


def needed(e: Any, de: Any, t: Any, dt: Any, ce: Any, dce: Any, ct: Any, dct: Any) -> Pair:
    """1 over the fall of the risk."""
    return ct * t, ce * t - e * ct


def risk_ratio(e: Any, de: Any, t: Any, dt: Any, ce: Any, dce: Any, ct: Any, dct: Any) -> Pair:
    """The treated group's risk as a multiple of the control group's."""
    return e * ct, t * ce


def odds_ratio(e: Any, de: Any, t: Any, dt: Any, ce: Any, dce: Any, ct: Any, dct: Any) -> Pair:
    """The treated group's odds as a multiple of the control group's."""
    return e * (ct - ce), (t - e) * ce
