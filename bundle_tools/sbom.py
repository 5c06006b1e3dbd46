# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what a bundle is made of, for machines: a CycloneDX 1.6 document (ECMA-424).

It has a component for each library, with its files and their hashes, its terms and where
it comes from, and who needs whom. It says the same whenever the bundle is the same.
"""

import datetime
import json
import re
import uuid
from importlib.metadata import version
from typing import Any

from . import __version__, cache as caching
from .cache import Cache
from .model import Library
from .stage import Bundle

SUFFIX = ".cdx.json"

_KIND = "sbom-1"  # of cache entries: the number changes with what is kept
_OLDEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # as the members of zips have it


def of(bundle: Bundle, cache: Cache) -> bytes:
    """Return the document of ``bundle``, from ``cache`` if it was made before."""
    release = version("cyclonedx-python-lib")
    facts = json.dumps([_facts(bundle, library) for library in bundle.graph.libraries])
    name = caching.key(release, __version__, bundle.id, bundle.tag, bundle.repository, facts)
    if kept := cache.get(_KIND, name):
        return kept[0]
    text = _document(bundle, uuid.uuid5(uuid.NAMESPACE_URL, name)).encode() + b"\n"
    with cache.flushed():
        cache.put(_KIND, name, [text])
    return text


def _facts(bundle: Bundle, library: Library) -> list[Any]:
    """Return all of a library that the document depends on."""
    needs = [need.distribution for need in bundle.graph.needs(library)]
    about = [library.distribution, library.version, library.description, library.repository]
    return [*about, library.licence, needs, [[file.name, file.digest] for file in library.files]]


def _document(bundle: Bundle, serial: uuid.UUID) -> str:
    # Only here, because it is longer to load than the rest of the command.
    from cyclonedx import model  # noqa: PLC0415
    from cyclonedx.model.bom import Bom, BomMetaData  # noqa: PLC0415
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415
    from cyclonedx.model.license import LicenseExpression  # noqa: PLC0415
    from cyclonedx.output.json import JsonV1Dot6  # noqa: PLC0415
    from packageurl import PackageURL  # noqa: PLC0415

    vcs = model.ExternalReferenceType.VCS

    def source(url: str) -> list[model.ExternalReference]:
        return [model.ExternalReference(type=vcs, url=model.XsUri(url))] if url else []

    def component(library: Library) -> Component:
        files = [
            Component(
                name=f"lib/{file.name}",
                type=ComponentType.FILE,
                bom_ref=f"{library.distribution}/{file.name}",
                hashes=[model.HashType(alg=model.HashAlgorithm.SHA_256, content=file.digest)],
            )
            for file in library.files
        ]
        return Component(
            name=library.distribution,
            version=library.version,
            type=ComponentType.LIBRARY,
            bom_ref=library.distribution,
            description=library.description,
            purl=PackageURL("pypi", None, library.distribution, library.version),
            licenses=[LicenseExpression(library.licence)] if library.licence else [],
            external_references=source(library.repository),
            components=files,
        )

    whole = Component(
        name=bundle.id,
        version=bundle.tag,
        type=ComponentType.LIBRARY,
        bom_ref=bundle.id,
        external_references=source(bundle.repository),
    )
    tool = Component(
        name="copperhead-bundle-tools", version=__version__, type=ComponentType.APPLICATION
    )
    made = _OLDEST
    if re.fullmatch(r"\d{8}", bundle.tag):
        try:
            made = datetime.datetime.strptime(bundle.tag, "%Y%m%d").replace(tzinfo=datetime.UTC)
        except ValueError:  # a number that is no day
            made = _OLDEST
    metadata = BomMetaData(component=whole, timestamp=made)
    metadata.tools.components.add(tool)
    components = {library.distribution: component(library) for library in bundle.graph.libraries}
    bom = Bom(serial_number=serial, metadata=metadata, components=components.values())
    bom.register_dependency(whole, components.values())
    for library in bundle.graph.libraries:
        needs = [components[need.distribution] for need in bundle.graph.needs(library)]
        bom.register_dependency(components[library.distribution], needs)
    return JsonV1Dot6(bom).output_as_string(indent=1)
