"""All forms of this machine: the shipped ones and the office's own, by id, by version, by day, by procedure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.definition import FormDefinition
from desktop.forms.loader import check_form_file
from desktop.forms.problems import FormProblem

_MOST_FILES = 2000


@dataclass(frozen=True, slots=True)
class FormLibrary:
    """Forms by (id, version). A file with mistakes is left out and told in `problems`; the rest goes on working."""

    forms: MappingProxyType[tuple[str, str], FormDefinition]
    problems: tuple[FormProblem, ...] = ()

    @classmethod
    def load(cls, *folders: Path) -> "FormLibrary":
        """Read every `*.toml` below the folders; a later folder (the office's) goes before an earlier one."""
        forms: dict[tuple[str, str], FormDefinition] = {}
        problems: list[FormProblem] = []
        for folder in folders:
            from_folder: dict[tuple[str, str], str] = {}
            for path in _files(folder):
                shown = path.relative_to(folder).as_posix()
                check = check_form_file(path, shown_as=shown)
                problems.extend(check.problems)
                if check.form is None:
                    continue
                ref = (check.form.id, check.form.version)
                if ref in from_folder:
                    problems.append(_twice(shown, from_folder[ref]))
                    continue
                from_folder[ref] = shown
                forms[ref] = check.form
        return cls(MappingProxyType(forms), tuple(problems))

    def all(self) -> tuple[FormDefinition, ...]:
        """Every form, by id and version."""
        return tuple(self.forms[ref] for ref in sorted(self.forms))

    def get(self, form_id: str, version: str) -> FormDefinition:
        """One version of one form, in force or not.

        Raises:
            DeskError: FORM_UNKNOWN; FORM_VERSION_UNKNOWN naming the versions there are.
        """
        try:
            return self.forms[form_id, version]
        except KeyError:
            known = ", ".join(form.version for form in self.versions(form_id))
            code = ErrorCode.FORM_VERSION_UNKNOWN if known else ErrorCode.FORM_UNKNOWN
            raise DeskError(code, form=form_id, version=version, known=known) from None

    def versions(self, form_id: str) -> tuple[FormDefinition, ...]:
        """All versions of a form, the oldest first."""
        found = [form for form in self.forms.values() if form.id == form_id]
        return tuple(sorted(found, key=lambda form: (form.in_force.first, form.version)))

    def in_force(self, form_id: str, on: date) -> FormDefinition:
        """The version to be used for a new case on a day; where two overlap, the newer one.

        Raises:
            DeskError: FORM_UNKNOWN or FORM_NOT_IN_FORCE.
        """
        versions = self.versions(form_id)
        if not versions:
            raise DeskError(ErrorCode.FORM_UNKNOWN, form=form_id)
        found = [form for form in versions if form.in_force.covers(on)]
        if not found:
            raise DeskError(ErrorCode.FORM_NOT_IN_FORCE, form=form_id, day=f"{on:%d/%m/%Y}")
        return found[-1]

    def all_in_force(self, on: date) -> tuple[FormDefinition, ...]:
        """Every form that may be used on a day, one version each."""
        ids = {form.id for form in self.forms.values() if form.in_force.covers(on)}
        return tuple(self.in_force(form_id, on) for form_id in sorted(ids))

    def for_procedure(self, code: str, on: date) -> tuple[FormDefinition, ...]:
        """The forms a procedure needs on a day."""
        return tuple(form for form in self.all_in_force(on) if code in form.procedures)

    def load_refs(self, refs: Iterable[Sequence[str]]) -> tuple[FormDefinition, ...]:
        """The forms a saved case names as (id, version).

        Raises:
            DeskError: FORM_UNKNOWN.
        """
        return tuple(self.get(ref[0], ref[1]) for ref in refs)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(folder.rglob("*.toml"))[:_MOST_FILES]


def _twice(file: str, other: str) -> FormProblem:
    return FormProblem(
        file=file,
        line=0,
        place="khóa id",
        message=f"Mẫu và phiên bản này đã có ở tệp {other}.",
        cure="Xóa một tệp, hoặc đổi version.",
    )
