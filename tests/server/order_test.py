"""The same records through add one by one over TCP, in two different orders, and through dedupe with
the same model give the same entities.

Usage: order_test.py PATH_OF_DOUBLON
"""
import csv
import os
import random
import shutil
import subprocess
import tempfile
import unittest

import service_process
from service_process import Service, pipeline

SAMPLES = os.path.join(service_process.ROOT, "datasets", "samples")
LISTS = ("primary_voters.csv", "donors.csv")


def partition(rows):
    """(source, id, entity) rows as a set of sets of (source, id)."""
    groups = {}
    for source, record_id, entity in rows:
        groups.setdefault(entity, set()).add((source, record_id))
    return {frozenset(group) for group in groups.values()}


class OrderTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="doublon-order-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def dedupe(self, *files):
        """The partition by a batch run, with the model it made as model.json."""
        done = subprocess.run([service_process.BINARY, "dedupe", *files, "--out", "out.csv",
                               "--model-out", "model.json", "--quiet"], cwd=self.folder,
                              capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("out.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [(row["source"], row["id"], row["entity_id"]) for row in rows]

    def added(self, requests):
        """The partition a service with that model has after the requests."""
        service = Service("--model", self.path("model.json"))
        try:
            with service.connect() as client:
                answers = pipeline(client, requests)
                self.assertEqual({answer["status"] for answer in answers}, {"ok"})
                keys = [(request["record"]["source"], request["record"]["record_id"])
                        for request in requests]
                found = pipeline(client, [{"op": "get", "source": source, "record_id": record_id}
                                          for source, record_id in keys])
                return partition((source, record_id, answer["entity_id"])
                                 for (source, record_id), answer in zip(keys, found))
        finally:
            service.terminate()

    def test_the_order_of_adds_does_not_matter(self):
        """Records as `doublon client --add` sends them, then the same ones shuffled by this test."""
        paths = [os.path.join(SAMPLES, name) for name in LISTS]
        batch = self.dedupe(*paths)
        expected = partition(batch)
        self.assertGreater(len(batch), len(expected), "the sample holds no duplicate: shows nothing")
        first = Service("--model", self.path("model.json"))
        requests = []
        try:
            for path in paths:
                done = subprocess.run([service_process.BINARY, "client", "--server",
                                       "127.0.0.1:%d" % first.port, "--add", path, "--out",
                                       self.path("answers.ndjson"), "--quiet"], capture_output=True,
                                      timeout=120)
                self.assertEqual(done.returncode, 0, done.stderr)
            with first.connect() as client:
                stored = pipeline(client, [{"op": "get", "source": source, "record_id": record_id}
                                           for source, record_id, _ in batch])
            self.assertEqual({answer["status"] for answer in stored}, {"ok"})
            by_client = partition((source, record_id, answer["entity_id"])
                                  for (source, record_id, _), answer in zip(batch, stored))
            requests = [{"op": "add", "record": answer["record"]} for answer in stored]
        finally:
            first.terminate()
        self.assertEqual(by_client, expected, "client --add")
        self.assertEqual(self.added(requests), expected, "file order")
        self.assertEqual(self.added(requests[::-1]), expected, "reverse order")
        random.Random(11).shuffle(requests)
        self.assertEqual(self.added(requests), expected, "shuffled")


if __name__ == "__main__":
    service_process.main()
