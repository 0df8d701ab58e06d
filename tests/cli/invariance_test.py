"""The output does not depend on workers, on the run, on the order of rows or files."""
import csv
import io
import os
import random
import unittest

import doublon_process
from doublon_process import partition

SAMPLES = os.path.join(doublon_process.ROOT, "datasets", "samples")
LISTS = ("primary_voters.csv", "donors.csv", "petition.tsv", "web_form.ndjson")
FEBRL = os.path.join(doublon_process.ROOT, "datasets", "labelled", "febrl_dataset3.csv")


def read(path):
    with open(path, "rb") as file:
        return file.read()


class InvarianceTest(doublon_process.DoublonTest):
    def dedupe(self, files, out, *options):
        done = self.doublon("dedupe", *files, "--out", out, "--quiet", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.entities(out)

    def sample_paths(self):
        return [os.path.join(SAMPLES, name) for name in LISTS]

    def check_bytes(self, files, *options):
        """All outputs, for 1, 2 and 3 workers and for a repeated run."""
        results = set()
        for threads in (1, 2, 3, 3):
            self.dedupe(files, "out.csv", "--threads", str(threads), "--review", "review.csv",
                        "--model-out",
                        "model.json", *options)
            results.add(tuple(read(self.path(name))
                              for name in ("out.csv", "review.csv", "model.json")))
        self.assertEqual(len(results), 1)

    def test_samples_have_the_same_bytes_for_any_number_of_workers(self):
        self.check_bytes(self.sample_paths())

    def test_febrl3_has_the_same_bytes_for_any_number_of_workers(self):
        self.check_bytes([FEBRL], "--id", "rec_id")

    def test_shuffled_samples_give_the_same_entities(self):
        expected = partition(self.dedupe(self.sample_paths(), "straight.csv"))
        for seed in (1, 2, 3):
            order = {}
            for name in LISTS:
                lines = read(os.path.join(SAMPLES, name)).splitlines(keepends=True)
                header, rows = ([], lines) if name.endswith(".ndjson") else (lines[:1], lines[1:])
                places = list(range(len(rows)))
                random.Random(seed).shuffle(places)
                order[name] = places
                self.write(name, b"".join(header + [rows[i] for i in places]))
            shuffled = self.dedupe(LISTS[::-1] if seed == 3 else LISTS, "shuffled.csv")
            # The petition has no ids: its row numbers are those of the shuffled file.
            straight_id = {str(i + 1): str(place + 1)
                           for i, place in enumerate(order["petition.tsv"])}
            rows = [(source, straight_id[row_id] if source == "petition" else row_id, entity,
                     probability)
                    for source, row_id, entity, probability in shuffled]
            self.assertEqual(partition(rows), expected, "seed %d" % seed)

    def test_shuffled_febrl3_gives_the_same_entities(self):
        lines = read(FEBRL).splitlines(keepends=True)
        expected = partition(self.dedupe([FEBRL], "straight.csv", "--id", "rec_id"))
        for seed in (1, 2):
            rows = lines[1:]
            random.Random(seed).shuffle(rows)
            self.write("febrl_dataset3.csv", lines[0] + b"".join(rows))
            shuffled = partition(self.dedupe(["febrl_dataset3.csv"], "shuffled.csv", "--id",
                                             "rec_id"))
            self.assertEqual(shuffled, expected, "seed %d" % seed)

    def test_rows_split_over_files_give_the_same_entities(self):
        lines = read(FEBRL).splitlines(keepends=True)
        whole = {row_id: entity for _, row_id, entity, _ in self.dedupe([FEBRL], "whole.csv",
                                                                        "--id", "rec_id")}
        for parts in (2, 5):
            names = ["part_%d.csv" % part for part in range(parts)]
            for part, name in enumerate(names):
                self.write(name, lines[0] + b"".join(lines[1 + part::parts]))
            split = self.dedupe(names, "split.csv", "--id", "rec_id")
            # The same partition of the ids: one entity of the whole for one of the split run.
            pairs = {(entity, whole[row_id]) for _, row_id, entity, _ in split}
            self.assertEqual(len(pairs), len({entity for entity, _ in pairs}))
            self.assertEqual(len(pairs), len({entity for _, entity in pairs}))

    def test_the_id_column_is_never_evidence(self):
        """rec_id of Febrl tells the truth; numbers in its place must give the same entities."""
        with open(FEBRL, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        ids = [row[0].strip() for row in rows[1:]]
        numbers = list(range(100000, 100000 + len(ids)))
        random.Random(4).shuffle(numbers)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [rows[0]] + [[number] + row[1:] for number, row in zip(numbers, rows[1:])])
        self.write("febrl_dataset3.csv", text.getvalue())
        told = partition(self.dedupe([FEBRL], "told.csv", "--id", "rec_id"))
        name_of = dict(zip(map(str, numbers), ids))
        untold = self.dedupe(["febrl_dataset3.csv"], "untold.csv", "--id", "rec_id")
        self.assertEqual(partition([(s, name_of[i], e, p) for s, i, e, p in untold]), told)


if __name__ == "__main__":
    unittest.main()
