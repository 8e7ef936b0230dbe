"""The formats that are read: one file or folder a publisher."""
