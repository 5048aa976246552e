#!/usr/bin/env python3
"""Layer A: moves and renames, on any checkout of main. `apply.py WORKTREE`; works on the index and the work tree."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from table import *  # noqa

ROOT = Path(sys.argv[1]).resolve()
REPORT: list[str] = []


def git(*args: str) -> str:
    return subprocess.run(["git", *args], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def listed() -> list[str]:
    return [p for p in git("ls-files", "-z").split("\0") if p]


# ---------------------------------------------------------------- names of modules
def module_of(path: str) -> str:
    name = path.removesuffix(".py").removesuffix("/__init__")
    if name.startswith("tests/") and name.count("/") == 1 and not name.rpartition("/")[2].startswith("test_"):
        return name.rpartition("/")[2]  # helpers of the tests are imported bare
    return name.replace("/", ".")


ALL = listed()
PY = [p for p in ALL if p.endswith(".py") and not p.startswith("tests/sites/")]
TEXT = {p: (ROOT / p).read_text("utf-8") for p in PY}
MODULE_PATH = {module_of(p): p for p in PY}
PACKAGES = {m for m, p in MODULE_PATH.items() if p.endswith("/__init__.py")} | {"gazette", "tests"}


def new_module(old: str) -> str:
    return MODULES.get(old, old)


def home_of(module: str, name: str) -> str:
    """The new module of a name that stood in an old one."""
    if module == "conftest":
        return "tests.conftest" if name in CONFTEST_STAYS else "tests.support.sites"
    return SPLITS.get(module, {}).get(name, new_module(module))


def new_path(path: str) -> str:
    if path in TESTS:
        return TESTS[path]
    if path in FILES:
        return FILES[path]
    if path in MODULE_PATH.values() and path != "tests/conftest.py":
        module = module_of(path)
        if module in MODULES:
            tail = "/__init__.py" if path.endswith("/__init__.py") else ".py"
            return MODULES[module].replace(".", "/") + tail
    for old, new in FOLDERS.items():
        if path.startswith(old + "/"):
            return new + path[len(old):]
    if re.fullmatch(r"docs/decisions/.*", path):
        return path
    return path


# ---------------------------------------------------------------- tokens
class Edit:
    """Replacements in one file by position."""

    def __init__(self, text: str) -> None:
        self.text, self.lines = text, text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.edits: list[tuple[int, int, str]] = []

    def at(self, row: int, column: int) -> int:
        return self.starts[row - 1] + column

    def at_bytes(self, row: int, column: int) -> int:  # ast counts bytes
        return self.starts[row - 1] + len(self.lines[row - 1].encode()[:column].decode())

    def done(self) -> str:
        text = self.text
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text


def tokens(text: str) -> list[tokenize.TokenInfo]:
    return list(tokenize.generate_tokens(io.StringIO(text).readline))


F_STRING = re.compile(r"^[rRbB]*[fF]")


def in_braces(string: str, mapping: dict[str, str]) -> str:
    """Names within the braces of an f-string."""
    if not mapping:
        return string
    names = re.compile(r"(?<![\w])(" + "|".join(map(re.escape, mapping)) + r")(?![\w=])")
    return re.sub(r"(?<!\{)\{(?!\{)[^{}]*\}", lambda m: names.sub(lambda n: mapping[n.group(1)], m.group()), string)


def rename_tokens(text: str, plain: dict[str, str], anywhere: dict[str, str], dotted: dict[tuple[str, str], str],
                  docs: dict[str, str]) -> str:
    """plain: names not after a dot · anywhere: also after one · dotted: (base, name) · docs: words of comments/docstrings in backticks."""
    edit, toks = Edit(text), [t for t in tokens(text)]
    solid = [t for t in toks if t.type not in (tokenize.NL, tokenize.COMMENT, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)]
    before = {id(t): solid[i - 1] if i else None for i, t in enumerate(solid)}
    before2 = {id(t): solid[i - 2] if i > 1 else None for i, t in enumerate(solid)}
    imports = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imports.update(range(node.lineno, node.end_lineno + 1))
    for t in toks:
        new = None
        if t.start[0] in imports and t.type == tokenize.NAME:
            b = before.get(id(t))
            if t.string in plain and b is not None and b.string not in (".", "..", "...") and b.string != "from":
                edit.edits.append((edit.at(*t.start), edit.at(*t.end), plain[t.string]))
            continue
        if t.type == tokenize.NAME:
            b = before.get(id(t))
            after_dot = b is not None and b.string == "."
            if after_dot:
                base = before2.get(id(t))
                new = dotted.get((base.string if base else "", t.string)) or anywhere.get(t.string)
            else:
                new = plain.get(t.string) or anywhere.get(t.string)
        elif t.type == tokenize.STRING:
            if F_STRING.match(t.string):
                new = in_braces(t.string, {**plain, **anywhere})
            elif t.string.strip("\"'") in plain and t.string[0] in "\"'" and not t.string.startswith('"""'):
                bare = t.string.strip("\"'")
                new = t.string.replace(bare, plain[bare]) if bare[:1].isupper() or path_is_init else None
            elif t.string.startswith('"""'):
                new = re.sub(r"`([\w.]+)`", lambda m: "`" + ".".join(docs.get(p, p) for p in m.group(1).split(".")) + "`", t.string)
        elif t.type == tokenize.COMMENT:
            new = re.sub(r"`([\w.]+)`", lambda m: "`" + ".".join(docs.get(p, p) for p in m.group(1).split(".")) + "`", t.string)
        if new is not None and new != t.string:
            edit.edits.append((edit.at(*t.start), edit.at(*t.end), new))
    return edit.done()


