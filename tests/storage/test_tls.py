"""The way to a server: with `sslmode=verify-full` nobody but the server that was meant is spoken to."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

from own_cluster import Host, programs  # only with psycopg

from bidtracker.book import Book  # only with psycopg
from bidtracker.storage import StorageError  # only with psycopg


class Authority:
    """Who signs certificates: one of our own, made for the test."""

    def __init__(self, folder: Path, name: str) -> None:
        self.certificate, self.key = folder / f"{name}.crt", folder / f"{name}.key"
        openssl("req", "-x509", "-days", "2", *NEW, f"/CN={name}", "-keyout", self.key, "-out", self.certificate)

    def sign(self, host: str, at: Path) -> None:
        """Makes a server's certificate and key for that name."""
        request, names = at.with_suffix(".csr"), at.with_suffix(".names")
        names.write_text(f"subjectAltName=DNS:{host}\n")
        openssl("req", *NEW, f"/CN={host}", "-keyout", at.with_suffix(".key"), "-out", request)
        openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial",
            "-days", "2", "-extfile", names, "-out", at.with_suffix(".crt"),
        )  # fmt: skip


NEW = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj")


def openssl(*arguments: object) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make certificates with")
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bidtracker-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[Host]:
    """A server that speaks TLS alone, whose certificate is made out to localhost, and wants a password."""
    host = Host(folder, programs(tls=True))
    host.make()
    authority = Authority(folder, "ours")
    Authority(folder, "theirs")
    authority.sign("localhost", folder / "server")
    for kind in ("crt", "key"):
        shutil.copy(folder / f"server.{kind}", host.data)
        if host.account:
            shutil.chown(host.data / f"server.{kind}", host.account)
    (host.data / "server.key").chmod(0o600)
    host.start(ssl="on")
    host.sql("CREATE ROLE ann LOGIN PASSWORD 'the right one'; GRANT CREATE ON DATABASE postgres TO ann")
    (host.data / "pg_hba.conf").write_text("hostssl all ann all scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n")
    host.sql("SELECT pg_reload_conf()")
    yield host
    host.stop()


def address(host: Host, name: str = "localhost", trusted: str = "ours", **parameters: str) -> str:
    root = host.data.parent / f"{trusted}.crt"
    given = "".join(f"&{key}={value}" for key, value in parameters.items())
    return f"postgresql://ann@{name}:{host.port}/postgres?sslmode=verify-full&sslrootcert={root}{given}"


def test_the_server_that_was_meant_is_spoken_to(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "the right one")
    with Book.open(address(host, channel_binding="require"), create=True, who="ann") as book:
        book.add("buyers", name="Clinic")
        encrypted = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'ann' AND ssl"
        assert host.sql(encrypted) == [(1,)]
        assert book.check() == []


@pytest.mark.parametrize(
    ("name", "trusted", "why"),
    [
        ("localhost", "theirs", "certificate verify failed"),
        ("127.0.0.1", "ours", "does not match host name"),
        ("localhost", "nowhere", "does not exist"),
    ],
    ids=["another authority", "another name", "no authority"],
)
def test_nobody_else_is(host: Host, monkeypatch: pytest.MonkeyPatch, name: str, trusted: str, why: str) -> None:
    monkeypatch.setenv("PGPASSWORD", "s3cret-of-ann")
    before = host.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'mine'")
    with pytest.raises(StorageError, match=f"cannot be reached: .*{why}") as error:
        Book.open(address(host, name, trusted, schema="mine"), create=True)
    assert "s3cret" not in str(error.value)
    assert host.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'mine'") == before


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(host: Host) -> None:
    host.stop()
    host.start(ssl="off")
    try:
        with pytest.raises(StorageError, match="server does not support SSL"):
            Book.open(address(host))
    finally:
        host.stop()
        host.start(ssl="on")
