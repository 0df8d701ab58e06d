"""tools/check_samples.py accepts the truth and refuses each way in which a result can be wrong."""
import csv
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TOOL = os.path.join(ROOT, "tools", "check_samples.py")
SAMPLES = os.path.join(ROOT, "datasets", "samples")


def read(name):
    with open(os.path.join(SAMPLES, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class CheckSamplesTest(unittest.TestCase):
    def setUp(self):
        truth = read("truth.csv")
        size = {}
        for row in truth:
            size[row["entity"]] = size.get(row["entity"], 0) + 1
        self.rows = [[row["source"], row["id"], row["entity"], "1" if size[row["entity"]] == 1
                      else "0.97"]
                     for row in truth]

    def result(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "entities.csv")
            with open(path, "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["source", "id", "entity_id", "probability"])
                writer.writerows(self.rows)
            done = subprocess.run([sys.executable, TOOL, path], capture_output=True, text=True)
            return done.returncode, done.stdout

    def rename(self, source, row_id, entity, probability="0.9"):
        for row in self.rows:
            if row[:2] == [source, row_id]:
                row[2:] = [entity, probability]

    def test_the_truth_passes(self):
        code, output = self.result()
        self.assertEqual(code, 0, output)
        self.assertIn("0 faults; 104 of 104 true pairs found", output)

    def test_each_pair_that_must_merge_is_missed_when_parted(self):
        case = next(case for case in read("cases.csv") if case["case"] == "maiden name")
        self.rename(case["source_a"], case["id_a"], "apart", "1")
        code, output = self.result()
        self.assertEqual(code, 1)
        self.assertIn("not merged: maiden name", output)

    def test_the_couple_sharing_one_mailbox_must_stay_two(self):
        case = next(case for case in read("cases.csv")
                    if case["case"] == "couple sharing one e-mail")
        self.rename(case["source_a"], case["id_a"], "couple")
        self.rename(case["source_b"], case["id_b"], "couple")
        code, output = self.result()
        self.assertEqual(code, 1)
        self.assertIn("\nmerged: couple sharing one e-mail", output)

    def test_a_lost_row_is_found(self):
        del self.rows[5]
        code, output = self.result()
        self.assertEqual(code, 1)
        self.assertIn("219 lines for 220 rows", output)

    def test_rows_out_of_order_are_found(self):
        self.rows[3], self.rows[4] = self.rows[4], self.rows[3]
        self.assertEqual(self.result()[0], 1)

    def test_a_probability_over_one_is_found(self):
        self.rows[0][3] = "1.2"
        self.assertEqual(self.result()[0], 1)

    def test_everything_in_one_entity_fails(self):
        for row in self.rows:
            row[2:] = ["e", "0.9"]
        code, output = self.result()
        self.assertEqual(code, 1)
        self.assertNotIn("not merged", output)


# Stands for tools/doublon: writes the truth as the result, to --out or to standard output.
STAND_IN = """#!%s
import csv, sys
out = open(sys.argv[sys.argv.index("--out") + 1], "w", newline="") if "--out" in sys.argv else sys.stdout
rows = list(csv.DictReader(open(%r, encoding="utf-8")))
count = {}
for row in rows:
    count[row["entity"]] = count.get(row["entity"], 0) + 1
writer = csv.writer(out)
writer.writerow(["source", "id", "entity_id", "probability"])
writer.writerows([r["source"], r["id"], r["entity"], 1 if count[r["entity"]] == 1 else 0.9] for r in rows)
sys.exit(5 if "fail" in sys.argv else 0)
""" % (sys.executable, os.path.realpath(os.path.join(SAMPLES, "truth.csv")))


class ReadmeTest(unittest.TestCase):
    def run_readme(self, text):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "tools"))
            with open(os.path.join(folder, "tools", "doublon"), "w", encoding="utf-8") as file:
                file.write(STAND_IN)
            os.chmod(os.path.join(folder, "tools", "doublon"), 0o755)
            with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
                file.write(text)
            done = subprocess.run([sys.executable, TOOL, "--readme", "README.md"], cwd=folder,
                                  capture_output=True,
                                  text=True)
            return done.returncode, done.stdout + done.stderr

    def test_the_first_command_is_run_and_its_output_checked(self):
        code, output = self.run_readme(
            "# x\n`tools/doublon no`\ntools/doublon prose\n```sh\n# first\ntools/doublon dedupe a.csv \\\n"
            "    b.csv --out e.csv   # why\n```\n```\ntools/doublon fail\n```\n")
        self.assertEqual(code, 0, output)
        self.assertIn("README: tools/doublon dedupe a.csv", output)

    def test_a_command_that_writes_to_standard_output_is_checked_too(self):
        code, output = self.run_readme("```\n$ tools/doublon dedupe a.csv\n```\n")
        self.assertEqual(code, 0, output)

    def test_a_command_that_fails_fails(self):
        self.assertEqual(self.run_readme("```\ntools/doublon fail --out e.csv\n```\n")[0], 1)

    def test_a_readme_without_a_command_fails(self):
        self.assertEqual(self.run_readme("```\nls\n```\ntools/doublon x\n")[0], 1)


class CasesTest(unittest.TestCase):
    def test_the_cases_agree_with_the_truth(self):
        entity = {(row["source"], row["id"]): row["entity"] for row in read("truth.csv")}
        cases = read("cases.csv")
        self.assertGreaterEqual(len(cases), 40)
        for case in cases:
            together = entity[case["source_a"], case["id_a"]] == entity[case["source_b"],
                                                                        case["id_b"]]
            self.assertEqual(together, case["must_merge"] == "1", case["case"])
            self.assertEqual(together, case["must_not_merge"] != "1", case["case"])


if __name__ == "__main__":
    unittest.main()
