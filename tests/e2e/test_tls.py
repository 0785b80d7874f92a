"""TLS: real clients over https and wss, the versions spoken, and what is wrong with files."""

import contextlib
import pathlib
import re
import socket
import ssl
import subprocess
import tempfile
import unittest
import warnings
from typing import Any

import socketio

import clients
import harness
import npm
from harness import Server, wait_for
from test_settings import start
from worker import Worker, fragment, init

LIMIT = 10_485_760  # characters of base64 in one fragment


def make_certificate(folder: pathlib.Path, name: str) -> tuple[str, str]:
    """A self-signed certificate for this machine, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", str(key), "-out", str(certificate)],
                   check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return str(certificate), str(key)


class SecureWorker(Worker):
    async def _make(self) -> socketio.AsyncClient:
        return socketio.AsyncClient(reconnection=False, ssl_verify=False)


class Tls(unittest.TestCase):
    folder: tempfile.TemporaryDirectory[str]
    certificate: str
    key: str
    url: str
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.certificate, cls.key = make_certificate(pathlib.Path(cls.folder.name), "server")
        cls.server = Server({"TLS_CERT": cls.certificate, "TLS_KEY": cls.key,
                             "AUTO_DISCONNECT_DELAY": "0.2", "RATE_LIMIT_FRAGMENTS_PER_MIN": "0"})
        cls.url = f"https://127.0.0.1:{cls.server.port}"

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()
        cls.folder.cleanup()

    def connect(self, **versions: Any) -> ssl.SSLSocket:
        """A checked connection; `versions` are attributes of the context."""
        context = ssl.create_default_context(cafile=self.certificate)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old versions are deprecated
            for name, value in versions.items():
                setattr(context, name, value)
        raw = socket.create_connection(("127.0.0.1", self.server.port), harness.PATIENCE)
        try:
            return context.wrap_socket(raw, server_hostname="localhost")
        except BaseException:
            raw.close()
            raise

    def test_http(self) -> None:
        with self.connect() as sock:
            sock.sendall(harness.request("GET", "/health"))
            response = harness.parse_response(harness.receive_all(sock))
        self.assertEqual((response.status, response.json()["status"]), (200, "healthy"))

    def test_what_is_in_it_is_counted(self) -> None:
        """Not what TLS adds."""
        request = harness.request("GET", "/metrics")
        answers = []
        for _ in range(2):
            with self.connect() as sock:
                sock.sendall(request)
                answers.append(harness.receive_all(sock))
        before, after = ({way: int(count) for way, count in re.findall(
            r'^sts_bytes_total\{direction="(\w+)"\} (\d+)$', answer.decode(), re.M)}
            for answer in answers)
        self.assertEqual(after["in"] - before["in"], len(request))
        self.assertEqual(after["out"] - before["out"], len(answers[0]))

    def test_the_log_says_https(self) -> None:
        wait_for(lambda: f"listens on https://127.0.0.1:{self.server.port}" in
                 self.server.output(), "the address in the log")

    def test_versions(self) -> None:
        for version in ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
            with self.connect(minimum_version=version, maximum_version=version) as sock:
                self.assertEqual(sock.version(), version.name.replace("_", "."))
        for version in ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1:
            with self.subTest(version=version.name), self.assertRaises((ssl.SSLError, OSError)):
                # this machine's library, too, has to be talked into it
                self.connect(minimum_version=version, maximum_version=version,
                             options=ssl.OP_ALL)

    def test_versions_that_are_too_old_even_where_the_system_allows_them(self) -> None:
        for version in "-tls1", "-tls1_1", "-tls1_2":
            done = subprocess.run(
                ["openssl", "s_client", version, "-cipher", "DEFAULT@SECLEVEL=0", "-connect",
                 f"127.0.0.1:{self.server.port}"], input="", capture_output=True, text=True,
                timeout=60)
            self.assertEqual(done.returncode == 0, version == "-tls1_2", done.stderr)

    def test_who_speaks_no_tls_is_hung_up_on(self) -> None:
        self.assertNotIn(b"HTTP/1.1 200",
                         harness.exchange(self.server.port, harness.request("GET", "/health")))
        self.test_http()

    def test_python(self) -> None:
        for name, transports in {"default": ("polling", "websocket"), "polling": ("polling",),
                                 "websocket": ("websocket",)}.items():
            with self.subTest(transports=name):
                self.python_session(transports)

    def python_session(self, transports: tuple[str, ...]) -> None:
        worker = SecureWorker(self.url, transports=transports)
        worker.emit("stream:init", init("py"))
        worker.expect("stream:ready")
        for number, size in enumerate((0, 3, 30_000, 2_000_000)):
            one = fragment("py", number, bytes(range(256)) * (size // 256) + bytes(size % 256))
            worker.emit("fragment:data", one)
            self.assertEqual(worker.expect("fragment:ack")["fragment_id"], one["fragment_id"])
            self.assertEqual(worker.expect("fragment:processed")["dubbed_audio"], one["audio"])
        worker.emit("stream:end", {"stream_id": "py"})
        self.assertEqual(worker.expect("stream:complete")["total_fragments"], 4)
        worker.expect("disconnect")
        worker.close()

    def test_many_fragments_in_both_directions_at_once(self) -> None:
        worker = SecureWorker(self.url)
        worker.emit("stream:init", init("many", max_inflight=10))
        worker.expect("stream:ready")
        sent = [fragment("many", number, bytes([number]) * 500_000) for number in range(20)]
        for one in sent:
            worker.emit("fragment:data", one)
        results: list[dict[str, Any]] = []
        while len(results) < len(sent):
            name, payload = worker.next()
            if name == "fragment:processed":
                results.append(payload)
            self.assertNotIn(name, ("error", "disconnect"))
        self.assertEqual([result["dubbed_audio"] for result in results],
                         [one["audio"] for one in sent])
        worker.close()

    def test_javascript(self) -> None:
        npm.install(npm.JS, "socket.io-client")
        for transport in clients.TRANSPORTS:
            with self.subTest(transport=transport):
                told = clients.command(
                    ["node", "run.mjs", "socket.io-client"],
                    {"url": self.url, "transport": transport, "stream": transport,
                     "sizes": [*[4096] * 10, LIMIT, LIMIT], "lost": False},
                    NODE_EXTRA_CA_CERTS=self.certificate)
                self.assertEqual((told["acks"], told["results"], told["total"]), (12, 12, 12))
                self.assertEqual(told["reasons"], ["io server disconnect"])

    def test_a_handshake_that_stalls_holds_nobody_up(self) -> None:
        with contextlib.ExitStack() as stack:
            for data in (b"", b"\x16\x03\x01", b"\x16\x03\x01\x40\x00" + bytes(100)):
                sock = stack.enter_context(harness.connect(self.server.port))
                sock.sendall(data)
            self.test_http()


class Files(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.certificate, self.key = make_certificate(self.folder, "server")

    def refusal(self, certificate: str, key: str) -> str:
        done = start("--port", "0", TLS_CERT=certificate, TLS_KEY=key, LOG_FORMAT="text")
        self.assertEqual(done.returncode, 1)
        lines = [line for line in done.stderr.splitlines() if "cannot start: " in line]
        self.assertEqual(len(lines), 1, done.stderr)
        return lines[0].split("cannot start: ")[1]

    def test_a_file_that_is_not_there(self) -> None:
        self.assertEqual(self.refusal("/nowhere/c.pem", self.key),
                         "cannot read /nowhere/c.pem: No such file or directory")
        self.assertEqual(self.refusal(self.certificate, "/nowhere/k.pem"),
                         "cannot read /nowhere/k.pem: No such file or directory")

    def test_files_of_two_pairs(self) -> None:
        _, other = make_certificate(self.folder, "other")
        self.assertRegex(self.refusal(self.certificate, other),
                         rf"^{other} is not a PEM file with the private key of the certificate "
                         r"\(.+\)$")

    def test_files_of_something_else(self) -> None:
        empty = self.folder / "empty.pem"
        empty.write_text("", encoding="utf-8")
        self.assertIn(f"{empty} is not a PEM file with a usable certificate",
                      self.refusal(str(empty), self.key))
        self.assertIn(f"{empty} is not a PEM file with the private key",
                      self.refusal(self.certificate, str(empty)))
        self.assertIn(f"{self.key} is not a PEM file with a usable certificate",
                      self.refusal(self.key, self.certificate))

    def test_a_key_with_a_passphrase_is_refused_not_asked_about(self) -> None:
        locked = str(self.folder / "locked.key")
        subprocess.run(["openssl", "ec", "-in", self.key, "-aes128", "-passout", "pass:geheim",
                        "-out", locked], check=True, capture_output=True)
        self.assertIn(f"{locked} is not a PEM file with the private key",
                      self.refusal(self.certificate, locked))


class Healthcheck(unittest.TestCase):
    def test_over_tls(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = make_certificate(pathlib.Path(folder), "server")
            files = {"TLS_CERT": certificate, "TLS_KEY": key}
            with Server(files) as server:
                address = {"ECHO_HOST": "127.0.0.1", "ECHO_PORT": str(server.port)}
                done = start("--healthcheck", **files, **address)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
                done = start("--healthcheck", **address)
                self.assertEqual(done.returncode, 1)
            with Server() as server:
                done = start("--healthcheck", **files, ECHO_HOST="127.0.0.1",
                             ECHO_PORT=str(server.port))
                self.assertEqual(done.returncode, 1)
                self.assertIn("the TLS handshake with 127.0.0.1", done.stderr)


if __name__ == "__main__":
    unittest.main()
