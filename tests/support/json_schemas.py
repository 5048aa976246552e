"""JSON Schemas, judged by two programs that others judge them with.

Each takes two seconds to import, so that is done by the tests that need it and not while tests are collected; and
check-jsonschema runs in this process, not in one of its own for each question.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

LEFT_OUT = ("iri", "iri-reference")
"""Formats that are not judged here: no schema names one of them, as a test makes sure of."""


def library() -> Any:
    """jsonschema, without the grammar of `LEFT_OUT`: to make it takes longer than all else that is imported."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # for Python it is not installed then
    return import_module("jsonschema")


def unlike(schema: Any, content: object) -> list[str]:
    """What in the content does not keep to the schema, a message each. Raises SchemaError where that is no schema."""
    validator = library().Draft202012Validator
    validator.check_schema(schema)
    return [error.message for error in validator(schema).iter_errors(content)]


def checked(*arguments: str) -> tuple[int, str]:
    """The exit code of check-jsonschema, and all that it says."""
    library()
    from check_jsonschema import main
    from click.testing import CliRunner

    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output
