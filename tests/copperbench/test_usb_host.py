# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The computer on USB: what it makes of reports, when, and what it sends."""

from ctypes.util import find_library

import pytest
import supervisor
import usb_hid

from copperbench import cli, usb_host, vm, wiring
from copperbench.assembly import assemble
from copperbench.bench import Bench
from copperbench.errors import Mistake, WiringError
from copperbench.run import run

UP = bytes(8)
BUTTON = b"\x05\x09\x09\x01\x15\x00\x25\x01\x75\x08\x95\x01\x81\x02"
PAD = b"\x05\x01\x09\x05\xa1\x01\x85%c" + BUTTON + b"\xc0"


def keys(*usages, modifiers=0):
    return bytes([modifiers, 0, *usages]).ljust(8, b"\0")


def pad(descriptor=PAD, ids=(4,), lengths=(1,), out=(0,)):
    return usb_hid.Device(
        report_descriptor=descriptor.replace(b"%c", bytes(ids[:1])),
        usage_page=1,
        usage=5,
        report_ids=ids,
        in_report_lengths=lengths,
        out_report_lengths=out,
    )


@pytest.fixture
def keyboard(bench):
    bench.usb.connect()
    return usb_hid.devices[0]


@pytest.fixture
def host(bench):
    return bench.usb.host


# Time


def test_the_computer_takes_a_report_every_eight_milliseconds(bench, host, keyboard):
    bench.clock.advance_us(3000)

    for report in (keys(0x04), UP, keys(0x05)):
        keyboard.send_report(report)

    assert [us for us, _, _ in host.log] == [8000, 16000, 24000]
    assert bench.clock.us == 16000  # the last report waits in the endpoint


def test_a_busy_computer_takes_one_report_when_it_has_time(bench, host, keyboard):
    host.busy = 0.1

    keyboard.send_report(keys(0x04))
    keyboard.send_report(UP)

    assert [us for us, _, _ in host.log] == [104000, 112000]


def test_a_computer_that_is_busy_for_too_long_is_an_error(bench, host, keyboard):
    host.busy = 5
    keyboard.send_report(keys(0x04))

    with pytest.raises(OSError, match=r"^USB busy$"):
        keyboard.send_report(UP)

    assert bench.clock.seconds == 2


def test_a_computer_that_comes_in_time_gets_the_report(bench, host):
    bench.clock.at(1500000, bench.usb.connect)

    usb_hid.devices[0].send_report(keys(0x04))

    assert host.typed == "a"


def test_a_sleeping_computer_loses_the_report_and_wakes_up(bench, host, keyboard):
    host.suspended = True
    assert not supervisor.runtime.usb_connected

    keyboard.send_report(keys(0x04))  # the firmware waits, and says nothing

    assert (host.typed, host.wakeups, bench.clock.seconds) == ("", 1, 2)
    bench.clock.advance(0.05)
    assert supervisor.runtime.usb_connected
    keyboard.send_report(keys(0x05))
    assert host.typed == "b"


# Text


def test_what_is_typed_is_what_a_person_would_see(host, keyboard):
    for usage, modifiers in ((0x0B, 2), (0x0C, 0), (0x1B, 0), (0x2A, 0), (0x1E, 0x20), (0x28, 0)):
        keyboard.send_report(keys(usage, modifiers=modifiers))
        keyboard.send_report(UP)

    assert host.typed == "Hi!\n"


def test_the_same_key_types_once_as_long_as_it_is_down(host, keyboard):
    keyboard.send_report(keys(0x04))
    keyboard.send_report(keys(0x04, 0x05))
    keyboard.send_report(keys(0x05))

    assert host.typed == "ab"
    assert host.down == ["B"]


def test_a_key_that_stays_down_repeats_after_half_a_second(bench, host, keyboard):
    keyboard.send_report(keys(0x04))

    bench.clock.advance(0.5)
    assert host.typed == "a"
    bench.clock.advance(0.1)
    assert host.typed == "aaaa"
    keyboard.send_report(UP)  # which comes at 0.608 s
    bench.clock.advance(5)
    assert host.typed == "aaaaa"


