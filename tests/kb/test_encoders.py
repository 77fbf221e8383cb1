from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb import encoders
from kb.encoders import Encoder
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


@pytest.fixture
def encoder(settings: Settings) -> Encoder:
    return encoders.load(settings)


def test_vectors_agree_with_sentence_transformers(encoder: Encoder, settings: Settings) -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(encoders.source(settings)), device="cpu")
    texts = [encoders._encodable(text) for text in TEXTS]
    theirs = np.asarray(reference.encode(texts, normalize_embeddings=True))
    ours = encoder.encode(TEXTS)
    assert (ours * theirs).sum(axis=1).min() >= 0.999
    assert encoder.dimension == theirs.shape[1]


def test_vectors_are_unit_length_and_do_not_depend_on_their_company(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    assert together.shape == (len(TEXTS), 384)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert (alone * together).sum(axis=1).min() > 0.99999
    assert encoder.encode([]).shape == (0, 384)


def test_batches_hold_every_text_once_within_the_budget() -> None:
    lengths = [5, 1, 200, 7, 7, 64, 3]
    groups = encoders.batches(lengths, budget=128)
    assert sorted(at for group in groups for at in group) == list(range(len(lengths)))
    assert [group for group in groups if len(group) > 1 and len(group) * lengths[group[0]] > 128] == []
    assert encoders.batches([]) == []


def test_a_compiled_encoder_needs_neither_torch_nor_sentence_transformers(encoder: Encoder, settings: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from kb import encoders; from kb.settings import Settings\n"
        f"encoders.load(Settings(home=Path({str(settings.home)!r}))).encode(['reserve'])\n"
        "print([name for name in ('torch', 'sentence_transformers', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_compiled_encoder_is_kept_under_the_digest_of_its_weights(encoder: Encoder, settings: Settings) -> None:
    assert encoder.fingerprint == encoders.DEFAULT_SHA256 == encoders._digest(encoders.source(settings))
    assert encoders.compiled(settings) == settings.models / encoders.DEFAULT_SHA256[:16]


def test_weights_that_are_not_the_expected_ones_are_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(encoders, "source", lambda _settings: tmp_path)
    with pytest.raises(ModelError, match="does not hold the encoder that Remit was made with"):
        encoders.compiled(Settings(home=tmp_path / "home"))
    assert not list((tmp_path / "home").glob("models/*"))


def test_a_damaged_compiled_encoder_is_said(encoder: Encoder, settings: Settings, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(encoders.compiled(settings), tmp_path / "copy"))
    (folder / encoders.GRAPH).write_bytes(b"no graph")
    with pytest.raises(ModelError, match="delete that folder, and it is made again"):
        Encoder(folder)


def test_a_kill_while_compiling_leaves_nothing_that_is_taken_for_an_encoder(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_source: Path, target: Path, _digest: str) -> None:
        (target / encoders.GRAPH).write_bytes(b"half")
        raise KeyboardInterrupt

    own = Settings(home=tmp_path)
    monkeypatch.setattr(encoders, "_compile", dies)
    with pytest.raises(KeyboardInterrupt):
        encoders.compiled(own)
    assert list(own.models.iterdir()) == []


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no sentence-transformers model"):
        encoders.load(Settings(home=tmp_path / "home", encoder=str(tmp_path)))


def test_an_unknown_name_with_no_network_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not on this machine and cannot be fetched"):
        encoders.load(Settings(home=tmp_path, encoder="nobody/no-such-encoder"))


@pytest.mark.slow
def test_another_model_with_other_pooling_and_prompts(tmp_path: Path) -> None:
    """A small model of another kind, made here: first-token pooling, a dense layer, a prompt for queries."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "model"
    shutil.copytree(encoders.source(Settings(home=tmp_path)), folder)
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
