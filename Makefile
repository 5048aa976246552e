# The project's commands. Each sets up what it needs; a second run installs nothing.
.PHONY: site test serve preview check new import edit submissions photos newsletter press withdraw ledger translated links worklist export compare corpus bench gates look roundtrip torture audit vulnerabilities sbom reproduce lock format clean help
.DEFAULT_GOAL := help
# Compiled code is kept among the libraries, whatever the machine says, and none that came with the tree is ever run.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/compiled
unexport PYTHONDONTWRITEBYTECODE
RUN := .venv/bin/python build.py

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

site: ## check the content and build site/
	@scripts/setup site
	@$(RUN) build $(ARGS)

test: ## run every test
	@scripts/setup dev
	@scripts/setup lint || [ -z "$$CI" ]
	@scripts/setup bench || [ -z "$$CI" ]
	@scripts/setup browser || [ -z "$$CI" ]
	@.venv/bin/python -m pytest -n auto --dist worksteal $(ARGS)

serve: ## preview on this machine; pages reload when you save
	@scripts/setup site
	@$(RUN) serve $(ARGS)

preview: ## a site that opens from a disk, and what changed: make preview ARGS="--base main"
	@scripts/setup site
	@$(RUN) preview $(ARGS)

check: ## only look for problems
	@scripts/setup site
	@$(RUN) check $(ARGS)

new: ## start a new item: make new ARGS="story my-story"
	@scripts/setup site
	@$(RUN) new $(ARGS)

import: ## a draft from a Word document: make import ARGS=story.docx
	@scripts/setup site
	@$(RUN) import $(ARGS)

edit: ## write in a form, in a browser; nothing leaves this machine
	@scripts/setup edit
	@$(RUN) edit $(ARGS)

submissions: ## the server through which editors send proposals, on this machine: make submissions ARGS="invite anna@example.org"
	@scripts/setup submissions
	@.venv/bin/python -m submissions $(ARGS)

photos: ## make photos fit: make photos ARGS="--shrink content/stories/my-story"
	@scripts/setup site
	@$(RUN) photos $(ARGS)

newsletter: ## show an issue, fix its lists, publish it: make newsletter ARGS="3 --publish"
	@scripts/setup site
	@$(RUN) newsletter $(ARGS)

press: ## check what goes to a print shop: make press ARGS=3
	@scripts/setup site
	@$(RUN) newsletter $(ARGS) --press

withdraw: ## withdraw an item or a consent: make withdraw ARGS="stories/my-story"
	@scripts/setup site
	@$(RUN) withdraw $(ARGS)

translated: ## mark translations as up to date: make translated ARGS=members/karditsa
	@scripts/setup site
	@$(RUN) translated $(ARGS)

ledger: ## add the addresses of new pages to addresses.txt, and what changed to changes.txt
	@scripts/setup site
	@$(RUN) ledger $(ARGS)

links: ## test the links to other sites
	@scripts/setup site
	@$(RUN) links $(ARGS)

worklist: ## what is left to do: make worklist ARGS="--member karditsa --lang el"
	@scripts/setup site
	@$(RUN) worklist $(ARGS)

export: ## renew what is generated: schema/, docs/fields.md, forms on GitHub, the modules in README.md
	@scripts/setup site
	@$(RUN) export $(ARGS)
	@.venv/bin/python -m tools.tree

compare: ## what another state of the project publishes differently: make compare BASE=main
	@scripts/setup dev
	@.venv/bin/python -m tools.compare $(BASE) $(ARGS)

reproduce: ## build the site again elsewhere and compare it with the published one, byte for byte
	@scripts/setup site
	@.venv/bin/python -m tools.reproduce $(ARGS)

corpus: ## try any folder of Markdown, Word and picture files: make corpus FOLDER=… ARGS=--list
	@scripts/setup dev
	@nice -n 19 .venv/bin/python -m tools.corpus $(if $(FOLDER),"$(FOLDER)") $(ARGS)

bench: ## measure against Hugo, Eleventy and stock MkDocs, into docs/performance.md (an hour; ARGS=--quick: a minute)
	@scripts/setup bench
	@.venv/bin/python tools/bench/run.py $(ARGS)

gates: ## measure the pages of issues of 1 to 40 texts as a typographer would (some minutes)
	@scripts/setup dev
	@nice -n 19 .venv/bin/python -m tools.press_gates $(ARGS)

look: ## pictures of each kind of page into .build/look/
	@scripts/setup browser
	@.venv/bin/python -m tools.viewing.look $(ARGS)

torture: ## inputs by the million, random kills and other troubles, kills at each system call (hours; ARGS=faults: a part; ARGS="kills ledger --most 10": less)
	@scripts/setup dev
	@scripts/setup browser
	@nice -n 5 .venv/bin/python -m tests.support.torture $(ARGS)

roundtrip: ## open and save every item in the browser editor (a minute or two)
	@scripts/setup browser
	@.venv/bin/python -m tools.viewing.forms $(ARGS)

audit: ## Lighthouse on home, story, member and list
	@scripts/setup audit
	@.venv/bin/python -m tools.viewing.audit $(ARGS)

vulnerabilities: ## ask pip-audit and npm audit whether a locked library has a known vulnerability
	@scripts/setup dev
	@.venv/bin/python -m tools.vulnerabilities

sbom: ## the bill of materials (CycloneDX) into .build/sbom.cdx.json
	@scripts/setup dev
	@.venv/bin/python -m tools.sbom

lock: ## renew requirements/*.txt from *.in
	@scripts/setup dev
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate requirements/site.in -o requirements/site.txt
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements/site.txt requirements/submissions.in -o requirements/submissions.txt
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements/submissions.txt requirements/dev.in -o requirements/dev.txt

format: ## lay the code out
	@scripts/setup lint
	@.venv/bin/ruff format build.py gazette submissions tests tools
	@.venv/bin/ruff check --fix build.py gazette submissions tests tools
	@scripts/biome . check --write

clean: ## remove what was built and remembered (not the libraries)
	rm -rf site .build .site.next
