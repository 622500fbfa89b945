"""Paths as people write them: readers, lists, globs, SQL and writers take the same names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pyrust as pr

NAMES = [
    "plain",
    "with space",
    "a#1",
    "50%",
    "a%20b",
    "what?",
    "star*",
    "list[1]",
    "[",
    "{a,b}",
    "grüße 日本",
    "two\nlines",
    "tab\there",
    "\x01\x1b[31m\x7f",
    "~home",
    "file:x",
    "a=b",
    " ",
    "-rf",
    "x'y\"z",
    "back\\slash",
    "ä" * 110,
]
FORMATS = ["parquet", "csv", "json", "ipc"]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def write(path, form="parquet", value=1):
    return getattr(pr.DataFrame({"v": [value]}), f"write_{form}")(path)


def read(path, form="parquet"):
    return getattr(pr, f"read_{form}")(path).to_dict()["v"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_what_is_written_under_a_name_is_read_under_it(tmp_path, name, form):
    path = tmp_path / name
    write(path, form)
    assert path.is_file()
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "here"] == [name]
    assert read(path, form) == read(str(path), form) == read([path, path], form) == read(f"../{name}", form) == [1]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_folder_of_any_name_is_read(tmp_path, name):
    pr.DataFrame({"k": ["x"], "v": [1]}).write_parquet(tmp_path / name, partition_by="k")
    assert pr.read_parquet(tmp_path / name).to_list() == [{"v": 1, "k": "x"}]
    assert read(f"../{name}/*/*.parquet") == [1]
    (tmp_path / "within").mkdir()
    (tmp_path / name).rename(tmp_path / "within" / name)
    assert read("../within/**/part-*.parquet") == [1]


@pytest.mark.parametrize("form", FORMATS)
def test_names_that_are_no_text(tmp_path, form):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.parquet"))
    write(str(path), form)
    assert path.exists()
    assert read(str(path), form) == read(path, form) == [1]
    assert read("../caf*", form) == [1]


def test_dots_and_links(tmp_path):
    write(tmp_path / "x.parquet")
    (tmp_path / "far" / "away").mkdir(parents=True)
    write(tmp_path / "far" / "x.parquet", value=2)
    (tmp_path / "link").symlink_to(tmp_path / "far" / "away")
    (tmp_path / "named.parquet").symlink_to("x.parquet")
    for path in ("../x.parquet", "./../x.parquet", "../here/../x.parquet", "..//x.parquet", "../named.parquet"):
        assert read(path) == pr.sql(f"select v from '{path}'").to_dict()["v"] == [1], path
    assert read("../link/../x.parquet") == [2], "a step back from a link goes where the system goes"
    assert read("../nowhere/../x.parquet") == [1]
    assert read(["../x.parquet", "../far/*.parquet"]) == [1, 2]
    write("../link/../y.parquet")
    assert (tmp_path / "far" / "y.parquet").exists()


def test_a_frame_stays_where_it_was_made(tmp_path, monkeypatch):
    write("x.csv", "csv")
    pr.DataFrame({"k": ["x"], "v": [1]}).write_csv("folder", partition_by="k")
    frames = [pr.read_csv(path) for path in ("x.csv", "*.csv", "folder", ["x.csv"])] + [pr.sql("select v from 'x.csv'")]
    monkeypatch.chdir(tmp_path)
    assert [frame.to_dict()["v"] for frame in frames] == [[1]] * 5


def test_homes_and_urls(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    write("~/my file.parquet")
    assert read("~/my file.parquet") == [1]
    assert pr.sql("select v from '~/my file.parquet'").to_dict() == {"v": [1]}
    url = (tmp_path / "my file.parquet").as_uri()
    for path in (url, url.replace("file://", "file:"), url.replace("file://", "file://localhost")):
        assert read(path) == [1], path
    assert read(f"file://{tmp_path}/my*.parquet") == [1]
    write((tmp_path / "50% #1.parquet").as_uri())
    assert read("../50% #1.parquet") == [1]
    with pytest.raises(pr.MissingFileError):
        pr.read_parquet("~nobody has this name/x.parquet")
    import pwd

    user = pwd.getpwuid(os.getuid())
    with pytest.raises(pr.MissingFileError, match=user.pw_dir):
        pr.read_parquet(f"~{user.pw_name}/no such file of ours.parquet")


def test_a_pattern_is_one_where_nothing_is_called_so(tmp_path):
    for name in ("a[1].csv", "a1.csv", "b[1].csv"):
        write(tmp_path / name, "csv", name)
    assert read("../a[1].csv", "csv") == ["a[1].csv"]
    (tmp_path / "a[1].csv").unlink()
    assert read("../a[1].csv", "csv") == ["a1.csv"]
    (tmp_path / "d*").mkdir()
    write(tmp_path / "d*" / "x.csv", "csv", 7)
    assert read("../d*", "csv") == read("../d*/*.csv", "csv") == [7]
    with pytest.raises(ValueError, match="pattern"):
        pr.read_csv("../[z.csv")
    for path in ("no such file.csv", "../here/x.csv/", "x\ny.csv"):
        with pytest.raises(pr.MissingFileError, match="no such file") as missing:
            pr.read_csv(path)
        assert "\n" not in str(missing.value)
    with pytest.raises(ValueError, match="zero byte"):
        pr.read_csv("a\0b.csv")


def test_what_is_in_a_folder_beside_the_files_is_no_matter(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("1.csv", "2.csv"):
        write(folder / name, "csv", int(name[0]))
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "loop.csv").symlink_to("loop.csv")
    (folder / "gone.csv").symlink_to("nowhere.csv")
    (folder / "up").symlink_to(folder)
    (folder / "k=1").symlink_to(folder)
    (folder / "closed").mkdir()
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    (folder / "closed").chmod(0)
    try:
        for path in (folder, f"{folder}/*.csv", f"{folder}/**/*.csv"):
            assert read(path, "csv") == [1, 2], path
    finally:
        (folder / "closed").chmod(0o700)


def test_a_partition_column_may_be_called_as_bookkeeping_is():
    for name in ("_x", ".x", "__x"):
        frame = pr.DataFrame({name: ["_a", ".b", None], "v": [1, 2, 3]})
        frame.write_parquet("parts", partition_by=name, mode="overwrite")
        assert sorted(pr.read_parquet("parts").to_dict()["v"]) == [1, 2, 3], name
        assert pr.read_parquet("parts").columns == ["v", name]


def test_an_environment_that_is_no_text_is_no_matter():
    code = "import pyrust as pr\ntry: pr.read_csv('http://127.0.0.1:9/x')\nexcept pr.ReadError: print('read error')"
    environment = {**os.environb, b"NOTEXT": b"caf\xe9", b"AWS_\xff": b"x", b"AWS_REGION": b"\xff"}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert ended.stdout == "read error\n", ended.stderr


def test_a_writer_says_what_is_no_file():
    with pytest.raises(pr.WriteError, match="named as a folder"):
        write("folder/")
    with pytest.raises(pr.WriteError, match="is a folder"):
        write(".")
