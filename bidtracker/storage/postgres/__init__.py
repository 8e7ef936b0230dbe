"""A team's book on a PostgreSQL server: acts run as if one after the other, a lost answer is looked up, and nobody's
change is overwritten unseen. psycopg is imported here alone, and only for a server.
"""
