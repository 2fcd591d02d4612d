"""The page /edit/, for editors without git: Decap CMS with its forms made from the model, and what it may do there."""

from .configuration import Editor
from .page import MISSING, content_policy, files, installed

__all__ = ["MISSING", "Editor", "content_policy", "files", "installed"]
