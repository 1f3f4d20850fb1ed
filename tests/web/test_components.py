"""What the components say to those who cannot see them, and what they let nobody smuggle in."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler  # type: ignore[import-untyped] # ships no types

from greenroom.web.fields import WeekHoursField


def draw(source: str, **context: object) -> str:
    """The HTML of a piece of template, with runs of space made one."""
    request = RequestFactory().get("/people/?q=ada&page=3")
    html = Template(CottonCompiler().process(source)).render(Context({"request": request, **context}))
    return " ".join(html.split())


class Ask(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="The one your invitation came to.")
    often = forms.ChoiceField(
        label="How often?", widget=forms.RadioSelect, choices=[("2", "Every two weeks")]
    )
    agrees = forms.BooleanField(label="I agree", required=False)
    free = WeekHoursField(label="When?", required=False)


def test_draw_icon_without_label_is_hidden_from_readers() -> None:
    assert draw('<c-icon name="pin" />') == '<svg class="icon " aria-hidden="true"><use href="#i-pin"/></svg>'


def test_draw_icon_inside_labelled_button_does_not_repeat_the_label() -> None:
    html = draw('<c-button icon="pin" icon_only label="Pin this pair" />')
    assert html.count("Pin this pair") == 1


def test_draw_button_that_is_off_says_why() -> None:
    html = draw('<c-button off_because="The solver is still at work">Publish</c-button>')
    assert 'aria-disabled="true" aria-describedby="why-off-1"' in html
    assert '<span class="xs muted" id="why-off-1">The solver is still at work</span>' in html
    assert 'type="button"' in html


def test_draw_button_passes_other_attributes_through() -> None:
    assert 'popovertarget="publish"' in draw('<c-button popovertarget="publish">Publish</c-button>')


@pytest.mark.parametrize(
    "source", ["<c-chip>{{ name }}</c-chip>", '<c-person :name="name" />', '<c-cell title="{{ name }}" />']
)
def test_draw_what_a_person_typed_escapes_it(source: str) -> None:
    html = draw(source, name="<script>alert(1)</script>")
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_draw_name_with_apostrophe_is_escaped_once() -> None:
    html = draw('<c-button label="{{ name }}" />', name="Fatou O'Neill")
    assert 'aria-label="Fatou O&#x27;Neill"' in html


def test_draw_field_ties_label_hint_and_error_to_the_control() -> None:
    html = draw('<c-field :field="form.email" />', form=Ask({"email": "ada", "often": "2"}))
    assert '<label class="field__label" for="id_email">E-mail ' in html
    assert '<span class="field__hint" id="id_email_helptext">The one your invitation came to.</span>' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_error"' in html
    assert 'value="ada"' in html


def test_draw_radio_group_is_a_fieldset_with_a_legend() -> None:
    html = draw('<c-field :field="form.often" />', form=Ask())
    assert '<legend class="field__label">How often? ' in html
    assert (
        '<label class="choice" for="id_often_0"><input type="radio" name="often" value="2" id="id_often_0" required class="dot-radio"><span>Every two weeks</span></label>'
        in html
    )


def test_draw_field_that_may_stay_empty_says_optional_but_a_checkbox_does_not() -> None:
    assert "optional" in draw('<c-field :field="form.free" />', form=Ask())
    assert "optional" not in draw('<c-field :field="form.agrees" />', form=Ask())


def test_draw_week_has_a_named_box_for_every_hour() -> None:
    html = draw('<c-field :field="form.free" />', form=Ask(initial={"free": [0, 167]}))
    assert html.count('class="hours__box"') == 168
    assert 'value="0" aria-label="Monday 00:00" checked' in html
    assert 'value="167" aria-label="Sunday 23:00" checked' in html


def test_draw_form_errors_links_to_each_field() -> None:
    html = draw('<c-form-errors :form="form" />', form=Ask({}))
    assert "2 things need another look. Nothing you wrote is lost." in html
    assert '<a href="#id_email">E-mail</a>' in html
    assert '<a href="#id_often_0">How often?</a>' in html


def test_draw_form_without_errors_says_nothing() -> None:
    assert draw('<c-form-errors :form="form" />', form=Ask()) == ""


def test_draw_sort_head_keeps_the_search_and_forgets_the_page() -> None:
    html = draw('<c-th by="name">Name</c-th>')
    assert '<a class="table__sort" href="?q=ada&amp;sort=name">Name</a>' in html


def test_draw_sorted_head_says_so_and_turns_round() -> None:
    html = draw('<c-th by="name" sort="name">Name</c-th>')
    assert 'aria-sort="ascending"' in html
    assert 'href="?q=ada&amp;sort=-name"' in html


def test_draw_pagination_keeps_the_search() -> None:
    html = draw('<c-pagination :page="page" />', page=Paginator(range(100), 10).page(3))
    assert 'href="?q=ada&amp;page=2"' in html
    assert "21 to 30 of 100" in html
    assert 'href="?q=ada&amp;page=4"' in html


def test_draw_fit_blocks_speaks_its_numbers() -> None:
    html = draw('<c-eq :parts="parts" words="Goals 30 of 30" />', parts=[{"weight": 1, "score": 1}])
    assert (
        '<rect class="eq__bar" x="0" y="0" width="90" height="26"/></svg><span class="vh">Goals 30 of 30</span>'
        in html
    )


def test_draw_cue_names_the_step_we_are_at() -> None:
    steps = [{"state": "done", "name": "Asked"}, {"state": "now", "name": "Waiting"}]
    html = draw('<c-cue :steps="steps" />', steps=steps)
    assert (
        '<li class="cue__step is-now" aria-current="step"><span class="cue__name">Waiting</span></li>' in html
    )
    assert 'Asked<span class="vh">, done</span>' in html


def test_draw_progress_without_value_is_under_way() -> None:
    html = draw('<c-progress label="Reading the file" />')
    assert '<progress max="100" aria-labelledby="progress-1"></progress>' in html


def test_draw_two_cells_gives_each_its_own_id() -> None:
    html = draw('<c-cell title="One" /><c-cell title="Two" />')
    assert 'id="cell-1"' in html
    assert 'id="cell-2"' in html
