# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each library compiles for each firmware, and each of its modules is imported from ``.mpy``."""

import standard

from bundle_tools import compile as compiling, firmware, mpy, stage, vm
from bundle_tools.cache import Cache


def test_compiles(library, major):
    cache = Cache(standard.CACHE)
    compilers, _ = compiling.compilers(firmware.load(), {}, cache)
    compiler = compilers[major.major]

    results, problems = compiling.compile_all([library], [compiler], cache, jobs=1)

    assert list(map(str, problems)) == []
    for file in library.files:
        if file.is_compiled:
            data = stage.mpy_data(file, compiler, results).firmware
            assert data.startswith(major.header)
            mpy.parse(data)  # which finds whatever is not whole


def test_imports(library, compiled):
    modules = list(standard.importable(library))

    imported = vm.imports(modules, compiled.libraries(library), standard.CACHE.resolve() / "bench")

    assert modules
    assert imported.failing == {}
