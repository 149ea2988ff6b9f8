"""A workspace's folder: where everything lies, and the lock that keeps a second program from writing."""

from pathlib import Path

from alliance_desk.errors import Refused


class Workspace:
    """The fixed places inside one workspace folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.database = root / "desk.db"
        self.blobs = root / "blobs"
        self.key = root / "keys" / "office.key"
        self.marks = root / "highwater.json"
        self.packs = root / "packs"
        self.calendars = root / "calendars"
        self.papers = root / "papers"
        self.outbox = root / "outbox"
        self.quarantine = root / "quarantine"
        self.scratch = root / "scratch"
        self._lock = root / "desk.lock"

    def exists(self) -> bool:
        """Whether an office has been set up here."""
        return self.database.is_file()

    def lock(self, seconds: float) -> "Held":
        """Take the writer's lock, waiting at most ``seconds``.

        Raises Refused when another program keeps it: one desk writes, others may only read.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._lock, timeout=seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise Refused("desk.in-use", path=str(self.root)) from error
        return Held(lock.release)


class Held:
    """A lock that is held until released."""

    def __init__(self, release: "object") -> None:
        self._release = release

    def release(self) -> None:
        """Give the lock back."""
        self._release()  # pyright: ignore[reportCallIssue]
