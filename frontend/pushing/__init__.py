"""Notifications of what needs somebody: a door like mail, to the devices that they chose."""
