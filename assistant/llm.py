"""The language model's server: any that is OpenAI-compatible, through LlamaIndex, heard to a deadline, its faults as words.

What a document says is material for a model and never an order to it: `speaks_to_a_model` tells where one tries.
"""
from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlsplit

from kb.settings import Settings

LONGEST = 6000  # characters that are read of what a model writes
MOST_TOKENS = 500  # that it is asked for
# Words by which a document speaks to a language model rather than to its readers.
_TO_A_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|every|everything|the|your|my|these|previous|prior|above|earlier|other|"
    r"system)\s+)*(?:instructions?|prompts?|guardrails|above)\b"
    r"|\b(?:system|developer) prompt\b|\byou are (?:now )?(?:an? )?(?:AI|(?:AI )?assistant|language model|chatbot)\b"
    r"|\bas an? (?:AI|(?:AI )?language model)\b|</?(?:system|assistant|user|instructions?)>|<\|[a-z_]+\|>|\[/?INST\]",
    re.IGNORECASE,
)


class Unwritten(Exception):
    """Why nothing of a model's can be shown: the rest of a sentence that begins "No language model wrote this: "."""


def warm(settings: Settings) -> None:
    """Load what a language model needs, where one is set: seconds that the first question then does not wait for."""
    if settings.llm_base_url:
        import httpx  # noqa: F401
        import llama_index.llms.openai_like  # noqa: F401


def speaks_to_a_model(text: str) -> bool:
    """Whether a document's words are orders to a language model."""
    return _TO_A_MODEL.search(text) is not None


def written_by(settings: Settings, messages: Sequence[dict[str, str]]) -> Iterator[str]:
    """What the model writes, piece by piece, read in a thread of its own: a server that dribbles is left at the deadline.

    Raises Unwritten.
    """
    if not settings.llm_model:
        raise Unwritten("no model is named, set REMIT_LLM_MODEL")
    warm(settings)  # before the clock starts: these seconds are not the server's
    import httpx

    deadline = time.monotonic() + settings.llm_timeout
    pieces: Queue[str | Exception | None] = Queue()
    with httpx.Client(timeout=settings.llm_timeout) as client:

        def work() -> None:
            try:
                _stream(settings, messages, client, pieces.put)
                pieces.put(None)
            except Exception as error:  # whatever a server sends, the reader's answer stands
                pieces.put(error)

        threading.Thread(target=work, daemon=True).start()
        while (piece := _next(pieces, deadline, settings)) is not None:
            if isinstance(piece, Exception):
                raise Unwritten(_reason(piece, settings)) from piece
            yield piece


def _next(pieces: Queue[Any], deadline: float, settings: Settings) -> str | Exception | None:
    try:
        got: str | Exception | None = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
    except Empty:
        raise Unwritten(f"{settings.llm_model} did not answer within {settings.llm_timeout} seconds") from None
    return got


def _stream(settings: Settings, messages: Sequence[dict[str, str]], client: Any, put: Callable[[str], None]) -> None:
    """Give each piece of the answer to `put`. A server that cannot stream is asked once more for the whole."""
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    llm = OpenAILike(
        model=settings.llm_model,
        api_base=settings.llm_base_url,
        api_key=settings.llm_api_key or "none",  # without one the class would take OPENAI_API_KEY and send it there
        is_chat_model=True,
        temperature=0.0,
        max_tokens=MOST_TOKENS,
        max_retries=0,  # a reader is waiting, and has the composed answer
        timeout=settings.llm_timeout,
        http_client=client,
    )
    chat = [ChatMessage(role=message["role"], content=message["content"]) for message in messages]
    some = False
    try:
        for response in llm.stream_chat(chat):
            if response.delta:
                some = True
                put(response.delta)
    except Exception as error:
        if some or getattr(error, "status_code", None) != 400:
            raise
    if not some:
        put(llm.chat(chat).message.content or "")


def _reason(error: Exception, settings: Settings) -> str:
    """What went wrong with the server, for the end of a sentence."""
    model, address = settings.llm_model, urlsplit(settings.llm_base_url)
    where = f"{address.hostname}:{address.port}" if address.port else address.hostname or settings.llm_base_url
    names = {kind.__name__ for kind in type(error).__mro__}
    status = getattr(error, "status_code", None)
    if names & {"APITimeoutError", "TimeoutException"}:
        return f"{model} did not answer within {settings.llm_timeout} seconds"
    if names & {"APIConnectionError", "TransportError"}:
        return f"the server at {where} cannot be reached or broke off"
    said = {
        401: "does not accept the key",
        403: "does not let this key in",
        404: f"has no model {model}, or is at another address",
        429: "has more requests than it takes",
    }.get(status or 0, f"answered with the error {status}" if status else "answered with something that cannot be read")
    return f"the server at {where} {said}"
