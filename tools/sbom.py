"""The bill of materials: `make sbom` writes .build/sbom.cdx.json (CycloneDX 1.6), judged by its published schema.

What it lists is read where it is kept anyway: gazette/outputs/licences.yml says what readers get, the locks in
requirements/ say what builds the site, what the browser form is made of and what its server runs, in which versions
and with which digests. A lock of Python names no licence: those are what the installed libraries say of themselves.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from packageurl import PackageURL

from gazette.files.generated import WORK
from gazette.outputs.licences import Work, works

PROJECT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = f"{WORK}/sbom.cdx.json"
SITE, BUILD, FORM, SERVER = "site", "build", "form", "server"
"""Parts: sent to readers of the site; runs when it is built; sent to editors, with the form; runs in its server."""
PYTHON: Final = ((BUILD, "requirements/site.txt"), (SERVER, "requirements/submissions.txt"))
NPM: Final = "requirements/npm/edit/package-lock.json"
BUNDLERS: Final = ("esbuild", "@esbuild/*", "@types/*")
"""Packages of the form that put it together, or judge its types, and are not in it."""
SOURCES: Final = {"fonts": "tools/fonts/package-lock.json", "map": "tools/map/package-lock.json"}
"""Locks of the packages that typefaces and map were made from, by the name that licences.yml gives them."""
PART: Final = "gazette:part"
_LOCKED: Final = re.compile(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)[^\n]*((?:\n +--hash=\S+[ \\]*)+)", re.MULTILINE)
_CLASSIFIER: Final = "License :: OSI Approved :: "


class Locked(NamedTuple):
    """A package as a lock holds it. `licence` is empty where neither the lock nor the installed package says one."""

    purl: PackageURL
    digests: tuple[HashType, ...]
    licence: str


def python_packages(lock: Path) -> Iterator[Locked]:
    """The libraries of a requirements file; the digests are those of all files by which each can be installed."""
    for name, version, digests in _LOCKED.findall(lock.read_text("utf-8")):
        found = HashTypeFactory()
        hashes = tuple(found.from_composite_str(one) for one in re.findall(r"--hash=(\S+)", digests))
        yield Locked(PackageURL("pypi", name=name, version=version), hashes, _said_by(name, version))


def _said_by(name: str, version: str) -> str:
    """The licence of an installed library, if it is that version: an SPDX expression, or what it is called there."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if said["Version"] != version:
        return ""
    short = next((line for name in ("License-Expression", "License") for line in said.get_all(name) or [] if line), "")
    if short and "\n" not in short and short != "UNKNOWN":
        return short
    classifiers = said.get_all("Classifier") or []
    return "; ".join(one.removeprefix(_CLASSIFIER) for one in classifiers if one.startswith(_CLASSIFIER))


def npm_packages(lock: Path) -> Iterator[Locked]:
    """The packages of a lock of npm."""
    for path, entry in json.loads(lock.read_text("utf-8"))["packages"].items():
        if path:
            group, _, name = path.rpartition("node_modules/")[2].rpartition("/")
            algorithm, _, digest = entry["integrity"].partition("-")
            content = base64.b64decode(digest).hex()
            purl = PackageURL("npm", namespace=group or None, name=name, version=entry["version"])
            found = HashTypeFactory().from_composite_str(f"{algorithm}:{content}")
            yield Locked(purl, (found,), entry.get("license", ""))


def bill(project: Path = PROJECT) -> Bom:
    """The bill of a project, the same for the same files, libraries and SOURCE_DATE_EPOCH."""
    own = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    root = Component(name=own["name"], version=own["version"], type=ComponentType.APPLICATION, bom_ref=own["name"])
    root.licenses.update(_licences(own["license"]))
    found = Bom()
    found.metadata.component = root
    found.metadata.timestamp = _moment()
    parts: dict[str, set[str]] = {}
    packages: dict[str, Locked] = {}
    for part, package in _packages(project):
        packages.setdefault(package.purl.to_string(), package)
        parts.setdefault(package.purl.to_string(), set()).add(part)
    for purl, package in packages.items():
        found.components.add(_component(package, parts[purl]))
    for work in works():
        _add_work(found, work, project)
    found.register_dependency(root, found.components)
    names = sorted(str(component.bom_ref.value) for component in found.components)
    found.serial_number = uuid5(NAMESPACE_URL, " ".join(names))
    return found


