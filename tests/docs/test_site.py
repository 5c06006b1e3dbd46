# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The site: built without a warning, no link that leads nowhere, and right in a browser."""

import fcntl
import shutil
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest
import standard
from bs4 import BeautifulSoup
from PIL import Image

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".cache" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LIMIT = 110.0


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """Build the site, once for all workers."""
    base = tmp_path_factory.getbasetemp()
    place = (base if worker_id == "master" else base.parent) / "site"
    with open(f"{place}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", "2"]
            command += ["-d", f"{place}.doctrees", str(ROOT / "docs"), f"{place}.new"]
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=LIMIT, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            Path(f"{place}.new").rename(place)
    return place


@pytest.fixture(scope="module")
def pages(site):
    """Read all pages: path -> its soup."""
    return {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
        if "_modules" not in path.parts
    }


@pytest.mark.timeout(120)
def test_each_library_has_a_page(site):
    for library in standard.libraries():
        page = site / "_generated" / "libraries" / f"{library.part}.html"
        text = page.read_text("utf-8")

        assert library.distribution in text or library.modules[0].name in text
        for example in standard.examples(library):
            assert f"{example.name}.py" in text


@pytest.mark.timeout(120)
def test_links_inside_the_site_lead_somewhere(site, pages):
    anchors = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in pages.items()}
    broken = []
    for path, soup in pages.items():
        places = [tag["href"] for tag in soup.find_all("a", href=True)]
        places += [tag["src"] for tag in soup.find_all("img", src=True)]
        for place in places:
            url = urllib.parse.urlsplit(place)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / urllib.parse.unquote(url.path)).resolve() if url.path else path
            if not target.is_file():
                broken.append(f"{path.relative_to(site)}: {place}")
            elif url.fragment and target in anchors and url.fragment not in anchors[target]:
                broken.append(f"{path.relative_to(site)}: {place}: no such heading")

    assert broken == []


@pytest.mark.timeout(120)
def test_no_page_names_a_folder_of_this_machine(site, pages):
    for path in pages:
        assert str(ROOT) not in path.read_text("utf-8"), path


needs_chromium = pytest.mark.skipif(
    not CHROMIUM, reason="CHROMIUM IS MISSING: the site is not looked at in a browser"
)


def browse(*options):
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    return subprocess.run(
        [*command, "--virtual-time-budget=8000", *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout


@needs_chromium
@pytest.mark.timeout(120)
def test_the_search_finds_a_library(site):
    page = (site / "search.html").as_uri() + "?q=AS5600"

    found = BeautifulSoup(browse("--dump-dom", page), "html.parser").select("#search-results a")

    assert any("libraries/as5600.html" in tag["href"] for tag in found)


SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES = {"light": 1, "dark": 0}  # as Chromium's settings number them
LOOKED_AT = {
    "front": "index.html",
    "library": "_generated/libraries/as5600.html",
    "parity": "_generated/parity.html",
}


@needs_chromium
@pytest.mark.timeout(120)
@pytest.mark.parametrize("size, scheme", [("desktop", "light"), ("phone", "dark")])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_shows_in_a_browser(site, name, size, scheme):
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"{name}-{size}-{scheme}.png"
    width, height = SIZES[size]

    browse(
        f"--window-size={width},{height}",
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
        f"--screenshot={picture}",
        (site / LOOKED_AT[name]).as_uri(),
    )

    shown = Image.open(picture).convert("L")
    colors = shown.histogram()
    ground = colors.index(max(colors))
    assert shown.size == (width, height)
    assert (ground < 64) is (scheme == "dark"), "the ground has the wrong colour"
    written = sum(count for value, count in enumerate(colors) if abs(value - ground) > 64)
    assert written > width * height / 100, "there is hardly anything on the page"
