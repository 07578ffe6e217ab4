"""Tests of one file run in one process: what a file builds or reads would be made again in every other."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict

from python_tests.support.project import TREE

FILES = ("python_tests/unit/test_metric_goals.py", "python_tests/unit/test_metric_targets.py")


def test_a_file_stays_with_one_process() -> None:
    command = [sys.executable, "-m", "pytest", "-vv", "--numprocesses=2", *FILES]
    done = subprocess.run(command, cwd=TREE, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    processes = defaultdict(set)
    for process, file in re.findall(r"^\[(gw\d)\].* PASSED (\S+)::", done.stdout, re.MULTILINE):
        processes[file].add(process)
    assert set(processes) == set(FILES)
    assert all(len(found) == 1 for found in processes.values())
    assert set.union(*processes.values()) == {"gw0", "gw1"}
