"""Whose customers a reader looks after: what is about them comes a little earlier by relevance."""

from cases.models import Case
from groups import policy as reading
from people.models import Person

MOST = 2_000


def own_customers(viewer: Person) -> frozenset[str]:
    """Customers of whom the viewer holds or follows a case, or of whom a group of theirs has one; guests have none.

    One statement. It gives no right: what is found is what the viewer reads.
    """
    if not viewer.is_member:
        return frozenset()
    teams = reading.seats_of(viewer.id).values("audience_id")
    held = Case.objects.filter(holder_person=viewer).values_list("customer_id")
    of_teams = Case.objects.filter(holder_team__audience__in=teams).values_list("customer_id")
    followed = Case.objects.filter(
        audience__memberships__person=viewer, audience__memberships__follows=True
    ).values_list("customer_id")
    rows = held.order_by().union(of_teams.order_by(), followed.order_by())[:MOST]
    return frozenset(customer for (customer,) in rows)
