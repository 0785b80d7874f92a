"""Socket.IO v5, packet by packet, over real sockets, against protocol-app, on every transport.

Written from the protocol document (github.com/socketio/socket.io-protocol) and the behaviour of
the reference server. Each test's docstring is the rule that it tests.
"""
# labels: fast

from __future__ import annotations

import json
import re
import time
import unittest
from typing import Any, NamedTuple

import harness
from wire import (MAX_PAYLOAD, PATIENT, SEPARATOR, Direct, Link, Packet, Polling, ProtocolTest,
                  Upgraded, query, upgrade)

# Of the server that does not wait long for the first namespace, in seconds.
CONNECT_TIMEOUT = 1.5
# How late that may come on a busy machine. Nothing else closes a connection within a minute.
SLACK = 10.0 * harness.TIME_FACTOR
EARLY = 0.03


def load_tests(loader: unittest.TestLoader, *_: object) -> unittest.TestSuite:
    """Classes of rules run as parts of the classes that stand for a transport only."""
    cases = (OverWebSocket, OverPolling, OverUpgraded, AcrossUpgrade, LateOverWebSocket,
             LateOverPolling, LateOverUpgraded)
    return unittest.TestSuite(map(loader.loadTestsFromTestCase, cases))


def setUpModule() -> None:
    ProtocolTest.server = unittest.enterModuleContext(
        harness.app("protocol-app", CONNECT_TIMEOUT="60000", **PATIENT))


class Parsed(NamedTuple):
    type: int
    attachments: int
    namespace: str
    id: int | None
    data: Any


def parse(packet: Packet) -> Parsed:
    """A Socket.IO packet as a message of Engine.IO."""
    match = isinstance(packet, str) and re.fullmatch(
        r"4([0-6])(?:(\d+)-)?(?:(/[^,]*),)?(\d+)?(.*)", packet, re.DOTALL)
    if not match:
        raise AssertionError(f"no packet: {packet!r:.300}")
    kind, attachments, namespace, number, data = match.groups()
    return Parsed(int(kind), int(attachments or 0), namespace or "/",
                  None if number is None else int(number), json.loads(data) if data else None)


def placeholder(number: Any) -> str:
    return json.dumps({"_placeholder": True, "num": number})


class SocketIoTest(ProtocolTest):
    path = "/socket.io/"
    transport: type[Polling] | type[Direct] = Direct

    def link(self) -> Link:
        """A session that has joined nothing yet."""
        link = self.transport(self.port, self.path)
        self.addCleanup(link.close)
        return link

    def joined(self, *namespaces: str) -> Link:
        """One that has joined namespaces, the main one if none is given."""
        link = self.link()
        for namespace in namespaces or ("/",):
            self.join(link, namespace)
        return link

    def join(self, link: Link, namespace: str = "/") -> str:
        """Joins, and returns the socket's id."""
        prefix = "" if namespace == "/" else namespace + ","
        link.send("40" + prefix)
        answer = parse(link.receive())
        self.assertEqual((answer.type, answer.namespace), (0, namespace))
        self.assertEqual(list(answer.data), ["sid"])
        self.assertEqual(link.receive(), f'42{prefix}["auth",{{}}]')
        return str(answer.data["sid"])

    def assert_alive(self, link: Link, namespace: str = "/") -> None:
        """The connection works, and has nothing else to say."""
        prefix = "" if namespace == "/" else namespace + ","
        link.send(f'42{prefix}["message","alive"]')
        self.assertEqual(link.receive(), f'42{prefix}["message-back","alive"]')

    def assert_echo(self, arguments: str, link: Link | None = None) -> None:
        """Arguments (JSON with commas between) come back the same."""
        link = link or self.joined()
        link.send(f'42["message",{arguments}]')
        back = parse(link.receive())
        self.assertEqual(back, Parsed(2, 0, "/", None,
                                      ["message-back", *json.loads(f"[{arguments}]")]))

    def assert_all_close(self, *packets: str, namespaces: tuple[str, ...] = ("/",)) -> None:
        """Each of these packets closes a connection that joined `namespaces`."""
        for packet in packets:
            with self.subTest(packet[:100]):
                link = self.joined(*namespaces) if namespaces else self.link()
                link.offer(packet)
                link.expect_closed()


# ---- the rules, whatever the transport --------------------------------------------------------


