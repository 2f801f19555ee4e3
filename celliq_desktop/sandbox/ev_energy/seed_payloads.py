"""The seed's own sample answers, byte for byte (seeds/ev-energy-vehicles): what the published pages show.

They lack six fields today's public schema requires, lead to the real service's host, leave out ``/v2`` once and name a
trim no path knows: a client that reads them reads what is really out there.
"""

VEHICLE = (
    b'{ "id": "vhcl01HRFF3SEVSCRAV9B3CHVDFN0H", '
    b'"url": "https://api.ev.energy/v2/vehicles/vhcl01HRFF3SEVSCRAV9B3CHVDFN0H", '
    b'"trim": "https://api.ev.energy/v2/trim/vehicle_trim01HRFHBCM7VBSWRPVYFBQMH2BR", '
    b'"user": "https://api.ev.energy/v2/users/user01HN2NJ9NMRZBXT1H6FT9N7735", '
    b'"latest_status_log": "https://api.ev.energy/v2/vehicles/vhcl01HRFF3SEVSCRAV9B3CHVDFN0H'
    b'/status_logs/2024-04-17T09:39:45.994584Z/", '
    b'"charging_sub_sessions": '
    b'"https://api.ev.energy/charging_sub_sessions/?vehicle_id=vhcl01HRFF3SEVSCRAV9B3CHVDFN0H", '
    b'"integrated": "UNINTEGRATED", "maximum_charge_limit_percentage": 100 }'
)
"""``GET /vehicles/{vehicle_id}`` and ``POST /vehicles``."""
VEHICLES = b"[ " + VEHICLE + b" ]"
"""``GET /vehicles``."""
VEHICLE_ID = "vhcl01HRFF3SEVSCRAV9B3CHVDFN0H"
LINK = (
    "<https://api.ev.energy/v2/vehicles?page_size=25&page_before=vhcl01HRFF3SEVSCRAV9B3CHVDFN0H>; "
    'rel="previous", <about:blank>; rel="next"'
)
"""As the public contract writes it."""
