# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Async code: compiled so that CircuitPython's VM sees what its own compiler would give."""

import ast
import dataclasses
import gc
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings, strategies as st

from bundle_tools import mpy, source, verify
from bundle_tools.asynchronous import (
    RefusedError,
    with_await_calls,
    with_marked_parameters,
    wrong_marks,
)
from bundle_tools.compile import compile_all, key
from bundle_tools.model import Content, File, Library, Module

HERE = Path(__file__).parent
LIBRARY = HERE / "async_library"
MAJORS = ["9.x", "10.x"]

TIMEOUT_S = 20
VM = "import sys; from micropython_unix import main; sys.exit(main())"

# Instructions, from MicroPython's py/bc0.h.
LOAD_FAST_0 = 0xB0
LOAD_METHOD = 0x14
CALL_METHOD = 0x36
GET_ITER = 0x5E
LOAD_CONST_NONE = 0x51
YIELD_FROM = 0x68
RETURN_VALUE = 0x63

NOTHING = mpy.Function(
    *(1, 0, 0, 0, 0, 0), name=0, arguments=(), lines=b"", cells=b"", body=bytes([RETURN_VALUE])
)


@pytest.fixture(scope="module")
def kitchen():
    """The files of the library of the tests."""
    return [
        file_of(path.read_bytes(), path.relative_to(LIBRARY).as_posix())
        for path in sorted(LIBRARY.glob("kitchen/*.py"))
    ]


@pytest.fixture(scope="module")
def asyncio_files(libraries_here):
    """The files of asyncio and of what it needs, as carried."""
    carried = {library.distribution: library for library in libraries_here}
    wanted = ["adafruit-circuitpython-asyncio", "adafruit-circuitpython-ticks"]
    return [file for name in wanted for file in carried[name].files]


@pytest.fixture(scope="module")
def compile_stage(tools):
    """Return what the stage makes of files for a major: results by name, and problems."""

    def compile_stage(files, major="10.x"):
        compiler = tools.compilers[major]
        results, problems = compile_all([library_of(*files)], [compiler], tools.cache, jobs=2)
        by_name = {file.name: results.get(key(compiler, file)) for file in files}
        return by_name, [str(problem) for problem in problems]

    return compile_stage


@pytest.fixture(scope="module")
def compiled(compile_stage):
    """Return what the stage makes of one source, in which nothing is wrong."""

    def compiled(text, major="10.x"):
        results, problems = compile_stage([file_of(text.encode())], major)
        assert problems == []
        return results["part.py"]

    return compiled


def file_of(data, name="part.py"):
    return File(name, f"libraries/{name}", Content.of(data), source.read(data))


def library_of(*files):
    return Library(
        folder="libraries/part",
        manifest="libraries/part/pyproject.toml",
        line=0,
        part="part",
        distribution="copperhead-part",
        version="1.0.0",
        description="",
        repository="",
        needs=(),
        modules=(Module(name="part", is_package=False, files=files, line=0),),
    )


def marked(data):
    """Return the paths of the functions in an ``.mpy`` file that are marked as coroutines."""
    return sorted(path for path, f in mpy.parse(data).functions() if f.flags & mpy.COROUTINE)


def asynchronous_functions(text):
    """Return the paths of the async functions in a source."""
    found = []

    def walk(node, path):
        if isinstance(node, ast.AsyncFunctionDef):
            found.append(f"{path}.{node.name}")
        for child in ast.iter_child_nodes(node):
            walk(child, path + scope(node))

    walk(ast.parse(text), "")
    return sorted(found)


def scope(node):
    """Return what a node adds to the path of what is inside."""
    if isinstance(node, ast.Module):
        return "<module>"
    if isinstance(node, ast.Lambda):
        return ".<lambda>"
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return f".{node.name}"
    return ""


def without_marks(data):
    """Return the file ``data`` as if nothing in it were a coroutine."""

    def plain(function):
        flags = function.flags & ~mpy.COROUTINE
        return dataclasses.replace(
            function, flags=flags, children=tuple(map(plain, function.children))
        )

    file = mpy.parse(data)
    return mpy.write(dataclasses.replace(file, module=plain(file.module)))


