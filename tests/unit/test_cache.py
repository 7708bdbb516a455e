"""What is kept between two starts: when it is used, and that it is never wrong or dangerous."""

from __future__ import annotations

import json
import marshal
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from platformdirs import user_cache_path

from protocol_rules import Protocol, load
from protocol_rules.bank_holidays import bank_holidays
from protocol_rules.cache import VARIABLE, CacheWarning, entry, keep, key_of, recall
from protocol_rules.cli import main
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.resolve import shipped
from protocol_rules.source import Limits
from protocol_rules.vocabulary import RULES, shared

FILES = Path(__file__).parents[1] / "files" / "good"
SIXTH = FILES / "sixth.yaml"
WARM = ["evaluate", "-p", "thanet", "examples/late_answer.yaml"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty folder for the cache, and forget what this process knows already."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    _forget()
    yield tmp_path / "cache"
    _forget()


def _forget() -> None:
    shared.shared_words.cache_clear()
    bank_holidays.cache_clear()


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the rule files that are resolved, by the name of the council."""
    module = sys.modules["protocol_rules.resolve.load"]
    counted: list[str] = []

    def counting(*arguments: object) -> Protocol:
        protocol = resolve(*arguments)
        counted.append(protocol.council)
        return protocol

    resolve: Callable[..., Protocol] = module._resolved
    monkeypatch.setattr(module, "_resolved", counting)
    return counted


@pytest.fixture
def kept(folder: Path, resolved: list[str]) -> Path:
    """Keep one protocol, and give the file that holds it."""
    load(SIXTH)
    resolved.clear()
    (path,) = folder.glob("sixth-*")
    return path


def start(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, where every warning is an error."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )


def same(one: Protocol, other: Protocol) -> bool:
    """Whether two protocols are equal in every part, spans included."""
    return all(getattr(one, each.name) == getattr(other, each.name) for each in fields(Protocol))


class TestWhatIsKept:
    """A file that has not changed is not read twice."""

    @pytest.mark.parametrize("name", [*shipped(), str(SIXTH)])
    def test_a_protocol_is_the_same_from_the_cache(self, name, resolved, monkeypatch):
        """It has the same clauses, conditions, words and places as one that is resolved."""
        load(name)
        _forget()
        recalled = load(name)
        monkeypatch.setenv(VARIABLE, "off")
        _forget()

        assert same(recalled, load(name))
        assert len(resolved) == 2

    def test_a_warm_start_imports_neither_pydantic_nor_what_reads_rule_files(self):
        """Nor the calendars of all countries; an answer needs none of them."""
        heavy = "{'pydantic', 'holidays', 'protocol_rules.resolve.from_document'}"
        code = (
            f"import sys; from protocol_rules.cli import main; main({WARM}, standalone_mode=False);"
            f"print(sorted({heavy} & set(sys.modules)))"
        )
        first, second = (start("-c", code, PYTHONHASHSEED=seed).stdout for seed in "12")

        assert len(first.splitlines()[-1].split(",")) == 3
        assert second.splitlines()[-1] == "[]"
        assert first.splitlines()[:-1] == second.splitlines()[:-1]

    def test_importing_the_package_imports_none_of_it(self):
        """What is used is imported when it is used."""
        assert start("-c", "import protocol_rules, sys; assert 'pydantic' not in sys.modules")

    def test_the_folder_is_that_of_the_system(self, tmp_path, monkeypatch):
        """Where no other is named, it lies where the user's caches lie."""
        monkeypatch.delenv(VARIABLE)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        load(SIXTH)

        place = user_cache_path("protocol-rules", appauthor=False)
        assert place.is_relative_to(tmp_path)
        assert list(place.glob("sixth-*"))

    def test_without_a_home_nothing_is_kept(self, tmp_path, monkeypatch):
        """Least of all in the folder where somebody happens to stand."""
        monkeypatch.delenv(VARIABLE)
        monkeypatch.setenv("XDG_CACHE_HOME", "")
        monkeypatch.setenv("HOME", "nowhere")
        monkeypatch.chdir(tmp_path)
        load(SIXTH)

        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("off", ["off", "OFF", " off "])
    def test_it_can_be_switched_off(self, off, folder, resolved, monkeypatch):
        """Then nothing is written, and nothing is read."""
        monkeypatch.setenv(VARIABLE, off)
        assert same(load(SIXTH), load(SIXTH))

        assert len(resolved) == 2
        assert not folder.exists()

    def test_bank_holidays_are_kept_until_another_release_is_installed(self, monkeypatch):
        """They come from the package again where that is another one."""
        looked_up = bank_holidays("england", 2025)
        _forget()
        module = sys.modules["protocol_rules.bank_holidays"]
        monkeypatch.setattr(module, "_looked_up", lambda *_: {date(2025, 1, 3): "Another day"})

        assert bank_holidays("england", 2025) == looked_up
        assert list(bank_holidays("england", 2026).values()) == ["Another day"]

        _forget()
        monkeypatch.setattr(module, "release", lambda: "holidays-99.dist-info")
        assert list(bank_holidays("england", 2025).values()) == ["Another day"]

    def test_the_folder_does_not_grow_for_ever(self, folder):
        """The oldest files make room for new ones; what is not ours is left be."""
        folder.mkdir(mode=0o700)
        (folder / "letter.txt").write_text("of somebody's own")
        for number in range(110):
            keep(f"file-{number}", key_of(), number)

        assert len(list(folder.iterdir())) == 101
        assert recall("file-109", key_of(), int) == 109
        assert recall("file-0", key_of(), int) is None


class TestWhatIsOutOfDate:
    """Whatever it was made from may change, and it is made anew without a word."""

    def test_a_changed_rule_file_is_read(self, tmp_path, resolved):
        """The next start knows what an author changed, and forgets what stood there before."""
        path = tmp_path / "sixth.yaml"
        text = SIXTH.read_text("utf-8")
        for title in ("One", "Other", "One"):
            path.write_text(text.replace("title: ", f"title: {title} ", 1), "utf-8")
            assert load(path).title.startswith(title)

        assert len(resolved) == 3

    @pytest.mark.usefixtures("kept")
    def test_a_moved_rule_file_is_read(self, tmp_path, resolved):
        """Its places name the file in which they are."""
        path = shutil.copy(SIXTH, tmp_path / "sixth.yaml")

        assert {each.span.file for each in load(path).clauses.values()} == {str(path)}
        assert resolved == ["sixth"]

    @pytest.mark.usefixtures("kept")
    def test_a_changed_vocabulary_is_read(self, tmp_path, resolved, monkeypatch):
        """And so is every rule file, whose words it holds."""
        rules = Path(shutil.copytree(RULES, tmp_path / "rules"))
        monkeypatch.setattr(shared, "RULES", rules)
        topics = rules / "vocabulary" / "topics.yaml"
        for title in ("Of one kind", "Of another"):
            text = re.sub(r"(?m)^  advice: .*", f"  advice: {title}", topics.read_text("utf-8"))
            topics.write_text(text, "utf-8")
            _forget()
            assert load(SIXTH).vocabulary.topics["advice"] == title

        assert resolved == ["sixth", "sixth"]

    @pytest.mark.usefixtures("kept")
    def test_another_program_or_python_makes_its_own(self, resolved, monkeypatch):
        """A form that other code made may mean something else."""
        other = entry._digest_of_program().copy()
        other.update(b"other code")
        monkeypatch.setattr(entry, "_digest_of_program", lambda: other)
        _forget()
        load(SIXTH)

        assert resolved == ["sixth"]

    def test_a_change_of_the_code_makes_another_program(self, tmp_path):
        """A developer never meets a form that older code has made."""
        package = tmp_path / "package"
        (package / "inner").mkdir(parents=True)
        module = package / "inner" / "module.py"
        module.write_text("one = 1")
        before = list(entry._sources(str(package)))
        module.write_text("three = 3")

        assert [path for path, _, _ in before] == [str(module)]
        assert list(entry._sources(str(package))) != before

    @pytest.mark.usefixtures("kept")
    def test_limits_and_words_of_the_callers_own_go_before_it(self):
        """What was kept under no limits does not slip through them."""
        with pytest.raises(InvalidInput, match="the limit is 100"):
            load(SIXTH, limits=Limits(bytes=100))
        with pytest.raises(InvalidInput, match="stand more than 2 deep"):
            load(SIXTH, limits=Limits(depth=2))


class TestWhatIsDamaged:
    """It is told in one line, taken away, and made anew."""

    @pytest.mark.parametrize("length", [0, 1, 30, 60, 100, 1000, -1])
    def test_a_file_that_was_cut_off(self, length, kept, resolved):
        """As by a disk that was full."""
        whole = kept.read_bytes()
        kept.write_bytes(whole[:length])
        self.check(kept, resolved, whole)

    @pytest.mark.parametrize("place", [*range(0, 120, 7), 500, -1])
    def test_a_single_byte_that_is_another_one(self, place, kept, resolved):
        """Wherever it stands."""
        whole = kept.read_bytes()
        flipped = bytearray(whole)
        flipped[place] ^= 1
        kept.write_bytes(flipped)
        self.check(kept, resolved, whole)

    @pytest.mark.parametrize(
        "plain",
        [
            None,
            7,
            [],
            ([], []),
            (["a"], [(999, 0)]),
            (["a"], [(0, 10**6)]),
            (["a"], [(7,)]),
            ([1], [(3, 0), (0,)]),
            ({"a": 1}, "b"),
        ],
    )
    def test_a_sealed_file_of_another_shape(self, plain, kept, resolved):
        """Even what bears a seal is only taken for what it can be."""
        whole = kept.read_bytes()
        kept.write_bytes(_sealed_like(whole, json.dumps(plain).encode()))
        self.check(kept, resolved, whole)

    @pytest.mark.parametrize("dumps", [pickle.dumps, lambda each: marshal.dumps(each.code)])
    def test_code_is_never_run(self, dumps, kept, resolved, tmp_path):
        """A file in the cache is data, whatever somebody put there."""
        whole = kept.read_bytes()
        trap = _Trap(tmp_path / "sprung")
        kept.write_bytes(_sealed_like(whole, dumps(trap)))
        self.check(kept, resolved, whole)

        assert not trap.path.exists()

    def check(self, kept: Path, resolved: list[str], whole: bytes) -> None:
        """Check that a protocol comes all the same, and the next one from the cache."""
        with pytest.warns(CacheWarning, match="is damaged") as told:
            assert load(SIXTH).council == "sixth"
        load(SIXTH)

        assert len(told) == 1
        assert resolved == ["sixth"]
        assert len(kept.read_bytes()) == len(whole)

    def test_the_command_line_tells_it_in_one_line(self, kept):
        """And gives the answer that it always gives."""
        run = CliRunner()
        answer = run.invoke(main, ["show", str(SIXTH)])
        kept.write_bytes(b"")
        told = run.invoke(main, ["show", str(SIXTH)])

        assert (told.exit_code, told.stdout) == (0, answer.stdout)
        assert told.stderr == (
            f"warning: {kept} is damaged: it is not used, "
            "and PROTOCOL_RULES_CACHE=off does without\n"
        )


@pytest.mark.skipif(sys.platform == "win32", reason="other systems say it by other means")
class TestWhatIsNotSafe:
    """What somebody else could have written is not read."""

    @pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
    def test_a_file_that_others_can_write(self, mode, kept, resolved):
        """It is put in order by being written anew."""
        kept.chmod(mode)
        with pytest.warns(CacheWarning, match="can be written by others"):
            load(SIXTH)
        load(SIXTH)

        assert resolved == ["sixth"]
        assert kept.stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
    def test_a_folder_that_others_can_write(self, mode, folder, kept, resolved):
        """Nothing is read from it, and nothing is put there."""
        before = kept.stat().st_mtime_ns
        folder.chmod(mode)
        with pytest.warns(CacheWarning, match="can be written by others"):
            load(SIXTH)

        assert resolved == ["sixth"]
        assert kept.stat().st_mtime_ns == before

    @pytest.mark.usefixtures("kept")
    def test_a_file_of_somebody_else(self, resolved, monkeypatch):
        """Nor is a folder of somebody else used."""
        monkeypatch.setattr(os, "getuid", lambda: 12345)
        with pytest.warns(CacheWarning, match="belongs to somebody else"):
            load(SIXTH)

        assert resolved == ["sixth"]

    def test_a_link_to_a_file(self, kept, resolved, tmp_path):
        """Links are not followed; a file takes the place of this one."""
        kept.rename(tmp_path / "elsewhere")
        kept.symlink_to(tmp_path / "elsewhere")
        with pytest.warns(CacheWarning, match="is a link"):
            load(SIXTH)

        assert resolved == ["sixth"]
        assert not kept.is_symlink()

    @pytest.mark.usefixtures("kept")
    def test_a_link_to_a_folder(self, folder, resolved, tmp_path):
        """Nor are those to folders."""
        folder.rename(tmp_path / "elsewhere")
        folder.symlink_to(tmp_path / "elsewhere")
        with pytest.warns(CacheWarning, match="is a link"):
            load(SIXTH)

        assert resolved == ["sixth"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
    def test_a_pipe_does_not_block(self, kept, resolved):
        """Whatever lies in the place of a file."""
        kept.unlink()
        os.mkfifo(kept, 0o600)
        with pytest.warns(CacheWarning):
            load(SIXTH)

        assert resolved == ["sixth"]


class TestWhatCannotBeWritten:
    """All works without a cache, and nobody is told."""

    def test_no_folder_can_be_made(self, tmp_path, monkeypatch, resolved):
        """A file stands where the folder would be."""
        (tmp_path / "file").write_text("")
        monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "cache"))
        assert same(load(SIXTH), load(SIXTH))

        assert len(resolved) == 2

    @pytest.mark.parametrize("call", ["tempfile.mkstemp", "pathlib.Path.replace"])
    def test_a_full_disk_or_a_folder_that_is_read_only(self, call, folder, monkeypatch):
        """Nothing half-written stays behind."""

        def refused(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(call, refused)
        load(SIXTH)

        assert list(folder.iterdir()) == []

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing stops the root")
    def test_a_folder_that_is_read_only(self, folder, resolved):
        """The same, as the system says it."""
        folder.mkdir(mode=0o500)
        load(SIXTH)

        assert resolved == ["sixth"]

    def test_several_processes_start_at_once(self, folder):
        """Each gives the answer, and one file of each kind stays."""
        with ThreadPoolExecutor() as pool:
            runs = [pool.submit(start, "-m", "protocol_rules", *WARM) for _ in range(4)]
        answers = {run.result().stdout for run in runs}

        assert len(answers) == 1
        assert {run.result().stderr for run in runs} == {""}
        assert len(list(folder.glob("thanet-*"))) == 1
        assert not list(folder.glob(".*"))


class _Trap:
    """Writes a file when it is unpickled, or when its code is run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.code = compile(f"open({str(path)!r}, 'w')", "trap", "exec")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def _sealed_like(whole: bytes, payload: bytes) -> bytes:
    """Put another payload under the seal and the key of a file."""
    first = len(entry._MARK) + entry._SIZE
    body = whole[first : first + entry._SIZE] + payload
    return entry._MARK + entry._seal(body) + body
