"""Other people's products as they come, for comparison. Any library may be imported here, and only here."""
