"""tools/make_samples.py writes the committed sample lists again, byte for byte, and they have the
promised forms."""
import os
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SAMPLES = os.path.join(ROOT, "datasets", "samples")
FILES = ("primary_voters.csv", "donors.csv", "petition.tsv", "web_form.ndjson", "truth.csv",
         "cases.csv")


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


class MakeSamplesTest(unittest.TestCase):
    def test_the_bytes_are_the_committed_ones(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, os.path.join(ROOT, "tools", "make_samples.py"), "--out",
                            folder],
                           check=True)
            for name in FILES:
                self.assertEqual(read(folder, name), read(SAMPLES, name), name)

    def test_the_voter_list_is_windows_1252_with_semicolons(self):
        data = read(SAMPLES, "primary_voters.csv")
        self.assertIn("LECŒUR Maëlle".encode("cp1252"), data)
        self.assertRaises(UnicodeDecodeError, data.decode, "utf-8")
        self.assertEqual({line.count(b";") for line in data.splitlines()}, {8})

    def test_the_donors_begin_with_a_byte_order_mark(self):
        self.assertTrue(read(SAMPLES, "donors.csv").startswith(b"\xef\xbb\xbfrecord_id,"))

    def test_the_petition_has_damaged_cells(self):
        self.assertGreater(read(SAMPLES, "petition.tsv").count("Ã".encode()), 5)

    def test_every_mailbox_is_plainly_fictional(self):
        for name in FILES[:4]:
            encoding = "cp1252" if name == "primary_voters.csv" else "utf-8"
            text = read(SAMPLES, name).decode(encoding)
            for word in re.split(r'[\s";,]+', text):
                if "@" in word:
                    self.assertRegex(word, "ex[eo]mp", name)


if __name__ == "__main__":
    unittest.main()
