"""Every help text fits a screen (40 lines of 100 columns) and ends in an example that can be
parsed."""
import re
import unittest

import doublon_process

LINES_MAX = 40
COLUMNS_MAX = 100
COMMANDS = {"dedupe", "link", "init", "evaluate", "explain", "normalize", "serve", "client", "generate"}


class HelpTest(doublon_process.DoublonTest):
    def check_screen(self, text):
        lines = text.splitlines()
        self.assertLessEqual(len(lines), LINES_MAX)
        wide = [line for line in lines if len(line) > COLUMNS_MAX]
        self.assertEqual(wide, [])
        self.assertRegex(text, r"Example:?\n\s+doublon \w+")

    def commands(self):
        text = self.doublon("--help").stdout
        return set(re.findall(r"^  ([a-z]+)  +\S", text, re.M))

    def test_the_program(self):
        for flag in ("--help", "-h"):
            done = self.doublon(flag)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.check_screen(done.stdout)
        self.assertLessEqual(COMMANDS, self.commands())

    def test_each_command(self):
        for command in sorted(self.commands() | COMMANDS):
            with self.subTest(command):
                done = self.doublon(command, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.check_screen(done.stdout)
                self.assertRegex(done.stdout, r"Example:?\n\s+doublon %s " % command)

    def test_the_options_of_an_example_exist(self):
        for command in sorted(COMMANDS):
            with self.subTest(command):
                text = self.doublon(command, "--help").stdout
                usage, _, example = text.partition("Example")
                for option in re.findall(r"--[a-z-]+", example):
                    self.assertIn(option, usage)

    def test_version(self):
        self.assertRegex(self.doublon("--version").stdout, r"\d+\.\d+")


if __name__ == "__main__":
    unittest.main()
