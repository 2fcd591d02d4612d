"""What stops the service, said to the person who runs it."""

from click import ClickException


class Trouble(ClickException):
    """A plain message. On the command line it is shown as it stands and the command ends with 1."""
