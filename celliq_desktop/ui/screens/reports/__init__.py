"""The reports screen: library, live preview, export, print, QR full screen."""
