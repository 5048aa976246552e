"""Git, asked in such a way that it runs no program that a repository or a file in it names.

`run` asks about a folder. A reviewer has a proposal's tree checked out: git would start a file watcher, hooks or a
verifier of signatures where a configuration says so, and would take a folder that looks like a repository's insides for
one. `Repository` is git as a store: files read from branches, and written as commits, without a working folder.

Only plumbing is used. No hook, filter, diff driver, signing program or remote that a repository's own configuration
names is ever started: those are set aside for each call, and git's environment holds nothing but what is listed here.
"""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_KEPT: Final = ("HOME", "XDG_CONFIG_HOME", "USER", "LOGNAME", "LANG", "TMPDIR")
"""The environment variables that git may see. None of `GIT_…` is among them."""
_OWN: Final = {
    "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}  # fmt: skip
"""A clone may lack objects and name a program to fetch them with: no way of fetching is allowed."""
SETTINGS: Final = {
    "core.hooksPath": os.devnull, "core.fsmonitor": "false", "core.pager": "cat", "core.quotePath": "false",
    "safe.bareRepository": "explicit", "commit.gpgSign": "false", "log.showSignature": "false",
    "submodule.recurse": "false", "maintenance.auto": "false", "gc.auto": "0",
}  # fmt: skip
"""Over whatever a repository says (git-scm.com, "git config"). `core.quotePath` lets Greek names through."""
_SET_ASIDE: Final = tuple(word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}"))
REGULAR: Final = ("100644", "100755")
_TIP: Final = "%(refname) %(objecttype) %(objectname) %(committerdate:unix)"
REMOTE_SECONDS: Final = 180.0
"""How long an exchange with another repository may take."""
_ON_THE_WAY: Final = {
    "http.followRedirects": "false", "http.sslVerify": "true", "http.lowSpeedLimit": "1000", "http.lowSpeedTime": "20",
    "credential.helper": "", "core.askPass": "", "protocol.version": "2",
}  # fmt: skip
"""Settings of an exchange: what it sends along goes to no other host, and no program is asked for passwords."""


class RepositoryError(Exception):
    """Git refused; the text is what it said."""


class Blob(NamedTuple):
    """A regular file of a tree."""

    digest: str
    size: int


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment to run git in: the harmless part of `given`, with only absolute folders in PATH."""
    path = os.pathsep.join(
        folder for folder in given.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(folder)
    )
    return {name: given[name] for name in _KEPT if name in given} | {"PATH": path} | _OWN


class Tip(NamedTuple):
    """The end of a branch: its full name, its commit, and when that was made, in seconds since 1970."""

    name: str
    commit: str
    at: int


class Person(NamedTuple):
    """Whose work a commit is: a name and a mail address."""

    name: str
    address: str

    def described(self, role: str) -> dict[str, str]:
        """The variables that tell git of them; `role` is `AUTHOR` or `COMMITTER`."""
        return {f"GIT_{role}_NAME": self.name, f"GIT_{role}_EMAIL": self.address}


class Signed(NamedTuple):
    """Who wrote a commit and who made it; whoever is None is whom git's configuration names."""

    author: Person | None = None
    committer: Person | None = None

    @property
    def variables(self) -> dict[str, str]:
        """What git is told of them, in its environment."""
        whose = {"AUTHOR": self.author, "COMMITTER": self.committer}
        return {name: value for role, who in whose.items() if who for name, value in who.described(role).items()}


AS_CONFIGURED: Final = Signed()
"""By whom git's configuration names."""


class Conflict(RepositoryError):
    """Two branches change the same lines, so that git cannot merge them. `paths` are the files."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = tuple(paths)


class Remote(NamedTuple):
    """A repository on the web, and the token that lets us in.

    The token reaches git by its environment, which other users can't see, and never by the arguments of a command.
    """

    url: str
    token: str

    def variables(self) -> dict[str, str]:
        """The variables under which git talks with this repository alone, and reads no configuration of a person's."""
        secret = base64.b64encode(f"x-access-token:{self.token}".encode()).decode()
        settings = {**_ON_THE_WAY, "http.extraHeader": f"Authorization: Basic {secret}"}
        told = {"GIT_CONFIG_COUNT": str(len(settings)), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        for number, (name, value) in enumerate(settings.items()):
            told |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return {**told, "GIT_ALLOW_PROTOCOL": urlsplit(self.url).scheme}


class Repository:
    """The repository whose topmost folder is `root`. Raises RepositoryError, here and in each method.

    One that is `bare` has no working folder. Where it is `durable`, what is written outlasts a power cut.
    """

    def __init__(self, root: Path, bare: bool = False, durable: bool = False) -> None:
        self._environment = environment(os.environ)
        program = shutil.which("git", path=self._environment["PATH"])
        if not program:
            raise RepositoryError("git is not installed")
        place = ["--git-dir", str(root)] if bare else ["-C", str(root)]
        self._command = [program, *place, *_SET_ASIDE, *(["-c", "core.fsync=all"] if durable else [])]
        if self.line("rev-parse", "--is-bare-repository" if bare else "--show-prefix") not in ("", "true"):
            raise RepositoryError("it lies within another repository")

    def run(self, *arguments: str, data: bytes = b"", people: Mapping[str, str] = MappingProxyType({})) -> bytes:
        """The output of a git command, as bytes. Raises RepositoryError if it fails."""
        done = self._run(arguments, data, people)
        if done.returncode:
            raise RepositoryError(_last_line(done.stderr) or f"git {arguments[0]} failed")
        return done.stdout

    def _run(
        self, arguments: Sequence[str], data: bytes = b"", people: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.CompletedProcess[bytes]:
        known = {**self._environment, **people}
        return subprocess.run([*self._command, *arguments], input=data, capture_output=True, env=known, check=False)

    # ---- another repository

    def push(self, remote: Remote, commit: str, branch: str) -> None:
        """Makes a branch there end with a commit, whatever it ended with. Without a commit, takes the branch away."""
        self._exchange(remote, "push", "--quiet", "--force", remote.url, f"{commit}:refs/heads/{branch}")

    def fetch(self, remote: Remote, branch: str, to: str, seconds: float = REMOTE_SECONDS) -> None:
        """Gets a branch from there, and makes the reference `to` end with it."""
        reference = f"+refs/heads/{branch}:{to}"
        self._exchange(remote, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", remote.url, reference,
                       seconds=seconds)  # fmt: skip

    def _exchange(self, remote: Remote, *arguments: str, seconds: float = REMOTE_SECONDS) -> None:
        """Runs git, and ends it with the programs that it started where it takes too long."""
        with subprocess.Popen(
            [*self._command, *arguments], env={**self._environment, **remote.variables()}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                _, said = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise RepositoryError(f"{remote.url} did not answer in time") from None
        if process.returncode:
            words = _last_line(said) or f"git {arguments[0]} failed"
            raise RepositoryError(words.replace(remote.token, "…"))

    def reference(self, name: str) -> str:
        """The commit that a reference ends with, by its full name, or nothing."""
        return self.asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    def refer(self, name: str, commit: str) -> None:
        """Makes a reference end with a commit; without one, takes it away."""
        self.run("update-ref", *((name, commit) if commit else ("-d", name)))

    def references(self, prefix: str) -> list[str]:
        """The full names of the references below a prefix."""
        return self.line("for-each-ref", "--format=%(refname)", prefix).splitlines()

    def tips(self, *patterns: str) -> list[Tip]:
        """The ends of the branches that match patterns of full names, the oldest first."""
        said = self.line("for-each-ref", "--sort=committerdate", f"--format={_TIP}", *patterns)
        parts = [line.split(" ") for line in said.splitlines()]
        return [Tip(name, commit, int(at)) for name, kind, commit, at in parts if kind == "commit"]

    def brought(self, commit: str, published: str) -> dict[str, str]:
        """Path → blob, or nothing where it is taken out, of what a commit changes since it left another.

        Raises RepositoryError where the two have nothing in common, as in a clone that lacks their history.
        """
        said = self.run("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv",
                        f"{published}...{commit}")  # fmt: skip
        parts = said.decode("utf-8", "replace").split("\0")[:-1]
        facts = (fact.split(" ") for fact in parts[::2])
        return {path: "" if how == "D" else blob for path, (_, _, _, blob, how) in zip(parts[1::2], facts, strict=True)}

    def holds(self, commit: str, earlier: str) -> bool:
        """Whether a commit is, or came after, an earlier one."""
        return not self._run(["merge-base", "--is-ancestor", earlier, commit]).returncode

    def line(self, *arguments: str) -> str:
        """The output of a git command, as text without the final newline. Raises RepositoryError if it fails."""
        return self.run(*arguments).decode("utf-8", "replace").strip()

    def asked(self, *arguments: str) -> str:
        """The output of a git command, as text; empty if it fails."""
        try:
            return self.line(*arguments)
        except RepositoryError:
            return ""

    def tip(self, branch: str) -> str:
        """The commit at the end of a branch, or nothing."""
        return self.reference(f"refs/heads/{branch}")

    def branches(self, prefix: str) -> list[str]:
        """The names of the branches below a prefix."""
        return self.line("for-each-ref", "--format=%(refname:lstrip=2)", f"refs/heads/{prefix}").splitlines()

    def is_checked_out(self, branch: str) -> bool:
        """Whether a working folder shows the branch: what lies there would look changed if it moved."""
        return bool(self.line("for-each-ref", "--format=%(worktreepath)", f"refs/heads/{branch}"))

    def files(self, tree: str, folder: str = "") -> dict[str, Blob]:
        """Path → regular file, of a commit's files below a folder."""
        found = {}
        inside = ["--", f"{folder}/"] if folder else []
        for line in self.run("ls-tree", "-r", "-z", "-l", tree, *inside).decode("utf-8", "replace").split("\0")[:-1]:
            facts, _, path = line.partition("\t")
            mode, _, digest, size = facts.split()
            if mode in REGULAR:
                found[path] = Blob(
                    digest, int(size) if size.isdigit() else 0
                )  # of one that is missing no size is known
        return found

    def read(self, digests: Sequence[str]) -> list[bytes]:
        """The contents of blobs, in their order."""
        raw = self.run("cat-file", "--batch", data="".join(f"{digest}\n" for digest in digests).encode())
        found, place = [], 0
        for _ in digests:
            end = raw.index(b"\n", place)
            size = raw[place:end].rpartition(b" ")[2].decode()
            if not size.isdigit():
                raise RepositoryError("a file is missing from the repository")
            place = end + 1 + int(size) + 1
            found.append(raw[end + 1 : place - 1])
        return found

    def changed(self, before: str, after: str) -> dict[str, str]:
        """Path → `A`, `M`, `D` or another letter of git's, of what differs between two commits."""
        said = self.run("diff-tree", "-r", "-z", "--no-renames", "--name-status", before, after)
        parts = said.decode("utf-8", "replace").split("\0")[:-1]
        return dict(zip(parts[1::2], parts[::2], strict=True))

    def written_at(self, commit: str) -> int:
        """When a commit was made, in seconds since 1970."""
        header = self.run("cat-file", "commit", commit).partition(b"\n\n")[0].decode("utf-8", "replace")
        [committer] = [line for line in header.splitlines() if line.startswith("committer ")]
        return int(committer.rsplit(" ", 2)[1])

    def tree_with(self, commit: str, files: Mapping[str, bytes | None]) -> str:
        """A commit's tree with other content for some files; None takes a file out."""
        changes = {tuple(path.split("/")): None if data is None else self._stored(data) for path, data in files.items()}
        return self._tree(self.line("rev-parse", f"{commit}^{{tree}}"), changes)

    def _stored(self, data: bytes) -> str:
        return self.run("hash-object", "-w", "--stdin", data=data).decode().strip()

    def _tree(self, tree: str, changes: Mapping[tuple[str, ...], str | None]) -> str:
        lines = self.run("ls-tree", "-z", tree).decode("utf-8", "surrogateescape").split("\0")[:-1] if tree else []
        entries = {line.partition("\t")[2]: tuple(line.partition("\t")[0].split()) for line in lines}
        below: defaultdict[str, dict[tuple[str, ...], str | None]] = defaultdict(dict)
        for (name, *rest), digest in changes.items():
            mode = entries.get(name, ("",))[0]
            if mode not in (("", "040000") if rest else ("", *REGULAR)):
                raise RepositoryError(f"{name} is no {'folder' if rest else 'file'} there")
            if rest:
                below[name][tuple(rest)] = digest
            elif digest is None:
                entries.pop(name, None)
            else:
                entries[name] = (mode or REGULAR[0], "blob", digest)
        for name, inner in below.items():
            entries[name] = ("040000", "tree", self._tree(entries.get(name, ("", "", ""))[2], inner))
        made = "".join(f"{mode} {kind} {digest}\t{name}\0" for name, (mode, kind, digest) in entries.items())
        return self.run("mktree", "-z", data=made.encode("utf-8", "surrogateescape")).decode().strip()

    def commit(
        self, branch: str, tree: str, parents: str | Sequence[str], message: str, signed: Signed = AS_CONFIGURED
    ) -> str:  # fmt: skip
        """Makes a commit the tip of a branch, new or not, unless the branch moved meanwhile; gives its name.

        With several parents it is a merge; the first of them is what the branch must still end with, if it is there.
        """
        known = [parents] if isinstance(parents, str) else list(parents)
        before = self.tip(branch) or "0" * len(known[0])
        if len(known) > 1 and before != known[0]:
            raise RepositoryError(f"{branch} has moved")
        made = self.commit_of(tree, known, message, signed)
        self.run("update-ref", f"refs/heads/{branch}", made, before)
        return made

    def commit_of(self, tree: str, parents: Sequence[str], message: str, signed: Signed = AS_CONFIGURED) -> str:
        """A commit that no branch ends with yet."""
        words = [word for parent in parents for word in ("-p", parent)]
        command = ("commit-tree", "--no-gpg-sign", *words, tree)
        return self.run(*command, data=message.encode(), people=signed.variables).decode().strip()

    def blobs_between(self, before: str, after: str) -> dict[str, str]:
        """Digest → path of every version of a file that commits brought behind `before`, up to `after`."""
        said = self.line("log", "--raw", "--no-abbrev", "--no-renames", "--format=", f"{before}..{after}")
        found = {}
        for line in filter(None, said.splitlines()):
            facts, _, path = line.partition("\t")
            found[facts.split()[3]] = path
        return found

    def merged(self, ours: str, theirs: str) -> str:
        """The tree in which two commits are merged. Raises Conflict; git-scm.com, "git merge-tree"."""
        done = self._run(["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ours, theirs])
        tree, *paths = done.stdout.decode("utf-8", "replace").split("\0")
        if done.returncode == 1:
            raise Conflict([path for path in paths if path])
        if done.returncode:
            raise RepositoryError(done.stderr.decode("utf-8", "replace").strip())
        return tree.strip()

    def fork(self, one: str, other: str) -> str:
        """The last commit that two have in common."""
        return self.line("merge-base", one, other)

    def point(self, branch: str, commit: str, before: str = "") -> None:
        """Makes a branch end with a commit, if it still ends with `before`, or is new."""
        self.run("update-ref", f"refs/heads/{branch}", commit, before or "0" * len(commit))

    def drop(self, branch: str) -> None:
        """Takes a branch away, with what git's configuration says of it."""
        self.run("update-ref", "-d", f"refs/heads/{branch}")
        self.asked("config", "--local", "--remove-section", f"branch.{branch}")

    def describe(self, branch: str, words: str) -> None:
        """Notes a word beside a branch, where git keeps descriptions."""
        self.run("config", "--local", f"branch.{branch}.description", words)

    def description(self, branch: str) -> str:
        """The word beside a branch, or nothing."""
        return self.asked("config", "--local", "--get", f"branch.{branch}.description")


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs git in a folder. Output that is not UTF-8 is kept with surrogate escapes, as in file names.

    Raises FileNotFoundError where there is no git.
    """
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["git", "--no-pager", *_SET_ASIDE, "-C", str(folder), *arguments],
        capture_output=True, encoding="utf-8", errors="surrogateescape", check=False, env=environment,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
