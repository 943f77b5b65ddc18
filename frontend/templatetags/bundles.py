"""Template tags of the one style sheet and the one script of every page."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from frontend import static_files

register = template.Library()


@register.simple_tag
def styles() -> SafeString:
    """The style sheet of all pages."""
    addresses = static_files.served(static_files.STYLES, static_files.sheets())
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', ((address,) for address in addresses))


@register.simple_tag
def frame_scripts() -> SafeString:
    """What runs on every page of somebody who is signed in."""
    addresses = static_files.served(static_files.SCRIPTS, static_files.frame_scripts())
    return format_html_join("\n  ", '<script src="{}" type="module"></script>', ((address,) for address in addresses))
