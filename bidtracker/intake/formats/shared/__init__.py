"""What several formats share: organisations and their numbers, countries, dates of numbers, losing offers."""
