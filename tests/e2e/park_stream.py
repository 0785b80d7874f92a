"""park_stream.py URL STREAM_ID - begins a stream and loses its connection, so that it is parked: for
pages that look at a stream."""

import os
import sys

from session import Session

Session(sys.argv[1]).open(sys.argv[2])
os._exit(0)  # no farewell: that would end the stream
