"""How sure a form is, in the words officers read: in the list of forms, and before the citizen signs."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from desktop.forms.definition import CheckedLevel, FormDefinition

LEVEL_WORDS: Mapping[CheckedLevel, str] = MappingProxyType(
    {
        CheckedLevel.ORIGINAL: "khớp bản gốc",
        CheckedLevel.LABELS: "nhãn chắc, cách trình bày chưa đối chiếu",
        CheckedLevel.MEMORY: "chưa đối chiếu bản gốc",
        CheckedLevel.OWN: "đơn của quầy",
    }
)


def doubts_before_signing(forms: Iterable[FormDefinition]) -> tuple[str, ...]:
    """Give one sentence for each paper that was not compared with the official one, the least sure first."""
    order = (CheckedLevel.MEMORY, CheckedLevel.OWN, CheckedLevel.LABELS)
    unsure = [form for form in forms if form.checked.level in order]
    unsure.sort(key=lambda form: order.index(form.checked.level))
    return tuple(_sentence(form) for form in unsure)


def _sentence(form: FormDefinition) -> str:
    if form.checked.level is CheckedLevel.LABELS:
        return f"{form.short_name}: cách trình bày chưa đối chiếu với bản gốc."
    if form.checked.level is CheckedLevel.OWN:
        return f"{form.short_name}: đơn của quầy, không phải mẫu chính thức."
    return f"{form.short_name}: chưa đối chiếu với bản gốc, xem kỹ trước khi ký. {form.checked.certainty}".strip()
