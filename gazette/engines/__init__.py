"""Tools made by others (MkDocs, WeasyPrint, Pillow, Pagefind, git …). Each module alone touches its tool."""
