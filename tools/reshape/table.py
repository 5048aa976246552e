"""The table: old module → new module, symbols that go to a second module, and renamed names."""

# --- modules (dotted, as imported) -------------------------------------------------------------
MODULES = {
    "gazette.hall": "gazette.pipeline.build",
    "gazette.memo": "gazette.pipeline.cache",
    "gazette.workers": "gazette.parallel",
    "gazette.authoring": "gazette.editorial.scaffold",
    "gazette.composing": "gazette.editorial.issues",
    "gazette.darkroom": "gazette.outputs.images",
    "gazette.editing": "gazette.editorial.cms_config",
    "gazette.newsroom": "gazette.editorial.cms",
    "gazette.forms": "gazette.editorial.github_forms",
    "gazette.importing": "gazette.editorial.word_import",
    "gazette.outgoing": "gazette.editorial.external_links",
    "gazette.postroom": "gazette.outputs.email",
    "gazette.pressroom": "gazette.outputs.pdf",
    "gazette.reviewing": "gazette.editorial.review",
    "gazette.translating": "gazette.editorial.translations",
    "gazette.withdrawal": "gazette.editorial.withdrawal",
    "gazette.engines.editor": "gazette.engines.cms",
    "gazette.engines.outside": "gazette.engines.link_check",
    "gazette.render.card": "gazette.render.social_card",
    "gazette.render.letter": "gazette.render.email",
    "gazette.render.tiles": "gazette.render.mosaic",
    "gazette.render.tongues": "gazette.render.language_marks",
    "gazette.render.keys": "gazette.render.search_keys",
    "gazette.render.channels": "gazette.render.subscriptions",
    "gazette.content.ledger": "gazette.content.addresses",
    # of the safeguards
    "gazette.compiled": "gazette.outputs.template_cache",
    "gazette.entries": "gazette.editorial.cms_backend",
    "gazette.faults": "gazette.outputs.faults",
    "gazette.frame": "gazette.pipeline.preflight",
    "gazette.git": "gazette.engines.git",
    "gazette.judged": "gazette.rereading",
    "gazette.packing": "gazette.serialization",
    "gazette.places": "gazette.generated",
    "gazette.storage": "gazette.editorial.cms_storage",
    "gazette.traces": "gazette.editorial.mentions",
    "gazette.engines.loopback": "gazette.engines.local_server",
    "gazette.engines.repository": "gazette.engines.git",
    "gazette.content.personal": "gazette.content.personal_data",
    "gazette.content.printable": "gazette.content.font_coverage",
    "gazette.content.signs": "gazette.content.characters",
    "gazette.content.telling": "gazette.content.identifying",
    "gazette.content.unveiled": "gazette.content.readable",
    # helpers of the tests; these were imported bare
    "killing": "tests.support.killing",
    "reaching": "tests.support.readers",
    "axe": "tests.support.axe",
    "browsing": "tests.support.browser",
    "colours": "tests.support.colours",
    "desks": "tests.support.cms_session",
    "facts": "tests.support.facts",
    "issues": "tests.support.made_up",
    "papers": "tests.support.pdf_audit",
    "presses": "tests.support.site_builds",
    "word": "tests.support.docx",
    "conftest": "tests.support.sites",
    # tools
    "viewing": "tools.viewing",
    "bench": "tools.bench",
}
for _name in "audit browse forms look serve".split():
    MODULES[f"viewing.{_name}"] = f"tools.viewing.{_name}"
for _name in "files for_house for_hugo for_mkdocs generate invent limits measure paper pathological report rounds run search tools vocabulary".split():
    MODULES[f"bench.{_name}"] = f"tools.bench.{_name}"

