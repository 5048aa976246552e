"""The command: `python -m submissions` serves; `invite` and `log` are for whoever looks after the server."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

import uvicorn

from gazette.settings import is_mail_address

from .app import application
from .database import Database, DatabaseError
from .people import LANGUAGES, Account, People, Role, normal
from .services import services_for
from .settings import NotConfigured, ServerSettings, read_settings

DONE, MISUSED = 0, 2


def main(arguments: Sequence[str]) -> int:
    """Runs one command; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m submissions", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="answer until Ctrl-C (the usual command)")
    invited = commands.add_parser("invite", help="let someone in, such as the first coordinator")
    invited.add_argument("address")
    invited.add_argument("--name", default="")
    invited.add_argument("--member", default="", help="the municipality's folder; without it, a coordinator")
    invited.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    commands.add_parser("log", help="print what was done, as CSV")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(os.environ)
        if options.command == "invite":
            return _invite(settings, options)
        return _log(settings) if options.command == "log" else _serve(settings)
    except (NotConfigured, DatabaseError) as error:
        print(f"submissions: {error}", file=sys.stderr)
        return MISUSED


def _serve(settings: ServerSettings) -> int:
    with services_for(settings, time.time, date.today) as services:
        print(f"{settings.url}  (Ctrl-C ends it; data: {settings.data})", flush=True)
        uvicorn.run(
            application(services), host="127.0.0.1", port=settings.port, log_level="warning", access_log=False,
            server_header=False, proxy_headers=True, forwarded_allow_ips="127.0.0.1", timeout_keep_alive=20,
            limit_concurrency=200, h11_max_incomplete_event_size=32 * 1024,
        )  # fmt: skip
    return DONE


def _invite(settings: ServerSettings, options: argparse.Namespace) -> int:
    if not is_mail_address(options.address):
        raise NotConfigured(f"{options.address} is no mail address")
    role = Role.EDITOR if options.member else Role.COORDINATOR
    account = Account(normal(options.address), options.name, role, options.member, options.lang)
    People(Database(settings.database), time.time).invite(account, "")
    print(f"{account.address} may sign in at {settings.url}sign-in")
    return DONE


def _log(settings: ServerSettings) -> int:
    writer = csv.writer(sys.stdout)
    writer.writerow(["when", "who", "what", "about"])
    for entry in People(Database(settings.database), time.time).entries(1_000_000):
        writer.writerow([datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="seconds"), *entry[1:]])
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
