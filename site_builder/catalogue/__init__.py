"""Roles, pathways, areas, organisations and their words: frozen models that do no I/O."""

from .area import Area
from .catalogue import Catalogue
from .intake import Contact, Intake, PlaceDetails, Standing, State
from .letter import PLACEHOLDER, PLACEHOLDERS, Letter
from .organisation import Notice, Organisation
from .pathway import Pathway, Stage
from .recognition import Scheme
from .role import Facts, Profile, Role
from .values import Key, Model
from .vocabulary import Check, Group, Vocabulary, Word
from .when import LONDON, When, day_words

__all__ = [
    "LONDON",
    "PLACEHOLDER",
    "PLACEHOLDERS",
    "Area",
    "Catalogue",
    "Check",
    "Contact",
    "Facts",
    "Group",
    "Intake",
    "Key",
    "Letter",
    "Model",
    "Notice",
    "Organisation",
    "Pathway",
    "PlaceDetails",
    "Profile",
    "Role",
    "Scheme",
    "Stage",
    "Standing",
    "State",
    "Vocabulary",
    "When",
    "Word",
    "day_words",
]
