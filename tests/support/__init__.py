"""What tests share: a PostgreSQL cluster, a browser, a guard on sockets, the count of skips."""
