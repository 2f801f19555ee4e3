"""Plots and tables of the evidence: curves, fit, history, sessions."""

from array import array
from datetime import UTC, datetime

import numpy as np

from celliq_desktop.domain.curves import ChargeCurves, ModelBand, SessionCurve, half_power
from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.domain.manual_logs import ManualShare
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind, JudgedSession
from celliq_desktop.viewmodels.formats import NOTHING, Formats, whole
from celliq_desktop.viewmodels.vehicle.comparison import model_words
from celliq_desktop.viewmodels.vehicle.states import (
    CurveLine,
    CurvesState,
    FitState,
    Floats,
    ManualLine,
    SessionLine,
)
from celliq_desktop.viewmodels.vehicle.use import known_or_why
from celliq_desktop.viewmodels.words import N_, _, ngettext

_MOST_POINTS = 1_000
"""Points drawn of one charge: more than a plot of 600 pixels can show."""
_ALL_POINTS, _FEWEST_POINTS = 60_000, 30
"""Points drawn of all charges together, which a window can move without a jerk, and the least of one."""
_CLEARLY = 1.05
"""Times as much power as is worth a word: less is the wobble of one charge."""
_KINDS = {CurrentKind.AC: N_("AC"), CurrentKind.DC: N_("DC"), CurrentKind.UNKNOWN: NOTHING}


def column(values: "array[float]") -> Floats:
    """A view of a stdlib ``array('d')`` as numpy, without a copy."""
    return np.frombuffer(values, dtype=np.float64)


