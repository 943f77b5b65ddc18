"""Where the palette of the component page leads: to one of each kind, and to deeds."""

from django.utils.translation import gettext as _

from frontend.deeds import Deed
from frontend.design.people import CASE, DUPIN, GROUP, MARC
from search.jumping import Jump


def deeds() -> tuple[Deed, ...]:
    """Something to open and something to do."""
    return (
        Deed("folder-plus", _("Open a case"), "#jumps"),
        Deed("sun", _("Light"), "#jumps", fields={"theme": "light"}),
    )


def found() -> tuple[Jump, ...]:
    """A person, a group, a customer and a case, each with what tells it from others of its name."""
    return (
        Jump("person", MARC.id, MARC.name, _("Seller"), "#jumps"),
        Jump("group", GROUP.id, GROUP.title, _("Who loads what."), "#jumps"),
        Jump("customer", DUPIN.id, DUPIN.name, CASE.ref, "#jumps"),
        Jump("case", CASE.ref, CASE.title, DUPIN.name, "#jumps"),
    )
