"""Bad input: a clear message (file, line, field), the right exit code, no good row lost, no
personal data told.

Every cell of every file holds the word "canary" in some form; no message and no list of rejected
rows may.
"""
import gzip
import os
import shutil
import stat
import subprocess
import unittest

import doublon_process

HEADER = "id,prenom,nom,email,ville\n"
GOOD = ["%s,Canary%s,Canarynom%s,canary%s@exemple.fr,Canaryville\n" % (row_id, row_id, row_id,
                                                                       row_id)
        for row_id in ("g1", "g2", "g3", "g4", "g5")]
GOOD_IDS = ["g1", "g2", "g3", "g4", "g5"]
DONE, BAD_INPUT, USAGE, INTERNAL = 0, 1, 2, 3


class BadInputTest(doublon_process.DoublonTest):
    def dedupe(self, *arguments, **options):
        done = self.doublon("dedupe", *arguments, "--out", "out.csv", **options)
        self.assert_discreet(done)
        return done

    def assert_discreet(self, done):
        """No content in messages or in the list of rejected rows, and nothing half-written left
        behind."""
        self.assertNotIn("canary", done.stderr.lower())
        self.assertLess(len(done.stderr), 20000)
        for name in os.listdir(self.folder):
            if name.startswith("out.csv"):
                self.assertIn(name, ("out.csv", "out.csv.rejects.csv"))
            if name.endswith(".rejects.csv"):
                with open(self.path(name), encoding="utf-8") as file:
                    self.assertNotIn("canary", file.read().lower())

    def assert_refused(self, done, code, *words):
        """Nothing was written; the message names the words."""
        self.assertEqual(done.returncode, code, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertFalse(os.path.exists(self.path("out.csv")))

    def assert_rows(self, done, code, ids, name="people.csv", line=None):
        """The rows `ids` are in the output, in order; the message names the file and the line."""
        self.assertEqual(done.returncode, code, done.stderr)
        found = [entity[1] for entity in self.entities()]
        self.assertEqual((len(found), found[:50]), (len(ids), ids[:50]))
        if line is not None:
            self.assertRegex(done.stderr, r"%s\D*\b%d\b" % (name.replace(".", r"\."), line))

    # --- whole files ---

    def test_file_cut_while_it_is_read(self):
        self.write("cut.csv", HEADER + "".join(GOOD) * 20000)
        command = [doublon_process.BINARY, "dedupe", "cut.csv", "-", "--out", "out.csv"]
        process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        # The first file is open once the program reads the second.
        process.stdin.write((HEADER + "".join(GOOD)) * 2000)
        process.stdin.flush()
        os.truncate(self.path("cut.csv"), 100)
        _, errors = process.communicate(timeout=doublon_process.SECONDS_MAX)
        self.assertEqual(process.returncode, BAD_INPUT, errors)
        self.assertIn("shortened", errors)
        self.assertNotIn("canary", errors.lower())
        self.assertFalse(os.path.exists(self.path("out.csv")))

    def test_empty_file(self):
        self.write("people.csv", "")
        self.assert_refused(self.dedupe("people.csv"), BAD_INPUT, "people.csv", "empty")

    def test_file_of_blank_lines(self):
        self.write("people.csv", "\n\r\n  \n")
        self.assert_refused(self.dedupe("people.csv"), BAD_INPUT, "people.csv")

    def test_header_only(self):
        for text in (HEADER, HEADER.strip()):
            self.write("people.csv", text)
            self.assert_rows(self.dedupe("people.csv"), DONE, [])

    def test_missing_file(self):
        self.assert_refused(self.dedupe("nobody.csv"), BAD_INPUT, "nobody.csv")

    def test_directory(self):
        os.mkdir(self.path("folder.csv"))
        self.assert_refused(self.dedupe("folder.csv"), BAD_INPUT, "folder.csv", "directory")

    def test_binary_file(self):
        noise = bytes((i * 167 + i // 7 * 13) % 256 for i in range(5000))
        self.write("people.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rcanary\0" + noise + b"canary\n\0")
        self.assert_refused(self.dedupe("people.csv"), BAD_INPUT, "people.csv")

    def test_the_program_itself_is_a_binary_file(self):
        self.assert_refused(self.dedupe(doublon_process.BINARY), BAD_INPUT, doublon_process.BINARY)

    def test_three_thousand_columns(self):
        self.write("people.csv", ",".join("c%d" % i for i in range(3000)) + "\n"
                   + ",".join(["canary"] * 3000) + "\n")
        self.assert_refused(self.dedupe("people.csv"), BAD_INPUT, "people.csv", "3000")

    def test_truncated_gzip(self):
        whole = gzip.compress((HEADER + "".join(GOOD * 200)).encode(), mtime=0)
        for length in (len(whole) // 2, len(whole) - 6, 12):
            self.write("people.csv", whole[:length])
            self.assert_refused(self.dedupe("people.csv"), BAD_INPUT, "people.csv", "gzip")

    def test_gzip_with_wrong_checksum(self):
        whole = bytearray(gzip.compress((HEADER + "".join(GOOD)).encode(), mtime=0))
        whole[-6] ^= 1
        self.write("people.csv", bytes(whole))
        self.assert_refused(self.dedupe("people.csv"), BAD_INPUT, "people.csv")

    def test_whole_gzip_is_read(self):
        self.write("people.csv.gz", HEADER + "".join(GOOD))
        self.assert_rows(self.dedupe("people.csv.gz"), DONE, GOOD_IDS)
        self.assertEqual({entity[0] for entity in self.entities()}, {"people"})

    def test_one_bad_file_among_good_ones(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        self.write("empty.csv", "")
        self.assert_refused(self.dedupe("people.csv", "empty.csv"), BAD_INPUT, "empty.csv")

    # --- rows ---

    def test_row_with_too_many_cells(self):
        self.write("people.csv", HEADER + "".join(GOOD[:2])
                   + "b1,canary,canary,canary,canary,canary,canary\n" +
                   "".join(GOOD[2:]))
        self.assert_rows(self.dedupe("people.csv"), BAD_INPUT, GOOD_IDS, line=4)

    def test_row_with_blank_surplus_cells_is_taken(self):
        self.write("people.csv", HEADER + GOOD[0].rstrip() + ",,\n" + "".join(GOOD[1:]))
        self.assert_rows(self.dedupe("people.csv"), DONE, GOOD_IDS)

    def test_row_with_too_few_cells_is_taken_and_said(self):
        self.write("people.csv", HEADER + "".join(GOOD[:3]) + "s1,Canary\n" + "".join(GOOD[3:]))
        self.assert_rows(self.dedupe("people.csv"), DONE, ["g1", "g2", "g3", "s1", "g4", "g5"],
                         line=5)

    def test_unclosed_quote(self):
        self.write("people.csv", HEADER + GOOD[0] + 'b1,"canary,canary,canary,canary\n'
                   + "".join(GOOD[1:]))
        self.assert_rows(self.dedupe("people.csv"), BAD_INPUT, GOOD_IDS, line=3)

    def test_unclosed_quote_in_the_last_row(self):
        self.write("people.csv", HEADER + "".join(GOOD) + 'b1,canary,canary,canary,"canary\n')
        self.assert_rows(self.dedupe("people.csv"), BAD_INPUT, GOOD_IDS, line=7)

    def test_quoted_line_break_is_no_fault(self):
        self.write("people.csv", HEADER + 'q1,"Canary\nCanary","Canary ""nom""",,\n'
                   + "".join(GOOD))
        self.assert_rows(self.dedupe("people.csv"), DONE, ["q1"] + GOOD_IDS)

    def check_long_cell(self, cell):
        self.write("people.csv", HEADER + GOOD[0] + "b1,%s,canary,canary,canary\n" % cell
                   + "".join(GOOD[1:]))
        done = self.dedupe("people.csv")
        self.assert_rows(done, BAD_INPUT, GOOD_IDS, line=3)
        self.assertRegex(done.stderr, r"prenom|column 2|field 2")

    def test_cell_of_ten_megabytes(self):
        self.check_long_cell("canary" * 1750000)

    def test_quoted_cell_of_ten_megabytes_with_line_breaks(self):
        self.check_long_cell('"' + "canary\n" * 1500000 + '"')

    def test_nul_bytes_in_a_cell_are_data_or_a_rejected_row(self):
        self.write("people.csv", HEADER + "".join(GOOD) + "n1,Can\0ary,Canary,canary,canary\n")
        done = self.dedupe("people.csv")
        self.assertIn(done.returncode, (DONE, BAD_INPUT), done.stderr)
        self.assertEqual([entity[1] for entity in self.entities()][:5], GOOD_IDS)
        if done.returncode == BAD_INPUT:
            self.assertRegex(done.stderr, r"people\.csv\D*7")

    def test_duplicate_ids_lose_no_row(self):
        self.write("people.csv", HEADER + "".join(GOOD) + GOOD[1].replace("Canary", "Canarya"))
        done = self.dedupe("people.csv")
        self.assertIn(done.returncode, (DONE, BAD_INPUT), done.stderr)
        self.assertEqual([entity[1] for entity in self.entities()], GOOD_IDS + ["g2"])
        self.assertIn("people.csv", done.stderr)
        self.assertRegex(done.stderr,
                         r"(?i)id.*(twice|more than once|duplicate|again|not unique|same)|"
                                      r"(twice|more than once|duplicate|repeated|not unique|same).*id")

    def test_bad_json_line(self):
        lines = ['{"id": "%s", "prenom": "Canary%s", "nom": "Canary"}\n' % (i, i) for i in GOOD_IDS]
        for bad in ('{"id": "b1", "prenom": "canary\n', "canary\n", '["canary"]\n',
                    '{"id": "b1", "nom": "canary"} canary\n'):
            self.write("people.ndjson", "".join(lines[:3]) + bad + "".join(lines[3:]))
            self.assert_rows(self.dedupe("people.ndjson"), BAD_INPUT, GOOD_IDS,
                             name="people.ndjson", line=4)

    def test_strict_stops_at_a_rejected_row(self):
        self.write("people.csv", HEADER + GOOD[0] + "b1,canary,canary,canary,canary,canary\n"
                   + GOOD[1])
        self.assert_refused(self.dedupe("people.csv", "--strict"), BAD_INPUT, "people.csv", "3")

    def test_rejected_rows_are_said_even_when_quiet(self):
        self.write("people.csv", HEADER + GOOD[0] + "b1,canary,canary,canary,canary,canary\n"
                   + "".join(GOOD[1:]))
        self.assert_rows(self.dedupe("people.csv", "--quiet"), BAD_INPUT, GOOD_IDS, line=3)

    def test_many_bad_rows_do_not_flood(self):
        lines = ['{"id": "%s", "prenom": "Canary", "nom": "Canary"}\n' % i for i in GOOD_IDS]
        self.write("people.ndjson", "".join(lines) + "canary\n" * 20000)
        done = self.dedupe("people.ndjson")
        self.assert_rows(done, BAD_INPUT, GOOD_IDS)
        self.assertIn("20000", done.stderr.replace(",", ""))

    # --- configuration and usage ---

    def test_unknown_column_in_the_configuration(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        self.write("doublon.toml", '[columns]\n"prenom" = "given_name"\n"surnom" = "family_name"\n')
        self.assert_refused(self.dedupe("people.csv", "--config", "doublon.toml"), USAGE, "surnom")

    def test_unknown_kind_in_the_configuration(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        self.write("doublon.toml", '[columns]\n"prenom" = "first"\n')
        self.assert_refused(self.dedupe("people.csv", "--config", "doublon.toml"), USAGE,
                            "doublon.toml:2")

    def test_configuration_that_is_no_toml(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        self.write("doublon.toml", "[columns\n")
        self.assert_refused(self.dedupe("people.csv", "--config", "doublon.toml"), USAGE,
                            "doublon.toml:1")

    def test_missing_configuration(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        self.assert_refused(self.dedupe("people.csv", "--config", "none.toml"), USAGE, "none.toml")

    def test_unknown_id_column(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        self.assert_refused(self.dedupe("people.csv", "--id", "matricule"), USAGE, "matricule")

    def test_usage(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        for arguments in ([], ["merge-all"], ["dedupe"],
                          ["dedupe", "people.csv", "--no-such-option"],
                          ["dedupe", "people.csv", "--threads", "many"],
                          ["dedupe", "people.csv", "--max-false-merge-rate", "7"],
                          ["link", "people.csv"]):
            done = self.doublon(*arguments)
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""), arguments)
            self.assertNotEqual(done.stderr, "")

    # --- output ---

    def test_output_over_an_input_is_refused(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        os.link(self.path("people.csv"), self.path("other-name.csv"))
        for out in ("people.csv", "./people.csv", "other-name.csv"):
            done = self.doublon("dedupe", "people.csv", "--out", out)
            self.assertEqual(done.returncode, USAGE, done.stderr)
            self.assert_discreet(done)
        with open(self.path("people.csv"), encoding="utf-8") as file:
            self.assertEqual(file.read(), HEADER + "".join(GOOD))

    def test_output_in_a_folder_that_does_not_exist(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        done = self.doublon("dedupe", "people.csv", "--out", "nowhere/out.csv")
        self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertIn("nowhere/out.csv", done.stderr)
        self.assert_discreet(done)

    @unittest.skipUnless(os.geteuid() != 0 or shutil.which("setpriv"),
                         "root without setpriv: no bits bind")
    def test_no_permission(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        # The program may lie where nobody else may look; a copy beside the data can be run by
        # anybody.
        shutil.copy(doublon_process.BINARY, self.path("program"))
        before = ("setpriv", "--reuid=65534", "--regid=65534",
                  "--clear-groups") if os.geteuid() == 0 else ()
        os.chmod(self.folder, 0o755)
        os.mkdir(self.path("locked"), 0o555)
        self.addCleanup(os.chmod, self.path("locked"), 0o755)

        def run(*arguments):
            program, doublon_process.BINARY = doublon_process.BINARY, self.path("program")
            try:
                return self.doublon("dedupe", *arguments, before=before)
            finally:
                doublon_process.BINARY = program

        done = run("people.csv", "--out", "locked/out.csv")
        self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertIn("locked/out.csv", done.stderr)
        self.assert_discreet(done)
        self.assertEqual(os.listdir(self.path("locked")), [])

        os.chmod(self.path("people.csv"), 0)
        done = run("people.csv", "--out", "-")
        self.assertEqual((done.returncode, done.stdout), (BAD_INPUT, ""), done.stderr)
        self.assertIn("people.csv", done.stderr)
        self.assert_discreet(done)

    @unittest.skipUnless(os.path.exists("/dev/full") and stat.S_ISCHR(os.stat("/dev/full").st_mode),
                         "no /dev/full")
    def test_disk_full(self):
        self.write("people.csv", HEADER + "".join(GOOD))
        done = self.doublon("dedupe", "people.csv", "--out", "/dev/full")
        self.assertEqual(done.returncode, INTERNAL, done.stderr)
        self.assertIn("/dev/full", done.stderr)
        self.assert_discreet(done)
        with open("/dev/full", "wb") as full:
            done = self.doublon("dedupe", "people.csv", "--out", "-", stdout=full)
        self.assertEqual(done.returncode, INTERNAL, done.stderr)
        self.assertRegex(done.stderr, "(?i)no space|full")
        self.assert_discreet(done)

    def test_an_old_result_survives_a_run_that_fails(self):
        self.write("out.csv", "the result of yesterday\n")
        self.write("people.csv", "")
        done = self.doublon("dedupe", "people.csv", "--out", "out.csv")
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertIn("people.csv", done.stderr)
        with open(self.path("out.csv"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "the result of yesterday\n")


if __name__ == "__main__":
    unittest.main()
