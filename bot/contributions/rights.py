"""Who may see and change a contribution. Pure: checked again at each call, never trusted from a button.

That a viewer is an officer *of this workspace* is checked where the rows are loaded (``bot.contributions.keeping``):
a viewer knows their rights, not the workspace of a panel.
"""

from bot.panels.viewers import Viewer
from storage.models import Contribution
from storage.words import ContributionState, Visibility


def may_act_for(viewer: Viewer, panel_id: int, entity_id: int) -> bool:
    """Whether a viewer may contribute, or report nothing, in the name of an entity on a panel."""
    return viewer.officer or viewer.speaks_for(panel_id, entity_id)


def may_edit(viewer: Viewer, contribution: Contribution) -> bool:
    """Officers edit everything; a seat edits what its own entity offers to its own panel."""
    return may_act_for(viewer, contribution.panel_id, contribution.entity_id)


def may_see(viewer: Viewer, contribution: Contribution) -> bool:
    """Who may edit may see; others with a seat on the panel see what is submitted and meant for the panel."""
    if may_edit(viewer, contribution):
        return True
    return (
        contribution.panel_id in viewer.entities
        and contribution.state is ContributionState.SUBMITTED
        and contribution.visibility is Visibility.PANEL
    )


def may_see_remark(viewer: Viewer, contribution: Contribution) -> bool:
    """The internal remark is for the entity and the officers, whoever else may see the rest."""
    return may_edit(viewer, contribution)
