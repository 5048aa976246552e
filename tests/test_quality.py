"""The shape of the code: layout, types, direction of imports, length of functions. Each gate is shown to bite."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION = 35  # what a screen shows at once
CODE = [PROJECT / "build.py", *sorted((PROJECT / "gazette").rglob("*.py")), *sorted((PROJECT / "tools").rglob("*.py"))]


def run(*command: str, folder: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False)


def test_the_code_is_laid_out_and_linted() -> None:
    places = ["build.py", "gazette", "tests", "tools"]
    for command in (["ruff", "format", "--check", *places], ["ruff", "check", *places]):
        result = run(*command)
        assert result.returncode == 0, result.stdout + result.stderr


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


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("gazette/content/load.py", "from ..render import words"),
        ("gazette/engines/pages.py", "from ..content import model"),
        ("gazette/render/words.py", "from .site import view"),
        ("gazette/content/library.py", "from . import check"),
        ("gazette/utils.py", "import os"),
        ("gazette/content/helpers.py", "import os"),
    ],
)
def test_import_contracts_bite(copy: Path, module: str, line: str) -> None:
    """An import that runs upward, and a stray module, each break a contract."""
    path = copy / module
    path.write_text(f"{path.read_text() if path.exists() else ''}\n{line}\n")
    result = lint_imports(copy)
    assert result.returncode != 0, result.stdout


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


def test_build_py_stays_a_door() -> None:
    assert len((PROJECT / "build.py").read_text().splitlines()) <= 80


def test_the_clock_is_read_in_one_place() -> None:
    """Renderers and the rest take the day as a value."""
    clocks = ("datetime.now(", "date.today(", "time.time(", "utcnow(")
    holders = [path.name for path in CODE if "tools" not in path.parts and any(c in path.read_text() for c in clocks)]
    assert holders == ["clock.py"]