class Connect(SocketIoTest):
    def test_main_namespace(self) -> None:
        """`40` is answered with a CONNECT that holds the socket's id, nothing else; then events."""
        link = self.link()
        link.send("40")
        packet = link.receive()
        self.assertRegex(str(packet), r'\A40\{"sid":"[A-Za-z0-9_-]{20,}"\}\Z')
        self.assertEqual(link.receive(), '42["auth",{}]')

    def test_main_namespace_with_auth(self) -> None:
        """The payload of CONNECT is the auth object; the main namespace may be spelt out."""
        for packet, auth in (('40{"token":"123"}', {"token": "123"}), ("40{}", {}),
                             ('40/,{"a":{"b":[1,"ä😀",null]}}',
                              {"a": {"b": [1, "ä😀", None]}}),
                             ('40{ "x" : 1 }', {"x": 1})):
            with self.subTest(packet):
                link = self.link()
                link.send(packet)
                self.assertEqual(parse(link.receive()).type, 0)
                self.assertEqual(parse(link.receive()), Parsed(2, 0, "/", None, ["auth", auth]))

    def test_custom_namespace(self) -> None:
        """A namespace is joined by its name, with or without a comma behind it."""
        for packet in ("40/custom,", "40/custom"):
            link = self.link()
            link.send(packet)
            self.assertRegex(str(link.receive()), r'\A40/custom,\{"sid":"[A-Za-z0-9_-]{20,}"\}\Z')
            self.assertEqual(link.receive(), '42/custom,["auth",{}]')

    def test_custom_namespace_with_auth(self) -> None:
        """Each namespace has its own auth object."""
        link = self.joined("/")
        link.send('40/custom,{"token":"abc"}')
        self.assertEqual(parse(link.receive())[:3], (0, 0, "/custom"))
        self.assertEqual(link.receive(), '42/custom,["auth",{"token":"abc"}]')

    def test_several_namespaces(self) -> None:
        """One connection may join several namespaces; ids differ, packets stay apart."""
        link = self.link()
        sids = {self.join(link), self.join(link, "/custom"), link.sid}
        self.assertEqual(len(sids), 3)
        link.send('42/custom,["message",1]', '42["message",2]')
        self.assertEqual([link.receive(), link.receive()],
                         ['42/custom,["message-back",1]', '42["message-back",2]'])

    def test_custom_namespace_only(self) -> None:
        """The main namespace need not be joined."""
        self.assert_alive(self.joined("/custom"), "/custom")

    def test_unknown_namespace(self) -> None:
        """Another namespace gets a CONNECT_ERROR, to the byte; the connection stays usable."""
        link = self.link()
        for packet, name in (("40/random", "/random"), ("40/random,", "/random"),
                             ('40/random,{"token":"123"}', "/random"), ("40/custo,", "/custo"),
                             ("40/custom/,", "/custom/"), ("40/Custom,", "/Custom"),
                             ("40//,", "//"), ("40/__proto__,", "/__proto__"),
                             ("40/constructor,", "/constructor"), ("40/ñ€😀,", "/ñ€😀"),
                             ('40/"}],', '/"}]')):
            link.send(packet)
            self.assertEqual(link.receive(), f'44{name},{{"message":"Invalid namespace"}}')
        self.join(link)
        self.assert_alive(link)

    def test_namespace_with_a_query_string(self) -> None:
        """Since version 5 of the protocol a query string is no part of CONNECT: it belongs to a
        name that is not known."""
        link = self.link()
        link.send("40/custom?token=abc,")
        self.assertEqual(link.receive(),
                         '44/custom?token=abc,{"message":"Invalid namespace"}')
        self.join(link, "/custom")

    def test_auth_that_is_no_object(self) -> None:
        """Any other payload of CONNECT closes the connection."""
        self.assert_all_close('40"x"', "40[]", '40["a"]', "40null", "40true", "40{", "40{]",
                              '40{"a":1,}', "40{}x", "40{}{}", "4012", "40-", "40/custom,[]",
                              "40/custom,1{}", "40/custom,{}x", "40/random,nonsense",
                              namespaces=())

    def test_first_packet_is_no_connect(self) -> None:
        """Whatever else comes first closes the connection."""
        self.assert_all_close('42["message"]', "41", "431[]", '44{"message":"x"}', "4", "4abc",
                              '451-["message",{"_placeholder":true,"num":0}]', '42/custom,["m"]',
                              namespaces=())
        link = self.link()
        link.offer(b"\1\2\3")
        link.expect_closed()

    def test_second_connect(self) -> None:
        """A CONNECT for a namespace that is joined closes the connection."""
        self.assert_all_close("40", "40{}", '40{"token":"123"}', "40/,")
        self.assert_all_close("40/custom,", "40/custom", namespaces=("/", "/custom"))

    def test_connect_error_from_a_client(self) -> None:
        """Only servers send CONNECT_ERROR."""
        self.assert_all_close('44{"message":"x"}', '44"x"', "44", '44/custom,{"message":"x"}')


