"""Socket.IO: packets, JSON, namespaces, attachments. What is no packet closes the connection."""

from __future__ import annotations

import json

from harness import BINARY, TEXT, frame
from hostile.probe import (HALF_CLOSE, JOIN, KEY, RESET, Attack, Probe, event, in_session,
                           lazily, on_open)

PARSE_ERROR = "close 1002"
INVALID = "error INVALID_CONFIG"
UNKNOWN = INVALID


def auth(payload: object) -> str:
    return "40" + json.dumps(payload)


PACKETS = (
    Probe("type 7", in_session("47"), PARSE_ERROR),
    Probe("type 9", in_session("49"), PARSE_ERROR),
    Probe("type x", in_session("4x"), PARSE_ERROR),
    Probe("a packet without a type", in_session("4"), PARSE_ERROR),
    Probe("a NUL as a type", in_session("4\0"), PARSE_ERROR),
    Probe("an EVENT without anything", in_session("42"), PARSE_ERROR),
    Probe("an EVENT of digits without end", in_session("42" + "9" * 1_000_000), PARSE_ERROR),
    Probe("a BINARY_EVENT of digits without end", in_session("45" + "1" * 1_000_000), PARSE_ERROR),
    Probe("a BINARY_ACK of digits without end", in_session("46" + "1" * 1_000_000), PARSE_ERROR),
    Probe("a BINARY_EVENT of zeros without end", in_session("45" + "0" * 1_000_000), PARSE_ERROR),
    Probe("an ACK of zeros without end", in_session("43" + "0" * 1_000_000), PARSE_ERROR),
    Probe("digits, then an event", in_session("42" + "9" * 1000 + '["x"]'), PARSE_ERROR),
    Probe("the largest ack id", in_session('429007199254740991["x"]'), f"ack, {UNKNOWN}"),
    Probe("an ack id one larger", in_session('429007199254740992["x"]'), PARSE_ERROR),
    Probe("an ack id of 2^64", in_session('4218446744073709551616["x"]'), PARSE_ERROR),
    Probe("a negative ack id", in_session('42-1["x"]'), PARSE_ERROR),
    Probe("an ack id with a fraction", in_session('421.5["x"]'), PARSE_ERROR),
    Probe("a CONNECT_ERROR from a client", in_session('44{"message":"x"}'), PARSE_ERROR),
    Probe("an ACK without an id", in_session('43["x"]'), PARSE_ERROR),
    Probe("an ACK that nobody awaits", in_session('4312345["x"]'), "nothing"),
    Probe("an ACK that is no array", in_session('431{"x":1}'), PARSE_ERROR),
    Probe("an ACK without arguments", in_session("431"), PARSE_ERROR),
    Probe("a BINARY_ACK that nobody awaits",
          in_session('461-7[{"_placeholder":true,"num":0}]', frame(BINARY, b"x")), "nothing"),
    Probe("a DISCONNECT with arguments", in_session('41["x"]'), PARSE_ERROR),
    Probe("a DISCONNECT, then an event", in_session("41", event("x")), PARSE_ERROR),
    Probe("a DISCONNECT, then another", in_session("41", "41"), PARSE_ERROR),
    Probe("leaving and coming again, 100 times", in_session(*["41", JOIN] * 100),
          ", ".join(["joined"] * 100)),
)

