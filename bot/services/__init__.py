"""What readers and managers ask for; knows neither Discord nor SQL."""
