"""The command line: each command is there, and waits for nothing that it does not need."""

import subprocess
import sys

import pytest
from conftest import PROJECT

from gazette import cli


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_tells_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.read_arguments([name, "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: build.py {name} ")


def test_a_build_imports_nothing_that_only_others_need() -> None:
    """Imports are most of what a small edit waits for."""
    code = "import sys; from gazette import cli; cli.read_arguments(['build']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    others = "authoring forms darkroom composing withdrawal translating reviewing outgoing engines.preview engines.mail"
    heavy = ("mkdocs", "weasyprint", "PIL", "multiprocessing", "email", "pydantic.v1")
    unwanted = {*(f"gazette.{name}" for name in others.split()), *heavy}
    assert unwanted.isdisjoint(loaded.stdout.split())
