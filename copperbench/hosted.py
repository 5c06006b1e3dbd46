# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CPython as the machine that a program for a board runs on: its builtins, its imports, its drive.

A program gets builtins of its own: what it imports is found as on a board (the
firmware's modules, then ``/``, then ``/lib``), what it prints goes to the console, and
names that the firmware lacks are missing. Nothing of it is left in the interpreter.

What stays CPython's is the language: dictionaries keep their order, floats have
double precision, and a bool is an int. The VM is the host without these.
"""

import __future__

import ast
import builtins
import importlib
import io
import re
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from copperbench import hosted_modules, native, system
from copperbench.bench import Bench
from copperbench.errors import Stop, firmware_text, os_error
from copperbench.host import FIXED_TIME, MODULES, is_for_a_board

ENOENT = 2
EROFS = 30

# vm.md: what CPython has and the firmware has not. What begins with "_" stays.
_MISSING = frozenset(
    [
        "BaseExceptionGroup",
        "BlockingIOError",
        "BufferError",
        "BytesWarning",
        "ChildProcessError",
        "ConnectionAbortedError",
        "ConnectionRefusedError",
        "ConnectionResetError",
        "DeprecationWarning",
        "EncodingWarning",
        "EnvironmentError",
        "ExceptionGroup",
        "FileExistsError",
        "FileNotFoundError",
        "FloatingPointError",
        "IOError",
        "ImportWarning",
        "InterruptedError",
        "IsADirectoryError",
        "ModuleNotFoundError",
        "NotADirectoryError",
        "PendingDeprecationWarning",
        "PermissionError",
        "ProcessLookupError",
        "RecursionError",
        "ReferenceError",
        "ResourceWarning",
        "RuntimeWarning",
        "SyntaxWarning",
        "SystemError",
        "TabError",
        "UnboundLocalError",
        "UnicodeDecodeError",
        "UnicodeEncodeError",
        "UnicodeTranslateError",
        "UnicodeWarning",
        "UserWarning",
        "aiter",
        "anext",
        "ascii",
        "breakpoint",
        "copyright",
        "credits",
        "exit",
        "format",
        "license",
        "quit",
        "vars",
    ]
)


class Console:
    """The board's console: what programs print, counted in lines.

    :param write: where the text goes
    :param printed: called after each whole line
    """

    def __init__(self, write: Callable[[str], Any], printed: Callable[[], None]) -> None:
        self._write = write
        self._printed = printed

    def write(self, text: str) -> int:
        """Print ``text``."""
        if not isinstance(text, str):
            text = bytes(text).decode("utf-8", "replace")
        start = 0
        while True:
            end = text.find("\n", start) + 1
            if not end:
                break
            self._write(text[start:end])
            start = end
            self._printed()
        if start < len(text):
            self._write(text[start:])
        return len(text)

    def flush(self) -> None:
        """Do nothing: a console has no buffer."""


class Drive:
    """The folder that plays CIRCUITPY, which programs may read.

    :param root: the folder, or None for a drive with nothing on it but the program
    :param program: the text of ``code.py``, where the folder has none
    :param libraries: more folders whose content is seen in ``/lib``
    """

    def __init__(self, root: Optional[Path], program: str, libraries: Sequence[Path]) -> None:
        self.cwd = "/"
        self.readonly = True
        self._root = root
        self._program = program
        self._libraries = list(libraries)

    def absolute(self, path: str) -> str:
        """Return ``path`` as seen from the root of the drive."""
        return system.absolute(self.cwd, path)

    def _parts(self, path: str) -> list[str]:
        return [part for part in self.absolute(path).split("/") if part]

    def find(self, path: str) -> Optional[Path]:
        """Return what ``path`` is on the host, or None; case does not count, as on FAT."""
        parts = self._parts(path)
        for root in self._roots(parts):
            found = _descend(root, parts[1:] if root in self._libraries else parts)
            if found is not None:
                return found
        return None

    def _roots(self, parts: Sequence[str]) -> list[Path]:
        roots = [] if self._root is None else [self._root]
        if parts and parts[0].lower() == "lib":
            roots += self._libraries
        return roots

    def names(self, path: str) -> list[str]:
        """Return the names in the folder ``path``.

        :raises OSError: there is no such folder
        """
        parts = self._parts(path)
        found: dict[str, None] = {}
        is_folder = not parts
        for root in self._roots(parts):
            folder = _descend(root, parts[1:] if root in self._libraries else parts)
            if folder is not None and folder.is_dir():
                is_folder = True
                found.update((entry.name, None) for entry in folder.iterdir())
        if not is_folder:
            raise os_error(ENOENT)
        if not parts:
            found["code.py"] = None
            if self._libraries:
                found["lib"] = None
        return list(found)

    def read(self, path: str) -> Optional[bytes]:
        """Return the content of the file ``path``, or None where there is none."""
        found = self.find(path)
        if found is not None and found.is_file():
            return found.read_bytes()
        if self.absolute(path) == "/code.py":
            return self._program.encode()
        return None

    def open(self, path: str, mode: str = "r", *_: Any, **__: Any) -> Any:
        """Open a file as ``open`` does on a board."""
        if not isinstance(path, str):
            raise TypeError(f"can't convert '{type(path).__name__}' object to str implicitly")
        if not mode or set(mode) - set("rwabxt+"):
            raise ValueError("Invalid mode")
        if set(mode) & set("wax+"):
            if self.readonly:
                raise os_error(EROFS)
            found = self.find(path) or self._new(path)
            return found.open(mode, encoding=None if "b" in mode else "utf-8")
        content = self.read(path)
        if content is None:
            raise os_error(ENOENT, path)
        if "b" in mode:
            return io.BytesIO(content)
        return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")

    def _new(self, path: str) -> Path:
        parent, _, name = self.absolute(path).rpartition("/")
        folder = self.find(parent)
        if folder is None:
            raise os_error(ENOENT if self._root is not None else EROFS)
        return folder / name


def _descend(folder: Path, parts: Sequence[str]) -> Optional[Path]:
    for part in parts:
        child = folder / part
        if not child.exists():
            if not folder.is_dir():
                return None
            same = [e for e in folder.iterdir() if e.name.lower() == part.lower()]
            if not same:
                return None
            child = same[0]
        folder = child
    return folder


class CompiledLibraryError(Exception):
    """A program needs an ``.mpy`` file, which CPython cannot load."""


class Machine:
    """Runs one program.

    :param bench: the board
    :param drive: what plays CIRCUITPY
    :param console: where it prints
    """

    def __init__(self, bench: Bench, drive: Drive, console: Console) -> None:
        self.bench = bench
        self.drive = drive
        self.console = console
        self.modules: dict[str, types.ModuleType] = {}
        self.path = ["", "/", "/lib"]
        self.at_exit: list[Callable[[], Any]] = []
        self._files: set[str] = set()  # the names of what runs, as tracebacks show them
        self.builtins = self._make_builtins()

    def run(self, source: bytes, name: str = "code.py") -> None:
        """Run the program. What it raises passes through."""
        main = types.ModuleType("__main__")
        main.__file__ = name
        self._execute(source, name, main)

    def _execute(self, source: bytes, name: str, module: types.ModuleType) -> None:
        self._files.add(name)
        module.__dict__["__builtins__"] = self.builtins
        exec(compile_for_board(source, name), module.__dict__)

    # Builtins

    def _make_builtins(self) -> dict[str, Any]:
        made = {n: v for n, v in vars(builtins).items() if n not in _MISSING}
        made.update(
            __import__=self.import_,
            print=self._print,
            open=self.drive.open,
            input=self._input,
            dir=_dir,
            memoryview=_MemoryView,
            repr=_repr,
            exec=self._exec,
            eval=self._eval,
            compile=lambda source, name, mode, *_: compile(source, name, mode, dont_inherit=True),
            **{_OS_ERROR: os_error},
            **{_SHOW: _show, _STOP: Stop, _IDLE: self._idle},
        )
        return made

    def _print(self, *values: Any, sep: str = " ", end: str = "\n", file: Any = None) -> None:
        text = sep.join(map(_show, values)) + end
        (self.console if file is None else file).write(text)

    def _idle(self) -> None:
        """Let a millisecond pass: a program waits in an empty loop."""
        self.bench.clock.advance_us(1000)

    def _input(self, prompt: str = "") -> str:
        self.console.write(prompt)
        line = sys.stdin.readline()
        if not line:
            raise Stop("the program waits for input, and there is none")
        return line.rstrip("\n")

    def _exec(self, source: Any, names: Any = None, local: Any = None) -> None:
        frame = sys._getframe(1)
        exec(source, *self._scope(frame, names, local))

    def _eval(self, source: Any, names: Any = None, local: Any = None) -> Any:
        frame = sys._getframe(1)
        return eval(source, *self._scope(frame, names, local))

    def _scope(self, frame: Any, names: Any, local: Any) -> tuple[Any, Any]:
        if names is None:
            return frame.f_globals, frame.f_locals
        names.setdefault("__builtins__", self.builtins)
        return names, names if local is None else local

    # Imports

    def import_(
        self,
        name: str,
        globals: Optional[Mapping[str, Any]] = None,  # noqa: A002
        locals: Optional[Mapping[str, Any]] = None,  # noqa: A002
        fromlist: Optional[Sequence[str]] = (),
        level: int = 0,
    ) -> Any:
        """Import as a board does; the arguments are those of ``__import__``."""
        if level:
            name = self._absolute_name(name, globals or {}, level)
        elif not name:
            raise ValueError
        module = self._load(name)
        if not fromlist:
            return module if level else self.modules[name.partition(".")[0]]
        if fromlist is True:  # asyncio asks so, as MicroPython does
            return module
        for wanted in fromlist:
            if wanted != "*" and not hasattr(module, wanted):
                if self._exists(f"{name}.{wanted}"):
                    # Set here too: a module that is being made has not been given to its package.
                    setattr(module, wanted, self._load(f"{name}.{wanted}"))
                else:
                    word = "cannot" if self.bench.firmware.startswith("9") else "can't"
                    raise ImportError(f"{word} import name {wanted}")
        return module

    def _absolute_name(self, name: str, names: Mapping[str, Any], level: int) -> str:
        package = names.get("__name__", "")
        parts = package.split(".")
        keep = len(parts) - level + ("__path__" in names)
        if package == "__main__" or keep <= 0:
            raise ImportError(f"no module named '{'.' * level}{name}'")
        return ".".join([*parts[:keep], *([name] if name else [])])

    def _load(self, name: str) -> Any:
        if name in self.modules:
            return self.modules[name]
        package, _, last = name.rpartition(".")
        parent = self._load(package) if package else None
        module = self._load_native(name)
        if module is None:
            module = self._load_file(name)
        if parent is not None:
            setattr(parent, last, module)
        return module

    def _load_native(self, name: str) -> Any:
        if name in hosted_modules.EXTENSIBLE and self._find(name):
            return None
        path = MODULES / Path(*name.split("."))
        if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file():
            if not system.includes(self.bench, name.partition(".")[0]):
                return None
            module = _bench_module(name)
        else:
            module = hosted_modules.make(name, self)
            if module is None:
                return None
        self.modules[name] = module
        return module

    def _exists(self, name: str) -> bool:
        path = MODULES / Path(*name.split("."))
        return path.with_suffix(".py").is_file() or self._find(name) is not None

    def _find(self, name: str) -> Optional[tuple[str, bool]]:
        """Return the name of a module's file, and whether it is a package's, or None."""
        package, _, last = name.rpartition(".")
        if package:
            place = getattr(self.modules[package], "__path__", None)
            places = [place if isinstance(place, str) else None]
        else:
            places = self.path
        for place in places:
            if place is None:
                continue
            start = place if not place or place.endswith("/") else place + "/"
            base = start + last
            folder = self.drive.find(base)
            if folder is not None and folder.is_dir():
                for suffix in ("py", "mpy"):
                    if self.drive.read(f"{base}/__init__.{suffix}") is not None:
                        return f"{base}/__init__.{suffix}", True
                return base, True
            for suffix in ("py", "mpy"):
                if self.drive.read(f"{base}.{suffix}") is not None:
                    return f"{base}.{suffix}", False
        return None

    def _load_file(self, name: str) -> Any:
        found = self._find(name)
        source: Optional[bytes]
        if found is None:
            installed = _installed(name)
            if installed is None:
                raise ImportError(f"no module named '{name}'")
            source = installed.read_bytes()
            is_package = installed.stem == "__init__"
            file = "/lib/" + name.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        else:
            file, is_package = found
            if file.endswith(".mpy"):
                raise CompiledLibraryError(
                    f"{file} is compiled, which CPython cannot load: run the program with --vm"
                )
            source = self.drive.read(file) if file.endswith(".py") else None
        module = types.ModuleType(name)
        module.__doc__ = None
        if is_package:
            module.__path__ = file.rpartition("/__init__.")[0] or file  # type: ignore[assignment]
        self.modules[name] = module
        if source is not None:
            module.__file__ = file
            try:
                self._execute(source, file, module)
            except BaseException:
                del self.modules[name]
                raise
        return module

    # Tracebacks

    def traceback(self, error: BaseException) -> str:
        """Return the traceback of ``error`` as the firmware prints it.

        It has no source lines, and no frames but the program's. What the program was handling when
        it came is told before; what the bench was, is not.
        """
        before = error.__cause__
        words = "The above exception was the direct cause of the following exception:"
        if before is None and not error.__suppress_context__ and self._handled(error.__context__):
            before = error.__context__
            words = "During handling of the above exception, another exception occurred:"
        chain = "" if before is None else f"{self.traceback(before)}\n{words}\n\n"
        lines = ["Traceback (most recent call last):"]
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename in self._files:
                place = f'"{code.co_filename}", line {trace.tb_lineno}'
                lines.append(f"  File {place}, in {code.co_name}")
            trace = trace.tb_next
        if isinstance(error, SyntaxError) and error.filename in self._files:
            lines.append(f'  File "{error.filename}", line {error.lineno}')
        text = message(error, self.bench.firmware)
        lines.append(type(error).__name__ + (f": {text}" if text else ""))
        return chain + "\n".join(lines) + "\n"

    def _handled(self, error: Optional[BaseException]) -> bool:
        """Return whether it was the program that caught ``error``."""
        if error is None or error.__traceback__ is None:
            return False
        return error.__traceback__.tb_frame.f_code.co_filename in self._files


_STANDARD = getattr(sys, "stdlib_module_names", frozenset({"select"}))  # since Python 3.10
_STATEFUL = frozenset({"usb_cdc", "usb_hid"})  # they have objects that a program may change


def _bench_module(name: str) -> types.ModuleType:
    """Return the bench's module ``name``: not CPython's, nor what a program has left of it."""
    if name == "time":
        return FIXED_TIME
    if name not in _STANDARD and name not in _STATEFUL:
        return importlib.import_module(name)
    path = MODULES / f"{name}.py"
    module = types.ModuleType(name)
    before = sys.modules.get(name)
    sys.modules[name] = module  # where it looks for itself
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    finally:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
    return module


def _installed(name: str) -> Optional[Path]:
    """Return the file of a module for boards that is installed beside the bench, or None."""
    relative = Path(*name.split("."))
    for entry in sys.path:
        if "site-packages" not in entry:
            continue
        for path in (
            Path(entry, relative, "__init__.py"),
            Path(entry, relative).with_suffix(".py"),
        ):
            if path.is_file() and is_for_a_board(str(path)):
                return path
    return None


# What the program's own code is changed in, so that it acts as on a board

_SHOW = "__bench_show__"
_STOP = "__bench_stop__"
_IDLE = "__bench_idle__"
_OS_ERROR = "__bench_os_error__"


def compile_for_board(source: bytes, name: str) -> types.CodeType:
    """Compile a program as the firmware does: what it does not take is a SyntaxError.

    Four things are changed: an f-string shows exceptions as the firmware does, an OSError
    has its errno though it has one argument, no ``except`` catches the end that the bench
    puts to a program, and in an empty loop without end time passes.
    """
    try:
        tree = ast.parse(source, name)
    except (SyntaxError, ValueError) as error:  # a null byte is a ValueError
        raise _syntax_error(name, getattr(error, "lineno", 1) or 1, error) from None
    for node in ast.walk(tree):
        if _refused(node):
            raise _syntax_error(name, getattr(node, "lineno", 1))
    tree = ast.fix_missing_locations(_ForBoard().visit(tree))
    # Annotations are for checkers: firmware does not look at them, and their names may be missing.
    return compile(tree, name, "exec", __future__.annotations.compiler_flag, dont_inherit=True)


def _syntax_error(name: str, line: int, error: Optional[Exception] = None) -> SyntaxError:
    kind = IndentationError if isinstance(error, IndentationError) else SyntaxError
    text = "unexpected indent" if isinstance(error, IndentationError) else "invalid syntax"
    if isinstance(error, IndentationError) and "unindent" in str(error):
        text = "unindent doesn't match any outer indent level"
    made = kind(text)
    made.filename = name
    made.lineno = line
    return made


def _refused(node: ast.AST) -> bool:
    """Return whether the firmware's compiler, as it was seen to, takes this for a syntax error."""
    kind = type(node).__name__
    if kind in ("Match", "TryStar"):
        return True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return bool(node.args.posonlyargs)
    if isinstance(node, ast.Dict):
        return None in node.keys
    if isinstance(node, ast.Set) or (
        isinstance(node, (ast.List, ast.Tuple)) and isinstance(node.ctx, ast.Load)
    ):
        return any(isinstance(element, ast.Starred) for element in node.elts)
    return False


class _ForBoard(ast.NodeTransformer):
    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        self.generic_visit(node)
        if node.format_spec is None and node.conversion in (-1, ord("r"), ord("s")):
            function = "repr" if node.conversion == ord("r") else _SHOW
            node.value = ast.Call(ast.Name(function, ast.Load()), [node.value], [])
            node.conversion = -1
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "OSError":
            node.func.id = _OS_ERROR
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant) and all(
            isinstance(statement, (ast.Pass, ast.Continue)) for statement in node.body
        ):
            node.body = [ast.Expr(ast.Call(ast.Name(_IDLE, ast.Load()), [], []))]
        return node

    def visit_Try(self, node: ast.Try) -> ast.AST:
        self.generic_visit(node)
        if any(_catches_all(handler.type) for handler in node.handlers):
            end = ast.ExceptHandler(ast.Name(_STOP, ast.Load()), None, [ast.Raise()])
            node.handlers.insert(0, end)
        return node


