"""Holds DESIGN's arrows and walls and STYLE's budgets by reading every module's imports and sizes; nothing is run.

An import inside a function counts like one at the top: when it is loaded changes, what it depends on does not.
"""
from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("kb", "ingest", "assistant", "eval")

# Which of our packages or modules each part may import beside its own room; the longest name that fits decides.
ARROWS: dict[str, tuple[str, ...]] = {
    "kb": (),
    "ingest": ("kb",),
    "assistant": ("kb",),
    "assistant.web": ("kb", "ingest.pipeline", "ingest.sample"),
    "assistant.cli": ("kb", "ingest.pipeline", "ingest.sample"),
    "eval": ("kb", "ingest", "assistant"),
}

# Which modules may import each library; one that is not named here is as good as forbidden.
WALLS: dict[str, tuple[str, ...]] = {
    "PIL": ("ingest.readers.pdf_marks",),
    "Stemmer": ("assistant.words",),
    "argon2": ("kb.people",),
    "bs4": ("ingest.readers.html",),
    "chromadb": ("kb.vectors",),
    "click": ("assistant.cli", "eval.cli", "eval.cli_reading", "eval.cli_sets", "eval.training"),
    "docx": ("ingest.readers.docx", "ingest.sample", "assistant.files", "assistant.report_word"),
    "fastapi": ("assistant.web",),
    "filelock": ("kb.library",),
    "gradio": ("assistant.web",),
    "httpx": ("assistant.llm",),
    "huggingface_hub": ("kb.compiling",),
    "jinja2": ("assistant.web",),
    "llama_index": ("kb.llama", "ingest.llama", "assistant.llama", "assistant.llm"),
    "lxml": ("ingest.readers",),
    "mcp": ("assistant.mcp",),
    "numpy": ("kb", "assistant", "eval", "ingest.readers.scan_marks"),
    "onnx": ("eval.training",),
    "onnxruntime": ("kb.encoders", "eval.training"),
    "openpyxl": ("assistant.report_sheets", "ingest.readers.xlsx"),
    "pdfminer": ("ingest.readers.pdf_upright",),
    "pdfplumber": ("ingest.tables",),
    "pptx": ("ingest.readers.pptx",),
    "platformdirs": ("kb.settings",),
    "pypdf": ("ingest.readers.pdf",),
    "pypdfium2": ("ingest.readers.pdf", "ingest.readers.pdf_scans", "ingest.readers.pdf_text"),
    "reportlab": ("ingest.sample",),
    "sentence_transformers": ("kb.compiling", "eval.training"),
    "starlette": ("assistant.web",),
    "striprtf": ("ingest.readers.rtf",),
    "sqlalchemy": ("kb",),
    "scipy": ("eval.training",),
    "sklearn": ("eval.training",),
    "tokenizers": ("kb.encoders", "eval.training"),
    "torch": ("kb.compiling", "eval.training"),
    "transformers": ("eval.training",),
    "uvicorn": ("assistant.web",),
}
PEERS = "eval.bench.peers"  # other people's products, measured as they come: any library

FILE_LINES, BODY_LINES, PARAMETERS = 400, 50, 5

Sources = Mapping[str, str]


def test_rooms_are_imported_only_along_the_arrows(sources: Sources) -> None:
    assert list(wrong_arrows(sources)) == []


def test_each_library_stays_behind_its_wall(sources: Sources) -> None:
    assert list(wrong_libraries(sources)) == []


def test_each_library_is_a_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    declared = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in lines}
    made_by = packages_distributions()
    assert {library for library in WALLS if not declared & {d.lower().replace("_", "-") for d in made_by[library]}} == set()


def test_no_cycle_between_modules(sources: Sources) -> None:
    assert cycle(sources) == []


def test_files_bodies_and_parameters_keep_to_the_budget(sources: Sources) -> None:
    assert list(too_big(sources)) == []


