"""SCIM 2.0 (RFC 7643, RFC 7644): the door through which a company's directory provisions people and teams.

Only ``door`` is imported with the site; the protocol's library comes with the first request of a living connection.
"""
