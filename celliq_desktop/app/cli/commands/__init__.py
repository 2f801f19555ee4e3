"""One file a noun; this file is the list of commands."""

import typer

from celliq_desktop.app.cli.commands import (
    accounts,
    battery,
    billing,
    charging,
    connections,
    doctor,
    ev_energy,
    ev_energy_catalogue,
    fleet,
    forget,
    identity,
    invites,
    links,
    outbox,
    providers,
    reports,
    sandbox,
    sync,
    updates,
    verify,
)

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

app.command("login")(accounts.login)
app.command("logout")(accounts.logout)
app.command("whoami")(accounts.whoami)
app.command("sync")(sync.sync)
app.command("verify")(verify.verify)
app.command("invite")(invites.invite)
app.command("sandbox")(sandbox.sandbox)
app.command("forget")(forget.forget)
app.command("doctor")(doctor.doctor)
app.command("update")(updates.update)
app.add_typer(fleet.fleet, name="fleet")
fleet.vehicle.command("connect")(connections.connect)
fleet.vehicle.command("sync")(connections.sync)
fleet.vehicle.command("disconnect")(connections.disconnect)
app.add_typer(fleet.vehicle, name="vehicle")
app.add_typer(battery.battery, name="battery")
app.add_typer(reports.report, name="report")
app.add_typer(identity.identity, name="identity")
app.add_typer(outbox.outbox, name="outbox")
app.add_typer(providers.provider, name="provider")
app.command("link")(links.link)
app.command("links")(links.links)
app.add_typer(ev_energy.ev_energy, name="ev-energy")
ev_energy_catalogue.add_to(ev_energy.ev_energy)
app.add_typer(billing.billing, name="billing")
app.add_typer(charging.charging, name="charging")
