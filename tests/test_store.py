from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import threading
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
from conftest import pipes, posix
from PIL import Image

from ogp.encode.card_file import encode
from ogp.errors import OgpError
from ogp.store import safe_folder
from ogp.store.cache_folder import load_bytes, load_cache, save_bytes, save_cache
from ogp.store.file_store import Store
from ogp.store.safe_folder import is_temporary

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = PurePosixPath("assets/images/card.png")


@pytest.fixture(params=["descriptors", "paths"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store as on POSIX, and once more as on a system where Python has no `dir_fd`."""
    if request.param == "paths":
        monkeypatch.setattr(safe_folder, "HAS_DIR_FD", False)
    elif not safe_folder.HAS_DIR_FD:
        pytest.skip("no dir_fd here")
    (tmp_path / "site").mkdir()
    return Store(tmp_path / "site")


def names_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def refused(code: str, *words: str) -> pytest.RaisesExc[OgpError]:
    def right(error: OgpError) -> bool:
        return error.code == code and all(word in str(error) for word in words)

    return pytest.raises(OgpError, check=right)


def test_written_read_and_left_alone_when_equal(store: Store):
    assert store.read(CARD) is None
    assert not store.exists(CARD)
    assert store.write(CARD, b"one")
    before = store.stat(CARD)
    assert not store.write(CARD, b"one")
    after = store.stat(CARD)
    assert before is not None
    assert after is not None
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert store.write(CARD, b"two")
    assert store.read(CARD) == b"two"
    assert names_below(store.root) == ["assets", "card.png", "images"]


def test_reading_makes_no_folders(store: Store):
    assert store.read(CARD) is None
    assert not store.exists(CARD)
    assert names_below(store.root) == []


@pytest.mark.parametrize(
    "path", ["../x.png", "a/../../x.png", "..", "a/..", "/etc/x.png", "a\0b.png", "a\0b/c.png", "a\\..\\b.png"]
)
def test_no_path_leads_outside(store: Store, path: str):
    for act in (lambda p: store.write(p, b"x"), store.read, store.exists):
        with refused("E_IMAGE_PATH", "outside"):
            act(PurePosixPath(path))
    assert names_below(store.root.parent) == ["site"]


@posix
@pytest.mark.parametrize("where", ["assets", "assets/images", "assets/images/card.png"])
def test_no_symlink_is_followed(store: Store, where: str):
    outside = store.root.parent / "outside"
    (outside / "images").mkdir(parents=True)
    (outside / "card.png").write_bytes(b"precious")
    (outside / "images" / "card.png").write_bytes(b"precious")
    link = store.root / where
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / "card.png" if where.endswith("png") else outside)
    before = names_below(outside)
    for act in (lambda: store.write(CARD, b"x"), lambda: store.read(CARD), lambda: store.exists(CARD)):
        with refused("E_IMAGE_PATH", "link", str(CARD)):
            act()
    with refused("E_IMAGE_PATH"):
        store.replace_if_unchanged(CARD, b"precious", b"x")
    assert names_below(outside) == before
    assert {path.read_bytes() for path in outside.rglob("*.png")} == {b"precious"}


@posix
def test_a_dangling_symlink_is_not_filled(store: Store):
    (store.root / "card.png").symlink_to(store.root.parent / "new.png")
    with refused("E_IMAGE_PATH", "symbolic link"):
        store.write(PurePosixPath("card.png"), b"x")
    assert not (store.root.parent / "new.png").exists()


@posix
def test_a_root_behind_a_symlink_is_the_users_own_business(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    assert Store(tmp_path / "site").write(CARD, b"x")
    assert (tmp_path / "real" / CARD).read_bytes() == b"x"


def test_a_hard_link_is_refused(store: Store):
    precious = store.root.parent / "precious"
    precious.write_bytes(b"precious")
    os.link(precious, store.root / "card.png")
    with refused("E_IMAGE_PATH", "hard link"):
        store.write(PurePosixPath("card.png"), b"x")
    assert precious.read_bytes() == b"precious"


@pipes
def test_what_is_not_a_file_is_refused_and_does_not_hang(store: Store):
    (store.root / "folder.png").mkdir()
    os.mkfifo(store.root / "pipe.png")
    (store.root / "file").write_bytes(b"x")
    for path in ("folder.png", "pipe.png", "file/card.png"):
        with refused("E_IMAGE_PATH", path):
            store.write(PurePosixPath(path), b"x")
        with refused("E_IMAGE_PATH", path):
            store.read(PurePosixPath(path))


@posix
@pytest.mark.parametrize("path", ["x" * 300 + ".png", "y" * 300 + "/x.png"])
def test_a_name_too_long_is_refused(store: Store, path: str):
    with refused("E_IMAGE_PATH"):
        store.write(PurePosixPath(path), b"x")
    assert names_below(store.root) == []


@posix
def test_the_longest_name_can_be_written(store: Store):
    path = PurePosixPath("x" * 236 + ".png")
    assert store.write(path, b"x")
    assert store.read(path) == b"x"


@posix
def test_permissions_new_and_kept(store: Store):
    old = os.umask(0o027)
    try:
        store.write(CARD, b"one")
        assert stat.S_IMODE((store.root / CARD).stat().st_mode) == 0o640
        (store.root / CARD).chmod(0o604)
        store.write(CARD, b"two")
        assert stat.S_IMODE((store.root / CARD).stat().st_mode) == 0o604
    finally:
        os.umask(old)


def test_a_write_protected_file_is_left_alone(store: Store):
    """Also for root, who could: whoever took the write permission away meant it."""
    store.write(CARD, b"one")
    (store.root / CARD).chmod(0o444)
    try:
        with refused("E_IMAGE_IO", "write-protected"):
            store.write(CARD, b"two")
        assert store.read(CARD) == b"one"
    finally:
        (store.root / CARD).chmod(0o644)


def replace_ours(store: Store, data: bytes) -> None:
    """Write a card, unless what is there by then is not ogp's."""
    pending = store.stage(CARD, data)
    assert pending is not None
    pending.commit(adopts=False)


def test_only_what_ogp_made_gives_way(store: Store):
    ours = encode(Image.new("RGB", (9, 9)), ".png", fingerprint="f").data
    replace_ours(store, ours)
    replace_ours(store, b"new")
    assert store.read(CARD) == b"new"
    for foreign in (b"", b"text", ours[:-1], ours + b"\n"):
        store.write(CARD, foreign)
        with refused("E_IMAGE_FOREIGN", str(CARD)):
            replace_ours(store, b"new")
        assert store.read(CARD) == foreign
    assert names_below(store.root) == ["assets", "card.png", "images"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="files are not sparse unless asked to be")
def test_a_giant_file_is_foreign_and_is_not_read(store: Store, monkeypatch: pytest.MonkeyPatch):
    store.write(CARD, b"")
    with (store.root / CARD).open("wb") as file:
        file.truncate(1 << 40)  # sparse: takes no room on the disk, but would in memory
    monkeypatch.setattr(safe_folder.Folder, "read", lambda *_: pytest.fail("read"))
    with refused("E_IMAGE_FOREIGN"):
        replace_ours(store, b"new")


# Disks that fail


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "open"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_whatever_fails_the_old_file_is_whole(store: Store, monkeypatch: pytest.MonkeyPatch, call: str, code: int):
    store.write(CARD, b"old")

    def fail(*_arguments: object, **_options: object) -> int:
        raise OSError(code, os.strerror(code))

    if call == "write":
        monkeypatch.setattr(safe_folder.os, "write", failing_write(code))
    elif call == "open":
        monkeypatch.setattr(safe_folder, "OPEN_NEW", -1)
        monkeypatch.setattr(safe_folder.os, "open", failing_open(code))
    else:
        monkeypatch.setattr(safe_folder.os, call, fail)
    with refused("E_IMAGE_IO", os.strerror(code), str(CARD)):
        store.write(CARD, b"new" * 9)
    monkeypatch.undo()
    assert (store.root / CARD).read_bytes() == b"old"
    assert names_below(store.root) == ["assets", "card.png", "images"]


def failing_write(code: int) -> object:
    real = os.write

    def written(handle: int, data: memoryview) -> int:
        if len(data) > 3:
            return real(handle, data[:3])  # a part, as a filling disk does
        raise OSError(code, os.strerror(code))

    return written


def failing_open(code: int) -> object:
    real = os.open

    def opened(path: str, flags: int, *more: object, **options: object) -> int:
        if flags == -1:
            raise OSError(code, os.strerror(code))
        return real(path, flags, *more, **options)

    return opened


def test_interrupted_by_the_user(store: Store, monkeypatch: pytest.MonkeyPatch):
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(safe_folder.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.write(CARD, b"new")
    assert names_below(store.root) == ["assets", "images"]


# Write-back


def test_a_post_is_replaced_if_nobody_touched_it(store: Store):
    post = store.root / "post.md"
    post.write_bytes(b"old\r\n")
    post.chmod(0o600)
    store.replace_if_unchanged(PurePosixPath("post.md"), b"old\r\n", b"new\r\n")
    assert post.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(post.stat().st_mode) == 0o600 or os.name == "nt"


@pytest.mark.parametrize("now", [b"edited", b"", None])
def test_a_post_that_changed_is_left_as_it_is(store: Store, now: bytes | None):
    post = store.root / "post.md"
    if now is not None:
        post.write_bytes(now)
    with refused("E_IMAGE_IO", "post.md", "changed"):
        store.replace_if_unchanged(PurePosixPath("post.md"), b"old", b"new")
    assert (post.read_bytes() if post.exists() else None) == now
    assert names_below(store.root) == (["post.md"] if now is not None else [])


def saved_by_renaming(post: Path) -> None:
    (post.parent / "new").write_bytes(b"saved")
    (post.parent / "new").replace(post)


def saved_in_place(post: Path) -> None:
    post.write_bytes(b"saved")


def saved_with_the_old_time(post: Path) -> None:
    status = post.stat()
    post.write_bytes(b"sav")  # as long as it was
    os.utime(post, ns=(status.st_atime_ns, status.st_mtime_ns))


SAVES = (saved_by_renaming, saved_in_place, saved_with_the_old_time)


@pytest.mark.parametrize("save", [*SAVES, Path.unlink])
@pytest.mark.parametrize("exchanges", [True, False])
def test_a_save_while_the_post_is_written_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path], None], *, exchanges: bool
):
    """Also where the disk is slow, and where the system cannot exchange two files."""
    post = store.root / "post.md"
    post.write_bytes(b"old")
    if not exchanges:
        monkeypatch.setattr(safe_folder, "exchange", lambda *_: False)
    monkeypatch.setattr(safe_folder.os, "fsync", lambda _: save(post))
    with refused("E_IMAGE_IO", "post.md", "left as it is"):
        store.replace_if_unchanged(PurePosixPath("post.md"), b"old", b"new")
    assert (post.read_bytes() if post.exists() else None) in (b"saved", b"sav", None)
    assert names_below(store.root) == (["post.md"] if post.exists() else [])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two files cannot exchange their names")
