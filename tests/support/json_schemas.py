"""JSON Schemas, judged by two programs that others judge them with.

Each takes two seconds to import, so that is done by the tests that need it and not while tests are collected; and
check-jsonschema runs in this process, not in one of its own for each question.
"""

from __future__ import annotations

from typing import Any


def unlike(schema: Any, content: object) -> list[str]:
    """What in the content does not keep to the schema, a message each. Raises SchemaError where that is no schema."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(content)]


def checked(*arguments: str) -> tuple[int, str]:
    """The exit code of check-jsonschema, and all that it says."""
    from check_jsonschema import main
    from click.testing import CliRunner

    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output
