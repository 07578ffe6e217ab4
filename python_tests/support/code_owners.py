"""Who owns a file by .github/CODEOWNERS."""

from __future__ import annotations

import re

from python_tests.support.project import TREE

RULE = re.compile(r"^(?P<pattern>\S+)\s+@[\w-]+/(?P<team>[\w-]+)$")


def rules() -> list[tuple[str, str]]:
    lines = (TREE / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = []
    for line in lines:
        if line and not line.startswith("#"):
            found = RULE.match(line)
            assert found, f"not a pattern and one team: {line}"
            rules.append((found["pattern"], found["team"]))
    return rules


def matches(pattern: str, path: str) -> bool:
    """As of .gitignore, as far as the file uses it."""
    if pattern == "*":
        return True
    text = re.escape(pattern.strip("/")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.fullmatch(text + ("/.*" if pattern.endswith("/") else ""), path) is not None


def owner_of(path: str) -> str:
    return [team for pattern, team in rules() if matches(pattern, path)][-1]
