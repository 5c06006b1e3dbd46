# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Boards as data: where they come from, and what people are told who ask for the wrong one."""

from pathlib import Path

import pytest

from copperbench import boards, vm
from copperbench.bench import Bench
from copperbench.boards.generate import generate
from copperbench.errors import WiringError

NAMED = [
    "adafruit_feather_rp2040",
    "raspberry_pi_pico",
    "raspberry_pi_pico_w",
    "adafruit_qtpy_esp32s3_nopsram",
    "metro_m4_express",
]


def test_the_file_of_boards_is_what_the_stubs_say():
    assert Path(boards.FILE).read_text("utf-8") == generate()


def test_every_board_can_be_read_and_its_buses_name_pins_that_it_has():
    found = boards.ids()

    assert set(NAMED) < set(found)
    assert found == sorted(found)
    for board_id in found[::16]:
        data = boards.find(board_id)
        labels = {label for label, _ in data.pins}
        for _, pins in data.functions.values():
            assert set(pins) <= labels


@pytest.mark.parametrize(
    "board_id, function, pins",
    [
        ("adafruit_feather_rp2040", "I2C", ["GPIO3", "GPIO2"]),
        ("adafruit_feather_rp2040", "STEMMA_I2C", ["GPIO3", "GPIO2"]),
        ("adafruit_feather_rp2040", "SPI", ["GPIO18", "GPIO19", "GPIO20"]),
        ("raspberry_pi_pico", "STEMMA_I2C", ["GPIO5", "GPIO4"]),
        ("raspberry_pi_pico_w", "STEMMA_I2C", ["GPIO5", "GPIO4"]),
        ("adafruit_qtpy_esp32s3_nopsram", "UART", ["GPIO5", "GPIO16"]),
        ("metro_m4_express", "I2C", ["PB03", "PB02"]),
        ("sensebox_mcu_esp32s2", "STEMMA_I2C", ["GPIO42", "GPIO45"]),
    ],
)
def test_a_bus_of_a_board_has_the_pins_that_the_firmware_gives_it(board_id, function, pins):
    board = Bench(board_id).board

    assert [pin.name for pin in board.bus_pins(function)] == pins


def test_a_board_has_the_modules_of_its_firmware():
    assert "wifi" in boards.find("raspberry_pi_pico_w").modules
    assert "wifi" not in boards.find("raspberry_pi_pico").modules
    assert "displayio" not in boards.find("trinket_m0").modules


def test_an_unknown_board_is_told_with_those_of_like_names():
    with pytest.raises(WiringError) as caught:
        Bench("rasberry_pi_pico")

    assert str(caught.value) == (
        "no board has the id 'rasberry_pi_pico'; did you mean raspberry_pi_pico, "
        "raspberry_pi_pico2 or raspberry_pi_pico_w?"
    )


def test_an_unknown_pin_is_told_with_those_of_like_names():
    with pytest.raises(WiringError, match=r"raspberry_pi_pico has no pin GP31; did you mean GP"):
        Bench("raspberry_pi_pico").pin("GP31")


def test_a_bus_that_a_board_lacks_is_told_with_those_that_it_has():
    with pytest.raises(WiringError, match=r"raspberry_pi_pico has no board.I2C: it has STEMMA_I2C"):
        Bench("raspberry_pi_pico").board.bus_pins("I2C")


def test_a_bus_whose_pins_no_source_tells_asks_for_pins():
    with pytest.raises(WiringError, match=r"make the bus from its pins with busio.UART"):
        Bench("adafruit_metro_rp2040").board.bus_pins("UART")


def test_a_program_finds_on_a_board_what_is_there_and_nothing_else(program):
    text = program(
        """
        import board, microcontroller
        print(board.board_id, board.GP26, board.A0 is board.GP26, microcontroller.pin.GPIO26)
        print(repr(board.LED), type(board.LED))
        for name in ("I2C", "D5"):
            try:
                getattr(board, name)
            except AttributeError as error:
                print(error)
        print([n for n in dir(board) if n.startswith("GP1")][:3], "STEMMA_I2C" in dir(board))
        from board import *
        print(GP3)
        try:
            microcontroller.Pin()
        except TypeError as error:
            print(error)
        """,
        board="raspberry_pi_pico",
    )

    assert text == (
        "raspberry_pi_pico board.GP26_A0 True board.GP26_A0\n"
        "board.LED <class 'Pin'>\n"
        "'module' object has no attribute 'I2C'\n"
        "'module' object has no attribute 'D5'\n"
        "['GP1', 'GP10', 'GP11'] True\n"
        "board.GP3\n"
        "can't create 'Pin' instances\n"
    )


def test_the_vm_finds_a_board_too():
    result = vm.run("import board\nprint(board.board_id, board.D5)", board="metro_m4_express")

    assert result.stdout == "metro_m4_express board.D5\n"
