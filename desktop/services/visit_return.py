"""Where the citizen wants the result, and who sent them: what the receipt says besides the papers."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from desktop.domain.person import Person
from desktop.domain.procedure import Channel
from desktop.domain.visit import VisitDraft


def set_return(draft: VisitDraft, way: Channel, now: datetime, *, to: str = "") -> VisitDraft:
    """Note how the result is fetched, and the address or e-mail it goes to; empty takes what is known."""
    return replace(draft, return_by=way, return_to=" ".join(to.split()), touched_at=now)


def set_authorised_by(draft: VisitDraft, words: str, now: datetime) -> VisitDraft:
    """Note who sent the person at the counter: name, number, paper of authorisation; empty takes it back."""
    return replace(draft, authorised_by=" ".join(words.split()), touched_at=now)


def return_place_of(draft: VisitDraft, person: Person) -> str:
    """Give what the receipt says after "Đăng ký nhận kết quả tại"; empty means at the desk."""
    match draft.return_by:
        case Channel.DIRECT:
            return ""
        case Channel.POSTAL:
            return ": ".join(
                part for part in (Channel.POSTAL.label, draft.return_to or person.residence) if part
            )
        case Channel.ONLINE:
            return ": ".join(part for part in (Channel.ONLINE.label, draft.return_to or person.email) if part)
        case _:
            assert_never(draft.return_by)


def with_email(draft: VisitDraft, person: Person) -> Person:
    """Give the citizen with the e-mail an online result goes to: it stands on the receipt too."""
    given = draft.return_to if draft.return_by is Channel.ONLINE else ""
    return replace(person, email=given) if "@" in given else person
