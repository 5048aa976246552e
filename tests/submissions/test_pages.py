"""The server's pages as people meet them: what they are told, where they are led, what is never lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from submissions.services import Services
from tests.support.submissions_app import Browser, services

FROM_MAIL = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with services(tmp_path_factory.mktemp("pages") / "data", {}) as found:
        yield found


# ---- coming from mail


@pytest.mark.parametrize("path", ["/link/secret", "/sign-in?address=a%40b.gr&x=1", "/review"])
def test_a_link_in_mail_that_is_read_in_a_browser_leads_on_and_sets_nothing(server: Services, path: str) -> None:
    """Strict cookies don't come along then: to answer would overwrite the mark of the browser that asked."""
    answer = Browser(server).get(path, **FROM_MAIL)
    assert (answer.status_code, answer.headers.get("set-cookie")) == (200, None)
    assert f'content="0; url={path.replace("&", "&amp;")}"' in answer.text
    assert "set-cookie" in Browser(server).get("/link/secret").headers
