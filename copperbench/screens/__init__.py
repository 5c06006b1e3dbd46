# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Pictures of what displays show.

A chip that shows something has a ``screen``, a :class:`Screen`. What a display of ``displayio``
shows is the screen of the chip that it drives.
"""

from copperbench.errors import Stop

_NEEDED = "pictures of screens need Pillow: pip install 'copperbench[display]'"


class PillowMissingError(Exception):
    """There is no Pillow to make pictures with."""

    def __init__(self):
        super().__init__(_NEEDED)


class Screen:
    """What shows pixels: so many across and down, and each has a :meth:`color`."""

    width = height = 0

    def color(self, x, y):
        """Return the colour of a pixel: (red, green, blue), each 0 to 255."""
        raise NotImplementedError

    def rgb(self):
        """Return three bytes for each pixel, row by row."""
        found = bytearray()
        for y in range(self.height):
            for x in range(self.width):
                found += bytes(self.color(x, y))
        return bytes(found)

    @property
    def image(self):
        """The picture, for Pillow.

        :raises PillowMissingError: it is not installed
        """
        try:
            from PIL import Image
        except ImportError:
            raise PillowMissingError from None
        return Image.frombytes("RGB", (self.width, self.height), self.rgb())

    def save(self, path):
        """Save the picture as a PNG."""
        self.image.save(path, "PNG")


def screens(bench):
    """Return the screens on a bench: of displays as they were made, then of other chips."""
    displays = [] if bench.displays is None else bench.displays.made
    found = [display.screen for display in displays]
    chips = [chip for bus in bench.buses() for chip in bus.chips]
    for chip in chips + list(bench.chips):
        screen = getattr(chip, "screen", None)
        if screen is not None and not any(screen is other for other in found):
            found.append(screen)
    return found


def save_screens(bench, folder):
    """Save a picture of each screen as ``display0.png``, ``display1.png``, and so on.

    What a display would refresh by itself in a moment is refreshed first. A display that
    drives no chip has a number, and no picture.

    :param folder: a ``Path``; it is made
    :return: the paths of the pictures
    :raises PillowMissingError: Pillow is not installed
    """
    if bench.displays is not None:
        for display in bench.displays.active:
            _catch_up(display)
    folder.mkdir(parents=True, exist_ok=True)
    saved = []
    for number, screen in enumerate(screens(bench)):
        if screen is not None:
            path = folder / f"display{number}.png"
            screen.save(path)
            saved.append(path)
    return saved


def _catch_up(display):
    if display.auto_refresh and not display.refreshing:
        try:
            display.refresh_now()
        except Stop:  # the time that the program was given is over, also for this
            return
