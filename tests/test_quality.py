"""The shape of the code: layout, types, direction of imports, length of functions. Each gate is shown to bite."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION = 35  # what a screen shows at once
MOST_IMPORTS = 15  # of our own modules, in one
YET_TO_PART = {"gazette/content/items.py": 18, "gazette/cli/__init__.py": 16}
LONGEST_LINE = 120
LAID_OUT = (".html", ".xhtml", ".mjml", ".xml", ".opf", ".js", ".css")
LONG_LINES = {
    "email/issue.mjml": 22,
    "email/issue.txt": 2,
    "epub/imprint.xhtml": 2,
    "epub/item.xhtml": 5,
    "epub/package.opf": 2,
    "epub/parts.xhtml": 4,
    "pages/changes.html": 1,
    "pages/event.html": 2,
    "pages/glossary.html": 2,
    "pages/home.html": 6,
    "pages/issue.html": 4,
    "pages/macros.html": 22,
    "pages/member.html": 2,
    "pages/members.html": 4,
    "pages/newsletters.html": 1,
    "pages/page.html": 1,
    "pages/partner.html": 1,
    "pages/programme.html": 1,
    "pages/search.html": 4,
    "pages/statement.html": 2,
    "pages/story.html": 1,
    "print/issue.html": 31,
    "site/main.html": 9,
}
"""Template → lines that are longer still: most are one run of HTML, where a line's end would be a space on the page."""
CODE = [PROJECT / "build.py", *sorted((PROJECT / "gazette").rglob("*.py")), *sorted((PROJECT / "tools").rglob("*.py"))]


def run(*command: str, folder: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False)


def test_the_code_is_laid_out_and_linted() -> None:
    places = ["build.py", "gazette", "tests", "tools"]
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
    counts = {path.relative_to(theme).as_posix(): _long_lines(path) for path in paths if path.name != "fonts.css"}
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
    shutil.copytree(PROJECT / "gazette", tmp_path / "gazette", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_import_contracts_hold() -> None:
    result = lint_imports(PROJECT)
    assert result.returncode == 0, result.stdout


UPWARD = (
    ("content.load", "from ..render import words", "render.words"),
    ("content.library", "from . import check", "content.check"),
    ("engines.pages", "from ..content import model", "content.model"),
    ("engines.pages", "from . import search", "engines.search"),
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
    ("editorial.schemas", "from . import cms", "editorial.cms"),
    ("editorial.photos", "from ..cli import clock", "cli.clock"),
    ("cli.checking", "from . import building", "cli.building"),
)
"""Module, a line that it must not hold, and what that would import."""
CONTAINERS = [
    "gazette",
    *(f"gazette.{name}" for name in "content render render.paper render.site outputs pipeline editorial cli".split()),
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


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_function_needs_scrolling(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [
        f"{node.name}: {size}"
        for node in functions
        if (size := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def _imports(path: Path) -> set[str]:
    """The modules of ours that a module imports, wherever it does."""
    package = path.relative_to(PROJECT).parent.parts
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            whole = [PROJECT.joinpath(*base, alias.name) for alias in node.names]
            found |= {str(one if one.with_suffix(".py").exists() or one.is_dir() else one.parent) for one in whole}
    return found


def test_no_module_is_a_hub() -> None:
    counts = {path.relative_to(PROJECT).as_posix(): len(_imports(path)) for path in CODE}
    many = {path: count for path, count in counts.items() if count > max(MOST_IMPORTS, YET_TO_PART.get(path, 0))}
    assert many == {}


def test_no_two_classes_have_one_name() -> None:
    """Two classes of one name cost whoever meets the second."""
    owners: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "gazette").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                owners.setdefault(node.name, []).append(path.relative_to(PROJECT).as_posix())
    assert {name: places for name, places in owners.items() if len(places) > 1} == {}


def test_build_py_stays_a_door() -> None:
    assert len((PROJECT / "build.py").read_text().splitlines()) <= 80


def test_the_clock_is_read_in_one_place() -> None:
    """Renderers and the rest take the day as a value."""
    clocks = ("datetime.now(", "date.today(", "time.time(", "utcnow(")
    holders = [path.name for path in CODE if "tools" not in path.parts and any(c in path.read_text() for c in clocks)]
    assert holders == ["clock.py"]
