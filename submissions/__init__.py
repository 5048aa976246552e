"""The submissions server: editors come in by a link in a mail, write in the browser form, and send proposals.

Git is its only store of content; a small database holds people, sessions and the states of proposals. It uses the
`gazette` package; nothing there knows of it, and the site never depends on it.
"""