def run_on_vm(program, folder, results):
    """Run ``program`` on MicroPython's VM with the twins that were made for it."""
    for name, result in results.items():
        path = (folder / "lib" / name).with_suffix(".mpy")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(result.vm)
    return run([sys.executable, "-c", VM, str(program)], folder, MICROPYPATH=str(folder / "lib"))


def run(command, folder, **environment):
    """Run ``command`` in an empty folder, and return what it printed."""
    (folder / "empty").mkdir(parents=True)
    done = subprocess.run(
        command,
        cwd=folder / "empty",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


# The calls in the source


@pytest.mark.parametrize(
    "code, expected",
    [
        pytest.param("await x", "await x.__await__()", id="name"),
        pytest.param("await(x)", "await(x).__await__()", id="no space"),
        pytest.param("await x.y.z", "await x.y.z.__await__()", id="attributes"),
        pytest.param("await f(1)(2)[3:4].g()", "await f(1)(2)[3:4].g().__await__()", id="trailers"),
        pytest.param("await [x][0]", "await [x][0].__await__()", id="list"),
        pytest.param("await {1: x}[1]", "await {1: x}[1].__await__()", id="dict"),
        pytest.param("await 'a' \"b\".x", "await 'a' \"b\".x.__await__()", id="strings"),
        pytest.param("await '''a'b'''.x", "await '''a'b'''.x.__await__()", id="long string"),
        pytest.param(r"await 'a\'b'.x", r"await 'a\'b'.x.__await__()", id="quote in string"),
        pytest.param(
            r"await rb'\'.x'.y", r"await rb'\'.x'.y.__await__()", id="quote in raw string"
        ),
        pytest.param("-await x ** 2", "-await x.__await__() ** 2", id="operators"),
        pytest.param("await x; y", "await x.__await__(); y", id="two statements"),
        pytest.param("await x  # await y", "await x.__await__()  # await y", id="comment"),
        pytest.param("x['await'], 'await y'", "x['await'], 'await y'", id="no await"),
        pytest.param("awaited(x.awaits)", "awaited(x.awaits)", id="longer names"),
        pytest.param(
            "await f(await g(await h))",
            "await f(await g(await h.__await__()).__await__()).__await__()",
            id="nested",
        ),
        pytest.param(
            "await (await x)", "await (await x.__await__()).__await__()", id="await of an await"
        ),
        pytest.param(
            "[i for i in await x if y]", "[i for i in await x.__await__() if y]", id="comprehension"
        ),
        pytest.param(
            "f(lambda: x, *await y, k=await z)",
            "f(lambda: x, *await y.__await__(), k=await z.__await__())",
            id="arguments",
        ),
        pytest.param(
            "def g(a=await x, *, b=await y): pass",
            "def g(a=await x.__await__(), *, b=await y.__await__()): pass",
            id="defaults",
        ),
        pytest.param(
            "@(await x)(1)\ndef g(): pass",
            "@(await x.__await__())(1)\ndef g(): pass",
            id="decorator",
        ),
        pytest.param("g = lambda: (await x).y", "g = lambda: (await x.__await__()).y", id="lambda"),
        pytest.param(
            "await x if await y else await z",
            "await x.__await__() if await y.__await__() else await z.__await__()",
            id="condition",
        ),
        pytest.param(
            "(await x  # one\n  # two\n  .y\n  (1))",
            "(await x  # one\n  # two\n  .y\n  (1).__await__())",
            id="several lines",
        ),
        pytest.param(
            "await \\\n  x\n(y)", "await \\\n  x.__await__()\n(y)", id="a bracket on the next line"
        ),
        pytest.param(
            "f'{{await a}} {await x[\"k\"]!r:>{await y}}'",
            "f'{{await a}} {await x[\"k\"].__await__()!r:>{await y.__await__()}}'",
            id="f-string",
        ),
        pytest.param(
            'rF"""{\nawait x}\n{y != await z}" {(lambda: 1)()}"""',
            'rF"""{\nawait x.__await__()}\n{y != await z.__await__()}" {(lambda: 1)()}"""',
            id="long f-string",
        ),
        pytest.param(
            "await f'{await x}' 'b'.y",
            "await f'{await x.__await__()}' 'b'.y.__await__()",
            id="f-string awaited",
        ),
    ],
)
def test_what_is_awaited_is_asked_for_its_iterator(code, expected):
    head = "async def f():\n"

    assert with_await_calls(head + indent(code, " ")) == head + indent(expected, " ")


def test_line_ends_stay_as_they_are():
    text = "async def f():\r\n await x\r\n (y)\r\n\r\n"

    assert with_await_calls(text) == "async def f():\r\n await x.__await__()\r\n (y)\r\n\r\n"


def test_sources_are_rewritten_in_several_threads_at_once():
    text = (LIBRARY / "kitchen/dishes.py").read_text("utf-8")
    expected = with_await_calls(text)
    interval = sys.getswitchinterval()

    # Threads take turns even while CPython makes a tree, when this collects garbage.
    gc.callbacks.append(lambda phase, info: sum(range(10)))
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            at_once = set(pool.map(with_await_calls, 30 * [text]))
    finally:
        sys.setswitchinterval(interval)
        gc.callbacks.pop()

    assert at_once == {expected}


names = st.sampled_from(["a", "bc", "await_", "f", "rb"])
expressions = st.recursive(
    names
    | st.sampled_from(
        ["1", "'{await x}'", '"""\n"\'"""', "b''", "f''", "f'{{}}{a}'", "...", "[]", "()"]
    ),
    lambda inner: st.one_of(
        st.builds("await {}".format, names),
        st.builds("(await ({}))".format, inner),
        st.builds("(await ({}).b[{}]  # await\n\t({}, k={}))".format, inner, inner, inner, inner),
        st.builds("[{} for a in ({}) if ({})]".format, inner, inner, inner),
        st.builds("{{({}): [{}]}}".format, inner, inner),
        st.builds("(lambda a=({}): ({}))".format, inner, inner),
        st.builds("({} if ({}) else {})".format, inner, inner, inner),
        st.builds("f'{{{}!r:{{await a.b(1)[2]}}}}' \"await b\"".format, names),
        st.builds("({}) + (\\\n{})".format, inner, inner),
    ),
    max_leaves=12,
)


@settings(deadline=None)  # the machine may be busy
@given(expressions)
def test_in_any_expression_each_await_gets_its_call_and_no_line_moves(expression):
    text = f"async def f():\n    return ({expression}\n    )\n    (last)\n"
    awaits = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Await)]

    called = with_await_calls(text)

    assert called.count(".__await__()") == len(awaits)
    assert called.replace(".__await__()", "") == text
    values = [node.value for node in ast.walk(ast.parse(called)) if isinstance(node, ast.Await)]
    assert len(values) == len(awaits)
    assert all(value.func.attr == "__await__" for value in values)


