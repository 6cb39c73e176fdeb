# SPDX-License-Identifier: Apache-2.0
"""The report in a real browser: it opens on the figures, and leads to the clouds."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ws3d_ros.bag_evaluation.evaluation import evaluate
from ws3d_ros.bag_evaluation.scenario import Scenario

pytestmark = pytest.mark.slow
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FRAMES = 4


@pytest.fixture(scope="module")
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser is installed: looked for {', '.join(BROWSERS)}")
    return found


@pytest.fixture(scope="module")
def page(
    small_bag: Path, parameters: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> str:
    scenario = Scenario(small_bag, ("floor", "chair"), parameters=parameters)
    folder = tmp_path_factory.mktemp("report")
    return evaluate(scenario, folder, quiet=True).report.read_text("utf-8")


def asked(
    browser: str, page: str, values: str, folder: Path, script: str = "", width: int | None = None
) -> list[str]:
    """The values of some expressions with commas between, after what a user does; on a screen of
    some width, which the browser's own window does not go below."""
    probe = (
        "<script>window.addEventListener('load', () => setTimeout(() => {" + script + ";"
        f"top.document.title = [{values}].join('|')" + "}, 500))</script>"
    )
    file = folder / "probe.html"
    probed = page.replace("</body>", probe + "</body>")
    if width is not None:
        style = f"border: 0; width: {width}px; height: 800px"
        probed = f'<title></title><iframe style="{style}" srcdoc="{html.escape(probed)}"></iframe>'
    file.write_text(probed, "utf-8")
    command = [browser, "--headless", "--no-sandbox", "--enable-unsafe-swiftshader", "--dump-dom"]
    command += [f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=4000"]
    done = subprocess.run(
        [*command, file.as_uri()], check=True, capture_output=True, text=True, timeout=120
    )
    title = re.search(r"<title>([^<]*)</title>", done.stdout)
    assert title is not None
    return title[1].split("|")


def seen(browser: str, page: str, script: str, folder: Path) -> tuple[str, str, str]:
    """Whether the report is hidden, what the button says, and which frame is shown."""
    values = (
        "document.getElementById('report').hidden,"
        "document.getElementById('toggle').textContent,"
        "document.getElementById('frame').value"
    )
    hidden, button, frame = asked(browser, page, values, folder, script)
    return hidden, button, frame


@pytest.mark.parametrize("width", [390, 1280])
def test_tables_and_charts_fit_on_a_phone_and_a_desk(
    browser: str, page: str, width: int, tmp_path: Path
) -> None:
    values = (
        "innerWidth, document.querySelectorAll('.lines').length,"
        "Math.ceil(Math.max(...[...document.querySelectorAll('#report table,.lines,.bars')]"
        ".map((part) => part.getBoundingClientRect().right)))"
    )
    inner, charts, right = map(int, asked(browser, page, values, tmp_path, width=width))
    assert inner == width and charts >= 1
    assert right <= width


def test_the_page_opens_on_the_report(browser: str, page: str, tmp_path: Path) -> None:
    assert seen(browser, page, "", tmp_path) == ("false", "Show the clouds", "0")


def test_the_button_shows_the_clouds_and_the_report_again(
    browser: str, page: str, tmp_path: Path
) -> None:
    press = "document.getElementById('toggle').click()"
    assert seen(browser, page, press, tmp_path)[:2] == ("true", "Show the report")
    assert seen(browser, page, f"{press};{press}", tmp_path)[:2] == ("false", "Show the clouds")


def test_a_row_leads_to_its_frame(browser: str, page: str, tmp_path: Path) -> None:
    assert page.count("<tr data-frame=") == FRAMES
    click = "document.querySelector('[data-frame=\"2\"]').click()"
    assert seen(browser, page, click, tmp_path) == ("true", "Show the report", "2")
