"""Every event, every rule: the generated codec and python3-jsonschema must find the same.

From the schemas' examples messages are derived that break (or just keep) each rule; both sides say
what is wrong and where, leniently and strictly. What is accepted is encoded again and compared.
"""

import json
import os
import subprocess
import unittest
from pathlib import Path
from typing import Any

from mutants import bases, dumps, mutants
from reference import ROOT, Finding, Schemas

BUILD = Path(os.environ.get("ECHO_BUILD", ROOT / "build"))
Line = tuple[str, str, str]


def ask(lines: list[Line], strict: bool) -> list[dict[str, Any]]:
    """What codec-check says about each."""
    command = [str(BUILD / "tests" / "codec-check")] + (["--strict"] if strict else [])
    text = "".join("\t".join(line) + "\n" for line in lines)
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr.decode())
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def found(findings: list[dict[str, Any]]) -> set[Finding]:
    return {(finding["pointer"], finding["keyword"]) for finding in findings}


def same_words(ours: set[Finding], theirs: set[Finding]) -> set[Finding]:
    """Where a condition requires a member that is null, the codec speaks of the null and the
    reference of the absence."""
    return {
        (parent, "required")
        if keyword == "type" and (at, keyword) not in theirs and (parent, "required") in theirs
        else (at, keyword)
        for at, keyword in ours
        for parent in [at.rpartition("/")[0]]
    }


def kept(schemas: Schemas, path: Path, schema: Any, value: Any) -> Any:
    """What of a decoded value is encoded again: no nulls, no unknown members, all defaults. An
    object that may hold anything, and an array, is written as it stood."""
    if not isinstance(value, dict):
        return value
    parts = list(schemas.resolve(path, schema))
    if not any("additionalProperties" in part.get("x-deviation", {}) for _, part in parts):
        return value
    result: dict[str, Any] = {}
    for at, part in parts:
        for name, member in part.get("properties", {}).items():
            rules: dict[str, Any] = {}
            for _, applied in reversed(list(schemas.resolve(at, member))):
                rules.update(applied)
            null = value.get(name) is None and not schemas.accepts_null(at, member)
            if name in value and not null:
                result[name] = kept(schemas, at, member, value[name])
            elif "default" in rules:
                result[name] = kept(schemas, at, member, rules["default"])
    return result


class Corpus(unittest.TestCase):
    maxDiff = None
    schemas = Schemas()
    lines: list[Line] = []
    files: list[Path] = []
    values: list[Any]
    lenient: list[dict[str, Any]]
    strict: list[dict[str, Any]]
    errors: list[set[Finding]]
    all_errors: list[set[Finding]]

    @classmethod
    def setUpClass(cls) -> None:
        seen: set[Line] = set()
        for direction, event, file in cls.schemas.events():
            for base, new in bases(cls.schemas, file):
                for message in (base, *mutants(cls.schemas, file, base, new)):
                    line = (direction, event, dumps(message))
                    if line not in seen:
                        seen.add(line)
                        cls.lines.append(line)
                        cls.files.append(file)
        cls.lenient = ask(cls.lines, strict=False)
        cls.strict = ask(cls.lines, strict=True)
        cls.values = [json.loads(text) for _, _, text in cls.lines]
        cls.errors = [
            cls.schemas.findings(file, value, False) for file, value in zip(cls.files, cls.values)
        ]
        cls.all_errors = [
            cls.schemas.findings(file, value, True) for file, value in zip(cls.files, cls.values)
        ]

    def differences(self, ours: list[set[Finding]], theirs: list[set[Finding]]) -> None:
        wrong = [
            f"{' '.join(line)[:600]}\n  codec     {sorted(a)}\n  reference {sorted(b)}"
            for line, a, b in zip(self.lines, ours, theirs)
            if same_words(a, b) != b
        ]
        if wrong:
            self.fail(f"{len(wrong)} of {len(self.lines)}:\n" + "\n".join(wrong[:20]))

    def test_every_message_was_answered(self) -> None:
        self.assertEqual(len(self.lenient), len(self.lines))
        self.assertEqual([a for a in self.lenient if "unknown" in a], [])
        self.assertEqual({a["class"] for a in self.lenient}, {"ok", "schema"})

    def test_errors(self) -> None:
        self.differences([found(a["errors"]) for a in self.lenient], self.errors)

    def test_deviations(self) -> None:
        self.differences(
            [found(a["deviations"]) for a in self.lenient],
            [more - less for more, less in zip(self.all_errors, self.errors)],
        )

    def test_strict_errors(self) -> None:
        self.differences([found(a["errors"]) for a in self.strict], self.all_errors)

    def test_examples_are_valid(self) -> None:
        for direction, event, file in self.schemas.events():
            lines = [(direction, event, dumps(m)) for m in self.schemas.load(file)["examples"]]
            self.assertEqual({a["class"] for a in ask(lines, strict=False)}, {"ok"}, event)
            self.assertIn("ok", {a["class"] for a in ask(lines, strict=True)}, event)

    def test_every_event_has_accepted_and_refused_messages(self) -> None:
        for direction, event, _ in self.schemas.events():
            classes = {
                answer["class"]
                for line, answer in zip(self.lines, self.lenient)
                if line[:2] == (direction, event)
            }
            self.assertEqual(classes, {"ok", "schema"}, event)

    def test_every_rule_was_broken(self) -> None:
        """Every keyword that the schemas use in a way that can fail was found broken somewhere."""
        broken = {keyword for findings in self.all_errors for _, keyword in findings}
        used = {
            "type", "required", "enum", "const", "minimum", "maximum", "minLength", "maxLength",
            "format", "contentEncoding", "minItems", "maxItems", "additionalProperties",
        }
        texts = [path.read_text(encoding="utf-8") for path in (ROOT / "schema").rglob("*.json")]
        used = {keyword for keyword in used if any(f'"{keyword}":' in text for text in texts)}
        # maxLength of data_base64 and the const of if are never or not only there to be broken
        self.assertEqual(used - broken - {"const"}, set())

    def test_accepted_messages_encode_to_themselves(self) -> None:
        again: list[Line] = []
        expected: list[Any] = []
        for line, file, value, answer in zip(self.lines, self.files, self.values, self.lenient):
            if answer["class"] != "ok":
                self.assertNotIn("encoded", answer)
                continue
            wanted = kept(self.schemas, file, self.schemas.load(file), value)
            self.assertEqual(answer.get("encoded", answer.get("encode_error")), wanted, line)
            again.append((line[0], line[1], dumps(answer["encoded"])))
            expected.append(answer["encoded"])
        self.assertEqual([a.get("encoded") for a in ask(again, strict=False)], expected)

    def test_findings_say_something(self) -> None:
        for answer in self.lenient:
            for finding in answer["errors"] + answer["deviations"]:
                self.assertRegex(finding["message"], r"^(must|is|lacks|matches) .{5,}")


class Dispatch(unittest.TestCase):
    def test_events_go_one_way(self) -> None:
        names: dict[str, set[str]] = {"receive": set(), "send": set()}
        for direction, event, _ in Schemas().events():
            names[direction].add(event)
        other = {"receive": "send", "send": "receive"}
        for direction, events in names.items():
            for event in sorted(events):
                answer = ask([(other[direction], event, "{}")], strict=False)[0]
                self.assertEqual("unknown" in answer, event not in names[other[direction]], event)

    def test_unknown_names(self) -> None:
        for name in ("", "stream", "stream:inits", "STREAM:INIT", "error ", "\u00e9"):
            self.assertEqual(ask([("receive", name, "{}")], strict=False), [{"unknown": name}])


if __name__ == "__main__":
    unittest.main()
