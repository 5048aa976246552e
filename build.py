#!/usr/bin/env python3
"""Runs a command: `python build.py --help` lists them."""

import gc
import os
import signal
import sys

NEEDED = (3, 11)
sys.pycache_prefix = os.path.join(sys.prefix, "compiled")
"""Compiled code is kept among the libraries: what someone put into the tree under such a name is never run."""


def main() -> int:
    """Hands the arguments on, or says in one line what this machine lacks."""
    if sys.version_info < NEEDED:
        print(
            f"build.py needs Python {NEEDED[0]}.{NEEDED[1]} or newer: install it, then run `make site`.",
            file=sys.stderr,
        )
        return 2
    try:
        gc.disable()  # a command is short and keeps what it makes: collecting would only walk over it again and again
        from gazette import cli

        code = cli.main(sys.argv[1:], is_own_process=True)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the work is done: nothing is left to stop
        return code
    except ModuleNotFoundError as error:
        print(
            f"build.py needs the package '{error.name}', which is not installed here: run `make site`.", file=sys.stderr
        )
        return 2


def open_closed_streams() -> None:
    """What is printed to a stream that was closed, as a service or `>&-` may leave it, goes nowhere.

    Without it the first file that is opened would take the stream's place, and what is printed would go into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            os.set_inheritable(opened, True)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))


def leave(code: int) -> None:
    """Ends the process at once: taking a large site apart, object by object, only keeps people waiting."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            pass  # whoever read along has gone
        except OSError:
            code = code or 2  # what was printed has not arrived whole
    os._exit(code)


if __name__ == "__main__":
    open_closed_streams()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the command has begun, Ctrl-C just ends it
    try:
        leave(main())
    except SystemExit as end:  # from the reader of the arguments
        leave(end.code if isinstance(end.code, int) else 2)
