"""Guesses from the words in front of a blank what is asked, and about whom. A guess: a person looks at it."""

import re
from dataclasses import dataclass
from typing import Final

from desktop.domain.text import fold
from desktop.forms.definition import FieldType

_PARTS: Final = (
    (re.compile(r"dien thoai|\bsdt\b"), "phone"),
    (re.compile(r"e-?mail|thu dien tu"), "email"),
    (re.compile(r"so dinh danh|ma so dinh danh"), "id_number"),
    (
        re.compile(
            r"giay to tuy than|\bcmnd\b|\bcccd\b|can cuoc|ho chieu|chung minh nhan dan|giay to chung minh"
        ),
        "id_paper",
    ),
    (re.compile(r"(ngay|nam).{0,14} sinh\b|sinh (ngay|nam)|\bsinh\b.{0,4}$"), "birth"),
    (re.compile(r"\bho,? (chu dem|va ten|ten)|^(ho$|ten toi|toi ten|toi la|ten la)\b"), "name"),
    (re.compile(r"gioi tinh|^nam,? nu"), "sex"),
    (re.compile(r"dan toc"), "ethnicity"),
    (re.compile(r"quoc tich"), "nationality"),
    (re.compile(r"que quan|nguyen quan"), "hometown"),
    (re.compile(r"lien (he|lac)"), "contact"),
    (re.compile(r"cu tru|thuong tru|tam tru|cho o|noi o|dia chi|ho khau"), "residence"),
)
_ROLES: Final = (
    (re.compile(r"nguoi (chet|mat|da mat|tu tran)|da chet"), "deceased", "Người chết"),
    (re.compile(r"duoc uy quyen"), "delegate", "Người được ủy quyền"),
    (re.compile(r"uy quyen"), "authoriser", "Người ủy quyền"),
    (re.compile(r"dai dien|giam ho"), "representative", "Người đại diện"),
    (re.compile(r"chu ho"), "head", "Chủ hộ"),
    (re.compile(r"\bvo\b"), "wife", "Vợ"),
    (re.compile(r"\bchong\b"), "husband", "Chồng"),
    (re.compile(r"\b(cha|bo)\b"), "father", "Cha"),
    (re.compile(r"\bme\b"), "mother", "Mẹ"),
    (re.compile(r"\b(tre|con)\b"), "child", "Con"),
    (re.compile(r"nguoi (duoc|huong)"), "subject", "Người được đề nghị"),
)
_KINDS: Final = (
    (
        re.compile(r"^(vao )?ngay\b|^tu ngay|^den ngay|ngay.*(cap|bat dau|ket thuc|vao|mat|chet|cuoi)\b"),
        FieldType.DATE,
    ),
    (re.compile(r"so tien|muc (vay|huong|ho tro)|tri gia|\bgia tri|bang so|\(dong\)"), FieldType.MONEY),
    (re.compile(r"so luong|so nguoi|so nhan khau|so ban|so con|so khau"), FieldType.NUMBER),
    (
        re.compile(r"ly do|noi dung|hoan canh|trinh bay|qua trinh|de nghi|ghi ro|tinh trang|nguyen nhan"),
        FieldType.TEXTAREA,
    ),
)
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_NUMBERING: Final = re.compile(
    r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)/]|[a-zđ][.)]|[IVX]{1,5}[.)]|[-+•*–])\s*", re.IGNORECASE
)
_PAPER_PARTS: Final = (
    (re.compile(r"ngay cap|cap ngay|^cap\b"), "issued"),
    (re.compile(r"noi cap|co quan cap|^do\b|^tai\b|cap boi"), "issuer"),
)
_SLUG_WORDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a label seems to ask. `part` of a person, or '' for something else of the type."""

    part: str
    type: FieldType


def guess(label: str) -> Guess:
    """Guess from a label."""
    words = fold(label)
    for pattern, part in _PARTS:
        if pattern.search(words) and not (part == "name" and "goi khac" in words):
            return Guess(part=part, type=FieldType.TEXT)
    for pattern, kind in _KINDS:
        if pattern.search(words):
            return Guess(part="", type=kind)
    return Guess(part="", type=FieldType.TEXT)


def guess_role(text: str) -> tuple[str, str] | None:
    """The role and its title that a label or heading speaks of; None where it names nobody."""
    words = fold(text)
    return next(((role, title) for pattern, role, title in _ROLES if pattern.search(words)), None)


def guess_paper_part(label: str) -> str:
    """'issued' or 'issuer' where a label behind an identity paper goes on about it; else ''."""
    words = fold(label)
    return next((part for pattern, part in _PAPER_PARTS if pattern.search(words)), "")


def bare_label(text: str) -> str:
    """The label without its numbering and closing colon."""
    text = _NUMBERING.sub("", text.strip()).strip(" \t:;,.-–/")
    return text or ""


def slug(text: str, words: int = _SLUG_WORDS) -> str:
    """A key made of the first words: 'Lý do đề nghị' -> 'ly_do_de_nghi'; 'o' where there is no letter."""
    parts = [part for part in _SLUG.split(fold(text)) if part][:words]
    made = "_".join(parts)[:48].strip("_")
    return made if made and made[0].isalpha() else f"o_{made}".rstrip("_")