CONNECTS = (
    Probe("an event before CONNECT", on_open(event("x")), PARSE_ERROR),
    Probe("an ACK before CONNECT", on_open('431["x"]'), PARSE_ERROR),
    Probe("a DISCONNECT before CONNECT", on_open("41"), PARSE_ERROR),
    Probe("a BINARY_EVENT before CONNECT", on_open('451-["x"]'), PARSE_ERROR),
    Probe("an attachment before CONNECT", on_open(frame(BINARY, b"x")), "close 1003"),
    Probe("CONNECT twice", in_session(JOIN), PARSE_ERROR),
    Probe("CONNECT twice, to another namespace between",
          in_session(JOIN.replace("40", "40/sts,"), JOIN.replace("40", "40/sts,")),
          f"joined, {PARSE_ERROR}"),
    Probe("CONNECT with an id", on_open(JOIN.replace("40", "401")), PARSE_ERROR),
    Probe("CONNECT with auth as an array", on_open(auth([KEY])), PARSE_ERROR),
    Probe("CONNECT with auth as a string", on_open(auth(KEY)), PARSE_ERROR),
    Probe("CONNECT with auth as a number", on_open("40 5"), PARSE_ERROR),
    Probe("CONNECT with auth as null", on_open(auth(None)), PARSE_ERROR),
    Probe("CONNECT with auth as true", on_open(auth(True)), PARSE_ERROR),
    Probe("CONNECT with auth that is no JSON", on_open("40{token}"), PARSE_ERROR),
    Probe("CONNECT with half an auth", on_open(JOIN[:-1]), PARSE_ERROR),
    Probe("CONNECT with two auths", on_open(JOIN + "{}"), PARSE_ERROR),
    Probe("CONNECT with auth 60 levels deep",
          on_open('40{"a":' + "[" * 60 + "]" * 60 + f',"token":"{KEY}"}}'), "joined"),
    Probe("CONNECT with auth 1,000 levels deep",
          on_open('40{"a":' + "[" * 1000 + "]" * 1000 + f',"token":"{KEY}"}}'),
          "refused Invalid auth payload"),
    Probe("CONNECT with auth of 60,000 levels, not closed", on_open('40{"a":' + "[" * 60_000),
          "close 1002"),
    Probe("CONNECT with a megabyte of auth", on_open(auth({"token": "x" * 1_000_000})),
          "close 1009"),
    Probe("CONNECT with duplicate members", on_open(f'40{{"token":"{KEY}","token":"{KEY}"}}'),
          "refused Invalid auth payload"),
    Probe("CONNECT with a lone surrogate", on_open(f'40{{"token":"{KEY}","a":"\\ud800"}}'),
          "refused Invalid auth payload"),
    # A wrong token is counted, and ten in a minute are enough: no more than ten rows of these.
    Probe("CONNECT without a token", on_open("40"), "refused Invalid API key"),
    Probe("CONNECT with a token that is a number", on_open(auth({"token": 5})),
          "refused Invalid API key"),
    Probe("CONNECT with an empty token", on_open(auth({"token": ""})), "refused Invalid API key"),
    Probe("CONNECT with a token and a NUL", on_open(f'40{{"token":"{KEY}\\u0000"}}'),
          "refused Invalid API key"),
    Probe("CONNECT with a token of 10,000 bytes", on_open(auth({"token": KEY * 800})),
          "refused Invalid API key"),
    Probe("CONNECT after a refusal", on_open("40", JOIN), "refused Invalid API key, joined"),
    # namespaces
    Probe("a namespace without a comma", on_open("40/sts"), "refused Invalid API key"),
    Probe("a namespace that there is not", on_open("40/other,"), "refused Invalid namespace"),
    Probe("a namespace in capitals", on_open("40/STS,"), "refused Invalid namespace"),
    Probe("a namespace with a query", on_open("40/sts?token=x,"), "refused Invalid namespace"),
    Probe("a namespace of slashes", on_open("40//,"), "refused Invalid namespace"),
    Probe("the namespace __proto__", on_open("40/__proto__,"), "refused Invalid namespace"),
    Probe("a namespace with quotes", on_open('40/a"b\\c,'), "refused Invalid namespace"),
    Probe("a namespace with a line feed", on_open("40/a\nb,"), PARSE_ERROR),
    Probe("a namespace with a NUL", on_open("40/a\0b,"), PARSE_ERROR),
    Probe("a namespace of 10,000 bytes", on_open("40/" + "n" * 10_000 + ","), PARSE_ERROR),
    Probe("a namespace of 10,000 bytes without a comma", on_open("40/" + "n" * 10_000),
          PARSE_ERROR),
    Probe("a namespace that is no UTF-8", on_open(frame(TEXT, b"40/\xff,")),
          "close 1007"),
    Probe("1,000 namespaces that there are not", on_open(*[f"40/n{i}," for i in range(1000)]),
          ", ".join(["refused Invalid namespace"] * 1000)),
    Probe("an event for a namespace that was not joined", in_session('42/sts,["x"]'), PARSE_ERROR),
    Probe("an event for a namespace that there is not", in_session('42/other,["x"]'), PARSE_ERROR),
    Probe("an event for a namespace without a comma", in_session('42/sts["x"]'), PARSE_ERROR),
    Probe("a DISCONNECT from a namespace that was not joined", in_session("41/sts,"), PARSE_ERROR),
)

