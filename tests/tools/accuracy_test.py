"""tools/accuracy.py counts pairs rightly, and its preparation of the sets gives nothing of the
truth away."""
import csv
import os
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import labelled_sets  # noqa: E402

LABELLED = os.path.join(ROOT, "datasets", "labelled")
SHARED = os.path.join(ROOT, "..", "shared", "datasets")

# Stands for doublon: puts rows with one value in the column soc_sec_id together.
STAND_IN = """#!%s
import csv, os, sys
out = sys.argv[sys.argv.index("--out") + 1]
with open(out, "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["source", "id", "entity_id", "probability"])
    for path in [word for word in sys.argv if word.endswith(".csv")]:
        source = os.path.basename(path)[:-4]
        for number, row in enumerate(csv.DictReader(open(path, encoding="utf-8")), 1):
            writer.writerow([source, number, row["soc_sec_id"].strip(), 1])
""" % sys.executable


def small_set(link=False):
    """Four persons in two files: a1=b1, a2=a3."""
    header = ["name"]
    return labelled_sets.LabelledSet("small",
                                     [("a", header, [["x"], ["y"], ["y"]]),
                                      ("b", header, [["x"], ["z"]])],
                                     [["1", "2", "2"], ["1", "3"]], 1 if link else 2, link)


class PairCountTest(unittest.TestCase):
    def test_pairs_inside_and_across_files(self):
        self.assertEqual(small_set().pair_count([["e", "e", "e"], ["e", "f"]]), 6)

    def test_link_counts_pairs_across_files_only(self):
        self.assertEqual(small_set(link=True).pair_count([["e", "e", "e"], ["e", "f"]]), 3)

    def test_truth_lost_in_preparation_is_noticed(self):
        with self.assertRaises(AssertionError):
            labelled_sets.LabelledSet("small", [("a", ["n"], [["x"], ["y"]])], [["1", "2"]], 1)


class AccuracyTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.mkdir(os.path.join(self.folder, "febrl"))
        os.symlink(os.path.join(LABELLED, "febrl_dataset1.csv"),
                   os.path.join(self.folder, "febrl", "dataset1.csv"))
        self.binary = os.path.join(self.folder, "stand-in")
        with open(self.binary, "w", encoding="utf-8") as file:
            file.write(STAND_IN)
        os.chmod(self.binary, 0o755)

    def test_the_table_holds_what_a_direct_count_gives(self):
        with open(os.path.join(LABELLED, "febrl_dataset1.csv"), encoding="utf-8",
                  newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file)][1:]
        person = [row[0].split("-")[1] for row in rows]
        number = [row[10] for row in rows]
        found = right = 0
        for i in range(len(rows)):
            for j in range(i):
                found += number[i] == number[j]
                right += number[i] == number[j] and person[i] == person[j]
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "accuracy.py"), "--only",
                               "febrl1", "--quick",
                               "--datasets", self.folder, "--binary", self.binary],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        expected = "%.3f %9.3f %6.3f" % (2 * right / (found + 500), right / found, right / 500)
        self.assertRegex(done.stdout, r"febrl1 +1000 +" + re.escape(expected))

    def test_a_program_that_fails_is_reported(self):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "accuracy.py"), "--only",
                               "febrl1",
                               "--datasets", self.folder, "--binary", "/bin/false"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not measured", done.stdout)

    def test_the_files_hold_no_identifier_and_another_order(self):
        data = labelled_sets.SETS["febrl1"](self.folder)
        path = data.write(self.folder)[0]
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn("rec-", text)
        self.assertNotIn("rec_id", text)
        with open(os.path.join(LABELLED, "febrl_dataset1.csv"), encoding="utf-8") as file:
            original = [line.split(", ", 1)[1] for line in file.read().splitlines()[1:]]
        written = [", ".join(cell.strip() for cell in row)
                   for row in csv.reader(text.splitlines()[1:])]
        self.assertNotEqual(written[:20], original[:20])
        self.assertEqual(sorted(line.replace(" ", "") for line in written),
                         sorted(line.replace(" ", "") for line in original))


@unittest.skipUnless(os.path.isdir(SHARED), "the shared data sets are not there")
class AllSetsTest(unittest.TestCase):
    def test_every_set_has_the_stated_number_of_true_pairs(self):
        for name, prepare in labelled_sets.SETS.items():
            data = prepare(SHARED)  # asserts the number
            for _, header, rows in data.tables:
                self.assertEqual({len(row) for row in rows}, {len(header)}, name)
                given_away = {"id", "rec_id", "record_id", "cluster", "class"}
                self.assertFalse(given_away & set(map(str.lower, header)), name)


if __name__ == "__main__":
    unittest.main()
