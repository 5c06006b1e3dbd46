# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Puts together what a wiring says: chips on buses, and the world about them. Runs on both hosts.

:mod:`copperbench.wiring` reads and checks the file; what comes here is its plain data,
in which every name is known to be right.
"""

from copperbench.native import CPYTHON


def assemble(bench, plan):
    """Put the pins and chips of ``plan`` on ``bench``, and their later values into its clock."""
    bench.pull_ups = plan["pull_ups"]
    if plan["loop_back"]:
        bench.watch(_loop_back)
    for entry in plan["pins"]:
        line = bench.pin(entry["name"])
        if entry["pull"]:
            line.pull = entry["pull"]
        if entry["connected_to"]:
            line.connect(bench.pin(entry["connected_to"]))
        if entry["follows"]:
            line.follow(bench.pin(entry["follows"]))
        _set_up(bench, line, entry)
    if plan["usb"]:
        if CPYTHON:  # what was typed on the VM is read here, too
            bench.usb.host.layout = plan["usb"]["layout"]
        _set_up(bench, bench.usb.host, plan["usb"])
    multiplexer = None
    for entry in plan["chips"]:
        module = __import__(entry["module"], None, None, (entry["class"],))
        chip = getattr(module, entry["class"])(**entry["arguments"])
        if entry["name"]:
            chip.name = entry["name"]
        if entry["channel"] is None:
            _attach(bench, chip, entry["bus"], entry["pins"])
        else:
            multiplexer.channels[entry["channel"]].attach(chip, **entry["pins"])
        if hasattr(chip, "MULTIPLEXES"):
            multiplexer = chip
        _set_up(bench, chip, entry)


def _loop_back(bus):
    if bus.KIND == "UART":
        bus.loop_back()


def _attach(bench, chip, function, pins):
    if pins == "any":  # on all buses of its kind, whatever their pins
        kind = chip.BUS

        def attach(bus):
            if kind == bus.KIND:
                bus.attach(chip)

        bench.watch(attach)
        return
    wires, others = _WIRES[_kind(bench, chip, function, pins)](bench, function, pins)
    wires.attach(chip, **others)


def _kind(bench, chip, function, pins):
    """Return the kind of bus that ``chip`` is wired to: some can be on two."""
    if "clock" in pins:  # beside "data" it is a pin that the program moves by hand
        return "Pins" if "data" in pins else "SPI"
    if "scl" in pins or function not in bench.board.functions:
        return chip.BUS
    return bench.board.functions[function][0]


def _i2c(bench, function, pins):
    wires = pins if "scl" in pins else _default(bench, function, ("scl", "sda"))
    return bench.i2c_bus(wires["scl"], wires["sda"]), _without(pins, ("scl", "sda"))


def _spi(bench, function, pins):
    roles = ("clock", "mosi", "miso")
    wires = pins if "clock" in pins else _default(bench, function, roles)
    return bench.spi_bus(*[wires.get(role) for role in roles]), _without(pins, roles)


def _uart(bench, function, pins):
    roles = ("tx", "rx")
    wires = pins if "tx" in pins or "rx" in pins else _default(bench, function, roles)
    return bench.uart_line(*[wires.get(role) for role in roles]), _without(pins, roles)


def _onewire(bench, function, pins):
    return bench.onewire(pins["data"]), {}


def _pins(bench, function, pins):
    return bench, pins


_WIRES = {"Pins": _pins, "I2C": _i2c, "SPI": _spi, "UART": _uart, "OneWire": _onewire}


def _default(bench, function, roles):
    return dict(zip(roles, bench.board.bus_pins(function)))


def _without(pins, roles):
    return {role: name for role, name in pins.items() if role not in roles}


def _set_up(bench, thing, entry):
    for name, value in entry["attributes"].items():
        setattr(thing, name, value)
    for moment in entry["at"]:
        bench.clock.at(moment["us"], _setter(thing, moment["values"]))
    for turn in entry["every"]:
        _go_round(bench.clock, thing, turn["us"], turn["values"])


def _setter(thing, values):
    def set_values():
        for name, value in values.items():
            setattr(thing, name, value)

    return set_values


def _go_round(clock, thing, us, values):
    """Have each of ``values`` (name -> list) set in turn: the first now, the next ``us`` later."""
    count = 0

    def turn():
        nonlocal count
        for name, row in values.items():
            setattr(thing, name, row[count % len(row)])
        count += 1
        clock.at(clock.us + us, turn)

    turn()