@pytest.mark.parametrize(
    "code, line",
    [
        pytest.param("x = 1\nyield from x", 3, id="yield from"),
        pytest.param("if x:\n  (yield from y)", 3, id="yield from inside"),
        pytest.param("x\nf'{await x=}'", 3, id="an f-string that prints its expression"),
        pytest.param("x\n\nawait a\u00b7b()", 4, id="a name that is unlike others"),
    ],
)
def test_what_would_go_wrong_on_the_board_is_refused_with_its_line(code, line):
    with pytest.raises(RefusedError) as refusal:
        with_await_calls("async def f():\n" + indent(code, " "))

    assert refusal.value.line == line


def test_an_expression_of_many_hundred_terms_is_refused_in_words():
    text = f"x = {' + '.join(900 * ['1'])}\nasync def f(): pass\n"

    with pytest.raises(RefusedError, match="too deep"):
        with_await_calls(text)


@pytest.mark.parametrize("code", ["def g(): yield from x", "x = lambda: (yield from y)", "yield x"])
def test_generators_inside_async_functions_may_yield_from(code):
    text = f"async def f():\n {code}\n"

    assert with_await_calls(text) == text


def test_a_yield_from_in_an_async_function_is_a_problem_of_its_line(compile_stage):
    text = "async def f():\n  await x\n  yield from x\n"

    results, problems = compile_stage([file_of(text.encode())])

    assert results["part.py"] is None
    assert problems == [
        "libraries/part.py:3: await it: CircuitPython has no yield from in an async def [CH401]"
    ]


