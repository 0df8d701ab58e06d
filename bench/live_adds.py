#!/usr/bin/env python3
"""Adds a second over TCP, each durable when answered: how much one sync is shared.

Usage: bench/live_adds.py [--doublon PATH] [--records N] [--folder DIR] [--memory]

Starts a server on a folder of its own (made in DIR; with --memory on none), adds invented persons (doublon generate) and prints a line
for each shape of load: connections × requests on their way. Every answer is checked. Also prints
what a write and fdatasync of 4 KiB costs in that folder: a client that waits for each answer
cannot be faster than that.
"""
import argparse
import csv
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
FIELDS = {"prenoms": "given_name", "nom_usage": "family_name", "nom_naissance": "birth_name",
          "date_naissance": "birth_date", "adresse": "address", "code_postal": "postcode",
          "commune": "city", "email": "email", "telephone": "phone"}


def sync_microseconds(folder):
    with open(os.path.join(folder, "sync"), "wb", buffering=0) as file:
        start = time.perf_counter()
        for _ in range(200):
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
        return (time.perf_counter() - start) / 200 * 1e6


def requests(doublon, count, folder):
    subprocess.run([doublon, "generate", "--rows", str(count * 5 // 2), "--seed", "11", "--out", folder],
                   check=True, stderr=subprocess.DEVNULL)
    lines = []
    with open(os.path.join(folder, "voters.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            record = {"source": "voters", "record_id": row["id"]}
            record.update((name, row[column]) for column, name in FIELDS.items() if row.get(column))
            lines.append(json.dumps({"op": "add", "record": record}).encode() + b"\n")
            if len(lines) == count:
                break
    return lines


def run(port, lines, depth):
    """Adds the lines over one connection with `depth` of them on their way."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    answers = connection.makefile("rb")
    sent = 0
    for answered in range(len(lines)):
        if sent - answered <= depth // 2:
            last = min(len(lines), answered + depth)
            connection.sendall(b"".join(lines[sent:last]))
            sent = last
        answer = answers.readline()
        if b'"status":"ok"' not in answer:
            raise SystemExit("not added: %r" % answer[:200])
    connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--doublon", default=os.path.join(ROOT, "build/release/src/cli/doublon"))
    parser.add_argument("--records", type=int, default=20000)
    parser.add_argument("--folder", help="the disk to measure (default: the system's temporary folder)")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="doublon-adds-", dir=options.folder)
    try:
        lines = requests(options.doublon, options.records, folder)
        print("one write and sync: %.0f us" % sync_microseconds(folder))
        for connections, depth in ((1, 1), (1, 256), (8, 1), (8, 512)):
            part = lines[:max(500, len(lines) // 10)] if depth == 1 else lines
            data = ":memory:" if options.memory else os.path.join(
                folder, "store-%d-%d" % (connections, depth))
            server = subprocess.Popen([options.doublon, "serve", "--listen", "127.0.0.1:0", "--data", data],
                                      stdout=subprocess.PIPE)
            port = int(re.search(rb":(\d+)\n", server.stdout.readline())[1])
            threads = [threading.Thread(target=run, args=(port, part[i::connections], depth))
                       for i in range(connections)]
            start = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            seconds = time.perf_counter() - start
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b'{"op":"stats"}\n')
                stats = json.loads(connection.makefile("rb").readline())
            server.terminate()
            server.wait()
            if stats["records"] != len(part):
                raise SystemExit("%d records of %d" % (stats["records"], len(part)))
            shared = ", %.1f a commit" % (len(part) / stats["commits"]) if stats["commits"] else ""
            print("%d connection%s, depth %3d: %7.0f adds/s%s" % (
                connections, " " if connections == 1 else "s", depth, len(part) / seconds, shared))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
