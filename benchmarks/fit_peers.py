"""What the benchmarks of fits and values share: a base with known truth, peers in their own environment, a stopwatch."""

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

NAMES = ("r", "alpha", "a", "b")
TRUTH = {"r": 0.6, "alpha": 7.0, "a": 0.8, "b": 2.5}
LIFETIMES = ("lifetimes==0.11.3", "pandas<3")
PYMC = ("pymc-marketing==1.3.0",)
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
HERE = Path(__file__).resolve().parent


def simulate(clients: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Clients by the BG/NBD story, in weeks."""
    chance = np.random.default_rng(seed)
    rate, leave = chance.gamma(TRUTH["r"], 1 / TRUTH["alpha"], clients), chance.beta(TRUTH["a"], TRUTH["b"], clients)
    age = chance.integers(26 * 7, 79 * 7, clients) / 7
    x, t_x, now = np.zeros(clients), np.zeros(clients), np.zeros(clients)
    there = np.arange(clients)
    while there.size:
        now[there] += chance.exponential(1 / rate[there])
        there = there[now[there] <= age[there]]
        x[there] += 1
        t_x[there] = now[there]
        there = there[chance.random(there.size) > leave[there]]
    spend = chance.gamma(6 * np.maximum(x, 1), 1 / chance.gamma(4, 1 / 15, clients)) / np.maximum(x, 1)
    return {"frequency": x, "recency": t_x, "age": age, "spend": np.where(x > 0, spend, 0)}


def environment(name: str, packages: tuple[str, ...]) -> Path:
    """A Python of its own with the peer in it, made once and kept in the cache of this user."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "wonback" / "benchmarks"
    version = hashlib.sha256(" ".join([sys.version, *packages]).encode()).hexdigest()[:8]
    folder = cache / f"{name}-{version}"
    if not (folder / "installed").exists():
        print(f"Installing {' '.join(packages)} into {folder} …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", *packages], check=True)
        (folder / "installed").touch()
    return folder / "bin" / "python"


def apart(python: Path | str, script: str, data: Path) -> dict[str, Any]:
    """Run a script beside this one in a process of its own and read what it measured."""
    settings = os.environ | ONE_THREAD | {"PYTHONPATH": str(HERE.parent / "src")}
    done = subprocess.run([python, HERE / script, data], check=True, capture_output=True, text=True, env=settings)
    return json.loads(done.stdout.splitlines()[-1])


def in_turns(pythons: dict[str, Path | str], kind: str, data: Path, rounds: int) -> dict[str, dict[str, Any]]:
    """Every tool in every round, so that a busy minute of the machine hits all; of each the round with the least CPU."""
    runs = [{name: apart(python, f"{kind}_{name}.py", data) for name, python in pythons.items()} for _ in range(rounds)]
    return {name: min((run[name] for run in runs), key=lambda one: one["cpu"]) for name in pythons}


def asked(rest: Callable[[argparse.ArgumentParser], object] = id) -> argparse.Namespace:
    """The command line of a benchmark."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("clients", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="of each tool the round with the least CPU counts")
    rest(parser)
    return parser.parse_args()


def machine() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def stored() -> dict[str, np.ndarray]:
    """The base that this process was given."""
    with np.load(sys.argv[1]) as columns:
        return {name: columns[name] for name in columns.files}


def measure(work: Callable[[], dict[str, Any]]) -> None:
    """Print CPU seconds of the work and of the whole process, and its peak memory over what it had before."""
    before, start = peak(), time.process_time()
    result = work()
    cpu = time.process_time() - start
    print(json.dumps(result | {"cpu": cpu, "whole": time.process_time(), "peak": peak(), "over_data": peak() - before}))


def peak() -> float:
    """The most memory this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(name: str, one: dict[str, Any]) -> None:
    print(
        f"{name:<12} {one['cpu']:8.2f} CPU s   {one['whole']:8.2f} whole process   "
        f"{one['peak']:6.0f} MiB peak ({one['over_data']:.0f} over the data)"
    )
