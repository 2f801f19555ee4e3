"""Every colour of the look, once (look.md). All schemes carry the same names.

Text keeps a contrast of 4.5:1 or more (WCAG 2.2, 1.4.3), lines that carry meaning 3:1 (1.4.11), and text of the high
contrast schemes 7:1 (1.4.6); ``tests/gui/test_contrast.py`` measures them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One scheme, as ``#RRGGBB``. ``*_soft`` are backgrounds for text of the same name; ``edge`` is the outline of what
    can be typed in or ticked; ``shade`` is laid over the window under a dialog. ``outlined``: soft grounds look like
    any other, so what stands on one has an outline of its ink."""

    dark: bool
    outlined: bool = False
    canvas: str
    surface: str
    sunken: str
    raised: str
    border: str
    border_strong: str
    edge: str
    text: str
    muted: str
    faint: str
    rail: str
    rail_text: str
    rail_muted: str
    rail_hover: str
    rail_active: str
    rail_border: str
    mark: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    focus: str
    row_hover: str
    row_selected: str
    good: str
    good_soft: str
    fair: str
    fair_soft: str
    poor: str
    poor_soft: str
    info: str
    info_soft: str
    none: str
    none_soft: str
    skeleton: str
    shade: str
    ac: str
    dc: str
    cold: str
    mild: str
    warm: str


LIGHT = Colours(
    dark=False,
    canvas="#F5F7F8",
    surface="#FFFFFF",
    sunken="#EEF2F3",
    raised="#FFFFFF",
    border="#DFE5E8",
    border_strong="#C3CDD2",
    edge="#7D8B93",
    text="#12222A",
    muted="#51626B",
    faint="#586770",
    rail="#0C1F24",
    rail_text="#F1F6F7",
    rail_muted="#9DB1B8",
    rail_hover="#16303A",
    rail_active="#1A3B44",
    rail_border="#1B353D",
    mark="#2DD4BF",
    accent="#0F766E",
    accent_hover="#0D6860",
    accent_pressed="#0B5850",
    on_accent="#FFFFFF",
    accent_soft="#DDF1EE",
    focus="#0F9488",
    row_hover="#F3F7F8",
    row_selected="#DFF1EF",
    good="#0E6B3C",
    good_soft="#DDF3E6",
    fair="#875200",
    fair_soft="#FCEFD2",
    poor="#AE2020",
    poor_soft="#FCE3E1",
    info="#1D558F",
    info_soft="#E0EDFA",
    none="#51626B",
    none_soft="#E9EEF0",
    skeleton="#E6EBED",
    shade="#0C1F24",
    ac="#2B67B8",
    dc="#0F766E",
    cold="#2B67B8",
    mild="#8A7A3C",
    warm="#C2410C",
)

DARK = Colours(
    dark=True,
    canvas="#0F1517",
    surface="#172024",
    sunken="#11191C",
    raised="#1E292E",
    border="#27343A",
    border_strong="#3A4A52",
    edge="#6C808A",
    text="#E7EEF0",
    muted="#A3B3BA",
    faint="#8B9DA5",
    rail="#0A171B",
    rail_text="#F1F6F7",
    rail_muted="#94A9B0",
    rail_hover="#13262D",
    rail_active="#173038",
    rail_border="#1B2B31",
    mark="#2DD4BF",
    accent="#2DD4BF",
    accent_hover="#5EEAD4",
    accent_pressed="#22B8A5",
    on_accent="#06231F",
    accent_soft="#123A38",
    focus="#2DD4BF",
    row_hover="#1B262B",
    row_selected="#143533",
    good="#6FE0A0",
    good_soft="#123524",
    fair="#F5C266",
    fair_soft="#3A2B0D",
    poor="#FF9C94",
    poor_soft="#431B1B",
    info="#8FC3F7",
    info_soft="#15304B",
    none="#A3B3BA",
    none_soft="#232F34",
    skeleton="#222E33",
    shade="#000000",
    ac="#7FB2F0",
    dc="#2DD4BF",
    cold="#7FB2F0",
    mild="#D9C77A",
    warm="#FB923C",
)

CONTRAST = Colours(
    dark=True,
    outlined=True,
    canvas="#000000",
    surface="#000000",
    sunken="#000000",
    raised="#000000",
    border="#9A9A9A",
    border_strong="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    muted="#F0F0F0",
    faint="#D6D6D6",
    rail="#000000",
    rail_text="#FFFFFF",
    rail_muted="#F0F0F0",
    rail_hover="#3A3A3A",
    rail_active="#094C9F",
    rail_border="#FFFFFF",
    mark="#5CF2E3",
    accent="#5CF2E3",
    accent_hover="#A8FFF6",
    accent_pressed="#FFFFFF",
    on_accent="#000000",
    accent_soft="#094C9F",
    focus="#FFE600",
    row_hover="#2E2E2E",
    row_selected="#094C9F",
    good="#8CFFC0",
    good_soft="#000000",
    fair="#FFE07A",
    fair_soft="#000000",
    poor="#FFD0CC",
    poor_soft="#000000",
    info="#C4E6FF",
    info_soft="#000000",
    none="#F0F0F0",
    none_soft="#000000",
    skeleton="#4A4A4A",
    shade="#000000",
    ac="#8EC9FF",
    dc="#5CF2E3",
    cold="#8EC9FF",
    mild="#FFF3B0",
    warm="#FFA04D",
)
"""White on black, with outlines where the others have grounds; 7:1 for every text (WCAG 2.2, 1.4.6)."""

CONTRAST_LIGHT = Colours(
    dark=False,
    outlined=True,
    canvas="#FFFFFF",
    surface="#FFFFFF",
    sunken="#FFFFFF",
    raised="#FFFFFF",
    border="#5C5C5C",
    border_strong="#000000",
    edge="#000000",
    text="#000000",
    muted="#1A1A1A",
    faint="#3D3D3D",
    rail="#FFFFFF",
    rail_text="#000000",
    rail_muted="#1A1A1A",
    rail_hover="#EDEDED",
    rail_active="#CFE4FF",
    rail_border="#000000",
    mark="#00504A",
    accent="#00504A",
    accent_hover="#003B36",
    accent_pressed="#000000",
    on_accent="#FFFFFF",
    accent_soft="#CFE4FF",
    focus="#A6007A",
    row_hover="#EDEDED",
    row_selected="#CFE4FF",
    good="#00491F",
    good_soft="#FFFFFF",
    fair="#5A3300",
    fair_soft="#FFFFFF",
    poor="#8A0000",
    poor_soft="#FFFFFF",
    info="#003A75",
    info_soft="#FFFFFF",
    none="#1A1A1A",
    none_soft="#FFFFFF",
    skeleton="#BDBDBD",
    shade="#000000",
    ac="#003F9E",
    dc="#00504A",
    cold="#003F9E",
    mild="#5C4B00",
    warm="#9C2B00",
)
"""The same the other way round, for eyes that read black on white with less effort."""
SCHEMES = (LIGHT, DARK, CONTRAST, CONTRAST_LIGHT)
