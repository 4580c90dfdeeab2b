"""Sees a save: which files of the site changed, a moment after they did.

Editors write in place, write beside and rename, or delete and write anew; all of
them come out as one set of paths once the folder has been quiet for 50 ms.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedNoWriteEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

__all__ = ["Watch"]

QUIET_S: Final = 0.05
POLL_S: Final = 0.5
PATIENCE_S: Final = 0.5
"""A folder that never falls quiet is reported at least this often."""
LEFT_OUT: Final = frozenset({"dist", "node_modules", "venv", "__pycache__"})
READING: Final = (FileOpenedEvent, FileClosedNoWriteEvent, DirModifiedEvent)
LEAVING: Final = (DirDeletedEvent, DirMovedEvent)


class Watch(FileSystemEventHandler):
    """Calls ``changed`` with the files of a site that were saved.

    A context manager; ``changed`` runs in a thread of its own.
    """

    def __init__(
        self, root: Path, *, changed: Callable[[frozenset[Path]], None], output: str
    ) -> None:
        self.root = root.resolve()
        self.changed = changed
        self.left_out = LEFT_OUT | {output}
        self.seen: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self.observer: BaseObserver = Observer()
        self.watched: dict[Path, ObservedWatch] = {}
        self.reporter = threading.Thread(target=self.report, name="mdwx-watch")

    def __enter__(self) -> Watch:
        try:
            self.start(self.observer)
        except OSError:
            # The system watches no more folders for us: look at them instead.
            self.watched.clear()
            self.start(PollingObserver(timeout=POLL_S))
        self.reporter.start()
        return self

    def start(self, observer: BaseObserver) -> None:
        """Watch the site, folder by folder.

        One recursive watch would count every file of a virtual environment or of
        node_modules against the system's limit.
        """
        self.observer = observer
        observer.schedule(self, str(self.root))
        for folder in sorted(self.root.iterdir()):
            self.watch_folder(folder)
        observer.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.observer.stop()
        self.observer.join()
        self.seen.put(None)
        self.reporter.join()

    def watch_folder(self, folder: Path) -> None:
        """Watch a folder of the site's root, with all below."""
        if folder.is_dir() and self.concerns(folder):
            watched = self.observer.schedule(self, str(folder), recursive=True)
            self.watched[folder] = watched

    def follow(self, event: FileSystemEvent, path: Path) -> None:
        """Keep up with folders of the root that come and go."""
        if path.parent != self.root:
            return
        if isinstance(event, LEAVING) and path in self.watched:
            self.observer.unschedule(self.watched.pop(path))
        if isinstance(event, DirCreatedEvent | DirMovedEvent):
            # It may be gone again by now; then there is nothing to watch.
            with suppress(OSError):
                self.watch_folder(path)

    def concerns(self, path: Path) -> bool:
        """Whether a path is the author's, and not made by us or by an editor."""
        try:
            parts = path.relative_to(self.root).parts
        except ValueError:
            return False
        if not parts or parts[0] in self.left_out:
            return False
        hidden = any(part.startswith(".") for part in parts)
        return not hidden and not path.name.endswith(("~", ".swp", ".tmp"))

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what changed; reading a file is no change."""
        if isinstance(event, READING):
            return
        for name in filter(None, (event.src_path, event.dest_path)):
            path = Path(str(name))
            self.follow(event, path)
            if self.concerns(path):
                self.seen.put(path)

    def report(self) -> None:
        """Report changes in sets until the watch ends."""
        while (path := self.seen.get()) is not None:
            changed = {path}
            patience = time.monotonic() + PATIENCE_S
            while time.monotonic() < patience:
                try:
                    more = self.seen.get(timeout=QUIET_S)
                except queue.Empty:
                    break
                if more is None:
                    return
                changed.add(more)
            self.changed(frozenset(changed))
