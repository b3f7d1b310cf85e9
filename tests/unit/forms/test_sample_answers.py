import pytest

from desktop.forms.compose import compose
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.forms.scope import scope_of
from desktop.services.form_publishing import misfits
from tests.support.form_files import CONTEXT, TODAY, shipped


@pytest.mark.parametrize("kind", SampleKind)
def test_every_shipped_form_can_be_tried_on_every_sample(kind: SampleKind) -> None:
    for form in shipped().all():
        answers = sample_answers(form, kind, TODAY)
        assert compose(form, answers, CONTEXT, blank=kind is SampleKind.BLANK).blocks


def test_a_sample_answers_what_is_asked_and_nothing_a_form_would_refuse() -> None:
    for form in shipped().all():
        for kind in (SampleKind.SPARSE, SampleKind.FULL, SampleKind.OVERFULL):
            assert not misfits(form, sample_answers(form, kind, TODAY), TODAY), (form.id, kind)


def test_a_sparse_sample_leaves_out_what_may_be_left_out() -> None:
    form = shipped().get("ho-tich.trich-luc", "2024-06-06")
    sparse, full = (sample_answers(form, kind, TODAY) for kind in (SampleKind.SPARSE, SampleKind.FULL))
    assert "extract.book" not in sparse
    assert "extract.book" in full
    assert set(scope_of(form, sparse, TODAY).answers) < set(scope_of(form, full, TODAY).answers)


def test_each_seed_answers_otherwise_and_always_alike_and_nothing_a_form_would_refuse() -> None:
    for form in shipped().all():
        for seed in (1, 2):
            answers = sample_answers(form, SampleKind.FULL, TODAY, seed=seed)
            assert answers == sample_answers(form, SampleKind.FULL, TODAY, seed=seed)
            assert not misfits(form, answers, TODAY), (form.id, seed)
    form = shipped().get("ho-tich.trich-luc", "2024-06-06")
    made = [sample_answers(form, SampleKind.FULL, TODAY, seed=seed) for seed in range(5)]
    assert len({str(one.get("requester.name")) for one in made}) > 1
