# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What programs see of the firmware's objects: their names, types and refusals."""


def test_dir_shows_the_names_of_the_firmware_in_its_order(program):
    printed = program(
        """
        import alarm, board, digitalio, microcontroller, time
        print(dir(digitalio))
        print(dir(time))
        print(dir(alarm.pin), dir(alarm.time))
        print(dir(board)[:3], dir(board)[-2:])
        print(dir(microcontroller.pin)[:3])
        print([name for name in dir(board.D5) if name[0] != "_"])
        """
    )

    assert printed.splitlines() == [
        "['__class__', '__name__', 'DigitalInOut', 'Direction', 'DriveMode', 'Pull', '__dict__']",
        "['__class__', '__name__', '__dict__', 'localtime', 'mktime', 'monotonic', "
        "'monotonic_ns', 'sleep', 'struct_time', 'time']",
        "['__class__', '__name__', 'PinAlarm', '__dict__'] "
        "['__class__', '__name__', 'TimeAlarm', '__dict__']",
        "['__class__', '__name__', 'A0'] ['__dict__', 'board_id']",
        "['__class__', 'GPIO0', 'GPIO1']",
        "[]",
    ]


def test_modules_and_classes_cannot_be_changed(program):
    printed = program(
        """
        import digitalio, time
        for thing, name in ((time, "sleep"), (digitalio, "Pull"), (digitalio.Pull, "UP")):
            try:
                setattr(thing, name, 1)
            except AttributeError as error:
                print(error)
        try:
            time.gmtime()
        except AttributeError as error:
            print(error)
        """
    )

    assert printed.splitlines() == [
        "can't set attribute 'sleep'",
        "can't set attribute 'Pull'",
        "can't set attribute 'UP'",
        "'module' object has no attribute 'gmtime'",
    ]


def test_a_time_is_a_tuple_with_a_type_of_its_own(program):
    printed = program(
        """
        import time
        moment = time.struct_time((2024, 2, 29, 12, 0, 0, 3, 60, -1))
        print(type(moment) is time.struct_time, isinstance(moment, tuple), moment == tuple(moment))
        for look in (lambda: moment[9], lambda: moment["year"], lambda: moment.count(3)):
            try:
                look()
            except Exception as error:
                print(repr(error))
        """
    )

    assert printed.splitlines() == [
        "True True True",
        "IndexError('struct_time index out of range',)",
        "TypeError('struct_time indices must be integers, not str',)",
        """AttributeError("'struct_time' object has no attribute 'count'",)""",
    ]


def test_objects_refuse_what_they_cannot_do_with_each_other(program):
    printed = program(
        """
        import board, digitalio
        pin = digitalio.DigitalInOut(board.D5)
        for refused in (lambda: pin + 1, lambda: pin < pin, lambda: pin << 1):
            try:
                refused()
            except TypeError as error:
                print(error)
        """
    )

    assert printed.splitlines() == [
        "unsupported types for __add__: 'DigitalInOut', 'int'",
        "unsupported types for __lt__: 'DigitalInOut', 'DigitalInOut'",
        "unsupported types for __lshift__: 'DigitalInOut', 'int'",
    ]


def test_objects_that_hold_nothing_refuse_brackets_iteration_and_signs(program):
    printed = program(
        """
        import board, digitalio
        pin = digitalio.DigitalInOut(board.D5)

        def put():
            pin[0] = 1

        def delete():
            del pin[0]

        for refused in (lambda: pin[0], put, delete, lambda: list(pin), lambda: 1 in pin,
                        lambda: -pin):
            try:
                refused()
            except TypeError as error:
                print(error)
        """
    )

    assert printed.splitlines() == [
        "'DigitalInOut' object isn't subscriptable",
        "'DigitalInOut' object doesn't support item assignment",
        "'DigitalInOut' object doesn't support item deletion",
        "'DigitalInOut' object isn't iterable",
        "'DigitalInOut' object isn't iterable",
        "unsupported type for __neg__: 'DigitalInOut'",
    ]


def test_true_is_an_index_and_no_pulses_can_be_sent(program):
    printed = program(
        """
        import array, adafruit_pixelbuf, board, pulseio
        class Pixels(adafruit_pixelbuf.PixelBuf):
            def _transmit(self, buffer):
                print(bytes(buffer))
        pixels = Pixels(2, byteorder="RGB", auto_write=True)
        pixels[True] = 0x010203
        print(pixels[True])
        print(pulseio.PulseOut(board.D5).send(array.array("H", [])))
        """
    )

    assert printed.splitlines() == [
        r"b'\x00\x00\x00\x01\x02\x03'",
        "(1, 2, 3)",
        "None",
    ]
