from desktop.resources_dir import resources_dir


def test_the_shipped_forms_and_fonts_are_found() -> None:
    assert (resources_dir() / "fonts").is_dir()
    assert (resources_dir() / "forms").is_dir()


def test_every_shipped_file_is_readable_and_not_empty() -> None:
    empty = [path.name for path in resources_dir().rglob("*") if path.is_file() and path.stat().st_size == 0]
    assert not empty
