"""A headless Chromium, driven over the WebDriver protocol that chromedriver speaks."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from typing import Any

import harness

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One window. What its page logs as an error makes `errors` not empty."""

    def __init__(self, width: int, height: int, *options: str) -> None:
        self.folder = tempfile.mkdtemp(prefix="browser-")
        port = harness.free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [str(DRIVER), f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.folder}, start_new_session=True)
        self.session = ""
        try:
            harness.wait_for(self._is_ready, "chromedriver", 60 * harness.TIME_FACTOR)
            arguments = ["--headless=new", "--no-sandbox", "--disable-gpu",
                         "--disable-dev-shm-usage", "--hide-scrollbars",
                         f"--user-data-dir={self.folder}/profile", *options]
            answer = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": {"args": arguments, "binary": BROWSER},
                "timeouts": {"script": int(90_000 * harness.TIME_FACTOR)},
                "goog:loggingPrefs": {"browser": "ALL"}}}})
            self.session = f"/session/{answer['sessionId']}"
            self.resize(width, height)
            self.media()
        except BaseException:
            self.close()
            raise

    def _is_ready(self) -> bool:
        try:
            return bool(self._ask("GET", "/status")["ready"])
        except OSError:
            return False

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120 * harness.TIME_FACTOR) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.read().decode()[:500]}") from None

    def _command(self, name: str, **parameters: Any) -> Any:
        return self._ask("POST", f"{self.session}/goog/cdp/execute",
                         {"cmd": name, "params": parameters})

    def resize(self, width: int, height: int) -> None:
        """The size of the page, whatever the window around it takes."""
        self._command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=width < 600)

    def media(self, **features: str) -> None:
        """What the page is told of the user's wishes: prefers_color_scheme="dark". It never scrolls
        smoothly: a click would miss."""
        wishes = {"prefers_reduced_motion": "reduce", **features}
        self._command("Emulation.setEmulatedMedia", features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in wishes.items()])

    def scripts(self, wanted: bool) -> None:
        """Whether pages that are opened from now on may run scripts."""
        self._command("Emulation.setScriptExecutionDisabled", value=not wanted)

    def open(self, url: str) -> None:
        self._ask("POST", f"{self.session}/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        return self._ask("POST", f"{self.session}/execute/sync",
                         {"script": script, "args": list(arguments)})

    def find(self, selector: str) -> dict[str, str]:
        return self._ask("POST", f"{self.session}/element",
                         {"using": "css selector", "value": selector})

    def text(self, selector: str) -> str:
        return self._ask("GET", f"{self.session}/element/{self.find(selector)[ELEMENT]}/text")

    def texts(self, selector: str) -> list[str]:
        """Of all that can be seen."""
        found = self._ask("POST", f"{self.session}/elements",
                          {"using": "css selector", "value": selector})
        texts = []
        for element in found:
            path = f"{self.session}/element/{element[ELEMENT]}"
            if self._ask("GET", f"{path}/displayed"):
                texts.append(self._ask("GET", f"{path}/text"))
        return texts

    def click(self, selector: str) -> None:
        self._ask("POST", f"{self.session}/element/{self.find(selector)[ELEMENT]}/click", {})

    def type(self, selector: str, text: str) -> None:
        self._ask("POST", f"{self.session}/element/{self.find(selector)[ELEMENT]}/value",
                  {"text": text})

    def hover(self, selector: str) -> None:
        """Moves the mouse to the middle of an element. The page hears of it with its next frame."""
        self.run("document.querySelector(arguments[0]).scrollIntoView("
                 "{block: 'center', behavior: 'instant'})", selector)
        self._ask("POST", f"{self.session}/actions", {"actions": [{
            "type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"},
            "actions": [{"type": "pointerMove", "duration": 0, "x": 0, "y": 0,
                         "origin": self.find(selector)}]}]})

    def screenshot(self, path: str, full: bool = True) -> bytes:
        """A PNG of the page, all of it."""
        return self._capture(path, self._whole() if full else None)

    def screenshot_of(self, selector: str, path: str) -> bytes:
        """A PNG of one element."""
        box = self.run("const box = document.querySelector(arguments[0]).getBoundingClientRect();"
                       "return {x: box.x + scrollX, y: box.y + scrollY, width: box.width,"
                       "        height: box.height, scale: 1}", selector)
        return self._capture(path, box)

    def _capture(self, path: str, clip: dict[str, Any] | None) -> bytes:
        data = self._command("Page.captureScreenshot", captureBeyondViewport=clip is not None,
                             **({"clip": clip} if clip else {}))["data"]
        picture = base64.b64decode(data)
        with open(path, "wb") as file:
            file.write(picture)
        return picture

    def _whole(self) -> dict[str, Any]:
        size = self._command("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}

    def errors(self) -> list[str]:
        """What the page complained of since the last call."""
        entries = self._ask("POST", f"{self.session}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries]

    def close(self) -> None:
        if self.session:
            try:
                self._ask("DELETE", self.session)
            except (OSError, AssertionError):
                pass
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)
