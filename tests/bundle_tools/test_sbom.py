# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The SBOM says what is in the bundle, to any reader of CycloneDX, and the same each time."""

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from bundle_tools import sbom
from bundle_tools.cache import Cache
from bundle_tools.stage import Bundle


@pytest.fixture
def bundle(workspace):
    workspace.add("registers", group="helpers", version="1.2.3")
    workspace.add("dial", needs=["copperhead-registers"])
    examined = workspace.examine()
    return Bundle("copperhead-bundle", "20260101", examined.graph)


def test_it_says_the_same_each_time(bundle, tmp_path):
    first = sbom.of(bundle, Cache(tmp_path / "one"))
    again = sbom.of(bundle, Cache(tmp_path / "another"))

    assert first == again
    assert b'"timestamp": "2026-01-01T00:00:00+00:00"' in first


def test_another_bundle_has_another_number(bundle, tmp_path):
    other = Bundle("copperhead-bundle", "20260102", bundle.graph)

    numbers = {json.loads(sbom.of(x, Cache(tmp_path)))["serialNumber"] for x in (bundle, other)}

    assert len(numbers) == 2


@pytest.mark.parametrize("tag", ["v1.0", "99999999"])
def test_a_tag_that_is_no_day_does(bundle, tmp_path, tag):
    text = sbom.of(Bundle("copperhead-bundle", tag, bundle.graph), Cache(tmp_path))

    assert json.loads(text)["metadata"]["timestamp"].startswith("1980-01-01")


def test_it_has_each_library_with_its_files_and_needs(bundle, tmp_path):
    table = json.loads(sbom.of(bundle, Cache(tmp_path)))

    versions = {row["name"]: row["version"] for row in table["components"]}
    assert versions == {"copperhead-dial": "1.0.0", "copperhead-registers": "1.2.3"}
    [dial] = (row for row in table["components"] if row["name"] == "copperhead-dial")
    [file] = next(x for x in bundle.graph.libraries if x.part == "dial").files
    assert dial["purl"] == "pkg:pypi/copperhead-dial@1.0.0"
    assert dial["components"][0]["name"] == "lib/dial.py"
    assert dial["components"][0]["hashes"] == [{"alg": "SHA-256", "content": file.digest}]
    needs = {row["ref"]: row.get("dependsOn", []) for row in table["dependencies"]}
    assert needs["copperhead-dial"] == ["copperhead-registers"]
    assert needs["copperhead-bundle"] == ["copperhead-dial", "copperhead-registers"]


def test_the_one_of_this_trees_bundle_is_valid_and_complete(dist):
    text = (dist / "copperhead-bundle-20260101.cdx.json").read_text("utf-8")
    index = json.loads((dist / "copperhead-bundle-20260101.json").read_text("utf-8"))

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    table = json.loads(text)
    assert {(row["name"], row["version"]) for row in table["components"]} == {
        (entry["pypi_name"], entry["version"]) for entry in index.values()
    }
    assert all(row["licenses"] for row in table["components"])
