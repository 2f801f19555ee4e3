"""What somebody should look at before trusting the number: flagged with its evidence, never averaged over (report.md
section 1)."""

from collections.abc import Sequence

import numpy as np

from celliq_desktop.battery.columns import Floats, columns_of
from celliq_desktop.battery.measuring_point import COUNTED_OFF, counted_off
from celliq_desktop.battery.quality import Gate
from celliq_desktop.battery.sessions import in_time_order
from celliq_desktop.battery.tampering import repeats
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import JudgedSession
from celliq_desktop.domain.text import N_

_ROLLBACK_KM = 10.0
_STALE_SHARE = 0.2
_OLDEST_S, _RELATIVE_S = 1.1e9, 1.0e8
"""November 2004, before any car that reports; below three years the file counts its own seconds."""
_CLOCK_BACK_S = 30.0
_FLIPS, _FLIP_POINTS = 0.05, 5.0


def flags_of(samples: Samples | None, judged: Sequence[JudgedSession]) -> tuple[str, ...]:
    """Sentences, most serious first; ``samples`` None where there is only a session list."""
    flags = [] if samples is None or not len(samples) else [*_rollback(samples), *_clock(samples)]
    flags += [*_copies(judged), *_unphysical(judged), *_counter(judged), *_odometer_of(judged)]
    stale = [one for one in judged if one.reason == Gate.STALE_SOC.value]
    if judged and len(stale) / len(judged) >= _STALE_SHARE:
        jump = max(one.session.soc_jump_percent for one in stale)
        flags.append(
            N_("The state of charge stands still or jumps (by up to {jump:.0f} points) in {n} of {n2} charges.").format(
                jump=jump, n=len(stale), n2=len(judged)
            )
        )
    return tuple(flags)


def soc_flips(samples: Samples) -> bool:
    """True when SoC goes to and fro by over 5 points in a twentieth of its changes: two sources in one column."""
    soc = in_time_order(columns_of(samples))["soc_percent"]
    soc = soc[~np.isnan(soc)]
    moves = np.diff(soc)
    moves = moves[moves != 0]
    if moves.size < 20:
        return False
    to_and_fro = (np.abs(moves[1:]) > _FLIP_POINTS) & (np.abs(moves[:-1]) > _FLIP_POINTS) & (moves[1:] * moves[:-1] < 0)
    return bool(to_and_fro.sum() > _FLIPS * moves.size)


def _rollback(samples: Samples) -> list[str]:
    odometer = in_time_order(columns_of(samples))["odometer_km"]
    return _backwards(odometer[odometer > 0])


def _odometer_of(judged: Sequence[JudgedSession]) -> list[str]:
    """From the sessions' own readings, where only those are at hand (``samples`` are not)."""
    if any(one.session.last_index for one in judged):
        return []
    order = sorted((one.session for one in judged), key=lambda one: one.start_s)
    return _backwards(np.array([one.odometer_km for one in order if one.odometer_km], dtype=np.float64))


def _backwards(odometer: Floats) -> list[str]:
    """The largest fall that lasts; a single wrong value or a zero is noise, not a rollback."""
    if odometer.size < 3:
        return []
    before = np.maximum.accumulate(np.minimum(odometer[:-1], odometer[1:]))[:-1]
    after = np.maximum(odometer[1:-1], odometer[2:])
    at = int(np.argmax(before - after))
    if before[at] - after[at] <= _ROLLBACK_KM:
        return []
    return [
        N_("The odometer runs backwards, from {before:,.0f} to {after:,.0f} km.").format(
            before=before[at], after=after[at]
        )
    ]


def _clock(samples: Samples) -> list[str]:
    time_s = np.frombuffer(samples.time_s, dtype=np.float64)
    step = np.diff(time_s)
    back = step < 0
    flags = []
    if time_s.size > 2 and back.sum() > 0.9 * step.size:
        flags.append(N_("The rows run backwards in time; they were put in order."))
    elif back.any():
        by = float(-step[back].min())
        if by > _CLOCK_BACK_S:
            what = N_(", as where summer time ends") if abs(by - 3600) < 900 else ""
            flags.append(
                N_("The clock jumps back {int} times, by up to {by:,.0f} minutes{what}.").format(
                    int=int(back.sum()), by=by / 60, what=what
                )
            )
    if _RELATIVE_S < float(time_s.min()) < _OLDEST_S:
        flags.append(N_("Some times lie before any car that reports them; the clock was not set."))
    return flags


def _copies(judged: Sequence[JudgedSession]) -> list[str]:
    found = repeats([one.session for one in judged])
    copies = sum(1 for gate in found.values() if gate is Gate.COPY)
    if not copies:
        return []
    return [
        N_("{copies} charges are alike to the last digit, although at different times; real charges are not.").format(
            copies=copies + 1
        )
    ]


def _unphysical(judged: Sequence[JudgedSession]) -> list[str]:
    odd = sum(1 for one in judged if one.session.unphysical)
    if not odd:
        return []
    return [
        N_("In {odd} of {n} charges the voltage does not follow current and charge as a battery's must.").format(
            odd=odd, n=len(judged)
        )
    ]


def _counter(judged: Sequence[JudgedSession]) -> list[str]:
    off = counted_off([one.session for one in judged])
    if abs(off) <= COUNTED_OFF:
        return []
    sentence = N_(
        "The energy counter shows {off:+.0%} against voltage times current; it may be counted at"
        " the charger (declare where with --measured-at)."
    ).format(off=off)
    return [sentence]
