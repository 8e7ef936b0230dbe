"""The base of what writes a file: it asks where to, and again before it writes over one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bidtracker.domain.message import label, say
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.confirm import ConfirmDialog
from bidtracker.tui.forms.parts.form import Form


class FileForm(Form):
    """A form that is saved to the file that its row "path" names."""

    def write(self, values: dict[str, Any], path: Path, *, overwrite: bool) -> None:
        """Writes the file, and ends the form or says why it cannot."""
        raise NotImplementedError

    def action_save(self) -> None:
        """Checks all fields and writes the file; asks first where there is one already."""
        self._take()
        values = self._values()
        if values is None:
            return
        path = Path(values["path"]).expanduser()
        if path.is_dir():
            self.row("path").complain(tr(say("{path} is a folder; add the name of a file", path=str(path))))
        elif path.exists():
            sure = ConfirmDialog(say("{path} is already there. Write over it?", path=str(path)), yes=label("Overwrite"))
            self.app.push_screen(sure, lambda yes: self.write(values, path, overwrite=True) if yes else None)
        else:
            self.write(values, path, overwrite=False)
