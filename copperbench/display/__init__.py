# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's ``displayio`` and its kin: what programs draw with, and what a display gets.

Objects (:mod:`~copperbench.display.bitmap`, :mod:`~copperbench.display.color`,
:mod:`~copperbench.display.layers`, :mod:`~copperbench.display.vector`) keep what has
changed; displays (:mod:`~copperbench.display.busdisplay`, …) turn changes into
windows, have them composed, and send the bytes over a bus. What is on the glass is
the panel's business: a chip of :mod:`copperbench.chips`.

Composing uses numpy where it is installed. Without it, as on MicroPython's VM, a
slower composer works pixel by pixel, with the same result.

Behaviour and words are those of CircuitPython 10.2's C code (``shared-bindings`` and
``shared-module`` of ``displayio``, ``vectorio``, ``busdisplay``, ``epaperdisplay``,
``fourwire``, ``i2cdisplaybus``, ``bitmaptools``); ``tests/conformance/displayio`` has
scenes that were recorded from it.
"""
