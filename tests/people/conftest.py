"""What only an extra brings is tested where it is installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("onelogin") else ["test_saml.py"]
