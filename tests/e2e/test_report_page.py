"""The HTML report in a browser: read, filtered, searched and hovered, at the width of a desk and of
a phone, with scripts and without.

Pictures are kept where ECHO_SCREENSHOTS names a folder.
"""

from __future__ import annotations

import os
import struct
import tempfile
import unittest
from pathlib import Path
from typing import Any

import browser
import reports
from browser import Browser
from harness import wait_for
from session import SessionTest

DESK, PHONE = (1280, 900), (390, 844)


@unittest.skipUnless(browser.DRIVER and browser.BROWSER,
                     "no chromium, or no driver for it; to have it run: "
                     "apt-get install chromium chromium-driver")
class PageTest(SessionTest):
    folder: str
    report: dict[str, Any]

    def setUp(self) -> None:
        """A stream with failures, deviations, a fault, a pause and a loss, written as a page."""
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.server(ECHO_PROCESSING_DELAY_MS="30")
        worker = self.worker(server, acks=True)
        worker.open("live & <b>loud</b>")
        worker.arm({"trigger": "sequence_number", "value": 1, "error_code": "TIMEOUT", "count": 1},
                   {"trigger": "sequence_number", "value": 2, "error_code": "MODEL_ERROR",
                    "retryable": False})
        for number in range(4):
            one = worker.send(number)
            if number == 1:
                worker.until("processed 1 failed")
                worker.emit("fragment:data", one)
            worker.until("processed")
            if number < 3:
                worker.confirm(one)
        worker.pause()
        worker.resume()
        bad = worker.make(4)
        bad["audio"]["sample_rate_hz"] = 7
        worker.emit("fragment:data", bad)
        worker.refused("INVALID_CONFIG")
        worker.send(4, fragment_id="no-uuid")
        worker.until("processed 4")
        worker.drop()
        self.await_streams(server, 0, 1)
        self.report = reports.report(server, "live & <b>loud</b>")
        page = reports.fetch(server, "live & <b>loud</b>", ".html")
        self.path = Path(self.folder, "report.html")
        self.path.write_bytes(page.body)

    def browser(self, size: tuple[int, int], *options: str) -> Browser:
        window = Browser(*size, *options)
        self.addCleanup(window.close)
        return window

    def picture(self, window: Browser, name: str) -> tuple[int, int]:
        """Takes a picture; its width and height."""
        folder = os.environ.get("ECHO_SCREENSHOTS") or self.folder
        data = window.screenshot(os.path.join(folder, f"{name}.png"))
        self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", data[16:24])
        return width, height

    def shown(self, window: Browser) -> list[str]:
        """Ids of the requirements that can be seen."""
        return [text.split()[0] for text in window.texts("tr.row .id")]

    def ids(self, *outcomes: str) -> list[str]:
        return [row["id"] for row in self.report["requirements"] if row["outcome"] in outcomes]

    def test_at_a_desk(self) -> None:
        window = self.browser(DESK)
        window.open(self.path.as_uri())
        self.assertEqual(window.text("h1"), "live & <b>loud</b>")
        self.assertEqual(window.text("#verdict strong"), "Does not conform")
        self.assertEqual(window.run("return document.querySelector('#verdict').dataset.verdict"),
                         "fail")
        self.check_summary(window)
        self.check_filters(window)
        self.check_search(window)
        self.check_timeline(window)
        self.check_payload(window)
        self.assertEqual(self.picture(window, "desk")[0], DESK[0])
        window.media(prefers_color_scheme="dark")
        self.picture(window, "desk-dark")
        dark = window.run("return getComputedStyle(document.body).backgroundColor")
        self.assertEqual(dark, "rgb(16, 19, 24)")
        self.assertEqual(window.errors(), [])

    def check_summary(self, window: Browser) -> None:
        """Verdict, why, and what to do come first, and lead to the findings."""
        self.assertEqual(len(window.texts(".reasons li")), len(self.report["why"]))
        self.assertEqual(window.texts(".reasons a.id"),
                         [why.split()[0] for why in self.report["why"]])
        self.assertIn("uuid.uuid4()", window.text(".reasons"))
        ends = window.run("return [...document.querySelectorAll('.reasons a')].map("
                          "(one) => document.getElementById(one.hash.slice(1)) !== null)")
        self.assertEqual(set(ends), {True})

    def check_filters(self, window: Browser) -> None:
        self.assertTrue(self.ids("unknown"))
        self.assertEqual(len(self.shown(window)), len(self.report["requirements"]))
        for outcome in ("fail", "unknown", "deviation", "not_exercised", "pass"):
            window.click(f"label[for='show-{outcome}']")
            self.assertEqual(self.shown(window), self.ids(outcome), outcome)
        window.click("label[for='show-all']")

    def check_search(self, window: Browser) -> None:
        window.type("#search", "uuid")
        self.assertEqual(self.shown(window), ["016/5.1/fragment-data/uuid"])
        window.click("label[for='show-pass']")
        self.assertEqual(self.shown(window), [])
        self.assertEqual(window.text(".none:not([hidden])"), "No requirement matches.")
        window.click("label[for='show-all']")
        window.run("const s = document.getElementById('search'); s.value = '';"
                   "s.dispatchEvent(new Event('input'))")
        self.assertGreater(len(self.shown(window)), 40)

    def check_timeline(self, window: Browser) -> None:
        self.assertEqual(window.run("return document.querySelectorAll('.life').length"), 5)
        window.hover(".life.failed .hit")
        tip = wait_for(lambda: window.text("#tip"), "the tip")
        self.assertIn("#2", tip)
        self.assertIn("failed, MODEL_ERROR", tip)
        self.assertIn("simulated: fail", tip)
        self.assertIn("confirmed after", tip)
        # the attempt that failed before the one that did not
        tips = window.run("return [...document.querySelectorAll('.life.success .tried')].map("
                          "(bar) => bar.parentNode.dataset.tip)")
        self.assertEqual(len(tips), 1)
        self.assertRegex(tips[0], r"#1 .*\nattempt 1 at .*: failed, TIMEOUT, simulated: fail\n"
                                 r"attempt 2:\nsuccess")
        window.click(".lives summary")
        self.assertRegex(window.text(".lives li:nth-child(2)"),
                         r"(?s)#1.*attempt 1 at .*: failed, TIMEOUT, simulated: fail\n"
                         r"attempt 2 at .*: success, after")
        colours = window.run("return ['.life.failed .work', '#pause rect', '#slow_down circle', "
                             "'.life.success .work'].map((one) => getComputedStyle("
                             "document.querySelector(one)).fill)")
        self.assertEqual(len(set(colours)), 4, colours)
        kinds = window.run("return [...document.querySelectorAll('.band')].map("
                           "(band) => band.getAttribute('class'))")
        self.assertEqual(kinds, ["band paused", "band disconnected"])
        box = window.run("const box = document.querySelector('#tip').getBoundingClientRect();"
                         "return [box.left, box.right <= innerWidth, box.bottom <= innerHeight]")
        self.assertEqual(box[1:], [True, True])

    def check_payload(self, window: Browser) -> None:
        marked = window.texts("pre mark")
        self.assertIn("7", marked)
        self.assertIn('"no-uuid"', marked)

    def test_on_a_phone(self) -> None:
        window = self.browser(PHONE)
        window.open(self.path.as_uri())
        self.assertEqual(window.text("#verdict strong"), "Does not conform")
        wide = window.run("return document.documentElement.scrollWidth")
        self.assertEqual(wide, PHONE[0], "the page is wider than the screen")
        window.click("label[for='show-fail']")
        self.assertEqual(self.shown(window), self.ids("fail"))
        small = window.run(
            "return [...document.querySelectorAll('p, td, li, dd, label')]"
            ".filter((one) => parseFloat(getComputedStyle(one).fontSize) < 12).length")
        self.assertEqual(small, 0, "text too small to read")
        window.click("label[for='show-all']")
        self.assertEqual(self.picture(window, "phone")[0], PHONE[0])
        window.media(prefers_color_scheme="dark")
        self.picture(window, "phone-dark")
        self.assertEqual(window.errors(), [])

    def test_without_scripts(self) -> None:
        window = self.browser(DESK)
        window.scripts(False)
        window.open(self.path.as_uri())
        self.assertEqual(window.text("#verdict strong"), "Does not conform")
        window.click("label[for='show-deviation']")
        self.assertEqual(self.shown(window), self.ids("deviation"))
        self.assertEqual(window.texts("#search"), [])

    def test_nothing_is_loaded_from_elsewhere(self) -> None:
        window = self.browser(DESK)
        window.open(self.path.as_uri())
        loaded = window.run(
            "return performance.getEntriesByType('resource').map((one) => one.name)")
        self.assertEqual(loaded, [])
        self.assertEqual(window.run("return document.querySelectorAll('h1 b').length"), 0)


if __name__ == "__main__":
    unittest.main()
