"""Batches, order, room, failure: the one thread that writes, over a real database."""

import sqlite3
import threading

import pytest

from engine.errors import ProjectError
from engine.project.writer import MAX_BATCH_ROWS, MAX_WAITING_ROWS, Writer


class Desk:
    """A writer over a table, and what happened to it."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.execute("CREATE TABLE numbers (n INTEGER UNIQUE)")
        self.commits = []
        self.failures = 0
        self.connection.set_trace_callback(lambda text: self.commits.append(text) if text == "COMMIT" else None)
        self.writer = Writer(self.connection, path, self.fail)

    def fail(self):
        self.failures += 1

    def row(self, n):
        return self.writer.put_row(lambda c: c.execute("INSERT INTO numbers VALUES (?)", (n,)) and None)

    def now(self, n):
        return self.writer.submit(lambda c: c.execute("INSERT INTO numbers VALUES (?)", (n,)) and None)

    def numbers(self):
        return [n for (n,) in self.connection.execute("SELECT n FROM numbers ORDER BY rowid")]


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path / "x.db")
    yield made
    made.writer.close()
    made.connection.close()


def test_rows_are_committed_in_batches_and_in_order(desk):
    futures = [desk.row(n) for n in range(100)]
    desk.writer.flush()
    assert all(future.done() for future in futures)
    assert desk.numbers() == list(range(100))
    assert 100 / MAX_BATCH_ROWS <= len(desk.commits) < 20


def test_a_lone_row_is_written_without_being_asked_for(desk):
    desk.row(1).result(timeout=30)
    assert desk.numbers() == [1]


def test_an_edit_takes_the_rows_before_it_along(desk):
    first = desk.row(1)
    desk.now(2).result()
    assert first.done()
    assert len(desk.commits) == 1


def test_a_failure_rolls_back_its_batch_and_nothing_else(desk):
    desk.now(1).result()
    bad, edit = desk.row(1), desk.now(7)
    with pytest.raises(ProjectError):
        edit.result()
    assert bad.exception() is edit.exception()
    assert desk.failures == 1
    desk.now(3).result()
    assert desk.numbers() == [1, 3]


def test_the_queue_of_rows_is_bounded(desk):
    """While the disk is busy, `put_row` waits instead of filling the memory."""
    gate, started = threading.Event(), threading.Event()
    desk.writer.submit(lambda c: started.set() or (gate.wait(30) and None))
    started.wait(30)
    given = []
    giver = threading.Thread(target=lambda: [given.append(desk.row(n)) for n in range(MAX_WAITING_ROWS + 40)])
    giver.start()
    giver.join(0.5)
    assert len(given) == MAX_WAITING_ROWS
    edit = desk.now(-1)
    gate.set()
    giver.join(30)
    desk.writer.flush()
    assert edit.done()
    assert sorted(desk.numbers()) == list(range(-1, MAX_WAITING_ROWS + 40))


def test_closing_writes_what_waits(desk):
    futures = [desk.row(n) for n in range(5)]
    desk.writer.close()
    desk.writer.close()
    assert all(future.done() for future in futures)
    assert desk.numbers() == list(range(5))
    with pytest.raises(ProjectError):
        desk.row(9)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nobody_waits_for_ever_on_a_writer_that_died(desk):
    """A programming error ends the thread; every future tells, also those that were queued behind it."""

    def mistake(connection):
        raise ZeroDivisionError

    first, second = desk.writer.submit(mistake), desk.row(1)
    with pytest.raises(ZeroDivisionError):
        first.result(timeout=30)
    with pytest.raises((ZeroDivisionError, ProjectError)):
        second.result(timeout=30)
