"""Advice on roles that are valid, but thin, stale or unkind."""

from .advice import CHECKS, advice
from .reading_age import reading_age

__all__ = ["CHECKS", "advice", "reading_age"]