class Late(SocketIoTest):
    """A server that does not wait long for the first namespace."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = cls.enterClassContext(harness.app(
            "protocol-app", CONNECT_TIMEOUT=str(int(CONNECT_TIMEOUT * 1000)), **PATIENT))

    def test_no_connect_in_time(self) -> None:
        """Nothing joined within connectTimeout: the connection closes."""
        start = time.monotonic()
        link = self.link()
        link.expect_closed()
        self.assertGreater(time.monotonic() - start, CONNECT_TIMEOUT - EARLY)
        self.assertLess(time.monotonic() - start, CONNECT_TIMEOUT + SLACK)

    def test_refused_connect_is_none(self) -> None:
        """A CONNECT that was refused does not put off connectTimeout."""
        start = time.monotonic()
        link = self.link()
        link.send("40/random,")
        self.assertEqual(parse(link.receive()).type, 4)
        link.expect_closed()
        self.assertGreater(time.monotonic() - start, CONNECT_TIMEOUT - EARLY)
        self.assertLess(time.monotonic() - start, CONNECT_TIMEOUT + SLACK)

    def test_joined_connections_stay(self) -> None:
        """Whoever has joined is not closed by connectTimeout, though it left again."""
        links = [self.joined(), self.joined("/custom"), self.joined()]
        links[2].send("41")
        self.link().expect_closed()  # opened later, so their time is up
        self.assert_alive(links[0])
        self.assert_alive(links[1], "/custom")
        links[2].send("40/random,")
        self.assertEqual(parse(links[2].receive()).type, 4)
        self.join(links[2])


class Disconnect(SocketIoTest):
    def test_rejoin(self) -> None:
        """DISCONNECT leaves the transport open: the namespace can be joined anew, with a new id."""
        for namespace, packet in (("/", "41"), ("/", "41/,"), ("/custom", "41/custom,"),
                                  ("/custom", "41/custom")):
            with self.subTest(packet):
                link = self.link()
                first = self.join(link, namespace)
                link.send(packet)
                self.assertNotEqual(self.join(link, namespace), first)
                self.assert_alive(link, namespace)

    def test_rejoin_many_times(self) -> None:
        """It is all the same how often."""
        link = self.link()
        sids = set()
        for _ in range(10):
            sids.add(self.join(link))
            link.send("41")
        self.assertEqual(len(sids), 10)

    def test_other_namespaces_stay(self) -> None:
        """Leaving one namespace leaves the others joined."""
        link = self.joined("/", "/custom")
        link.send("41/custom", '42["message","message to main namespace"]')
        self.assertEqual(link.receive(), '42["message-back","message to main namespace"]')
        link = self.joined("/", "/custom")
        link.send("41")
        self.assert_alive(link, "/custom")

    def test_no_answer(self) -> None:
        """DISCONNECT is not answered."""
        link = self.joined()
        link.send("41", "40/random,")
        self.assertEqual(parse(link.receive()).type, 4)

    def test_packets_after_leaving(self) -> None:
        """A packet for a namespace that was left closes the connection."""
        for packet in ('42["message"]', "41", "431[]",
                       '451-["message",{"_placeholder":true,"num":0}]'):
            link = self.joined("/", "/custom")
            link.send("41")
            link.offer(packet)
            link.expect_closed()

    def test_namespace_not_joined(self) -> None:
        """So does one for a namespace never joined, known or not."""
        self.assert_all_close('42/custom,["message"]', "41/custom,", "43/custom,1[]",
                              '45/custom,1-["message"]'.replace("/custom,1-", "1-/custom,"),
                              '42/random,["message"]', "41/random", '42/,x')
        self.assert_all_close('42["message"]', "41", namespaces=("/custom",))

    def test_disconnect_has_no_payload(self) -> None:
        """DISCONNECT carries nothing."""
        self.assert_all_close("41{}", '41"bye"', "41[]", "411", "41null", "41x", "41/,{}")
        self.assert_all_close("41/custom,{}", "41/custom,1", namespaces=("/", "/custom"))


class Events(SocketIoTest):
    def test_event(self) -> None:
        """An EVENT has a name and any arguments; it goes back with the same, to the byte."""
        link = self.joined()
        link.send('42["message",1,"2",{"3":[true]}]')
        self.assertEqual(link.receive(), '42["message-back",1,"2",{"3":[true]}]')

    def test_no_arguments(self) -> None:
        """Arguments may be absent."""
        link = self.joined()
        link.send('42["message"]')
        self.assertEqual(link.receive(), '42["message-back"]')

    def test_namespaces(self) -> None:
        """Events belong to a namespace; the main one may be spelt out."""
        link = self.joined("/", "/custom")
        link.send('42/custom,["message",1]', '42/,["message",2]', '42["message",3]')
        self.assertEqual([link.receive() for _ in range(3)],
                         ['42/custom,["message-back",1]', '42["message-back",2]',
                          '42["message-back",3]'])

    def test_json_values(self) -> None:
        """Arguments are any JSON."""
        link = self.joined()
        for arguments in ("null", "true,false", "0,-0,-1,1.5,1e3,-2.5E-7,12345678901234567890",
                          '""', '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00"', "[]", "{}",
                          "[[],[[]],{}]", '{"a":{"b":{"c":[1,{"d":null}]}}}', '{"":""}',
                          '{"__proto__":1,"constructor":2}', '"4","42[]","\\u001e"'):
            with self.subTest(arguments):
                self.assert_echo(arguments, link)

    def test_whitespace(self) -> None:
        """White space between the tokens of JSON means nothing."""
        self.assert_echo(' 1 ,\t[ 1 , 2 ] ,\r\n{ "a" : "b" } ')
        link = self.joined()
        link.send('42[ "message" , 1 ]')
        self.assertEqual(parse(link.receive()).data, ["message-back", 1])

    def test_unicode(self) -> None:
        """Text is UTF-8, from one byte to four a character."""
        self.assert_echo('"utf8 — string","aä€😀","\u2028\u2029","\x7f"')

    def test_deep(self) -> None:
        """Nesting up to 60 levels passes."""
        self.assert_echo("[" * 30 + '{"a":' * 30 + "1" + "}" * 30 + "]" * 30)

    def test_large(self) -> None:
        """An event up to maxPayload passes."""
        self.assert_echo(json.dumps("x" * (MAX_PAYLOAD - 100)))
        self.assert_echo(",".join(map(str, range(50_000))))

    def test_order(self) -> None:
        """Events are answered in their order."""
        link = self.joined()
        link.send(*[f'42["message",{i}]' for i in range(100)])
        self.assertEqual([link.receive() for _ in range(100)],
                         [f'42["message-back",{i}]' for i in range(100)])

    def test_escaped_name(self) -> None:
        """A name is compared as what it means, not as it is spelt."""
        link = self.joined()
        link.send('42["mes\\u0073age",1]')
        self.assertEqual(link.receive(), '42["message-back",1]')

    def test_unknown_events(self) -> None:
        """Events that nobody listens for are ignored, names that JavaScript knows among them."""
        link = self.joined()
        link.send('42["unknown",1]', '42["__proto__"]', '42["toString",{}]', '42["",0]',
                  '42["Connect"]', '42["message "]', '42["error",{}]', '42["disconnected"]')
        self.assert_alive(link)

    def test_number_as_name(self) -> None:
        """A number may be an event's name; nobody listens for it here."""
        link = self.joined()
        link.send('42[1,"x"]', "42[-1.5]", '421[0,{"a":1}]')
        self.assert_alive(link)

    def test_placeholder_without_attachments(self) -> None:
        """In a packet without attachments a placeholder is an object like any other."""
        self.assert_echo(placeholder(0) + "," + placeholder("x"))

    def test_well_formed_beyond_limits(self) -> None:
        """Depth, repeated keys, lone surrogates: no reason to close; the event may go unheard."""
        link = self.joined()
        for argument in ("[" * 100 + "]" * 100, '{"a":' * 100 + "1" + "}" * 100, '{"a":1,"a":2}',
                         '"\\ud83d"', "1e999", "[" * 100_000 + "]" * 100_000, "9" * 1000):
            link.send(f'42["message",{argument}]', '42["message","next"]')
            while (packet := link.receive()) != '42["message-back","next"]':
                self.assertEqual(parse(packet).data[0], "message-back")
        self.assert_serves()


