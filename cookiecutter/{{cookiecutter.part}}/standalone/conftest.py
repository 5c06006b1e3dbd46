{% include "header.jinja" %}
"""The bench for all tests: `bench.i2c`, `bench.spi` and the rest."""

pytest_plugins = ["copperbench.plugin"]