path_is_init = False


# ---------------------------------------------------------------- imports of old modules
def resolve(path: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    module = path.removesuffix(".py").replace("/", ".")
    parts = module.removesuffix(".__init__").split(".") if path.endswith("__init__.py") else module.split(".")[:-1]
    parts = parts[: len(parts) - (node.level - 1)]
    return ".".join(parts + ([node.module] if node.module else []))


def phase_names() -> None:
    """Renames of top-level names and of locals, in the old layout."""
    global path_is_init
    defined: dict[tuple[str, str], str] = {(m, o): n for m, o, n in NAMES}
    # packages that hand a renamed name on count as defining it
    for _ in range(2):
        for path in PY:
            if not path.startswith("tests/"):
                for node in ast.walk(ast.parse(TEXT[path])):
                    if isinstance(node, ast.ImportFrom):
                        base = resolve(path, node)
                        for alias in node.names:
                            if (base, alias.name) in defined:
                                defined[(module_of(path), alias.name)] = defined[(base, alias.name)]
    for path in PY:
        module = module_of(path)
        plain = {old: new for (m, old), new in defined.items() if m == module}
        dotted: dict[tuple[str, str], str] = {}
        for node in ast.walk(ast.parse(TEXT[path])):
            if isinstance(node, ast.ImportFrom):
                base = resolve(path, node)
                for alias in node.names:
                    if (base, alias.name) in defined:
                        plain[alias.name] = defined[(base, alias.name)]
                    whole = f"{base}.{alias.name}"
                    for (m, old), new in defined.items():
                        if m == whole:
                            dotted[(alias.asname or alias.name, old)] = new
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    for (m, old), new in defined.items():
                        if m == alias.name:
                            dotted[(alias.asname or alias.name, old)] = new
        anywhere = {}
        for globs, old, new in LOCALS:
            if any(fnmatch(path, g) for g in globs):
                anywhere[old] = new
        anywhere.update({k: v for k, v in KEYWORDS.items()})
        path_is_init = path.endswith("__init__.py")
        docs = {**plain, **anywhere}
        if plain or anywhere or dotted:
            TEXT[path] = rename_tokens(TEXT[path], plain, {k: v for k, v in anywhere.items()}, dotted, docs)


KEYWORDS: dict[str, str] = {}


# ---------------------------------------------------------------- imports
def relative(target: str, path: str) -> tuple[str, str] | None:
    """(`from X`, name-less) form of a module for a file of the package."""
    package = path.removesuffix(".py").replace("/", ".")
    package = package.removesuffix(".__init__") if package.endswith(".__init__") else package.rpartition(".")[0]
    here, there = package.split("."), target.split(".")
    common = 0
    while common < len(here) and common < len(there) and here[common] == there[common]:
        common += 1
    if common == 0:
        return None
    return "." * (len(here) - common + 1) + ".".join(there[common:]), ""


def from_clause(target: str, path: str) -> str:
    if target.startswith("gazette") and path.startswith("gazette/") or (
        target.startswith("tools") and path.startswith("tools/") and False
    ):
        return relative(target, path)[0]
    return target


def is_module(name: str) -> bool:
    return name in MODULE_PATH or name in MODULES


def phase_imports(path: str, text: str, split: dict[str, str] | None = None) -> str:
    """Imports of moved modules. `path` is the old one; the new place is derived, or given by `split`."""
    there = new_path(path)
    tree, edit = ast.parse(text), Edit(text)
    bound: dict[str, dict] = {}   # local name of a module → old module
    for node in ast.walk(tree):
        if isinstance(node, (ast.ImportFrom, ast.Import)):
            base = resolve(path, node) if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                whole = f"{base}.{alias.name}" if base else alias.name
                if is_module(whole) and (base or alias.name in MODULES):
                    bound[alias.asname or alias.name] = {"module": whole, "as": alias.asname}
    # uses of modules that were split, or renamed
    toks = [t for t in tokens(text) if t.type not in (tokenize.NL, tokenize.COMMENT)]
    uses: dict[str, set[str]] = defaultdict(set)
    for i, t in enumerate(toks):
        if t.type == tokenize.NAME and t.string in bound and not (i and toks[i - 1].string == "."):
            if i + 2 < len(toks) and toks[i + 1].string == "." and toks[i + 2].type == tokenize.NAME:
                uses[t.string].add(toks[i + 2].string)
    for t in toks:  # and within f-strings
        if t.type == tokenize.STRING and F_STRING.match(t.string):
            for name, attr in re.findall(r"(?<![\w.])(\w+)\.(\w+)", t.string):
                if name in bound:
                    uses[name].add(attr)
    # what each module is called here from now on
    called: dict[str, str] = {}
    taken: dict[str, str] = {}
    other_names = {t.string for t in toks if t.type == tokenize.NAME} - set(bound)
    for local, info in bound.items():
        homes = {home_of(info["module"], a) for a in uses[local]} or {new_module(info["module"])}
        info["homes"] = homes
        for home in sorted(homes):
            short = home.rpartition(".")[2]
            if info["as"]:
                called.setdefault(home, info["as"])
                taken[info["as"]] = home
                continue
            parent = home.split(".")[-2] if "." in home else ""
            if taken.get(short, home) != home or (short != local and is_local(tree, short)):
                short = f"{short}_{parent.rstrip('s')}"
            called[home] = short
            taken[short] = home
    # edits of the uses
    for i, t in enumerate(toks):
        if t.type == tokenize.NAME and t.string in bound and not (i and toks[i - 1].string == ".") and not bound[t.string]["as"]:
            in_import = toks_in_import(t, tree)
            if in_import:
                continue
            nxt = toks[i + 1].string if i + 1 < len(toks) else ""
            attr = toks[i + 2].string if nxt == "." and i + 2 < len(toks) else ""
            if nxt == "=" and i and toks[i - 1].string in ("(", ","):
                continue  # a keyword argument
            home = home_of(bound[t.string]["module"], attr) if attr else new_module(bound[t.string]["module"])
            if home not in called:
                continue
            if called[home] != t.string:
                edit.edits.append((edit.at(*t.start), edit.at(*t.end), called[home]))
        elif t.type == tokenize.STRING and F_STRING.match(t.string):
            def one(m: re.Match) -> str:
                name, attr = m.group(1), m.group(2)
                if name in bound and not bound[name]["as"]:
                    home = home_of(bound[name]["module"], attr)
                    return f"{called.get(home, name)}.{attr}"
                return m.group()
            new = re.sub(r"(?<!\{)\{(?!\{)[^{}]*\}", lambda b: re.sub(r"(?<![\w.])(\w+)\.(\w+)", one, b.group()), t.string)
            if new != t.string:
                edit.edits.append((edit.at(*t.start), edit.at(*t.end), new))
    # edits of the import statements
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            base = resolve(path, node)
            ours = base in MODULE_PATH or base in PACKAGES or base in MODULES or base.split(".")[0] in ("gazette", "viewing", "bench")
            if not ours:
                continue
            lines: dict[str, list[str]] = defaultdict(list)
            for alias in node.names:
                whole = f"{base}.{alias.name}" if base else alias.name
                if is_module(whole):
                    for home in sorted(bound[alias.asname or alias.name]["homes"]):
                        parent, _, short = home.rpartition(".")
                        name = called[home]
                        lines[from_clause(parent, there)].append(short if name == short else f"{short} as {name}")
                else:
                    home = home_of(base, alias.name)
                    if base in PACKAGES and base not in MODULES:
                        home = base
                    lines[from_clause(home, there)].append(alias.name + (f" as {alias.asname}" if alias.asname else ""))
            write_import(edit, node, lines)
        elif isinstance(node, ast.Import):
            if any(alias.name in MODULES for alias in node.names):
                lines = defaultdict(list)
                for alias in node.names:
                    for home in sorted(bound[alias.asname or alias.name]["homes"]):
                        parent, _, short = home.rpartition(".")
                        name = called[home]
                        lines[parent].append(short if name == short else f"{short} as {name}")
                write_import(edit, node, lines)
    return edit.done()


def is_local(tree: ast.AST, name: str) -> bool:
    """Whether a function of the file binds the name, or the module does."""
    fields = {id(n.target) for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for n in c.body if isinstance(n, ast.AnnAssign)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            return True
        if isinstance(node, ast.arg) and node.arg == name:
            return True
        if isinstance(node, ast.Import) and any((a.asname or a.name.split(".")[0]) == name for a in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and any((a.asname or a.name) == name and not MODULISH(node, a) for a in node.names):
            return True
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name and node in getattr(tree, "body", ()):
            return True
    return False


def MODULISH(node: ast.ImportFrom, alias: ast.alias) -> bool:
    """Whether an import binds one of our modules (in the old layout)."""
    last = alias.name
    return any(m.rpartition(".")[2] == last for m in MODULE_PATH) and not (node.module or "").endswith(("conftest", "papers"))


def toks_in_import(t: tokenize.TokenInfo, tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, (ast.ImportFrom, ast.Import)) and node.lineno <= t.start[0] <= (node.end_lineno or node.lineno):
            return True
    return False


def write_import(edit: Edit, node: ast.AST, lines: dict[str, list[str]]) -> None:
    start, end = edit.at_bytes(node.lineno, node.col_offset), edit.at_bytes(node.end_lineno, node.end_col_offset)
    indent = " " * node.col_offset
    made = [f"from {clause} import {', '.join(dict.fromkeys(names))}" for clause, names in lines.items()]
    edit.edits.append((start, end, f"\n{indent}".join(made)))


# ---------------------------------------------------------------- splitting a module
def split_module(path: str, text: str, homes: dict[str, str], default: str) -> dict[str, str]:
    """New module → its text, for a module (imports already rewritten as seen from `default`)."""
    tree = ast.parse(text)
    lines = text.splitlines(keepends=True)
    chunks: list[tuple[str, str, str]] = []   # home, name, text
    head_end = 0
    body = tree.body
    nodes = []
    previous_end = 0
    for node in body:
        start = node.lineno
        for d in getattr(node, "decorator_list", []):
            start = min(start, d.lineno)
        while start - 2 >= previous_end and lines[start - 2].startswith("#"):
            start -= 1
        nodes.append((node, start, node.end_lineno))
        previous_end = node.end_lineno
    head, rest = [], []
    last_home = default
    for node, start, end in nodes:
        source = "".join(lines[start - 1:end])
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node is body[0]:
            head.append(source)
        elif isinstance(node, (ast.Import, ast.ImportFrom)) or isinstance(node, ast.If) and "TYPE_CHECKING" in source:
            head.append(source)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            rest.append((last_home, "", source))  # the words below a constant
        else:
            names = [node.name] if hasattr(node, "name") else [t.id for t in getattr(node, "targets", [getattr(node, "target", None)]) for t in ([t] if isinstance(t, ast.Name) else getattr(t, "elts", []))]
            name = names[0] if names else ""
            last_home = homes.get(name, default)
            rest.append((last_home, name, source))
    where = {name: home for home, name, _ in rest if name}
    out = {}
    for home in dict.fromkeys([default, *homes.values()]):
        mine = [(name, source) for h, name, source in rest if h == home]
        if not mine:
            continue
        used = {n.id for _, s in mine for n in ast.walk(ast.parse(s)) if isinstance(n, ast.Name)}
        used |= {n for _, s in mine for n in re.findall(r"\w+", " ".join(re.findall(r"^def .*?:\n", s, re.M | re.S)))}
        cross = defaultdict(list)
        for name in sorted(used):
            if where.get(name, home) != home:
                cross[where[name]].append(name)
        new_file = home.replace(".", "/") + ".py"
        extra = "".join(f"from {from_clause(h, new_file)} import {', '.join(ns)}\n" for h, ns in cross.items())
        text_out = "".join(head[:1]) + "\n" + "".join(head[1:]) + extra + "\n"
        for name, source in mine:
            gap = "" if not name else ("\n\n" if source.lstrip("@").startswith(("def", "class", "@")) or source.startswith("@") else "")
            text_out += gap + source
        out[home] = text_out
    return out


def re_anchor(text: str, old_package: str, new_file: str) -> str:
    """Relative imports as seen from `old_package` → as seen from the new file."""
    tree, edit = ast.parse(text), Edit(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            parts = old_package.split(".")
            parts = parts[: len(parts) - (node.level - 1)]
            whole = ".".join(parts + ([node.module] if node.module else []))
            names = [a.name + (f" as {a.asname}" if a.asname else "") for a in node.names]
            write_import(edit, node, {from_clause(whole, new_file): names})
    return edit.done()


# ---------------------------------------------------------------- paths in texts
def text_rules() -> list[tuple[re.Pattern, str]]:
    rules = []
    paths = {p: new_path(p) for p in ALL if new_path(p) != p}
    for old, new in sorted(paths.items(), key=lambda e: -len(e[0])):
        rules.append((re.compile(r"(?<![\w/.-])" + re.escape(old) + r"(?![\w/])"), new))
    short = {"hall.py": "pipeline/build.py", "memo.py": "pipeline/cache.py", "workers.py": "parallel.py", "authoring.py": "editorial/scaffold.py",
             "composing.py": "editorial/issues.py", "darkroom.py": "outputs/images.py", "editing.py": "editorial/cms_config.py",
             "newsroom.py": "editorial/cms.py", "forms.py": "editorial/github_forms.py", "importing.py": "editorial/word_import.py",
             "outgoing.py": "editorial/external_links.py", "postroom.py": "outputs/email.py", "pressroom.py": "outputs/pdf.py",
             "reviewing.py": "editorial/review.py", "translating.py": "editorial/translations.py", "withdrawal.py": "editorial/withdrawal.py",
             "engines/editor.py": "engines/cms.py", "engines/outside.py": "engines/link_check.py", "render/card.py": "render/social_card.py",
             "render/letter.py": "render/email.py", "render/tiles.py": "render/mosaic.py", "render/tongues.py": "render/language_marks.py",
             "render/keys.py": "render/search_keys.py", "render/channels.py": "render/subscriptions.py", "content/ledger.py": "content/addresses.py"}
    for old, new in short.items():
        rules.append((re.compile(r"(?<=`)" + re.escape(old) + r"(?=`)"), new))
    for old, new in sorted(FOLDERS.items(), key=lambda e: -len(e[0])):
        rules.append((re.compile(r"(?<![\w/.-])" + re.escape(old) + r"/"), new + "/"))
    rules.append((re.compile(r"(?<![\w/.-])viewing\.(?=look|forms|audit|browse|serve)"), "tools.viewing."))
    rules.append((re.compile(r"(?<![\w/.-])bench\.(?=search|run|paper)"), "tools.bench."))
    rules.append((re.compile(r"(?<=-m )bench\."), "tools.bench."))
    for old, new in PLAIN_PATHS.items():
        rules.append((re.compile(r"(?<![\w/.-])" + re.escape(old) + r"(?![\w/])"), new))
    for old, new in sorted(MODULES.items(), key=lambda e: -len(e[0])):
        if old.startswith("gazette."):
            rules.append((re.compile(r"(?<![\w/.])" + re.escape(old) + r"(?!\w)"), new))
    return rules


def depth_fix(text: str, old: str, new: str) -> str:
    """`Path(__file__)` climbs by more, or fewer, folders."""
    more = new.count("/") - old.count("/")
    if not more:
        return text

    def fix(m: re.Match) -> str:
        climb = m.group(2)
        count = climb.count(".parent") if ".parents" not in climb else int(re.search(r"\[(\d+)\]", climb).group(1)) + 1
        if count == 1 and "with_name" in text[m.end():m.end() + 12]:
            return m.group()
        top = old.count("/") + 1 - count          # folders left above
        if top < 0:
            return m.group()
        count_new = count + more
        return f"{m.group(1)}.parents[{count_new - 1}]"

    return re.sub(r"(Path\(__file__\)\.resolve\(\))((?:\.parent\b)+|\.parents\[\d+\])", fix, text)


# ---------------------------------------------------------------- the whole
def main() -> None:
    for path in PY:
        for pattern, new in BEFORE:
            TEXT[path] = re.sub(pattern, new, TEXT[path])
    phase_names()
    made: dict[str, str] = {}       # new path → text
    moved: dict[str, str] = {}
    for path in PY:
        module, there = module_of(path), new_path(path)
        text = phase_imports(path, TEXT[path])
        text = depth_fix(text, path, there)
        homes = SPLITS.get(module)
        if path == "tests/conftest.py":
            names = {n.name if hasattr(n, "name") else getattr(getattr(n, "targets", [None])[0], "id", "") for n in ast.parse(text).body}
            homes = {n: "tests.support.sites" for n in names if n and n not in CONFTEST_STAYS}
            parts = split_module(path, text, homes, "tests.conftest")
            made["tests/conftest.py"] = parts["tests.conftest"]
            made["tests/support/sites.py"] = depth_fix(parts["tests.support.sites"], "tests/conftest.py", "tests/support/sites.py")
            continue
        if homes:
            renamed = {o: n for m, o, n in NAMES if m == module}
            homes = {renamed.get(k, k): v for k, v in homes.items()}
            default = new_module(module)
            package = default.rpartition(".")[0]
            for home, part in split_module(path, text, homes, default).items():
                target = home.replace(".", "/") + ".py"
                part = part if home == default else re_anchor(part, package, target)
                if target in made or (target in PY and home != default):
                    PENDING.append((target, part))
                else:
                    made[target] = part
            moved[path] = there
            continue
        if there in made:  # two modules become one
            PENDING.append((there, text))
        else:
            made[there] = text
        if there != path:
            moved[path] = there
    for target, part in PENDING:
        tree = ast.parse(part)
        imports = "\n".join(ast.get_source_segment(part, n) for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom)))
        rest = "".join(part.splitlines(keepends=True)[max(n.end_lineno for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))):])
        old = made[target]
        first = re.search(r"^from __future__.*$", old, re.M)
        imports = imports.replace("from __future__ import annotations", "")
        made[target] = old[: first.end()] + "\n" + imports + old[first.end():] + "\n" + rest
    # moves
    for path in ALL:
        there = new_path(path)
        if there != path and (ROOT / path).exists():
            (ROOT / there).parent.mkdir(parents=True, exist_ok=True)
            git(*(["rm", "-q", "-f", path] if (ROOT / there).exists() else ["mv", path, there]))
    rules = text_rules()
    for there, text in made.items():
        target = ROOT / there
        target.parent.mkdir(parents=True, exist_ok=True)
        for pattern, new in rules:
            text = pattern.sub(new, text)
        for old, new in AFTER.get(there, []):
            if old not in text:
                REPORT.append(f"patch not applied in {there}: {old[:60]!r}")
            text = text.replace(old, new)
        target.write_text(text, "utf-8")
    for package, about in NEW_PACKAGES.items():
        target = ROOT / package / "__init__.py"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(f'"""{about}"""\n')
    for path in ALL:
        there = new_path(path)
        if path.endswith(".py") or path.startswith(("content/", "members/", "newsletters/", "tests/sites/", "requirements/")):
            continue
        try:
            text = (ROOT / there).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        was = text
        for pattern, new in rules:
            text = pattern.sub(new, text)
        if path.startswith("gazette/") and path.endswith(".yml"):  # hints and labels stand under the names of the model's classes
            for module, old, new in NAMES:
                if module == "gazette.content.model":
                    text = re.sub(rf"(?m)^( *){old}:", rf"\g<1>{new}:", text)
        for old, new in AFTER.get(there, []):
            if old not in text:
                REPORT.append(f"patch not applied in {there}: {old[:60]!r}")
            text = text.replace(old, new)
        if text != was:
            (ROOT / there).write_text(text, "utf-8")
    pyproject()
    for command in (["ruff", "check", "--fix", "--select", "F401,I", "-q"], ["ruff", "format", "-q"], ["ruff", "check", "--fix", "-q"]):
        done = subprocess.run([str(ROOT / ".venv/bin/ruff"), *command[1:], "build.py", "gazette", "tests", "tools"], cwd=ROOT, capture_output=True, text=True)
        if command[1] == "check" and command[-2] != "F401,I" and done.returncode:
            REPORT.append(done.stdout)
    git("add", "-A", ".")
    report()


