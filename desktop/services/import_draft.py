"""The draft of a form under construction: fields with their persons, the lines of the page, remarks."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from desktop.domain.text import fold
from desktop.forms.definition import FieldType
from desktop.forms.label_guess import bare_label, guess, guess_role, slug
from desktop.forms.vocabulary import PERSON_PARTS

_REQUESTER: Final = ("requester", "Người làm đơn")
_A_QUESTION: Final = 4
_COUNTED: Final = frozenset({"tt", "stt", "so tt", "so thu tu"})
_SIGNED: Final = frozenset({"chu ky", "ky ten", "ky nhan", "ky, ghi ro ho ten"})
_LABEL_MOST: Final = 60
_NEAR_MOST: Final = 40
_NO_WORDS: Final = re.compile(r"[.…_‥]{2}|[{}|^ˆ\"“”\t\n]|\*\*|//")


@dataclass(slots=True, kw_only=True)
class DraftField:
    """A field as it will be written."""

    key: str
    label: str
    type: FieldType
    usual: bool = False
    optional: bool = False
    options: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    min_rows: int = 0


@dataclass(slots=True, kw_only=True)
class ImportDraft:
    """What the import has gathered so far."""

    prefix: str
    fields: list[DraftField] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=lambda: dict([_REQUESTER]))
    page: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    noted: set[str] = field(default_factory=set)
    role: str = _REQUESTER[0]

    def remark(self, words: str, near: str = "") -> None:
        """Note once what a person must look at; `near` are words of the page it is about, quoted in front."""
        if words not in self.noted:
            self.noted.add(words)
            start = " ".join(_NO_WORDS.split(near.strip())[0].split())[:_NEAR_MOST].rstrip()
            self.remarks.append(f"“{start}”: {words[:1].lower()}{words[1:]}" if start else words)

    def speak_of(self, text: str) -> None:
        """Let the fields that follow belong to the person a heading names."""
        found = guess_role(text)
        if found is not None:
            self.role = found[0]
            self.roles.setdefault(*found)

    def ask(self, label: str, *, optional: bool = False) -> DraftField:
        """Add the field a label asks for."""
        shown = bare_label(label) or "Nội dung"
        found = guess(shown)
        named = guess_role(shown)
        if found.part:
            role = named[0] if named is not None else self.role
            if named is not None:
                self.role = role
                self.roles.setdefault(*named)
            if found.part == "name" and self._has(f"{role}.name"):
                role = self._next_person(shown)
            key = f"{role}.{found.part}"
            if not self._has(key):
                part = PERSON_PARTS[found.part]
                return self._add(
                    DraftField(key=key, label=shown, type=part.type, usual=True, optional=optional)
                )
        return self._add(
            DraftField(key=self._free(slug(shown)), label=shown, type=found.type, optional=optional)
        )

    def choose(self, label: str, options: Sequence[str]) -> DraftField:
        """Add a field to be ticked, or the options to the person's part they belong to."""
        shown = bare_label(label) or "Lựa chọn"
        chosen = list(dict.fromkeys(options))
        one = len(chosen) == 2 or guess(shown).part == "sex"  # noqa: PLR2004 - a pair is one or the other
        kind = FieldType.CHOICE if one else FieldType.MULTI
        key = f"{self.role}.sex"
        if guess(shown).part != "sex" or self._has(key):
            key = self._free(slug(shown))
        return self._add(DraftField(key=key, label=shown, type=kind, options=chosen))

    def table(self, label: str, columns: Sequence[str], rows: int) -> DraftField:
        """Add a field of rows."""
        shown = bare_label(label) or "Bảng"
        made = DraftField(key=self._free(slug(shown)), label=shown, type=FieldType.TABLE, min_rows=rows)
        made.columns = list(columns)
        return self._add(made)

    def _add(self, made: DraftField) -> DraftField:
        self.fields.append(made)
        return made

    def _has(self, key: str) -> bool:
        return any(one.key == key for one in self.fields)

    def _free(self, name: str) -> str:
        key, number = f"{self.prefix}.{name}", 1
        while self._has(key):
            number += 1
            key = f"{self.prefix}.{name}_{number}"
        return key

    def _next_person(self, label: str) -> str:
        number = 2
        while f"person{number}" in self.roles:
            number += 1
        self.role = f"person{number}"
        self.roles[self.role] = f"Người thứ {number}"
        self.remark(f"“{label}” ở dòng sau được coi là người thứ {number}: xem lại vai và tên gọi.")
        return self.role


def draft_text(
    draft: ImportDraft, *, form_id: str, name: str, source: str, today: date, paper: str, against: str
) -> str:
    """Write the draft as a form file; `against` says what its words were checked with."""
    lines = [
        f"id = {quoted(form_id)}",
        f'version = "{today.isoformat()}"',
        f"name = {quoted(name)}",
        f"source = {quoted(source)}",
        "procedures = []",
        "",
        "[in_force]",
        f"from = {today.isoformat()}",
        "",
        "[checked]",
        f"on = {today.isoformat()}",
        f"against = {quoted(against)}",
        'certainty = "Máy nhập từ tệp, người chưa đối chiếu từng chữ."',
    ]
    for role, title in draft.roles.items():
        lines += ["", "[[person]]", f"role = {quoted(role)}", f"title = {quoted(title)}"]
        lines += [f"called = {quoted(title[:1].lower() + title[1:])}"] if role != _REQUESTER[0] else []
    for group in _groups(draft.fields):
        lines += _question(group)
    page = "\n".join(draft.page).replace("'''", "’’’")
    lines += ["", "[print]", f'paper = "{paper}"', f"page = '''\n{page}\n'''", ""]
    return "\n".join(lines)


def quoted(text: str) -> str:
    """A TOML text in double quotes."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "")


def _groups(fields: Sequence[DraftField]) -> list[list[DraftField]]:
    groups: list[list[DraftField]] = []
    for one in fields:
        last = groups[-1] if groups else []
        joins = one.usual and last and last[-1].usual and len(last) < _A_QUESTION
        if joins and last[-1].key.partition(".")[0] == one.key.partition(".")[0]:
            last.append(one)
        else:
            groups.append([one])
    return groups


def _question(group: Sequence[DraftField]) -> list[str]:
    asked = ", ".join(_spoken(one.label) for one in group)
    say = f"Xin {{requester.address_term}} cho biết {asked} ạ."
    lines = ["", "[[question]]", f"say = {quoted(say)}"]
    if group[0].usual:
        lines.append(f"person = {quoted(group[0].key.partition('.')[0])}")
    for one in group:
        lines += ["", "  [[question.field]]", f"  key = {quoted(one.key)}", f"  label = {quoted(one.label)}"]
        lines += [f'  type = "{one.type.value}"'] if not one.usual and one.type is not FieldType.TEXT else []
        lines += ["  optional = true"] if one.optional else []
        lines += [f"  options = [{', '.join(map(quoted, one.options))}]"] if one.options else []
        lines += [f"  min_rows = {one.min_rows}"] if one.min_rows else []
        for number, title in enumerate(one.columns, start=1):
            lines += [
                "",
                "    [[question.field.columns]]",
                f'    key = "c{number}"',
                f"    title = {quoted(title)}",
                *(["    counted = true"] if fold(title) in _COUNTED else []),
                *(["    by_hand = true"] if fold(title) in _SIGNED else []),
            ]
    return lines


def _spoken(label: str) -> str:
    short = label if len(label) <= _LABEL_MOST else label[:_LABEL_MOST].rpartition(" ")[0] + "…"
    words = re.sub(r"[*/^|]{2,}|\^", " ", short).replace("{", "{{").replace("}", "}}")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
