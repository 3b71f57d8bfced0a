"""The county's network: hub, stations, rooms, institution sites, and what they stand on."""
