from __future__ import annotations

import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from reports.worlds import advisory, hostile_world, judged, unsafe, world, written

from auditor.policy.baseline import Baseline
from auditor.reports import _page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CANARY = "document.documentElement.dataset.ran='yes'"
ATTACKS = (
    f'<img src=x onerror="{CANARY}">',
    f"<script>{CANARY}</script>",
    f'"><svg onload="{CANARY}">',
    f"</style></script><script>{CANARY}</script>",
    f"javascript:{CANARY}",
    f"{{{{ ''.__class__ }}}}{{% raw %}}</pre><script>{CANARY}</script>",
)


class Outline(HTMLParser):
    """The elements of a page, what they refer to, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "action", "data", "srcset", "poster"}:
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data


def attacked() -> str:
    findings = [unsafe(f"src/{text}.js", number + 1, text) for number, text in enumerate(ATTACKS)]
    packages = [advisory(f"pkg:npm/{text}@1", text) for text in ATTACKS]
    return written("html", *world(*findings, *packages, note=" ".join(ATTACKS)))


def test_nothing_leaves_the_page_and_links_stay_on_it() -> None:
    outline = Outline(written("html", *world(unsafe(), advisory())))

    assert all(link.startswith("#") and link[1:] in outline.ids for link in outline.links)
    assert "url(" not in written("html", *world())
    assert len(outline.ids) == len(set(outline.ids))


def test_its_policy_allows_its_own_style_and_script_alone() -> None:
    page = written("html", *world())

    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert policy.count("sha256-") == 2


def test_shows_what_failed_with_its_source_and_what_is_known_of_the_packages() -> None:
    text = Outline(written("html", *world(unsafe(message="certificates are not verified")))).text

    assert "tls.reject_unauthorized" in text
    assert "src/app.js:7" in text
    assert "pkg:npm/qs@6.0.0" in text
    assert "express@4.0.0" in text


def test_says_what_could_not_be_checked() -> None:
    text = Outline(written("html", *world(note="a.js: cannot be parsed"))).text

    assert "What could not be checked" in text
    assert "partial: a.js: cannot be parsed" in text


def test_counts_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_page, "MAX_INSTANCES", 2)

    text = Outline(written("html", *world(*(unsafe(line=n) for n in range(1, 6))))).text

    assert "And 3 more" in text


def test_marks_what_is_new_since_the_baseline() -> None:
    known = Baseline("before", world(unsafe())[1].failing)
    audit, _ = world(unsafe(), unsafe("src/b.js"))

    text = Outline(written("html", audit, judged(audit, baseline=known))).text

    assert re.search(r"Since before: [1-9]\d* new, [1-9]\d* known, 0 fixed", text)


def test_hostile_text_adds_no_element_and_no_handler() -> None:
    plain, hostile = Outline(written("html", *hostile_world())), Outline(attacked())

    for outline in (plain, hostile):
        assert outline.handlers == []
        assert outline.tags.count("script") == 1
        assert "img" not in outline.tags
        assert set(outline.links) == {link for link in outline.links if link.startswith("#")}


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_runs_nothing_of_the_target(tmp_path: Path) -> None:
    page, bait = tmp_path / "page.html", tmp_path / "bait.html"
    page.write_text(attacked(), encoding="utf-8")
    bait.write_text(f"<!doctype html><body><script>{CANARY}</script>", encoding="utf-8")

    assert 'data-ran="yes"' in rendered(bait, tmp_path)  # the canary sings where it may
    dom = rendered(page, tmp_path)
    assert "data-ran" not in dom.partition(">")[2].partition(">")[0]
    assert '<form class="filter">' in dom  # our own script ran


def rendered(file: Path, home: Path) -> str:
    """The document after its scripts ran, in a browser without network."""
    done = subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--proxy-server=127.0.0.1:9",
            f"--user-data-dir={home / 'profile'}",
            "--virtual-time-budget=2000",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
        env=os.environ | {"HOME": str(home)},
    )
    return done.stdout.decode("utf-8", "replace")
