"""Client of the event API: a durable spool on disk and a background sender."""

from .acks import SpoolMismatch
from .event_client import Closing, EventClient, SpoolInUse
from .reporter import ClientReporter, open_reporter

__all__ = ["ClientReporter", "Closing", "EventClient", "SpoolInUse", "SpoolMismatch", "open_reporter"]