def test_keys_with_control_type_nothing_and_are_told_by_name(host, keyboard):
    keyboard.send_report(keys(modifiers=0x01))
    keyboard.send_report(keys(0x06, modifiers=0x01))
    keyboard.send_report(UP)

    assert host.chords == ["Left Control + C"]
    assert host.typed == ""


def test_a_modifier_alone_is_told_when_it_goes_up(host, keyboard):
    keyboard.send_report(keys(modifiers=0x08))
    assert host.chords == []
    keyboard.send_report(UP)

    assert host.chords == ["Left GUI"]


def test_modifiers_that_go_down_together_are_one_chord(host, keyboard):
    keyboard.send_report(keys(modifiers=0x01))
    keyboard.send_report(keys(modifiers=0x03))
    keyboard.send_report(UP)

    assert host.chords == ["Left Control + Left Shift"]


def test_caps_lock_lights_up_and_counts(bench, host, keyboard):
    keyboard.send_report(keys(0x39))
    keyboard.send_report(UP)
    assert keyboard.get_last_received_report() is None

    bench.clock.advance(0.02)
    assert keyboard.get_last_received_report() == b"\x02"
    assert host.leds == 2
    for modifiers in (0, 2):
        keyboard.send_report(keys(0x04, modifiers=modifiers))
        keyboard.send_report(UP)
    assert host.typed == "Aa"


def test_the_keypad_types_digits_with_num_lock_only(host, keyboard):
    for leds in (0, 1):
        host.leds = leds
        keyboard.send_report(keys(0x5D))
        keyboard.send_report(UP)

    assert host.typed == "5"


def test_too_many_keys_change_nothing(host, keyboard):
    keyboard.send_report(keys(0x04))
    keyboard.send_report(keys(1, 1, 1, 1, 1, 1))

    assert host.down == ["A"]


def test_a_loose_cable_lets_all_go(bench, host, keyboard):
    keyboard.send_report(keys(0x04, modifiers=1))
    usb_hid.devices[1].send_report(bytes([1, 0, 0, 0]))
    assert host.down == ["Left Control", "A", "button 1"]

    bench.usb.disconnect()

    assert host.down == []


# Other devices


def test_a_mouse_tells_what_has_changed(host, bench):
    bench.usb.connect()
    mouse = usb_hid.devices[1]

    mouse.send_report(bytes([1, 5, 0xFB, 0]))
    mouse.send_report(bytes([1, 0, 0, 1]))
    mouse.send_report(bytes(4))

    assert host.lines() == [
        "0.008 s  mouse  button 1 down, X +5, Y -5",
        "0.016 s  mouse  wheel +1",
        "0.024 s  mouse  button 1 up",
    ]


def test_a_media_key_beyond_the_descriptor_is_ignored_in_words(host, bench):
    bench.usb.connect()
    media = usb_hid.devices[2]

    media.send_report(b"\x8d\x02")

    assert host.events == []
    assert "the computer ignores 0x28d, which is not 0x1 to 0x28c" in bench.notes[0]


def test_the_computer_knows_what_was_enabled_in_boot_py(host, bench):
    with bench.usb.boot():
        usb_hid.enable([usb_hid.Device.MOUSE, pad()])
    bench.usb.connect()

    usb_hid.devices[1].send_report(b"\x01")

    assert [device.usage for device in usb_hid.devices] == [2, 5]
    assert host.lines() == ["0.008 s  gamepad  button 1 down"]
    with pytest.raises(RuntimeError, match="Cannot change USB devices now"):
        usb_hid.enable(())


def test_a_device_that_was_not_enabled_is_a_mistake(bench, host):
    bench.usb.connect()

    with pytest.raises(Mistake, match=r"ignores report 4, .* enable it in boot\.py"):
        pad().send_report(b"\x01")


