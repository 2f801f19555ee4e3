"""The vehicle screen: verdict, evidence, reports of one car."""
