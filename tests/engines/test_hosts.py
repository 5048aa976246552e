"""The three hosts of the templates give the same bytes, and each imports nothing of the others.

`properdocs` and `jinja2` are what the site turns to when MkDocs or Material for MkDocs end.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes
from jinja2.defaults import DEFAULT_FILTERS

from gazette.engines.pages import HOSTS, HostError
from gazette.outputs import site
from gazette.settings import THEME
from tests.support.contexts import GOOD, ROOTS, context, made_by
from tests.support.sites import PROJECT, TODAY

FORBIDDEN = {
    "properdocs": ("mkdocs", "materialx"),
    "jinja2": ("mkdocs", "properdocs", "material", "materialx", "watchdog"),
}
"""Host → packages that cannot be imported while it builds."""
BUILT = f"""
import sys
from datetime import date
from pathlib import Path
forbidden, root, out = sys.argv[1:]
sys.modules.update(dict.fromkeys(forbidden.split(",")))
from gazette.pipeline.build import PAPER, BuildOptions, build_site
from gazette.pipeline.read import read_site
reading = read_site(Path(root), date.fromisoformat("{TODAY}"), lambda _: None)
build_site(reading, Path(out), lambda _: None, BuildOptions((*PAPER, "search", "sharing")))
"""
"""Builds all but paper, the search index and the pictures for shared links, with which no host has to do."""


@pytest.mark.parametrize("name", ROOTS)
def test_each_host_gives_the_bytes_of_every_other(name: str) -> None:
    given = context(name)
    made = {
        host: made_by(site.OUTPUT, replace(given, settings=replace(given.settings, host=host))) for host in HOSTS
    }  # fmt: skip
    pages = [path for path in made["mkdocs"] if path.endswith(".html")]
    assert len(pages) > 80
    for host in HOSTS:
        assert made[host].keys() == made["mkdocs"].keys()
        assert [path for path, raw in made[host].items() if raw != made["mkdocs"][path]] == []


@pytest.mark.parametrize("host", FORBIDDEN)
def test_a_site_is_built_where_other_hosts_cannot_be_imported(host: str, tmp_path: Path, good_site: Path) -> None:
    """One line of mkdocs.yml switches, and every published file is what MkDocs as the host makes it."""
    root, out = tmp_path / "root", tmp_path / "site"
    shutil.copytree(GOOD, root, ignore=shutil.ignore_patterns(".build"))
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.replace("extra:\n", f"extra:\n  host: {host}\n"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BUILT, ",".join(FORBIDDEN[host]), root, out],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    made = {path.relative_to(out) for path in out.rglob("*") if path.is_file() and path.name != "build.json"}
    assert {path for path in made if (out / path).read_bytes() != (good_site / path).read_bytes()} == set()
    assert {path.relative_to(good_site) for path in good_site.rglob("*.html")} <= made


def test_the_shell_asks_nothing_of_a_theme() -> None:
    """That is why there is nothing of Material's to keep a copy of: no template, no picture, no filter."""
    for path in sorted((THEME / "site").rglob("*")):
        source = Environment().parse(path.read_text("utf-8"))
        assert list(meta.find_referenced_templates(source)) == []
        own = {name.name for name in source.find_all(nodes.Name) if name.ctx == "store"}
        assert meta.find_undeclared_variables(source) - own == {"nav", "view"}
        assert {one.name for one in source.find_all(nodes.Filter)} <= DEFAULT_FILTERS.keys()


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_menu_that_is_read_otherwise_is_told(host: str) -> None:
    given = context("good")
    settings = replace(given.settings, host=host, config=given.settings.config.replace(b"index.md, ", b"", 1))
    pages = site.Pages(replace(given, settings=settings), given.words, None)  # type: ignore[arg-type]
    with pytest.raises(HostError, match=f"{host} reads other addresses"):
        pages.hosts()
