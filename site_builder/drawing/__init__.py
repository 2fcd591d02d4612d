"""Pictures of the catalogue: where each line and word of them lies. Pure; the templates write them down as SVG."""

from .area_map import Atlas
from .graph import graph
from .pathway_map import drawings
from .qr import code

__all__ = ["Atlas", "code", "drawings", "graph"]