def test_test_files_keep_to_the_budget() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in ROOT.glob("tests/**/*.py")}
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("kb.x", "import ingest.pipeline", "kb.x imports ingest.pipeline"),
        ("assistant.ask", "def f():\n    from ingest.pipeline import add", "assistant.ask imports ingest.pipeline"),
        ("assistant.web.library", "from ingest.readers import pdf", "assistant.web.library imports ingest.readers.pdf"),
        ("assistant.cli.library", "from ingest import duties", "assistant.cli.library imports ingest.duties"),
        ("assistant.ask", "import importlib\nimportlib.import_module('eval.gold')", "assistant.ask imports eval.gold"),
    ],
)
def test_a_wrong_arrow_is_seen(module: str, source: str, found: str) -> None:
    names = ("ingest.pipeline", "ingest.readers", "ingest.readers.pdf", "ingest.duties", "eval.gold")
    assert list(wrong_arrows({**dict.fromkeys(names, ""), module: source})) == [found]


def test_a_wrong_library_a_cycle_and_a_giant_are_seen() -> None:
    assert list(wrong_libraries({"kb.catalog": "import chromadb.api"})) == ["kb.catalog imports chromadb"]
    assert list(wrong_libraries({"kb.catalog": "import unheard_of"})) == ["kb.catalog imports unheard_of"]
    assert list(wrong_libraries({"eval.bench.peers.stock": "import chromadb"})) == []
    assert cycle({"kb.a": "from kb import b", "kb.b": "from .a import x"}) != []
    giant = "def f(a, b, c, *, d, e, **g):\n" + "    x = 1\n" * (BODY_LINES + 1) + "\n" * FILE_LINES
    assert len(list(too_big({"kb.a": giant}))) == 3


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """Each module of the four rooms by its dotted name, with its text."""
    return {name(path): path.read_text(encoding="utf-8") for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}


def name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: str, source: str, known: Iterable[str]) -> Iterator[str]:
    """Every dotted name that the module imports; `from a import b` gives a.b where that is one of the modules known."""
    known = set(known)
    package = module if any(other.startswith(module + ".") for other in known) else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (above, node.module) if part)
            yield from {full if (full := f"{base}.{alias.name}") in known else base for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))


def inside(module: str, part: str) -> bool:
    return module == part or module.startswith(part + ".")


def wrong_arrows(sources: Sources) -> Iterator[str]:
    for module, source in sources.items():
        allowed = ARROWS.get(max((part for part in ARROWS if inside(module, part)), key=len, default=""), ())
        for imported in sorted(set(imports(module, source, sources))):
            room = imported.split(".")[0]
            if room in ROOMS and room != module.split(".")[0] and not any(inside(imported, part) for part in allowed):
                yield f"{module} imports {imported}"


def wrong_libraries(sources: Sources) -> Iterator[str]:
    for module, source in sources.items():
        for library in sorted({imported.split(".")[0] for imported in imports(module, source, sources)}):
            known = library in ROOMS or library in sys.stdlib_module_names or inside(module, PEERS)
            if not known and not any(inside(module, part) for part in WALLS.get(library, ())):
                yield f"{module} imports {library}"


def cycle(sources: Sources) -> list[str]:
    """The modules of one import cycle, or none."""
    graph = {module: set(imports(module, source, sources)) & set(sources) - {module} for module, source in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(module) for module in error.args[1]]
    return []


def too_big(sources: Sources) -> Iterator[str]:
    for module, source in sources.items():
        if (lines := len(source.splitlines())) > FILE_LINES:
            yield f"{module} has {lines} lines"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from function_faults(module, node)


def function_faults(module: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    if (lines := (node.end_lineno or first.lineno) - first.lineno + 1) > BODY_LINES:
        yield f"{module}.{node.name} has a body of {lines} lines"
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
    given = [argument for argument in every if argument and argument.arg not in ("self", "cls")]
    if len(given) > PARAMETERS:
        yield f"{module}.{node.name} has {len(given)} parameters"
