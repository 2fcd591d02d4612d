"""Roles, pathways, areas, organisations and their words: frozen models that do no I/O."""

from .area import Area
from .catalogue import LISTS, Catalogue
from .event import Event, SignUp
from .intake import Contact, Intake, PlaceDetails, Standing, State
from .letter import PLACEHOLDER, PLACEHOLDERS, Letter
from .organisation import Notice, Organisation
from .pathway import Pathway, Stage
from .plan import Action, Strand
from .recognition import Scheme
from .redirect import Redirect, Redirects
from .role import Facts, Profile, Role
from .story import Story
from .values import Key, Model
from .vocabulary import Check, Group, Vocabulary, Word
from .when import LONDON, When, day_words

__all__ = [
    "LISTS",
    "LONDON",
    "PLACEHOLDER",
    "PLACEHOLDERS",
    "Action",
    "Area",
    "Catalogue",
    "Check",
    "Contact",
    "Event",
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
    "Redirect",
    "Redirects",
    "Role",
    "Scheme",
    "SignUp",
    "Stage",
    "Standing",
    "State",
    "Story",
    "Strand",
    "Vocabulary",
    "When",
    "Word",
    "day_words",
]
