"""What the process has that runs of dbt are forked from: dbt, and the manifest of the project.

It is imported once, by that process, which finds the project's folder in its environment.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dbt.task.build  # noqa: F401 - dbt imports it with the first command
from dbt.cli.main import dbtRunner
from dbt_common.clients.jinja import template_cache
from jinja2 import Environment

from python_tests.support.dbt_runs import PROJECT, environment

# Nobody reads the files that dbt writes beside the database: they take as long as some models.
QUIETLY = ("--no-use-colors", "--no-write-json", "--log-level-file", "none", "--target-path", "target")


def _compile_templates_once() -> None:
    """Let a template that was compiled stay compiled: the project's own are, each time that dbt starts."""
    compiled, compile_anew = dict[tuple[Any, ...], Any](), Environment.compile

    def compile_once(environment: Environment, source: Any, *arguments: Any, **options: Any) -> Any:
        if arguments or options or not isinstance(source, str):
            return compile_anew(environment, source, *arguments, **options)
        known_by = type(environment), *sorted(environment.extensions), source
        if known_by not in compiled:
            compiled[known_by] = compile_anew(environment, source)
        return compiled[known_by]

    Environment.compile = compile_once  # type: ignore[method-assign,assignment]


def _manifest(root: Path) -> Any:
    ours = environment()
    os.environ.clear()
    os.environ.update(ours)
    before = Path.cwd()
    os.chdir(root)
    done = dbtRunner().invoke(["--quiet", "parse", *QUIETLY])
    os.chdir(before)
    if not done.success:
        raise RuntimeError(f"{root} cannot be parsed: {done.exception}")
    manifest: Any = done.result
    for macro in manifest.macros.values():
        template_cache.get_node_template(macro)
    for node in manifest.nodes.values():
        node.config.persist_docs = {}  # a second or two; the demo, not built in a fork, has them
    gc.freeze()  # what is there for good is not looked at again, nor copied into each fork
    return manifest


_compile_templates_once()
MANIFEST = _manifest(Path(os.environ[PROJECT]))


def forget_tests() -> None:
    """Take the tests out of this process's manifest: without them dbt has half of the graph to go through."""
    MANIFEST.nodes = {key: one for key, one in MANIFEST.nodes.items() if one.resource_type != "test"}
    MANIFEST.unit_tests = {}


def forget_hooks() -> None:
    """Take the hooks out of this process's manifest: what they load is loaded."""
    MANIFEST.nodes = {key: one for key, one in MANIFEST.nodes.items() if one.resource_type != "operation"}


def invoke(arguments: Sequence[str]) -> bool:
    """One command of dbt in this process and folder."""
    for node in MANIFEST.nodes.values():
        if getattr(node, "root_path", None):  # of seeds: where their file is read
            node.root_path = str(Path.cwd())
    done = dbtRunner(manifest=MANIFEST).invoke([*arguments, *QUIETLY])
    if done.exception:
        print(done.exception)
    return bool(done.success)
