"""deploy/prometheus and deploy/grafana: what they name exists, the alerts fire when they should, and
a Prometheus that has read a server answers every panel."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.parse
from pathlib import Path
from typing import Any

import harness
from harness import ROOT, TIME_FACTOR, Server, wait_for
from promql import Selector, names
from test_metrics import page, parse, send, stream
from wire import Direct
from worker import Worker

RULES = ROOT / "deploy" / "prometheus"
DASHBOARD = ROOT / "deploy" / "grafana" / "echo-sts.json"
# What Prometheus itself adds to what it reads.
OWN_METRICS, OWN_LABELS = {"up"}, {"job", "instance"}
PROGRAMS = ("promtool", "prometheus")
# Of one rule, with its expression: text behind it that is further to the right.
EXPRESSION = re.compile(r"^( +)expr: (.*(?:\n\1 +.*)*)$", re.MULTILINE)


def dashboard() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(DASHBOARD.read_text())
    return read


def targets() -> list[dict[str, Any]]:
    return [target for panel in dashboard()["panels"] for target in panel["targets"]]


def shown(expression: str) -> str:
    """As Grafana asks it, of all instances. The steps are those of a fast Prometheus."""
    for name, value in (("$job", ".+"), ("$instance", ".+"), ("$__rate_interval", "1m")):
        expression = expression.replace(name, value)
    return expression.replace(":15s]", ":1s]")


def queries() -> list[str]:
    """Of the variables: what label_values looks for."""
    found = []
    for variable in dashboard()["templating"]["list"]:
        if variable["type"] == "query":
            match = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["definition"])
            assert match and variable["query"]["query"] == variable["definition"], variable
            found.append(f"count by ({match[2]}) ({match[1]})")
    return found


def rules() -> list[str]:
    text = (RULES / "alerts.yml").read_text()
    return [re.sub(r"^>-\s+", "", match[2]) for match in EXPRESSION.finditer(text)]


def promtool(*words: str, folder: Path = RULES) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["promtool", *words], cwd=folder, capture_output=True, text=True,
                          timeout=60 * TIME_FACTOR)


def make_traffic(server: Server) -> Worker:
    """A stream that is still there, with fragments, an error, a fault, and clients that cannot get
    in."""
    worker = stream(server, "s")
    worker.call("config:error_simulation", {
        "enabled": True, "rules": [{"trigger": "nth_fragment", "value": 1, "action": "partial",
                                    "error_code": "TIMEOUT"}]})
    for number in range(2):
        send(worker, "s", number)
    worker.emit("no:such:event", {})
    worker.expect("error")
    for _ in range(12):
        link = Direct(server.port, "/socket.io/")
        link.send('40{"token":"wrong"}')
        link.receive()
        link.close()
    return worker


class Prometheus:
    """A real one that reads a server once a second, with the files of deploy/prometheus."""

    def __init__(self, server: Server, folder: Path) -> None:
        for name in ("prometheus.yml", "alerts.yml"):
            text = (RULES / name).read_text()
            text = text.replace("localhost:8000", f"127.0.0.1:{server.port}")
            (folder / name).write_text(text.replace("interval: 15s", "interval: 1s"))
        self.log = tempfile.TemporaryFile()
        self.holder = harness.hold_port()
        self.port = self.holder.getsockname()[1]
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={folder}/prometheus.yml",
             f"--storage.tsdb.path={folder}/data", f"--web.listen-address=127.0.0.1:{self.port}"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def ask(self, path: str, **parameters: str) -> Any:
        if self.process.poll() is not None:
            self.log.seek(0)
            raise AssertionError(f"prometheus ended:\n{self.log.read().decode()}")
        target = f"/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        try:
            answer = harness.http(self.port, "GET", target)
        except (OSError, harness.Unanswered):
            return None
        assert answer.status in (200, 503), (answer.status, answer.body)
        return answer.json()["data"] if answer.status == 200 else None

    def values(self, expression: str) -> list[Any]:
        data = self.ask("query", query=expression)
        return data["result"] if data else []

    def alerts(self) -> dict[str, str]:
        data = self.ask("alerts")
        return {alert["labels"]["alertname"]: alert["state"] for alert in data["alerts"]}

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30 * TIME_FACTOR)
        self.holder.close()
        self.log.close()


class Names(unittest.TestCase):
    """In the page of a server that has seen traffic."""

    series: dict[str, list[dict[str, str]]]  # the labels of each, by name

    @classmethod
    def setUpClass(cls) -> None:
        with Server() as server:
            worker = make_traffic(server)
            cls.series = {}
            for name, labels in parse(page(server)):
                cls.series.setdefault(name, []).append(dict(labels))
            worker.close()

    def labels_of(self, selector: Selector) -> set[str]:
        return {label for labels in self.series.get(selector.metric, []) for label in labels}

    def check(self, expression: str, legend: str = "") -> None:
        selectors, grouped = names(expression)
        self.assertTrue(selectors, expression)
        known = set(OWN_LABELS)
        for selector in selectors:
            known |= self.labels_of(selector)
            if selector.metric in OWN_METRICS:
                continue
            self.assertIn(selector.metric, self.series, expression)
            matched = {label for label, _, _ in selector.matchers}
            self.assertLessEqual(matched, self.labels_of(selector) | OWN_LABELS, expression)
            self.assertTrue(any(map(selector.fits, self.series[selector.metric])), expression)
        self.assertLessEqual(grouped | set(re.findall(r"\{\{(\w+)\}\}", legend)), known,
                             f"{expression} {legend}")

    def test_of_the_dashboard(self) -> None:
        self.assertGreater(len(targets()), 20)
        for target in targets():
            self.check(shown(target["expr"]), target["legendFormat"])
        for query in queries():
            self.check(shown(query))

    def test_of_the_alerts(self) -> None:
        self.assertEqual(len(rules()), 4)
        for rule in rules():
            self.check(rule)
        # each word of a choice is there, not just one of them
        for selector in (found for rule in rules() for found in names(rule)[0]):
            for label, sign, wanted in selector.matchers:
                for word in wanted.split("|") if sign == "=~" else ():
                    alone = Selector(selector.metric, [(label, sign, word)])
                    self.assertTrue(any(map(alone.fits, self.series[selector.metric])), word)

    def test_that_do_not_exist_are_found(self) -> None:
        for wrong in ("sts_nothing_total", 'ws_errors_total{code="TIMEOUT"}',
                      'sts_faults_total{action="explode"}', "sum by (color) (ws_errors_total)",
                      "rate(sts_nothing_total[5m]) > 0 or up"):
            with self.subTest(wrong), self.assertRaises(AssertionError):
                self.check(wrong)


@unittest.skipUnless(all(map(shutil.which, PROGRAMS)),
                     "no Prometheus; to have it run: apt-get install prometheus")
class Alerts(unittest.TestCase):
    def test_promtool_accepts_the_files(self) -> None:
        for words in (("check", "config", "prometheus.yml"), ("check", "rules", "alerts.yml"),
                      ("test", "rules", "alerts_test.yml")):
            done = promtool(*words)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_tests_of_the_rules_see_one_that_never_or_always_fires(self) -> None:
        text = (RULES / "alerts.yml").read_text()
        for match in EXPRESSION.finditer(text):
            always = re.sub(r"== [01]$|[>]=? \d+$", ">= 0", match[2], flags=re.MULTILINE)
            always = re.sub(r"\n +unless(?:.|\n)*", "", always)
            for wrong in (always, "vector(1) > 2"):
                self.assertNotEqual(wrong, match[2])
                with self.subTest(wrong), tempfile.TemporaryDirectory() as name:
                    folder = Path(name)
                    (folder / "alerts.yml").write_text(
                        text[:match.start(2)] + wrong + text[match.end(2):])
                    shutil.copy(RULES / "alerts_test.yml", folder)
                    self.assertEqual(promtool("check", "rules", "alerts.yml",
                                              folder=folder).returncode, 0)
                    self.assertNotEqual(promtool("test", "rules", "alerts_test.yml",
                                                 folder=folder).returncode, 0)

    def test_a_prometheus_answers_every_panel_and_alerts(self) -> None:
        with Server() as server, tempfile.TemporaryDirectory() as folder, \
                contextlib.closing(Prometheus(server, Path(folder))) as prometheus:
            wait_for(lambda: prometheus.values("sts_build_info"), "the server to be read")
            worker = make_traffic(server)
            for expression in [*map(shown, [target["expr"] for target in targets()]),
                               *map(shown, queries())]:
                wait_for(lambda: prometheus.values(expression), f"an answer to {expression}")
            wait_for(lambda: prometheus.alerts() == {"EchoStsClientsRefused": "firing"},
                     "the alert about refused clients alone")
            worker.close()
            server.stop()
            wait_for(lambda: prometheus.alerts().get("EchoStsDown") == "pending",
                     "the alert about the server, which waits a minute")


class Dashboard(unittest.TestCase):
    def test_it_can_be_imported_anywhere(self) -> None:
        board, text = dashboard(), DASHBOARD.read_text()
        self.assertEqual(board["title"], "echo-sts")
        self.assertNotRegex(text, r"https?://|localhost|\d+\.\d+\.\d+\.\d+|:8000|:9090")
        self.assertEqual([variable["name"] for variable in board["templating"]["list"]],
                         ["datasource", "job", "instance"])
        source = {"type": "prometheus", "uid": "${datasource}"}
        for item in [*board["panels"], *targets(), *board["templating"]["list"][1:]]:
            self.assertEqual(item["datasource"], source)
        for target in targets():
            self.assertIn('job=~"$job",instance=~"$instance"', target["expr"])

    def test_its_panels_do_not_lie_on_each_other(self) -> None:
        panels = dashboard()["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        taken: set[tuple[int, int]] = set()
        for panel in panels:
            place = panel["gridPos"]
            self.assertLessEqual(place["x"] + place["w"], 24)
            cells = {(place["x"] + x, place["y"] + y)
                     for x in range(place["w"]) for y in range(place["h"])}
            self.assertFalse(cells & taken, panel["title"])
            taken |= cells

    def test_totals_of_streams_are_summed_before_their_rate(self) -> None:
        """The counts of a stream that goes move to another series: a rate of each would have them
        twice."""
        of_streams = re.compile(r"rate\((ws_fragments_processed|ws_errors|ws_queue_wait)")
        for expression in [*rules(), *(target["expr"] for target in targets())]:
            self.assertIsNone(of_streams.search(expression), expression)


if __name__ == "__main__":
    unittest.main()
