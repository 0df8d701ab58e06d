"""tools/check_headers tells a header that compiles alone from one that does not."""
import os
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools",
                    "check_headers")


class CheckHeadersTest(unittest.TestCase):
    def run_on(self, headers):
        with tempfile.TemporaryDirectory() as root:
            for path, text in headers.items():
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            done = subprocess.run([sys.executable, TOOL, root], capture_output=True, text=True)
            return done.returncode, done.stdout

    def test_headers_that_include_what_they_use_pass(self):
        code, output = self.run_on({"src/a/x.h": "#pragma once\n#include <cstddef>\ninline std::size_t x() "
                                                 "{ return 0; }\n",
                                    "include/doublon/y.h": '#pragma once\n#include "a/x.h"\n'})
        self.assertEqual(code, 0, output)
        self.assertIn("2 headers, 0 faults", output)

    def test_a_missing_include_fails(self):
        code, output = self.run_on({"src/a/x.h": "#pragma once\nstd::size_t x();\n"})
        self.assertEqual(code, 1)
        self.assertIn("a/x.h does not compile alone", output)

    def test_a_header_that_cannot_be_included_twice_fails(self):
        code, output = self.run_on({"src/a/x.h": "struct X {};\n"})
        self.assertEqual(code, 1, output)

    def test_no_header_is_no_success(self):
        code, _ = self.run_on({"src/a/README.md": ""})
        self.assertEqual(code, 1)


if __name__ == "__main__":
    unittest.main()
