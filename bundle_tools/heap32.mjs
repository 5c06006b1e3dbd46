// SPDX-FileCopyrightText: 2026 Copperhead contributors
// SPDX-License-Identifier: MIT
//
// node heap32.mjs PACKAGE CORE < job.json: what imports take of the heap of a 32-bit VM.
// PACKAGE: the folder of @micropython/micropython-webassembly-pyscript. CORE: the bench,
// compiled for the VM. job.json: files (path to base64), preload and names of modules.
// Prints a JSON object: for each name the bytes that it added, or what it raised.
// A collection waits for the end of the outermost call into the VM, so each is one.

import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , folder, core] = process.argv;
const job = JSON.parse(readFileSync(0, "utf8"));
const { loadMicroPython } = await import(pathToFileURL(`${folder}/micropython.mjs`).href);
const vm = await loadMicroPython({ heapsize: 8 << 20, stdout: () => {}, linebuffer: true });

function put(path, data) {
    const parts = path.split("/").slice(1, -1);
    for (let length = 1; length <= parts.length; length++) {
        const parent = "/" + parts.slice(0, length).join("/");
        if (!vm.FS.analyzePath(parent).exists) vm.FS.mkdir(parent);
    }
    vm.FS.writeFile(path, data);
}

function putFolder(source, target) {
    for (const entry of readdirSync(source, { withFileTypes: true })) {
        const [from, to] = [`${source}/${entry.name}`, `${target}/${entry.name}`];
        if (entry.isDirectory()) putFolder(from, to);
        else put(to, readFileSync(from));
    }
}

putFolder(core, "/.core");
for (const [name, data] of Object.entries(job.files)) put(`/lib/${name}`, Buffer.from(data, "base64"));
put("/lib/_first.py", new Uint8Array());
put("/lib/_second.py", new Uint8Array());

vm.runPython(`
import builtins, gc, sys
sys.path[:] = ["/.core/copperbench/modules", "/.core"]
from copperbench import bench, onvm
onvm._define_exceptions()
_bench = bench.Bench(strict=False, recording=False)
bench.use(_bench)
sys.path[:] = onvm._CORE[:-1] + onvm._PATH + onvm._CORE[-1:]
builtins.__import__ = onvm.Importer(_bench, True).import_
`);
for (const name of job.preload) vm.runPython(`__import__(${JSON.stringify(name)})`);
vm.runPython("import _first, _second");

function used() {
    for (let round = 0; round < 2; round++) vm.runPython("gc.collect()");
    vm.runPython("_used = gc.mem_alloc()");
    return vm.globals.get("_used");
}

const told = {};
let before = used();
for (const name of job.names) {
    try {
        vm.runPython(`__import__(${JSON.stringify(name)})`);
        told[name] = used() - before;
    } catch (error) {
        told[name] = String(error.message ?? error).trim().split("\n").pop();
    }
    before = used();
}
console.log(JSON.stringify(told));
