"""The commands of `khongviet`, one module each. None of them needs Qt."""
