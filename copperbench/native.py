# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What Python objects need in order to answer as the firmware's C objects do.

A firmware class is a plain class with plain methods, made from :class:`Object`
and marked :func:`exposed`; a decorator on each method says how the firmware takes
its arguments, so that a wrong call gets the firmware's words::

    @native.exposed
    class Thing(native.Object):
        @native.constructor("pin *frequency:i?")
        def __init__(self, pin, *, frequency=100):
            native.hide(self, State(pin, frequency))

        @native.method(1)
        def deinit(self): ...

        @native.method("buffer *start:i? end:i?", check="_ready")
        def write(self, buffer, *, start=0, end=native.ALL): ...

An integer is the number of positional arguments of a function that takes no
others, self included; a pair is the least and the most. A string names arguments
that may be given by keyword: ``:i`` is an int and ``:b`` a truth value, ``?`` may
be left out, ``*`` stands before the first that is by keyword only. ``check`` names
the method that looks whether the object can be used; the firmware does this
before it looks at named arguments, and after it has counted the others.

On CPython the words come from a second look at a call that Python refused: a call
that is right costs one function more. On the VM methods are left as they are, since
a proof of no garbage measures them, unless :data:`EXACT` is set before the
modules are imported; then each call is looked at first.
"""

import sys

CPYTHON = sys.implementation.name == "cpython"

EXACT = CPYTHON  #: whether wrong calls get the firmware's words; on the VM, set it before all else

ALL = 0x7FFFFFFF  #: what ``end`` is when it is left out

DEINITED = "Object has been deinitialized and can no longer be used. Create a new object."

Slice = slice
_setattr = setattr
_dir = dir  # the host's own, which a program on the VM gets another one for

_exposed = set()  # the classes that the firmware has


# Classes


class _Object:
    def __setattr__(self, name, value):
        # Properties never come here on the VM, and always on CPython.
        cls = type(self)
        if CPYTHON:
            attribute = getattr(cls, name, None)
            if hasattr(attribute, "__set__"):
                attribute.__set__(self, value)
                return
        if cls in _exposed:
            raise AttributeError(f"can't set attribute '{name}'")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if type(self) in _exposed:
            raise AttributeError(f"can't set attribute '{name}'")
        object.__delattr__(self, name)

    def __repr__(self):
        return f"<{type(self).__name__}>"


if CPYTHON:

    class _Class(type):
        """The type of firmware classes, which nobody can change."""

        def __setattr__(cls, name, value):
            if cls in _exposed:
                raise AttributeError(f"can't set attribute '{name}'")
            super().__setattr__(name, value)

        def __dir__(cls):
            names = super().__dir__()
            if cls not in _exposed:
                return names
            hidden = getattr(cls, "_hidden", ())
            return [name for name in _firmware_names(names) if name not in hidden]

        def __call__(cls, *args, **kwargs):
            made = super().__call__(*args, **kwargs)
            if cls not in _exposed and isinstance(made, cls) and "_state" not in vars(made):
                # As the firmware does where a program's own __init__ has not called super()'s.
                next(base for base in cls.__mro__ if base in _exposed).__init__(
                    made, *args, **kwargs
                )
            return made

    _Class.__name__ = _Class.__qualname__ = "type"
    _Class.__module__ = "builtins"

    class Object(_Object, metaclass=_Class):
        """The base of firmware classes: no attributes but the firmware's."""

        def __dir__(self):
            return names(self, super().__dir__())

    class _Property(property):
        def __repr__(self):
            return "<property>"

    def _unsupported(name):
        def refuse(self, other):
            raise TypeError(
                f"unsupported types for {name}: '{type(self).__name__}', '{type(other).__name__}'"
            )

        return refuse

    def _unsupported_alone(name):
        def refuse(self):
            raise TypeError(f"unsupported type for {name}: '{type(self).__name__}'")

        return refuse

    _OPERATORS = "add sub mul truediv floordiv mod pow and or xor lshift rshift lt le gt ge"
    for _name in _OPERATORS.split():
        setattr(_Object, f"__{_name}__", _unsupported(f"__{_name}__"))
    for _name in ("__neg__", "__pos__", "__invert__"):
        setattr(_Object, _name, _unsupported_alone(_name))

    class _Module(type(sys)):
        """The type of firmware modules."""

        def __getattr__(self, name):
            raise AttributeError(f"'module' object has no attribute '{name}'")

        def __setattr__(self, name, value):
            # Python's own machinery, and a package that gets its submodules.
            if name[:2] == "__" or isinstance(value, type(sys)):
                super().__setattr__(name, value)
            else:
                raise AttributeError(f"can't set attribute '{name}'")

        def __dir__(self):
            own = vars(self).get("__dir__")  # of a module whose names depend on the bench
            return module_names(modules[self.__name__] if own is None else own())

        def __repr__(self):
            return "<module '{}'>".format(self.__name__.rsplit(".", 1)[-1])

    _Module.__name__ = _Module.__qualname__ = "module"
    _Module.__module__ = "builtins"