# --- files and folders that are no imported module ---------------------------------------------
FILES = {
    "gazette/editing.yml": "gazette/editorial/cms_config.yml",
    "gazette/forms.yml": "gazette/editorial/github_forms.yml",
    "docs/decisions/0006-hall.md": "docs/decisions/0006-pipeline.md",
}
FOLDERS = {  # what lies below and is not in MODULES moves along
    "bench": "tools/bench",
    "viewing": "tools/viewing",
    "scripts/fonts": "tools/fonts",
    "scripts/map": "tools/map",
}
TESTS = {
    "tests/editor/test_editor.py": "tests/editorial/test_cms.py",
    "tests/editor/test_form.py": "tests/editorial/test_cms_config.py",
    "tests/editor/test_nothing_lost.py": "tests/editorial/test_cms_nothing_lost.py",
    "tests/editor/test_told.py": "tests/editorial/test_cms_told.py",
    "tests/editor/test_answers.py": "tests/editorial/test_cms_answers.py",
    "tests/editor/test_gate.py": "tests/editorial/test_cms_access.py",
    "tests/editor/test_uploads.py": "tests/editorial/test_cms_uploads.py",
    "tests/content/test_personal.py": "tests/content/test_personal_data.py",
    "tests/hostile/test_caches.py": "tests/hostile/test_caches.py",
    "tests/hostile/test_tree.py": "tests/hostile/test_tree.py",
    "tests/paper/test_faults.py": "tests/outputs/test_faults.py",
    "tests/paper/test_fonts.py": "tests/render/paper/test_fonts.py",
    "tests/test_judged.py": "tests/pipeline/test_rereading.py",
    "tests/test_killed.py": "tests/cli/test_killed.py",
    "tests/test_limits.py": "tests/pipeline/test_limits.py",
    "tests/test_pictures.py": "tests/outputs/test_pictures_in_texts.py",
    "tests/test_proposal.py": "tests/editorial/test_proposal.py",
    "tests/test_reach.py": "tests/pipeline/test_ways_to_a_reader.py",
    "tests/test_same_look.py": "tests/engines/test_same_look.py",
    "tests/mail/test_letter.py": "tests/outputs/test_email.py",
    "tests/paper/test_pdf.py": "tests/outputs/test_pdf.py",
    "tests/paper/test_generated.py": "tests/outputs/test_pdf_generated.py",
    "tests/paper/test_breaks.py": "tests/engines/test_pdf_breaks.py",
    "tests/paper/test_grey.py": "tests/render/paper/test_grey.py",
    "tests/paper/test_withdrawn.py": "tests/render/paper/test_withdrawn.py",
    "tests/render/test_card.py": "tests/render/test_social_card.py",
    "tests/render/test_tiles.py": "tests/render/test_mosaic.py",
    "tests/render/test_tongues.py": "tests/render/test_language_marks.py",
    "tests/render/test_sheets.py": "tests/render/site/test_planned_pages.py",
    "tests/render/test_history.py": "tests/render/site/test_history.py",
    "tests/search/conftest.py": "tests/outputs/search/conftest.py",
    "tests/search/queries.yml": "tests/outputs/search/queries.yml",
    "tests/search/test_page.py": "tests/outputs/search/test_page.py",
    "tests/search/test_queries.py": "tests/outputs/search/test_queries.py",
    "tests/search/test_key.py": "tests/render/test_search_keys.py",
    "tests/test_bench.py": "tests/tools/test_bench.py",
    "tests/test_build.py": "tests/pipeline/test_build.py",
    "tests/test_commands.py": "tests/cli/test_commands.py",
    "tests/test_darkroom.py": "tests/outputs/test_images.py",
    "tests/test_exports.py": "tests/editorial/test_schemas.py",
    "tests/test_good_site.py": "tests/pipeline/test_good_site.py",
    "tests/test_real_site.py": "tests/pipeline/test_real_site.py",
    "tests/test_import.py": "tests/editorial/test_word_import.py",
    "tests/test_ledger.py": "tests/content/test_addresses.py",
    "tests/test_links.py": "tests/editorial/test_external_links.py",
    "tests/test_new.py": "tests/editorial/test_scaffold.py",
    "tests/test_newsletter.py": "tests/editorial/test_issues.py",
    "tests/test_owners.py": "tests/content/test_owners.py",
    "tests/test_preview.py": "tests/editorial/test_review.py",
    "tests/test_translations.py": "tests/editorial/test_translations.py",
    "tests/test_settings.py": "tests/test_settings.py",
    "tests/test_withdrawal.py": "tests/editorial/test_withdrawal.py",
    "tests/test_workers.py": "tests/test_parallel.py",
}
"""Test files stay where they are unless they stand here; `report` names those at the top that no one placed."""
TOP_TESTS = {"tests/conftest.py", "tests/test_files.py", "tests/test_quality.py", "tests/test_workflows.py", "tests/test_writing.py", "tests/test_settings.py"}

