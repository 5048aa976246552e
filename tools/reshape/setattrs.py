"""Names that tests put in the place of ours, and that are not there (any more): run in the worktree."""
import ast, importlib, sys
from pathlib import Path
sys.path.insert(0, ".")
for path in sorted(Path("tests").rglob("*.py")):
    if "sites" in path.parts and "support" not in path.parts: continue
    tree = ast.parse(path.read_text()); names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("gazette"):
            for a in node.names: names[a.asname or a.name] = (node.module, a.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setattr" and len(node.args) >= 2 and isinstance(node.args[0], ast.Name) and isinstance(node.args[1], ast.Constant):
            if node.args[0].id in names:
                module, name = names[node.args[0].id]
                try: target = getattr(importlib.import_module(module), name, None) or importlib.import_module(f"{module}.{name}")
                except Exception as e: print(path, node.lineno, e); continue
                if not hasattr(target, node.args[1].value): print(f"{path}:{node.lineno}: {module}.{name} has no {node.args[1].value}")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            module, name = names[node.value.id]
            try: target = importlib.import_module(f"{module}.{name}")
            except ImportError: continue
            if not hasattr(target, node.attr): print(f"{path}:{node.lineno}: {module}.{name} has no {node.attr}")
