"""What people wait for while `hubspot.py` brings a second export in: Today and the lost list, by HTTP, from a served home, and a touch to be saved.

Pages are told by the clock and in processor time of the server, which other programs on the machine stretch less.
"""

import http.cookiejar
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

TOUCH = Path(__file__).with_name("hubspot_touch.py")
PAGES = {"Today": "/today/", "lost list": "/lost/"}
EVERY_SECONDS, LIMIT_MS = 0.2, 150


class Person:
    """Somebody signed in."""

    def __init__(self, port, email, password):
        self.base = f"http://127.0.0.1:{port}"
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.get("/account/login/")
        token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
        fields = urllib.parse.urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token}).encode()
        self.opener.open(urllib.request.Request(f"{self.base}/account/login/", fields, {"Referer": self.base})).read()

    def get(self, path):
        return self.opener.open(self.base + path, timeout=60).read().decode()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def somebody(environment):
    """E-mail and password of an admin of this home."""
    email, password = "bench@wonback.example", "a long one for the benchmark"
    make = f"from wonback.team.models import User; User.objects.filter(email={email!r}).exists() or User.objects.create_user({email!r}, 'Bench', {password!r}, role='admin')"
    subprocess.run([sys.executable, "-m", "wonback", "manage", "shell", "-c", make], env=environment, check=True)
    return email, password


def served(home, environment):
    """A server, somebody signed in to it, and who that is."""
    port, told = free_port(), somebody(environment)
    command = [sys.executable, "-m", "wonback", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = " "
    while said and "Wonback is at" not in said:
        said = server.stdout.readline()
    time.sleep(2)
    return server, Person(port, *told), told[0]


def family(pid):
    """A process and those it began."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [pid, *(one for child in found.stdout.split() for one in family(child))]


def spent(pids):
    """The processor milliseconds so far of all threads of some processes."""
    tasks = (task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def waits(person, pids, while_):
    """The milliseconds of each page by the clock, and of the server's processor, asked for as long as this is None."""
    times = {name: [] for name in PAGES}
    for path in PAGES.values():
        person.get(path)
    while while_() is None:
        for name, path in PAGES.items():
            start, worked = time.perf_counter(), spent(pids)
            person.get(path)
            times[name].append((1000 * (time.perf_counter() - start), spent(pids) - worked))
        time.sleep(EVERY_SECONDS)
    return times


class Touching:
    """Somebody who saves meanwhile, in a process of their own."""

    def __init__(self, email, environment):
        command = [sys.executable, str(TOUCH), email]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.process.stdout.readline()

    def end(self):
        return json.loads(self.process.communicate("\n")[0])


def run(files, home, environment):
    """Return the number of the import that ran meanwhile."""
    server, person, email = served(home, environment)
    pids = family(server.pid)
    try:
        quiet_until = time.monotonic() + 10
        quiet = waits(person, pids, lambda: None if time.monotonic() < quiet_until else 0)
        command = [sys.executable, "-m", "wonback", "import", "--yes", "--json", *map(str, files)]
        touching = Touching(email, environment)
        with tempfile.TemporaryFile("w+") as said:
            busy_with = subprocess.Popen(command, env=environment, stdout=said)
            busy = waits(person, pids, busy_with.poll)
            said.seek(0)
            batch = json.load(said)["batch"]
        saved = touching.end()
    finally:
        server.terminate()
        server.wait(30)
    report(quiet, busy, saved)
    return batch


def report(quiet, busy, saved):
    for name in PAGES:
        for when, times in (("nothing else going on", quiet), ("during the import", busy)):
            clock, worked = zip(*times[name], strict=True)
            print(line(f"{name}, {when}", clock), line("    the server's processor", worked), sep="\n")
    print(line("a touch saved, during the import", saved["waits"]), f"refused: {saved['refused']}")
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"The machine: {os.cpu_count()} cores at a load of {load}", flush=True)


def line(name, times):
    cuts = statistics.quantiles(times, n=20)
    return f"{name:<34} n {len(times):5d}   median {statistics.median(times):6.0f} ms   p95 {cuts[18]:6.0f} ms   most {max(times):6.0f} ms   (limit of p95 of a page: {LIMIT_MS} ms)"