PLAIN_PATHS = {  # phrases in texts: folders of tests
    "tests/editor": "tests/editorial",
    "tests/mail": "tests/outputs",
    "tests/paper": "tests/outputs",
}

# --- top-level names that leave their module for another ----------------------------------------
SPLITS = {
    "gazette.hall": {name: "gazette.pipeline.read" for name in "Reading READ_AGAIN read_site _sweep _listing _put_together Progress".split()},
    "gazette.memo": {"code_version": "gazette.files"},
    "gazette.authoring": {
        name: "gazette.editorial.schemas"
        for name in "RENEW exports _models _schema field_guide _guide_of _rows _plain_rows _first_line record_in _is_list"
        " _choices".split()
    },
    "gazette.darkroom": {
        name: "gazette.editorial.photos" for name in "OTHER TAKEN _is_half_done Shrunk pictures_in _is_picture shrink unfit _shrunk".split()
    },
}
CONFTEST_STAYS = set("real_site root words_of pytest_configure pytest_terminal_summary pytest_plugins".split())

# --- names: (module, old, new): renamed where defined and wherever imported from there ----------
NAMES = [
    ("gazette.hall", "Press", "SiteBuild"),
    ("gazette.hall", "Built", "BuildResult"),
    ("gazette.memo", "Memory", "Cache"),
    ("gazette.workers", "_Left", "_Remaining"),
    ("gazette.authoring", "Wish", "NewItem"),
    ("gazette.newsroom", "Wish", "CmsRequest"),
    ("gazette.editing", "Desk", "FormContext"),
    ("gazette.editing", "Planned", "PlannedField"),
    ("gazette.darkroom", "Negative", "PublishedPicture"),
    ("gazette.darkroom", "negatives", "published_pictures"),
    ("gazette.darkroom", "develop", "make_renditions"),
    ("gazette.darkroom", "_develop", "_make_renditions"),
    ("gazette.darkroom", "prints", "picture_files"),
    ("gazette.darkroom", "Shrunk", "ShrinkResult"),
    ("gazette.pressroom", "Paper", "PlannedPdf"),
    ("gazette.pressroom", "papers", "planned_pdfs"),
    ("gazette.pressroom", "print_papers", "make_pdfs"),
    ("gazette.pressroom", "_print", "_make_batch"),
    ("gazette.pressroom", "printed", "make_pdf"),
    ("gazette.pressroom", "_proved", "_settled"),
    ("gazette.pressroom", "_sheetful", "_pdf_source"),
    ("gazette.engines.pdf", "Sheetful", "PdfSource"),
    ("gazette.engines.publish", "Published", "PublishResult"),
    ("gazette.engines.outside", "Answer", "LinkStatus"),
    ("gazette.postroom", "Letter", "EmailBodies"),
    ("gazette.postroom", "letters", "email_files"),
    ("gazette.postroom", "SIGNS", "PLACEHOLDERS"),
    ("gazette.outgoing", "Outgoing", "ExternalLink"),
    ("gazette.outgoing", "outgoing", "external_links"),
    ("gazette.withdrawal", "Traces", "WithdrawalReport"),
    ("gazette.importing", "Draft", "ImportedDraft"),
    ("gazette.engines.word", "Manuscript", "WordText"),
    ("gazette.render.letter", "LetterView", "EmailView"),
    ("gazette.render.letter", "issue_letter", "issue_email"),
    ("gazette.render.letter", "Scriptorium", "EmailRenderer"),
    ("gazette.render.letter", "Cut", "Abridgement"),
    ("gazette.render.letter", "CUTS", "ABRIDGEMENTS"),
    ("gazette.render.letter", "_cut", "_abridged"),
    ("gazette.render.letter", "Exits", "FooterLinks"),
    ("gazette.render.paper.document", "Bindery", "PaperRenderer"),
    ("gazette.render.paper.document", "Planned", "PlannedPages"),
    ("gazette.render.paper.layout", "Part", "LayoutPart"),
    ("gazette.render.tongues", "Tongues", "LanguageMarker"),
    ("gazette.render.keys", "Keys", "SearchKeys"),
    ("gazette.render.tiles", "sheet", "sprite"),
    ("gazette.render.search", "Record", "SearchRecord"),
    ("gazette.render.data", "_Desk", "_Records"),
    ("gazette.render.data_model", "Entry", "DataEntry"),
    ("gazette.render.data_model", "Published", "PublishedEntry"),
    ("gazette.render.feeds", "_Desk", "_Entries"),
    ("gazette.render.site.view", "Desk", "PageLookup"),
    ("gazette.render.site.view", "Sheet", "PlannedPage"),
    ("gazette.render.site.view", "sheet_of", "planned_page"),
    ("gazette.render.site.view", "Shown", "LazyList"),
    ("gazette.render.site.items", "item_sheets", "item_pages"),
    ("gazette.render.site.assemble", "site_sheets", "site_pages"),
    ("gazette.render.site.files", "Made", "BuiltPage"),
    ("gazette.render.site.history", "Moment", "TimelineEntry"),
    ("gazette.render.site.html", "Renderer", "PageRenderer"),
    ("gazette.content.check", "Frame", "SiteFacts"),
    ("gazette.content.ledger", "Ledger", "AddressList"),
    ("gazette.content.ledger", "Standing", "AddressState"),
    ("gazette.content.ledger", "LEDGER", "ADDRESS_FILE"),
    ("gazette.content.ledger", "read_ledger", "read_address_list"),
    ("gazette.content.library", "Hub", "MemberContent"),
    ("gazette.content.load", "Entry", "FileEntry"),
    ("gazette.content.load", "Source", "SourceFile"),
    ("gazette.content.model", "Shown", "ItemDisplay"),
    ("gazette.content.model", "Part", "SealedPart"),
    ("gazette.content.rewriting", "Shot", "ExtractedPhoto"),
    ("gazette.theme", "Theme", "SiteTheme"),
    ("gazette.compiled", "Compiled", "TemplateCache"),
    ("gazette.entries", "Places", "EditablePaths"),
    ("gazette.content.problems", "Places", "PlaceFinder"),
    ("gazette.content.personal", "_Run", "_DigitRun"),
    ("gazette.packing", "Spoilt", "DamagedData"),
    ("gazette.traces", "Trace", "Mention"),
    ("gazette.traces", "Sought", "SearchTerms"),
    ("gazette.content.unveiled", "Unveiled", "ReadableText"),
    ("gazette.content.unveiled", "unveiled", "as_read"),
    ("gazette.storage", "Draft", "CmsDraft"),
    ("gazette.storage", "Refused", "CmsRefusal"),
    ("gazette.content.personal", "Found", "PersonalDetail"),
    ("gazette.content.telling", "Told", "IdentifyingDetail"),
    ("conftest", "is_letter", "is_email"),
    ("desks", "Desk", "EditorTab"),
    ("presses", "press", "site_build"),
    ("issues", "press", "site_build"),
]

