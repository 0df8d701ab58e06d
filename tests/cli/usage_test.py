"""Mistakes on the command line are answered with what was probably meant, and outputs that would
destroy each other are refused."""
import os
import unittest

import doublon_process

DONE, BAD_INPUT, USAGE = 0, 1, 2
ROWS = ("id,prenom,nom,email\n1,Jeanne,Kerdoncuff,j.k@exemple.fr\n2,Jeanne,Kerdoncuf,j.k@exemple.fr\n"
        "3,Luc,Petit,\n")


class UsageTest(doublon_process.DoublonTest):
    def setUp(self):
        super().setUp()
        self.write("people.csv", ROWS)

    def refused(self, *arguments):
        done = self.doublon(*arguments)
        self.assertEqual((done.returncode, done.stdout), (USAGE, ""), (arguments, done.stderr))
        self.assertIn("--help", done.stderr)
        return done.stderr

    def test_a_mistyped_command(self):
        for typed, meant in (("dedup", "dedupe"), ("deduplicate", "dedupe"), ("lnk", "link"),
                             ("evalute", "evaluate"), ("server", "serve"), ("norm", "normalize")):
            message = self.refused(typed, "people.csv")
            self.assertIn('no command "%s"' % typed, message)
            self.assertIn("did you mean %s?" % meant, message)

    def test_a_command_like_none(self):
        message = self.refused("xyzzy")
        self.assertIn('no command "xyzzy"', message)
        self.assertNotIn("did you mean", message)

    def test_a_mistyped_option(self):
        for typed, meant in (("--otu", "--out"), ("--output", "--out"), ("--thread", "--threads"),
                             ("--max-false-merge", "--max-false-merge-rate"), ("--modelout", "--model-out"),
                             ("--quite", "--quiet")):
            message = self.refused("dedupe", "people.csv", typed, "x")
            self.assertIn("dedupe has no option %s" % typed, message)
            self.assertIn("did you mean %s?" % meant, message)
        # Told before anything else that is missing, and without the value written after it.
        self.assertIn("did you mean --out?", self.refused("dedupe", "--otu=secret"))
        self.assertNotIn("secret", self.refused("dedupe", "--otu=secret"))

    def test_an_option_like_none(self):
        message = self.refused("dedupe", "people.csv", "--zzzzzzzz")
        self.assertIn("dedupe has no option --zzzzzzzz", message)
        self.assertNotIn("did you mean", message)

    def test_numbers_that_are_none(self):
        for option, value in (("--threads", "100000"), ("--threads", "-1"), ("--threads", "two"),
                              ("--review-max", "-1"), ("--review-max", "1e3"),
                              ("--max-false-merge-rate", "0"), ("--max-false-merge-rate", "0.6"),
                              ("--max-false-merge-rate", "nan"), ("--objective", "best")):
            message = self.refused("dedupe", "people.csv", "--out", "a.csv", option, value)
            self.assertIn(option, message)
            self.assertIn('"%s"' % value, message)
        self.refused("generate", "--rows", "-5", "--out", "lists")
        self.refused("serve", "--threads", "5000")
        self.assertEqual(sorted(os.listdir(self.folder)), ["people.csv"])

    def test_two_outputs_in_one_file(self):
        for arguments in (("--out", "a.csv", "--review", "a.csv"),
                          ("--out", "a.csv", "--stats", "./a.csv"),
                          ("--out", "a.csv", "--model-out", "m.json", "--review", "m.json.tables"),
                          ("--review", "-")):
            done = self.doublon("dedupe", "people.csv", *arguments)
            self.assertEqual(done.returncode, USAGE, (arguments, done.stderr))
            self.assertNotEqual(done.stderr, "")
            self.assertEqual(sorted(os.listdir(self.folder)), ["people.csv"])

    def test_an_output_that_cannot_be_is_told_before_the_work(self):
        for option in ("--review", "--stats", "--explain-out", "--model-out", "--pairs", "--rejects"):
            done = self.doublon("dedupe", "people.csv", "--out", "a.csv", option, "nowhere/b.csv")
            self.assertEqual(done.returncode, USAGE, (option, done.stderr))
            self.assertIn("nowhere/b.csv", done.stderr)
            self.assertNotIn("rows", done.stderr)
            self.assertEqual(os.listdir(self.folder), ["people.csv"])

    def test_the_tables_of_a_model_are_no_way_over_an_input(self):
        self.write("m.json.tables", ROWS)
        done = self.doublon("dedupe", "m.json.tables", "--out", "a.csv", "--model-out", "m.json")
        self.assertEqual(done.returncode, USAGE, done.stderr)

    def test_one_name_for_two_sources(self):
        for folder in ("a", "b"):
            os.mkdir(self.path(folder))
            self.write(folder + "/people.csv", ROWS)
        done = self.doublon("dedupe", "a/people.csv", "b/people.csv", "--out", "out.csv")
        self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertIn("a/people.csv and b/people.csv", done.stderr)

    def test_the_report_counts_in_words_that_fit(self):
        self.write("bad.csv", ROWS + "4,a,b,c,d,e\n")
        done = self.doublon("dedupe", "bad.csv", "--out", "out.csv")
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertIn("1 row rejected", done.stderr)
        self.assertIn("at most 1 false merge in 1,000", done.stderr)
        # A threshold below certainty does not read as certainty, nor does one that nothing reaches.
        self.assertNotIn("is 100.0 % or more", done.stderr)

    def test_a_list_of_many_columns_is_told_in_a_few_lines(self):
        self.write("wide.csv", ",".join("c%d" % i for i in range(900)) + "\n"
                   + "".join(",".join("v%d" % (i * j % 7) for i in range(900)) + "\n" for j in range(20)))
        done = self.doublon("dedupe", "wide.csv", "--out", "out.csv")
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertLess(max(map(len, done.stderr.splitlines())), 2500)
        self.assertRegex(done.stderr, r"and \d+ more")


if __name__ == "__main__":
    unittest.main()