NAMES = (
    *(Probe(f"an event name that is {what}", in_session(f"42[{value}]"), PARSE_ERROR)
      for what, value in (("an object", "{}"), ("an object with members", '{"x":1}'),
                          ("an array", "[]"), ("null", "null"), ("true", "true"),
                          ("missing", ""), ("the reserved connect", '"connect"'),
                          ("the reserved connect_error", '"connect_error"'),
                          ("the reserved disconnect", '"disconnect"'),
                          ("the reserved disconnecting", '"disconnecting"'),
                          ("the reserved newListener", '"newListener"'),
                          ("the reserved removeListener", '"removeListener"'),
                          ("reserved, spelt with escapes", '"\\u0063onnect"'))),
    *(Probe(f"an event name that is {what}", in_session(f"42[{value}]"), UNKNOWN)
      for what, value in (("a number", "5"), ("a number with a fraction", "-1.5e3"),
                          ("empty", '""'), ("__proto__", '"__proto__"'),
                          ("a NUL", '"\\u0000"'), ("a name behind a NUL", '"stream:init\\u0000"'),
                          ("a name with a line feed", '"a\\nb"'),
                          ("a lone surrogate", '"\\ud800"'),
                          ("half a pair and more", '"\\udc00x"'),
                          ("quotes", '"\\"\\\\\\""'),
                          ("a format", '"%s%n%x%p"'),
                          ("one that only servers send", '"stream:ready"'),
                          ("127 characters of four bytes", '"' + "\U0001f600" * 127 + '"'),
                          ("100,000 characters long", '"' + "n" * 100_000 + '"'),
                          ("10,000 escapes long", '"' + "\\u00e9" * 10_000 + '"'))),
)

# Not JSON (RFC 8259). Each is the payload of an event.
NOT_JSON = (
    "{'a':1}", "{a:1}", '{"a":1,}', "[1,]", "[,1]", "[1 2]", '{"a" 1}', '{"a":}', '{"a":1 "b":2}',
    '{"a":1', "[1", '"abc', '"a\nb"', '"a\tb"', '"\\x41"', '"\\u12"', '"\\u12G4"', '"\\"', "tru",
    "True", "nul", "undefined", "NaN", "Infinity", "-Infinity", "01", "-01", "+1", ".5", "1.", "1e",
    "1e+", "0x10", "1_000", "--1", "-", "1 /* one */", "// one\n1", "}", "]", "{]", "[}", ":", ",",
    '{1:2}', '{null:1}', '"a"b', "\ufeff1", "\u00a01", "\x0b1", "1\0", "1;", "`1`", '{"a":1}}',
)

JSON = (
    *(Probe(f"no JSON: {text[:20]!r}", in_session(f'42["hello",{text}]'), PARSE_ERROR)
      for text in NOT_JSON),
    Probe("no JSON where a stream should begin", in_session('42["stream:init",{"stream_id":"s",]'),
          PARSE_ERROR),
    Probe("no JSON behind the first argument", in_session('42["hello",1,tru]'), PARSE_ERROR),
    Probe("an array that does not end", in_session('42["hello"'), PARSE_ERROR),
    Probe("an array and more", in_session('42["hello"]x'), PARSE_ERROR),
    Probe("two arrays", in_session('42["hello"]["hello"]'), PARSE_ERROR),
    Probe("an object instead of an array", in_session('42{"0":"hello"}'), PARSE_ERROR),
    Probe("a string instead of an array", in_session('42"hello"'), PARSE_ERROR),
    Probe("an empty array", in_session("42[]"), PARSE_ERROR),
    Probe("100,000 nested arrays, closed",
          in_session('42["hello",' + "[" * 100_000 + "]" * 100_000 + "]"), INVALID),
    Probe("100,000 nested arrays, not closed", in_session('42["hello",' + "[" * 100_000),
          PARSE_ERROR),
    Probe("100,000 nested objects, closed",
          in_session('42["hello",' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "]"), INVALID),
    Probe("100,000 nested objects, not closed", in_session('42["hello",' + '{"a":' * 100_000),
          PARSE_ERROR),
    Probe("1,000,000 opening brackets", in_session('42["hello",' + "[" * 1_000_000), PARSE_ERROR),
    # Over 1 MiB only fragments are read.
    Probe("10,000,000 opening brackets",
          lazily(lambda: in_session('42["hello",' + "[" * 10_000_000)), UNKNOWN),
    Probe("100,000 arguments", in_session('42["hello"' + ",1" * 100_000 + "]"), UNKNOWN),
    Probe("100,000 arguments for stream:pause",
          in_session('42["stream:pause",{"stream_id":"s"}' + ",1" * 100_000 + "]"),
          "error STREAM_NOT_FOUND"),
    Probe("a megabyte of spaces", in_session('42["hello"' + " " * 1_000_000 + ",1]"), UNKNOWN),
    Probe("a number of a megabyte", in_session(f'42["hello",{"9" * 1_000_000}]'), UNKNOWN),
    Probe("an exponent of a megabyte", in_session(f'42["hello",1e{"9" * 1_000_000}]'), UNKNOWN),
    Probe("a string of 10 MB of escapes",
          lazily(lambda: in_session('42["hello","' + "\\u0041" * 1_600_000 + '"]')), UNKNOWN),
)