# --- plain words, by file: tokens of code only (not after a dot unless named in ATTRIBUTES) ------
SITE = ("gazette/render/site/*.py",)
LOCALS = [
    (("gazette/render/site/*.py", "tests/render/test_sheets.py", "tests/render/test_history.py"), "desk", "lookup"),
    (("gazette/editing.py", "gazette/newsroom.py", "tests/editor/test_form.py", "tests/editor/test_told.py"), "desk", "context"),
    (("tests/editor/*.py", "tests/desks.py"), "desk", "tab"),
    (("gazette/postroom.py",), "desk", "renderer"),
    (("gazette/render/data.py",), "desk", "records"),
    (("gazette/render/feeds.py",), "desk", "entries"),
    (("gazette/darkroom.py",), "negative", "picture"),
    (("gazette/newsroom.py", "gazette/cli/editing.py"), "wish", "request"),
    (("gazette/authoring.py", "gazette/composing.py", "gazette/importing.py", "gazette/cli/starting.py", "tests/test_new.py"), "wish", "new_item"),
    (("gazette/content/check.py", "gazette/content/model.py", "gazette/render/letter.py", "gazette/render/paper/view.py", "gazette/render/site/items.py", "gazette/content/library.py"), "wish", "display"),
    (("gazette/pressroom.py",), "paper", "planned"),
    (("gazette/pressroom.py",), "bindery", "renderer"),
    (("gazette/hall.py", "tests/*.py", "tests/*/*.py", "bench/paper.py"), "bindery", "paper_renderer"),
    (("gazette/hall.py", "tests/*.py", "tests/*/*.py"), "scriptorium", "email_renderer"),
    (("gazette/hall.py", "gazette/memo.py"), "memory", "store"),
    (("gazette/content/check.py",), "frame", "site_facts"),
    (("gazette/hall.py", "gazette/cli/addresses.py", "gazette/content/ledger.py"), "book", "listed"),
    (("gazette/postroom.py", "gazette/render/letter.py"), "letter", "email"),
    (("gazette/content/library.py", "gazette/render/*.py", "gazette/render/site/*.py", "tests/*/*.py", "tests/*.py"), "hub", "member_content"),
    (("gazette/content/library.py",), "_hubs", "_member_contents"),
    (("gazette/content/library.py",), "_make_hub", "_make_member_content"),
    (("gazette/render/site/html.py", "tests/render/*.py"), "tongues", "language_marker"),
    (("gazette/importing.py", "tests/test_import.py"), "manuscript", "word_text"),
    (("tests/paper/*.py", "tests/mail/*.py", "bench/paper.py"), "press", "site_build"),
    (("gazette/hall.py", "tests/*.py", "tests/*/*.py", "bench/paper.py"), "print_papers", "make_pdfs"),
    (("gazette/hall.py", "bench/paper.py"), "papers", "planned_pdfs"),
    (("gazette/hall.py", "tests/mail/*.py", "tests/test_newsletter.py"), "letters", "email_files"),
    (("tests/mail/*.py",), "desk", "renderer"),
    (("gazette/content/ledger.py",), "ledger", "listed"),
]

