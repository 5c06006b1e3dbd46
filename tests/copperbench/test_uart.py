# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""busio.UART where the recorded cases do not reach: time, lost bytes, talkers."""

import select

import board
import busio
import pytest

from copperbench.chip_uart import FrameTalker, LineTalker, UARTChip, nmea
from copperbench.errors import Mistake
from copperbench.modules.select import POLLIN, poll


class Modem(LineTalker):
    name = "modem"

    def line(self, text):
        self.send(b"OK " + text + b"\r\n", delay_us=50000)


class Clock(UARTChip):
    """Tells the seconds."""

    name = "clock"

    def power_up(self):
        super().power_up()
        self.count = 0
        self.every(1000000, self.tick)

    def tick(self):
        self.count += 1
        return nmea(f"XXTCK,{self.count}")


class Dust(FrameTalker):
    """Frames of a start, a length, a body and the sum of all before."""

    name = "dust"
    START = b"\x42\x4d"
    HEADER = 3
    frames = ()

    def length(self, header):
        return header[2] + 4

    def valid(self, frame):
        return sum(frame[:-1]) & 0xFF == frame[-1]

    def frame(self, frame):
        self.frames += (frame[3:-1],)


@pytest.fixture
def uart(bench):
    return board.UART()


def frame(body):
    whole = b"\x42\x4d" + bytes([len(body)]) + body
    return whole + bytes([sum(whole) & 0xFF])


def test_sending_takes_ten_bits_a_byte(bench, uart):
    uart.write(b"0123456789")

    assert bench.clock.us == pytest.approx(100 * 1000000 / 9600, abs=1)


def test_parity_and_stop_bits_take_their_time(bench):
    with busio.UART(
        board.TX, board.RX, baudrate=1000000, parity=busio.UART.Parity.EVEN, stop=2, bits=7
    ) as uart:
        uart.write(bytes(100))

    assert bench.clock.us == 1100


def test_an_answer_is_there_when_it_is_there_and_not_before(bench, uart):
    bench.uart.attach(Modem())
    uart.timeout = 0.01
    uart.write(b"AT\r\n")

    assert uart.readline() is None
    uart.timeout = 0.1
    assert uart.readline() == b"OK AT\r\n"


def test_a_read_in_vain_takes_the_time_out(bench, uart):
    uart.timeout = 2.5

    assert uart.read(1) is None
    assert bench.clock.us == 2500000


def test_each_byte_starts_the_time_out_anew(bench, uart):
    bench.uart.attach(Clock())
    uart.timeout = 1.5

    assert uart.read(24) == nmea("XXTCK,1") + nmea("XXTCK,2")[: 24 - len(nmea("XXTCK,1"))]


def test_a_buffer_that_is_full_loses_what_comes_last(bench):
    bench.uart_line("TX", "RX").loop_back()
    with busio.UART(board.TX, board.RX, receiver_buffer_size=16, timeout=0) as uart:
        uart.write(bytes(range(60)))

        assert uart.in_waiting == 16  # and the peripheral has 32
        assert uart.read() == bytes(range(48))
    assert bench.uart_line("TX", "RX").lost == 12


def test_lines_can_be_iterated_over(bench, uart):
    bench.uart.loop_back()
    uart.timeout = 0
    uart.write(b"one\ntwo\nrest")

    assert list(uart) == [b"one\n", b"two\n", b"rest"]


def test_readinto_tells_how_much_came(bench, uart):
    bench.uart.loop_back()
    uart.timeout = 0.1
    uart.write(b"abc")
    data = bytearray(5)

    assert uart.readinto(data) == 3
    assert data == b"abc\0\0"
    assert uart.readinto(data) is None


@pytest.mark.parametrize(
    "call,error,message",
    [
        pytest.param(
            lambda u: u.readinto(bytearray(3), 2), ValueError, "length argument", id="length"
        ),
        pytest.param(lambda u: u.readinto(b"abc"), TypeError, "object with buffer", id="read-only"),
        pytest.param(
            lambda u: u.read(1, 2), TypeError, "expected at most 2 arguments, got 3", id="two"
        ),
        pytest.param(
            lambda u: u.read(-2), MemoryError, "allocating 4294967294 bytes", id="negative"
        ),
        pytest.param(lambda u: u.write(), TypeError, "missing 1 required positional", id="nothing"),
        pytest.param(lambda u: u.read(nbytes=3), TypeError, "doesn't take keyword", id="keyword"),
    ],
)
def test_wrong_calls_have_the_firmwares_words(uart, call, error, message):
    with pytest.raises(error, match=message):
        call(uart)


def test_a_line_with_one_pin_does_half(bench):
    with busio.UART(None, board.RX) as uart, pytest.raises(ValueError, match="No tx pin"):
        uart.write(b"a")
    with busio.UART(board.TX) as uart, pytest.raises(ValueError, match="No rx pin"):
        uart.read(1)


def test_a_listener_hears_the_talker_at_the_boards_pins(bench):
    bench.uart.attach(Clock())
    with busio.UART(None, board.RX, timeout=2) as uart:
        assert uart.readline() == nmea("XXTCK,1")


def test_a_wrong_baudrate_gives_garbage_both_ways(bench):
    modem = bench.uart.attach(Modem())
    modem.baudrate = 115200
    with busio.UART(board.TX, board.RX, baudrate=9600) as uart:
        uart.write(b"AT\n")
        modem.send(b"HELLO\n")
        answer = uart.read()

    assert len(answer) == 6
    assert answer != b"HELLO\n"


def test_unplugged_talkers_are_silent_and_start_anew(bench, uart):
    chip = bench.uart.attach(Clock())
    uart.timeout = 3.5
    chip.unplug()
    assert uart.read(1) is None
    chip.plug_in()

    assert uart.readline() == nmea("XXTCK,1")


def test_frames_are_taken_between_noise(bench, uart):
    chip = bench.uart.attach(Dust())

    uart.write(b"\x00\x42" + frame(b"\x01\x02") + b"\xff" + frame(b""))

    assert chip.frames == (b"\x01\x02", b"")


def test_a_frame_with_a_wrong_sum_is_told(bench, uart):
    bench.uart.attach(Dust())

    with pytest.raises(Mistake, match="dust: a frame with a wrong checksum: 424d01aa00"):
        uart.write(b"\x42\x4d\x01\xaa\x00")


def test_nmea_has_the_checksum_of_the_standard():
    # The sentence that the u-blox protocol specification shows, NMEA 0183's own sum.
    assert nmea("GPTXT,01,01,02,u-blox ag - www.u-blox.com").endswith(b"*50\r\n")


def test_poll_waits_in_virtual_time(bench):
    bench.uart.attach(Clock())
    uart = board.UART()
    waiting = poll()
    waiting.register(uart, POLLIN)

    assert waiting.poll(500) == []
    assert bench.clock.us == 500000
    assert waiting.poll(1000) == [(uart, POLLIN)]
    assert 1000000 < bench.clock.us < 1010000


def test_the_hosts_own_select_stays(bench):
    assert hasattr(select, "select")
    assert "copperbench" not in (getattr(select, "__file__", None) or "")
