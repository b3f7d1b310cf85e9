"""The records are the same for all tests of the office's page: nothing here changes them."""

from collections.abc import Iterator

import pytest

from desktop.core import Core
from tests.support.office_scene import office_core


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    """The records of one PC with three people."""
    with office_core(tmp_path_factory.mktemp("office")) as opened:
        yield opened
