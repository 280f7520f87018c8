"""What people wait for while `hubspot.py` brings a second export in: Today and the lost list, by HTTP, from a served home."""

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

PAGES = {"Today": "/", "lost list": "/lost/"}
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
    """A server, and somebody signed in to it."""
    port, told = free_port(), somebody(environment)
    command = [sys.executable, "-m", "wonback", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = " "
    while said and "Wonback is at" not in said:
        said = server.stdout.readline()
    time.sleep(2)
    return server, Person(port, *told)


def waits(person, while_):
    """The milliseconds of each page, asked for as long as this process runs."""
    times = {name: [] for name in PAGES}
    for path in PAGES.values():
        person.get(path)
    while while_() is None:
        for name, path in PAGES.items():
            start = time.perf_counter()
            person.get(path)
            times[name].append(1000 * (time.perf_counter() - start))
        time.sleep(EVERY_SECONDS)
    return times


def run(files, home, environment):
    """Return the number of the import that ran meanwhile."""
    server, person = served(home, environment)
    try:
        quiet_until = time.monotonic() + 10
        quiet = waits(person, lambda: None if time.monotonic() < quiet_until else 0)
        command = [sys.executable, "-m", "wonback", "import", "--yes", "--json", *map(str, files)]
        with tempfile.TemporaryFile("w+") as said:
            busy_with = subprocess.Popen(command, env=environment, stdout=said)
            busy = waits(person, busy_with.poll)
            said.seek(0)
            batch = json.load(said)["batch"]
    finally:
        server.terminate()
        server.wait(30)
    for name in PAGES:
        print(
            line(f"{name}, nothing else going on", quiet[name]),
            line(f"{name}, during the import", busy[name]),
            sep="\n",
            flush=True,
        )
    print(f"The machine: {os.cpu_count()} cores at a load of {' '.join(f'{one:.1f}' for one in os.getloadavg())}")
    return batch


def line(name, times):
    cuts = statistics.quantiles(times, n=20)
    return f"{name:<34} n {len(times):5d}   median {statistics.median(times):6.0f} ms   p95 {cuts[18]:6.0f} ms   most {max(times):6.0f} ms   (limit of p95: {LIMIT_MS} ms)"
