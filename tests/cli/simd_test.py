"""DOUBLON_SIMD keeps the program to an instruction set; the output has the same bytes under each."""
import os
import re
import unittest

import doublon_process

LISTS = ("voters.csv", "donors.csv", "petition.csv", "members.csv")
OUTPUTS = ("out.csv", "review.csv", "model.json")


class SimdTest(doublon_process.DoublonTest):
    def dedupe(self, target):
        return self.doublon("dedupe", *LISTS, "--quiet", "--out", "out.csv", "--review",
                            "review.csv", "--model-out", "model.json",
                            env={**os.environ, "DOUBLON_SIMD": target})

    def targets(self):
        done = self.dedupe("none")
        self.assertEqual(done.returncode, 2)
        names = re.search(r'"none" is none of what this machine has: (.*)\n', done.stderr)
        return names.group(1).split(", ")

    def test_every_target_gives_the_same_bytes(self):
        self.doublon("generate", "--rows", "8000", "--seed", "11", "--out", ".")
        targets = self.targets()
        self.assertIn("scalar", targets)
        results = set()
        for target in ["", *targets]:
            done = self.dedupe(target)
            self.assertEqual(done.returncode, 0, done.stderr)
            result = []
            for name in OUTPUTS:
                with open(self.path(name), "rb") as file:
                    result.append(file.read())
            results.add(tuple(result))
        self.assertEqual(len(results), 1, targets)


if __name__ == "__main__":
    unittest.main()