PENDING: list[tuple[str, str]] = []
NEW_PACKAGES = {
    "gazette/pipeline": "From the files that people wrote to the published site: reading, building, and what is kept between runs.",
    "gazette/outputs": "What a build makes, an output a module: which files it plans, and how each is made.",
    "gazette/editorial": "What editors and coordinators do beside a build: drafts, photos, translations, issues, reviews, forms.",
    "tools": "What only developers run: the benchmark, pictures of the built site, the makers of fonts and map.",
}


def pyproject() -> None:
    path = ROOT / "pyproject.toml"
    text = path.read_text()
    start = text.index("[tool.importlinter]")
    text = text[:start] + (HERE / "contracts.toml").read_text()
    text = text.replace('files = ["gazette", "viewing", "build.py"]', 'files = ["gazette", "tools/viewing", "build.py"]')
    text = text.replace('extend-exclude = ["tests/sites"]', 'extend-exclude = ["tests/sites", "tools/fonts"]')
    text = text.replace('pythonpath = [".", "tests"]', 'pythonpath = ["."]')
    path.write_text(text)


def report() -> None:
    for path in ALL:
        if re.fullmatch(r"tests/[^/]+\.py", path) and new_path(path) == path and path not in TOP_TESTS:
            REPORT.append(f"test at the top that no one placed: {path}")
        if re.fullmatch(r"gazette/[^/]+\.py", path) and new_path(path) == path and path.rpartition("/")[2] not in ("__init__.py", "settings.py", "theme.py", "files.py", "tree.py"):
            REPORT.append(f"module at the top that no one placed: {path}")
    leftovers = re.compile(r"\b(hall|memo|workers|authoring|composing|darkroom|newsroom|postroom|pressroom|outgoing|reviewing|translating|tongues|ledger|bindery|scriptorium|[Nn]egatives?|[Pp]resses|[Dd]esks?|Wish|Hub|Sheetful|Made)\b")
    for path in listed():
        if path.endswith((".py", ".md", ".yml", ".toml")) and not path.startswith(("content/", "members/", "newsletters/", "tests/sites/")):
            for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1):
                if m := leftovers.search(line):
                    REPORT.append(f"left: {path}:{number}: {m.group()}: {line.strip()[:110]}")
    print("\n".join(REPORT))
    (HERE / "report.txt").write_text("\n".join(REPORT))


if __name__ == "__main__":
    main()
