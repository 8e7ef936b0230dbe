"""The Open Contracting Data Standard: releases and records."""
