"""The exports we know, as one table: by which columns to recognise each, and what every column means.

To teach Wonback another export, add a row to the file of its program. Headers are compared without case, spaces at the ends, `_` and `*`.
"""

from wonback.intake.presets import hubspot, money, open_source, pipedrive, salesforce, samples, zoho
from wonback.intake.presets.generic import GENERIC
from wonback.intake.presets.preset import Preset

PRESETS: tuple[Preset, ...] = (
    *hubspot.PRESETS,
    *salesforce.PRESETS,
    *pipedrive.PRESETS,
    *zoho.PRESETS,
    *open_source.PRESETS,
    *money.PRESETS,
    *samples.PRESETS,
)
BY_NAME = {preset.name: preset for preset in (*PRESETS, *GENERIC.values())}

__all__ = ["BY_NAME", "GENERIC", "PRESETS", "Preset"]
