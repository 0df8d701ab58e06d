"""The sample lists merge with one command: every pair that must is found, none that must not is."""
import os
import subprocess
import sys
import unittest

import doublon_process

SAMPLES = os.path.join(doublon_process.ROOT, "datasets", "samples")
LISTS = [os.path.join(SAMPLES, name)
         for name in ("primary_voters.csv", "donors.csv", "petition.tsv", "web_form.ndjson")]


class SamplesTest(doublon_process.DoublonTest):
    def check(self, name):
        tool = os.path.join(doublon_process.ROOT, "tools", "check_samples.py")
        done = subprocess.run([sys.executable, tool, self.path(name)], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_without_configuration(self):
        done = self.doublon("dedupe", *LISTS, "--out", "entities.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.check("entities.csv")

    def test_standard_output_is_the_same(self):
        self.doublon("dedupe", *LISTS, "--out", "entities.csv")
        done = self.doublon("dedupe", *LISTS, "--quiet")
        with open(self.path("entities.csv"), encoding="utf-8", newline="") as file:
            self.assertEqual(done.stdout, file.read())
        self.assertEqual(done.stderr, "")

    def test_the_report_tells_no_content(self):
        done = self.doublon("dedupe", *LISTS, "--out", "entities.csv")
        for word in ("exemple@", ".exemple", "BLANCHET", "Kerbiquet", "0600", "06 00"):
            self.assertNotIn(word, done.stderr)

    def test_the_configuration_that_init_writes_gives_the_same(self):
        self.assertEqual(self.doublon("init", *LISTS, "--out", "doublon.toml").returncode, 0)
        self.doublon("dedupe", *LISTS, "--out", "guessed.csv")
        done = self.doublon("dedupe", *LISTS, "--config", "doublon.toml", "--out", "configured.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.entities("configured.csv"), self.entities("guessed.csv"))

    def test_link_merges_nothing_inside_one_list_alone(self):
        done = self.doublon("link", *LISTS[:2], "--out", "linked.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        entities = self.entities("linked.csv")
        self.assertEqual(len(entities), 220 + 120)
        for group in doublon_process.partition(entities):
            if len(group) > 1:
                self.assertEqual({source for source, _ in group}, {"primary_voters", "donors"})


if __name__ == "__main__":
    unittest.main()