def test_what_the_compiler_refuses_is_told_with_the_line_of_the_source(compile_stage):
    text = "async def f():\n  await x\n  return [await y for y in x]\n"

    _, problems = compile_stage([file_of(text.encode())])

    assert len(problems) == 1
    assert problems[0].startswith("libraries/part.py:3: ")
    assert "'await' outside function" in problems[0]


# The marks


def test_each_async_function_gets_a_first_parameter_that_nothing_else_has():
    text = "@x\nasync  def f (_async): pass\nasync \\\n def g(*a):\n  x = 'async def f('; def_(x)\n"

    marked_text, name = with_marked_parameters(text)

    assert name not in text
    assert marked_text == text.replace("(_async)", f"({name},_async)").replace(
        "(*a)", f"({name},*a)"
    )


@pytest.mark.parametrize("major", MAJORS)
def test_the_marked_functions_are_the_async_ones_of_the_source(kitchen, compile_stage, major):
    results, problems = compile_stage(kitchen, major)

    assert problems == []
    for file in kitchen:
        assert marked(results[file.name].firmware) == asynchronous_functions(file.data.decode())
    assert len(marked(results["kitchen/dishes.py"].firmware)) == 19


@pytest.mark.parametrize("major", MAJORS)
def test_the_marked_functions_of_asyncio_are_its_async_ones(asyncio_files, compile_stage, major):
    results, problems = compile_stage(asyncio_files, major)

    assert problems == []
    found = {file.name: marked(results[file.name].firmware) for file in asyncio_files}
    assert found == {
        file.name: asynchronous_functions(file.data.decode()) for file in asyncio_files
    }
    assert found["asyncio/lock.py"] == [
        "<module>.Lock.__aenter__",
        "<module>.Lock.__aexit__",
        "<module>.Lock.acquire",
    ]
    assert sum(map(len, found.values())) == 23


def test_functions_of_one_name_and_one_line_are_told_apart(compiled):
    text = "def f():\n  async def f(): return lambda: [1 for f in ()]\n  return f\n"

    assert marked(compiled(text).firmware) == ["<module>.f.f"]


def test_names_that_other_functions_rebind_stay_bound(compiled):
    text = dedent("""\
        def outer():
            async def inner():
                pass
            def swap():
                nonlocal inner
                inner = None
            return inner, swap
        async def replaced():
            global replaced
            replaced = None
    """)

    assert marked(compiled(text).firmware) == ["<module>.outer.inner", "<module>.replaced"]


def test_a_coroutine_without_await_is_a_generator_too(compiled):
    [function] = mpy.parse(compiled("async def f(): pass\n").firmware).module.children

    assert function.flags == mpy.GENERATOR | mpy.COROUTINE


@pytest.mark.parametrize("major", MAJORS)
def test_but_for_flags_the_file_is_what_the_compiler_makes_of_the_calls(
    kitchen, compile_stage, compile_bytes, major
):
    results, _ = compile_stage(kitchen, major)

    for file in kitchen:
        called = with_await_calls(file.data.decode())
        plain = without_marks(results[file.name].firmware)
        assert mpy.MICROPYTHON + plain[1:] == compile_bytes(called, major, file.name)


def test_marks_that_are_not_as_declared_are_named():
    text = dedent("""\
        async def first(): pass
        class Second:
            def first(self): pass
            async def second(self): return lambda: 1
        if x:
            def either(): pass
        else:
            async def either(): pass
    """)
    name = ["first", "Second", "second", "either", "<lambda>"]

    def function(index, *children, is_async=False):
        flags = mpy.COROUTINE if is_async else 0
        return dataclasses.replace(NOTHING, name=index, flags=flags, children=children)

    method = function(0, is_async=True)  # and is not: first
    second = function(2, function(4, is_async=True), is_async=True)  # and is not: <lambda>
    kinds = [function(3), function(3, is_async=True)]
    module = dataclasses.replace(
        NOTHING, name=5, children=(function(0), function(1, method, second), *kinds)
    )
    file = mpy.Mpy(b"C\6\0\x1f", (*(n.encode() for n in name), b"<module>"), (), module)

    assert wrong_marks(text, file) == [
        "<module>.first",
        "<module>.Second.first",
        "<module>.Second.second.<lambda>",
    ]


