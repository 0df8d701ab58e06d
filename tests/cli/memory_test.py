"""--plan says what a run takes, --memory keeps to a limit; neither changes what is written."""
import json
import os
import unittest

import doublon_process

LISTS = ("voters.csv", "donors.csv", "petition.csv", "members.csv")
ROWS = 6_000
ROWS_TO_SPILL = 25_000


class MemoryTest(doublon_process.DoublonTest):
    def setUp(self):
        super().setUp()
        self.generate(ROWS)

    def generate(self, rows):
        done = self.doublon("generate", "--rows", str(rows), "--seed", "7", "--out", ".")
        self.assertEqual(done.returncode, 0, done.stderr)

    def run_lists(self, command, *options):
        return self.doublon(command, *LISTS, "--quiet", *options)

    def stats(self, command, *options):
        done = self.run_lists(command, "--stats", "stats.json", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("stats.json"), encoding="utf-8") as file:
            return json.load(file)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def assert_near(self, forecast, truth, factor):
        self.assertLess(forecast, factor * truth)
        self.assertGreater(forecast, truth / factor)

    def test_the_plan_is_near_the_truth_and_writes_nothing(self):
        for command in ("dedupe", "link"):
            plan = self.stats(command, "--plan", "--out", "out.csv", "--review", "review.csv")
            self.assertFalse(os.path.exists(self.path("out.csv")))
            self.assertFalse(os.path.exists(self.path("review.csv")))
            truth = self.stats(command, "--out", "out.csv")
            self.assertEqual(plan["rows"], truth["rows"])
            self.assert_near(plan["keys"], truth["keys"], 1.3)
            self.assert_near(plan["candidate_pairs"], truth["candidate_pairs"], 1.8)
            if not os.environ.get("DOUBLON_SANITIZE"):  # its own memory is in the peak
                self.assert_near(plan["peak_mib"], truth["peak_mib"], 2)
            os.remove(self.path("out.csv"))

    def test_the_plan_with_a_model_is_near_the_truth(self):
        self.stats("dedupe", "--out", "out.csv", "--model-out", "model.json")
        plan = self.stats("dedupe", "--model", "model.json", "--plan")
        truth = self.stats("dedupe", "--model", "model.json", "--out", "out.csv")
        self.assert_near(plan["candidate_pairs"], truth["candidate_pairs"], 1.8)

    def test_more_candidates_are_compared_where_they_are_asked_for(self):
        few = self.stats("dedupe", "--out", "out.csv", "--candidates", "4")
        many = self.stats("dedupe", "--out", "out.csv", "--candidates", "60")
        plan = self.stats("dedupe", "--candidates", "60", "--plan")
        self.assertGreater(many["candidate_pairs"], 3 * few["candidate_pairs"])
        self.assert_near(plan["candidate_pairs"], many["candidate_pairs"], 1.8)

    def test_the_plan_for_people(self):
        done = self.run_lists("dedupe", "--plan")
        self.assertEqual(done.returncode, 0, done.stderr)
        for word in ("rows      6,000", "keys", "pairs", "memory", "time", "by chance"):
            self.assertIn(word, done.stdout)

    def test_output_is_the_same_under_any_limit(self):
        self.generate(ROWS_TO_SPILL)
        outputs = ("out.csv", "review.csv", "model.json", "explain.ndjson")
        options = ("--out", "out.csv", "--review", "review.csv", "--model-out", "model.json",
                   "--explain-out", "explain.ndjson", "--households")
        plain = self.stats("dedupe", *options)
        self.assertEqual(plain["spilled_mib"], 0)
        expected = [self.read(name) for name in outputs]
        least = self.stats("dedupe", "--plan")["least_mib"]
        os.mkdir(self.path("aside"))
        spilled = 0
        for threads in (1, 3):
            stats = self.stats("dedupe", *options, "--memory", "%dMiB" % least, "--temp", "aside",
                               "--threads", str(threads))
            self.assertEqual([self.read(name) for name in outputs], expected, threads)
            spilled = max(spilled, stats["spilled_mib"])
        self.assertGreater(spilled, 0)
        self.assertEqual(os.listdir(self.path("aside")), [])

    def test_too_little_is_told_before_the_work_with_what_would_do(self):
        done = self.run_lists("dedupe", "--out", "out.csv", "--memory", "20MiB")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"--memory 20 MiB is too little: .* \d+ MiB or more")
        self.assertFalse(os.path.exists(self.path("out.csv")))

    def test_what_is_no_size_is_told_in_words(self):
        for text in ("4XB", "-1GiB", "0", "many", "4 GiB more"):
            done = self.run_lists("dedupe", "--memory=" + text)
            self.assertEqual(done.returncode, 2, text)
            self.assertIn('"%s" is no size like 500MiB or 4GiB' % text, done.stderr)

    def test_a_folder_that_takes_no_file_is_told_before_the_work(self):
        least = self.stats("dedupe", "--plan")["least_mib"]
        done = self.run_lists("dedupe", "--out", "out.csv", "--memory", "%dMiB" % least,
                              "--temp", "nowhere")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nowhere: no temporary file can be made there", done.stderr)


if __name__ == "__main__":
    unittest.main()