class Acks(SocketIoTest):
    def test_ack(self) -> None:
        """An EVENT with an id is acknowledged with that id."""
        link = self.joined()
        link.send('42456["message-with-ack",1,"2",{"3":[false]}]')
        self.assertEqual(link.receive(), '43456[1,"2",{"3":[false]}]')

    def test_ack_in_a_namespace(self) -> None:
        """The id stands behind the namespace."""
        link = self.joined("/", "/custom")
        link.send('42/custom,7["message-with-ack","x"]', '427["message-with-ack","y"]')
        self.assertEqual([link.receive(), link.receive()], ['43/custom,7["x"]', '437["y"]'])

    def test_ack_without_arguments(self) -> None:
        """An acknowledgement of nothing is an empty array."""
        link = self.joined()
        link.send('420["message-with-ack"]')
        self.assertEqual(link.receive(), "430[]")

    def test_ids(self) -> None:
        """Ids are decimal numbers, as large as JavaScript counts; each is answered once."""
        link = self.joined()
        for number in (0, 1, 9, 10, 2**31, 2**32, 2**53 - 1):
            link.send(f'42{number}["message-with-ack",{number}]')
            self.assertEqual(link.receive(), f"43{number}[{number}]")
        link.send('42007["message-with-ack"]')
        self.assertEqual(parse(link.receive()), Parsed(3, 0, "/", 7, []))

    def test_same_id_twice(self) -> None:
        """An id used twice is answered twice: what it means is the client's affair."""
        link = self.joined()
        link.send('421["message-with-ack",1]', '421["message-with-ack",2]')
        self.assertEqual([link.receive(), link.receive()], ["431[1]", "431[2]"])

    def test_ack_not_wanted(self) -> None:
        """No id, no ACK; an id on an event that is not acknowledged hurts nobody."""
        link = self.joined()
        link.send('42["message-with-ack",1]', '425["message",1]')
        self.assertEqual(link.receive(), '42["message-back",1]')
        self.assert_alive(link)

    def test_unknown_acks(self) -> None:
        """An ACK for an id that nobody waits for is ignored."""
        link = self.joined("/", "/custom")
        link.send("430[]", '43999["x",{"a":1}]', f"43{2**53 - 1}[]", "43/custom,1[]")
        link.send('461-12[{"_placeholder":true,"num":0}]', b"\1\2")
        self.assert_alive(link)

    def test_ack_shape(self) -> None:
        """An ACK has an id and an array."""
        self.assert_all_close("43", "43[]", '43["x"]', "431", "431{}", '431"x"', "431null", "431x",
                              "431[", "431[]x", "431[1,]", "43/,[]", "43x[]", "431[}")

    def test_impossible_ids(self) -> None:
        """Ids without end, negative or broken ones close the connection."""
        event = '["message-with-ack"]'
        self.assert_all_close("42" + "9" * 400 + event, "42" + "9" * 100_000, f"42{2**64}{event}",
                              f"42{2**64 + 1}{event}", f"42-1{event}", f"421.5{event}",
                              f"421e3{event}", f"42+1{event}", f"420x1{event}", f"421,{event}",
                              "43" + "9" * 400 + "[]", f"43{2**64}[]", "43-1[]")


