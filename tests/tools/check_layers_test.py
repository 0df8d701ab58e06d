"""tools/check_layers finds each kind of violation when it is planted in a small tree, and only
then."""
import os
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "check_layers")

TREE = {
    "src/base/CMakeLists.txt": "doublon_library(base SRCS check.cc HDRS check.h DEPS absl::status)\n",
    "src/base/check.h": "#pragma once\nnamespace doublon {}\n",
    "src/base/check.cc": '#include "base/check.h"\n#include <vector>\n',
    "src/text/CMakeLists.txt": "doublon_library(text SRCS fold.cc HDRS fold.h DEPS base)\n",
    "src/text/fold.h": '#pragma once\n#include "base/check.h"\n#include "doublon/entity.h"\n',
    "src/text/fold.cc": '#include "text/fold.h"\n// #include "model/em.h" in words is no include\n',
    "include/doublon/entity.h": "#pragma once\n#include <string>\n",
}


class CheckLayersTest(unittest.TestCase):
    def run_with(self, changes):
        """Exit code and output on the sound tree with some files replaced (None: removed)."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**TREE, **changes}.items():
                if text is None:
                    continue
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            done = subprocess.run([sys.executable, TOOL, root], capture_output=True, text=True)
            return done.returncode, done.stdout

    def assert_fault(self, changes, *words):
        code, output = self.run_with(changes)
        faults = [line for line in output.splitlines() if line.startswith("fault: ")]
        self.assertEqual((code, len(faults)), (1, 1), output)
        for word in words:
            self.assertIn(word, faults[0])

    def test_a_sound_tree_passes(self):
        code, output = self.run_with({})
        self.assertEqual(code, 0, output)
        self.assertIn("2 layers, 6 files, 0 faults", output)

    def test_an_include_to_the_right_fails(self):
        self.assert_fault({"src/base/check.cc": '#include "base/check.h"\n\n#  include "text/fold.h"\n'},
                          "src/base/check.cc:3", "text/fold.h")

    def test_an_include_to_the_right_in_angle_brackets_fails(self):
        self.assert_fault({"src/base/check.cc": "#include <text/fold.h>\n"}, "text/fold.h")

    def test_an_include_that_climbs_fails(self):
        self.assert_fault({"src/base/check.cc": '#include "../text/fold.h"\n'}, "climbs")

    def test_a_public_header_including_a_layer_fails(self):
        self.assert_fault({"include/doublon/entity.h": '#pragma once\n#include "base/check.h"\n'},
                          "entity.h:2")

    def test_a_dependency_to_the_right_fails(self):
        self.assert_fault({"src/base/CMakeLists.txt":
                           "doublon_library(base SRCS check.cc HDRS check.h DEPS # why\n text)\n"},
                          "text")

    def test_a_private_dependency_to_the_right_fails(self):
        self.assert_fault({"src/base/CMakeLists.txt":
                           "doublon_library(base SRCS check.cc HDRS check.h PRIVATE_DEPS doublon_text)\n"}, "text")

    def test_a_linked_library_to_the_right_fails(self):
        self.assert_fault({"src/base/CMakeLists.txt": TREE["src/base/CMakeLists.txt"] +
                           "target_link_libraries(doublon_base PRIVATE doublon_engine)\n"},
                          "engine")

    def test_a_header_without_pragma_once_fails(self):
        self.assert_fault({"src/text/fold.h": '// #pragma once\n#include "base/check.h"\n'},
                          "pragma once")

    def test_a_file_in_no_list_fails(self):
        self.assert_fault({"src/text/forgotten.cc": "int x;\n"}, "src/text/forgotten.cc",
                          "not listed")

    def test_a_file_named_in_a_comment_only_fails(self):
        self.assert_fault({"src/text/forgotten.cc": "int x;\n", "src/text/CMakeLists.txt":
                           TREE["src/text/CMakeLists.txt"] + "# forgotten.cc\n"}, "not listed")

    def test_a_folder_that_is_no_layer_fails(self):
        self.assert_fault({"src/extras/x.md": "\n"}, "src/extras")

    def test_a_file_called_util_fails(self):
        self.assert_fault({"src/text/string_util.h": "#pragma once\n", "src/text/CMakeLists.txt":
                           TREE["src/text/CMakeLists.txt"].replace("HDRS", "HDRS string_util.h")},
                          "string_util.h")

    def test_a_class_called_manager_fails(self):
        self.assert_fault({"src/text/fold.cc": "\nclass FoldManager final {};\n"}, "fold.cc:2",
                          "FoldManager")

    def test_a_namespace_called_helper_fails(self):
        self.assert_fault({"src/text/fold.cc": "namespace doublon::helper {}\n"}, "helper")

    def test_a_word_that_only_begins_like_a_banned_one_passes(self):
        code, output = self.run_with({"src/text/fold.cc": "class Commonness;\nstruct Utilisation;\n"})
        self.assertEqual(code, 0, output)

    def test_a_long_file_only_warns(self):
        code, output = self.run_with({"src/text/fold.cc": "\n" * 401})
        self.assertEqual(code, 0, output)
        self.assertIn("warning: src/text/fold.cc: 401 lines", output)

    def test_an_empty_tree_is_no_success(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "src"))
            done = subprocess.run([sys.executable, TOOL, root], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
