"""
Runs the Python test graphs in this process, without a server: what a remote graph is compared with.

On each connection it reads requests as lines of JSON and answers with lines of JSON that bear the request's id: `chunk`
as often as a stream has chunks, then `result` or `error` once. Values and errors are written by the server's own encoder,
so that what differs is not the spelling. Prints the port that it listens on; ends with its standard input. The arguments
are the folder of the graphs and the kind of server.
"""

import asyncio
import importlib.util
import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.pregel import Pregel
from langgraph.store.memory import InMemoryStore
from langgraph.types import Command, Send

folder, server = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(folder))
own_output = sys.stdout
sys.stdout = sys.stderr  # whatever a graph prints is not the port


def find_encoder() -> Callable[[Any], bytes]:
    if server == "python":
        from langgraph_api.serde import json_dumpb

        return json_dumpb
    from aegra_api.core.serializers import GeneralSerializer

    serialize = GeneralSerializer().serialize
    return lambda value: json.dumps(serialize(value)).encode()


def raised(error: Exception) -> Any:
    """What the server tells of an error: Python's hides the sentence of some classes."""
    return error if server == "python" else {"error": type(error).__name__, "message": str(error)}


encode = find_encoder()
served: dict[str, Pregel] = {}
graphs: dict[str, Pregel] = {}


def load(name: str) -> Pregel:
    """The graph that the server serves under a name."""
    if name not in served:
        path, variable = json.loads((folder / "langgraph.json").read_text())["graphs"][name].split(":")
        spec = importlib.util.spec_from_file_location(f"served_{name}", folder / path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        served[name] = getattr(module, variable)
    return served[name]


def graph_of(request: dict[str, Any]) -> Pregel:
    """The caller's own copy of a graph, with threads and a store of its own: as servers make theirs."""
    key, name = request["of"], request["graph"]
    if key not in graphs:
        own = {"checkpointer": None if request["stateless"] else InMemorySaver(), "store": InMemoryStore()}
        if server == "python":
            own["name"] = name
        graphs[key] = load(name).copy(update=own)
    return graphs[key]


def to_input(request: dict[str, Any]) -> Any:
    if (fields := request.get("command")) is None:
        return request.get("input")
    goto, update = fields.get("goto") or (), fields.get("update")
    return Command(
        resume=fields.get("resume"),
        update=[(key, value) for key, value in update] if isinstance(update, list) else update,
        goto=goto if isinstance(goto, str) else [Send(to["node"], to["args"]) if isinstance(to, dict) else to for to in goto],
    )


async def stream(graph: Pregel, request: dict[str, Any]) -> AsyncIterator[Any]:
    async for chunk in graph.astream(to_input(request), request["config"], **request["options"]):
        yield in_pieces(chunk) if server == "aegra" else chunk


def in_pieces(chunk: Any) -> Any:
    """A chunk of messages as aegra tells it: a message that was not streamed is one piece."""
    from aegra_api.services.graph_streaming import _to_message_chunk

    if not isinstance(chunk, tuple):
        return chunk
    if isinstance(chunk[0], BaseMessage):
        return (_to_message_chunk(chunk[0]), *chunk[1:])
    return (*chunk[:-1], in_pieces(chunk[-1]))


async def events(graph: Pregel, request: dict[str, Any]) -> AsyncIterator[Any]:
    async for event in graph.astream_events(to_input(request), request["config"], **request["options"]):
        yield event


async def history(graph: Pregel, request: dict[str, Any]) -> AsyncIterator[Any]:
    async for state in graph.aget_state_history(request["config"], **request["options"]):
        yield state


async def subgraphs(graph: Pregel, request: dict[str, Any]) -> AsyncIterator[Any]:
    async for name, _ in graph.aget_subgraphs(**request["options"]):
        yield name


async def invoke(graph: Pregel, request: dict[str, Any]) -> Any:
    return await graph.ainvoke(to_input(request), request["config"], **request["options"])


async def state(graph: Pregel, request: dict[str, Any]) -> Any:
    return await graph.aget_state(request["config"], **request["options"])


async def update(graph: Pregel, request: dict[str, Any]) -> Any:
    return await graph.aupdate_state(request["config"], request["input"], **request["options"])


async def drawing(graph: Pregel, request: dict[str, Any]) -> Any:
    drawing = (await graph.aget_graph(**request["options"])).to_json()
    for node in drawing["nodes"]:  # servers do not tell which class a node is
        if isinstance(node.get("data"), dict):
            node["data"].pop("id", None)
    return drawing


streams = {"stream": stream, "events": events, "history": history, "subgraphs": subgraphs}
calls = {"invoke": invoke, "state": state, "update": update, "drawing": drawing}


async def answer(request: dict[str, Any], answers: asyncio.StreamWriter) -> None:
    def tell(**said: Any) -> None:
        answers.write(encode({"id": request["id"], **said}) + b"\n")

    try:
        graph, call = graph_of(request), request["call"]
        if call in calls:
            return tell(result=await calls[call](graph, request))
        async for chunk in streams[call](graph, request):
            tell(chunk=chunk)
        tell(result=None)
    except Exception as error:
        tell(error=raised(error))


async def serve(requests: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
    running = set()
    while line := await requests.readline():
        task = asyncio.create_task(answer(json.loads(line), answers))
        running.add(task)
        task.add_done_callback(running.discard)


async def main() -> None:
    listening = await asyncio.start_server(serve, "127.0.0.1", 0, limit=2**26)
    print(listening.sockets[0].getsockname()[1], file=own_output, flush=True)
    await asyncio.to_thread(sys.stdin.read)


asyncio.run(main())
