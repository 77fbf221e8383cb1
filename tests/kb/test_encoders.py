from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb import compiling, encoders
from kb.encoders import SHIPPED, Encoder, Reranker
from kb.errors import ModelError
from kb.settings import Settings

TEXTS = [
    "",
    "x",
    "The Integration Joint Board must divide the area into localities.",
    "£14.090 million – café, “quoted”, 住民, ключ \ud800",
    "reserve " * 700,  # beyond what the model takes
    "Carers are supported.\n" * 12,
]


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return Encoder(SHIPPED / "encoder")


@pytest.fixture(scope="module")
def reranker() -> Reranker:
    return Reranker(SHIPPED / "reranker")


def test_a_compiled_encoder_agrees_with_sentence_transformers(settings: Settings, start: Path) -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(start), device="cpu")
    theirs = np.asarray(reference.encode([encoders.encodable(text) for text in TEXTS], normalize_embeddings=True))
    encoder = encoders.load(Settings(home=settings.home, encoder=str(start)))
    assert (encoder.encode(TEXTS) * theirs).sum(axis=1).min() >= 0.999
    assert encoder.dimension == theirs.shape[1]


def test_vectors_are_unit_length_and_do_not_depend_on_their_company(shipped: Encoder) -> None:
    together = shipped.encode(TEXTS)
    assert together.shape == (len(TEXTS), 384)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    alone = np.concatenate([shipped.encode([text]) for text in TEXTS])
    assert (alone * together).sum(axis=1).min() > 0.99999
    assert shipped.encode([]).shape == (0, 384)


def test_the_shipped_encoder_knows_what_is_alike(shipped: Encoder) -> None:
    asked, *others = shipped.encode(["Who pays for care at home?", "Home care is funded by the council.", "The roof leaks."])
    assert asked @ others[0] > asked @ others[1] + 0.2


def test_the_reranker_tells_the_answer_from_what_only_shares_its_words(reranker: Reranker) -> None:
    texts = ["The general reserve stood at £5m in March.", "A general meeting will be held in March.", ""]
    chances = reranker.score("How large was the general reserve in March?", texts)
    assert chances.argmax() == 0 and ((chances >= 0) & (chances <= 1)).all()
    alone = [reranker.score("How large was the general reserve in March?", [text])[0] for text in texts]
    assert chances == pytest.approx(alone, abs=1e-5)
    assert reranker.score("?", []).shape == (0,)


@pytest.mark.parametrize("question", ["?", "word " * 10_000, "予算はいくらですか" * 500, "\ud800"])
def test_any_question_can_be_scored(reranker: Reranker, question: str) -> None:
    assert np.isfinite(reranker.score(question, ["One text."])).all()


def test_batches_hold_every_text_once_within_the_budget() -> None:
    lengths = [5, 1, 200, 7, 7, 64, 3]
    groups = encoders.batches(lengths, budget=128)
    assert sorted(at for group in groups for at in group) == list(range(len(lengths)))
    assert [group for group in groups if len(group) > 1 and len(group) * lengths[group[0]] > 128] == []
    assert encoders.batches([]) == []


def test_what_ships_needs_neither_torch_nor_sentence_transformers(settings: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from kb import encoders; from kb.settings import Settings\n"
        f"settings = Settings(home=Path({str(settings.home)!r}))\n"
        "encoders.load(settings).encode(['reserve']); encoders.load_reranker(settings).score('reserve?', ['reserve'])\n"
        "print([name for name in ('torch', 'sentence_transformers', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["encoder", "reranker"])
def test_what_ships_is_small_and_has_its_card(name: str) -> None:
    assert (SHIPPED / name / compiling.GRAPH).stat().st_size <= 25_000_000
    assert name in (Path(__file__).parents[2] / "docs" / "reference" / "models.md").read_text(encoding="utf-8")


def test_a_compiled_folder_is_taken_as_it_is(tmp_path: Path, shipped: Encoder) -> None:
    """What `make train` leaves can be named in the settings."""
    folder = Path(shutil.copytree(SHIPPED / "encoder", tmp_path / "mine"))
    assert encoders.load(Settings(home=tmp_path / "home", encoder=str(folder))).fingerprint == shipped.fingerprint
    with pytest.raises(ModelError, match=r"The reranker in .*mine cannot be read .* or name another model"):
        encoders.load_reranker(Settings(home=tmp_path / "home", reranker=str(folder)))


@pytest.mark.parametrize(("name", "model"), [("encoder", Encoder), ("reranker", Reranker)])
def test_a_damaged_model_is_named(name: str, model: type[Encoder | Reranker], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED / name, tmp_path / "copy"))
    with (folder / compiling.GRAPH).open("r+b") as graph:
        graph.seek(1000)
        graph.write(b"damaged")
    with pytest.raises(ModelError, match=f"The {name} in .* is not the file that it should be"):
        model(folder)


def test_a_kill_while_compiling_leaves_nothing_that_is_taken_for_an_encoder(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_origin: Path, target: Path) -> None:
        (target / compiling.GRAPH).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(compiling, "_encoder", dies)
    with pytest.raises(KeyboardInterrupt):
        compiling.encoder(str(start), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model of sentence-transformers"):
        encoders.load(Settings(home=tmp_path / "home", encoder=str(tmp_path)))


def test_an_unknown_name_with_no_network_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is not on this machine and cannot be fetched .*: name another in the settings"):
        encoders.load(Settings(home=tmp_path, encoder="nobody/no-such-encoder"))


def test_no_reranker_where_none_is_wanted(settings: Settings) -> None:
    assert encoders.load_reranker(Settings(home=settings.home, reranker="none")) is None


@pytest.mark.slow
def test_another_cross_encoder_can_be_named(settings: Settings, start: Path, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    reference = CrossEncoder(str(start), num_labels=1, device="cpu")
    reference.save_pretrained(str(tmp_path / "cross"))
    reranker = encoders.load_reranker(Settings(home=settings.home, reranker=str(tmp_path / "cross")))
    assert reranker is not None
    texts = ["The reserve stood at £5m.", "Carers are supported."]
    theirs = reference.predict([("How large is the reserve?", text) for text in texts])
    assert reranker.score("How large is the reserve?", texts) == pytest.approx(theirs, abs=1e-4)


@pytest.mark.slow
def test_a_classifier_of_several_classes_is_no_reranker(settings: Settings, start: Path, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(start), num_labels=3, device="cpu").save_pretrained(str(tmp_path / "cross"))
    with pytest.raises(ModelError, match="gives 3 numbers a pair, not one"):
        encoders.load_reranker(Settings(home=settings.home, reranker=str(tmp_path / "cross")))


@pytest.mark.slow
def test_another_model_with_other_pooling_and_prompts(start: Path, tmp_path: Path) -> None:
    """A small model of another kind, made here: first-token pooling, a prompt for queries."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "model"
    shutil.copytree(start, folder)
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text())
    pooling |= {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    facts = json.loads((folder / "config_sentence_transformers.json").read_text())
    (folder / "config_sentence_transformers.json").write_text(json.dumps(facts | {"prompts": {"query": "query: "}}))
    encoder = encoders.load(Settings(home=tmp_path / "home", encoder=str(folder)))
    reference = SentenceTransformer(str(folder), device="cpu")
    theirs = np.asarray([reference.encode("reserves", prompt_name="query"), reference.encode("reserves")])
    ours = np.concatenate([encoder.encode(["reserves"], "query"), encoder.encode(["reserves"])])
    assert (ours * theirs).sum(axis=1).min() >= 0.999
    assert ours[0] @ ours[1] < 0.999
