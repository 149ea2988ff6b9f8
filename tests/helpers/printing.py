"""A real print queue that ends in PDF files: a CUPS server of our own, with its folders, its socket and one printer.

Printing to a file is another path through Qt than printing to a printer: only the second asks for paper sizes, makes a job and goes
through the system's filters. The text layer is lost on that way, so what came out is compared as pixels.
"""

import ctypes
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.tools import need

BACKEND = "/usr/lib/cups/backend/cups-pdf"
FILES = """
ServerRoot {root}
ServerBin {root}/bin
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/scratch
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
SystemGroup root
"""
SERVER = """
Listen {root}/socket
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
PRINTER = """
<DefaultPrinter {name}>
DeviceURI cups-pdf:/{root.name}
State Idle
Accepting Yes
ErrorPolicy abort-job
</DefaultPrinter>
"""
TO_PDF = """
Out {root}/pdf
AnonDirName {root}/pdf
Spool {root}/jobs
Log {root}/log
GSTmp {root}/scratch
Grp lp
Label 1
"""


class Queue:
    """A printer that Qt sees, and what came out of it."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.name = name
        self.folder = root / "pdf"
        """Where printed PDFs appear, one file a job."""

    def printed(self, jobs: int = 1, seconds: float = 120) -> list[Path]:
        """The PDF of each job, in the order of the jobs, as soon as so many are finished; AssertionError when they do not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            whole = [pdf for pdf in self.folder.glob("*.pdf") if pdf.read_bytes().rstrip().endswith(b"%%EOF")]
            if len(whole) >= jobs:
                return sorted(whole, key=lambda pdf: int(pdf.name.removeprefix("job_").partition("-")[0]))
            time.sleep(0.05)
        raise AssertionError(f"{jobs} jobs did not come out in {seconds} s:\n{self.log()}")

    def log(self) -> str:
        """The last lines that the server wrote."""
        log = self.root / "log" / "error"
        return "\n".join(log.read_text("utf8", "replace").splitlines()[-40:]) if log.exists() else "no log"


@pytest.fixture
def pdf_queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    """A queue of its own for the test, the default printer of this process and of those it starts."""
    server, backend, sizes = need("cupsd"), need(BACKEND), Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
    # Not in tmp_path: filters run as the user lp, who may not enter it, and the name of a socket has room for 107 bytes.
    root = Path(tempfile.mkdtemp(prefix="cups-"))
    queue = Queue(root, "desk")
    # The backend reads its settings from this folder alone, by the name behind the colon of its address.
    settings = Path("/etc/cups", f"cups-pdf-{root.name}.conf")
    try:
        _lay_out(queue, backend, sizes)
        settings.write_text(TO_PDF.format(root=root))
        # A copy, because a confinement by path (AppArmor) would keep the one in its place from reading our folders.
        copy = shutil.copy(server, root)
        command = [copy, "-f", "-c", root / "cupsd.conf", "-s", root / "cups-files.conf"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            try:
                _wait(queue, running)
                monkeypatch.setenv("CUPS_SERVER", str(root / "socket"))
                # Who has asked CUPS before has its server's name already, whatever the environment says now.
                _ask(str(root / "socket").encode())
                yield queue
            finally:
                _ask(None)
                running.terminate()
    finally:
        settings.unlink(missing_ok=True)
        shutil.rmtree(root)


def _lay_out(queue: Queue, backend: str, sizes: Path) -> None:
    """The server's folders and settings, and its printer."""
    root = queue.root
    root.chmod(0o755)
    for name in ("spool", "cache", "state", "scratch", "log", "ppd", "jobs", "pdf", "bin/backend"):
        (root / name).mkdir(parents=True)
    (root / "scratch").chmod(0o1777)
    shutil.copy(backend, root / "bin" / "backend")
    for name in ("filter", "daemon"):
        (root / "bin" / name).symlink_to(Path(backend).parent.parent / name)
    shutil.copy(sizes, root / "ppd" / f"{queue.name}.ppd")
    for name, text in (("cups-files.conf", FILES), ("cupsd.conf", SERVER), ("printers.conf", PRINTER)):
        (root / name).write_text(text.format(root=root, name=queue.name))


def _wait(queue: Queue, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and running.poll() is None:
        with socket.socket(socket.AF_UNIX) as line:
            if line.connect_ex(str(queue.root / "socket")) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"the print server does not answer (exit code {running.poll()}):\n{queue.log()}")


def _ask(server: bytes | None) -> None:
    """Name the server that this thread's CUPS library asks; None for the system's own."""
    ctypes.CDLL("libcups.so.2").cupsSetServer(server)