@pytest.mark.parametrize(
    "change, problem",
    [
        pytest.param(
            without_marks,
            "lib/relay.mpy: the board would not take <module>.f for what its source declares"
            " [CH416]",
            id="no marks",
        ),
        pytest.param(
            lambda data: data[:-1],
            "lib/relay.mpy is damaged: byte",
            id="truncated",
        ),
    ],
)
def test_a_bundle_whose_coroutines_are_none_is_found(workspace, tools, change, problem):
    workspace.add("relay", code="async def f(x):\n    await x\n")
    assert workspace.build().problems == ()
    path = workspace.dist / "copperhead-bundle-9.x-mpy-20260101.zip"
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, change(data) if name.endswith("relay.mpy") else data)

    found = [str(each) for each in verify.files(workspace.dist, tools.facts)]

    assert any(f"{path.name}: {problem}" in each for each in found)


# The instructions


def test_an_await_asks_for_the_iterator_and_yields_from_it(compiled):
    file = mpy.parse(compiled("async def f(x):\n    return await x\n").firmware)

    [f] = file.module.children
    body = list(f.body)
    method = body[2]
    assert file.text(method) == "__await__"
    # As CircuitPython's py/compile.c has it, and one GET_ITER more.
    assert body == [
        *(LOAD_FAST_0, LOAD_METHOD, method, CALL_METHOD, 0, GET_ITER),
        *(LOAD_CONST_NONE, YIELD_FROM, RETURN_VALUE),
    ]


@pytest.mark.parametrize("major", MAJORS)
def test_each_await_of_a_source_has_its_instructions(kitchen, asyncio_files, compile_stage, major):
    files = [*kitchen, *asyncio_files]
    results, _ = compile_stage(files, major)

    total = 0
    for file in files:
        nodes = ast.walk(ast.parse(file.data))
        awaits = sum(isinstance(node, ast.Await) for node in nodes)
        found = mpy.parse(results[file.name].firmware)
        assert sum(awaits_in(f, found) for _, f in found.functions()) == awaits
        total += awaits
    assert total > 70


def awaits_in(function, file):
    """Count the calls of ``__await__`` whose result is yielded from."""
    if "__await__" not in file.strings():
        return 0
    name = next(i for i in range(len(file.names)) if file.text(i) == "__await__")
    number = [name] if name < 0x80 else [0x80 | name >> 7, name & 0x7F]
    wanted = [LOAD_METHOD, *number, CALL_METHOD, 0, GET_ITER, LOAD_CONST_NONE, YIELD_FROM]
    return function.body.count(bytes(wanted))


def test_lines_of_a_traceback_are_those_of_the_source(kitchen, compile_stage, compile_bytes):
    results, _ = compile_stage(kitchen)

    for file in kitchen:
        ours = dict(mpy.parse(results[file.name].firmware).functions())
        plain = dict(mpy.parse(compile_bytes(file.data.decode(), name=file.name)).functions())
        # The steps through the lines' bytecode differ, the sum of the lines does not.
        assert {path: lines_of(f) for path, f in ours.items()} == {
            path: lines_of(f) for path, f in plain.items()
        }


def lines_of(function):
    """Return how many lines ``function`` goes through: MicroPython's py/bc.h has the coding."""
    total = 0
    table = list(function.lines)
    while table:
        first = table.pop(0)
        if first & 0x80:
            total += (first & 0x70) << 4 | table.pop(0)
        else:
            total += first >> 5
    return total


# What needs none of this


@pytest.mark.parametrize("major", MAJORS)
def test_a_file_without_async_differs_in_the_first_byte_alone(compiled, compile_bytes, major):
    text = "def f():\n    yield from x\n    return 'async def', lambda: awaits\n"

    result = compiled(text, major)

    raw = compile_bytes(text, major)
    assert result.vm == raw
    assert result.firmware == b"C" + raw[1:]


