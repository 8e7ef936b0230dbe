"""An account seen before a call: what is known of it, who is there, what they need, what we are worth to them.

Pure rules of the records and a day, each reading one buyer, need, tender or delivery. Nothing here is stored.
"""