else:
    Object = _Object
    _Property = property


def exposed(cls):
    """Make ``cls`` one of the firmware's: its name, its attributes and ``dir()`` are as there."""
    if CPYTHON:
        cls.__module__ = "builtins"
        cls.__qualname__ = cls.__name__
        _refuse_brackets(cls)
    _exposed.add(cls)
    return cls


def _refuse_brackets(cls):
    """Give ``cls`` the firmware's words for brackets that it does not take."""
    if not hasattr(cls, "__getitem__") and not hasattr(cls, "__iter__"):
        cls.__iter__ = cls.__contains__ = _not_iterable  # or Python would try numbers in brackets
    for method, action in (
        ("__getitem__", "isn't subscriptable"),
        ("__setitem__", "doesn't support item assignment"),
        ("__delitem__", "doesn't support item deletion"),
    ):
        if not hasattr(cls, method):
            setattr(cls, method, _refusal(action))


def _refusal(action):
    def refuse(self, *_):
        raise TypeError(f"'{type(self).__name__}' object {action}")

    return refuse


def _not_iterable(self, *_):
    raise TypeError(f"'{type(self).__name__}' object " + words("isn't iterable"))


def hide(instance, state):
    """Give ``instance`` its inner state: ``_state``, which the firmware's object has not."""
    object.__setattr__(instance, "_state", state)


def made(cls, state):
    """Return an instance of ``cls`` with this state, made without its constructor."""
    instance = object.__new__(cls)
    hide(instance, state)
    return instance


def attribute(getter, setter=None):
    """Return a property as the firmware has it: what has no setter says so in its words."""
    name = getter.__name__

    def refuse(self, value=None):
        raise AttributeError(f"can't set attribute '{name}'")

    return _Property(getter, refuse if setter is None else setter, refuse)


def names(value, found=None):
    """Return what the firmware's ``dir(value)`` does: the VM's own shows the bench's names, too."""
    kind = type(value)
    # What is a module by its type's name only is microcontroller.pin.
    like_module = isinstance(value, type(sys)) or kind.__name__ == "module"
    if like_module and kind is not type(sys) and hasattr(kind, "__dir__"):
        return kind.__dir__(value)  # in the firmware's order
    if found is None:
        found = _dir(value)
    if kind is type(sys):
        public = modules.get(id(value)) or modules.get(value.__name__)
        return found if public is None else module_names(public)
    try:
        if value in _exposed:
            return _firmware_names(found)
    except TypeError:  # it cannot be hashed
        pass
    if kind in _exposed:
        hidden = getattr(value, "_hidden", ())
        return _present(value, [name for name in found if name not in hidden])
    if isinstance(value, _Object):  # a program's own class, made from one of the firmware's
        for cls in _exposed:
            if isinstance(value, cls):
                hidden = [name for name in _private(cls) if name not in _DUNDERS]
                found = [name for name in found if name not in hidden]
    return found