def thinned(soc: Floats, power: Floats, most: int = _MOST_POINTS) -> tuple[Floats, Floats]:
    """About ``most`` points at most of a curve: of each stretch its lowest and highest power, so that no peak is
    lost; a curve that is short enough is given back as it is."""
    if soc.size <= most:
        return soc, power
    length = -(-soc.size // (most // 2))
    starts = np.arange(0, soc.size, length)
    padded = np.full(starts.size * length, np.nan)
    padded[: soc.size] = power
    table = padded.reshape(starts.size, length)
    low = np.argmin(np.where(np.isnan(table), np.inf, table), axis=1)
    high = np.argmax(np.where(np.isnan(table), -np.inf, table), axis=1)
    kept = np.unique(np.concatenate((starts + low, starts + high, [0, soc.size - 1])))
    return soc[kept], power[kept]


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def curves_state(
    curves: ChargeCurves,
    estimate: HealthEstimate | None,
    formats: Formats,
    *,
    model: tuple[ModelBand, ...] = (),
    name: str = "",
) -> CurvesState:
    """Every session's curve with its age and whether the estimate used it, beside the other cars of this model, which
    is called ``name``."""
    most = max(_FEWEST_POINTS, min(_MOST_POINTS, _ALL_POINTS // max(1, len(curves.sessions))))
    used = {index for index, judged in enumerate(estimate.sessions) if judged.used} if estimate else set[int]()
    starts = [curve.start_s for curve in curves.sessions]
    first, reach = (min(starts), max(max(starts) - min(starts), 1.0)) if starts else (0.0, 1.0)

    def line(curve: SessionCurve) -> CurveLine:
        soc, power = thinned(column(curve.soc_percent), column(curve.power_kw), most)
        return CurveLine(
            session=curve.session,
            label=f"{formats.epoch_date(curve.start_s)} · {_(_KINDS[curve.kind])}",
            kind=curve.kind,
            soc_percent=soc,
            power_kw=power,
            temperature_c=_mean(column(curve.temperature_c)),
            age=(curve.start_s - first) / reach,
            used=curve.session in used,
        )

    facts = (
        known_or_why(_("10 to 80 %"), formats.duration(curves.ten_to_eighty_s), _("DC median"), _why_no_time(curves)),
        known_or_why(
            _("Peak power"), formats.number(curves.peak_kw, 0, "kW"), _("highest median"), _("no charge with power yet")
        ),
        known_or_why(_("Taper"), *_taper(curves, formats), _("no DC median yet")),
        known_or_why(
            _("DC share"),
            formats.percent(curves.dc_share_percent, 0),
            _("of the energy charged"),
            _("energy not known"),
        ),
    )
    return CurvesState(
        lines=tuple(line(curve) for curve in curves.sessions),
        bands=curves.bands,
        facts=facts,
        words=_curve_words(curves, formats),
        model=model,
        model_words=model_words(curves, model, name, formats),
    )


def _taper(curves: ChargeCurves, formats: Formats) -> tuple[str, str]:
    """The SoC from which the median DC power stays below half of its peak."""
    band = next((one for one in curves.bands if one.kind is CurrentKind.DC), None)
    found = half_power(band) if band is not None else None
    if found is None:
        return NOTHING, ""
    soc = formats.number(found.soc_percent, 0, "%")
    if not found.reached:
        return _("not by {soc}").format(soc=soc), _("still over half of the DC peak")
    return _("from {soc}").format(soc=soc), _("below half of the DC peak")


def _why_no_time(curves: ChargeCurves) -> str:
    has_dc = any(curve.kind is CurrentKind.DC for curve in curves.sessions)
    return _("no DC charge covers 10 to 80 %") if has_dc else _("no DC charge yet")


def _curve_words(curves: ChargeCurves, formats: Formats) -> str:
    """What the plot shows, for those who hear it: how the median power of each kind goes, the most charged kind
    first."""
    told = [
        ngettext(
            "Median {kind} power {way}, over {n} charge.", "Median {kind} power {way}, over {n} charges.", band.sessions
        ).format(kind=_(_KINDS[band.kind]), way=way, n=whole(band.sessions))
        for band in sorted(curves.bands, key=lambda known: -known.sessions)
        if (way := power_way(column(band.median_kw), formats))
    ]
    if told:
        return " ".join(told)
    if not curves.sessions:
        return _("No charge curve yet.")
    drawn = len(curves.sessions)
    return ngettext("{n} charge drawn.", "{n} charges drawn.", drawn).format(n=whole(drawn))


def power_way(power: Floats, formats: Formats) -> str:
    """How power in kW goes with whole percents of charge: ``falls from 118 kW at 20 % to 42 kW at 80 %``. A top that
    stands clear of both ends is named, too; empty when no power is known."""
    known = np.flatnonzero(~np.isnan(power))
    if not known.size:
        return ""
    first, last = int(known[0]), int(known[-1])
    top = int(known[np.argmax(power[known])])

    def at(percent: int) -> str:
        return _("{power} at {percent} %").format(power=formats.number(float(power[percent]), 0, "kW"), percent=percent)

    start, end, most = float(power[first]), float(power[last]), float(power[top])
    if most > _CLEARLY * start and most > _CLEARLY * end:
        return _("rises from {start} to {top} and falls to {end}").format(start=at(first), top=at(top), end=at(last))
    if start > _CLEARLY * end:
        return _("falls from {start} to {end}").format(start=at(first), end=at(last))
    if end > _CLEARLY * start:
        return _("rises from {start} to {end}").format(start=at(first), end=at(last))
    return _("stays near {start} until {percent} %").format(start=at(first), percent=last)


def fit_state(estimate: HealthEstimate, formats: Formats) -> FitState | None:
    """Energy against SoC points for every session that has energy; None when there is none."""
    judged = [one for one in estimate.sessions if one.session.energy_kwh is not None]
    if not judged:
        return None
    capacity = estimate.capacity_kwh
    slope = (capacity.value / 100, capacity.low / 100, capacity.high / 100) if capacity else (np.nan,) * 3
    words = (
        ngettext(
            "{n} charge of {n2} used; usable capacity {value}, {span}.",
            "{n} charges of {n2} used; usable capacity {value}, {span}.",
            len(estimate.used),
        ).format(
            n=whole(len(estimate.used)),
            n2=len(estimate.sessions),
            value=formats.number(capacity.value, 1, "kWh"),
            span=formats.span(capacity, 1, "kWh"),
        )
        if capacity
        else ngettext(
            "None of {n} charge could be used.", "None of {n} charges could be used.", len(estimate.sessions)
        ).format(n=whole(len(estimate.sessions)))
    )
    return FitState(
        delta_soc=np.array([one.session.delta_soc_percent for one in judged]),
        energy_kwh=np.array([one.session.energy_kwh for one in judged], dtype=np.float64),
        used=np.array([one.used for one in judged], dtype=np.bool_),
        labels=tuple(f"{formats.epoch_date(one.session.start_s)}: {_judgement(one, formats)}" for one in judged),
        slope=slope[0],
        slope_low=slope[1],
        slope_high=slope[2],
        words=words,
    )


def session_lines(
    estimate: HealthEstimate, formats: Formats, manual: tuple[ManualShare, ...] = ()
) -> tuple[SessionLine, ...]:
    """All sessions, newest first."""
    by_hand = {at for share in manual for at in share.sessions}
    lines = [
        _line(index, judged, _(", manual") if index in by_hand else "", formats)
        for index, judged in enumerate(estimate.sessions)
    ]
    return tuple(sorted(lines, key=lambda line: -line.start_sort))


def manual_lines(manual: tuple[ManualShare, ...], formats: Formats) -> tuple[ManualLine, ...]:
    """The logs that were added by hand, oldest first."""
    return tuple(
        ManualLine(
            share.log.sha256,
            ngettext(
                "Added by hand: “{file_name}”, {n} charge from it",
                "Added by hand: “{file_name}”, {n} charges from it",
                len(share.sessions),
            ).format(file_name=share.log.file_name, n=whole(len(share.sessions))),
            _(
                "{kind}, {rows} rows, {first_s} to {last_s}. Added on {added_at} by {added_by}. SHA-256"
                " of the file: {sha256}"
            ).format(
                kind=share.log.kind,
                rows=whole(share.log.rows),
                first_s=formats.epoch_date(share.log.first_s),
                last_s=formats.epoch_date(share.log.last_s),
                added_at=formats.date(share.log.added_at),
                added_by=share.log.added_by,
                sha256=share.log.sha256,
            ),
        )
        for share in manual
    )


def _line(index: int, judged: JudgedSession, marked: str, formats: Formats) -> SessionLine:
    session = judged.session
    return SessionLine(
        index=index,
        day=formats.date(datetime.fromtimestamp(session.start_s, UTC).astimezone()),
        start=formats.moment(datetime.fromtimestamp(session.start_s, UTC)),
        start_sort=session.start_s,
        kind=_(_KINDS[session.current_kind]) + marked,
        soc=_soc(session, formats),
        delta=formats.number(session.delta_soc_percent, 0, "pts"),
        delta_sort=session.delta_soc_percent,
        energy=formats.number(session.energy_kwh, 1, "kWh"),
        energy_sort=session.energy_kwh or 0.0,
        capacity=formats.number(judged.capacity_kwh, 1, "kWh"),
        capacity_sort=judged.capacity_kwh or 0.0,
        used=judged.used,
        verdict=_judgement(judged, formats),
    )


def _soc(session: ChargeSession, formats: Formats) -> str:
    return f"{formats.number(session.soc_start_percent)} → {formats.number(session.soc_end_percent, 0, '%')}"


def _judgement(judged: JudgedSession, formats: Formats) -> str:
    if judged.used and round(judged.weight * 100) == 0:
        return _("Used, adds nothing new")
    if judged.used:
        return _("Used, weight {percent}").format(percent=formats.percent(judged.weight * 100, 0))
    return judged.sentence or _("Not used.")
