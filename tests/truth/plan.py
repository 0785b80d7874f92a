"""What one run of a worker is to do, as the Python and the JavaScript worker both read it."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

CONFIG = {"source_language": "en", "target_language": "es", "voice_profile": "default",
          "chunk_duration_ms": 1000, "sample_rate_hz": 48000, "channels": 1, "format": "m4a"}


@dataclasses.dataclass
class Plan:
    """Times are in seconds."""

    stream: str
    transport: str  # websocket or polling
    fragments: int
    max_inflight: int
    pause_after: int = -1  # sends stream:pause when so many fragments are done; -1: never
    halt_after: int = -1  # stops when so many are done, and waits for the end of the server
    result_timeout: float = 25.0  # after that a fragment counts as lost
    resends: bool = False  # sends what counts as lost again, once
    backoff: float = 0.4  # from the loss of a connection to the next
    tries: int = 3  # of a fragment that may be sent again

    def line(self, url: str) -> str:
        """For another program."""
        value: dict[str, Any] = {**dataclasses.asdict(self), "url": url, "config": CONFIG}
        return json.dumps(value) + "\n"
