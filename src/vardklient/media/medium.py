"""Cable or wireless, asked of the system through Qt: where no file tells, as on Windows and macOS."""

from __future__ import annotations

from PySide6.QtNetwork import QNetworkInformation

from vardklient.domain.network import LinkKind

_KINDS = {
    QNetworkInformation.TransportMedium.Ethernet: LinkKind.CABLE,
    QNetworkInformation.TransportMedium.WiFi: LinkKind.WIRELESS,
    QNetworkInformation.TransportMedium.Cellular: LinkKind.WIRELESS,
}


def kind_of(medium: QNetworkInformation.TransportMedium) -> LinkKind:
    """What Qt's word means to somebody who may plug in a cable."""
    return _KINDS.get(medium, LinkKind.UNKNOWN)


def ask_system() -> LinkKind:
    """Needs a `QCoreApplication`; unknown where Qt has no part for the system."""
    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.TransportMedium):
        return LinkKind.UNKNOWN
    return kind_of(QNetworkInformation.instance().transportMedium())
