#!/bin/sh
# Puts layers A and B anew on a commit of main: reapply-all.sh WORKTREE COMMIT OLD_A OLD_B
#   OLD_A: the commit of layer A of the last time; OLD_B: the last commit of layer B on it (default: as noted below).
# Resolutions of conflicts are remembered by git rerere; where one is new, it stops: resolve, `git add`, then
# `git -c core.editor=true cherry-pick --continue`, until the worktree is clean.
set -e
here=$(cd "$(dirname "$0")" && pwd)
if [ "$1" = --rest ]; then  # goes on after a conflict was resolved: --rest WORKTREE LAST_PICKED OLD_B
    worktree=$2 old_a=$3 old_b=$4
    cd "$worktree"
else
    worktree=$1 commit=$2
    old_a=${3:-$(cat "$here/last-a")} old_b=${4:-$(cat "$here/last-b")}
    cd "$worktree"
    test -z "$(git status --porcelain)" || { echo "the worktree is not clean"; exit 1; }
    git config rerere.enabled true
    git config rerere.autoupdate true
    "$here/reset-and-apply.sh" "$worktree" "$commit" | grep -v "^left: " || true
    git commit -q -C "$old_a"
    git rev-parse HEAD > "$here/last-a.new"
fi
for pick in $(git rev-list --reverse "$old_a..$old_b"); do
    git cherry-pick "$pick" > /dev/null 2>&1 && continue
    if ! git rev-parse -q --verify CHERRY_PICK_HEAD > /dev/null; then
        echo "cannot pick $pick"; exit 1
    elif test -n "$(git diff --name-only --diff-filter=U)"; then
        echo "conflicts in $(git log -1 --format='%h %s' "$pick"):"; git diff --name-only --diff-filter=U
        echo "resolve, git add, git -c core.editor=true cherry-pick --continue; then: $0 --rest $worktree $pick $old_b"
        exit 1
    elif git diff --cached --quiet; then  # all of it is there already
        git cherry-pick --skip
    else  # rerere knew the resolution
        git -c core.editor=true cherry-pick --continue > /dev/null
    fi
done
mv "$here/last-a.new" "$here/last-a"
git rev-parse HEAD > "$here/last-b"
# what the export and ruff say of it
.venv/bin/python build.py export
.venv/bin/ruff check build.py gazette tests tools
.venv/bin/mypy
git status --short
