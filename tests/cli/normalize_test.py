"""`doublon normalize`: values from standard input one a line, and files with canonical values, flags and keys beside the
raw cells."""
import csv
import io
import subprocess
import unittest

import doublon_process

DONE, BAD_INPUT, USAGE = 0, 1, 2


class LinesTest(doublon_process.DoublonTest):
    def lines(self, kind, data, *arguments):
        done = subprocess.run([doublon_process.BINARY, "normalize", "--kind", kind, *arguments], input=data,
                              capture_output=True, timeout=doublon_process.SECONDS_MAX)
        self.assertEqual(done.returncode, DONE, done.stderr)
        return done.stdout

    def test_one_answer_a_line_whatever_the_line_ends(self):
        self.assertEqual(self.lines("given", "François\r\n\nJEAN-PIERRE\nLéa".encode()),
                         b"francois\n<missing>\njean pierre\nlea\n")
        self.assertEqual(self.lines("email", b""), b"")

    def test_any_bytes_and_long_lines_are_answered(self):
        out = self.lines("full", bytes(range(256)) + b"\n" + b"x" * (3 << 20) + b"\nMarie Durand\n")
        answers = out.split(b"\n")[:-1]
        self.assertEqual(len(answers), 4)  # the line break among the 256 bytes
        self.assertEqual(answers[2:], [b"<invalid>", b"given=marie; family=durand"])

    def test_answers_come_before_the_input_ends(self):
        process = subprocess.Popen([doublon_process.BINARY, "normalize", "--kind", "phone"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        for raw, answer in ((b"06 12 34 56 78\n", b"+33612345678\n"), (b"0692123456\n", b"+262692123456\n")):
            process.stdin.write(raw)
            process.stdin.flush()
            self.assertEqual(process.stdout.readline(), answer)
        process.stdin.close()
        self.assertEqual(process.wait(timeout=doublon_process.SECONDS_MAX), DONE)

    def test_locale_chooses_the_rules(self):
        address = "350 Fifth Avenue".encode()
        self.assertIn(b"type=avenue; name=fifth", self.lines("address", address, "--locale", "en"))

    def test_usage(self):
        for arguments in ((), ("--kind", "shoe_size"), ("--kind", "email", "a.csv"), ("--kind", "email", "--keys")):
            with self.subTest(arguments):
                self.assertEqual(self.doublon("normalize", *arguments).returncode, USAGE)


class FileTest(doublon_process.DoublonTest):
    LIST = ("id;prenom;nom;email;telephone;date_naissance\n"
            "1;Zoé;DURAND née PETIT;zoe.durand@gmial.com;06 12 34 56 78;01/01/1980\n"
            "2;;SARL Martin;;0000000000;\n"
            "3;J.-P.;Le Gall;contact@exemple.fr;0142345678;31/02/1970\n")

    def rows(self, *arguments):
        done = self.doublon("normalize", self.write("liste.csv", self.LIST), *arguments)
        self.assertEqual(done.returncode, DONE, done.stderr)
        return list(csv.DictReader(io.StringIO(done.stdout))), done.stderr

    def test_raw_cells_stay_and_canonical_ones_stand_beside(self):
        rows, _ = self.rows("--quiet")
        self.assertEqual([row["prenom"] for row in rows], ["Zoé", "", "J.-P."])
        self.assertEqual([row["given_name.canonical"] for row in rows], ["zoe", "", "j p"])
        self.assertEqual([row["family_name.canonical"] for row in rows], ["durand; petit", "martin", "legall"])
        self.assertEqual([row["family_name.flags"] for row in rows], ["-; birth_name", "", ""])
        self.assertEqual([row["given_name.flags"] for row in rows], ["", "missing", "initials"])
        self.assertEqual([row["email.canonical"] for row in rows], ["zoedurand@gmail.com", "", "contact@exemple.fr"])
        self.assertEqual([row["email.flags"] for row in rows], ["repaired", "missing", "suspect shared"])
        self.assertEqual([row["phone.flags"] for row in rows], ["", "unused", "shared"])
        self.assertEqual([row["birth_date.flags"] for row in rows], ["suspect", "missing", "repaired"])
        self.assertEqual([row["record.flags"] for row in rows], ["", "organisation", ""])
        self.assertNotIn("keys", rows[0])

    def test_keys(self):
        rows, _ = self.rows("--quiet", "--keys")
        self.assertEqual(rows[2]["family_name.fr_key"], "LGAL")
        for key in rows[0]["keys"].split():
            self.assertRegex(key, r"^[0-9a-f]{10}$")
        self.assertTrue(rows[0]["keys"])

    def test_report_counts(self):
        _, report = self.rows("--report", "--quiet")
        self.assertRegex(report, r"email +2 +2 +0 +0  repaired 1 suspect 1 shared 1")
        self.assertRegex(report, r"phone +3 +2 +1 ")
        self.assertIn("records flagged organisation: 1", report)

    def test_report_counts_repairs_by_field(self):
        damaged = ("id;prenom;nom;email;telephone;date_naissance;code_postal;ville;adresse\n"
                   "1;Zo\u00c3\u00a9;Dur?nd;zoe@gmial.com;612345678;01/02/80;1000;Bourg-en-Bresse;\n"
                   "2;Anne;Le Gall;jean+tag@gmail.com;33612345678;29313;75001;Paris;\n"
                   "3;Luc;Petit;jp@orange.fr;612345678.0;31/02/1970;;;3 rue Haute 1000 Bourg-en-Bresse\n"
                   "4;Guy;Petit;jp@googlemail.com;06 12 34 56 78;1980-05-03T22:00:00Z;13001;Marseille;\n")
        done = self.doublon("normalize", self.write("abime.csv", damaged), "--report", "--quiet")
        self.assertEqual(done.returncode, DONE, done.stderr)
        table = done.stderr.partition("field            repair")[2].splitlines()[1:]
        counted = {(line[:17].strip(), line[17:42].strip()): int(line[42:]) for line in table}
        self.assertEqual(counted, {
            ("given_name", "wrong encoding"): 1, ("family_name", "unknown letter"): 1,
            ("email", "typo domain"): 1, ("email", "mailbox dots or tag"): 1, ("email", "successor domain"): 1,
            ("phone", "leading zero restored"): 2, ("phone", "plus sign restored"): 1, ("phone", "spreadsheet number"): 1,
            ("birth_date", "two-digit year"): 1, ("birth_date", "spreadsheet serial"): 1,
            ("birth_date", "late timestamp"): 1, ("birth_date", "no day of the calendar"): 1,
            ("postcode", "leading zero restored"): 2})
        self.assertRegex(done.stderr, r"postcode +3 +4 +0 +0  repaired 2")

    def test_report_counts_exchanged_names(self):
        names = ("id;prenom;nom\n1;Sophie;Girard\n2;Girard;Sophie\n3;Paul;Martin\n4;Martin;Paul\n"
                 "5;LEFEBVRE;Nathalie\n6;Nathalie;Lefebvre\n")
        done = self.doublon("normalize", self.write("noms.csv", names), "--quiet", "--report")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertEqual([row["given_name.canonical"] for row in rows][:2], ["sophie", "girard"])
        self.assertRegex(done.stderr, r"family_name +names exchanged +2\n")

    def test_postcode_and_town_that_contradict_each_other_are_suspect(self):
        places = ("id;nom;code_postal;ville\n1;Petit;13001;Lyon\n2;Petit;69003;Lyon\n3;Petit;69100;Lyon\n"
                  "4;Petit;13001;Le Hameau du Bout\n")
        done = self.doublon("normalize", self.write("lieux.csv", places), "--quiet", "--report")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertEqual([row["postcode.flags"] for row in rows], ["suspect", "", "", ""])
        self.assertEqual([row["city.flags"] for row in rows], ["suspect", "", "", ""])
        self.assertRegex(done.stderr, r"city +4 +4 +0 +0  suspect 1")

    def test_an_input_is_never_written_over(self):
        name = self.write("liste.csv", self.LIST)
        self.assertEqual(self.doublon("normalize", name, "--out", name).returncode, USAGE)

    def test_locale_of_the_configuration(self):
        config = self.write("c.toml", '[source.liste]\nlocale = "en"\n')
        rows, _ = self.rows("--quiet", "--config", config)
        self.assertEqual(rows[0]["birth_date.canonical"], "1980-01-01")
        self.assertEqual(rows[0]["phone.canonical"], "612345678")
        bad = self.write("bad.toml", 'locale = "xx"\n')
        done = self.doublon("normalize", "liste.csv", "--config", bad)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("bad.toml:1", done.stderr)


if __name__ == "__main__":
    unittest.main()
