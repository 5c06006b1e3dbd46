# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Wiring files: what they put on a bench, and what is said of their mistakes, all at once."""

from textwrap import dedent

import pytest

from copperbench import vm, wiring
from copperbench.assembly import assemble
from copperbench.bench import Bench
from copperbench.errors import WiringError


def read(tmp_path, text, name="wiring.toml"):
    path = tmp_path / name
    path.write_text(dedent(text), encoding="utf-8")
    return wiring.resolve(path)


def put_together(plan):
    bench = Bench(plan["board"])
    assemble(bench, plan)
    return bench


def only_chip(bench):
    (chip,) = [chip for bus in bench.buses() for chip in bus.chips]
    return chip


def test_nothing_at_all_is_a_bare_board():
    plan = wiring.resolve(None)

    assert (plan["board"], plan["chips"], plan["pins"]) == ("adafruit_feather_rp2040", [], [])


def test_a_chip_is_on_the_boards_default_bus(tmp_path):
    bench = put_together(read(tmp_path, '[[chip]]\npart = "AS5600"\nangle = 90.0\n'))

    assert bench.i2c.bus.chips == [only_chip(bench)]
    assert only_chip(bench).angle == 90.0


def test_a_chip_can_be_at_other_pins(tmp_path):
    text = """\
    board = "raspberry_pi_pico"
    [[chip]]
    part = "as5600"
    pins = { scl = "GP7", sda = "GP6" }
    """

    bench = put_together(read(tmp_path, text))

    assert bench.i2c_bus("GP7", "GP6").chips == [only_chip(bench)]


def test_a_chip_can_have_a_name(tmp_path):
    bench = put_together(read(tmp_path, '[[chip]]\npart = "as5600"\nname = "elbow"\n'))

    assert only_chip(bench).name == "elbow"


def test_values_come_in_their_time(tmp_path):
    text = """\
    [[chip]]
    part = "as5600"
    angle = 10.0
    at = [{ seconds = 1.5, angle = 20.0 }, { seconds = 3.0, angle = 30.0 }]
    """
    bench = put_together(read(tmp_path, text))

    seen = [only_chip(bench).angle]
    for _ in range(3):
        bench.clock.advance(1.0)
        seen.append(only_chip(bench).angle)

    assert seen == pytest.approx([10.0, 10.0, 20.0, 30.0])


def test_values_go_round(tmp_path):
    text = '[[chip]]\npart = "as5600"\nevery = { seconds = 1.0, angle = [0.0, 120.0, 240.0] }\n'
    bench = put_together(read(tmp_path, text))

    seen = []
    for _ in range(4):
        seen.append(only_chip(bench).angle)
        bench.clock.advance(1.0)

    assert seen == pytest.approx([0.0, 120.0, 240.0, 0.0])


def test_a_pin_has_a_level_a_resistor_and_a_wire(tmp_path):
    text = """\
    [[pin]]
    name = "D5"
    pull = "up"

    [[pin]]
    name = "A0"
    volts = 1.65
    at = [{ seconds = 1.0, volts = 3.3 }]

    [[pin]]
    name = "D9"
    connected_to = "D10"
    """
    bench = put_together(read(tmp_path, text))

    bench.pin("D9").value = True
    before = bench.pin("A0").volts
    bench.clock.advance(1.0)

    assert bench.pin("D5").value is True
    assert (before, bench.pin("A0").volts) == (1.65, 3.3)
    assert bench.pin("D10").value is True


def test_a_chip_of_ones_own_lies_beside_the_wiring(tmp_path):
    (tmp_path / "thing.py").write_text(
        "from copperbench.chip import I2CChip\n\nclass Thing(I2CChip):\n"
        "    def __init__(self, address=0x20, size=3):\n"
        "        super().__init__(address)\n        self.size = size\n",
        encoding="utf-8",
    )

    plan = read(tmp_path, '[[chip]]\npart = "thing.py:Thing"\nsize = 5\n')

    assert plan["chips"][0]["arguments"] == {"size": 5}
    assert plan["chips"][0]["file"] == str(tmp_path / "thing.py")


def test_chips_are_behind_the_multiplexer_that_is_listed_before_them(tmp_path):
    text = """\
    [[chip]]
    part = "tca9548a"
    [[chip]]
    part = "as5600"
    channel = 0
    angle = 90.0
    [[chip]]
    part = "as5600"
    channel = 7
    at = [{ seconds = 1.0, angle = 180.0 }]
    [[chip]]
    part = "pca9546a"
    address = 0x71
    [[chip]]
    part = "mcp23017"
    channel = 3
    pins = { inta = "D5" }
    """

    bench = put_together(read(tmp_path, text))
    bench.clock.advance(1.5)

    first, second = bench.i2c.bus.chips
    assert [len(channel.chips) for channel in first.channels] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert first.channels[0].chips[0].angle == 90.0
    assert first.channels[7].chips[0].angle == 180.0
    assert list(second.channels[3].chips[0].lines) == ["inta"]


