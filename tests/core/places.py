"""What the paths of the API name, in the company where most tests play."""

from tests.cast import Company


def places_of(company: Company) -> dict[str, str]:
    """The thing behind each name of a path, where there is one."""
    scene = company.scene
    return {
        "group_id": scene.open.id,
        "post_id": scene.in_case,
        "ref": scene.case,
        "customer_id": scene.customer,
        "person_id": company.bo.id,
        "emoji": "👍",
        "tag": "velo",
    }
