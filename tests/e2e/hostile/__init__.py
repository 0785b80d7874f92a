"""What a hostile client sends, chapter by chapter: tables of probes. See probe.py for the words."""