# --- patches: before (regex over all Python files, old layout) and after (new path → literal pairs) ---
BEFORE: list[tuple[str, str]] = [
    (r'(?m)^from test_darkroom import', 'from tests.outputs.test_images import'),
]
AFTER = {
    "gazette/pipeline/build.py": [
        ("Path(__file__).parent", "PACKAGE"),
        ("Path(code).parent) for code in (__file__, jinja2.__file__))", "folder) for folder in (PACKAGE, Path(jinja2.__file__).parent))"),
        ("from ..settings import CONFIG_FILE,", "from ..settings import PACKAGE, CONFIG_FILE,"),
    ],
    "gazette/settings.py": [
        ('THEME: Final = PROJECT / "theme"', 'PACKAGE: Final = Path(__file__).resolve().parent\nTHEME: Final = PROJECT / "theme"'),
    ],
    "gazette/editorial/github_forms.py": [
        ('with_name("forms.yml")', 'with_name("github_forms.yml")'),
        ('STRINGS: Final = Path(__file__).parent.parent / "theme" / "strings"', 'STRINGS: Final = THEME / "strings"'),
        ("from .scaffold import", "from ..settings import THEME\nfrom .scaffold import"),
    ],
    "tests/conftest.py": [('pytest_plugins = ["browsing"]', 'pytest_plugins = ["tests.support.browser"]')],
    "gazette/engines/git.py": [(
        '''"""Git as a store: files read from branches, and written as commits, without a working folder; nothing else is run.
''', '''"""Git, asked in such a way that it runs no program that a repository or a file in it names.

`run` asks about a folder. A reviewer has a proposal's tree checked out: git would start a file watcher, hooks or a
verifier of signatures where a configuration says so, and would take a folder that looks like a repository's insides for
one. `Repository` is git as a store: files read from branches, and written as commits, without a working folder.
''')],
    "gazette/outputs/faults.py": [('startswith(__package__ or "gazette")', 'startswith("gazette.")')],
    "tests/pipeline/test_rereading.py": [
        ("fitted = images.fitted", "fitted = photos.fitted"), ('monkeypatch.setattr(images, "fitted", meanwhile)', 'monkeypatch.setattr(photos, "fitted", meanwhile)'),
        ("from gazette.engines import pictures\n", "from gazette.editorial import photos\nfrom gazette.engines import pictures\n"),
        ('monkeypatch.setattr(build_pipeline, "read_site", reads)', 'monkeypatch.setattr(read_pipeline, "read_site", reads)'),
        ('"""Whoever reads bytes of the site below the check does it by `judged`, or is named here with the reason."""',
         '"""Whoever reads bytes of the site below the check does it by `rereading`, or is named here with the reason."""'),
        ('"files.py": "the file that is about to be replaced", "judged.py": "here",',
         '"files.py": "the file that is about to be replaced", "rereading.py": "here",'),
        ('"composing.py": "what is about to be kept: held to the judged right after",',
         '"editorial/issues.py": "what is about to be kept: held to the judged right after",'),
        ('"translating.py": "the same', '"editorial/translations.py": "the same'),
        ('"withdrawal.py": "a withdrawal waits for no judging", "darkroom.py": "photos to be made fit",',
         '"editorial/withdrawal.py": "a withdrawal waits for no judging",\n'
         '        "editorial/photos.py": "photos to be made fit", "outputs/images.py": "renditions, named by their digests",'),
        ('"newsroom.py": "the form\'s own page", "reviewing.py": "pages that were built", "forms.py": "words of ours",',
         '"editorial/cms.py": "the form\'s own page", "editorial/review.py": "pages that were built",\n'
         '        "editorial/github_forms.py": "words of ours",'),
        ('"memo.py": "what is remembered", "hall.py": "renditions, named by their digests", "editing.py": "words of ours",',
         '"pipeline/cache.py": "what is remembered", "editorial/cms_config.py": "words of ours",\n'
         '        "pipeline/read.py": "where a field stands", "pipeline/build.py": "what was compiled or made before",'),
        ('"authoring.py": "words of ours", "storage.py": "what', '"editorial/scaffold.py": "words of ours",\n        "editorial/cms_storage.py": "what'),
        ('"tree.py": "how it is read", "traces.py"', '"tree.py": "how it is read", "editorial/mentions.py"'),
        ('"pressroom.py": "where a field stands", "outgoing.py"', '"outputs/pdf.py": "where a field stands", "editorial/external_links.py"'),
        ('''    modules = sorted((PROJECT / "gazette").glob("*.py"))
    found = {path.name for path in modules if any(word in path.read_text("utf-8") for word in reads)}
''',
         '''    code, rooms = PROJECT / "gazette", ("*.py", "editorial/*.py", "outputs/*.py", "pipeline/*.py")
    modules = [path for room in rooms for path in sorted(code.glob(room))]
    found = {
        path.relative_to(code).as_posix()
        for path in modules
        if any(word in path.read_text("utf-8") for word in reads)
    }
'''),
    ],
    "tests/tools/test_bench.py": [('PROJECT / "bench" / "run.py"', 'PROJECT / "tools" / "bench" / "run.py"')],
    "tests/render/paper/test_fonts.py": [(
        'sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]\nimport issues\nsys.stdout.buffer.write(issues.',
        'sys.path[:0] = [sys.argv[1]]\nfrom tests.support import made_up\nsys.stdout.buffer.write(made_up.',
    )],
    "tests/engines/test_same_look.py": [("from gazette.outputs import images\n", "from gazette.editorial import photos\nfrom gazette.outputs import images\n"), ('monkeypatch.setattr(images, "fitted", fault)', 'monkeypatch.setattr(photos, "fitted", fault)')],
    "tests/hostile/test_tree.py": [
        ('"storage.py": "a file', '"editorial/cms_storage.py": "a file'),
        ('"composing.py": "kept/', '"editorial/issues.py": "kept/'), ('"engines/editor.py"', '"engines/cms.py"'),
        ('"darkroom.py": "its own', '"editorial/photos.py": "its own'), ('"withdrawal.py": "empty', '"editorial/withdrawal.py": "empty'),
        ('{"packing.py", "compiled.py", "engines/', '{"serialization.py", "outputs/template_cache.py", "engines/'),
    ],
    "tests/pipeline/test_ways_to_a_reader.py": [("`Lookup.photos`, `negatives` …", "`Lookup.photos`, `published_pictures` …")],
    "docs/decisions/0026-ways-to-a-reader.md": [
        ("`Desk._photo`", "`PageLookup._photo`"), ("`negatives`", "`published_pictures`"), ("`prints`", "`picture_files`"),
    ],
    "docs/decisions/0006-pipeline.md": [("`frame.py`", "`pipeline/preflight.py`"), ("# 6. A hall beside the command line", "# 6. A pipeline beside the command line")],
    "docs/decisions/0028-local-server.md": [
        ("`engines/loopback.py`", "`engines/local_server.py`"), ("`entries.py`", "`editorial/cms_backend.py`"),
        ("`storage.py`", "`editorial/cms_storage.py`"), ("`engines/repository.py`", "`engines/git.py`"),
    ],
    "gazette/content/library.py": [("`telling.told`", "`identifying.told`")],
    "gazette/outputs/template_cache.py": [("`memo.code_version`", "`files.code_version`")],
    "tests/support/killing.py": [],
    "Makefile": [
        ("PYTHONPATH=.:tests .venv/bin/python -m killing", ".venv/bin/python -m tests.support.killing"),
        ("build.py gazette tests bench viewing", "build.py gazette tests tools"),
    ],
    "tests/test_quality.py": [
        ('sorted((PROJECT / "bench").rglob("*.py"))', 'sorted((PROJECT / "tools").rglob("*.py"))'),
        ('CODE += sorted((PROJECT / "viewing").rglob("*.py"))\n', ""),
        ('"tests", "bench", "viewing"]', '"tests", "tools"]'),
        ('"bench" not in path.parts', '"tools" not in path.parts'),
    ],
    "tests/cli/test_commands.py": [
        ("authoring forms darkroom composing withdrawal translating reviewing outgoing", "editorial"),
    ],
    "tests/editorial/test_cms_nothing_lost.py": [('"desk" in', '"tab" in'), ('getfixturevalue("desk")', 'getfixturevalue("tab")')],
    "gazette/editorial/cms_config.py": [('with_name("editing.yml")', 'with_name("cms_config.yml")'), (
        """            "structure": "single_file", "locales": list(context.site_languages), "default_locale": context.site_languages[0],
""",
        """            "structure": "single_file", "locales": list(context.site_languages),
            "default_locale": context.site_languages[0],
""",
    )],
    "gazette/render/data.py": [(
        "            stories=_slugs(member_content.stories), events=_slugs(member_content.events), statements=_slugs(member_content.statements),\n",
        "            stories=_slugs(content.stories), events=_slugs(content.events), statements=_slugs(content.statements),\n",
    ), ("data, member_content = ", "data, content = ")],
    "gazette/render/email.py": [(
        """    WHOLE, Abridgement(4, 1000), Abridgement(2, 1000), Abridgement(0, 1000), Abridgement(0, 20), Abridgement(0, 8), Abridgement(0, 3),
    Abridgement(0, 3, introduction=False), Abridgement(0, 0, introduction=False),
""",
        """    WHOLE, Abridgement(4, 1000), Abridgement(2, 1000), Abridgement(0, 1000), Abridgement(0, 20), Abridgement(0, 8),
    Abridgement(0, 3), Abridgement(0, 3, introduction=False), Abridgement(0, 0, introduction=False),
""",
    )],
    "tools/bench/paper.py": [("How long an issue's PDF takes, beside what WeasyPrint alone needs for the same HTML:", "How long an issue's PDF takes, beside what WeasyPrint alone needs for its HTML:")],
    "tools/bench/search.py": [("Prints how long the index takes and what a first\nquestion transfers,", "Prints how long the index takes and what\na first question transfers,")],
    "tools/viewing/forms.py": [("(`make roundtrip`); the tests with one of each kind.", "(`make roundtrip`); the tests with one of each\nkind.")],
    "tools/viewing/serve.py": [("Serves built sites as a host would: gzip, the headers of `_headers`, 404.html. `", "Serves built sites as a host would: gzip, `_headers`, 404.html. `")],
}