def _catches_all(kind: Optional[ast.expr]) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(
        one is None or (isinstance(one, ast.Name) and one.id == "BaseException") for one in kinds
    )


# How the firmware shows things


def _dir(*values: Any) -> list[str]:
    if values:
        return native.names(values[0])
    return sorted(sys._getframe(1).f_locals)


class _MemoryViewType(type):
    def __call__(cls, value: Any) -> memoryview:
        try:
            return memoryview(value)
        except TypeError:
            pass
        raise TypeError("object with buffer protocol required")

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, memoryview)

    def __repr__(cls) -> str:
        return "<class 'memoryview'>"


class _MemoryView(metaclass=_MemoryViewType):
    """``memoryview`` with the firmware's words; CPython's cannot be extended."""


def _show(value: Any) -> str:
    if isinstance(value, BaseException):
        return message(value)
    return str(value)


def _repr(value: Any) -> str:
    if isinstance(value, BaseException) and type(value).__repr__ in _HOST_REPRS:
        arguments = ", ".join(repr(argument) for argument in value.args)
        return f"{type(value).__name__}({arguments}{',' if len(value.args) == 1 else ''})"
    return repr(value)


_HOST_REPRS = {BaseException.__repr__, OSError.__repr__}

# The words of CPython, and the firmware's for the same.
_WORDS = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^name '(\w+)' is not defined.*", r"name '\1' isn't defined"),
        (
            r"^(?:cannot access local variable|local variable) '\w+' .*",
            "local variable referenced before assignment",
        ),
        (r"^'([\w.]+)' object is not (callable|iterable|subscriptable)$", r"'\1' object isn't \2"),
        (r"^'(\w+)' object does not support item", r"'\1' object doesn't support item"),
        (
            r"^[\w.<>]+\(\) takes (\d+) positional arguments? but (\d+) (?:was|were) given$",
            r"function takes \1 positional arguments but \2 were given",
        ),
        (
            r"^[\w.<>]+\(\) missing 1 required positional argument: .*",
            "function missing 1 required positional arguments",
        ),
        (
            r"^[\w.<>]+\(\) missing (\d+) required positional arguments: .*",
            r"function missing \1 required positional arguments",
        ),
        (
            r"^[\w.<>]+\(\) got an unexpected keyword argument '(\w+)'.*",
            r"unexpected keyword argument '\1'",
        ),
        (
            r"^[\w.<>]+\(\) got multiple values for argument '(\w+)'",
            r"function got multiple values for argument '\1'",
        ),
        (
            r"^unsupported operand type\(s\) for ([^ ]+): '(\w+)' and '(\w+)'$",
            r"unsupported types for \1: '\2', '\3'",
        ),
        (
            r"^'?([^' ]+)'? not supported between instances of '(\w+)' and '(\w+)'$",
            r"unsupported types for \1: '\2', '\3'",
        ),
        (
            r"^invalid literal for int\(\) with base (\d+): .*",
            r"invalid syntax for integer with base \1",
        ),
        (r"^could not convert string to float: .*", "invalid syntax for number"),
        (r"^(?:float |integer )?(?:floor )?division (?:or modulo )?by zero$", "division by zero"),
        (r"^integer modulo by zero$", "division by zero"),
        (r"^maximum recursion depth exceeded.*", "maximum recursion depth exceeded"),
        (r"^module '\w+' has no attribute '(\w+)'.*", r"'module' object has no attribute '\1'"),
        (
            r"^type object '(\w+)' has no attribute '(\w+)'",
            r"type object '\1' has no attribute '\2'",
        ),
    )
]


def message(error: BaseException, firmware: str = "10.x") -> str:
    """Return the message of an exception in the firmware's words."""
    text = firmware_text(error)
    if isinstance(error, KeyError):
        return text
    for pattern, words in _WORDS:
        if pattern.match(text):
            text = pattern.sub(words, text)
            break
    if firmware.startswith("9"):
        text = text.replace("isn't", "is not").replace("doesn't support", "does not support")
    return text
