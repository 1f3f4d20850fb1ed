import pathlib

from greenroom.jobs.transport import _in_file


def test_file_transport_keeps_what_is_handed_over_and_does_not_wait_for_the_disk(
    tmp_path: pathlib.Path,
) -> None:
    transport = _in_file(str(tmp_path / "jobs.sqlite3"), name="tests", results=False)
    connection = transport.storage._create_connection()
    assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    transport.storage.enqueue(b"17")
    assert _in_file(str(tmp_path / "jobs.sqlite3"), name="tests", results=False).storage.dequeue() == b"17"
