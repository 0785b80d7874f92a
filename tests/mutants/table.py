"""The table of what became of all mutants: docs/schema-mutants.md."""

from __future__ import annotations

import collections
import dataclasses
import pathlib
import re
import statistics
from typing import Callable, Iterable

from mutate import KINDS, Mutant

OUTCOMES = ("refused", "compile error", "passes", "tells", "failure")
#: What of a mutant a row of each table is for.
KIND: Callable[[Mutant], str] = lambda mutant: mutant.kind
FILE: Callable[[Mutant], str] = lambda mutant: mutant.file

TEXT = """# What became of each small change of the schemas

`tests/mutants/run.py --all --table docs/schema-mutants.md` has written this page. Do not edit it.

The program changes the schemas in {count} small ways, one at a time: these are the mutants. It generates
the code for each, compiles it, and uses the server, if there is one. [Change the protocol](regenerating.md)
says what the outcomes mean for a person who edits a schema.

| outcome | meaning |
| --- | --- |
| refused | the generator says which file, which place and why |
| compile error | the compiler stops, and the error names the word, member, event or parameter |
| passes | the server passes a session, all simulations, the control interface, the journal and all reports, with the changed word, member or bound in use |
| tells | the server answers, but its own value breaks a bound that is now too narrow for it. The answer is an error that names the place |
| failure | anything else: a crash, a leak, an answer that is wrong or missing, an error that names nothing |

*Edits* are the lines of handwritten code that the compiler points to, for the mutants that do not compile:
the median, and the most. *Mended* is the number of mutants whose examples or defaults did not fit any more.
The generator names these; the program corrects them as a person would, and goes on.

## By kind

{kinds}

## By file

{files}
"""


@dataclasses.dataclass
class Result:
    """What became of one mutant."""

    id: str
    outcome: str
    said: str
    mended: int  # examples and defaults that had to follow
    edits: int  # places in handwritten code that the compiler points to
    seconds: float


def rows(mutants: list[Mutant], results: dict[str, Result], key: Callable[[Mutant], str]) -> str:
    groups: dict[str, list[Mutant]] = collections.defaultdict(list)
    for mutant in mutants:
        groups[key(mutant)].append(mutant)
    lines = ["| | mutants | " + " | ".join(OUTCOMES) + " | edits | mended |",
             "| --- |" + " ---: |" * (len(OUTCOMES) + 3)]
    order = [kind for kind in KINDS if kind in groups] or sorted(groups)
    for name in order:
        mine = [results[one.id] for one in groups[name]]
        counts = collections.Counter(one.outcome for one in mine)
        edits = [one.edits for one in mine if one.outcome == "compile error"]
        cells = [str(counts[one]) if counts[one] else "" for one in OUTCOMES]
        cells.append(f"{statistics.median_low(edits)}, {max(edits)}" if edits else "")
        cells.append(str(sum(one.mended > 0 for one in mine) or ""))
        what = f": {KINDS[name]}" if name in KINDS else ""
        lines.append(f"| `{name}`{what} | {len(mine)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write(path: pathlib.Path, mutants: list[Mutant], results: Iterable[Result]) -> None:
    """Writes the page. Each mutant has a result."""
    known = {one.id: one for one in results}
    path.write_text(TEXT.format(count=len(mutants), kinds=rows(mutants, known, KIND),
                                files=rows(mutants, known, FILE)), encoding="utf-8")


def counts(text: str) -> dict[str, int]:
    """How many mutants the page has for each kind and file."""
    return {name: int(count)
            for name, count in re.findall(r"^\| `([^`]+)`[^|]*\| (\d+) \|", text, re.M)}


def wanted(mutants: list[Mutant]) -> dict[str, int]:
    """The same of the mutants that there are."""
    found: collections.Counter[str] = collections.Counter()
    for mutant in mutants:
        found.update((mutant.kind, mutant.file))
    return dict(found)
