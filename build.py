#!/usr/bin/env python3
"""Runs a command: `python build.py --help` lists them."""

import gc
import os
import re
import signal
import sys
from typing import NoReturn

NEEDED = (3, 11)
STOPPED = {
    "en": "stopped. Nothing is left half written; to go on, run the command again.",
    "el": "διακόπηκε. Τίποτα δεν έμεινε μισογραμμένο· για να συνεχίσετε, δώστε ξανά την εντολή.",
}
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

        code = cli.main(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the work is done: nothing is left to stop
        return code
    except KeyboardInterrupt:
        stop()
    except ModuleNotFoundError as error:
        print(
            f"build.py needs the package '{error.name}', which is not installed here: run `make site`.", file=sys.stderr
        )
        return 2


def stop(*_: object) -> NoReturn:
    """Ends the process at Ctrl-C, wherever it is: whatever it was writing survives a command that is killed.

    An exception would come out of any line, also out of those that turn it into another one, or swallow it.
    """
    os.write(2, f"\nbuild.py: {STOPPED['el' if speaks_greek() else 'en']}\n".encode())
    os._exit(130)


def speaks_greek() -> bool:
    """Whether the command was asked to speak Greek: by its option, for all commands, or by the machine's locale."""
    asked = re.search(r"--lang[= ](\w+)", " ".join(sys.argv))
    names = ("GAZETTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = asked[1] if asked else next(filter(None, map(os.environ.get, names)), "")
    return said.lower().startswith("el")


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
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)
    try:
        leave(main())
    except SystemExit as end:  # from the reader of the arguments
        leave(end.code if isinstance(end.code, int) else 2)
