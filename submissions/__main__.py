"""The command: `python -m submissions` serves; `invite` and `log` are for whoever looks after the server."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import uvicorn

from gazette.editorial.form import BUNDLE
from gazette.engines import form_page

from .app import application
from .database import DatabaseError
from .log_table import MOST_ENTRIES, log_table
from .people import LANGUAGES, Account, LastCoordinator, People, Role, is_name, is_reachable, normal, plain
from .services import database_of, member_folders, services_for
from .settings import NotConfigured, ServerSettings, read_settings, read_settings_file
from .timeouts import TimedProtocol

DONE, MISUSED = 0, 2
MOST_CONNECTIONS: Final = 500


def main(arguments: Sequence[str]) -> int:
    """Runs one command; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m submissions", description=__doc__)
    parser.add_argument("--settings", type=Path, help="a file with the variables; without it, those of the environment")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="answer until Ctrl-C (the usual command)")
    invited = commands.add_parser("invite", help="let someone in, such as the first coordinator")
    invited.add_argument("address")
    invited.add_argument("--name", default="")
    invited.add_argument("--member", default="", help="the municipality's folder; without it, a coordinator")
    invited.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    commands.add_parser("log", help="print what was done, as CSV")
    options = parser.parse_args(arguments)
    os.umask(0o077)  # whatever is written is for no one else on this machine
    try:
        settings = read_settings(read_settings_file(options.settings) if options.settings else os.environ)
        if options.command == "invite":
            return _invite(settings, options)
        return _log(settings) if options.command == "log" else _serve(settings)
    except (NotConfigured, DatabaseError, form_page.FormPageError) as error:
        print(f"submissions: {error}", file=sys.stderr)
        return MISUSED


def _serve(settings: ServerSettings) -> int:
    form_page.parts(BUNDLE, {})
    with services_for(settings, time.time, date.today) as services:
        print(f"{settings.url}  (Ctrl-C ends it; data: {settings.data})", flush=True)
        uvicorn.run(
            application(services), host="127.0.0.1", port=settings.port, log_level="warning", access_log=False,
            server_header=False, proxy_headers=True, forwarded_allow_ips="127.0.0.1", timeout_keep_alive=20,
            limit_concurrency=MOST_CONNECTIONS, h11_max_incomplete_event_size=32 * 1024, http=TimedProtocol,
            ws="none", timeout_graceful_shutdown=30,
        )  # fmt: skip
    return DONE


def _invite(settings: ServerSettings, options: argparse.Namespace) -> int:
    if not is_reachable(options.address):
        raise NotConfigured(f"{options.address} is no mail address")
    if options.name and not is_name(options.name):
        raise NotConfigured(f"{options.name} is no name")
    known = member_folders(settings)
    if options.member and options.member not in known:
        raise NotConfigured(f"{options.member} is no municipality's folder. There are: {', '.join(known)}")
    role = Role.EDITOR if options.member else Role.COORDINATOR
    account = Account(normal(options.address), plain(options.name), role, options.member, options.lang)
    try:
        People(database_of(settings), time.time).invite(account, "")
    except LastCoordinator:
        raise NotConfigured(f"{account.address} is the only coordinator: invite another one first") from None
    print(f"{account.address} may sign in at {settings.url}sign-in")
    return DONE


def _log(settings: ServerSettings) -> int:
    print(log_table(People(database_of(settings), time.time).entries(MOST_ENTRIES)), end="")
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
