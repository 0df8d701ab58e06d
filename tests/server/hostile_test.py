"""Hostile bytes on the wire: the server answers or closes as documented, stays up, and its memory
stays bounded. The client is a plain socket.

Usage: hostile_test.py PATH_OF_DOUBLON
"""
import json
import os
import resource
import select
import socket
import threading
import time
import unittest

import service_process
from service_process import Service, wait_until

# Above the start. ThreadSanitizer keeps up to eight bytes of its own beside each one touched.
MEMORY_MB_MAX = 300 * (8 if os.environ.get("DOUBLON_SANITIZE") == "thread" else 1)


class HostileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        cls.service = Service()
        cls.memory_at_start = cls.service.memory_mb()

    @classmethod
    def tearDownClass(cls):
        if cls.service.running():
            cls.service.kill()

    def tearDown(self):
        self.check_memory()
        self.assert_serves()

    def check_memory(self):
        self.assertLessEqual(self.service.memory_mb() - self.memory_at_start, MEMORY_MB_MAX)

    def assert_serves(self):
        self.assertTrue(self.service.running(), "the server has ended")
        with self.service.connect() as client:
            self.assertEqual(client.ask({"op": "ping", "id": "alive"}),
                             {"id": "alive", "status": "ok"})

    def connect(self):
        """A connection that has spoken the protocol once."""
        client = self.service.connect()
        self.addCleanup(client.close)
        self.assertEqual(client.ask({"op": "ping"}), {"status": "ok"})
        return client

    def assert_error(self, answer, code):
        self.assertIsNotNone(answer, "closed instead of answering")
        self.assertEqual((answer["status"], answer["error"]["code"]), ("error", code), answer)

    def test_invalid_json_costs_an_answer_not_the_connection(self):
        client = self.connect()
        for line in (b"{", b"}", b"{\"op\":\"ping\"", b"{'op':'ping'}", b"nope", b"\"", b"\\",
                     b"{\"op\":\"ping\",}", b"{\"op\":\"\\ud800\"}", b"{\"op\":NaN}", b"\xff\xfe{}",
                     b"{\"op\":\"\xe9\"}", b"{\"op\":\"ping\"}}", b"\xf0\x28\x8c\xbc", b"GET / HTTP/1.1"):
            client.send(line + b"\n")
            self.assert_error(client.line(), "bad_json")
        self.assertEqual(client.ask({"op": "ping", "id": 1}), {"id": 1, "status": "ok"})

    def test_nul_bytes(self):
        client = self.connect()
        for line in (b"\0", b"{\"op\":\"ping\"\0}", b"{\"op\":\"pi\0ng\"}", b"\0{\"op\":\"ping\"}",
                     b"\0" * 100_000):
            client.send(line + b"\n")
            self.assert_error(client.line(), "bad_json")
        # An escaped NUL is JSON like any other.
        self.assertEqual(client.ask({"op": "match", "record": {"family_name": "a\0b"}})["status"],
                         "ok")
        with self.service.connect() as first:
            first.send(b"\0\0\0\0")
            self.assertTrue(first.ended())

    def test_deep_nesting(self):
        client = self.connect()
        for depth in (17, 1_000, 100_000, 500_000):
            for line in (b"[" * depth, b"[" * depth + b"]" * depth, b"{\"a\":" * depth,
                         b"{\"op\":\"ping\",\"x\":" + b"[" * depth + b"]" * depth + b"}",
                         b"{\"op\":\"match\",\"record\":{\"a\":" + b"[" * depth + b"]" * depth + b"}}"):
                if len(line) < 1 << 20:
                    client.send(line + b"\n")
                    self.assert_error(client.line(), "bad_json")
        self.assertEqual(client.ask({"op": "ping"}), {"status": "ok"})

    def test_a_line_of_100_mb_is_answered_and_skipped(self):
        client = self.connect()
        piece = b"x" * (1 << 20)
        client.send(b"{\"op\":\"")
        for sent in range(100):
            client.send(piece)
            if sent % 20 == 0:
                self.check_memory()
        client.send(b"\n")
        self.assert_error(client.line(), "too_large")
        self.assertEqual(client.ask({"op": "ping"}), {"status": "ok"})

    def test_a_first_line_of_100_mb_is_no_different(self):
        with self.service.connect() as client:
            client.send(b"{" + b"x" * (100 << 20) + b"\n")
            self.assert_error(client.line(), "too_large")
            self.assertEqual(client.ask({"op": "ping"}), {"status": "ok"})

    def test_many_long_lines_at_once(self):
        """200 connections with all but the end of the longest line each."""
        clients = [self.service.connect() for _ in range(200)]
        for client in clients:
            self.addCleanup(client.close)
        for client in clients:
            client.send(b"{\"op\":\"ping\",\"x\":\"" + b"y" * 1_000_000)
        self.check_memory()
        self.assert_serves()

    def test_half_a_line_then_close(self):
        for _ in range(500):
            with self.service.connect() as client:
                client.send(b"{\"op\":\"add\",\"record\":{\"source\":\"crm\",\"record_id\":\"1\"")
        with self.service.connect() as client:
            client.send(b"{\"op\":\"add\",\"record\":{\"source\":\"crm\"")
            client.end_sending()
            self.assert_error(client.line(), "bad_json")
            self.assertTrue(client.ended())
        with self.service.connect() as client:
            self.assertEqual(client.ask({"op": "stats"})["records"], 0)

    def test_a_reset_in_the_middle(self):
        for _ in range(100):
            client = self.service.connect()
            client.send(b"{\"op\":\"hello\"}\n" * 100 + b"{\"op\":")
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.close()

    def test_http_and_tls_are_closed_at_once(self):
        for data in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                     b"POST / HTTP/1.1\r\nContent-Length: 60\r\n\r\n"
                     b"{\"op\":\"add\",\"record\":{\"source\":\"web\",\"record_id\":\"1\"}}\n",
                     b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
                     b"*1\r\n$4\r\nPING\r\n", b"\x80\x01", b" {\"op\":\"ping\"}\n", b"[]\n"):
            with self.service.connect() as client:
                client.send(data)
                self.assertTrue(client.ended(), data[:20])
        with self.service.connect() as client:
            self.assertEqual(client.ask({"op": "stats"})["records"], 0)

    def test_10000_idle_connections(self):
        """As many as this process may open. Those over the server's limit are told so and closed."""
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = min(10_000, hard - 500)
        # The connections of other tests are gone once the server has seen their end.
        with self.service.connect() as client:
            limit = client.ask({"op": "hello"})["limits"]["connections"]
            self.assertTrue(wait_until(
                lambda: client.ask({"op": "stats"})["connections"]["open"] == 1))
        sockets = []
        try:
            for start in range(0, wanted, 500):
                for _ in range(start, min(start + 500, wanted)):
                    client = socket.socket()
                    client.settimeout(service_process.PATIENCE_SECONDS)
                    client.connect(("127.0.0.1", self.service.port))
                    sockets.append(client)
                self.assertTrue(self.service.running())
            self.check_memory()
            # The first ones are served.
            sockets[0].sendall(b"{\"op\":\"ping\"}\n")
            self.assertEqual(sockets[0].recv(100), b"{\"status\":\"ok\"}\n")
            told = closed = 0
            for client in sockets[limit + 1:]:
                try:
                    data = client.recv(1000)
                    told += b"overloaded" in data
                    closed += not data or client.recv(1000) == b""
                except ConnectionError:
                    closed += 1
            self.assertEqual(closed, max(0, wanted - limit - 1))
            # A socket that is already reset may have lost the words; most have not.
            self.assertGreaterEqual(told, closed * 0.9)
        finally:
            for client in sockets:
                client.close()
        self.assertTrue(wait_until(self.accepts_again))

    def accepts_again(self):
        with self.service.connect() as client:
            client.send(b"{\"op\":\"ping\"}\n")
            return client.line() == {"status": "ok"}

    def test_slow_readers_are_closed(self):
        """Ten clients send and send and never read."""
        clients = [self.service.connect(receive_buffer=4096) for _ in range(10)]
        requests = b"{\"op\":\"hello\"}\n" * 2_000
        open_clients = {client.socket: client for client in clients}
        for client in clients:
            client.socket.setblocking(False)
        end = time.monotonic() + 30  # the grace is 10 seconds
        while open_clients and time.monotonic() < end:
            self.check_memory()
            _, writable, _ = select.select([], list(open_clients), [], 0.2)
            for ready in writable:
                try:
                    ready.send(requests)
                except BlockingIOError:
                    pass
                except ConnectionError:
                    del open_clients[ready]
        for client in clients:
            client.close()
        self.assertEqual(len(open_clients), 0, "slow readers are still connected")
        with self.service.connect() as client:
            self.assertGreaterEqual(client.ask({"op": "stats"})["connections"]["closed_slow_reader"],
                                    10)

    def test_slow_writers_are_served(self):
        clients = [self.service.connect() for _ in range(50)]
        line = json.dumps({"op": "match", "id": 1, "record": {"family_name": "Petit"}}).encode()
        for byte in line + b"\n":
            for client in clients:
                client.send(bytes([byte]))
        for client in clients:
            self.assertEqual(client.line()["id"], 1)
            client.close()

    def test_floods_of_requests_keep_their_order_and_the_memory_bounded(self):
        def flood(client, count):
            for start in range(0, count, 1000):
                client.send(b"".join(b"{\"op\":\"ping\",\"id\":%d}\n" % i
                                     for i in range(start, start + 1000)))
            client.end_sending()

        clients = [self.service.connect() for _ in range(4)]
        senders = [threading.Thread(target=flood, args=(client, 20_000)) for client in clients]
        for sender in senders:
            sender.start()
        for client in clients:
            for i in range(20_000):
                self.assertEqual(client.line(), {"id": i, "status": "ok"})
            self.assertTrue(client.ended())
        for sender, client in zip(senders, clients):
            sender.join()
            client.close()

    def test_requests_at_their_limits(self):
        client = self.connect()
        # As large as a line may be, and one byte more.
        def padded(size):
            head = b"{\"op\":\"match\",\"record\":{\"note\":["
            fill = b"\"" + b"z" * 60_000 + b"\","
            body = head + fill * ((size - 100) // len(fill))
            return body + b"\"" + b"z" * (size - len(body) - 5) + b"\"]}}"
        self.assertEqual(len(padded(1 << 20)), 1 << 20)
        client.send(padded(1 << 20) + b"\n")
        self.assertEqual(client.line()["status"], "ok")
        client.send(padded((1 << 20) + 1) + b"\n")
        self.assert_error(client.line(), "too_large")
        client.send(b"{\"op\":\"match\",\"records\":[" + b",".join([b"{}"] * 10_000) + b"]}\n")
        self.assertEqual(client.line()["counts"], {"ok": 10_000, "error": 0})
        client.send(b"{\"op\":\"match\",\"records\":[" + b",".join([b"{}"] * 10_001) + b"]}\n")
        self.assert_error(client.line(), "too_large")
        fields = b",".join(b"\"f%d\":1" % i for i in range(513))
        client.send(b"{\"op\":\"match\",\"record\":{" + fields + b"}}\n")
        self.assert_error(client.line(), "bad_field")


if __name__ == "__main__":
    service_process.main()
