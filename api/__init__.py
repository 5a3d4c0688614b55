"""Front doors: web pages and REST. They read requests, call verbs in one transaction, and answer."""