class Binary(SocketIoTest):
    def exchange(self, head: str, attachments: list[bytes], answer: str,
                 link: Link | None = None) -> None:
        """Sends a binary packet, and expects `answer` with the same attachments."""
        link = link or self.joined()
        link.send(head, *attachments)
        self.assertEqual(parse(link.receive()), parse(answer))
        self.assertEqual([link.receive() for _ in attachments], attachments)

    def test_binary_event(self) -> None:
        """A BINARY_EVENT is its text and its attachments, in order."""
        self.exchange('452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
                      [b"\1\2\3", b"\4\5\6"],
                      '452-["message-back",{"_placeholder":true,"num":0},'
                      '{"_placeholder":true,"num":1}]')

    def test_binary_ack(self) -> None:
        """A BINARY_EVENT with an id is acknowledged by a BINARY_ACK."""
        self.exchange('452-789["message-with-ack",{"_placeholder":true,"num":0},'
                      '{"_placeholder":true,"num":1}]', [b"\1\2\3", b"\4\5\6"],
                      '462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]')

    def test_namespace(self) -> None:
        """The namespace stands behind the number of attachments."""
        link = self.joined("/", "/custom")
        self.exchange(f'451-/custom,["message",{placeholder(0)}]', [b"x"],
                      f'451-/custom,["message-back",{placeholder(0)}]', link)
        self.exchange(f'451-/custom,12["message-with-ack",{placeholder(0)}]', [b"x"],
                      f'461-/custom,12[{placeholder(0)}]', link)

    def test_ten_attachments(self) -> None:
        """Up to ten attachments, in any order of their placeholders."""
        order = [9, 3, 0, 1, 2, 8, 7, 4, 5, 6]
        places = ",".join(map(placeholder, order))
        self.exchange(f'4510-["message",{places}]', [bytes([i]) * i for i in range(10)],
                      f'4510-["message-back",{places}]')

    def test_nested_placeholders(self) -> None:
        """Placeholders lie anywhere in the arguments, between text of all sorts."""
        data = f'{{"a":[1,{placeholder(1)},{{"b":{placeholder(0)}}}],"num":7}},"num",[[]]'
        self.exchange(f'452-["message",{data}]', [b"one", b"two"], f'452-["message-back",{data}]')

    def test_members_of_a_placeholder(self) -> None:
        """Their order, white space, spelling and further members mean nothing."""
        for data in ('{"num":0,"_placeholder":true}', '{ "_placeholder" : true , "num" : 0 }',
                     '{"_placeholder":true,"num":0,"x":[1]}',
                     '{"\\u005fplaceholder":true,"n\\u0075m":0}'):
            with self.subTest(data):
                self.exchange(f'451-["message",{data}]', [b"x"], f'451-["message-back",{data}]')

    def test_no_placeholders(self) -> None:
        """Objects that only look like placeholders are none."""
        data = ('{"_placeholder":false,"num":9},{"_placeholder":1,"num":9},{"num":9},'
                '{"_placeholder":"true","num":"x"},{"_placeholder":null},'
                '{"x":{"_placeholder":[true]}},"_placeholder",' + placeholder(0))
        self.exchange(f'451-["message",{data}]', [b"x"], f'451-["message-back",{data}]')

    def test_placeholder_twice(self) -> None:
        """Two placeholders may mean one attachment."""
        data = f"{placeholder(0)},{placeholder(0)}"
        self.exchange(f'451-["message",{data}]', [b"x"], f'451-["message-back",{data}]')

    def test_attachment_not_referred_to(self) -> None:
        """An attachment that no placeholder means hurts nobody."""
        link = self.joined()
        link.send('451-["message","text"]', b"x")
        self.assertEqual(parse(link.receive()).data, ["message-back", "text"])

    def test_contents(self) -> None:
        """Attachments are transparent: empty ones, every byte, what looks like packets."""
        contents = [b"", bytes(range(256)), b"4", b'42["message"]', b"2probe", b"b", b"\x1e" * 3]
        places = ",".join(placeholder(i) for i in range(len(contents)))
        self.exchange(f'457-["message",{places}]', contents, f'457-["message-back",{places}]')

    def test_one_after_the_other(self) -> None:
        """Binary packets follow one another, and text packets them."""
        link = self.joined()
        for i in range(5):
            self.exchange(f'451-["message",{placeholder(0)},{i}]', [b"%d" % i],
                          f'451-["message-back",{placeholder(0)},{i}]', link)
            self.assert_alive(link)

    def test_all_at_once(self) -> None:
        """So they do when they arrive together."""
        link = self.joined()
        sent: list[Packet] = []
        for i in range(5):
            sent += [f'451-["message",{placeholder(0)}]', b"%d" % i, f'42["message",{i}]']
        link.send(*sent)
        for i in range(5):
            self.assertEqual(parse(link.receive()).attachments, 1)
            self.assertEqual(link.receive(), b"%d" % i)
            self.assertEqual(link.receive(), f'42["message-back",{i}]')

    def test_one_message_at_a_time(self) -> None:
        """Text and attachments may arrive apart, with the heartbeat between."""
        link = self.joined()
        link.send(f'452-["message",{placeholder(0)},{placeholder(1)}]')
        link.send(b"one")
        link.send("3")
        link.send("6")
        link.send(b"two")
        self.assertEqual(parse(link.receive()).attachments, 2)
        self.assertEqual([link.receive(), link.receive()], [b"one", b"two"])

    def test_up_to_max_payload(self) -> None:
        """Text and attachments together may be as large as maxPayload."""
        link = self.joined()
        head = f'452-["message",{placeholder(0)},{placeholder(1)}]'
        size = MAX_PAYLOAD - len(head)
        attachments = [b"x" * (size // 2), b"y" * (size - size // 2)]
        link.send(head)
        for attachment in attachments:  # too much for one POST
            link.send(attachment)
        self.assertEqual(parse(link.receive()).attachments, 2)
        self.assertEqual([link.receive(), link.receive()], attachments)

    def test_over_max_payload(self) -> None:
        """A packet that grows past maxPayload closes the connection."""
        places = ",".join(map(placeholder, range(3)))
        link = self.joined()
        link.send(f'453-["message",{places}]')
        for _ in range(3):
            link.offer(b"x" * 400_000)
        link.expect_closed()
        self.assert_serves()

    def test_numbers_of_attachments(self) -> None:
        """The number is 1 to 10, in digits, ended by a dash."""
        event = f'["message",{placeholder(0)}]'
        self.assert_all_close(f"45{event}", f"45-{event}", f"45abc-{event}", f"451{event}", "451",
                              "451-", "45", f"45-1-{event}", '450-["message"]', f"4511-{event}",
                              f"45100-{event}", f"451.0-{event}", f"45 1-{event}", f"45+1-{event}",
                              f"451e1-{event}", f"450x1-{event}", "45" + "9" * 400 + f"-{event}",
                              "45" + "1" * 100_000, f"45{2**32 + 1}-{event}",
                              f"45{2**64 + 1}-{event}", f"451_{event}", f"45/,1-{event}")

    def test_numbers_of_attachments_of_acks(self) -> None:
        """So it is in a BINARY_ACK, which needs an id as well."""
        data = f"[{placeholder(0)}]"
        self.assert_all_close(f"461{data}", f"46abc-1{data}", "460-1[]", f"4611-1{data}", "461-1",
                              f"461-{data}", f"46-1{data}", "461-1{}", "46" + "9" * 400)

    def test_placeholders_out_of_range(self) -> None:
        """A placeholder's number is an integer below the number of attachments."""
        for number in ("1", "2", "10", "-1", "0.5", '"0"', '""', "null", "true", "{}", "[0]",
                       "1e400", str(2**32), str(2**63), str(2**64), "-9" + "9" * 30):
            for data in (f'{{"_placeholder":true,"num":{number}}}',
                         f'[{{"a":{{"num":{number},"_placeholder":true}}}}]'):
                with self.subTest(data):
                    link = self.joined()
                    link.offer(f'451-["message",{data}]', b"\1\2\3")
                    link.expect_closed()

    def test_placeholder_without_a_number(self) -> None:
        """A placeholder needs one."""
        for data in ('{"_placeholder":true}', '{"_placeholder":true,"nums":0}',
                     f'{placeholder(0)},{{"_placeholder":true,"num":1}}'):
            with self.subTest(data):
                link = self.joined()
                link.offer(f'451-["message",{data}]', b"\1\2\3")
                link.expect_closed()

    def test_placeholders_of_acks(self) -> None:
        """They are checked in a BINARY_ACK too, whoever waits for it."""
        link = self.joined()
        link.offer(f"461-5[{placeholder(1)}]", b"x")
        link.expect_closed()

    def test_text_where_an_attachment_is_due(self) -> None:
        """Nothing but attachments may follow until all are there."""
        head = f'452-["message",{placeholder(0)},{placeholder(1)}]'
        for packet in ('42["message"]', head, "41", "40/custom,", "431[]", "4", "4x",
                       '42/custom,["message"]'):
            for count in (0, 1):
                with self.subTest(packet=packet, attachments=count):
                    link = self.joined("/", "/custom")
                    link.send(head, *[b"one"] * count)
                    link.offer(packet)
                    link.expect_closed()

    def test_attachment_that_is_not_due(self) -> None:
        """An attachment that no packet announced closes the connection."""
        link = self.joined()
        link.offer(b"\1\2\3")
        link.expect_closed()
        link = self.joined()
        link.send(f'451-["message",{placeholder(0)}]', b"one")
        self.assertEqual(parse(link.receive()).attachments, 1)
        self.assertEqual(link.receive(), b"one")
        link.offer(b"two")
        link.expect_closed()

    def test_attachments_never_sent(self) -> None:
        """A packet whose attachments do not come is never delivered, and goes with its session."""
        for _ in range(5):
            link = self.joined()
            link.send(f'4510-["message",{",".join(map(placeholder, range(10)))}]', b"x" * 90_000)
            link.close()
        self.assert_serves()


class Malformed(SocketIoTest):
    def test_types(self) -> None:
        """A packet begins with a digit from 0 to 6."""
        self.assert_all_close("4", "47", '48["message"]', "49", "4a", "4{}", "4[]", "4null",
                              '4-2["message"]', '4 2["message"]', '4"2"', "4\0", "4²", "4٢", "4/",
                              '4/custom,2["message"]', "4b", "4,")

    def test_events_that_are_no_array(self) -> None:
        """The payload of an EVENT is an array that begins with a name."""
        self.assert_all_close("42", "421", '42"message"', '42{"message":1}', "42null", "42true",
                              "42[]", "42[ ]", "421[]", "42/,[]", "42/,")

    def test_names(self) -> None:
        """A name is a string or a number."""
        self.assert_all_close("42[{}]", '42[{"toString":1},2]', '42[["message"]]', "42[null]",
                              "42[true,1]", '421[{"a":"message-with-ack"}]', "42[[]]")

    def test_reserved_names(self) -> None:
        """Names that mean something to the libraries themselves close the connection, however
        they are spelt, with an id or in a binary packet as well."""
        for name in ("connect", "connect_error", "disconnect", "disconnecting", "newListener",
                     "removeListener"):
            self.assert_all_close(f'42["{name}"]', f'42["{name}",{{}}]', f'421["{name}",1]',
                                  f'42["\\u{ord(name[0]):04x}{name[1:]}"]')
            link = self.joined()
            link.offer(f'451-["{name}",{placeholder(0)}]', b"x")
            link.expect_closed()

    def test_namespaces(self) -> None:
        """A namespace ends with a comma, is text, and of a reasonable length."""
        self.assert_all_close('42/custom["message"]', "42/custom", "42/", "42/custom,", "42/,",
                              "40/a\x01b,", "40/a\nb,", "40/\x7f,", f"40/{'x' * 5000},",
                              f"40/{'x' * 5000}", f"40{'/' * 100_000}", "42/" + "," * 100_000,
                              namespaces=("/", "/custom"))

    def test_json(self) -> None:
        """What is no JSON closes the connection, wherever it is wrong."""
        self.assert_all_close(*('42["message"' + rest for rest in (
            "", ",", ",]", ",1", ",1,]", "1]", ",,1]", ",tru]", ",nul]", ",True]", ",undefined]",
            ",'x']", ",01]", ",1.]", ",.5]", ",+1]", ",1e]", ",-]", ",0x1]", ",NaN]", ",Infinity]",
            ",-Infinity]", ',"]', ',"x]', ',"\\x"]', ',"\\u12"]', ',"\\uzzzz"]', ',"\t"]', ',"\n"]',
            ',"\0"]', ",{]", ",{}", ",{a:1}]", ',{"a"}]', ',{"a":}]', ',{"a":1,}]', ',{"a" 1}]',
            ",{1:2}]", ",[}", ",[1}]", ",]]", ",1 2]", ",/**/1]", ",//\n1]", ",\0]", ",\x0b1]",
            ",\u00a01]", ",\ufeff1]")))
        self.assert_all_close("42[", "42[message]", "42['message']", '42["message', '42["',
                              "42[\"message\\", '42\ufeff["message"]', '42[,"message"]', "42]",
                              '42["\\ud83"]', '42("message")')

    def test_trailing_bytes(self) -> None:
        """A packet ends with its JSON."""
        self.assert_all_close('42["message"]x', '42["message"]]', '42["message"][]',
                              '42["message"]\0', '42["message"],', '42["message"]42["message"]',
                              "431[]x", '40/custom,{}x', "41x", '42["message",1]"')

    def test_arguments_of_events_that_nobody_hears(self) -> None:
        """They are checked all the same."""
        self.assert_all_close('42["unknown",]', '42["unknown",{"a":}]', '421["unknown"',
                              "42[5,tru]", "43999[tru]")

    def test_utf8(self) -> None:
        """Text that is not UTF-8 closes the connection."""
        for text in (b"\xff", b"\xc3", b"\xc3(", b"\xa0", b"\xc0\xaf", b"\xe0\x80\xaf",
                     b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80"):
            for packet in (b'42["message","' + text + b'"]', b'42["' + text + b'"]',
                           b'42["message",{"' + text + b'":1}]', b"40/" + text + b",",
                           b'42["unknown","' + text + b'"]'):
                with self.subTest(packet):
                    link = self.joined()
                    link.offer_text(packet)
                    link.expect_closed()

    def test_endless_nesting(self) -> None:
        """100,000 brackets that never close end the connection, not the server."""
        for text in ("[" * 100_000, '{"a":' * 100_000, "[{" * 50_000):
            link = self.joined()
            link.offer(f'42["message",{text}')
            link.expect_closed()
        self.assert_serves()

    def test_nothing_is_done_for_a_malformed_packet(self) -> None:
        """An event whose end is broken is not answered: the end of the session is all there is to
        hear, though all before it was well-formed."""
        self.assert_all_close('42["message","well-formed",]', '421["message-with-ack",1,{"a":1]',
                              '42["message",1]x')

    def test_packets_before_it_are_heard(self) -> None:
        """What came before is answered."""
        link = self.joined()
        link.offer('42["message",1]', '42["message",2]', "4x")
        self.assertEqual([link.receive(), link.receive()],
                         ['42["message-back",1]', '42["message-back",2]'])
        link.expect_closed()

    def test_packets_after_it_are_not(self) -> None:
        """What comes after it is not."""
        link = self.joined()
        link.offer("4x", '42["message",1]', "40/custom,")
        link.expect_closed()

    def test_others_are_not_disturbed(self) -> None:
        """A connection that is closed costs others nothing."""
        good = self.joined()
        self.assert_all_close("4x", "47")
        self.assert_alive(good)


# ---- the transports ---------------------------------------------------------------------------


class OverWebSocket(Connect, Disconnect, Events, Acks, Binary, Malformed):
    """On a WebSocket from the start."""
    transport = Direct


class OverPolling(Connect, Disconnect, Events, Acks, Binary, Malformed):
    """On HTTP long-polling."""
    transport = Polling

    def test_close_packet_to_the_open_poll(self) -> None:
        """The poll that is open when a packet closes the connection gets a close packet."""
        link = self.joined()
        assert isinstance(link, Polling)
        held = link.hold()
        link.offer("4x")
        self.assertEqual(held.answer().body, b"1")
        self.assert_error(link.poll(), 1)

    def test_last_words_before_the_close_packet(self) -> None:
        """What is queued leaves before the close packet, in the same answer."""
        link = self.joined()
        assert isinstance(link, Polling)
        link.offer('42["message",1]', "4x")
        self.assertEqual(link.poll().body, f'42["message-back",1]{SEPARATOR}1'.encode())
        self.assert_error(link.poll(), 1)

    def test_attachments_in_one_answer(self) -> None:
        """Text and attachments come in one answer, binary as base64."""
        link = self.joined()
        assert isinstance(link, Polling)
        link.send('451-["message",{"_placeholder":true,"num":0}]', b"\1\2\3\4")
        self.assertEqual(link.poll().body, b'451-["message-back",{"_placeholder":true,"num":0}]'
                                           b"\x1ebAQIDBA==")


class OverUpgraded(Connect, Disconnect, Events, Acks, Binary, Malformed):
    """On polling, upgraded to a WebSocket before anything is joined."""
    transport = Upgraded


class LateOverWebSocket(Late):
    transport = Direct


class LateOverPolling(Late):
    transport = Polling


class LateOverUpgraded(Late):
    transport = Upgraded


class AcrossUpgrade(SocketIoTest):
    """What is joined and under way survives the change of transport."""
    transport = Polling

    def test_namespaces_survive(self) -> None:
        """Namespaces joined on polling are joined on the WebSocket."""
        link = self.joined("/", "/custom")
        ws = self.socket(link.sid)
        upgrade(ws)
        for prefix in ("", "/custom,"):
            ws.send(f'42{prefix}["message",1]')
            self.assertEqual(ws.receive_packet(), f'42{prefix}["message-back",1]')
        ws.send("40")
        ws.expect_closed()

    def test_answers_move_over(self) -> None:
        """Answers that no poll fetched come over the WebSocket, before later ones."""
        link = self.joined()
        link.send('42["message",1]', '427["message-with-ack",2]',
                  f'451-["message",{placeholder(0)}]', b"\3")
        ws = self.socket(link.sid)
        upgrade(ws)
        ws.send('42["message",4]')
        received = [ws.receive_packet() for _ in range(5)]
        self.assertEqual(received[:2], ['42["message-back",1]', "437[2]"])
        self.assertEqual(parse(received[2]).attachments, 1)
        self.assertEqual(received[3:], [b"\3", '42["message-back",4]'])

    def test_attachments_on_both_transports(self) -> None:
        """A packet may begin on polling and end on the WebSocket."""
        link = self.joined()
        link.send(f'452-["message",{placeholder(0)},{placeholder(1)}]', b"polling")
        ws = self.socket(link.sid)
        upgrade(ws)
        ws.send(b"websocket")
        self.assertEqual(parse(ws.receive_packet()).attachments, 2)
        self.assertEqual([ws.receive_packet(), ws.receive_packet()], [b"polling", b"websocket"])

    def test_parse_error_while_probing(self) -> None:
        """A session that a packet closes while a WebSocket probes ends on both."""
        link = self.joined()
        assert isinstance(link, Polling)
        ws = self.socket(link.sid)
        ws.send("2probe")
        self.assertEqual(ws.receive_any(), "3probe")
        link.offer("4x")
        link.expect_closed()
        ws.expect_closed()

    def test_polling_afterwards(self) -> None:
        """Packets by POST do not reach an upgraded session."""
        link = self.joined()
        assert isinstance(link, Polling)
        ws = self.socket(link.sid)
        upgrade(ws)
        ws.send('42["message",1]')
        self.assertEqual(ws.receive_packet(), '42["message-back",1]')
        self.assert_error(link.post(b'42["message",2]'), 3)
        ws.send('42["message",3]')
        self.assertEqual(ws.receive_packet(), '42["message-back",3]')

    def test_handshake(self) -> None:
        """The handshake is that of Engine.IO, errors too."""
        self.assertEqual(sorted(self.polling().open), ["maxPayload", "pingInterval", "pingTimeout",
                                                       "sid", "upgrades"])
        self.assertEqual(self.socket().open["upgrades"], [])
        self.assert_error(harness.http(self.port, "GET", query(self.path, "abc")), 0)
        self.assert_error(self.refusal(query(self.path, "websocket", "x")), 1)


if __name__ == "__main__":
    unittest.main()
