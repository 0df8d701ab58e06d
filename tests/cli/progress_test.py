"""Progress shows on a terminal, and nowhere else."""
import os
import pty
import subprocess
import unittest

import doublon_process

ROWS = "id,prenom,nom,email\n" + "".join("%d,Jeanne,Nom%d,a%d@exemple.fr\n" % (i, i // 2, i // 2)
                                          for i in range(400))


class ProgressTest(doublon_process.DoublonTest):
    def setUp(self):
        super().setUp()
        self.write("people.csv", ROWS)

    def on_a_terminal(self, *arguments):
        """What a terminal on standard error gets; standard output is a pipe."""
        terminal, end = pty.openpty()
        process = subprocess.Popen([doublon_process.BINARY, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=end)
        os.close(end)
        shown = b""
        try:
            while data := os.read(terminal, 4096):
                shown += data
        except OSError:  # Linux tells the end of a terminal so
            pass
        os.close(terminal)
        self.assertEqual(process.wait(doublon_process.SECONDS_MAX), 0)
        return shown.decode()

    def test_stages_are_shown_in_place_and_wiped(self):
        shown = self.on_a_terminal("dedupe", "people.csv", "--out", "out.csv")
        for stage in ("normalising", "comparing", "writing"):
            self.assertIn("\r\033[K%s ..." % stage, shown)
        # Before the report, and at the end, the line is empty again.
        self.assertNotIn("...", shown.split("\033[K")[-1])
        self.assertIn("entities", shown.split("\033[K")[-1])

    def test_quiet_shows_nothing(self):
        self.assertEqual(self.on_a_terminal("dedupe", "people.csv", "--out", "out.csv", "--quiet"), "")

    def test_a_pipe_gets_the_report_only(self):
        done = self.doublon("dedupe", "people.csv", "--out", "out.csv")
        self.assertIn("entities", done.stderr)
        self.assertNotIn("\033", done.stderr)
        self.assertNotIn("...", done.stderr)


if __name__ == "__main__":
    unittest.main()
