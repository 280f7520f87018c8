"""What the tags of the design system print."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.utils.html import strip_tags

from wonback.core.money import Money
from wonback.web.places import PLACES
from wonback.web.templatetags.web import initials, silence_of


def shown(source, **context):
    return Template("{% load web %}" + source).render(Context(context))


def read(source, **context):
    """What a person reads: without markup, thin spaces as plain ones."""
    return strip_tags(shown(source, **context)).replace("\u2009", " ").strip()


class TestMoney:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ('{% money amount "EUR" %}', "84 320 EUR"),
            ('{% money amount "EUR" "short" %}', "84k EUR"),
            ('{% money amount "EUR" "exact" %}', "84 319.50 EUR"),
            ("{% money amount %}", "84 320"),
        ],
    )
    def test_is_grouped_and_carries_its_currency(self, source, text):
        assert read(source, amount=Decimal("84319.50")) == text

    def test_may_bring_its_currency_along(self):
        assert read("{% money amount %}", amount=Money(Decimal(7), "CHF")) == "7 CHF"

    @pytest.mark.parametrize("form", ["whole", "short", "exact"])
    def test_that_is_unknown_is_never_zero(self, form):
        assert read('{% money amount "EUR" form %}', amount=None, form=form) == "unknown"

    def test_that_is_nothing_is_zero(self):
        assert read('{% money amount "EUR" %}', amount=Decimal(0)) == "0 EUR"

    def test_that_was_estimated_is_marked(self):
        assert 'class="money estimated"' in shown('{% money amount "EUR" estimated=True %}', amount=Decimal(7))

    def test_of_nine_figures_fits_into_a_row(self):
        assert read('{% money amount "EUR" "short" %}', amount=Decimal(123_456_789)) == "123m EUR"


class TestNumbers:
    def test_a_share_is_shown_as_percent(self):
        assert read("{% share part %}", part=0.184) == "18 %"

    def test_an_unknown_share_is_said_to_be_unknown(self):
        assert read("{% share part %}", part=None) == "unknown"

    def test_days_are_counted_in_words(self):
        assert (read("{% days 1 %}"), read("{% days 61 %}")) == ("1 day", "61 days")

    @pytest.mark.parametrize(
        ("chance", "text"), [(0.21, "about 2 in 10"), (0.03, "about 3 in 100"), (0.001, "about 1 in 100")]
    )
    def test_a_chance_is_a_natural_frequency(self, chance, text):
        assert read("{{ chance|in_words }}", chance=chance) == text


class TestDay:
    def test_of_this_year_needs_no_year(self):
        request = SimpleNamespace(today=date(2026, 11, 23))

        assert read("{% day on %}", on=date(2026, 3, 1), request=request) == "1 Mar"
        assert read("{% day on %}", on=date(2025, 3, 1), request=request) == "1 Mar 2025"

    def test_at_the_head_of_a_page_has_its_weekday(self):
        assert read('{% day on "long" %}', on=date(2026, 11, 22)) == "Sunday, 22 November"

    def test_of_a_moment_is_the_day_where_the_company_is(self, settings):
        settings.TIME_ZONE = "Pacific/Auckland"

        assert read("{% day at %}", at=datetime(2026, 3, 1, 20, tzinfo=UTC)) == "2 Mar 2026"

    def test_that_is_unknown_is_said_to_be_unknown(self):
        assert read("{% day on %}", on=None) == "unknown"


class TestRing:
    @pytest.mark.parametrize(
        ("days", "state"),
        [(None, "unknown"), (0, "fine"), (20, "fine"), (21, "due"), (30, "due"), (31, "late"), (1250, "late")],
    )
    def test_tells_its_state_by_shape(self, days, state):
        assert silence_of(days, 20, 30)["state"] == state

    def test_says_the_days_to_those_who_do_not_see_it(self):
        assert "61 days ago" in shown("{% ring 61 20 30 %}")

    def test_never_overflows(self):
        assert silence_of(1250, 20, 30)["filled"] == 100
        assert silence_of(1250, 20, 30)["text"] == "999+"


class TestInitials:
    def test_name_the_person(self):
        assert 'aria-label="Rosa Lind"' in initials(SimpleNamespace(name="Rosa Lind", initials="RL"))

    def test_of_nobody_say_so(self):
        assert "Nobody yet" in initials(None)

    def test_escape_a_name(self):
        assert "<script" not in initials(SimpleNamespace(name='"><script>', initials="<S"))


class Loss(forms.Form):
    said = forms.CharField(label="In their words", help_text="As they said it.")
    on = forms.DateField(label="Since", required=False)
    ours = forms.BooleanField(label="Ours")
    voice = forms.ChoiceField(
        label="Voice", choices=[("rep", "Our rep"), ("client", "The client")], widget=forms.RadioSelect
    )


class TestField:
    def test_joins_label_hint_and_control(self):
        html = shown("{% field form.said %}", form=Loss())

        assert '<label for="id_said">In their words</label>' in html
        assert 'aria-describedby="id_said_helptext"' in html
        assert 'id="id_said_helptext"' in html

    def test_says_what_is_expected_where_it_is_missing(self):
        html = shown("{% field form.said %}", form=Loss({}))

        assert 'aria-invalid="true"' in html
        assert 'id="id_said_error"' in html
        assert "data-wrong" in html

    def test_marks_what_may_stay_empty(self):
        assert "(optional)" in shown("{% field form.on %}", form=Loss())
        assert "(optional)" not in shown("{% field form.said %}", form=Loss())

    def test_asks_for_days_with_the_calendar_of_the_browser(self):
        html = shown("{% field form.on %}", form=Loss(initial={"on": date(2026, 11, 23)}))

        assert 'type="date"' in html
        assert 'value="2026-11-23"' in html

    def test_groups_choices_under_their_question(self):
        html = shown("{% field form.voice %}", form=Loss())

        assert "<legend>Voice</legend>" in html
        assert html.count('type="radio"') == 2


class TestIcons:
    def test_every_icon_a_template_names_is_in_the_sprite(self, templates, sprite):
        named = {
            name
            for text in templates.values()
            for name in re.findall(r'{% icon "([a-z0-9-]+)"|drawing="([a-z0-9-]+)"', text)
            for name in name
            if name
        }

        assert named - sprite == set()

    def test_every_place_has_its_icon(self, sprite):
        assert {place.icon for place in PLACES} - sprite == set()

    def test_one_with_a_label_speaks(self):
        assert 'role="img" aria-label="Call"' in shown('{% icon "phone" "Call" %}')
        assert 'aria-hidden="true"' in shown('{% icon "phone" %}')


@pytest.mark.urls("tests.web.urls")
class TestRail:
    def routes(self, user, path="/desk/today/"):
        source = "{% rail_places as places %}{% for item in places %}{{ item.place.route }}{% if item.current %}*{% endif %} {% endfor %}"
        return shown(source, user=user, request=SimpleNamespace(path=path)).split()

    def test_of_a_stranger_leads_nowhere(self):
        assert self.routes(AnonymousUser()) == []

    def test_leads_to_what_is_installed_and_theirs(self, rosa):
        assert self.routes(rosa) == ["desk:today*"]

    def test_leads_a_lead_to_the_book(self, ines):
        assert self.routes(ines, path="/desk/book/2026/") == ["desk:today", "desk:book*"]

    @pytest.mark.urls("wonback.config.urls")
    @pytest.mark.parametrize(
        ("path", "place"),
        [
            ("/doors/", "winback:doors"),
            ("/doors/calendar/", "winback:calendar"),
            ("/deal-round/", "winback:plans"),
            ("/aftercare/7/", "winback:plans"),
            ("/insights/", "desk:book"),
        ],
    )
    def test_stands_where_the_page_is(self, ines, path, place):
        assert [route for route in self.routes(ines, path=path) if route.endswith("*")] == [f"{place}*"]

    @pytest.mark.urls("wonback.config.urls")
    def test_leads_whoever_only_asks_to_no_doors(self, vera):
        assert not {"winback:doors", "winback:calendar"} & set(self.routes(vera))
