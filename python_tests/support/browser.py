"""What a person sees who opens a page: headless Chromium, cut off from every other host.

As a command it takes the picture of a page:
    python -m python_tests.support.browser target/boards/north_star.html docs/images/overview.png
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# A board at its own size, as far down as the overview's headlines and first two rows of charts.
PICTURE = (1240, 972)
# Appended to a copy of the page: writes down what was drawn and asked for, once everything is loaded.
PROBE = """
<script>
addEventListener("load", () => setTimeout(() => {
  const text = (node) => node.textContent.replace(/\\s+/g, " ").trim();
  const charts = {};
  for (const chart of document.querySelectorAll("[data-chart-id]")) {
    const box = chart.querySelector(".dbt-box-outer").getBoundingClientRect();
    const lines = [...chart.querySelectorAll("text")].filter(text);
    charts[chart.dataset.chartId] = {
      title: chart.dataset.chartTitle || "", width: box.width, height: box.height, lines: lines.map(text),
      cut: lines.filter((line) => line.getBoundingClientRect().right > box.right + 1).map(text),
    };
  }
  const seen = {
    charts, title: document.title,
    lines: [...document.querySelectorAll("svg text")].map(text),
    requested: performance.getEntriesByType("resource").map((entry) => entry.name),
  };
  parent.postMessage([decodeURIComponent(location.pathname.split("/").pop()), seen], "*");
}, 0));
</script>
"""
# Shows pages, each in a frame of its own and apart from the others, and writes down what they tell.
SHOWING = """<!DOCTYPE html><body>
<script>
const told = {};
addEventListener("message", (event) => {
  told[event.data[0]] = event.data[1];
  if (Object.keys(told).length < COUNT) return;
  const note = document.createElement("script");
  note.type = "application/json";
  note.id = "seen";
  note.textContent = JSON.stringify(told).replaceAll("<", "\\\\u003c");
  document.body.append(note);
});
</script>
"""
NOTE = re.compile(r'<script type="application/json" id="seen">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """One chart as drawn: its size in CSS pixels and every line of text in it, top to bottom as written."""

    title: str
    width: float
    height: float
    lines: list[str]
    cut: list[str]


@dataclass(frozen=True)
class Seen:
    """A page as drawn: its title, all text, its charts by id, and every address that it asked for."""

    title: str
    lines: list[str]
    charts: dict[str, Chart]
    requested: list[str]


def _chromium(page: Path, size: tuple[int, int], *arguments: str) -> str:
    """One run of the browser on a local page; what it prints. No name resolves, so no other host answers."""
    if CHROMIUM is None:
        raise RuntimeError("Chromium is not installed (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as profile:
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        command += ["--disable-component-update", "--no-first-run", "--hide-scrollbars"]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}"]
        command += [f"--window-size={size[0]},{size[1]}", "--virtual-time-budget=10000", *arguments]
        done = subprocess.run(
            [*command, page.resolve().as_uri()], text=True, capture_output=True, check=False, timeout=120
        )
    if done.returncode != 0:
        raise RuntimeError(f"Chromium failed on {page.name}: {done.stderr[-2000:]}")
    return done.stdout


def see(pages: Sequence[Path]) -> dict[str, Seen]:
    """Open copies of the pages and read off them what a person would see; by the pages' stems.

    One run of the browser for all, since it takes longer to start than to draw a page.
    """
    assert len({page.stem for page in pages}) == len(pages), "pages are told apart by their names"
    width, height = PICTURE[0], 2400
    with tempfile.TemporaryDirectory() as scratch:
        showing = SHOWING.replace("COUNT", str(len(pages)))
        for page in pages:
            probed = page.read_text(encoding="utf-8").replace("</body>", f"{PROBE}</body>")
            (Path(scratch) / page.name).write_text(probed, encoding="utf-8")
            showing += f'<iframe src="{page.name}" width="{width}" height="{height}"></iframe>\n'
        index = Path(scratch) / "index.showing.html"
        index.write_text(showing, encoding="utf-8")
        note = NOTE.search(_chromium(index, (width, height), "--dump-dom"))
    if note is None:
        raise RuntimeError(f"not all of {sorted(page.name for page in pages)} finished loading")
    return {Path(name).stem: _seen(found) for name, found in json.loads(note.group(1)).items()}


def _seen(found: Mapping[str, Any]) -> Seen:
    charts = {name: Chart(**chart) for name, chart in found["charts"].items()}
    return Seen(found["title"], found["lines"], charts, found["requested"])


def photograph(page: Path, picture: Path) -> None:
    """Save the top of the page as PNG."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    _chromium(page, PICTURE, f"--screenshot={picture.resolve()}")


if __name__ == "__main__":
    photograph(Path(sys.argv[1]), Path(sys.argv[2]))
