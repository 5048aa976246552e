"""Figures of the shape: imports a module, sizes, functions, parameters, class names. measure.py WORKTREE"""
import ast, sys, statistics
from collections import Counter, defaultdict
from pathlib import Path
root = Path(sys.argv[1])
fl, par, classes, big, names = [], [], [], [], defaultdict(list)
imports = {}
for p in sorted((root/"gazette").rglob("*.py")):
    t = ast.parse(p.read_text()); lines = len(p.read_text().splitlines())
    if lines > 500: big.append((str(p.relative_to(root)), lines))
    mods = set()
    pkg = p.relative_to(root).with_suffix("").parts[:-1]
    for n in ast.walk(t):
        if isinstance(n, ast.ImportFrom) and n.level:
            base = list(pkg[: len(pkg)-(n.level-1)]) + (n.module.split(".") if n.module else [])
            for a in n.names:
                whole = root.joinpath(*base, a.name)
                mods.add(".".join(base+[a.name]) if whole.with_suffix(".py").exists() or whole.is_dir() else ".".join(base))
        if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)):
            fl.append(n.end_lineno-n.lineno+1)
            a = n.args; c = len(a.args)+len(a.posonlyargs)+len(a.kwonlyargs) - (1 if a.args and a.args[0].arg in ("self","cls") else 0)
            if c > 5: par.append((str(p.relative_to(root)), n.name, c))
        if isinstance(n, ast.ClassDef):
            names[n.name].append(str(p.relative_to(root)))
            size = n.end_lineno-n.lineno+1
            if size > 250: classes.append((str(p.relative_to(root)), n.name, size))
    imports[str(p.relative_to(root))] = len(mods)
print("most imports of ours:", sorted(imports.items(), key=lambda e:-e[1])[:6])
print("modules > 500:", big); print("classes > 250:", classes)
print("median function:", statistics.median(fl), "longest:", max(fl))
print("more than 5 parameters:", len(par)); [print("  ", *x) for x in par]
print("class names twice:", {k: v for k, v in names.items() if len(v) > 1})
