# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How a program on the bench ended, on either host."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass(frozen=True)
class Failure:
    """The exception that ended a program.

    :ivar type: the name of its class
    :ivar text: its message, as the firmware prints it
    :ivar traceback: all of it, as the firmware prints it
    """

    type: str
    text: str
    traceback: str

    def __str__(self) -> str:
        return self.traceback


@dataclass(frozen=True)
class Result:
    """How a program ended. What is measured of the heap is only known on the VM.

    :ivar stdout: what a board's console would show: all that was printed, and the
        traceback of the exception that ended the program
    :ivar stderr: what the VM itself had to say
    :ivar exception: the :class:`Failure` that ended it, or None
    :ivar exit: the argument of ``sys.exit``, None without one
    :ivar stopped: why the bench ended the program, empty if it ended itself
    :ivar timed_out: whether it was ended because its real time was over
    :ivar us: microseconds of virtual time
    :ivar mistakes: the rules that the program broke
    :ivar notes: why the firmware refused something, and what was left over at the end, in words
    :ivar events: what was on the wires, and each line printed, in the notation of
        :mod:`copperbench.trace`; empty unless asked for
    :ivar costs: what the talk with each chip has cost, as
        :func:`copperbench.record.summary` has it; empty unless asked for, and on the VM
    :ivar usb: what the computer on USB saw of HID devices, in lines of text
    :ivar held: bytes of heap in use before the program's first line: bench, chips, the VM itself
    :ivar left: bytes in use more than that when the program had ended
    :ivar peak: the most bytes in use more than that, seen whenever the program slept or
        used a bus; None unless asked for
    :ivar figures: what :mod:`copperbench.measure` measured, by name
    """

    stdout: str
    stderr: str = ""
    exception: Optional[Failure] = None
    exit: Any = None
    stopped: str = ""
    timed_out: bool = False
    us: int = 0
    mistakes: Sequence[str] = ()
    notes: Sequence[str] = ()
    events: Sequence[Any] = ()
    costs: Sequence[Any] = ()
    usb: Sequence[str] = ()
    held: int = 0
    left: int = 0
    peak: Optional[int] = None
    figures: Mapping[str, Any] = field(default_factory=dict)
