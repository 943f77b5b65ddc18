"""The component page: a frozen example of everything that pages are made of, drawn by the same templates and makers."""

from frontend.design.specimens import sections, specimens

__all__ = ["sections", "specimens"]
