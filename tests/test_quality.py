"""The shape of the code: layout, types, direction of imports, largest sizes. Each gate is shown to bite."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION = 35  # what a screen shows at once
MOST_IMPORTS = 15  # of our own modules, in one
LONGEST_MODULE = 500
LONGEST_CLASS = 250
MOST_PARAMETERS = 5
LONG_MODULES = {
    "gazette/engines/publish.py": "one protocol against power cuts, to be read as a whole",
}
MANY_PARAMETERS = {
    "gazette/editorial/word_import.py draft": "what a document, the command and the site each say of a draft",
    "gazette/engines/pdf_breaks.py break_line": "WeasyPrint calls it, with what it gives its own",
    "gazette/render/site/items.py _view": "what pages of items differ in",
    "gazette/render/site/lists.py listing": "what pages of lists differ in",
    "tools/bench/pathological_files.py png": "the fields of a PNG's head",
    "tools/fonts/make.py stand_in": "what a font and its stand-in differ in",
    "tools/fonts/make.py _matched": "what a font and its stand-in differ in",
}
RENAMED_IN = {"files/writing.py", "files/tree.py", "engines/publish.py", "engines/search.py"}
"""Files that a person owns are replaced by files/writing.py, what can be made again below the site's root by
files/tree.py; the publisher has places of its own for what it stages, and the search engine's folder is put beside
them whole."""
STARTED_IN = {
    "engines/press_check.py",
    "engines/git.py",
    "engines/search.py",
    "cli/serving.py",
    "cli/staying.py",
}
"""Where other programs are started: Ghostscript, git, Pagefind, and the preview's own command again."""
LONGEST_LINE = 120
MOST_PARTS, MOST_ARROWS = 16, 47  # modules and packages at the top, and imports between them
LAID_OUT = (".html", ".xhtml", ".mjml", ".xml", ".opf", ".js", ".css")
MADE = ("fonts.css", "arabic.css", "cyrillic.css")  # by tools/fonts/run
LONG_LINES = {
    "email/issue.mjml": 22,
    "email/issue.txt": 2,
    "epub/imprint.xhtml": 2,
    "epub/item.xhtml": 5,
    "epub/package.opf": 2,
    "epub/parts.xhtml": 4,
    "pages/changes.html": 1,
    "pages/document.html": 2,
    "pages/documents.html": 3,
    "pages/event.html": 2,
    "pages/glossary.html": 2,
    "pages/home.html": 6,
    "pages/issue.html": 7,
    "pages/macros.html": 26,
    "pages/member.html": 2,
    "pages/members.html": 6,
    "pages/newsletters.html": 1,
    "pages/page.html": 1,
    "pages/partner.html": 2,
    "pages/press.html": 3,
    "pages/programme.html": 3,
    "pages/search.html": 4,
    "pages/statement.html": 2,
    "pages/story.html": 1,
    "print/issue.html": 25,
    "print/macros.html": 6,
    "site/main.html": 9,
}
"""Template → lines that are longer still: most are one run of HTML, where a line's end would be a space on the page."""
CODE = [
    PROJECT / "build.py",
    *(path for name in ("gazette", "submissions", "tools") for path in sorted((PROJECT / name).rglob("*.py"))),
]


def run(*command: str, folder: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False)


def test_the_code_is_laid_out_and_linted() -> None:
    places = ["build.py", "gazette", "submissions", "tests", "tools"]
    for command in (["ruff", "format", "--check", *places], ["ruff", "check", *places]):
        result = run(*command)
        assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def biome() -> Path:
    """What lays out and judges scripts and style sheets. Without it these tests are skipped; under CI they fail."""
    if not (PROJECT / "requirements/npm/lint/node_modules/.ready").is_file():
        words = "no Biome here: run scripts/setup lint"
        if os.environ.get("CI"):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    return PROJECT / "scripts/biome"


