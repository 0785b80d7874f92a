#!/usr/bin/env python3
"""Runs the unittest cases of one file, and says at the end which were skipped, and why.

    run_unittest.py FOLDER FILE

FOLDER and the root of the repository can be imported from. The exit status is 0, 1 where a case
failed or there is none, and 77 where all were skipped. Each skip is a line `SKIPPED: CASE: REASON`,
which summary.py collects.
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = 77


def main(folder: str, file: str) -> int:
    sys.path.insert(0, str(ROOT))
    suite = unittest.TestLoader().discover(folder, pattern=file, top_level_dir=folder)
    warnings: Any = "default"  # which typeshed of Debian 12 takes for a class
    result = unittest.TextTestRunner(verbosity=2, warnings=warnings).run(suite)
    for case, reason in result.skipped:
        print(f"SKIPPED: {case.id().split('.', 1)[-1]}: {reason}")
    if not result.wasSuccessful():
        return 1
    if suite.countTestCases() == 0:
        print(f"{folder}/{file} has no test: a mistake, not a success", file=sys.stderr)
        return 1
    return SKIPPED if result.skipped and len(result.skipped) >= suite.countTestCases() else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
