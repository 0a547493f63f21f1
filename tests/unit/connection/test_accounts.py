"""The account file: compatible with IBM's client, changed without losing other entries, and private."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade._base.files import locked
from qrt_facade._connection.accounts import (
    account_file,
    delete_account,
    find_account,
    save_account,
    saved_accounts,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

# As written by the official client: sorted keys, four spaces, no None values.
OFFICIAL: dict[str, Any] = {
    "default-ibm-quantum-platform": {
        "channel": "ibm_quantum_platform",
        "instance": INSTANCE,
        "plans_preference": ["open"],
        "private_endpoint": False,
        "region": "us-east",
        "tags": ["x"],
        "token": API_KEY,
        "url": "https://cloud.ibm.com",
        "verify": True,
    },
    "gone": {
        "channel": "ibm_quantum",
        "token": "t" * 128,
        "url": "https://auth.quantum-computing.ibm.com/api",
    },
    "simulators": {"channel": "local"},
    "work": {"channel": "ibm_cloud", "token": "work-key", "is_default_account": True, "verify": False},
}


def write(content: object, mode: int = 0o600) -> Path:
    file = account_file()
    file.parent.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, sort_keys=True, indent=4)
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def read() -> Any:
    return json.loads(account_file().read_text(encoding="utf-8"))


def test_the_account_file_is_in_the_home_directory() -> None:
    assert account_file() == Path.home() / ".qiskit" / "qiskit-ibm.json"


def test_a_missing_file_means_no_accounts() -> None:
    assert saved_accounts() == []
    assert find_account(None) is None


@pytest.mark.parametrize("content", ["", "{}", " {}\n"])
def test_an_empty_file_means_no_accounts(content: str) -> None:
    write(content)
    assert saved_accounts() == []


def test_accounts_of_existing_services_are_read() -> None:
    write(OFFICIAL)
    first, second = saved_accounts()
    assert (first.name, first.token.reveal(), first.instance) == (
        "default-ibm-quantum-platform",
        API_KEY,
        INSTANCE,
    )
    assert (first.verify, first.private_endpoint, first.proxy, first.is_default) == (True, False, None, False)
    assert (second.name, second.instance, second.verify, second.is_default) == ("work", None, False, True)


def test_an_account_repr_has_no_secret() -> None:
    write(OFFICIAL)
    shown = f"{saved_accounts()!r} {saved_accounts()[0]}"
    assert API_KEY not in shown
    assert ACCOUNT not in shown
    assert "work" in shown


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["work", "default-ibm-quantum-platform"], "work"),
        (["default-ibm-quantum-platform"], "default-ibm-quantum-platform"),
        (["gone"], None),
    ],
)
def test_the_default_account_is_the_marked_one_then_the_default_name(
    names: list[str], found: str | None
) -> None:
    write({name: OFFICIAL[name] for name in names})
    account = find_account(None)
    assert (None if account is None else account.name) == found


def test_without_a_default_the_legacy_name_and_then_any_account_is_used() -> None:
    plain = {"channel": "ibm_cloud", "token": "key"}
    write({"a": plain, "default-ibm-cloud": plain})
    account = find_account(None)
    assert account is not None
    assert account.name == "default-ibm-cloud"
    write({"a": plain})
    account = find_account(None)
    assert account is not None
    assert account.name == "a"


@pytest.mark.parametrize(
    "entry",
    [
        None,
        5,
        "text",
        [],
        {},
        {"token": None},
        {"token": ""},
        {"token": 5},
        {"channel": "new_channel", "token": "x"},
        {"channel": ["ibm_cloud"], "token": "x"},
    ],
)
def test_an_entry_without_a_usable_account_is_skipped(entry: object) -> None:
    write({"odd": entry, "work": OFFICIAL["work"]})
    assert [account.name for account in saved_accounts()] == ["work"]


@pytest.mark.parametrize("proxies", [None, 5, {}, {"urls": None}, {"urls": []}, {"urls": {"https": 5}}])
def test_malformed_proxies_are_ignored(proxies: object) -> None:
    write({"work": {**OFFICIAL["work"], "proxies": proxies}})
    assert saved_accounts()[0].proxy is None


def test_a_proxy_with_a_password_is_read_and_redacted() -> None:
    address = "http://user:passw0rd@proxy.test:8080"
    write({"work": {**OFFICIAL["work"], "proxies": {"urls": {"http": address}}}})
    assert saved_accounts()[0].proxy == address
    assert "passw0rd" not in repr(saved_accounts())


@pytest.mark.parametrize("content", [b"[]", b"5", b"null", b"{", b"text", b"[" * 100_000, b'{"a": "\xff"}'])
def test_a_damaged_account_file_is_named_and_not_changed(content: bytes) -> None:
    file = write("{}")
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"qiskit-ibm\.json"):
        saved_accounts()
    with pytest.raises(ConfigurationError, match=r"qiskit-ibm\.json"):
        save_account(api_key=API_KEY)
    assert file.read_bytes() == content


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o620])
def test_an_account_file_accessible_to_others_is_refused_with_the_chmod_command(mode: int) -> None:
    file = write(OFFICIAL, mode)
    with pytest.raises(ConfigurationError, match=f"chmod 600 {file}") as caught:
        saved_accounts()
    assert f"{mode:04o}" in str(caught.value)
    assert API_KEY not in str(caught.value)


def test_a_directory_in_place_of_the_account_file_is_a_configuration_error() -> None:
    account_file().mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        saved_accounts()


def test_a_saved_account_is_readable_only_by_its_owner() -> None:
    file = save_account(api_key=API_KEY, instance=INSTANCE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]
    (account,) = saved_accounts()
    assert (account.token.reveal(), account.instance) == (API_KEY, INSTANCE)


def test_a_saved_account_has_the_format_of_ibm_s_client() -> None:
    save_account(api_key=API_KEY, instance=INSTANCE)
    assert read() == {
        "default-ibm-quantum-platform": {
            "channel": "ibm_quantum_platform",
            "instance": INSTANCE,
            "private_endpoint": False,
            "token": API_KEY,
            "url": "https://cloud.ibm.com",
            "verify": True,
        }
    }
    assert account_file().read_text(encoding="utf-8") == json.dumps(read(), sort_keys=True, indent=4)


def test_saving_preserves_other_entries() -> None:
    write({**OFFICIAL, "future": {"channel": "x", "new": [1, {"a": None}]}})
    before = read()
    save_account(api_key="new-key", name="new")
    after = read()
    assert after.pop("new")["token"] == "new-key"
    assert after == before


def test_an_account_is_overwritten_only_on_request() -> None:
    save_account(api_key=API_KEY, name="a")
    with pytest.raises(ConfigurationError, match="overwrite=True") as caught:
        save_account(api_key="new-key", name="a")
    assert "new-key" not in str(caught.value)
    save_account(api_key="new-key", name="a", overwrite=True)
    assert saved_accounts()[0].token.reveal() == "new-key"


def test_at_most_one_account_is_the_default() -> None:
    write(OFFICIAL)
    save_account(api_key="new-key", name="new", default=True)
    assert [account.name for account in saved_accounts() if account.is_default] == ["new"]


def test_delete_account_removes_one_entry_and_returns_whether_it_existed() -> None:
    write(OFFICIAL)
    assert delete_account("work") is True
    assert delete_account("work") is False
    assert set(read()) == set(OFFICIAL) - {"work"}


def test_an_interrupted_write_keeps_the_old_file_and_leaves_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(OFFICIAL)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_account(api_key="new-key", name="new")
    assert read() == OFFICIAL
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("api_key", ["", "  ", "two words", "kéy", "a\nb"])
def test_an_invalid_key_is_not_saved(api_key: str) -> None:
    with pytest.raises(ConfigurationError, match="api_key"):
        save_account(api_key=api_key)
    assert not account_file().exists()


@pytest.mark.parametrize("client", [RuntimeClient, AsyncRuntimeClient])
@pytest.mark.parametrize(
    "change",
    [
        lambda client: client.save_account(API_KEY, INSTANCE, name="new"),
        lambda client: client.delete_account("gone"),
    ],
    ids=["save", "delete"],
)
def test_a_full_disk_error_names_the_file_and_its_traceback_has_no_key(
    monkeypatch: pytest.MonkeyPatch, client: Any, change: Callable[[Any], object]
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = write(OFFICIAL)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigurationError, match=f"{file} cannot be written: No space left") as caught:
        change(client)
    text = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert API_KEY not in text
    assert "work-key" not in text
    assert read() == OFFICIAL


def test_an_unknown_home_directory_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    with pytest.raises(ConfigurationError, match="HOME"):
        saved_accounts()


NOT_CRNS = ["nope", "", API_KEY, "crn:v1", INSTANCE + ":"]


@pytest.mark.parametrize("instance", [*NOT_CRNS, 5])
def test_an_invalid_instance_is_neither_saved_nor_shown(instance: Any) -> None:
    with pytest.raises(ConfigurationError, match="instance") as caught:
        save_account(api_key=API_KEY, instance=instance)
    assert API_KEY not in str(caught.value)
    assert not account_file().exists()


def test_a_swapped_key_and_instance_are_not_saved() -> None:
    with pytest.raises(ConfigurationError, match=r"api_key is a CRN, not an API key; .*swapped") as caught:
        save_account(api_key=INSTANCE, instance=API_KEY)
    assert ACCOUNT not in str(caught.value)
    assert not account_file().exists()


@pytest.mark.parametrize("name", [None, 5, "", " ", "a\nb", b"name", API_KEY, INSTANCE, ["a"]])
@pytest.mark.parametrize("overwrite", [False, True])
def test_an_invalid_account_name_is_not_saved(name: Any, overwrite: bool) -> None:
    with pytest.raises(ConfigurationError, match=r"^name") as caught:
        save_account(api_key=API_KEY, name=name, overwrite=overwrite)
    assert API_KEY not in str(caught.value)
    assert not account_file().exists()


def in_parallel(changes: list[Callable[[], object]]) -> None:
    """Run changes in concurrent threads, and raise the first error."""
    barrier = threading.Barrier(len(changes))

    def change(number: int) -> object:
        barrier.wait()
        return changes[number]()

    with ThreadPoolExecutor(len(changes)) as pool:
        list(pool.map(change, range(len(changes))))


def test_no_account_is_lost_when_threads_save_concurrently() -> None:
    in_parallel([lambda n=n: save_account(api_key="key", name=f"account {n}") for n in range(20)])  # type: ignore[misc]
    assert len(read()) == 20
    assert list(account_file().parent.iterdir()) == [account_file()]


def test_concurrent_saving_and_deleting_lose_no_change() -> None:
    write({f"old {n}": {"channel": "ibm_cloud", "token": "key"} for n in range(10)})
    saves = [lambda n=n: save_account(api_key="key", name=f"new {n}") for n in range(10)]  # type: ignore[misc]
    deletions = [lambda n=n: delete_account(f"old {n}") for n in range(10)]  # type: ignore[misc]
    in_parallel([*saves, *deletions])
    assert set(read()) == {f"new {n}" for n in range(10)}


def test_no_account_is_lost_when_processes_save_concurrently() -> None:
    code = (
        "import sys; from qrt_facade._connection.accounts import save_account; sys.stdin.read();"
        "[save_account(api_key='key', name=f'{sys.argv[1]} {n}') for n in range(5)]"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(number)], stdin=subprocess.PIPE)
        for number in range(4)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait(60) for process in processes] == [0] * 4
    assert len(read()) == 20


@pytest.mark.parametrize("change", [lambda: save_account(api_key="k" * 9, name="new", patience=0.05),
                                    lambda: delete_account("work", patience=0.05)], ids=["save", "delete"])  # fmt: skip
def test_a_lock_held_by_another_process_times_out_with_the_file_name(change: Callable[[], object]) -> None:
    file = write(OFFICIAL)
    with (
        locked(file, 1),
        pytest.raises(ConfigurationError, match=f"{file} has been locked by another process"),
    ):
        change()
    assert read() == OFFICIAL
    change()


def test_the_lock_of_a_killed_process_is_released() -> None:
    write(OFFICIAL)
    code = (
        "import os; from qrt_facade._base.files import locked; from qrt_facade._connection.accounts import account_file\n"
        "with locked(account_file(), 1): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert [path.name for path in account_file().parent.iterdir()] != [account_file().name]
    save_account(api_key="key", name="new", patience=0.05)
    assert list(account_file().parent.iterdir()) == [account_file()]


def as_pipe(file: Path) -> None:
    os.mkfifo(file, 0o600)


def as_socket(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        # The path of a socket must be short, and a test's folder has a long path.
        before = Path.cwd()
        os.chdir(file.parent)
        made.bind(file.name)
        os.chdir(before)
    file.chmod(0o600)


PLACES: dict[str, Callable[[Path], object]] = {
    "a pipe": as_pipe,
    "a socket": as_socket,
    "a device": lambda file: file.symlink_to("/dev/zero"),
    "a directory": Path.mkdir,
}


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize(
    "use",
    [saved_accounts, lambda: save_account(api_key="key"), delete_account],
    ids=["read", "save", "delete"],
)
@pytest.mark.timeout(10)
def test_anything_but_a_regular_account_file_is_refused_without_blocking(
    kind: str, use: Callable[[], object]
) -> None:
    account_file().parent.mkdir()
    PLACES[kind](account_file())
    with pytest.raises(ConfigurationError, match=f"cannot be read: it is {kind}"):
        use()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("use", [saved_accounts, lambda: save_account(api_key="key")], ids=["read", "save"])
def test_an_account_file_of_another_user_is_refused(use: Callable[[], object]) -> None:
    file = write(OFFICIAL)
    os.chown(file, 12345, -1)
    with pytest.raises(ConfigurationError, match=r"belongs to another user \(uid 12345\)"):
        use()
    assert read() == OFFICIAL


def test_a_symbolic_link_is_kept_and_its_target_written(tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "accounts.json"
    target.parent.mkdir()
    target.write_text(json.dumps(OFFICIAL))
    target.chmod(0o600)
    account_file().parent.mkdir()
    account_file().symlink_to(target)
    save_account(api_key=API_KEY, name="new")
    assert account_file().is_symlink()
    assert set(json.loads(target.read_text())) == {*OFFICIAL, "new"}
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(target.parent.iterdir()) == [target]


def test_a_symlinked_folder_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    account_file().parent.symlink_to(tmp_path / "elsewhere")
    save_account(api_key=API_KEY)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["qiskit-ibm.json"]


@pytest.mark.parametrize("target", ["nowhere", "qiskit-ibm.json"], ids=["dangling", "circle"])
@pytest.mark.parametrize("use", [saved_accounts, lambda: save_account(api_key="key")], ids=["read", "save"])
def test_a_dangling_or_circular_symlink_is_refused_by_name(target: str, use: Callable[[], object]) -> None:
    account_file().parent.mkdir()
    account_file().symlink_to(target)
    with pytest.raises(ConfigurationError, match=f"is a symbolic link to {target}, which cannot be followed"):
        use()
    assert account_file().is_symlink()


def test_a_read_only_account_file_is_read_and_not_replaced() -> None:
    file = write(OFFICIAL, 0o400)
    assert len(saved_accounts()) == 2
    with pytest.raises(ConfigurationError, match=f"is read-only; make it writable with: chmod 600 {file}"):
        save_account(api_key="key", name="new")
    assert read() == OFFICIAL


def test_a_world_writable_folder_is_refused_and_a_group_writable_one_warns() -> None:
    folder = write(OFFICIAL).parent
    folder.chmod(0o777)
    with pytest.raises(ConfigurationError, match=f"fix it with: chmod go-w {folder}"):
        saved_accounts()
    folder.chmod(0o775)
    with pytest.warns(UserWarning, match=f"{folder} is writable by its group"):
        save_account(api_key="key", name="new")


def test_a_home_that_is_a_file_is_a_configuration_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for use in (saved_accounts, lambda: save_account(api_key="key"), delete_account, RuntimeClient):
        with pytest.raises(ConfigurationError, match="Not a directory"):
            use()  # type: ignore[operator]


def test_an_account_file_above_4_mib_is_refused() -> None:
    file = write("")
    with file.open("wb") as stream:
        stream.truncate(1 << 34)
    with pytest.raises(ConfigurationError, match="larger than 4 MiB"):
        saved_accounts()
