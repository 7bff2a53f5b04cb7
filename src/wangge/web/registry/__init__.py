"""Pages of the registry 登记: people, places, things and organisations."""