def module_names(public):
    """Return what the firmware's ``dir()`` shows of a module with these names."""
    return ["__class__", "__name__"] + sorted(list(public) + ["__dict__"])


def _private(cls):
    found = type.__dir__(cls) if CPYTHON else _dir(cls)
    return [name for name in found if name[:1] == "_"] + ["_state"]


def _firmware_names(found):
    return [name for name in found if name[:1] != "_" or name in _DUNDERS]


_DUNDERS = ("__class__", "__enter__", "__exit__", "__name__")


def _present(value, found):
    """Leave out the attributes that cannot be read now, as the firmware's dir() does."""
    kept = []
    for name in _firmware_names(found):
        try:
            getattr(value, name)
        except Exception:
            continue
        kept.append(name)
    return kept


def assign(value, name, content):
    """Do what the firmware's ``setattr`` does: the VM's own changes modules and classes."""
    if type(value) is type(sys):
        fixed = value.__name__ in modules or id(value) in modules
    else:
        fixed = isinstance(value, type) and value in _exposed
    if fixed:
        raise AttributeError(f"can't set attribute '{name}'")
    _setattr(value, name, content)


def slice_of(*bounds):
    """Return what the firmware's ``slice(…)`` does: the VM's cannot be called."""
    if len(bounds) == 1:
        return _bounds[: bounds[0]]
    if len(bounds) == 2:
        return _bounds[bounds[0] : bounds[1]]
    return _bounds[bounds[0] : bounds[1] : bounds[2]]


class _Bounds:
    def __getitem__(self, index):
        return index


_bounds = _Bounds()


modules = {}  #: the firmware's modules that are imported: name or id() -> their public names


def module(name, *public):
    """Make the module ``name`` one of the firmware's, whose ``dir()`` shows these names.

    CPython sees to it here; on the VM the program's ``dir`` and ``setattr`` ask :data:`modules`.
    """
    modules[name] = sorted(public)
    made_of_python = sys.modules[name]
    if CPYTHON:
        made_of_python.__class__ = _Module
        return
    short = name.rsplit(".", 1)[-1]
    if short != name:
        modules[id(made_of_python)] = modules[name]
    if not hasattr(made_of_python, "__getattr__"):
        made_of_python.__getattr__ = _no_attribute
    made_of_python.__name__ = short
    if hasattr(made_of_python, "__file__"):
        del made_of_python.__file__


def _no_attribute(name):
    raise AttributeError(f"'module' object has no attribute '{name}'")


def enumeration(path, *members):
    """Return an enumeration of the firmware.

    :param path: how it prints, such as ``digitalio.Direction``: ``digitalio.Direction.INPUT``
    :param members: the names of its values
    """
    name = path.rsplit(".", 1)[-1]

    def refuse(self, *args, **kwargs):
        raise TypeError(no_instances(name))

    def show(self):
        return f"{path}.{self._state}"

    cls = type(name, (Object,), {"__init__": refuse, "__repr__": show})
    for member in members:
        setattr(cls, member, made(cls, member))
    return exposed(cls)


def bench():
    """Return the bench in use, which new objects belong to."""
    from copperbench.bench import current

    return current()


def no_instances(name):
    """Return what the firmware says where a class makes no instances."""
    return words(f"can't create '{name}' instances")


def words(text):
    """Return a message in the words of the bench's firmware: 9.x writes negations out."""
    from copperbench.bench import active

    used = active()
    if used is not None and used.firmware.startswith("9"):
        text = text.replace("can't", "cannot").replace("n't", " not")
    return text


# Calls


def method(arguments, check=None):
    """Have a method of :class:`Object` refuse wrong arguments in the firmware's words."""
    return _exact(arguments, 1, check)


def constructor(arguments):
    """Have ``__init__`` refuse wrong arguments in the firmware's words; self does not count."""
    if isinstance(arguments, int):
        arguments = (arguments, arguments)
    if isinstance(arguments, tuple):  # __init__ gets self, which the firmware does not count
        return _exact(arguments, 1, None, uncounted=1)
    return _exact(arguments, 1, None)


