"""What an officer sees of a file: all that would change, each bad row, in each language, whatever stands in it."""

from pathlib import Path

import pytest

from bot.roadmaps.importing import read_file
from bot.roadmaps.preview import Preview, preview
from bot.tables.problems import BadFile
from bot.text.languages import Language
from handlers.views.roadmap_files import bad_file_message, offer_message
from storage.store import Store
from tests.bot.roadmaps.files import GLOSSARY, HEADER, MILESTONES, NOW, roadmap_file, write
from tests.handlers.views.test_roadmap import buttons, shown_in, sound


def test_the_buttons_carry_the_file_and_the_state_of_the_roadmap() -> None:
    found = Preview("a.csv", "41/40", ("A",), (), 0, ("B",), True)
    payload = sound(offer_message(found, "F01", "en"))
    assert buttons(payload) == {
        "roadmap.import": "F01:add:41/40",
        "roadmap.import:replace": "F01:replace:41/40",
        "roadmap.import_discard": "a.csv",
    }
    nothing_else = sound(offer_message(Preview("a.csv", "41/40", ("A",)), "F01", "en"))
    assert "roadmap.import:replace" not in buttons(nothing_else)


def bad_rows(folder: Path, text: str) -> BadFile:
    with pytest.raises(BadFile) as found:
        read_file(write(folder / "bad.csv", f"{HEADER}\n{text}"))
    return found.value


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Row 2, Kind: Please fill this in.", "Row 3, Id: A stands already in row 2."]),
        ("fr", ["Ligne 2, Nature : Merci", "Ligne 3, Identifiant : A figure déjà à la ligne 2."]),
        ("es", ["Fila 2, Tipo: ", "Fila 3, Identificador: A ya está en la fila 2."]),
    ],
)
def test_bad_rows_are_named_in_the_readers_language(language: Language, told: list[str], tmp_path: Path) -> None:
    first = bad_rows(tmp_path, "A,T,,,,,,,,,,,\n")
    second = bad_rows(tmp_path, "A,T,works,,,,,,,,,,\nA,T,works,,,,,,,,,,\n")
    payloads = [sound(bad_file_message(bad, "bad.csv", language)) for bad in (first, second)]
    for payload, words in zip(payloads, told, strict=True):
        assert words in shown_in(payload)
        assert words in payload["text"]
        assert buttons(payload) == {}


async def test_a_preview_takes_nothing_and_tells_what_an_import_then_does(sqlite_store: Store, tmp_path: Path) -> None:
    from bot.roadmaps.importing import import_files

    await import_files(sqlite_store, [roadmap_file(tmp_path)], now=NOW)
    lines = [line for line in MILESTONES.replace("Everywhere", "Hall").splitlines() if not line.startswith("SHELF")]
    file = roadmap_file(tmp_path, "\n".join([*lines, "GARDEN,Planting,works,2020,,,,,,,,,"]))
    async with sqlite_store.reading() as session:
        found = await preview(session, read_file(file))
    assert (found.added, found.changed, found.unchanged, found.missing) == (("GARDEN",), ("PAINT",), 4, ("SHELF",))
    assert found.may_replace
    async with sqlite_store.reading() as session:
        assert (await preview(session, read_file(file))).token == found.token
    taken = await import_files(sqlite_store, [file], now=NOW, replace=True)
    assert (taken.added, taken.changed, taken.unchanged, taken.removed) == (1, 1, 4, 1)
    # What supersedes something that would go cannot be taken so: then it is not offered.
    async with sqlite_store.reading() as session:
        alone = roadmap_file(tmp_path, "\n".join(line for line in lines if not line.startswith("OPEN-1")))
        assert not (await preview(session, read_file(alone))).may_replace
        glossary = await preview(session, read_file(write(tmp_path / "g.csv", GLOSSARY)))
    assert (glossary.terms, glossary.missing, glossary.may_replace) == (2, (), False)