def _packages(project: Path) -> Iterator[tuple[str, Locked]]:
    for part, lock in PYTHON:
        yield from ((part, package) for package in python_packages(project / lock))
    for package in npm_packages(project / NPM):
        name = "/".join(filter(None, (package.purl.namespace, package.purl.name)))
        yield BUILD if any(fnmatch(name, pattern) for pattern in BUNDLERS) else FORM, package


def _component(package: Locked, parts: Iterable[str]) -> Component:
    made = Component(
        name=package.purl.name, group=package.purl.namespace, version=package.purl.version, purl=package.purl,
        type=ComponentType.LIBRARY, bom_ref=package.purl.to_string(), hashes=package.digests,
        properties=[Property(name=PART, value=part) for part in parts],
    )  # fmt: skip
    made.licenses.update(_licences(package.licence))
    return made


def _add_work(found: Bom, work: Work, project: Path) -> None:
    """Adds what readers get under a licence: in the package that it is published from, or with its files."""
    if work.text == "../LICENSE":  # the project itself, which the bill is about
        return
    package = source(work, project)
    purl = package.purl if package else None
    same = next((one for one in found.components if purl and one.purl == purl), None)
    if same is not None:
        same.properties.add(Property(name=PART, value=SITE))
        return
    made = Component(
        name=work.name, version=purl.version if purl else None, purl=purl, description=work.use["en"],
        type=ComponentType.DATA, bom_ref=f"work/{work.name}", hashes=package.digests if package else (),
        properties=[Property(name=PART, value=SITE)], components=list(_files(work, project)),
    )  # fmt: skip
    made.licenses.update(_licences(work.licence))
    found.components.add(made)


def source(work: Work, project: Path = PROJECT) -> Locked | None:
    """The locked package that a work came from. Raises LookupError where the lock does not hold it."""
    lock, _, name = work.package.partition("/")
    if not lock:
        return None
    held = npm_packages(project / SOURCES[lock]) if lock in SOURCES else python_packages(project / PYTHON[0][1])
    for package in held:
        if "/".join(filter(None, (package.purl.namespace, package.purl.name))) == name:
            return package
    raise LookupError(f"{work.package}: no such package in the lock")


def _files(work: Work, project: Path) -> Iterator[Component]:
    theme = project / "theme"
    for path in sorted(path for pattern in work.files for path in theme.glob(pattern)):
        name = path.relative_to(project).as_posix()
        content = HashTypeFactory().from_hashlib_alg("sha256", hashlib.sha256(path.read_bytes()).hexdigest())
        yield Component(name=name, type=ComponentType.FILE, bom_ref=name, hashes=[content])


def _licences(said: str) -> Sequence[License]:
    """An SPDX expression, or names of licences parted by "; "."""
    several = said.split("; ") if said else []
    if len(several) == 1:
        return [LicenseFactory().make_from_string(several[0])]
    return [DisjunctiveLicense(name=name) for name in several]


def _moment() -> datetime:
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)


def written(found: Bom) -> str:
    """The bill as JSON. Raises ValueError where it is not as the schema wants it."""
    text: str = JsonV1Dot6(found).output_as_string(indent=1)
    from cyclonedx.validation.json import JsonStrictValidator  # what it needs takes a second to load

    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise ValueError(f"not CycloneDX 1.6: {wrong}")
    return text


def main() -> int:
    """Writes the bill and says what is in it."""
    found = bill()
    target = PROJECT / TARGET
    target.parent.mkdir(exist_ok=True)
    target.write_text(written(found), "utf-8")
    unsaid = sorted(one.name for one in found.components if not one.licenses)
    print(f"{TARGET}: {len(found.components)} components. No licence is stated by: {', '.join(unsaid) or 'none'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
