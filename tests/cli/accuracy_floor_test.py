"""Febrl dataset1 and dataset3: pairwise F1 of at least 0.98 with no configuration but --id.

The truth is read from rec_id by this test, not by the program's own evaluation.
"""
import os
import re
import unittest

import doublon_process

LABELLED = os.path.join(doublon_process.ROOT, "datasets", "labelled")
F1_MIN = 0.98


def pair_count(groups):
    sizes = {}
    for group in groups:
        sizes[group] = sizes.get(group, 0) + 1
    return sum(size * (size - 1) // 2 for size in sizes.values())


class AccuracyFloorTest(doublon_process.DoublonTest):
    def check(self, name, row_count, true_pairs):
        done = self.doublon("dedupe", os.path.join(LABELLED, name), "--id", "rec_id", "--out",
                            "out.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [(entity, re.fullmatch(r"rec-(\d+)-(?:org|dup-\d+)", row_id)[1])
                for _, row_id, entity, _ in self.entities()]
        self.assertEqual(len(rows), row_count)
        self.assertEqual(pair_count(person for _, person in rows), true_pairs)
        found = pair_count(entity for entity, _ in rows)
        right = pair_count(rows)
        precision, recall = right / max(found, 1), right / true_pairs
        f1 = 2 * right / (found + true_pairs)
        print("%s: F1 %.4f, precision %.4f, recall %.4f" % (name, f1, precision, recall))
        self.assertGreaterEqual(f1, F1_MIN)

    def test_febrl_dataset1(self):
        self.check("febrl_dataset1.csv", 1000, 500)

    def test_febrl_dataset3(self):
        self.check("febrl_dataset3.csv", 5000, 6538)


if __name__ == "__main__":
    unittest.main()
