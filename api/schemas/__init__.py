"""What goes in and out of the API, as marshmallow schemas with the strict fields of `base.py`."""
