"""All parts of the paper in reading order; a new part is one line here."""

from celliq_desktop.reports.sections import (
    annex_table,
    authorisation,
    budget,
    capacity_chart,
    comparison,
    curve_chart,
    denominators,
    guide,
    history_chart,
    method,
    outlook,
    proof,
    sessions_table,
    use_table,
    validity,
    vehicle,
    verdict,
    verify,
    warranty,
)
from celliq_desktop.reports.sections.section import Section

SECTIONS: tuple[Section, ...] = (
    Section("verdict", 0, verdict.draw),
    Section("vehicle", 0, vehicle.draw),
    Section("comparison", 0, comparison.draw),
    Section("warranty", 0, warranty.draw),
    Section("validity", 0, validity.draw),
    Section("verify", 0, verify.draw),
    Section("charge curve", 1, curve_chart.draw),
    Section("capacity", 1, capacity_chart.draw),
    Section("sessions", 1, sessions_table.draw),
    Section("history", 1, history_chart.draw),
    Section("outlook", 1, outlook.draw),
    Section("use", 2, use_table.draw),
    Section("error budget", 2, budget.draw),
    Section("denominators", 2, denominators.draw),
    Section("method", 2, method.draw),
    Section("grades", 2, guide.draw_grades),
    Section("reading", 2, guide.draw_reading),
    Section("annex", 3, annex_table.draw),
    Section("authorisation", 3, authorisation.draw),
    Section("proof", 3, proof.draw),
)
PAGES = 1 + max(section.page for section in SECTIONS)
