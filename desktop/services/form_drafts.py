"""Forms being changed: each is kept on this PC letter by letter until it is published or thrown away."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from desktop.domain.ids import FormRef


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDraft:
    """A form somebody is changing.

    Attributes:
        id: Of the draft.
        text: What stands in the file now, mistakes included.
        name: What it is called in the list until the text itself says a name.
        origin: The version it was copied from, None for an imported or new one.
        mends: The office's own file that is put right in place, by its path below the folder of own forms; "" for a
            draft that becomes a version of its own.
        remarks: What the import was not sure of.
        pdf: The official page it is printed on, empty for a form with a page of its own.
        saved_at: When it was last kept, aware; None before the first time.
    """

    id: str
    text: str
    name: str = ""
    origin: FormRef | None = None
    mends: str = ""
    remarks: tuple[str, ...] = ()
    pdf: bytes = field(default=b"", repr=False)
    saved_at: datetime | None = None

    def attached(self, name: str) -> bytes:
        """Give the official page under whatever name the text calls it.

        Raises:
            KeyError: there is none.
        """
        if not self.pdf:
            raise KeyError(name)
        return self.pdf


class FormDraftStore(Protocol):
    """Where drafts of forms are kept. Everything is durable when the call returns."""

    def list(self) -> tuple[FormDraft, ...]:
        """Give all drafts, the last saved first; one that cannot be read is left out."""
        ...

    def save(self, draft: FormDraft) -> FormDraft:
        """Keep a draft and give it with the moment.

        Raises:
            DeskError: DISK_FULL, FILE_NOT_WRITABLE; what was kept before is still there.
        """
        ...

    def delete(self, draft_id: str) -> None:
        """Remove a draft; does nothing when it is gone already."""
        ...