def function(arguments):
    """Have a module's function refuse wrong arguments in the firmware's words."""
    return _exact(arguments, 0, None)


def _exact(arguments, skipped, check, uncounted=0):
    if not EXACT:
        return lambda call: call
    if isinstance(arguments, str):
        named = _parse(arguments)

        def look(args, kwargs):
            if check is not None:
                getattr(args[0], check)()
            return _misfit(named, args[skipped:], kwargs)

    else:
        least, most = (arguments, arguments) if isinstance(arguments, int) else arguments

        def look(args, kwargs):
            return _miscount(least, most, len(args) - uncounted, kwargs)

    return (
        _looking_after(look, not isinstance(arguments, str)) if CPYTHON else _looking_before(look)
    )


def _looking_after(look, counted):
    from functools import wraps

    def decorate(call):
        @wraps(call)
        def exact(*args, **kwargs):
            try:
                if kwargs and counted:
                    raise TypeError
                return call(*args, **kwargs)
            except TypeError as error:
                # A traceback that goes no deeper than this call: Python did not take its arguments.
                if error.__traceback__.tb_next is not None:
                    raise
                refused = error
            raise look(args, kwargs) or refused

        return exact

    return decorate


def _looking_before(look):
    def decorate(call):
        def exact(*args, **kwargs):
            error = look(args, kwargs)
            if error is not None:
                raise error
            return call(*args, **kwargs)

        return exact

    return decorate


def _parse(text):
    """Return [name, kind, required, keyword only] for each argument in ``text``."""
    parsed = []
    keyword_only = False
    for word in text.split():
        if word[0] == "*":
            keyword_only = True
            word = word[1:]  # noqa: PLW2901
        required = word[-1] != "?"
        name, _, kind = word.rstrip("?").partition(":")
        parsed.append((name, kind, required, keyword_only))
    return parsed


def _misfit(named, args, kwargs):
    """Return the error of arguments that are parsed by name, or None; a wrong value raises."""
    used = 0
    for position, (name, kind, required, keyword_only) in enumerate(named):
        if position < len(args):
            if keyword_only:
                return TypeError("extra positional arguments given")
            value = args[position]
        elif name in kwargs:
            used += 1
            value = kwargs[name]
        elif required:
            return TypeError(f"'{name}' argument required")
        else:
            continue
        if kind == "i":
            to_int(value)
    if len(args) > len(named):
        return TypeError("extra positional arguments given")
    if used < len(kwargs):
        taken = [name for name, _, _, _ in named[len(args) :]]
        unknown = [name for name in kwargs if name not in taken]
        return TypeError(f"unexpected keyword argument '{unknown[0]}'")
    return None


def _miscount(least, most, count, kwargs):
    """Return the error of arguments that are only counted, or None."""
    if kwargs:
        return TypeError("function doesn't take keyword arguments")
    if least == most:
        if count != least:
            return TypeError(f"function takes {least} positional arguments but {count} were given")
    elif count < least:
        return TypeError(f"function missing {least - count} required positional arguments")
    elif count > most:
        return TypeError(f"function expected at most {most} arguments, got {count}")
    return None


# Values


def to_int(value):
    """Return ``value`` as the firmware's machine integer.

    :raises TypeError: it is none
    :raises OverflowError: it takes more than 32 bits
    """
    if type(value) is not int:
        if isinstance(value, (float, str)) or not (
            isinstance(value, (int, bool)) or hasattr(value, "__int__")
        ):
            raise TypeError(f"can't convert {type(value).__name__} to int")
        value = int(value)
    if -0x80000000 <= value <= 0x7FFFFFFF:
        return value
    raise OverflowError("overflow converting long int to machine word")


def to_float(value):
    """Return ``value`` as a float.

    :raises TypeError: it is none
    """
    if isinstance(value, (int, bool, float)):
        return float(value)
    raise TypeError(f"can't convert {type(value).__name__} to float")


