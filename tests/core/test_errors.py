from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal


class TestRefusal:
    def test_reads_as_all_its_sentences(self):
        refusal = Refusal("Own the loss in writing.", gettext_lazy("Ask the client why they left."))

        assert str(refusal) == "Own the loss in writing. Ask the client why they left."

    def test_gives_plain_text_even_of_lazy_sentences(self):
        assert [type(reason) for reason in Refusal(gettext_lazy("Look again.")).reasons] == [str]

    def test_has_a_code_for_programs(self):
        assert (Refusal.code, AlreadyDone.code) == ("refused", "already_done")
