"""Who sees what: each pair of roles, with a contribution that could leak."""

import pytest

from bot.contributions.rights import may_act_for, may_edit, may_see, may_see_remark
from bot.panels.viewers import Viewer
from storage.models import Contribution
from storage.words import ContributionState, Visibility

OWN, ALTERNATE = Viewer(1, False, {7: 10}), Viewer(2, False, {7: 10})
OTHER, ELSEWHERE = Viewer(3, False, {7: 11}), Viewer(4, False, {8: 10})
OFFICER, NOBODY = Viewer(5, True), Viewer(6)
SUBMITTED = ContributionState.SUBMITTED


def row(state: ContributionState, visibility: Visibility) -> Contribution:
    return Contribution(id=1, panel_id=7, entity_id=10, state=state, visibility=visibility)


@pytest.mark.parametrize("state", ContributionState)
@pytest.mark.parametrize("visibility", Visibility)
def test_who_may_edit_and_see(state: ContributionState, visibility: Visibility) -> None:
    one = row(state, visibility)
    for viewer in (OWN, ALTERNATE, OFFICER):
        assert may_edit(viewer, one)
        assert may_see(viewer, one)
        assert may_see_remark(viewer, one)
    for viewer in (OTHER, ELSEWHERE, NOBODY):
        assert not may_edit(viewer, one)
        assert not may_see_remark(viewer, one)
    assert may_see(OTHER, one) == (state is SUBMITTED and visibility is Visibility.PANEL)
    # A seat of the same entity on another panel is no seat on this one.
    assert not may_see(ELSEWHERE, one)
    assert not may_see(NOBODY, one)


def test_who_may_act_for_an_entity() -> None:
    assert [may_act_for(viewer, 7, 10) for viewer in (OWN, ALTERNATE, OFFICER, OTHER, ELSEWHERE, NOBODY)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