@pytest.mark.parametrize("second", [None, *SAVES])
@pytest.mark.parametrize("first", SAVES)
def test_a_save_in_the_last_moment_comes_back(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    first: Callable[[Path], None],
    second: Callable[[Path], None] | None,
):
    """One after the last look, and one more before it is put back."""
    store, post = Store(tmp_path), tmp_path / "post.md"
    post.write_bytes(b"old")
    saves, exchange = [first, second], safe_folder.exchange

    def late(folder: int, one: str, other: str) -> bool:
        save = saves.pop(0) if saves else None
        if save:
            save(post)
        saved.append(post.read_bytes())
        return exchange(folder, one, other)

    saved: list[bytes] = []
    monkeypatch.setattr(safe_folder, "exchange", late)
    with refused("E_IMAGE_IO", "post.md", "left as it is"):
        store.replace_if_unchanged(PurePosixPath("post.md"), b"old", b"new")
    assert post.read_bytes() == (saved[1] if second else saved[0])
    assert names_below(store.root) == ["post.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two files cannot exchange their names")
@pytest.mark.parametrize("save", SAVES)
def test_a_save_comes_back_even_if_the_system_refuses_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path], None]
):
    """Here: too many open files. Under the name of a temporary file the save would be swept one day."""
    store, post = Store(tmp_path), tmp_path / "post.md"
    post.write_bytes(b"old")
    exchange, hold = safe_folder.exchange, safe_folder.Folder._hold  # noqa: SLF001
    done: list[bytes] = []

    def late(folder: int, one: str, other: str) -> bool:
        if not done:
            save(post)
            done.append(post.read_bytes())
        return exchange(folder, one, other)

    def refuse(name: str, folder: int, opened: contextlib.ExitStack) -> os.stat_result:
        if done:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return hold(name, folder, opened)

    monkeypatch.setattr(safe_folder, "exchange", late)
    monkeypatch.setattr(safe_folder.Folder, "_hold", staticmethod(refuse))
    with refused("E_IMAGE_IO", "post.md"):
        store.replace_if_unchanged(PurePosixPath("post.md"), b"old", b"new")
    assert [post.read_bytes()] == done


