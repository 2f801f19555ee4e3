"""How the battery was used and what it bore, over the time that we could watch."""

from celliq_desktop.domain.curves import half_power
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.reports.charts import CHART_WIDTH, LEFT_X, draw_nothing, draw_title
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.budget import TOP
from celliq_desktop.reports.sheet import Align
from celliq_desktop.reports.styles import BODY, MARGIN, NOTE, STRONG, WASH, WIDTH

_ROW = 6.6
_MEANING_Y = 153.0


def draw(page: Page) -> None:
    """Upper left of page 3. A figure nobody measured says so."""
    use, sheet = page.content.use, page.sheet
    if use.first_s is None or use.last_s is None:
        note = ""
    else:
        note = page.say("use_window", start=page.formats.day_of(use.first_s), end=page.formats.day_of(use.last_s))
    draw_title(sheet, LEFT_X, TOP, page.say("use"), note)
    rows = _rows(page)
    if not any(value for _key, value in rows):
        draw_nothing(sheet, LEFT_X, TOP + 5.0, 17.0, page.say("use_none"))
        return
    y = TOP + 12.0
    with page.part("Table"):
        for key, value in rows:
            with page.part("TR"):
                with page.part("TH", scope="Row"):
                    sheet.fitted(LEFT_X, y, CHART_WIDTH - 28.0, page.say(key), BODY)
                words, style = (value, STRONG) if value else (page.say("not_available"), NOTE)
                with page.part("TD"):
                    sheet.fitted(LEFT_X + CHART_WIDTH, y, 26.0, words, style, Align.RIGHT)
            sheet.rule(LEFT_X, y + 2.2, CHART_WIDTH, WASH, 0.6)
            y += _ROW
    sheet.paragraph(MARGIN, _MEANING_Y, WIDTH, page.say("use_meaning"), BODY, most=3)


def _rows(page: Page) -> tuple[tuple[str, str], ...]:
    use = page.content.use
    return (
        ("number_of_full_cycles", _amount(page, use.full_equivalent_cycles, "")),
        ("energy_throughput", _amount(page, use.energy_charged_kwh, "kWh", 0)),
        ("charge_throughput", _amount(page, use.charged_ah, "Ah", 0)),
        ("ac_share", _amount(page, use.ac_share_percent, "%", 0)),
        ("dc_share", _amount(page, use.dc_share_percent, "%", 0)),
        ("peak_power", _amount(page, page.content.curves.peak_kw, "kW", 0)),
        ("taper", _taper(page)),
        ("time_above_90", _amount(page, use.time_above_90_percent, "%")),
        ("time_below_10", _amount(page, use.time_below_10_percent, "%")),
        ("deep_discharges", _amount(page, use.deep_discharges, "", 0)),
        ("idle_loss", _amount(page, use.idle_loss_percent_per_day, "%", 2)),
        ("temperature_min", _amount(page, use.temperature_min_c, "°C")),
        ("temperature_mean", _amount(page, use.temperature_mean_c, "°C")),
        ("temperature_max", _amount(page, use.temperature_max_c, "°C")),
        ("temperature_coverage", _amount(page, use.temperature_coverage_percent, "%", 0)),
    )


def _taper(page: Page) -> str:
    """The state of charge from which the median power stays below half of its peak; DC only, for AC has none."""
    curves = page.content.curves
    band = next((one for one in curves.bands if one.kind is CurrentKind.DC), None)
    found = half_power(band) if band is not None else None
    if found is None:
        return ""
    percent = page.formats.percent(found.soc_percent, 0)
    return percent if found.reached else page.say("taper_not", soc=percent)


def _amount(page: Page, value: float | None, unit: str, digits: int = 1) -> str:
    if value is None:
        return ""
    return page.formats.quantity(value, unit, digits) if unit else page.formats.number(value, digits)