PLACEHOLDER = '{"_placeholder":true,"num":0}'
ATTACHMENT = frame(BINARY, b"attached")


def binary(placeholder: str, count: str = "1") -> Attack:
    """A BINARY_EVENT with one attachment."""
    return in_session(f'45{count}-["hello",{placeholder}]', ATTACHMENT)


ATTACHMENTS = (
    Probe("an attachment as it should be", binary(PLACEHOLDER), UNKNOWN),
    Probe("an attachment in a member", binary('{"a":[' + PLACEHOLDER + "]}"), UNKNOWN),
    Probe("an empty attachment",
          in_session(f'451-["hello",{PLACEHOLDER}]', frame(BINARY)), UNKNOWN),
    Probe("an attachment without a placeholder", binary("1"), UNKNOWN),
    *(Probe(f"a placeholder with num {num}", binary(f'{{"_placeholder":true,"num":{num}}}'),
            PARSE_ERROR)
      for num in ("1", "-1", "0.5", '"0"', "null", "[]", "{}", "true", "9007199254740993",
                  "18446744073709551616", "1e400", "-1e400")),
    Probe("a placeholder without num", binary('{"_placeholder":true}'), PARSE_ERROR),
    Probe("a placeholder that is not true", binary('{"_placeholder":"yes","num":7}'), UNKNOWN),
    Probe("a placeholder in a name", in_session(f"451-[{PLACEHOLDER}]", ATTACHMENT), PARSE_ERROR),
    Probe("one attachment, a thousand placeholders",
          binary("[" + ",".join([PLACEHOLDER] * 1000) + "]"), UNKNOWN),
    Probe("a placeholder in an EVENT", in_session(f'42["hello",{PLACEHOLDER}]'), UNKNOWN),
    Probe("11 attachments", binary(PLACEHOLDER, "11"), PARSE_ERROR),
    Probe("1,000,000 attachments", binary(PLACEHOLDER, "1000000"), PARSE_ERROR),
    Probe("no attachments in a BINARY_EVENT", in_session('450-["hello"]'), PARSE_ERROR),
    Probe("no number of attachments", in_session('45-["hello"]'), PARSE_ERROR),
    Probe("no dash behind the number of attachments", in_session('451["hello"]'), PARSE_ERROR),
    Probe("-1 attachments", in_session('45-1-["hello"]'), PARSE_ERROR),
    Probe("text instead of an attachment",
          in_session(f'451-["hello",{PLACEHOLDER}]', event("hello")), PARSE_ERROR),
    Probe("a CONNECT instead of an attachment",
          in_session(f'451-["hello",{PLACEHOLDER}]', JOIN.replace("40", "40/sts,")), PARSE_ERROR),
    Probe("a DISCONNECT instead of an attachment",
          in_session(f'451-["hello",{PLACEHOLDER}]', "41"), PARSE_ERROR),
    Probe("a pong between an attachment and its event",
          in_session(f'451-["hello",{PLACEHOLDER}]', "3", ATTACHMENT), UNKNOWN),
    Probe("an attachment that never comes, then leaving",
          in_session(f'4510-["hello",{PLACEHOLDER}]', ATTACHMENT * 9, RESET), "gone"),
    Probe("an attachment that never comes, then half-closed",
          in_session(f'452-["hello",{PLACEHOLDER}]', ATTACHMENT, HALF_CLOSE),
          "closed"),
    Probe("one attachment too many",
          in_session(f'451-["hello",{PLACEHOLDER}]', ATTACHMENT * 2),
          f"{UNKNOWN}, close 1003"),
    Probe("an attachment of no JSON", in_session('451-["hello",tru]', ATTACHMENT), PARSE_ERROR),
    Probe("attachments over maxPayload together",
          lazily(lambda: in_session(f'452-["hello",{PLACEHOLDER}]',
                                    frame(BINARY, bytes(30_000_000)) * 2)),
          "close 1009"),
)

CHAPTER = (*PACKETS, *CONNECTS, *NAMES, *JSON, *ATTACHMENTS)
