# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""USB: reports, terminals and MIDI, with and without a computer at the other end."""

import pytest
import usb_cdc
import usb_hid
import usb_midi

from copperbench.errors import Mistake

AXIS = b"\x09\x30\x15\x81\x25\x7f\x75\x08\x95\x01\x81\x02"  # X, -127 to 127
PAD = b"\x05\x01\x09\x05\xa1\x01\x85\x04" + AXIS + b"\x85\x05" + AXIS + AXIS + b"\xc0"


def test_a_report_reaches_the_computer(bench):
    bench.usb.connect()
    keyboard = usb_hid.devices[0]

    keyboard.send_report(bytes([2, 0, 4, 0, 0, 0, 0, 0]))

    assert bench.usb.reports == [(keyboard, 1, bytes([2, 0, 4, 0, 0, 0, 0, 0]))]


def test_a_report_of_the_computer_is_got_once(bench):
    keyboard = usb_hid.devices[0]

    bench.usb.send_report(keyboard, 1, b"\x02")

    assert keyboard.get_last_received_report() == b"\x02"
    assert keyboard.get_last_received_report(1) is None


def test_a_report_without_a_computer_fails_after_two_seconds(bench):
    with pytest.raises(OSError, match=r"^USB busy$"):
        usb_hid.devices[1].send_report(bytes(4))

    assert bench.clock.seconds == 2


def test_a_device_of_ones_own_has_its_reports_checked(bench):
    two_ids = usb_hid.Device(
        report_descriptor=PAD,
        usage_page=1,
        usage=5,
        report_ids=(4, 5),
        in_report_lengths=(1, 2),
        out_report_lengths=(0, 0),
    )
    with bench.usb.boot():
        usb_hid.enable((two_ids,))
    bench.usb.connect()
    (pad,) = usb_hid.devices

    pad.send_report(b"ab", 5)

    assert bench.usb.reports == [(pad, 5, b"ab")]
    for arguments, words in (
        ((b"ab",), "^Invalid report_id$"),
        ((b"abc", 5), "^report length must be 2$"),
    ):
        with pytest.raises(ValueError, match=words):
            pad.send_report(*arguments)


def test_lines_come_from_the_terminal_and_go_to_it(bench):
    bench.usb.connect()
    console = usb_cdc.console
    bench.usb.console.send(b"one\ntwo\nthr")
    console.timeout = 0

    lines = console.readlines()
    console.write(b"answer")

    assert lines == [b"one\n", b"two\n", b"thr"]
    assert bench.usb.console.sent == b"answer"


def test_a_read_with_a_timeout_waits_for_what_comes_in_time(bench):
    usb_cdc.console.timeout = 1
    bench.clock.at(500000, lambda: bench.usb.console.send(b"late"))

    assert usb_cdc.console.read(4) == b"late"
    assert 0.5 <= bench.clock.seconds < 0.51

    assert usb_cdc.console.read(1) == b""


def test_a_read_that_would_wait_for_ever_is_a_mistake(bench):
    usb_cdc.console.timeout = None

    with pytest.raises(Mistake, match="waits for bytes on USB, without a timeout"):
        usb_cdc.console.read(1)


def test_midi_goes_both_ways(bench):
    bench.usb.connect()
    into, out = usb_midi.ports
    bench.usb.midi.send(bytes([0x90, 60, 127]))

    buffer = bytearray(2)

    assert into.readinto(buffer) == 2
    assert (buffer, into.read(5)) == (bytes([0x90, 60]), bytes([127]))
    assert out.write(bytes([0x80, 60, 0])) == 3
    assert bench.usb.midi.sent == bytes([0x80, 60, 0])


@pytest.mark.parametrize(
    "limits, written",
    [((), b"abcd"), ((3,), b"abc"), ((-1,), b"abcd"), ((1, 2), b"bc"), ((9, 1), b"")],
)
@pytest.mark.parametrize("line", ["console", "midi"])
def test_a_part_of_a_buffer_can_be_written(bench, line, limits, written):
    bench.usb.connect()
    out = {"console": usb_cdc.console, "midi": usb_midi.ports[1]}[line]

    assert out.write(b"abcd", *limits) == len(written)
    assert getattr(bench.usb, line).sent == written


@pytest.mark.parametrize(
    "call", [usb_cdc.enable, usb_cdc.disable, usb_hid.disable, usb_midi.enable, usb_midi.disable]
)
def test_devices_are_chosen_in_boot_py_only(bench, call):
    with pytest.raises(RuntimeError, match=r"^Cannot change USB devices now$"):
        call()
