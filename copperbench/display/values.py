# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What displayio's objects ask of values, in the firmware's words."""

from copperbench import native
from copperbench.bench import active


def old_firmware():
    """Return whether the bench in use answers as 9.x does."""
    bench = active()
    return bench is not None and bench.firmware.startswith("9")


def attribute(name, getter, setter=None):
    """Return a property called ``name``, as the firmware has it."""

    def refuse(self, value=None):
        raise AttributeError(f"can't set attribute '{name}'")

    return property(getter, refuse if setter is None else setter, refuse)


def not_iterable(name):
    """Return the error of iterating over an object of the class ``name``."""
    return TypeError(
        "'{}' object {} iterable".format(name, "is not" if old_firmware() else "isn't")
    )


def not_subscriptable(name):
    """Return the error of brackets behind an object of the class ``name``."""
    return TypeError(f"'{name}' object isn't subscriptable")


def fixed_array(value, length):
    """Return the ``length`` items of a tuple or a list.

    :raises TypeError: it is neither
    :raises ValueError: it has another length
    """
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"object '{type(value).__name__}' isn't a tuple or list")
    if len(value) != length:
        raise ValueError(f"requested length {length} but object has length {len(value)}")
    return value


def to_int_named(value, name):
    """Return ``value``, which must be an int.

    :raises TypeError: it is something else
    """
    if isinstance(value, int):
        return native.to_int(value)
    raise TypeError(f"{name} must be of type int, not {type(value).__name__}")


def state_of(instance, cls):
    """Return the inner side of an object of ``cls`` or of a class made from it.

    :raises NotImplementedError: its class did not call ``super().__init__()``
    """
    if isinstance(instance, cls):
        try:
            return instance._state
        except AttributeError:
            pass
    raise NotImplementedError("Call super().__init__() before accessing native object.")
