"""Client of the event API: a durable spool on disk and a background sender."""

from .acks import SpoolMismatch
from .event_client import Closing, EventClient, SpoolInUse

__all__ = ["Closing", "EventClient", "SpoolInUse", "SpoolMismatch"]
