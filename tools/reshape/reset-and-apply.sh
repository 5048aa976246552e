#!/bin/sh
# Puts a worktree back to a commit and applies layer A: reset-and-apply.sh WORKTREE COMMIT
set -e
cd "$1"
git reset -q --hard "$2"
python3 "$(dirname "$0")/apply.py" "$1"
.venv/bin/python build.py export
git add -A .
