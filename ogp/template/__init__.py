"""Templates: reads ``template.toml`` into frozen data."""

from ogp.template.find import load_template, names
from ogp.template.load import SIZES, load_folder
from ogp.template.model import Palette, Size, Template

__all__ = ["SIZES", "Palette", "Size", "Template", "load_folder", "load_template", "names"]
