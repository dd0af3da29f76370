"""The command: finds the verb, parses the words, returns its exit code."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import evidence
from evidence import rooms
from evidence._version import VERSION

PROLOGUE = "Trace every number of a clinical claim to the words that carry it, recompute it, and say what is missing."
EPILOGUE = (
    "exit codes: 0 nothing that fails; 1 findings; 2 no audit was made; 3 no claims, --strict and incomplete, or a service out of reach; "
    "70 a fault of evidence itself"
)
FAULT = 70  # EX_SOFTWARE of sysexits.h: a crash must not look like an audit that found something


def command() -> NoReturn:
    """The installed command: main(), and out. To take all objects down one by one is a sixth of a small audit, seconds of a large one."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look for them in every package that is installed
    try:
        code = main()
    except Exception:  # whatever it is, it is shown whole
        code = _crashed()
    with suppress(OSError):
        if sys.stderr is not None:
            sys.stderr.flush()
    os._exit(code)


def _crashed() -> int:
    """A fault of ours: its traceback, what to do with it, and an exit code of its own."""
    import traceback

    with suppress(OSError):
        traceback.print_exc()
        print(f"evidence {VERSION}: this is a fault of evidence, not of your files; please report it with the lines above", file=sys.stderr)
    return FAULT


def main(words: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code. A wrong call is told in one line on stderr and gives 2."""
    given = list(sys.argv[1:] if words is None else words)
    collecting = gc.isenabled()
    gc.disable()  # one run makes many objects, hardly any in circles, and ends: looking for circles is a tenth of its time
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a character must not end the report
    try:
        code = _run(given)
        _say("")  # what is still held goes out here, where what goes wrong can still be told
        return code
    except evidence.BadCall as trouble:  # by way of the face, which imports it when it is needed: `--version` never does
        words = " ".join(str(trouble).split())  # one line, and no character that acts on the terminal
        with suppress(OSError):
            print("evidence:", "".join(mark if mark.isprintable() else "\ufffd" for mark in words), file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of the output has gone: `evidence audit | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
    finally:
        if collecting:
            gc.enable()


def _say(words: str) -> None:
    """What outputs.say does, for the words of this file: `--version` imports nothing for them."""
    try:
        if sys.stdout is not None:
            sys.stdout.write(words)
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as trouble:
        raise evidence.BadCall(f"the output cannot be written: {trouble.strerror}") from None


def _run(given: Sequence[str]) -> int:
    if list(given) == ["--version"]:
        _say(f"evidence {VERSION}\n")
        return 0
    verb = given[0].replace("-", "_") if given else ""
    if verb not in rooms.members("verbs"):
        return _explain_itself(given)
    from argparse import ArgumentParser

    member = rooms.member("verbs", verb)
    parser = ArgumentParser(prog=f"evidence {given[0]}", description=member.HELP, epilog=EPILOGUE, allow_abbrev=False)
    parser.error = _refuse  # type: ignore[method-assign]  # one line, as for every other wrong call
    parser.print_help = lambda file=None: _say(parser.format_help())  # type: ignore[method-assign]  # its own takes no notice of a full disk
    member.arguments(parser)
    try:
        options = parser.parse_args(list(given[1:]))
    except SystemExit as end:  # --help
        return int(end.code or 0)
    return int(member.run(options))


def _refuse(message: str) -> NoReturn:
    raise evidence.BadCall(f"{message}; --help says what there is")


def _explain_itself(given: Sequence[str]) -> int:
    """The help, where it was asked for; else one line on what is wrong with the call, with the nearest verb."""
    if given and given[0] not in ("-h", "--help", "help"):
        from difflib import get_close_matches

        close = get_close_matches(given[0], rooms.members("verbs"), n=1)
        hint = f"did you mean {close[0]!r}?" if close else "`evidence --help` lists them"
        raise evidence.BadCall(f"there is no command {given[0]!r}; {hint}")
    verbs = [f"  {rooms.published(name):<10} {rooms.member('verbs', name).HELP}" for name in rooms.members("verbs")]
    lines = ["usage: evidence COMMAND …", "", PROLOGUE, "", "commands:", *verbs, "", "`evidence COMMAND --help` says more.", EPILOGUE]
    _say("\n".join(lines) + "\n")
    return 0 if given else 2
