"""tools/bench measures a small list from beginning to end and writes its tables."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
DOUBLON = os.environ["DOUBLON_BINARY"]


def bench(*arguments):
    return subprocess.run([sys.executable, os.path.join(ROOT, "tools", "bench"), *arguments],
                          capture_output=True, text=True, check=False)


class BenchTest(unittest.TestCase):
    def test_writes_figures_that_belong_together(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "results.md")
            done = bench("--rows", "3000", "--runs", "2", "--binary", DOUBLON, "--write", path)
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(path, encoding="utf-8") as file:
                tables = file.read()
        line = next(l for l in tables.splitlines() if l.startswith("| 3,000 | doublon"))
        _, _, first, seconds, _, cpu, mib, pairs, f1, precision, recall = [
            cell.strip() for cell in line.strip("|").split("|")]
        for cell in (first, seconds, cpu, mib, pairs):
            self.assertGreater(float(cell), 0, line)
        for cell in (f1, precision, recall):
            self.assertGreater(float(cell), 0.5, line)
            self.assertLessEqual(float(cell), 1, line)
        self.assertIn("| normalising |", tables)

    def test_says_what_is_missing(self):
        done = bench("--binary", "/nonexistent/doublon")
        self.assertEqual(done.returncode, 1)
        self.assertIn("not built", done.stderr)


if __name__ == "__main__":
    unittest.main()
