"""`python -m desktop` is the `khongviet` command."""

from desktop.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
