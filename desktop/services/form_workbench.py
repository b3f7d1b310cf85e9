"""The office changes its own forms: copies one, tries it on sample answers, and puts it into use from a day on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import FormRef
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.forms.loader import check_form_text, files_beside
from desktop.forms.place_rows import background_name, with_background
from desktop.forms.problems import FormProblem
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.forms.text_places import TextPlaces
from desktop.resources_dir import resources_dir
from desktop.services.case_misfits import CaseMisfitReport, CaseMisfits
from desktop.services.form_context import office_context
from desktop.services.form_drafts import FormDraft, FormDraftStore
from desktop.services.form_publishing import find_form_file, free_background_name, misfits, publish_form
from desktop.services.load_forms import FormShelf
from desktop.services.rendered_paper import Look, PaperRenderer, RenderedPaper
from desktop.services.workday import IdSource, Workday

_NEWEST: Final = -1


class FormStanding(Enum):
    """Where a version stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownForm:
    """One version of the library.

    Attributes:
        form: What the file says.
        standing: Whether new cases use it on the day asked about; a version replaced by a newer one has ended.
        last: The last day new cases use it: what the file says, or the day before a newer version.
        is_own: The office's own file.
    """

    form: FormDefinition
    standing: FormStanding
    last: date | None
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenForm:
    """One of the office's own files that is left out of the library, with its mistakes."""

    file: str
    problems: tuple[FormProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOverview:
    """Everything the list shows."""

    forms: tuple[KnownForm, ...]
    drafts: tuple[FormDraft, ...]
    broken: tuple[BrokenForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTrial:
    """What a text gives: its mistakes, or the form and how it comes out on paper.

    Attributes:
        problems: From top to bottom.
        form: None while there are mistakes.
        paper: The page drawn, None while there are mistakes.
        places: Which line speaks of which field.
    """

    problems: tuple[FormProblem, ...]
    form: FormDefinition | None
    paper: RenderedPaper | None
    places: TextPlaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What a form put into use from a day would follow and precede.

    Attributes:
        version: The version it becomes.
        before: The version in use on the day before, None for a new form.
        after: The next version already waiting, None if there is none.
        taken: That very version stands already, so the day is refused.
    """

    version: str
    before: FormDefinition | None
    after: FormDefinition | None
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMisfits:
    """Answers given before that a changed form no longer takes.

    Attributes:
        visits: Those of the visits in work on this PC, counted.
        invented: Those of a full sample of the version it was copied from, one sentence each.
        has_invented: Whether there is such a version to try.
    """

    visits: CaseMisfitReport
    invented: tuple[str, ...] = ()
    has_invented: bool = False


class FormWorkbench:
    """The use cases of the workbench.

    Args:
        shelf: The library in use.
        drafts: Where drafts are kept.
        renderer: Draws the page.
        load_workday: Today at this office.
        new_id: Gives ids.
        own_forms: The folder of the office's own forms.
        write: Writes a file whole or not at all; raises DISK_FULL, FILE_NOT_WRITABLE.
        cases: Looks through the visits in work.
    """

    def __init__(
        self,
        shelf: FormShelf,
        drafts: FormDraftStore,
        renderer: PaperRenderer,
        *,
        load_workday: Callable[[], Workday],
        new_id: IdSource,
        own_forms: Path,
        write: Callable[[Path, bytes], None],
        cases: CaseMisfits,
    ) -> None:
        self._shelf = shelf
        self.drafts = drafts
        self._renderer = renderer
        self._load_workday = load_workday
        self._new_id = new_id
        self._own_forms = own_forms
        self._write = write
        self._cases = cases

    # --- the list ---

    def overview(self) -> FormOverview:
        """Give every version of every form, the drafts, and the office's own files with mistakes."""
        today = self._load_workday().day
        library, own = self._shelf.library, FormLibrary.load(self._own_forms)
        broken: dict[str, list[FormProblem]] = {}
        for problem in own.problems:
            broken.setdefault(problem.file, []).append(problem)
        forms = tuple(
            KnownForm(
                form=form,
                standing=_standing(library, form, today),
                last=_last_day(library, form),
                is_own=(form.id, form.version) in own.forms,
            )
            for form in library.all()
        )
        return FormOverview(
            forms=forms,
            drafts=self.drafts.list(),
            broken=tuple(BrokenForm(file=file, problems=tuple(found)) for file, found in broken.items()),
        )

    def look_at(self, ref: FormRef) -> FormDraft:
        """Give a version as a draft that nobody keeps: its text and its official page.

        Raises:
            DeskError: FORM_UNKNOWN when the file is gone.
        """
        form = self._shelf.library.get(ref.form_id, ref.version)
        pdf = form.background.pdf.data if form.background is not None else b""
        return FormDraft(id="", text=self._read(self._file_of(ref)), name=form.name, origin=ref, pdf=pdf)

    def _file_of(self, ref: FormRef) -> Path:
        shipped = resources_dir()
        return find_form_file(ref.form_id, ref.version, shipped / "forms", shipped / "slips", self._own_forms)

    # --- drafts ---

    def copy(self, ref: FormRef) -> FormDraft:
        """Begin a draft from a version of the library.

        Raises:
            DeskError: FORM_UNKNOWN, DISK_FULL, FILE_NOT_WRITABLE.
        """
        return self.drafts.save(replace(self.look_at(ref), id=self._new_id()))

    def mend(self, file: str) -> FormDraft:
        """Open one of the office's own files that has mistakes; the draft already begun for it, if there is one.

        Raises:
            DeskError: FILE_MISSING, DISK_FULL, FILE_NOT_WRITABLE.
        """
        begun = next((draft for draft in self.drafts.list() if draft.mends == file), None)
        if begun is not None:
            return begun
        path = self._own_forms / file
        text = self._read(path)
        draft = FormDraft(id=self._new_id(), text=text, name=file, mends=file, pdf=_pdf_beside(path, text))
        return self.drafts.save(draft)

    # --- trying ---

    def try_out(self, text: str, kind: SampleKind, pdf: bytes = b"") -> FormTrial:
        """Check a text and draw its page with sample answers; `pdf` is the official page of the draft."""
        check = check_form_text(
            text.encode(), "mẫu đang sửa", attached=FormDraft(id="", text=text, pdf=pdf).attached
        )
        places = TextPlaces.of(text.replace("\r\n", "\n"))
        if check.form is None:
            return FormTrial(problems=check.problems, form=None, paper=None, places=places)
        workday = self._load_workday()
        paper = compose(
            check.form,
            sample_answers(check.form, kind, workday.day),
            office_context(workday, None),
            blank=kind is SampleKind.BLANK,
        )
        drawn = self._renderer.draw(paper, Look.PRINT if kind is SampleKind.BLANK else Look.PREVIEW)
        return FormTrial(problems=(), form=check.form, paper=drawn, places=places)

    # --- into use ---

    def succession(self, form: FormDefinition, first_day: date) -> Succession:
        """Tell what a form would replace from a day on."""
        library, version = self._shelf.library, first_day.isoformat()
        others = library.versions(form.id)
        before = [one for one in others if one.in_force.first < first_day]
        after = [one for one in others if one.in_force.first > first_day]
        return Succession(
            version=version,
            before=before[_NEWEST] if before else None,
            after=after[0] if after else None,
            taken=any(one.version == version for one in others),
        )

    def misfits(self, draft: FormDraft, form: FormDefinition) -> FormMisfits:
        """Tell which answers given for earlier versions the changed form no longer takes."""
        library, today = self._shelf.library, self._load_workday().day
        # Until it is published the text carries the version it was copied from: visits of that one count too.
        asked = form if draft.mends else replace(form, version="")
        visits = self._cases.run(asked, library, today)
        origin = draft.origin
        old = library.forms.get((origin.form_id, origin.version)) if origin is not None else None
        if old is None:  # a new form, or the version it was copied from is gone
            return FormMisfits(visits=visits)
        given = sample_answers(old, SampleKind.FULL, today)
        return FormMisfits(visits=visits, invented=misfits(form, given, today), has_invented=True)

    def publish(self, draft: FormDraft, first_day: date) -> FormDefinition:
        """Put a draft into use from a day on and read the library again; the draft is gone then.

        Raises:
            DeskError: FORM_INVALID naming line and cure; FORM_VERSION_KEPT where that version stands already;
                DISK_FULL, FILE_NOT_WRITABLE. The draft is still there.
        """
        name = "mẫu đang sửa"
        made = publish_form(draft.text, name, first_day, self._own_forms, attached=draft.attached)
        if (made.form.id, made.form.version) in self._shelf.library.forms:
            raise DeskError(ErrorCode.FORM_VERSION_KEPT, form=made.form.id, version=made.form.version)
        for path, data in made.files:
            self._write(path, data)
        return self._settle(draft, made.form.id, made.form.version)

    def put_right(self, draft: FormDraft) -> FormDefinition:
        """Write a mended file back to its place and read the library again; the draft is gone then.

        Raises:
            DeskError: FORM_INVALID naming line and cure; DISK_FULL, FILE_NOT_WRITABLE. The draft is still there.
        """
        target = self._own_forms / draft.mends
        check = check_form_text(
            draft.text.encode(),
            draft.mends,
            version=target.stem,
            folder=target.parent.name,
            attached=draft.attached if draft.pdf else files_beside(target),
        )
        if check.form is None:
            raise check.problems[0].as_fault(len(check.problems) - 1)
        text, background = draft.text, check.form.background
        if background is not None and draft.pdf:
            path = free_background_name(target.parent, background.name, target.stem, draft.pdf)
            text = text if path.name == background.name else with_background(text, path.name)
            self._write(path, draft.pdf)
        self._write(target, text.encode())
        return self._settle(draft, check.form.id, check.form.version)

    def _settle(self, draft: FormDraft, form_id: str, version: str) -> FormDefinition:
        library = self._shelf.reload()
        self.drafts.delete(draft.id)
        return library.get(form_id, version)

    @staticmethod
    def _read(path: Path) -> str:
        try:
            return path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
        except OSError as error:
            raise DeskError(ErrorCode.FILE_MISSING, file=path.name) from error


def _pdf_beside(file: Path, text: str) -> bytes:
    """The official page of one of the office's own files, empty where it has none or it is gone."""
    name = background_name(text)
    try:
        return files_beside(file)(name) if name else b""
    except OSError:
        return b""


def _standing(library: FormLibrary, form: FormDefinition, today: date) -> FormStanding:
    if form.in_force.first > today:
        return FormStanding.COMING
    last = _last_day(library, form)
    return FormStanding.IN_FORCE if last is None or today <= last else FormStanding.ENDED


def _last_day(library: FormLibrary, form: FormDefinition) -> date | None:
    """The day before a newer version begins, or what the file says, whichever comes first."""
    versions = library.versions(form.id)
    newer = versions[versions.index(form) + 1 :]
    ends = [date.fromordinal(max(one.in_force.first.toordinal() - 1, 1)) for one in newer]
    if form.in_force.last is not None:
        ends.append(form.in_force.last)
    return min(ends) if ends else None