@pytest.mark.skipif(sys.platform != "linux", reason="no other system tells who has a file open")
def test_a_post_that_is_open_for_writing_is_left_to_its_writer(tmp_path: Path):
    store, post = Store(tmp_path), tmp_path / "post.md"
    post.write_bytes(b"old")
    with post.open("r+b") as file:
        with refused("E_IMAGE_IO", "post.md", "left as it is"):
            store.replace_if_unchanged(PurePosixPath("post.md"), b"old", b"new")
        file.write(b"saved")
    assert post.read_bytes() == b"saved"


# What dead runs leave


def test_only_our_old_temporary_files_are_swept(store: Store):
    folder = store.root / "images"
    folder.mkdir()
    ours = folder / ".ogp-0123456789abcdef.tmp"
    others = [".ogp-notes.tmp", "x.tmp", ".ogp-0123456789abcdef.tmp.png", "card.png"]
    for name in (ours.name, *others):
        (folder / name).write_bytes(b"x")
    folders = [PurePosixPath("images"), PurePosixPath("missing")]
    assert store.sweep(folders) == 0  # a minute old: another run may be writing it
    os.utime(ours, (time.time() - 3600,) * 2)
    assert store.sweep(folders) == 1
    assert names_below(folder) == sorted(others)


def test_held_lock_sweeps_at_once(store: Store):
    (store.root / ".ogp-0123456789abcdef.tmp").write_bytes(b"x")
    assert store.sweep([PurePosixPath()], older_than=0) == 1
    assert names_below(store.root) == []


