"""Runs the doublon program for the tests of the command line, and reads what it wrote.

The path of the program comes from the environment variable DOUBLON_BINARY, which ctest sets.
"""
import csv
import gzip
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARY = os.path.realpath(os.environ.get("DOUBLON_BINARY",
                                         os.path.join(ROOT, "build/release/src/cli/doublon")))
SECONDS_MAX = 120  # a run of these sizes takes under a second; sanitizers take ten times as long


class DoublonTest(unittest.TestCase):
    """A scratch folder for each test, with the program run inside it."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="doublon-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        """Writes text (UTF-8) or bytes; a name ending in .gz is compressed."""
        data = data.encode("utf-8") if isinstance(data, str) else data
        with open(self.path(name), "wb") as file:
            file.write(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        return name

    def doublon(self, *arguments, before=(), **options):
        """`before` holds words put before the program (setpriv ...). Output is bytes decoded
        without loss."""
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        done = subprocess.run([*before, BINARY, *arguments], cwd=self.folder,
                              stdin=subprocess.DEVNULL, timeout=SECONDS_MAX, **streams)
        done.stderr = done.stderr.decode("utf-8", "surrogateescape")
        if isinstance(done.stdout, bytes):
            done.stdout = done.stdout.decode("utf-8", "surrogateescape")
        return done

    def entities(self, name="out.csv"):
        """Lines of an entity file as (source, id, entity_id, probability); checks the header."""
        with open(self.path(name), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        self.assertEqual(rows[:1], [["source", "id", "entity_id", "probability"]])
        self.assertEqual({len(row) for row in rows[1:]} - {4}, set())
        return [tuple(row) for row in rows[1:]]


def partition(entities):
    """The entities as a set of sets of (source, id): equal when the same rows are together,
    whatever the ids."""
    groups = {}
    for source, row_id, entity, _ in entities:
        groups.setdefault(entity, set()).add((source, row_id))
    return {frozenset(group) for group in groups.values()}