@pytest.mark.parametrize(
    "text, words",
    [
        pytest.param('part = "as5600"\nchannel = 0', "no multiplexer is listed before", id="none"),
        pytest.param(
            'part = "pca9546a"\n[[chip]]\npart = "as5600"\nchannel = 4',
            "channel must be 0 to 3",
            id="too high",
        ),
        pytest.param(
            'part = "tca9548a"\n[[chip]]\npart = "as5600"\nchannel = true',
            "channel must be 0 to 7",
            id="no number",
        ),
        pytest.param(
            'part = "tca9548a"\n[[chip]]\npart = "as5600"\nchannel = 0\nbus = "i2c"',
            "its bus is that of the multiplexer",
            id="a bus, too",
        ),
    ],
)
def test_a_channel_that_there_is_not_is_told(tmp_path, text, words):
    with pytest.raises(WiringError, match=words):
        read(tmp_path, f"[[chip]]\n{text}\n")


def test_a_library_has_its_wiring_in_its_pyproject(tmp_path):
    text = '[project]\nname = "x"\n[[tool.copperhead.bench.chip]]\npart = "as5600"\nangle = 5.0\n'

    plan = read(tmp_path, text, "pyproject.toml")

    assert plan["chips"][0]["attributes"] == {"angle": 5.0}


def test_a_wiring_of_the_bench_goes_by_its_name():
    assert wiring.resolve("oracle")["board"] == "raspberry_pi_pico"
    assert "oracle" in wiring.names()


def test_the_board_of_the_command_goes_before_the_wirings():
    assert (
        wiring.resolve({"board": "raspberry_pi_pico"}, board="metro_m4_express")["board"]
        == "metro_m4_express"
    )


@pytest.mark.parametrize(
    "text, line, words",
    [
        ('bord = "x"', 1, "unknown key 'bord'; did you mean board?"),
        ('board = "raspberry_pi_pic"', 1, "did you mean raspberry_pi_pico"),
        ("\n[[chip]]\nangle = 1.0", 2, 'a chip needs its part: part = "as5600"'),
        (
            '[[chip]]\npart = "as560"',
            2,
            "no simulated chip is called 'as560'; did you mean as5600?",
        ),
        (
            '[[chip]]\npart = "as5600"\n\nangel = 1.0',
            4,
            "as5600 has no 'angel'; did you mean angle?",
        ),
        ('[[chip]]\npart = "as5600"\nangle = "much"', 3, "angle = 'much':"),
        ('[[chip]]\npart = "as5600"\nbus = "I2C7"', 3, "the board has no bus 'I2C7'"),
        ('[[chip]]\npart = "as5600"\npins = { scl = "GP5", sda = "D3" }', 3, "has no pin 'GP5'"),
        ('[[chip]]\npart = "as5600"\npins = "D5"', 3, "pins must be a table of pins"),
        ('[[chip]]\npart = "as5600"\nat = [{ angle = 1.0 }]', 3, "at needs seconds, 0 or more"),
        (
            '[[chip]]\npart = "as5600"\nat = [{ seconds = 1, angel = 1.0 }]',
            3,
            "did you mean angle?",
        ),
        ('[[chip]]\npart = "as5600"\nevery = { seconds = 0, angle = [1.0] }', 3, "more than 0"),
        ('[[chip]]\npart = "none.py:Thing"', 2, "there is no file"),
        ("[[pin]]\nvalue = true", 1, "a pin needs its name"),
        ('[[pin]]\nname = "D99"', 2, "has no pin 'D99'"),
        ('[[pin]]\nname = "D5"\npull = "sideways"', 3, "pull must be one of up, down"),
        ('[[pin]]\nname = "D5"\nconnected_to = "X"', 3, "has no pin 'X'"),
        ('[chip]\npart = "as5600"', 1, "write [[chip]] above its keys"),
        ('pull_ups = "yes"', 1, "pull_ups must be true or false"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, text, line, words):
    with pytest.raises(WiringError) as told:
        read(tmp_path, text)

    assert f"wiring.toml:{line}: " in str(told.value)
    assert words in str(told.value)


def test_all_mistakes_are_told_at_once(tmp_path):
    text = """\
    [[chip]]
    part = "as560"

    [[chip]]
    part = "as5600"
    angel = 1.0

    [[pin]]
    name = "D99"
    """

    with pytest.raises(WiringError) as told:
        read(tmp_path, text)

    assert [line.split(":")[1] for line in str(told.value).splitlines()] == ["2", "6", "9"]


@pytest.mark.parametrize(
    "content, words",
    [
        (b"board = ", "no TOML"),
        (b"\xff\xfe", "it is no UTF-8 text"),
        (None, "cannot read the wiring"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path, content, words):
    path = tmp_path / "wiring.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(WiringError, match=words):
        wiring.resolve(path)


def test_two_chips_of_one_address_on_one_bus_are_told(tmp_path):
    plan = read(tmp_path, '[[chip]]\npart = "as5600"\n\n[[chip]]\npart = "as5600"\n')

    with pytest.raises(WiringError, match="both have address 0x36"):
        put_together(plan)
    with pytest.raises(WiringError, match="both have address 0x36"):
        vm.run("pass", wiring=tmp_path / "wiring.toml")


def test_a_chip_that_breaks_when_it_is_imported_is_told(tmp_path):
    (tmp_path / "thing.py").write_text("1 // 0\n", encoding="utf-8")

    with pytest.raises(WiringError, match=r"thing\.py cannot be imported: ZeroDivisionError"):
        read(tmp_path, '[[chip]]\npart = "thing.py"\n')
