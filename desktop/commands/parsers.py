"""Types of argparse that the standard library keeps private."""

import argparse
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[Any]  # noqa: SLF001 - argparse has no public name for it
else:
    Commands: TypeAlias = object