def run_biome(biome: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([biome, folder, "check"], capture_output=True, text=True, check=False)


def test_scripts_and_style_sheets_are_laid_out_and_linted(biome: Path) -> None:
    result = run_biome(biome, PROJECT)
    if result.returncode:  # pytest would take minutes to write an assertion about so much with braces in it
        pytest.fail(f"{result.stdout}{result.stderr}\nmake format lays them out.", pytrace=False)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("theme/a.js", "let a = 1;\nconsole.log(a);\n", "useConst"),
        ("theme/a.js", "console.log( 1 )\n", "format"),
        ("tools/a.css", "a {\n  colr: red;\n}\n", "noUnknownProperty"),
        ("theme/a.css", "a { color: red }\n", "format"),
    ],
)
def test_the_judge_of_scripts_bites(biome: Path, tmp_path: Path, name: str, text: str, said: str) -> None:
    shutil.copy(PROJECT / "biome.jsonc", tmp_path)
    for folder in ("theme", "tools"):
        (tmp_path / folder).mkdir()
    (tmp_path / name).write_text(text, "utf-8")
    result = run_biome(biome, tmp_path)
    assert result.returncode != 0
    assert said in result.stdout + result.stderr


def _long_lines(path: Path) -> int:
    return sum(len(line) > LONGEST_LINE for line in path.read_text("utf-8").splitlines())


def test_templates_get_no_more_long_lines() -> None:
    """No program that lays Jinja2 out could be trusted with HTML's spaces, and none breaks a comment in two."""
    theme = PROJECT / "theme"
    paths = (path for path in sorted(theme.rglob("*")) if path.suffix in LAID_OUT or path.name == "issue.txt")
    counts = {path.relative_to(theme).as_posix(): _long_lines(path) for path in paths if path.name not in MADE}
    assert {path: count for path, count in counts.items() if count > LONG_LINES.get(path, 0)} == {}


