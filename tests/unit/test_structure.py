"""The house rules, held by reading the source: sizes, imports, names, letters, things never written down."""

import ast
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions, packages_distributions
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop"
TESTS = ROOT / "tests"

MODULE_LINES = 400
CLASS_LINES = 250

# Modules that no test names, each with the reason why another test is the right one.
WITHOUT_A_TEST_OF_ITS_OWN: dict[str, str] = {}

TEXT_ENDINGS = {
    ".py",
    ".pyi",
    ".toml",
    ".md",
    ".sh",
    ".json",
    ".txt",
    ".qss",
    ".mako",
    ".ini",
    ".svg",
    ".html",
}
TEXT_FOLDERS = ("benchmarks", "desktop", "docs", "resources", "scripts", "tests", "typings")
TEXT_FILES = (
    ".ci/run",
    ".gitignore",
    "CHANGELOG.md",
    "Makefile",
    "README.md",
    "THIRD_PARTY.md",
    "constraints.txt",
    "pyproject.toml",
)

# Written so that this file does not contain what it forbids.
NEVER_WRITTEN = {
    "a path of one machine": re.compile(r"(?<![\w./~$}>-])/(?:root|work|home/[a-z]\w*)/"),
    "the address of a package index": re.compile(r"-index-url|\bpypi[.]|pythonhosted[.]|deb[.]debian[.]"),
    "work put off": re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b"),
}
VAGUE_NAME = re.compile(
    r"(?:^|_)(?:util|utils|helper|helpers|manager|misc|common)(?:$|_)|(?:Manager|Helper|Utils?)$"
)

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![0-9a-zA-Z])|\brgba?\(")
SIZE_IN_STYLE = re.compile(r"\b[1-9]\d*(?:px|pt)\b")
SIZE_CALLS = {
    "QFont",
    "QMargins",
    "QSize",
    "setContentsMargins",
    "setFixedHeight",
    "setFixedSize",
    "setFixedWidth",
    "setHorizontalSpacing",
    "setIconSize",
    "setMaximumHeight",
    "setMaximumWidth",
    "setMinimumHeight",
    "setMinimumSize",
    "setMinimumWidth",
    "setPixelSize",
    "setPointSize",
    "setSpacing",
    "setVerticalSpacing",
}
# Where the name of a requirement ends and its version begins.
NAME_ENDS = re.compile(r"[<>=!~;\s\[(]")
# Where tokens are defined; and the widgets, whose inner paddings are drawn by eye and seen in one place each.
TOKEN_FILES = {"tokens.py"}
WIDGETS = PACKAGE / "ui" / "widgets"


@cache
def modules() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """`desktop/ui/tokens.py` -> `desktop.ui.tokens`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place(path: Path, line: int | None = None) -> str:
    where = str(path.relative_to(ROOT))
    return where if line is None else f"{where}:{line}"


def classes(path: Path) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def texts() -> Iterator[tuple[Path, str]]:
    files = [ROOT / name for name in TEXT_FILES if (ROOT / name).is_file()]
    for folder in TEXT_FOLDERS:
        files += [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in TEXT_ENDINGS]
    for path in files:
        yield path, path.read_text(encoding="utf-8")


def test_no_library_is_asked_for_twice() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [NAME_ENDS.split(one)[0] for one in project["dependencies"]]
    assert len(names) == len(set(names))


def test_no_module_is_longer_than_a_sitting() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert not {name: lines for name, lines in lengths.items() if lines > MODULE_LINES}


def test_no_class_is_longer_than_a_few_screens() -> None:
    long = {
        place(path, node.lineno): node.name
        for path in modules()
        for node in classes(path)
        if (node.end_lineno or node.lineno) - node.lineno >= CLASS_LINES
    }
    assert not long


def test_imports_stand_at_the_top() -> None:
    hidden = [
        place(path, inner.lineno)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_no_module_keeps_a_changing_global() -> None:
    changing = [
        place(path, node.lineno)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Global)
    ]
    assert not changing


def test_names_say_what_a_thing_is() -> None:
    vague = [place(path) for path in modules() if VAGUE_NAME.search(path.stem)]
    vague += [
        place(path, node.lineno)
        for path in modules()
        for node in classes(path)
        if VAGUE_NAME.search(node.name)
    ]
    assert not vague


def test_every_module_is_tested_by_name_or_through_its_room() -> None:
    """A module is named by a test, or serves a tested module of its own room; anything else needs a reason."""
    own = {name_of(path): path for path in modules() if not path.stem.startswith("__")}
    tests = sorted(TESTS.rglob("test_*.py")) + sorted((TESTS / "support").glob("*.py"))
    reached = {name for path in tests for name in imported(path)} & set(own)
    mirrored = {path.stem.removeprefix("test_") for path in tests}
    reached |= {name for name, path in own.items() if path.stem in mirrored}
    ahead = list(reached)
    while ahead:
        name = ahead.pop()
        served = {below for below in imported(own[name]) if below in own and room_of(below) == room_of(name)}
        ahead += served - reached
        reached |= served
    untested = {
        name
        for name in set(own) - reached - set(WITHOUT_A_TEST_OF_ITS_OWN)
        if ".migrations." not in name  # the tests of the records run every migration
    }
    assert not untested


def room_of(module: str) -> str:
    """`desktop.ui.desk.page` -> `desktop.ui`."""
    return ".".join(module.split(".")[:2])


def test_the_list_of_untested_modules_is_true() -> None:
    existing = {name_of(path) for path in modules()}
    assert not set(WITHOUT_A_TEST_OF_ITS_OWN) - existing
    assert all(WITHOUT_A_TEST_OF_ITS_OWN.values())


def test_the_domain_knows_only_the_standard_library() -> None:
    foreign = [
        f"{place(path)} imports {name}"
        for path in sorted((PACKAGE / "domain").rglob("*.py"))
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("desktop.domain")
    ]
    assert not foreign


def test_every_library_used_is_a_declared_dependency_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {plain(NAME_ENDS.split(need)[0]) for need in project["dependencies"]}
    owners = packages_distributions()
    used = {
        name.split(".")[0]: place(path)
        for path in modules()
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("desktop")
    }
    used.pop("shiboken6", "")  # one product with PySide6
    owned = {name: {plain(owner) for owner in owners.get(name, [name])} for name in used}
    undeclared = {used[name] for name, holders in owned.items() if not holders & declared}
    assert not undeclared
    assert not declared - set().union(*owned.values())


def plain(distribution: str) -> str:
    """The normal form of a distribution's name."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_every_dependency_is_pinned_without_an_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", pin) for pin in pins)
    pinned = {plain(pin.split("==")[0]) for pin in pins}
    wanted = chain(project["dependencies"], *project["optional-dependencies"].values())
    assert not {plain(NAME_ENDS.split(need)[0]) for need in wanted} - pinned
    # What those bring along is pinned too: a fresh machine installs what was tested.
    installed = {plain(found.metadata["Name"]): found for found in distributions()}
    ahead = [name for name in pinned if name in installed]
    brought = {
        plain(NAME_ENDS.split(need)[0])
        for name in ahead
        for need in installed[name].requires or ()
        if "extra ==" not in need
    }
    assert not brought & set(installed) - pinned


def test_colours_and_sizes_come_from_the_tokens() -> None:
    stray = []
    for path in sorted((PACKAGE / "ui").rglob("*.py")):
        if path.name in TOKEN_FILES:
            continue
        docs = {id(text) for text in docstrings(tree(path))}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                if COLOUR.search(node.value) or SIZE_IN_STYLE.search(node.value):
                    stray.append(f"{place(path, node.lineno)} {node.value!r}")
            elif isinstance(node, ast.Call) and called(node) in SIZE_CALLS and WIDGETS not in path.parents:
                stray += [
                    f"{place(path, node.lineno)} {called(node)}({arg.value})"
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, int | float) and arg.value > 1
                ]
    assert not stray


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def docstrings(module: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def test_a_window_file_holds_one_public_class() -> None:
    crowded = {}
    for path in sorted((PACKAGE / "ui").rglob("*.py")):
        public = [
            node.name for node in tree(path).body if isinstance(node, ast.ClassDef) if is_page_or_widget(node)
        ]
        if len(public) > 1:
            crowded[place(path)] = public
    assert not crowded


def is_page_or_widget(node: ast.ClassDef) -> bool:
    """Public, and neither a value, an enumeration nor a port."""
    bases = {ast.unparse(base).split("[")[0].rsplit(".", 1)[-1] for base in node.bases}
    value = any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)
    plain_type = bases & {"Enum", "Flag", "IntEnum", "NamedTuple", "Protocol", "StrEnum", "TypedDict"}
    return not node.name.startswith("_") and not value and not plain_type


def test_every_text_is_in_composed_letters() -> None:
    """NFC: the same word typed twice must be the same bytes. A test that needs loose marks writes escapes."""
    loose = [place(path) for path, text in texts() if not unicodedata.is_normalized("NFC", text)]
    assert not loose


def test_nothing_of_one_machine_is_written_down() -> None:
    found = []
    for path, text in texts():
        if path == Path(__file__).resolve():
            continue
        for line, words in enumerate(text.splitlines(), start=1):
            found += [
                f"{place(path, line)} {what}"
                for what, pattern in NEVER_WRITTEN.items()
                if pattern.search(words)
            ]
    assert not found


def test_test_folders_are_no_packages() -> None:
    """Two tests may share a file name: pytest imports by path. Only the shared builders are a package."""
    assert [place(path) for path in TESTS.rglob("__init__.py")] in ([], ["tests/support/__init__.py"])