@pytest.mark.parametrize(
    "devices, words",
    [
        pytest.param(
            lambda: [pad(b"\x05\x01")],
            "HID device 1: its descriptor has 0 bytes in input report 4",
            id="no fields",
        ),
        pytest.param(
            lambda: [pad(PAD[:-1])], "HID device 1: descriptor, the end: a collection", id="wrong"
        ),
        pytest.param(
            lambda: [usb_hid.Device.MOUSE, pad(ids=(2,))],
            "HID device 2: HID device 1 has report ID 2, too",
            id="same ID",
        ),
        pytest.param(
            lambda: [pad(lengths=(3,))],
            "has 1 bytes in input report 4, and in_report_lengths has 3",
            id="wrong length",
        ),
        pytest.param(
            lambda: [pad(out=(1,))],
            "has 0 bytes in output report 4, and out_report_lengths has 1",
            id="no output",
        ),
        pytest.param(
            lambda: [pad(PAD.replace(b"\x85%c", b"\x85\x09"))],
            "its descriptor has report ID 9, and report_ids has not",
            id="other ID",
        ),
        pytest.param(
            lambda: [pad(PAD.replace(b"\x85%c", b""), ids=(0,)), usb_hid.Device.MOUSE],
            "without a report ID it must be the only device",
            id="no ID",
        ),
    ],
)
def test_devices_that_contradict_themselves_are_told_of(bench, devices, words):
    with bench.usb.boot():
        usb_hid.enable(devices())

    with pytest.raises(Mistake, match=words):
        bench.usb.connect()


def test_a_descriptor_goes_on_where_the_one_before_it_has_ended(bench):
    short = PAD.replace(b"\x15\x00\x25\x01\x75\x08\x95\x01", b"")
    with bench.usb.boot():
        usb_hid.enable([pad(), pad(short, ids=(5,))])
    bench.usb.connect()

    usb_hid.devices[1].send_report(b"\x01")

    assert bench.usb.host.down == ["button 1"]


def test_a_bios_gets_the_boot_keyboard_alone(bench, host):
    with bench.usb.boot(bios=True):
        usb_hid.enable((usb_hid.Device.MOUSE, usb_hid.Device.KEYBOARD), boot_device=1)
    bench.usb.connect()

    (keyboard,) = usb_hid.devices
    keyboard.send_report(keys(0x04), 0)

    assert usb_hid.get_boot_device() == 1
    assert host.typed == "a"


def test_at_most_eight_devices_are_enabled(bench):
    with bench.usb.boot(), pytest.raises(ValueError, match="devices length must be <= 8"):
        usb_hid.enable([usb_hid.Device.MOUSE] * 9)


def test_lights_reach_a_program_that_only_listens(host, keyboard):
    host.leds = 1

    assert keyboard.get_last_received_report() == b"\x01"


def test_lights_reach_all_keyboards_and_wrong_reports_none(bench, host, keyboard):
    keyboard.send_report(UP)

    host.leds = 0b11
    assert keyboard.get_last_received_report() == b"\x03"

    bench.usb.send_report(keyboard, 1, b"\x01\x02")
    assert keyboard.get_last_received_report() is None
    assert "the firmware forgets report 1" in bench.notes[0]


# Wirings and programs

TYPE = """
import time, usb_hid
keyboard = usb_hid.devices[0]
for usage in (0x1C, 0x1D):
    keyboard.send_report(bytes((0, 0, usage, 0, 0, 0, 0, 0)))
    keyboard.send_report(bytes(8))
    time.sleep(1)
print(keyboard.get_last_received_report())
"""
needs_xkb = pytest.mark.skipif(find_library("xkbcommon") is None, reason="there is no libxkbcommon")
both_hosts = pytest.mark.parametrize("host", [run, vm.run], ids=["cpython", "vm"])


@both_hosts
def test_a_wiring_has_a_computer(host):
    result = host(TYPE, wiring={"usb": {"at": [{"seconds": 0.5, "leds": 2}]}})

    assert result.usb == ["0.008 s  keyboard  types 'yZ'"]
    assert result.stdout == "b'\\x02'\n"


