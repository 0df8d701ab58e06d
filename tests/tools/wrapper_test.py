"""tools/doublon builds once, notices changed sources, and hands on arguments, folder and exit code.

The wrapper is copied into a stand-in project whose program prints its arguments and its folder, so
that the test takes seconds and does not touch the real build.
"""
import os
import shutil
import subprocess
import tempfile
import time
import unittest

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools")
PRESETS = """{"version": 6, "configurePresets": [{"name": "release", "generator": "Ninja",
  "binaryDir": "${sourceDir}/build/release", "cacheVariables": {"CMAKE_BUILD_TYPE": "Debug"}}]}"""
PROGRAM = r"""#include <unistd.h>
#include <cstdio>
int main(int count, char** values) {
  char folder[4096];
  for (int i = 1; i < count; ++i) std::printf("[%s]", values[i]);
  std::puts(getcwd(folder, sizeof folder));
  return count - 1;
}
"""


@unittest.skipUnless(shutil.which("cmake") and shutil.which("ninja"), "needs cmake and ninja")
class WrapperTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = os.path.realpath(folder.name)
        for name in ("tools", "src/cli", "elsewhere"):
            os.makedirs(os.path.join(self.root, name))
        shutil.copy(os.path.join(TOOLS, "doublon"), os.path.join(self.root, "tools"))
        shutil.copy(os.path.join(TOOLS, "install_packages"), os.path.join(self.root, "tools"))
        self.write("tools/packages.txt", "# none but what is there\ndpkg\n")
        self.write("CMakePresets.json", PRESETS)
        self.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nproject(stand_in CXX)\n"
                                     "add_subdirectory(src/cli)\n")
        self.write("src/cli/CMakeLists.txt", "add_executable(doublon main.cc)\n")
        self.write("src/cli/main.cc", PROGRAM)

    def write(self, path, text):
        with open(os.path.join(self.root, path), "w", encoding="utf-8") as file:
            file.write(text)

    def run_wrapper(self, *arguments, program="tools/doublon"):
        return subprocess.run([os.path.join(self.root, program), *arguments], capture_output=True,
                              text=True,
                              cwd=os.path.join(self.root, "elsewhere"))

    def log_time(self):
        return os.stat(os.path.join(self.root, "build/release/build.log")).st_mtime_ns

    def test_arguments_folder_and_exit_code_are_handed_on(self):
        done = self.run_wrapper("a b", "", "*")
        self.assertEqual(done.stdout, "[a b][][*]%s/elsewhere\n" % self.root, done.stderr)
        self.assertEqual(done.returncode, 3)
        self.assertIn("building, once", done.stderr)

    def test_the_second_call_builds_nothing_and_is_quiet(self):
        self.run_wrapper()
        built = self.log_time()
        started = time.monotonic()
        done = self.run_wrapper()
        self.assertLess(time.monotonic() - started, 2)
        self.assertEqual((done.returncode, done.stderr, self.log_time()), (0, "", built))

    def test_a_changed_source_is_built_again(self):
        self.run_wrapper()
        self.write("src/cli/main.cc", PROGRAM.replace('"[%s]"', '"<%s>"'))
        self.assertTrue(self.run_wrapper("x").stdout.startswith("<x>"))

    def test_a_removed_source_is_noticed(self):
        self.write("src/cli/spare.h", "\n")
        self.run_wrapper()
        built = self.log_time()
        os.remove(os.path.join(self.root, "src/cli/spare.h"))
        self.run_wrapper()
        self.assertNotEqual(self.log_time(), built)

    def test_a_build_that_fails_shows_why_and_never_runs_the_old_program(self):
        self.run_wrapper()
        self.write("src/cli/main.cc", PROGRAM + "this is no program\n")
        for _ in range(2):
            done = self.run_wrapper("x")
            self.assertEqual((done.returncode, done.stdout), (3, ""))
            self.assertIn("error:", done.stderr)
            self.assertIn("build.log", done.stderr)
        self.write("src/cli/main.cc", PROGRAM)
        self.assertEqual(self.run_wrapper("x").returncode, 1)

    def test_it_can_be_called_through_a_link(self):
        os.symlink("../tools/doublon", os.path.join(self.root, "elsewhere/d"))
        self.assertEqual(self.run_wrapper("y", program="elsewhere/d").returncode, 1)

    def test_two_first_calls_at_once_both_work(self):
        path = os.path.join(self.root, "tools/doublon")
        both = [subprocess.Popen([path, "z"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 text=True)
                for _ in range(2)]
        for process in both:
            output, errors = process.communicate()
            self.assertEqual(process.returncode, 1, errors)
            self.assertTrue(output.startswith("[z]"))


if __name__ == "__main__":
    unittest.main()