def test_the_temporary_name_is_known(store: Store, monkeypatch: pytest.MonkeyPatch):
    seen = []
    monkeypatch.setattr(safe_folder.os, "fsync", lambda _handle: seen.extend(names_below(store.root)))
    store.write(PurePosixPath("card.png"), b"x")
    assert len(seen) == 1
    assert is_temporary(seen[0])


# Caches


def test_a_cache_is_kept_out_of_git_and_read_back(tmp_path: Path):
    save_cache(tmp_path, "index", "3", {"タイトル": [1, None, "é"]})
    assert load_cache(tmp_path, "index", "3") == {"タイトル": [1, None, "é"]}
    assert load_cache(tmp_path, "index", "4") is None
    assert load_cache(tmp_path, "other", "3") is None
    assert (tmp_path / ".ogp" / ".gitignore").read_text() == "*\n"


def test_a_damaged_cache_is_no_cache(tmp_path: Path):
    save_bytes(tmp_path, "base", "1", b"\n\x80bytes")
    path = tmp_path / ".ogp" / "base"
    good = path.read_bytes()
    assert load_bytes(tmp_path, "base", "1") == b"\n\x80bytes"
    for at in range(len(good)):
        for bad in (good[:at], good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]):
            path.write_bytes(bad)
            assert load_bytes(tmp_path, "base", "1") is None
            assert load_cache(tmp_path, "base", "1") is None


@posix
def test_a_cache_folder_that_is_a_link_is_not_used(tmp_path: Path):
    (tmp_path / "site").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site" / ".ogp").symlink_to(tmp_path / "elsewhere")
    assert load_cache(tmp_path / "site", "index", "1") is None
    with refused("E_IMAGE_PATH"):
        save_cache(tmp_path / "site", "index", "1", {})
    assert names_below(tmp_path / "elsewhere") == []


@posix
def test_a_symlink_laid_during_the_write_leads_nowhere(tmp_path: Path):
    """A folder swapped for a link and back, as fast as can be, while cards are written into it."""
    if not safe_folder.HAS_DIR_FD:
        pytest.skip("no dir_fd here")
    site, outside = tmp_path / "site", tmp_path / "outside"
    (site / "a").mkdir(parents=True)
    outside.mkdir()
    done = threading.Event()

    def swap() -> None:
        number = 0
        while not done.is_set():
            number += 1
            with contextlib.suppress(OSError):  # the store may have made the folder anew
                (site / "a").rename(site / f"was{number}")
                (site / "a").symlink_to(outside)
                (site / "a").unlink()

    swapper = threading.Thread(target=swap)
    swapper.start()
    written, refusals, store, end = 0, 0, Store(site), time.monotonic() + 30
    try:
        while (written < 100 or refusals < 100) and time.monotonic() < end:
            try:
                written += store.write(PurePosixPath("a/card.png"), b"%d" % written, flush=False)
            except OgpError:
                refusals += 1
    finally:
        done.set()
        swapper.join()
    assert names_below(outside) == []
    assert min(written, refusals) >= 100  # or nothing was shown
