"""What a practice case says: an invented customer and her story, in the language of whom it is for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override


@dataclass(frozen=True)
class PracticeWords:
    """The words of one practice case."""

    customer: str
    title: str
    happened: str
    wanted: str
    refused: str
    contact: str
    promise: str
    told: str
    over: str


def practice_words(language: str) -> PracticeWords:
    """An invented customer, marked as such in her name and in the title of the case."""
    with override(language):
        return PracticeWords(
            customer=_("Mrs Sample (practice)"),
            title=_("Practice: the wardrobe came without its doors"),
            happened=_("The wardrobe was delivered on Tuesday. The doors were missing; the driver knew of nothing."),
            wanted=_("The doors, on a day on which she is at home. She does not want to tell it all again."),
            refused=_("Saturdays: she works then."),
            contact=_("She called: where are the doors? I found them in the store room and promised a day."),
            promise=_("The missing doors, brought and fitted"),
            told=_("Said on the telephone; she wrote the day down."),
            over=_("The first visit is over."),
        )
