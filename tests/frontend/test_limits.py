"""Limits on how often something is tried: what was counted stays counted, whoever else tries."""

from frontend.limits import Limit

limit = Limit("test", at_most=3, seconds=3600)


def test_many_others_do_not_make_it_forget_what_somebody_tried() -> None:
    for _try in range(3):
        limit.count("mallory")
    for number in range(400):
        limit.count(f"other {number}")
    assert limit.reached("mallory")
    assert not limit.reached("ana")