def in_range(value, low, high, name):
    """Return ``value``, which must be ``low`` to ``high``.

    :raises ValueError: it is not; the message has the range
    """
    if low <= value <= high:
        return value
    raise ValueError(f"{name} must be {low}-{high}")


def at_least(value, low, name):
    """Return ``value``, which must be ``low`` or more.

    :raises ValueError: it is less
    """
    if value < low:
        raise ValueError(f"{name} must be >= {low}")
    return value


def at_most(value, high, name):
    """Return ``value``, which must be ``high`` or less.

    :raises ValueError: it is more
    """
    if value > high:
        raise ValueError(f"{name} must be <= {high}")
    return value


def of_type(value, cls, name, none=False):
    """Return ``value``, which must be a ``cls``, or None where that may be.

    :raises TypeError: it is something else
    """
    if isinstance(value, cls) or (none and value is None):
        return value
    raise TypeError(
        "{} must be of type {}, not {}".format(
            name, cls.__name__ + " or None" if none else cls.__name__, type(value).__name__
        )
    )


def index(value, length, name):
    """Return ``value`` as an index from 0 to ``length`` - 1 into what is called ``name``.

    :raises TypeError: it is no integer
    :raises IndexError: there is no such item
    """
    if not isinstance(value, (int, bool)):
        raise TypeError(f"{name} indices must be integers, not {type(value).__name__}")
    if value < 0:
        value += length
    if not 0 <= value < length:
        raise IndexError("index out of range")
    return value


# Buffers


def readable(buffer):
    """Return ``buffer`` as something whose items are its bytes.

    :raises TypeError: it is no buffer
    """
    kind = type(buffer)
    if kind is bytearray or kind is bytes:  # the usual ones, and they cost no heap
        return buffer
    if kind is str:
        return buffer.encode()
    return _bytes_of(buffer)


def writable(buffer):
    """Return ``buffer`` as something whose items are its bytes, and can be set.

    :raises TypeError: it is no buffer, or cannot be written to
    """
    if type(buffer) is bytearray:
        return buffer
    if isinstance(buffer, (bytes, str)):
        raise TypeError("object with buffer protocol required")
    view = _bytes_of(buffer)
    if CPYTHON:
        if view.readonly:
            raise TypeError("object with buffer protocol required")
    elif len(view):
        try:
            view[0] = view[0]
        except TypeError:
            raise TypeError("object with buffer protocol required")
    return view


def written(buffer, limits):
    """Return the bytes that a stream's ``write(buffer, *limits)`` means.

    :param limits: nothing for all, how many, or a first index and how many; -1 for all there are
    :raises TypeError: it is no buffer, or a limit is no integer
    """
    view = readable(buffer)
    if limits:
        offset = min(to_int(limits[0]), len(view)) if len(limits) > 1 else 0
        most = to_int(limits[-1])
        view = view[offset : offset + most] if most >= 0 else view[offset:]
    return view


if CPYTHON:

    def _bytes_of(buffer):
        try:
            return memoryview(buffer).cast("B")
        except TypeError:
            refused = TypeError("object with buffer protocol required")
        raise refused

    def item_size(buffer):
        """Return how many bytes an item of ``buffer`` has: slices of it count items."""
        return 1 if isinstance(buffer, str) else memoryview(buffer).itemsize

else:
    from uctypes import addressof, bytearray_at

    def _bytes_of(buffer):
        try:
            view = memoryview(buffer)
        except TypeError:
            raise TypeError("object with buffer protocol required")
        if item_size(buffer) == 1:
            return view
        # memoryview.cast is CircuitPython's; this is how MicroPython sees the same memory.
        return bytearray_at(addressof(buffer), len(bytes(buffer)))

    def item_size(buffer):
        """Return how many bytes an item of ``buffer`` has: slices of it count items."""
        if isinstance(buffer, str) or not len(buffer):
            return 1
        return len(bytes(buffer)) // len(buffer)
