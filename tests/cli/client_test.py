"""doublon client: lists in, answers out, in order, against a server of its own."""
import csv
import gzip
import json
import os
import re
import socket
import subprocess
import threading
import unittest

import doublon_process

DONE, BAD_INPUT, USAGE, INTERNAL = 0, 1, 2, 3
VOTERS = ("id;prenom;nom;date_naissance;email\n"
          "v1;Apolline;Kerdoncuff;12/03/1984;apolline.k@exemple.fr\n"
          "v2;Gaspard;Charpentier;01/02/1950;g.charpentier@exemple.fr\n"
          "v3;Luc;Petit;;\n")
DONORS = ('{"id":"d1","first_name":"Apolline","last_name":"KERDONCUFF","email":"apolline.k@exemple.fr",'
          '"birth_date":"1984-03-12"}\n'
          '{"id":"d2","first_name":"Ysaline","last_name":"Quemener","email":"y.q@exemple.fr","birth_date":"1990-05-06"}\n')


class ClientTest(doublon_process.DoublonTest):
    def setUp(self):
        super().setUp()
        self.server = subprocess.Popen([doublon_process.BINARY, "serve", "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE)
        self.addCleanup(self.stop)
        self.address = re.fullmatch(r"listening on (127\.0\.0\.1:\d+)\n",
                                    self.server.stdout.readline().decode())[1]
        self.write("voters.csv", VOTERS)
        self.write("donors.ndjson", DONORS)

    def stop(self):
        self.server.terminate()
        self.server.wait(20)
        self.server.stdout.close()

    def client(self, *arguments, code=DONE, **options):
        done = self.doublon("client", "--server", self.address, *arguments, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def answers(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def test_several_lists_are_added_in_order(self):
        done = self.client("--add", "voters.csv", "donors.ndjson", "--out", "answers.ndjson")
        self.assertIn("5 answered, 0 refused", done.stderr)
        answers = self.answers("answers.ndjson")
        self.assertEqual([(a["source"], a["record_id"], a["outcome"]) for a in answers],
                         [("voters", "v1", "created"), ("voters", "v2", "created"), ("voters", "v3", "created"),
                          ("donors", "d1", "created"), ("donors", "d2", "created")])
        self.assertEqual(answers[3]["verdict"], "same")
        self.assertEqual(answers[3]["entity_id"], answers[0]["entity_id"])
        self.assertEqual(len({a["entity_id"] for a in answers}), 4)
        self.client("--add", "voters.csv", "donors.ndjson", "--out", "again.ndjson", "--quiet")
        self.assertEqual({a["outcome"] for a in self.answers("again.ndjson")}, {"unchanged"})

    def test_answers_as_csv(self):
        self.client("--add", "voters.csv", "--out", "added.csv")
        done = self.client("--match", "donors.ndjson", "voters.csv", "--out", "answers.csv")
        self.assertIn("5 answered", done.stderr)
        with open(self.path("answers.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["source", "id", "status", "verdict", "outcome", "entity_id",
                                         "probability", "error"])
        self.assertEqual([(row["source"], row["id"]) for row in rows],
                         [("donors", "d1"), ("donors", "d2"), ("voters", "v1"), ("voters", "v2"), ("voters", "v3")])
        self.assertEqual([row["verdict"] for row in rows[:2]], ["same", "new"])
        # A match writes nothing.
        self.client("--match", "donors.ndjson", "--out", "twice.csv")
        with open(self.path("twice.csv"), encoding="utf-8", newline="") as file:
            self.assertEqual(list(csv.DictReader(file)), rows[:2])

    def test_standard_input_and_output(self):
        with open(self.path("voters.csv"), "rb") as file:
            done = subprocess.run([doublon_process.BINARY, "client", "--server", self.address, "--match", "-",
                                   "--quiet"], stdin=file, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (DONE, b""))
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([(a["source"], a["record_id"]) for a in answers],
                         [("stdin", "v1"), ("stdin", "v2"), ("stdin", "v3")])

    def test_a_packed_list(self):
        self.write("voters.csv.gz", VOTERS)
        os.remove(self.path("voters.csv"))
        self.client("--add", "voters.csv.gz", "--out", "answers.ndjson")
        self.assertEqual([a["record_id"] for a in self.answers("answers.ndjson")], ["v1", "v2", "v3"])

    def test_rows_that_cannot_be_taken_are_named_and_the_rest_is_sent(self):
        self.write("voters.csv", VOTERS + "b;1;2;3;4;5;6\nv4;Anne;Martin;;\n")
        done = self.client("--add", "voters.csv", "--out", "answers.ndjson", code=BAD_INPUT)
        self.assertIn("voters.csv:5", done.stderr)
        self.assertEqual([a["record_id"] for a in self.answers("answers.ndjson")], ["v1", "v2", "v3", "v4"])

    def test_usage(self):
        for arguments in ((), ("--match", "voters.csv", "--add", "donors.ndjson"),
                          ("--match", "voters.csv", "--out", "voters.csv"),
                          ("--match", "voters.csv", "--out", "nowhere/out.csv"),
                          ("--match", "voters.csv", "--server", "127.0.0.1:notaport")):
            done = self.client(*arguments, code=USAGE)
            self.assertNotEqual(done.stderr, "", arguments)
        with open(self.path("voters.csv"), encoding="utf-8") as file:
            self.assertEqual(file.read(), VOTERS)

    def test_missing_list(self):
        self.assertIn("nobody.csv", self.client("--match", "nobody.csv", code=BAD_INPUT).stderr)

    def test_nobody_listens(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % free.getsockname()[1]
            done = self.doublon("client", "--server", address, "--match", "voters.csv", "--out", "out.csv")
        self.assertEqual(done.returncode, INTERNAL)
        self.assertIn(address, done.stderr)
        self.assertFalse(os.path.exists(self.path("out.csv")))

    def test_a_server_that_goes_away_leaves_no_half_file(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def answer_once():
            connection, _ = listener.accept()
            connection.recv(65536)
            connection.sendall(b'{"status":"ok","verdict":"new"}\n')
            connection.close()

        thread = threading.Thread(target=answer_once)
        thread.start()
        done = self.doublon("client", "--server", "127.0.0.1:%d" % listener.getsockname()[1],
                            "--match", "voters.csv", "--out", "out.csv")
        thread.join()
        self.assertEqual(done.returncode, INTERNAL, done.stderr)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("out")], [])


if __name__ == "__main__":
    unittest.main()
