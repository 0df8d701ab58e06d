"""What a service with --data answered ok is there after SIGTERM and after SIGKILL.

Usage: restart_test.py PATH_OF_DOUBLON
"""
import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import unittest

import service_process
from service_process import Service, pipeline


def person(number, source="crm"):
    return {"source": source, "record_id": str(number), "family_name": "Kerdoncuff%d" % number,
            "given_name": "Apolline", "email": "p%d@laposte.net" % number}


class RestartTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="doublon-restart-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.services = []
        self.addCleanup(lambda: [service.kill() for service in self.services if service.running()])

    def start(self):
        self.services.append(Service("--data", os.path.join(self.folder, "data")))
        return self.services[-1]

    def test_records_and_entities_survive_sigterm(self):
        service = self.start()
        questions = ([{"op": "get", "source": "crm", "record_id": str(i)} for i in range(60)] +
                     [{"op": "match", "record": person(i, "petition")} for i in range(60)])
        with service.connect() as client:
            pipeline(client, [{"op": "add", "record": person(i)} for i in range(50)])
            pipeline(client, [{"op": "delete", "source": "crm", "record_id": "7"}])
            before = pipeline(client, questions)
        self.assertEqual(service.terminate(), 0)
        with self.start().connect() as client:
            self.assertEqual(pipeline(client, questions), before)

    def test_sigterm_answers_what_was_received(self):
        service = self.start()
        with service.connect() as client:
            client.send(b"".join(json.dumps({"op": "add", "record": person(i)}).encode() + b"\n"
                                 for i in range(800)))
            answers = [client.line()]
            service.process.terminate()
            while (answer := client.line()) is not None:
                answers.append(answer)
        self.assertEqual(service.wait(), 0)
        self.assertEqual({answer["status"] for answer in answers}, {"ok"})
        with self.start().connect() as client:
            self.assertEqual(client.ask({"op": "hello"})["records"], len(answers))

    def test_what_was_answered_survives_sigkill(self):
        chance = random.Random(24)
        acknowledged = {}  # record id → number of the last version answered ok
        sent = {}          # record id → versions sent
        for round_number in range(6):
            service = self.start()
            timer = threading.Timer(chance.uniform(0.05, 0.4), service.process.kill)
            timer.start()
            version = round_number * 1_000_000
            try:
                with service.connect() as client:
                    while True:
                        window = []
                        for _ in range(chance.choice((1, 5, 50))):
                            version += 1
                            record_id = str(chance.randrange(300))
                            window.append((record_id, version))
                            sent.setdefault(record_id, set()).add(version)
                        client.send(b"".join(
                            json.dumps({"op": "add", "record": dict(person(int(record_id)),
                                                                    note=str(number))}).encode() + b"\n"
                            for record_id, number in window))
                        for record_id, number in window:
                            answer = client.line()
                            if answer is None:
                                raise ConnectionError
                            self.assertEqual(answer["status"], "ok")
                            acknowledged[record_id] = number
            except ConnectionError:
                pass
            timer.join()
            service.wait()
            check = self.start()
            with check.connect() as client:
                for record_id, number in acknowledged.items():
                    answer = client.ask({"op": "get", "source": "crm", "record_id": record_id})
                    self.assertEqual(answer["status"], "ok", record_id)
                    found = int(answer["record"]["note"])
                    self.assertGreaterEqual(found, number, "an acknowledged version is gone")
                    self.assertIn(found, sent[record_id])
                    # What was found is what counts from here on.
                    acknowledged[record_id] = found
            check.kill()
        self.assertGreater(len(acknowledged), 50, "too little was written to show anything")

    def refused(self, *options):
        done = subprocess.run([service_process.BINARY, "serve", "--listen", "127.0.0.1:0", "--data",
                               os.path.join(self.folder, "data"), *options], capture_output=True, timeout=20)
        self.assertEqual(done.stdout, b"")
        return done

    def stored_by_sql(self, statement):
        """A change that no request could make."""
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "data", "doublon.db"))) as database:
            with database:
                database.execute(statement)

    def test_damage_is_named_and_nothing_is_served(self):
        with self.start().connect() as client:
            pipeline(client, [{"op": "add", "record": person(i)} for i in range(20)])
        self.services[-1].terminate()
        self.stored_by_sql("UPDATE records SET body=replace(body,'Kerdoncuff7','Kerdoncuff8')")
        done = self.refused()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"doublon.db: record with sequence 8: it does not fit its checksum", done.stderr)
        self.assertNotIn(b"Kerdoncuff", done.stderr)

    def test_another_model_is_refused_until_told(self):
        with self.start().connect() as client:
            pipeline(client, [{"op": "add", "record": person(i)} for i in range(20)])
        self.services[-1].terminate()
        model = os.path.join(self.folder, "model.json")
        list_path = os.path.join(self.folder, "list.csv")
        with open(list_path, "w", encoding="utf-8") as file:
            file.write("id,nom,prenom,email\n" + "".join("%d,Nom%d,Apolline,a%d@exemple.fr\n" % (i, i // 2, i // 2)
                                                         for i in range(200)))
        subprocess.run([service_process.BINARY, "dedupe", list_path, "--out", os.path.join(self.folder, "e.csv"),
                        "--model-out", model, "--quiet"], check=True, timeout=60)
        done = self.refused("--model", model)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"--remake-entities", done.stderr)
        with Service("--data", os.path.join(self.folder, "data"), "--model", model, "--remake-entities") as service:
            with service.connect() as client:
                self.assertEqual(client.ask({"op": "hello"})["records"], 20)
        # The store is the new model's from here on.
        self.assertEqual(self.refused().returncode, 2)
        with Service("--data", os.path.join(self.folder, "data"), "--model", model) as service:
            with service.connect() as client:
                self.assertEqual(client.ask({"op": "hello"})["records"], 20)

    def test_a_second_server_on_the_directory_is_refused(self):
        self.start()
        second = subprocess.run([service_process.BINARY, "serve", "--listen", "127.0.0.1:0", "--data",
                                 os.path.join(self.folder, "data")], capture_output=True, timeout=20)
        self.assertNotEqual(second.returncode, 0)
        self.assertIn(b"in use", second.stderr)


if __name__ == "__main__":
    service_process.main()