def test_types_check_strictly() -> None:
    result = run("mypy")
    assert result.returncode == 0, result.stdout


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("gazette", "submissions"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_import_contracts_hold() -> None:
    result = lint_imports(PROJECT)
    assert result.returncode == 0, result.stdout


UPWARD = (
    ("content.load", "from ..render import words", "render.words"),
    ("content.items.data", "from . import folder", "content.items.folder"),
    ("content.library.item", "from . import catalogue", "content.library.catalogue"),
    ("content.markup.findings", "from . import lines", "content.markup.lines"),
    ("content.model.record", "from . import stories", "content.model.stories"),
    ("content.check.stories", "from ..library import Library", "content.library"),
    ("content.check.records", "from .. import load", "content.load"),
    ("content.check.links", "from .site import WholeSite", "content.check.site"),
    ("content.check.consent", "from . import stories", "content.check.stories"),
    ("content.check.pages", "from . import rules", "content.check.rules"),
    ("engines.pages.host", "from ...content import model", "content.model"),
    ("engines.pages.host", "from .. import search", "engines.search"),
    ("engines.pages.jinja_host", "from .mkdocs_host import MkDocsHost", "engines.pages.mkdocs_host"),
    ("engines.pdf", "from .word import walk", "engines.word.walk"),
    ("engines.word.styles", "from . import walk", "engines.word.walk"),
    ("engines.pictures.parts", "from . import opening", "engines.pictures.opening"),
    ("parallel", "from .content import model", "content.model"),
    ("render.words", "from .site import view", "render.site.view"),
    ("render.epub", "from .paper import layout", "render.paper.layout"),
    ("render.paper.grey", "from . import design", "render.paper.design"),
    ("render.site.view", "from . import items", "render.site.items"),
    ("theme", "from .outputs import base", "outputs.base"),
    ("outputs.base", "from . import images", "outputs.images"),
    ("outputs.data", "from . import feeds", "outputs.feeds"),
    ("outputs.data", "from ..pipeline import cache", "pipeline.cache"),
    ("pipeline.read", "from . import build", "pipeline.build"),
    ("pipeline.read", "from ..editorial import schemas", "editorial.schemas"),
    ("editorial.schemas", "from . import form", "editorial.form"),
    ("editorial.photos", "from ..cli import clock", "cli.clock"),
    ("cli.checking", "from . import building", "cli.building"),
)
"""Module, a line that it must not hold, and what that would import."""
CONTAINERS = [
    "gazette",
    *(
        f"gazette.{name}"
        for name in (
            "content content.check content.items content.library content.markup content.model engines.pages render "
            "render.paper render.site outputs pipeline editorial cli"
        ).split()
    ),
]


def test_import_contracts_bite(copy: Path) -> None:
    """Each import that runs upward is told, all in one run."""
    for module, line, _ in UPWARD:
        path = copy / f"gazette/{module.replace('.', '/')}.py"
        path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    said = re.sub(r"\s+", " ", lint_imports(copy).stdout)
    untold = [(module, other) for module, _, other in UPWARD if f"gazette.{module} -> gazette.{other}" not in said]
    assert untold == []


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_module_has_its_layer(container: str) -> None:
    """A contract lists exactly what is there, so that it refuses whatever else comes."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [entry for entry in contracts if container in entry.get("containers", ())]
    assert layers["exhaustive"] is True
    known = {name.strip() for row in layers["layers"] for name in row.split("|")}
    folder = PROJECT / container.replace(".", "/")
    there = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert there - {"__init__"} == known


def test_an_unlisted_module_breaks_the_contract(copy: Path) -> None:
    (copy / "gazette/utils.py").write_text("import os\n")
    (copy / "gazette/outputs/podcast.py").write_text("import os\n")
    assert lint_imports(copy).returncode != 0


Sizes = dict[str, int]


def size(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """All but the object or class itself, and what a caller may give without end."""
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


MANY_IMPORTS = {
    "gazette/content/check/rules.py": "a row for each module of rules",
    "gazette/content/items/folder.py": "asks each module of rules about the files of one folder",
    "gazette/content/model/__init__.py": "gathers what each module of the model declares",
    "gazette/pipeline/build.py": "puts what was read, the theme and all outputs together",
}
"""Modules that import more of ours than others may, and why."""


@cache
def large(path: Path, root: Path = PROJECT) -> dict[str, Sizes]:
    """What of a module is larger than it may be: sort → what → how large."""
    name, text = path.relative_to(root).as_posix(), path.read_text("utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = [
        ("module", name, len(text.splitlines()), LONGEST_MODULE),
        ("imports", name, len(_imports(path, root, nodes)), MOST_IMPORTS),
        *(("class", f"{name} {n.name}", size(n), LONGEST_CLASS) for n in nodes if isinstance(n, ast.ClassDef)),
        *(("function", f"{name} {node.name}", size(node), LONGEST_FUNCTION) for node in functions),
        *(("parameters", f"{name} {node.name}", parameters(node), MOST_PARAMETERS) for node in functions),
    ]
    told: dict[str, Sizes] = {sort: {} for sort, *_ in found}
    for sort, what, count, most in found:
        if count > most:
            told[sort][what] = count
    return told


@pytest.mark.parametrize(
    ("sort", "known"),
    [
        ("module", LONG_MODULES), ("class", {}), ("function", {}), ("parameters", MANY_PARAMETERS),
        ("imports", MANY_IMPORTS),
    ],
)  # fmt: skip
def test_nothing_is_larger_than_it_may_be(sort: str, known: dict[str, str]) -> None:
    """But for what is listed with a reason; what needs its place in the list no more is to leave it."""
    found: Sizes = {}
    for path in CODE:
        found |= large(path).get(sort, {})
    assert found.keys() == known.keys(), found


def test_each_limit_bites(tmp_path: Path) -> None:
    """A module that is one too large in every way is told in every way; one that is not, in none."""
    for name, more in (("fits", 0), ("not", 1)):
        functions = LONGEST_FUNCTION + more
        names = [f"a{number}" for number in range(MOST_PARAMETERS + more)]
        lines = [*(f"from . import m{number}" for number in range(MOST_IMPORTS + more))]
        lines += [f"def f({', '.join(names)}):", *["    pass"] * (functions - 1)]
        lines += ["class C:", f"    def f(self, {', '.join(names)}):", "        pass"]
        lines += ["    pass"] * (LONGEST_CLASS + more - 3)
        lines += ["pass"] * (LONGEST_MODULE + more - len(lines))
        (tmp_path / f"{name}.py").write_text("\n".join(lines) + "\n")
    for number in range(MOST_IMPORTS + 1):
        (tmp_path / f"m{number}.py").touch()
    assert not any(large(tmp_path / "fits.py", tmp_path).values())
    assert all(large(tmp_path / "not.py", tmp_path).values())


def _imports(path: Path, root: Path, nodes: Iterable[ast.AST]) -> set[str]:
    """The modules of ours that a module imports, wherever it does."""
    package = path.relative_to(root).parent.parts
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            whole = [root.joinpath(*base, alias.name) for alias in node.names]
            found |= {str(one if one.with_suffix(".py").exists() or one.is_dir() else one.parent) for one in whole}
    return found


def calls(path: Path) -> set[str]:
    """The names by which a module calls functions of modules: `os.rename`."""
    nodes = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}


def test_files_are_replaced_and_programs_started_in_few_places() -> None:
    """A hand-made write could leave half a file; a program started elsewhere could run what a proposal names."""
    package = PROJECT / "gazette"
    used = {path.relative_to(package).as_posix(): calls(path) for path in package.rglob("*.py")}
    renaming = {"os.rename", "os.replace", "os.renames", "shutil.move", "fresh.rename"}
    starting = ("subprocess.", "os.exec", "os.spawn", "os.system", "os.popen")
    assert {name for name, found in used.items() if found & renaming} == RENAMED_IN
    assert {name for name, found in used.items() if any(call.startswith(starting) for call in found)} == STARTED_IN


def test_the_top_of_the_package_can_be_taken_in_at_a_glance() -> None:
    graph = grimp.build_graph("gazette", cache_dir=None)
    parts = sorted(graph.find_children("gazette"))
    arrows = [
        f"{one} -> {other}" for one, other in permutations(parts, 2)
        if graph.direct_import_exists(importer=one, imported=other, as_packages=True)
    ]  # fmt: skip
    assert len(parts) <= MOST_PARTS
    assert len(arrows) <= MOST_ARROWS, arrows


def test_no_two_classes_have_one_name() -> None:
    """Two classes of one name cost whoever meets the second."""
    owners: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "gazette").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                owners.setdefault(node.name, []).append(path.relative_to(PROJECT).as_posix())
    assert {name: places for name, places in owners.items() if len(places) > 1} == {}


LEANING = re.compile(r"(The same\b|Likewise|Also\b|As (?:above|before)|Ditto|So too)|.*\b(?:as above|ditto)\b")


def _docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each string that stands alone below a definition, an assignment or at a module's head."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield statement.lineno, str(statement.value.value).strip()


def test_each_docstring_is_understood_alone() -> None:
    """A stranger reads one at a time: none may lean on the docstring above."""
    leaning = [
        f"{path.relative_to(PROJECT)}:{line}: {text}"
        for path in CODE
        for line, text in _docstrings(path)
        if LEANING.match(text)
    ]
    assert leaning == []


def test_a_docstring_that_leans_on_another_is_found() -> None:
    assert all(map(LEANING.match, ("The same for HTML.", "Also where it is.", "Pages, as above.")))
    assert not LEANING.match("All bytes, the same on each machine.")


def test_build_py_only_starts_the_command_line() -> None:
    assert len((PROJECT / "build.py").read_text().splitlines()) <= 80


def test_the_clock_is_read_in_one_place() -> None:
    """Renderers and the rest take the day as a value."""
    clocks = ("datetime.now(", "date.today(", "time.time(", "utcnow(")
    holders = [path.name for path in CODE if "tools" not in path.parts and any(c in path.read_text() for c in clocks)]
    assert holders == ["clock.py"]
