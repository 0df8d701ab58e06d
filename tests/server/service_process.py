"""Starts the doublon service for tests from outside, and speaks to it through plain sockets.

Nothing here knows more of the service than its command line and what is documented of its wire.
"""
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import unittest

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
# Only how long a test hangs before it fails: under a sanitizer, on a busy machine, answers take their time.
PATIENCE_SECONDS = 90
# AddressSanitizer keeps freed memory back (256 MB unless told), which would count as memory of the service.
ENVIRONMENT = {"ASAN_OPTIONS": "quarantine_size_mb=16", **os.environ}


class Service:
    def __init__(self, *options):
        self.process = subprocess.Popen([BINARY, "serve", "--listen", "127.0.0.1:0", *options],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=ENVIRONMENT)
        line = self.process.stdout.readline().decode()
        match = re.fullmatch(r"listening on 127\.0\.0\.1:(\d+)\n", line)
        if not match:
            self.process.kill()
            raise AssertionError("no address in %r; %r" % (line, self.process.stderr.read()))
        self.port = int(match[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.running():
            self.terminate()

    def connect(self, receive_buffer=None):
        return Client(self.port, receive_buffer)

    def memory_mb(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as file:
            return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) / 1024

    def running(self):
        return self.process.poll() is None

    def terminate(self):
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        self.process.kill()
        return self.wait()

    def wait(self):
        code = self.process.wait(timeout=PATIENCE_SECONDS)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


class Client:
    """A socket. Whatever takes too long raises socket.timeout, so that no test hangs."""

    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE_SECONDS)
        self.socket.connect(("127.0.0.1", port))
        self.reader = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def line(self):
        """One answer, or None at the end of the stream (a reset is one too)."""
        try:
            data = self.reader.readline()
        except ConnectionError:
            return None
        return json.loads(data) if data.endswith(b"\n") else None

    def ask(self, request):
        self.send(json.dumps(request).encode() + b"\n")
        return self.line()

    def ended(self):
        """Whether the server closes without another word."""
        return self.line() is None

    def end_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def close(self):
        self.reader.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def pipeline(client, requests, window=200):
    """The answers to the requests, in order, with `window` of them on their way."""
    answers = []
    for start in range(0, len(requests), window):
        part = requests[start:start + window]
        client.send(b"".join(json.dumps(request).encode() + b"\n" for request in part))
        answers += [client.line() for _ in part]
    return answers


def wait_until(condition, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def main():
    global BINARY
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: %s PATH_OF_DOUBLON [unittest options]" % sys.argv[0])
    BINARY = os.path.realpath(sys.argv.pop(1))
    unittest.main(module="__main__")
