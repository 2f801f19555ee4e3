"""The screens of the window, in the order of the rail. A factory imports its screen when it is first opened: plots and
PDF pages cost start-up time that nobody should wait for."""

from celliq_desktop.ui.screens.screen import Screen, ScreenContext, ScreenSpec
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.viewmodels.words import N_


def _fleet(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.fleet.screen import FleetScreen

    return FleetScreen(context)


def _vehicle(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen

    return VehicleScreen(context)


def _reports(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.reports.screen import ReportsScreen

    return ReportsScreen(context)


def _verify(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.verify.screen import VerifyScreen

    return VerifyScreen(context)


def _invites(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.invites.screen import InvitesScreen

    return InvitesScreen(context)


def _charging(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.charging.screen import ChargingScreen

    return ChargingScreen(context)


def _billing(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.billing import BillingScreen

    return BillingScreen(context)


def _connections(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.connections.screen import ConnectionsScreen

    return ConnectionsScreen(context)


def _activity(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.activity.screen import ActivityScreen

    return ActivityScreen(context)


def _help(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.help import HelpScreen

    return HelpScreen(context)


def _settings(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.settings.screen import SettingsScreen

    return SettingsScreen(context)


SCREENS: tuple[ScreenSpec, ...] = (
    ScreenSpec(key="fleet", title=N_("Fleet"), icon=Glyph.CAR, make=_fleet),
    ScreenSpec(
        key="vehicle", title=N_("Vehicle"), icon=Glyph.BATTERY_CHARGING, make=_vehicle, in_rail=False, under="fleet"
    ),
    ScreenSpec(key="reports", title=N_("Reports"), icon=Glyph.FILE, make=_reports),
    ScreenSpec(key="verify", title=N_("Verify"), icon=Glyph.SHIELD, make=_verify),
    ScreenSpec(key="invites", title=N_("Invites"), icon=Glyph.ENVELOPE, make=_invites, for_dealers=True),
    ScreenSpec(key="charging", title=N_("Charging"), icon=Glyph.LIGHTNING, make=_charging),
    ScreenSpec(key="billing", title=N_("Billing"), icon=Glyph.CREDITS, make=_billing),
    ScreenSpec(key="connections", title=N_("Connections"), icon=Glyph.LINK, make=_connections),
    ScreenSpec(key="activity", title=N_("Activity"), icon=Glyph.ACTIVITY, make=_activity),
    ScreenSpec(key="settings", title=N_("Settings"), icon=Glyph.GEAR, make=_settings),
    ScreenSpec(key="help", title=N_("Help"), icon=Glyph.INFO, make=_help, in_rail=False, under="settings"),
)
