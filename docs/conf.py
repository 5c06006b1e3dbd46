# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How Sphinx builds the site: ``make docs``."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "Copperhead"
copyright = "2026 Copperhead contributors"  # noqa: A001 - the name is Sphinx's
author = "Copperhead contributors"

extensions = ["myst_parser", "sphinx.ext.autodoc", "pages"]
exclude_patterns = ["_build", "extensions", "decisions/README.md"]
templates_path: list[str] = []

# Each page's navigation is a copy of all contents: with every name in them it was half the time.
toc_object_entries = False

nitpicky = False  # docstrings name firmware's types, which have no page here

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "substitution"]
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {
    "members": True,
    "undoc-members": True,
    "show-inheritance": True,
    "exclude-members": "TYPE_CHECKING",
}
python_use_unqualified_type_names = True
python_display_short_literal_types = True
maximum_signature_line_length = 88

html_theme = "furo"
html_title = "Copperhead"
html_static_path = ["static"]
html_css_files = ["copperhead.css"]
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None  # a page built twice is the same page
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#8f4a17",
        "color-brand-content": "#8f4a17",
    },
    "dark_css_variables": {
        "color-brand-primary": "#e39a5f",
        "color-brand-content": "#e39a5f",
    },
}
pygments_style = "default"
pygments_dark_style = "monokai"
