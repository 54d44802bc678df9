"""The family tree of our errors. Adapters translate foreign exceptions into these at their edge.

::

    VardklientError
    ├── UsageError            wrong use of the command line
    ├── WireError             a message that the protocol does not allow
    ├── ResourceError         a file that belongs to the program is missing or damaged
    ├── DeviceError           a camera, microphone or loudspeaker
    │   ├── DeviceMissing     there is none, or it went away
    │   ├── DeviceBusy        another program holds it
    │   └── DeviceRefused     the system's privacy setting says no
    ├── SourceError           a calendar or booking source could not be read
    ├── SignInNeeded          nobody is signed in, or no longer: the user has to do it
    ├── SignallingError       the visit server cannot be reached or refused us
    │   └── TicketRefused     the ticket is spent, expired or forged
    └── CallError             the media connection failed
"""

from __future__ import annotations


class VardklientError(Exception):
    """The root: everything that this program raises on purpose."""


class UsageError(VardklientError):
    """The command line was used in a way it does not allow; the text is one clear sentence."""


class WireError(VardklientError):
    """A message that the protocol does not allow."""


class ResourceError(VardklientError):
    """A file that belongs to the program is missing or damaged."""


class DeviceError(VardklientError):
    """A camera, microphone or loudspeaker cannot be used."""


class DeviceMissing(DeviceError):
    """There is no such device, or it went away."""


class DeviceBusy(DeviceError):
    """Another program holds the device."""


class DeviceRefused(DeviceError):
    """The operating system's privacy setting refuses the device."""


class SourceError(VardklientError):
    """A calendar or booking source could not be read; the text says which and why."""


class SignInNeeded(VardklientError):
    """Nobody is signed in, or the sign-in has ended: the user has to do it again."""


class SignallingError(VardklientError):
    """The visit server cannot be reached, or refused us."""


class TicketRefused(SignallingError):
    """The ticket is spent, expired or forged."""


class CallError(VardklientError):
    """The media connection failed."""
