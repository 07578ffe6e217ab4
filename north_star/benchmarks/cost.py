"""Seconds and memory of a command."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

from north_star.errors import UserError


class BuildError(UserError):
    """A build that was to be measured failed."""


@dataclass(frozen=True)
class Cost:
    """Seconds of a process and its children, and the peak memory of the largest of them in MB."""

    cpu_seconds: float
    peak_megabytes: float
    wall_seconds: float


def cost_of(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run a command and measure it; if it fails, raise BuildError with the end of its output."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        # Of this process alone: RUSAGE_CHILDREN would give the largest of all that ever ran.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise BuildError(f"{' '.join(command)} failed:\n{output.read()[-6000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, wall)
