"""Sees a save: which files of the site changed, a moment after they did.

Editors write in place, write beside and rename, or delete and write anew; all of
them come out as one set of paths. A file that was closed or renamed is whole, and is
told of at once; one that may still be written to, or may come back, and all that
follows closely on another, is told of once it has been quiet for 50 ms. Events can be
lost, so now and then all files are looked at.
"""

from __future__ import annotations

import queue
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from mdwx.preview.sweep import Sweep

__all__ = ["Watch"]

QUIET_S: Final = 0.05
WHOLE_QUIET_S: Final = 0.002
"""What one save changes comes closer together than that."""
CALM_S: Final = 0.1
"""So soon after a report, more is part of a flood, and taken together."""
SWEEP_S: Final = 1.0
POLL_S: Final = 0.3
SWEEP_SHARE: Final = 50
"""A large site is swept less often: one fiftieth of the time."""
PATIENCE_S: Final = 0.5
"""A folder that never falls quiet is reported at least this often."""
LEFT_OUT: Final = frozenset({"dist", "node_modules", "venv", "__pycache__"})
READING: Final = (FileOpenedEvent, FileClosedNoWriteEvent, DirModifiedEvent)
LEAVING: Final = (DirDeletedEvent, DirMovedEvent)
WHOLE: Final = (FileClosedEvent, FileMovedEvent)
"""After these a file is as its editor wants it."""


class Seen(NamedTuple):
    """What an event told."""

    path: Path
    is_whole: bool
    is_folder: bool = False


class Watch(FileSystemEventHandler):
    """Calls ``changed`` with the files of a site that were saved.

    A context manager; ``changed`` runs in a thread of its own.
    """

    def __init__(
        self,
        root: Path,
        *,
        changed: Callable[[frozenset[Path]], None],
        output: str,
        poll: bool = False,
        observe: Callable[[], BaseObserver] = Observer,
    ) -> None:
        """``poll``: look at the files again and again, for nobody tells of a save."""
        self.root = root.resolve()
        self.changed = changed
        self.output = self.root / output
        self.seen: queue.SimpleQueue[Seen | None] = queue.SimpleQueue()
        self.poll = poll
        self.told_at = 0.0
        self.observer = observe()
        self.sweep = Sweep(self.root, concerns=self.concerns)
        self.watched: dict[Path, ObservedWatch] = {}
        self.reporter = threading.Thread(target=self.report, name="mdwx-watch")

    def __enter__(self) -> Watch:
        # watchdog 7 warns of a race of its own when folders are made at once.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        if not self.poll:
            try:
                self.start()
            except OSError:
                # The system watches no more folders for us: the sweep goes on alone.
                self.observer.unschedule_all()
        self.reporter.start()
        return self

    def start(self) -> None:
        """Watch the site, folder by folder.

        One recursive watch would count every file of a virtual environment or of
        node_modules against the system's limit.
        """
        self.observer.schedule(self, str(self.root))
        for folder in sorted(self.root.iterdir()):
            self.watch_folder(folder)
        self.observer.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.observer.is_alive():
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
        if not parts or parts[0] in LEFT_OUT or path.is_relative_to(self.output):
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
                # What was renamed away may be written anew in a moment; but for an
                # editor's own file, which nobody knew.
                left = event.dest_path and name != event.dest_path
                is_whole = isinstance(event, WHOLE)
                if left:
                    is_whole = path not in self.sweep.marks
                self.seen.put(Seen(path, is_whole, event.is_directory))

    def report(self) -> None:
        """Report changes in sets until the watch ends."""
        usual = POLL_S if self.poll else SWEEP_S
        pause = usual
        while True:
            try:
                seen = self.seen.get(timeout=pause)
            except queue.Empty:
                started = time.monotonic()
                if lost := self.sweep.changed():
                    self.changed(lost)
                pause = max(usual, SWEEP_SHARE * (time.monotonic() - started))
                continue
            every = self.gathered(seen)
            if not every:
                return
            self.tell(every)

    def tell(self, every: Sequence[Seen]) -> None:
        """Report what is there, or was; not what came and went in between."""
        known = self.sweep.marks.keys()
        real = {
            it.path
            for it in every
            if it.is_folder or it.path in known or it.path.exists()
        }
        self.sweep.note(real)
        if any(it.is_folder for it in every):
            # It came or went with files that no event told of.
            real |= self.sweep.changed()
        if real:
            self.changed(frozenset(real))
        self.told_at = time.monotonic()

    def gathered(self, seen: Seen | None) -> list[Seen]:
        """All that changed until it is quiet; nothing when the watch ends."""
        changed: dict[Path, Seen] = {}
        started = time.monotonic()
        patience = started + PATIENCE_S
        is_calm = started - self.told_at > CALM_S
        while seen is not None:
            changed[seen.path] = seen
            if time.monotonic() > patience:
                break
            is_whole = is_calm and all(it.is_whole for it in changed.values())
            try:
                seen = self.seen.get(timeout=WHOLE_QUIET_S if is_whole else QUIET_S)
            except queue.Empty:
                break
        else:
            return []
        return list(changed.values())
