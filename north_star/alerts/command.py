"""`python -m north_star alerts`."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.alerts.settings import SEVERITIES, URLS
from north_star.command_line import ShowDefaults, add_database

if TYPE_CHECKING:
    from north_star.command_line import Commands


def register(commands: Commands) -> None:
    """Declare the command."""
    alerts = commands.add_parser(
        "alerts",
        help=f"show new alerts, or send them to the addresses in {URLS}",
        formatter_class=ShowDefaults,
    )
    alerts.add_argument("--send", action="store_true", help="send them; without it they are only shown")
    alerts.add_argument(
        "--since",
        type=date.fromisoformat,
        help="of periods that ended after this day; by default 30 days before the newest",
    )
    alerts.add_argument("--severity", choices=SEVERITIES, default="warning", help="at least this severe")
    alerts.add_argument("--ledger", type=Path, default=Path("alerts_sent.jsonl"), help="what was sent")
    add_database(alerts)
    alerts.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Print alerts that have not been sent; with --send, send them."""
    from north_star.alerts.delivery import destinations, send, unsent
    from north_star.alerts.messages import messages

    to = destinations(os.environ.get(URLS, ""))
    waiting = unsent(messages(arguments.database, arguments.since, arguments.severity), to, arguments.ledger)
    for message in waiting:
        print(f"{message.title}\n{message.body}\n")
    if arguments.send:
        print(f"{send(waiting, to, arguments.ledger)} sent")
    else:
        print(f"{len(waiting)} to send; nothing is sent without --send")
