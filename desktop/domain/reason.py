"""Why the program says what it says: a sentence, its evidence, and the law or plan behind it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never


class Certainty(StrEnum):
    """How well a stated fact was checked; shown wherever the fact is shown."""

    VERIFIED = "verified"
    REPRODUCTION = "reproduction"
    MEMORY = "memory"

    @property
    def label(self) -> str:
        """Return the Vietnamese mark; empty for a checked fact, which needs none."""
        match self:
            case Certainty.VERIFIED:
                return ""
            case Certainty.REPRODUCTION:
                return "theo bản chép lại, chưa đối chiếu bản gốc"
            case Certainty.MEMORY:
                return "chưa kiểm chứng"
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The law, plan or setting behind a rule, in Vietnamese, with how sure we are of it."""

    text: str
    certainty: Certainty = Certainty.VERIFIED

    @property
    def display(self) -> str:
        """Return the citation with its certainty mark, as it may be shown or printed."""
        mark = self.certainty.label
        return f"{self.text} ({mark})" if mark and self.text else self.text

    @property
    def doubted(self) -> "Citation":
        """Return the same citation as no longer checked."""
        return replace(self, certainty=Certainty.MEMORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One row of the verdict page or of an explained deadline.

    Attributes:
        key: Stable English key (``"signer"``, ``"papers"`` ...) for tests and for the window.
        text: The condition as a short sentence, 15/600 on the row.
        detail: The evidence, second line of the row; may be empty.
        source: Where it comes from, right side of the row: law, plan, posting, who checked when.
        certainty: How well the source was checked.
        met: False when this condition fails; the failed ones come first.
    """

    key: str
    text: str
    detail: str = ""
    source: str = ""
    certainty: Certainty = Certainty.VERIFIED
    met: bool = True

    @property
    def source_display(self) -> str:
        """Return the source with its certainty mark."""
        return Citation(text=self.source, certainty=self.certainty).display


def failed_first(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return the reasons with the failed ones first, each group in its own order."""
    return tuple(sorted(reasons, key=lambda reason: reason.met))
