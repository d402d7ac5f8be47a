"""A scenario as one file: a zip of its folder, or a lone `scenario.yaml`. Whatever it claims, little is read and nothing is run."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from armslength.errors import ArmslengthError
from armslength.scenario.files import FILES, plain_lines

IGNORED = (".md", ".txt")  # notes beside a scenario are left out silently
MOST_ENTRIES = 50  # in a zip


def unpack(data: bytes, most: int) -> dict[str, str]:
    """Return the files of a scenario from a zip of its folder, each of at most so many bytes; nothing is written, and no name leads anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MOST_ENTRIES:
                raise ArmslengthError(
                    f"the archive holds more than {MOST_ENTRIES} entries; a scenario is a few files"
                )
            members = [_member(archive, entry, most) for entry in archive.infolist() if not entry.is_dir()]
    except (
        zlib.error,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ):
        raise ArmslengthError(
            "this is no zip archive that can be read; pack the scenario's folder again"
        ) from None
    texts: dict[str, str] = {}
    for name, text in filter(None, members):
        if name in texts:
            raise ArmslengthError(f"the archive holds {name} twice; pack one scenario")
        texts[name] = text
    if "scenario.yaml" not in texts:
        raise ArmslengthError("the archive holds no scenario.yaml; pack the scenario's folder")
    return texts


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> tuple[str, str] | None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or len(path.parts) > 2 or ":" in path.parts[0]:
        raise ArmslengthError(f"the archive names a path outside its folder: '{entry.filename[:80]}'")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ArmslengthError(f"the archive holds a link, '{entry.filename[:80]}'; only files are read")
    if path.suffix in IGNORED:
        return None
    if path.name not in FILES:
        raise ArmslengthError(f"'{path.name[:80]}' is no file of a scenario; those are {', '.join(FILES)}")
    with archive.open(entry) as file:  # read so far and no further, whatever the header claims
        data = file.read(most + 1)
    if len(data) > most:
        raise ArmslengthError(
            f"{path.name} unpacks to more than {most / 1e6:.0f} MB, the most a file may hold"
        )
    return path.name, decoded(path.name, data)


def read_packed(name: str, data: bytes, most: int) -> tuple[str, dict[str, str]]:
    """Return the stem of a file's name, and the scenario in it: a zip of a folder, or a lone scenario.yaml."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    if name.lower().endswith(".zip"):
        return stem, unpack(data, most)
    if name.lower().endswith((".yaml", ".yml")):
        return stem, {"scenario.yaml": decoded(name, data), "events.csv": "date,kind,source\n"}
    raise ArmslengthError("only a zip of a scenario's folder, or a scenario.yaml, can be uploaded")


def decoded(name: str, data: bytes) -> str:
    """Return a text in UTF-8; raises `ArmslengthError` where it is none."""
    try:
        return plain_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ArmslengthError(f"{name[:80]} is not UTF-8; save it as UTF-8 text") from None
