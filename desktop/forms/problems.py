"""What is wrong in a form file, said so that an officer can put it right."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.domain.errors import DeskError, ErrorCode

Path = tuple[str | int, ...]

_MOST_PROBLEMS = 300
_FEW = 16
_NEAREST = 5


class TooManyProblemsError(Exception):
    """The file is not a form at all; looking further would only keep the officer waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormProblem:
    """One mistake: where it is, what it is, what to do. `line` is 0 where no line can be named."""

    file: str
    line: int
    place: str
    message: str
    cure: str

    def __str__(self) -> str:
        where = f"{self.file}, dòng {self.line}" if self.line else self.file
        spot = f" ({self.place})" if self.place else ""
        return f"{where}{spot}: {self.message} {self.cure}".rstrip()

    def as_fault(self, others: int = 0) -> DeskError:
        """The same as a fault of the world; `others` is how many more mistakes the file has."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return DeskError(
            ErrorCode.FORM_INVALID,
            place=place,
            file=self.file,
            line=self.line,
            what=self.message,
            cure=self.cure,
            others=others,
        )


class ProblemList:
    """Collects the mistakes of one file; knows how to turn a path of keys into a line and words."""

    def __init__(self, file: str, lines: dict[Path, int]) -> None:
        self._file = file
        self._lines = lines
        self._found: list[FormProblem] = []
        self._doubts: list[FormProblem] = []
        self._told = 0

    def __iter__(self) -> Iterator[FormProblem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def doubts(self) -> tuple[FormProblem, ...]:
        """What may be meant so, but is worth a look; the form is used all the same."""
        return tuple(self._doubts)

    def doubt(self, path: Path, message: str, cure: str = "", *, line: int = 0) -> None:
        """Note what is worth a look."""
        found = self._problem(path, message, cure, line)
        if found not in self._doubts and len(self._doubts) < _MOST_PROBLEMS:
            self._doubts.append(found)

    def add(self, path: Path, message: str, cure: str = "", *, line: int = 0) -> None:
        """Note one mistake at a path of keys (or at a line that is already known).

        Raises:
            TooManyProblemsError: hundreds were noted; what was found so far is kept.
        """
        problem = self._problem(path, message, cure, line)
        if problem not in self._found:
            self._found.append(problem)
        self._told += 1
        if self._told >= _MOST_PROBLEMS:
            raise TooManyProblemsError

    def _problem(self, path: Path, message: str, cure: str, line: int) -> FormProblem:
        return FormProblem(
            file=self._file,
            line=line or self.line_of(path),
            place=place_words(path),
            message=message,
            cure=cure,
        )

    def line_of(self, path: Path) -> int:
        """Line of the nearest key above that has one; 0 if none."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return 0


_TABLE_WORDS = {
    "question": "câu hỏi",
    "field": "ô",
    "person": "người",
    "columns": "cột",
    "same_as": "same_as",
    "place": "chỗ điền",
}


def place_words(path: Path) -> str:
    """`('question', 1, 'field', 0, 'type')` -> 'câu hỏi thứ 2, ô thứ 1, khóa type'."""
    words: list[str] = []
    for at, step in enumerate(path):
        following = path[at + 1] if at + 1 < len(path) else None
        if isinstance(step, int):
            continue
        name = _TABLE_WORDS.get(step, f"khóa {step}")
        words.append(f"{name} thứ {following + 1}" if isinstance(following, int) else name)
    return ", ".join(words)


def did_you_mean(word: str, known: Iterable[str], *, likely: Iterable[str] = ()) -> str:
    """'Có phải ý là "label"?' for the nearest known word, else what is allowed: all of a few, the nearest of many.

    Args:
        word: What stands in the file.
        known: Everything that is allowed.
        likely: What to choose the nearest of many from; empty: from everything.
    """
    names = sorted(set(known))
    near = difflib.get_close_matches(word[:80], names, n=1, cutoff=0.6)
    if near:
        return f"Có phải ý là “{near[0]}”?"
    if len(names) <= _FEW:
        return f"Được dùng: {', '.join(names)}." if names else ""
    nearest = difflib.get_close_matches(word[:80], sorted(set(likely)) or names, n=_NEAREST, cutoff=0.0)
    return f"Gần nhất: {', '.join(nearest)}."
