"""The version of the package, the one place."""

VERSION = "0.1.0"
