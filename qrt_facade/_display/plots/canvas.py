"""Axes and colours of plots."""

# matplotlib's own types leave its keyword arguments open.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Colours of Okabe and Ito, which are distinguishable with any kind of colour vision (jfly.uni-koeln.de/color).
BLUE: Final = "#0072B2"
SKY: Final = "#56B4E9"
VERMILION: Final = "#D55E00"
GREY: Final = "#999999"
WHITE: Final = "#FFFFFF"  # not part of any colour scale
SERIES: Final = (BLUE, VERMILION, "#009E73", "#CC79A7", "#E69F00", SKY, "text", "#F0E442")
"""Colours of rows; `text` is the text colour, black or white: see `series_color`."""
MARKERS: Final = "osD^vPX*"

SMALL: Final = 8.0
"""Size in points of the smallest text that is easy to read."""


def series_color(number: int) -> Any:
    """Return the colour of a row, which is visible on light and dark styles.

    On a dark style the two blues are swapped: the dark one is hard to see on black, the light one on white.
    """
    from matplotlib import rcParams
    from matplotlib.colors import to_rgb

    color = SERIES[number % len(SERIES)]
    if color == "text":
        return rcParams["text.color"]
    red, green, blue = to_rgb(rcParams["axes.facecolor"])
    dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.4
    return {BLUE: SKY, SKY: BLUE}.get(color, color) if dark else color


def axes_for(
    ax: Axes | None, width: float, height: float, *, margins: tuple[float, float, float, float] | None = None
) -> Axes:
    """Return the axes that were passed, or those of a new figure of this size in inches.

    Args:
        ax: The axes that were passed, or None.
        width: Width of a new figure.
        height: Height of a new figure.
        margins: Inches left, right, above and below axes at a fixed place; by default matplotlib arranges them.

    Raises:
        ImportError: matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot as plt
    except ImportError as error:
        raise ImportError(
            "plots need matplotlib, which is not installed: pip install 'qrt-facade[plot]'", name="matplotlib"
        ) from error
    if ax is not None:
        return ax
    if margins is None:
        return plt.figure(figsize=(width, height), layout="constrained").add_subplot()
    left, right, above, below = margins
    place = (left / width, below / height, 1 - (left + right) / width, 1 - (above + below) / height)
    return plt.figure(figsize=(width, height)).add_axes(place)