@pytest.mark.parametrize("major", MAJORS)
def test_the_twin_for_the_tests_vm_is_what_the_compiler_gave(
    kitchen, compile_stage, compile_bytes, major
):
    results, _ = compile_stage(kitchen, major)

    for file in kitchen:
        assert results[file.name].vm == compile_bytes(file.data.decode(), major, file.name)
        assert marked(results[file.name].vm) == []


def test_the_output_of_circuitpythons_own_compiler_is_left_as_it_is(tools, tmp_path):
    own = tmp_path / "mpy-cross"
    original = tools.compilers["10.x"].path
    own.write_text(
        f"#!{sys.executable}\nimport subprocess, sys\n"
        f"subprocess.run([{original!r}, *sys.argv[1:]], check=True)\n"
        "path = sys.argv[sys.argv.index('-o') + 1]\n"
        "data = open(path, 'rb').read()\n"
        "open(path, 'wb').write(b'C' + data[1:])\n",
        "utf-8",
    )
    own.chmod(0o755)
    compiler = dataclasses.replace(tools.compilers["10.x"], path=str(own), digest="its own")
    file = file_of(b"async def f(x):\n    await x\n")

    results, problems = compile_all([library_of(file)], [compiler], tools.cache, jobs=1)

    assert problems == []
    assert marked(results[key(compiler, file)].firmware) == []


# Run


def test_the_library_does_on_the_vm_what_it_does_on_cpython(kitchen, compile_stage, tmp_path):
    results, _ = compile_stage(kitchen)
    program = LIBRARY / "program.py"

    on_vm = run_on_vm(program, tmp_path / "vm", results)

    on_cpython = run([sys.executable, str(program)], tmp_path / "cpython", PYTHONPATH=str(LIBRARY))
    assert on_vm == on_cpython
    assert on_vm.count("\n") > 50


ASYNCIO_PROGRAM = """\
import asyncio

log = []


async def worker(name, delay, lock, ready):
    await ready.wait()
    async with lock:
        log.append("in " + name)
        await asyncio.sleep(delay)
        log.append("out " + name)
    return name.upper()


async def nap(seconds):
    await asyncio.sleep(seconds)


async def fail():
    await asyncio.sleep(0)
    raise ValueError("broken")


async def forever():
    try:
        while True:
            await asyncio.sleep(5)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise


async def main():
    lock = asyncio.Lock()
    ready = asyncio.Event()
    tasks = [asyncio.create_task(worker(name, 0.01, lock, ready)) for name in "abc"]
    endless = asyncio.create_task(forever())
    await asyncio.sleep(0.02)
    log.append(ready.is_set())
    ready.set()
    log.append(list(await asyncio.gather(*tasks)))
    log.append(await tasks[0])
    try:
        await asyncio.gather(fail(), nap(0))
    except ValueError as error:
        log.append(str(error))
    try:
        await asyncio.wait_for(nap(5), 0.01)
    except asyncio.TimeoutError:
        log.append("late")
    endless.cancel()
    try:
        await endless
    except asyncio.CancelledError:
        log.append(endless.done())
    return "end"


print(asyncio.run(main()))
for line in log:
    print(line)
"""

ON_VM = """\
assert asyncio.__version__ == "3.1.1", "the VM's own asyncio ran"
assert asyncio.core.__file__.endswith("lib/asyncio/core.mpy"), asyncio.core.__file__
"""


def test_asyncio_does_on_the_vm_what_cpythons_does(asyncio_files, compile_stage, tmp_path):
    results, _ = compile_stage(asyncio_files)
    program = tmp_path / "program.py"
    program.write_text(ASYNCIO_PROGRAM, "utf-8")
    for_vm = tmp_path / "for_vm.py"
    for_vm.write_text(program.read_text("utf-8") + ON_VM, "utf-8")

    on_vm = run_on_vm(for_vm, tmp_path / "vm", results)

    assert on_vm == run([sys.executable, str(program)], tmp_path / "cpython")
    assert "end" in on_vm
    assert "['A', 'B', 'C']" in on_vm
