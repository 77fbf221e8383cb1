from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import lexical
from kb.catalog import Catalog, keys
from kb.errors import IndexDamaged
from kb.retrieve import indexed


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "catalogue.sqlite")
    yield opened
    opened.close()


def load(catalogue: Catalog, version) -> None:
    catalogue.begin_version(version)
    with catalogue.writing() as connection:
        known = keys(connection, version.doc, version.version)
        lexical.add(connection, [(known[p.id], indexed(version.title, p)) for p in version.passages])


def found(catalogue: Catalog, query: str, **within) -> list[str]:
    with catalogue.reading() as connection:
        return list(lexical.search(connection, query, 10, **within))


TEXTS = [
    "Carers are supported in their planning.",
    "The café in Llandudno re-opened in 2023/24.",
    "Budget 2023 of 24 boards.",
    {"text": "Rent | £5", "section": ("4 Homes",), "number": "5.2", "lead_in": "Tenancies:", "caption": "Table 7 Costs"},
    "住民の計画",
]


def test_words_are_found_by_their_stem_and_without_accents(catalogue: Catalog, write) -> None:
    load(catalogue, write("plan", TEXTS, title="Strategy"))
    assert found(catalogue, "carer plans") == ["plan/1/1"]
    assert found(catalogue, "CAFE") == ["plan/1/2"]
    assert found(catalogue, "住民の計画") == ["plan/1/5"]


def test_a_figure_with_marks_inside_is_one_thing(catalogue: Catalog, write) -> None:
    load(catalogue, write("plan", TEXTS))
    assert found(catalogue, "in 2023/24?") == ["plan/1/2"]
    assert found(catalogue, "Direction 5.2") == ["plan/1/4"]


@pytest.mark.parametrize("query", ["homes", "tenancies", "table 7", "strategy rent"])
def test_every_column_is_searched(catalogue: Catalog, write, query: str) -> None:
    load(catalogue, write("plan", TEXTS, title="Strategy"))
    assert found(catalogue, query)[0] == "plan/1/4"


def test_a_search_keeps_to_documents_and_passages(catalogue: Catalog, write) -> None:
    load(catalogue, write("plan", ["Reserves.", "Reserves again."]))
    load(catalogue, write("other", ["Reserves."]))
    assert found(catalogue, "reserves", docs=["plan"]) == ["plan/1/1", "plan/1/2"]
    assert found(catalogue, "reserves", ids=["plan/1/2", "other/1/1"]) == ["other/1/1", "plan/1/2"]
    assert found(catalogue, "reserves", docs=[]) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  \n",
        "x",
        "?!*(){}[]^\"'`~",
        '"unclosed',
        'NEAR(a b) AND title : * NOT "c"',
        "'; DROP TABLE passages; --",
        "% _ \\ \0 \ud800 \u202e",
        "ключевые слова العربية ภาษา",
        "word " * 10_000,
        " ".join(f"word{n}" for n in range(10_000)),
        "a" * 1_000_000,
        "-" * 100_000,
        "a.b/" * 50_000,
    ],
)
def test_any_text_is_a_safe_query(catalogue: Catalog, write, query: str) -> None:
    load(catalogue, write("plan", TEXTS))
    assert set(found(catalogue, query)) <= {"plan/1/1", "plan/1/4"}
    assert found(catalogue, "carers") == ["plan/1/1"]


def test_common_words_do_not_decide_the_cost(catalogue: Catalog, write, monkeypatch: pytest.MonkeyPatch) -> None:
    load(catalogue, write("plan", [*["The board meets."] * 30, "The board keeps a reserve."]))
    monkeypatch.setattr(lexical, "MAX_ROWS", 10)
    with catalogue.reading() as connection:
        assert lexical._affordable(connection, lexical.words("board reserve")) == ['"reserve"']
        assert lexical._affordable(connection, lexical.words("board")) == ['"board"']
    assert found(catalogue, "board reserve") == ["plan/1/31"]


def test_what_was_forgotten_leaves_no_word_in_the_file(catalogue: Catalog, write) -> None:
    load(catalogue, write("plan", ["Zanzibar."]))
    load(catalogue, write("other", ["Reserves."]))
    with catalogue.writing() as connection:
        lexical.forget(connection, "plan")
        lexical.purge(connection)
        kept = connection.exec_driver_sql("SELECT block FROM passage_text_data").scalars().all()
    assert found(catalogue, "zanzibar") == []
    assert not any(b"zanzibar" in block for block in kept)


def test_a_damaged_index_is_said_and_can_be_made_again(catalogue: Catalog, write) -> None:
    load(catalogue, write("plan", TEXTS))
    with catalogue.writing() as connection:
        connection.exec_driver_sql("DELETE FROM passage_text_data")
    with pytest.raises(IndexDamaged, match="remit rebuild"):
        found(catalogue, "carers")
    with catalogue.writing() as connection:
        lexical.clear(connection)
    assert found(catalogue, "carers") == []
