"""Lighthouse, as on a phone, on four kinds of page: `make audit`. Fails below 100, or 99 for performance."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from gazette import cli
from tools.viewing.browse import NPM, PROJECT, chromium, page_of, served

LIGHTHOUSE: Final = NPM / "audit/node_modules/lighthouse/cli/index.js"
KINDS: Final = ("home", "story", "member", "list")
LEAST: Final = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES: Final = 3
"""A busy machine makes any page slow: the best of a few tries counts."""


def main() -> int:
    """Prints the four scores of each page; 1 where one is too low."""
    print(f"{'':8} {'  '.join(LEAST)}   LCP, bytes, requests")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        # A site at the address where it is looked at: else its canonical addresses would count as another site's.
        with served(site) as (url,):
            os.environ["SITE_URL"] = f"{url}/"
            if cli.main(["build", "--root", str(PROJECT), "--out", str(site), "--quiet"]) != 0:
                return 1
            low = [kind for kind in KINDS if not _passes(kind, url + page_of(site, "", kind), Path(folder))]
    if low:
        print(f"audit: too low: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


def _passes(kind: str, url: str, folder: Path) -> bool:
    report: dict[str, Any] = {}
    scores: dict[str, int] = {}
    for _ in range(TRIES):
        report = _run(url, folder / "report.json")
        scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in LEAST}
        if all(scores[name] >= least for name, least in LEAST.items()):
            break
    figures = "  ".join(f"{scores[name]:>{len(name)}}" for name in LEAST)
    audits = report["audits"]
    requests = len(audits["network-requests"]["details"]["items"])
    lcp = audits["largest-contentful-paint"].get("displayValue", "")
    print(f"{kind:8} {figures}   {lcp}, {audits['total-byte-weight']['numericValue']:.0f}, {requests}", flush=True)
    failed = [audit["id"] for audit in audits.values() if audit["score"] not in (None, 1)]
    passed = all(scores[name] >= least for name, least in LEAST.items())
    if not passed:
        print(f"         not perfect: {', '.join(failed)}")
    return passed


def _run(url: str, out: Path) -> dict[str, Any]:
    sandbox = " --no-sandbox" if os.geteuid() == 0 or os.environ.get("CI") else ""
    command = [
        "node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={out}",
        f"--chrome-flags=--headless=new{sandbox}", f"--only-categories={','.join(LEAST)}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"audit: Lighthouse failed on {url}: {done.stderr.strip()[-500:]}")
    report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return report


if __name__ == "__main__":
    sys.exit(main())
