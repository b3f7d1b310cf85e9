"""How a signing shows at its place on paper: the variant of the column and the lines under the signing room."""

from desktop.domain.help_session import Signing, SigningKind
from desktop.forms.paper import SignatureVariant

_VARIANTS = {
    SigningKind.SIGNED: SignatureVariant.SIGN,
    SigningKind.FINGERPRINT: SignatureVariant.FINGERPRINT,
    SigningKind.WITNESSED: SignatureVariant.WITNESSES,
}


def variant_of(signing: Signing | None) -> SignatureVariant:
    """How the column has to look; nothing known yet means by hand."""
    return _VARIANTS[signing.kind] if signing else SignatureVariant.SIGN


def lines_below(signing: Signing | None) -> tuple[str, ...]:
    """Which finger, or the two witnesses with their papers; nothing under a signature by hand."""
    if signing is None or signing.kind is SigningKind.SIGNED:
        return ()
    if signing.kind is SigningKind.FINGERPRINT:
        return (f"Điểm chỉ: {signing.finger.label}",) if signing.finger else ("Điểm chỉ",)
    lines: list[str] = []
    for number, witness in enumerate(signing.witnesses, 1):
        paper = f", số định danh {witness.id_number}" if witness.id_number else ""
        home = f", {witness.residence}" if witness.residence else ""
        lines.append(f"Người làm chứng {number}: {witness.name}{paper}{home}")
    return tuple(lines)
