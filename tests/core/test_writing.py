"""Two people write one text at the same moment: neither text is lost."""

import pytest

from wonback.core.writing import WrittenMeanwhile, mark, reconciled

NAMES = {"goal": "A good end", "tier": "Size", "steps": "Milestones"}


def put_together(seen, theirs, yours, **more):
    return reconciled(yours, theirs=theirs, names=NAMES, seen=mark(seen), **more)


class TestAMark:
    def test_does_not_care_how_a_browser_ends_lines_nor_for_space_around(self):
        assert mark({"goal": "One\nTwo"}) == mark({"goal": " One\r\nTwo\r\n"})

    def test_is_another_for_each_answer(self):
        assert len({mark({"goal": answer}) for answer in (True, False, None, "Two sites")}) == 4


class TestWhatIsWritten:
    def test_is_what_you_changed(self):
        stands = {"goal": "Two sites", "tier": "A"}

        assert put_together(stands, stands, {"goal": "One site", "tier": "A"}) == {"goal": "One site"}

    def test_leaves_what_only_they_changed(self):
        seen, theirs = {"goal": "Two sites", "tier": "A"}, {"goal": "Two sites", "tier": "B"}

        assert put_together(seen, theirs, {"goal": "One site", "tier": "A"}) == {"goal": "One site"}

    def test_is_no_conflict_when_both_write_the_same(self):
        assert put_together({"goal": ""}, {"goal": "Two sites"}, {"goal": "Two sites "}) == {"goal": "Two sites "}

    @pytest.mark.parametrize("seen", ["", "nonsense", "goal"])
    def test_is_all_of_yours_without_a_mark(self, seen):
        written = reconciled({"goal": "Yours"}, theirs={"goal": "Theirs"}, names=NAMES, seen=seen)

        assert written == {"goal": "Yours"}


class TestTwoTexts:
    def test_are_both_shown(self):
        with pytest.raises(WrittenMeanwhile) as refusal:
            put_together({"goal": "Two sites"}, {"goal": "Three sites"}, {"goal": "One site"})

        assert refusal.value.reasons == [
            "Put the two texts together: somebody else wrote meanwhile.",
            "A good end. They wrote: “Three sites” You wrote: “One site”",
        ]

    def test_are_settled_by_whoever_has_read_both(self):
        theirs, yours = {"goal": "Three sites"}, {"goal": "One site"}
        with pytest.raises(WrittenMeanwhile) as refusal:
            put_together({"goal": "Two sites"}, theirs, yours)

        assert reconciled(yours, theirs=theirs, names=NAMES, seen=refusal.value.seen) == yours

    def test_are_shown_once_more_when_somebody_writes_while_they_are_read(self):
        yours = {"goal": "One site"}
        with pytest.raises(WrittenMeanwhile) as first:
            put_together({"goal": "Two sites"}, {"goal": "Three sites"}, yours)

        with pytest.raises(WrittenMeanwhile, match="Four sites"):
            reconciled(yours, theirs={"goal": "Four sites"}, names=NAMES, seen=first.value.seen)

    @pytest.mark.parametrize(
        ("part", "seen", "theirs", "yours"), [("tier", "A", "B", "C"), ("steps", [], ["1"], ["2"])]
    )
    def test_are_taken_one_or_the_other_where_they_are_no_text(self, part, seen, theirs, yours):
        with pytest.raises(WrittenMeanwhile) as refusal:
            put_together({part: seen}, {part: theirs}, {part: yours}, choices={"tier": {"B": "B: middle"}})
        clash = refusal.value.clashes[0]

        told = {"theirs": {part: theirs}, "names": NAMES}
        assert reconciled({part: yours}, **told, seen=clash.to_write) == {part: yours}
        assert reconciled({part: yours}, **told, seen=clash.to_leave) == {}

    def test_do_not_make_you_write_over_what_you_did_not_touch(self):
        seen, theirs = {"goal": "Two", "tier": "A"}, {"goal": "Three", "tier": "B"}
        yours = {"goal": "One", "tier": "A"}
        with pytest.raises(WrittenMeanwhile) as refusal:
            put_together(seen, theirs, yours)

        assert reconciled(yours, theirs=theirs, names=NAMES, seen=refusal.value.seen) == {"goal": "One"}
