"""What a sync has to say for itself: how far it is, what it brought, and what is missing of it and why."""

from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.syncing import StepOutcome, StepState, SyncSummary
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.words import N_, _, said

_STEPS = {
    "settings": N_("Dealer settings"),
    "subscription": N_("Credits"),
    "invoices": N_("Invoices"),
    "vehicles": N_("Cars"),
    "reports": N_("Reports"),
    "readings": N_("Charge readings"),
    "estimates": N_("States of health"),
    "ev_energy": "ev.energy",
    "cariqa": "Cariqa",
}
_LISTS = (("vehicles", "car", "cars"), ("reports", "report", "reports"))
_NEWS = ("vehicles", "reports", "readings")
"""Steps whose changes a person can see; estimates follow from readings."""


def progress_words(words: str, done: int, total: int | None) -> str:
    """``Vehicles · 30 of 60``."""
    words = said(words)
    counts = _("{done} of {total}").format(done=whole(done), total=whole(total)) if total else ""
    return " · ".join(part for part in (words[:1].upper() + words[1:], counts) if part)


def found_words(summary: SyncSummary) -> str:
    """``60 cars, 24 reports; nothing new.``, and what is missing."""
    if summary.led_by:
        return _("Desk {led_by} of your group fetches what is new.").format(led_by=summary.led_by)
    steps = {step.name: step for step in summary.steps}
    lists = [count(steps[name].seen, one, many) for name, one, many in _LISTS if name in steps]
    changed = news(summary)
    changes = _("{changed} new or changed").format(changed=whole(changed)) if changed else _("nothing new")
    found = f"{', '.join(lists)}; {changes}." if lists else ""
    return " ".join(part for part in (found, gap_words(summary)) if part)


def news(summary: SyncSummary) -> int:
    """How many cars, reports and readings are new, changed or gone."""
    return sum(step.added + step.updated + step.removed for step in summary.steps if step.name in _NEWS)


def gap_words(summary: SyncSummary) -> str:
    """Every part that is missing, with its reason; empty when all is here."""
    return " ".join(_gap(step) for step in summary.steps if step.state not in (StepState.DONE, StepState.NOT_OFFERED))


def _gap(step: StepOutcome) -> str:
    part = _(_STEPS.get(step.name, step.name.capitalize()))
    return f"{part}: {said(step.problem or '') or _('could not be read.')}"


def waiting_words(problem: Problem, age: str) -> str:
    """What the pill says while the server cannot be asked."""
    if problem.code == "captive_portal":
        return _("Network wants a sign-in")
    why = _("Offline") if problem.code == "offline" else _("Server busy") if problem.retry_after_s else _("Not synced")
    return _("{why}, data from {age}").format(why=why, age=age) if age else why


def unkept_words(summary: SyncSummary) -> str:
    """That the sign-in is not saved, and what follows (research/reliability.md N4); empty when it is."""
    if summary.sign_in_kept:
        return ""
    return _(
        "The key store of this computer did not take your sign-in. It works until the program"
        " ends, and is tried again with the next sync. Unlock the key store, or you sign in again"
        " next time; nothing else is lost."
    )


def clock_words(skew: ClockSkew | None) -> str:
    """That this computer's clock is off, and what follows; empty when it is right."""
    if skew is None or not skew.told:
        return ""
    minutes = count(round(abs(skew.seconds) / 60), "minute", "minutes")
    ahead = _("This computer's clock is {minutes} ahead of the server's.")
    behind = _("This computer's clock is {minutes} behind the server's.")
    sealing = _(" No report can be sealed until it is set.") if skew.forbids_sealing else ""
    return (ahead if skew.seconds > 0 else behind).format(minutes=minutes) + sealing