@both_hosts
def test_without_one_the_cable_is_loose(host):
    result = host(TYPE)

    assert list(result.usb) == []
    assert "OSError: USB busy" in result.stdout


@both_hosts
def test_boot_py_of_the_drive_runs_first(host, tmp_path):
    (tmp_path / "settings.py").write_text("devices = 1\n")
    (tmp_path / "boot.py").write_text(
        "import usb_hid, settings\nprint('booting')\n"
        "usb_hid.enable((usb_hid.Device.KEYBOARD, usb_hid.Device.MOUSE)[:settings.devices])\n"
        "settings.devices = 5\n"
    )
    program = "import usb_hid, settings\nprint(len(usb_hid.devices), settings.devices)\n"

    result = host(program, drive=tmp_path, wiring={"usb": {}})

    assert result.stdout == "1 1\n"


@both_hosts
def test_pins_and_buses_of_boot_py_are_free_again(host, tmp_path):
    program = (
        "import board, digitalio\nprint(digitalio.DigitalInOut(board.D5).value, board.I2C())\n"
    )
    (tmp_path / "boot.py").write_text(program)

    result = host(program, drive=tmp_path)

    assert result.stdout == "False <I2C>\n"
    assert list(result.notes) == []


@both_hosts
def test_a_boot_py_that_fails_is_told_of_and_code_py_runs(host, tmp_path):
    (tmp_path / "boot.py").write_text("1 / 0\n")

    result = host("print('code')", drive=tmp_path)

    assert result.stdout == "code\n"
    assert "ZeroDivisionError" in result.notes[0]
    assert 'File "boot.py", line 1' in result.notes[0]


def test_the_command_tells_what_the_computer_saw(tmp_path, capsys):
    (tmp_path / "code.py").write_text(TYPE)
    (tmp_path / "wiring.toml").write_text("[usb]\n")

    assert (
        cli.main(["run", str(tmp_path / "code.py"), "--wiring", str(tmp_path / "wiring.toml")]) == 0
    )

    assert "bench: the computer saw: 0.008 s  keyboard  types 'yz'" in capsys.readouterr().err


@needs_xkb
def test_text_is_typed_on_the_layout_of_the_wiring():
    assert run(TYPE, wiring={"usb": {"layout": "de"}}).usb == ["0.008 s  keyboard  types 'zy'"]


@needs_xkb
def test_dead_keys_compose_and_backspace_deletes(host, keyboard):
    host.layout = "fr"
    for usage, modifiers in ((0x2F, 0), (0x08, 0), (0x1F, 0x40), (0x2A, 0), (0x29, 0), (0x2C, 0)):
        keyboard.send_report(keys(usage, modifiers=modifiers))
        keyboard.send_report(UP)

    assert host.typed == "ê "
    assert host.chords == ["Escape"]


@needs_xkb
def test_what_is_wrong_with_the_computer_of_a_wiring_is_told_at_once(tmp_path):
    text = '[usb]\nconected = true\nboot = "nowhere.py"\nlayout = "nowhere"\n'
    (tmp_path / "wiring.toml").write_text(text)

    with pytest.raises(WiringError) as raised:
        wiring.resolve(tmp_path / "wiring.toml")

    first, second, third = str(raised.value).splitlines()
    assert ":2: usb: unknown key 'conected'; did you mean connected?" in first
    assert ":3: usb: there is no file" in second
    assert "nowhere" in third


def test_a_wiring_plugs_in_and_out_over_time():
    bench = Bench(strict=False)
    assemble(bench, wiring.resolve({"usb": {"at": [{"seconds": 1, "connected": False}]}}))

    assert bench.usb.connected
    bench.clock.advance(1)
    assert not bench.usb.connected


def test_a_log_shows_the_same_again(bench, host, keyboard):
    keyboard.send_report(keys(0x39))
    keyboard.send_report(keys(0x04))
    bench.clock.advance(1)
    bench.usb.disconnect()

    again = usb_host.replay(host.devices, host.log, "us", bench.clock.us)

    assert again.lines() == host.lines()
    assert again.typed == host.typed
