"""`python -m north_star <command>`: the project's commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from north_star import boards, generated
from north_star.alerts import command as alerts
from north_star.benchmarks import command as benchmarks
from north_star.command_line import CommandModule
from north_star.demo import command as demo
from north_star.errors import UserError
from north_star.governance import command as governance
from north_star.review import command as review
from north_star.review_pack import command as review_pack

# A command module declares arguments and imports what it runs only when it runs: `--help` is quick.
COMMANDS: tuple[CommandModule, ...] = (
    demo,
    generated,
    governance,
    review,
    benchmarks,
    alerts,
    review_pack,
    boards,
)


def parser() -> argparse.ArgumentParser:
    """One sub-parser per command; each sets `run`."""
    whole = argparse.ArgumentParser(prog="python -m north_star", description=__doc__)
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.register(commands)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0: done. 1: a rule is broken, or an alert was not delivered. 2: something has to be changed first.
    3, of `review` only: metrics change, and every rule holds.
    """
    chosen = parser().parse_args(arguments)
    try:
        return chosen.run(chosen) or 0
    except (UserError, OSError) as problem:
        print(f"north_star: {problem}", file=sys.stderr)
        return problem.exit_code if isinstance(problem, UserError) else 2


if __name__ == "__main__":
    raise SystemExit(main())
