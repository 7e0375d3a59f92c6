// Generated, do not edit; run `npm run generate`.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the server's health at its root
         * @description The same as `GET /ok`. aegra answers with its name and version, JavaScript does not have it.
         */
        get: operations["checkRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/agent-card.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the agent card of the assistant in the query
         * @description The same as `GET /a2a/{assistant_id}`. JavaScript and aegra do not have it.
         */
        get: operations["getAgentCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/a2a/{assistant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        /**
         * Get an assistant's agent card
         * @description Returns the card that introduces the assistant to other agents. JavaScript and aegra do not have it.
         */
        get: operations["getA2aAgent"];
        put?: never;
        /**
         * Send an A2A message
         * @description Takes one JSON-RPC request of the Agent2Agent protocol for the assistant: a message to answer at once or as a stream, or a question about a task. Contexts are threads, tasks are runs, and a task's id is `{thread_id}:{run_id}`; one that waits at an interrupt is `input-required`. Python answers the names of A2A 0.3, such as `message/send`, and those of 1.0, such as `SendMessage`; to the latter with `TASK_STATE_…`, `ROLE_…` and the task as `result.task`. JavaScript and aegra do not have it.
         */
        post: operations["sendA2aMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/a2a/{assistant_id}/.well-known/agent-card.json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        /**
         * Get an assistant's agent card at the well-known path
         * @description The same as `GET /a2a/{assistant_id}`. JavaScript and aegra do not have it.
         */
        get: operations["getA2aAgentCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an assistant
         * @description Makes an assistant of a graph that the server serves. Python answers 404 for a graph that does not exist, JavaScript takes any name. On Python `config.configurable` and `context` each fill the other when only one is given, and both at once are answered 400.
         */
        post: operations["createAssistant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{assistant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        /**
         * Get an assistant
         * @description Returns the assistant in its current version. JavaScript takes the name of a graph for the id, Python answers it 422.
         */
        get: operations["getAssistant"];
        put?: never;
        post?: never;
        /**
         * Delete an assistant
         * @description Removes the assistant with all its versions, and its threads too when asked. Python lets the server's own assistants be deleted as well.
         */
        delete: operations["deleteAssistant"];
        options?: never;
        head?: never;
        /**
         * Update an assistant
         * @description Makes a new version with the given fields changed, and makes it the current one. Metadata is merged.
         */
        patch: operations["updateAssistant"];
        trace?: never;
    };
    "/assistants/{assistant_id}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        /**
         * Get an assistant's graph
         * @description Returns nodes and edges for drawing. Python and JavaScript take the name of a graph for the id, aegra answers it 404.
         */
        get: operations["getAssistantGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{assistant_id}/latest": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose an assistant's version
         * @description Makes an earlier version the current one. The version is read from the body only. Python restores `config` and `description`, JavaScript `config`; neither restores `context`.
         */
        post: operations["setLatestAssistantVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{assistant_id}/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        /**
         * Get an assistant's schemas
         * @description Returns the JSON Schemas of what the graph takes, gives, keeps and can be configured with. JavaScript takes the name of a graph for the id, may need several seconds for the first call, and answers 400 when a content type of JSON is sent; Python answers a name 422, aegra 404.
         */
        get: operations["getAssistantSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{assistant_id}/subgraphs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        /**
         * Get an assistant's subgraphs
         * @description Returns the schemas of each graph that is a node of this one. JavaScript takes the name of a graph for the id; Python answers it 422, aegra 404.
         */
        get: operations["getAssistantSubgraphs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{assistant_id}/subgraphs/{namespace}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
                /**
                 * @description Which subgraph to list, with `|` between the nodes that lead to it.
                 * @example researcher
                 */
                namespace: string;
            };
            cookie?: never;
        };
        /**
         * Get the subgraphs in a namespace
         * @description Returns the schemas of the subgraph in the namespace, and of those below it when asked. aegra has it as a query parameter `namespace` of the operation above. JavaScript answers `{}` for an unknown namespace.
         */
        get: operations["getAssistantSubgraphsInNamespace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{assistant_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List an assistant's versions
         * @description Lists versions, newest first. An empty page is answered 404. Python answers 422 without a body: send `{}`.
         */
        post: operations["listAssistantVersions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count assistants
         * @description Says how many assistants match every given filter. Python answers 404 for an unknown `graph_id`.
         */
        post: operations["countAssistants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search assistants
         * @description Lists the assistants that match every given filter. JavaScript ignores `sort_by` and `sort_order` and puts the newest first, and ignores unknown fields in `select`; Python answers those 422, and an unknown `graph_id` 404.
         */
        post: operations["searchAssistants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the documentation
         * @description Returns a page to read this API's documentation in. JavaScript does not have it.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the server's version and abilities
         * @description Says which server this is and what it can do.
         */
        get: operations["getServerInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open an MCP stream
         * @description Always refused, for the server sends no messages of its own accord.
         */
        get: operations["openMcpStream"];
        put?: never;
        /**
         * Send an MCP message
         * @description Takes one JSON-RPC message of the Model Context Protocol's streamable HTTP transport, without a session. Python speaks protocol 2025-03-26 and knows `initialize`, `ping`, `tools/list` and `tools/call`; it answers with JSON only. A tool is an assistant, called by its name; its result is a text with a Python `repr`, its failure a result with `isError` and the name of the error's class. JavaScript and aegra do not have it.
         */
        post: operations["sendMcpMessage"];
        /**
         * End an MCP session
         * @description Always refused, for the server keeps no sessions.
         */
        delete: operations["endMcpSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open an MCP stream at the path with a slash
         * @deprecated
         * @description Redirected to `/mcp`, where it is refused.
         */
        get: operations["openMcpStreamWithSlash"];
        put?: never;
        /**
         * Send an MCP message to the path with a slash
         * @deprecated
         * @description Redirected to `/mcp`. A client that follows the redirect gets the answer from there. Python 0.16.7 does so; the Server API 0.12.0 was published with this path.
         */
        post: operations["sendMcpMessageWithSlash"];
        /**
         * End an MCP session at the path with a slash
         * @deprecated
         * @description Redirected to `/mcp`, where it is refused.
         */
        delete: operations["endMcpSessionWithSlash"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics
         * @description Returns counters and gauges for monitoring. JavaScript and aegra do not have it.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ok": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the server's health
         * @description Answers as soon as the server takes requests. It tells nothing about whether runs get done. aegra has `GET /health` in its place.
         */
        get: operations["checkHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the server's own API document
         * @description Returns the OpenAPI document that the server has of itself. Python's calls itself version 0.1.0, whatever the server's version, and states some things that the server refuses. JavaScript does not have it.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run without a thread in the background
         * @description The server makes a thread for the run and, unless `on_completion` is `keep`, deletes both when the run ends. The run says which thread it is. An interrupt comes as `__interrupt__` from Python but cannot be answered, on JavaScript it makes the run fail; `command.resume` is answered 400 by Python.
         */
        post: operations["createStatelessRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{run_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        /**
         * Follow a run without a thread
         * @description Resumes the stream of a run whose thread is not known, such as a stateless one created with `stream_resumable`. Here its events have ids. The stream of a run that does not exist is empty. Only JavaScript has it: Python and aegra answer 404, although Python names this path in `Location`.
         */
        get: operations["joinStatelessRunStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start several runs without a thread in the background
         * @description Starts one run for each element. One that cannot be started fails the request, and the others run all the same. Python answers an empty list 422. aegra does not have it.
         */
        post: operations["createRunBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel several runs
         * @description Stops either the runs named by `thread_id` and `run_ids`, or every run that has the `status`. JavaScript does not have it.
         */
        post: operations["cancelRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/crons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Schedule runs without a thread
         * @description Every time the schedule says so, the server starts a run on a new thread. Python answers 500 without `assistant_id`, 422 for a schedule or a time zone that it cannot read. JavaScript answers 500 to this and to the other operations that it knows of cron jobs, 404 to the rest.
         */
        post: operations["createCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/crons/{cron_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the cron job.
                 * @example 01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55
                 */
                cron_id: components["parameters"]["CronId"];
            };
            cookie?: never;
        };
        /**
         * Get a cron job
         * @description Returns the cron job and when it runs next. aegra does not have it.
         */
        get: operations["getCron"];
        put?: never;
        post?: never;
        /**
         * Delete a cron job
         * @description Ends the schedule. Runs that it has started go on. Python answers 204.
         */
        delete: operations["deleteCron"];
        options?: never;
        head?: never;
        /**
         * Change a cron job
         * @description Changes the fields that are given and leaves the others as they are; metadata is merged. Runs under way are not affected. Python answers 400 when no field is given.
         */
        patch: operations["updateCron"];
        trace?: never;
    };
    "/runs/crons/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count cron jobs
         * @description Returns how many cron jobs match everything that is given. Python ignores `enabled` here.
         */
        post: operations["countCrons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/crons/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search cron jobs
         * @description Returns the cron jobs that match everything that is given, one page of them.
         */
        post: operations["searchCrons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run without a thread and stream what it does
         * @description Nothing is kept of the run, so it can neither stop at an interrupt and go on later nor, on JavaScript, be cancelled by closing the connection. Its events have no ids on JavaScript, and on Python only with `stream_resumable`. To resume the stream, JavaScript has `GET /runs/{run_id}/stream`; aegra names the thread in `Content-Location`, for `GET /threads/{thread_id}/runs/{run_id}/stream`; Python has it there too but does not name the thread here.
         */
        post: operations["streamStatelessRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run without a thread and wait for its result
         * @description Answers 200 at once and sends the result when the run ends. A failure comes as `__error__` in the result. Ask for the mode `values`: without it the result is null on JavaScript.
         */
        post: operations["waitStatelessRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an item
         * @description Returns one item, or null when there is none under the key. Python answers 400 without a key, 422 for a bad label; JavaScript 500 without a namespace.
         */
        get: operations["getStoreItem"];
        /**
         * Put an item
         * @description Writes an item, over the one that has the key if there is one. Labels of a namespace may neither be empty nor contain dots.
         */
        put: operations["putStoreItem"];
        post?: never;
        /**
         * Delete an item
         * @description Removes an item. That there was none is no error.
         */
        delete: operations["deleteStoreItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/items/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search items
         * @description Lists the items below a namespace, ordered by likeness to `query` on a server whose store has a semantic index.
         */
        post: operations["searchStoreItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/namespaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List namespaces
         * @description Lists the namespaces that hold items. In `prefix` and `suffix` the label `*` stands for any one.
         */
        post: operations["listStoreNamespaces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a thread
         * @description Makes a thread, with a state built from `supersteps` if there are any. When these fail, Python answers 201 with a `detail` and the thread exists; it answers 400 for an unknown `as_node`. JavaScript needs `graph_id` in the metadata for supersteps, makes the thread before it answers 400 without, answers 500 for an unknown `as_node`, and ignores `ttl`.
         */
        post: operations["createThread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Get a thread
         * @description Returns the thread with the values of its last run.
         */
        get: operations["getThread"];
        put?: never;
        post?: never;
        /**
         * Delete a thread
         * @description Removes the thread with its state, history and runs. Cancel a run that is under way first, and wait for it: a server may not survive the deletion in good health.
         */
        delete: operations["deleteThread"];
        options?: never;
        head?: never;
        /**
         * Update a thread
         * @description Merges metadata into the thread's, key by key at the top level, or gives it another time to live. JavaScript wants `metadata` in any case.
         */
        patch: operations["updateThread"];
        trace?: never;
    };
    "/threads/{thread_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a command of the thread-centric protocol
         * @description Starts a run, answers an interrupt or asks about the thread, without waiting for what follows: the consequences arrive on `POST /threads/{thread_id}/stream/events`. A command that was understood but could not be carried out is answered 200 all the same, with a body of type `error`; so is on Python and aegra an assistant or a thread that does not exist. There is no command to cancel a run. JavaScript 2.0.0 does not have the protocol.
         */
        post: operations["sendThreadCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy a thread
         * @description Makes a new thread with the same state and history, even while the first one is busy. An unknown thread is answered 409. JavaScript adds `thread_id` to the copy's metadata. aegra does not have it.
         */
        post: operations["copyThread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Get a thread's history
         * @description Lists the states of the root graph, newest first. To page through them, give `limit` always and the id of the last row's checkpoint as `before`: this is the form that Python and JavaScript share.
         */
        get: operations["getThreadHistory"];
        put?: never;
        /**
         * Search a thread's history
         * @description Lists states, newest first, of the root graph or of the subgraph that `checkpoint` names, filtered by their metadata if wanted. aegra answers 500 when `metadata` is given.
         */
        post: operations["searchThreadHistory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * List a thread's runs
         * @description Python lists the newest first and counts `limit` rows. JavaScript lists the oldest first and takes `limit` for the index at which to stop; `limit = offset + n` gets n rows from it. Neither filters by metadata: compare the `metadata` of the rows to find a run again. aegra's rows have no `metadata`, but repeat `config.metadata`.
         */
        get: operations["listRuns"];
        put?: never;
        /**
         * Start a run in the background
         * @description Answers as soon as the run is queued. Follow it with `GET /threads/{thread_id}/runs/{run_id}/stream`, or wait with `/join`. A thread that does not exist is an error unless `if_not_exists` is `create`: 404 on Python; on JavaScript 422 with the words that it has for a busy thread. A busy thread with `multitask_strategy: reject` is 409 on Python and 422 on JavaScript; aegra runs it all the same. An unknown assistant is 404; on Python 422 when it is given by name. No request is idempotent: sent twice, it starts two runs.
         */
        post: operations["createRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Get a run
         * @description Returns the run with its present status, which is how a stream's silent end is understood.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        /**
         * Delete a run
         * @description Deletes a run that has ended, on JavaScript with its checkpoints. Cancel a running one first, and wait for it: deleting it as it runs leaves a JavaScript server with a worker less.
         */
        delete: operations["deleteRun"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description Stops a run that is pending or running; a run that has ended stays as it is, which Python and aegra answer with 404, JavaScript as a success. Events that the run has sent already remain readable.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs/{run_id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Wait for a run's result
         * @description Answers when the run ends. JavaScript sends no byte before, not even headers; Python sends headers at once and a line break every 5 s. Of a run that has ended already it returns the thread's present values, or its failure or interrupts. A run that does not exist is answered 200 with `__error__`.
         */
        get: operations["joinRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs/{run_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Follow a run that was started elsewhere
         * @description With `Last-Event-ID`, a resumable run is replayed from the event after that one. Of any other run, Python sends every reader what happens from then on, and nothing when it has ended; JavaScript sends each event to whoever reads it first, so never let two readers follow one. A run that does not exist is answered 200 with an `error` event. A failed run that Python replays in development mode lacks its `error` event.
         */
        get: operations["joinRunStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs/crons": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Schedule runs on a thread
         * @description Every time the schedule says so, the server starts a run on the thread, which keeps its state.
         */
        post: operations["createThreadCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run and stream what it does
         * @description The stream can be resumed after a break from the id of the last event, if the run was created with `stream_resumable`; Python sends ids only then. Only aegra ends it with an `end` event. Python and JavaScript just close it, and send nothing for a run that was cancelled or replaced, nor Python for one that took too long: read the run's status. Python and aegra send a comment line every 5 s, JavaScript nothing while nothing happens. Without `values` or `updates` among the modes, an interrupt is not told.
         */
        post: operations["streamRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/runs/wait": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run and wait for its result
         * @description Answers 200 at once and sends the result when the run ends, with line breaks before it: one every 5 s from Python, one every second from JavaScript. A failure comes as `__error__` in the result and not as a status. A single interrupt comes as `__interrupt__`, on Python beside the values in the mode `values`; several come alone. JavaScript sends it without values, and with parallel branches sometimes not at all: look at the thread's state to be sure. A run that took too long gives the values so far on Python; a cancelled one `{}` on Python and the last values on JavaScript: read the run's status.
         */
        post: operations["waitRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Get a thread's state
         * @description Returns the state at the latest checkpoint, pending writes included, so that it can be ahead of the thread's `values`. On JavaScript `next` can be empty although an interrupt is pending; the tasks' interrupts tell. aegra returns the state of subgraphs only with `subgraphs`.
         */
        get: operations["getThreadState"];
        put?: never;
        /**
         * Update a thread's state
         * @description Writes values as if a node had returned them, which makes a new checkpoint. With a checkpoint it forks the thread from there; one that does not exist means an empty state. A busy thread is answered 409, except by aegra. An unknown `as_node` is answered 400 by Python and 500 by JavaScript, and a thread that has no `graph_id` in its metadata, which its first run writes, 400 by both. JavaScript drops values of unknown channels.
         */
        post: operations["updateThreadState"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/state/{checkpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the checkpoint. Looks like a UUID, but need not be a valid one.
                 * @example 1f1e6408-298b-6f61-8001-3bf0b39ab308
                 */
                checkpoint_id: string;
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Get a thread's state by checkpoint id
         * @description Returns the state at a checkpoint of the root graph. An unknown checkpoint is answered 200 with an empty state.
         */
        get: operations["getThreadStateById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/state/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a thread's state at a checkpoint
         * @description Returns the state at any checkpoint, one of a subgraph included.
         */
        post: operations["getThreadStateAtCheckpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/storage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Get a thread's storage
         * @description Says how much room the thread's checkpoints take. JavaScript and aegra do not have it.
         */
        get: operations["getThreadStorage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * Follow everything that happens on a thread
         * @description Opens an event stream that outlives single runs: each run on the thread contributes its events, whoever started it, and a `metadata` event with the status `run_done` after them. The server sends a comment line every 5 s, and never closes the stream by itself; close it when you are done. A thread that does not exist is answered 200 too. Only Python has it.
         */
        get: operations["streamThread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/{thread_id}/stream/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive the events of the thread-centric protocol
         * @description Opens an event stream of the channels asked for, first what the server still keeps, then live. Frames carry the method as `event`, a `ProtocolEvent` as `data` and its `seq` as `id`. The thread need not exist yet; the stream has no end of its own, close it when a `lifecycle` event says that the run is over. `Last-Event-ID` is not read. To go on after a break: on JavaScript with `since`, for `seq` counts the thread's events; on Python `seq` counts the connection's events, so connect without `since` and skip each `event_id` that was seen. Python sends nothing at the end of a run that took too long or was rolled back: read the run's status. It sends a comment every 5 s, and refuses an unknown channel with 400; JavaScript refuses unknown fields with 400. JavaScript 2.0.0 does not have the protocol.
         */
        post: operations["streamThreadEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count threads
         * @description Says how many threads match every given filter. aegra does not have it.
         */
        post: operations["countThreads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/prune": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prune threads
         * @description Removes threads, or all of their checkpoints but the latest. Python skips unknown ids, and answers `keep_latest` with 422 in development mode. JavaScript does not have it.
         */
        post: operations["pruneThreads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/threads/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search threads
         * @description Lists the threads that match every given filter. A filter on `values` also matches threads without values on JavaScript, and is answered 500 by Python in development mode as soon as any thread has none. aegra allows a `limit` up to 100 and knows no `select`.
         */
        post: operations["searchThreads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AegraError
         * @description Why a request failed, from aegra.
         */
        AegraError: {
            /** @description Anything more that is known, any JSON value. */
            details?: unknown;
            /** @description Kind of the failure. */
            error: string;
            /** @description The reason, for a person to read. */
            message: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * AegraValidationFailure
         * @description What aegra answers to a request that fails validation.
         */
        AegraValidationFailure: {
            /** @description One entry for each finding. */
            detail: {
                [key: string]: unknown;
            }[];
        } & {
            [key: string]: unknown;
        };
        /**
         * AgentCard
         * @description How an assistant introduces itself to other agents, as A2A defines it.
         */
        AgentCard: {
            /** @description What the agent can do, such as `streaming`, and its `extensions`. */
            capabilities: {
                [key: string]: unknown;
            };
            /** @description Media types that it takes. */
            defaultInputModes?: string[];
            /** @description Media types that it gives. */
            defaultOutputModes?: string[];
            /** @description What it is for. */
            description?: string;
            /** @description Name of the assistant. */
            name: string;
            /** @description What it may be asked for. */
            skills: {
                [key: string]: unknown;
            }[];
            /** @description The same with the protocol's binding and version. */
            supportedInterfaces?: {
                [key: string]: unknown;
            }[];
            /** @description Where to send messages to. */
            url: string;
            /** @description Version of the server. */
            version: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * AgentCardError
         * @description Why there is no agent card.
         */
        AgentCardError: {
            /** @description The reason. */
            error: {
                /** @description Kind of the failure, as JSON-RPC numbers it. */
                code: number;
                /** @description Why it failed, for a person to read. */
                message: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * AIMessage
         * @description What a model says, whole or a piece of it.
         */
        AIMessage: {
            /** @description What the model's provider adds. */
            additional_kwargs?: {
                [key: string]: unknown;
            };
            /** @description In a piece of a message, `last` for the last one. From Python. */
            chunk_position?: string | null;
            /** @description What the model answered, empty when it only calls tools. */
            content: components["schemas"]["MessageContent"];
            /** @description Id of the message. A message that has the id of an older one replaces it. */
            id?: string | null;
            /** @description Tool calls whose arguments cannot be read. */
            invalid_tool_calls?: components["schemas"]["InvalidToolCall"][];
            /** @description Name of the speaker. */
            name?: string | null;
            /** @description About the provider's response, such as the reason why it stopped. */
            response_metadata?: {
                [key: string]: unknown;
            };
            /** @description In a piece of a message, pieces of its tool calls. */
            tool_call_chunks?: components["schemas"]["ToolCallChunk"][];
            /** @description Tools that the model wants to be called. */
            tool_calls?: components["schemas"]["ToolCall"][];
            /**
             * @description Python says `AIMessageChunk` of a piece, JavaScript `ai` of pieces too.
             * @enum {string}
             */
            type: "ai" | "AIMessageChunk";
            /** @description Tokens that the message cost, when the provider says so. */
            usage_metadata?: components["schemas"]["UsageMetadata"] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Assistant
         * @description A graph together with a configuration, in one version.
         */
        Assistant: {
            /**
             * Format: uuid
             * @description Id of the assistant.
             */
            assistant_id: string;
            /** @description Configuration that its runs start from. */
            config: {
                /** @description Values that the graph reads at run time. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps a run may take. */
                recursion_limit?: number;
                /** @description Labels that its runs get. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Static context that its runs start from. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description What it is for. */
            description?: string | null;
            /** @description Name of the graph that it runs. */
            graph_id: string;
            /** @description Free data to find it by. The server's own assistants have `created_by` set to `system`. */
            metadata: {
                [key: string]: unknown;
            };
            /** @description What people call it. */
            name?: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description Number of this version, counted from 1. */
            version?: number;
        };
        /**
         * AssistantCountRequest
         * @description Which assistants to count.
         */
        AssistantCountRequest: {
            /** @description Only those that run this graph. */
            graph_id?: string;
            /** @description Only those whose metadata contains all of this. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Only those whose name contains this, whatever the case. */
            name?: string;
        };
        /**
         * AssistantCreate
         * @description An assistant to be.
         */
        AssistantCreate: {
            /**
             * Format: uuid
             * @description Id to give it. Made up when left out.
             */
            assistant_id?: string;
            /** @description Configuration that its runs start from. */
            config?: {
                [key: string]: unknown;
            };
            /** @description Static context that its runs start from. */
            context?: {
                [key: string]: unknown;
            };
            /** @description What it is for. */
            description?: string | null;
            /** @description Name of the graph that it runs. */
            graph_id: string;
            /**
             * @description What to do when the id is taken, fail with 409 or return the assistant that has it.
             * @default raise
             * @enum {unknown}
             */
            if_exists?: "raise" | "do_nothing";
            /** @description Free data to find it by. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description What people call it. `Untitled` when left out. */
            name?: string;
        };
        /**
         * AssistantGraph
         * @description A graph's nodes and edges.
         */
        AssistantGraph: {
            /** @description The ways between nodes. */
            edges: components["schemas"]["GraphEdge"][];
            /** @description The nodes, with `__start__` and `__end__` among them. */
            nodes: components["schemas"]["GraphNode"][];
        };
        /**
         * AssistantPatch
         * @description What to change in an assistant. What is left out stays.
         */
        AssistantPatch: {
            /** @description Configuration that replaces the present one. */
            config?: {
                [key: string]: unknown;
            };
            /** @description Static context that replaces the present one. */
            context?: {
                [key: string]: unknown;
            };
            /** @description What it is for, from now on. */
            description?: string;
            /** @description Name of the graph that it is to run. */
            graph_id?: string;
            /** @description Free data that is merged into the present one. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description New name. */
            name?: string;
        };
        /**
         * AssistantSearchRequest
         * @description Which assistants to list, and how.
         */
        AssistantSearchRequest: {
            /** @description Only those that run this graph. */
            graph_id?: string;
            /**
             * @description How many to return at most.
             * @default 10
             */
            limit?: number;
            /** @description Only those whose metadata contains all of this. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Only those whose name contains this, whatever the case. */
            name?: string;
            /**
             * @description How many matches to skip.
             * @default 0
             */
            offset?: number;
            /** @description Fields to return. All when left out. */
            select?: ("assistant_id" | "graph_id" | "name" | "description" | "config" | "context" | "created_at" | "updated_at" | "metadata" | "version")[];
            /**
             * @description Field to sort by.
             * @enum {unknown}
             */
            sort_by?: "assistant_id" | "created_at" | "updated_at" | "name" | "graph_id";
            /**
             * @description Direction to sort in.
             * @enum {unknown}
             */
            sort_order?: "asc" | "desc";
        };
        /**
         * AssistantSelection
         * @description Those fields of an assistant that a search asked for with `select`.
         */
        AssistantSelection: {
            /**
             * Format: uuid
             * @description Id of the assistant.
             */
            assistant_id?: string;
            /** @description Configuration that its runs start from. */
            config?: {
                /** @description Values that the graph reads at run time. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps a run may take. */
                recursion_limit?: number;
                /** @description Labels that its runs get. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Static context that its runs start from. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string;
            /** @description What it is for. */
            description?: string | null;
            /** @description Name of the graph that it runs. */
            graph_id?: string;
            /** @description Free data to find it by. The server's own assistants have `created_by` set to `system`. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description What people call it. */
            name?: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string;
            /** @description Number of this version, counted from 1. */
            version?: number;
        };
        /**
         * AssistantVersion
         * @description One version of an assistant. JavaScript leaves out `updated_at`.
         */
        AssistantVersion: {
            /**
             * Format: uuid
             * @description Id of the assistant.
             */
            assistant_id: string;
            /** @description Configuration that its runs start from. */
            config: {
                /** @description Values that the graph reads at run time. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps a run may take. */
                recursion_limit?: number;
                /** @description Labels that its runs get. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Static context that its runs start from. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description What it is for. */
            description?: string | null;
            /** @description Name of the graph that it runs. */
            graph_id: string;
            /** @description Free data to find it by. The server's own assistants have `created_by` set to `system`. */
            metadata: {
                [key: string]: unknown;
            };
            /** @description What people call it. */
            name?: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string;
            /** @description Number of this version, counted from 1. */
            version?: number;
        };
        /**
         * AssistantVersionChange
         * @description Which version is to be the current one.
         */
        AssistantVersionChange: {
            /** @description Number of the version. An unknown one is answered 404. */
            version: number;
        };
        /**
         * AssistantVersionsSearchRequest
         * @description Which versions to list.
         */
        AssistantVersionsSearchRequest: {
            /**
             * @description How many to return at most.
             * @default 10
             */
            limit?: number;
            /** @description Only versions whose metadata contains all of this. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description How many matches to skip.
             * @default 0
             */
            offset?: number;
        };
        /**
         * ChatMessage
         * @description What is said in a role that has no kind of its own.
         */
        ChatMessage: {
            /** @description What the model's provider adds. */
            additional_kwargs?: {
                [key: string]: unknown;
            };
            /** @description What was said. */
            content: components["schemas"]["MessageContent"];
            /** @description Id of the message. A message that has the id of an older one replaces it. */
            id?: string | null;
            /** @description Name of the speaker. */
            name?: string | null;
            /** @description About the provider's response, such as the reason why it stopped. */
            response_metadata?: {
                [key: string]: unknown;
            };
            /** @description Role of the speaker. */
            role?: string;
            /**
             * @description Tells the kinds of messages apart.
             * @constant
             */
            type: "chat";
        } & {
            [key: string]: unknown;
        };
        /**
         * CheckpointConfig
         * @description Points to a checkpoint. Without `checkpoint_id` it means the latest one.
         */
        CheckpointConfig: {
            /** @description Id of the checkpoint. Looks like a UUID, but need not be a valid one. */
            checkpoint_id?: string;
            /** @description Checkpoint id of each namespace above and including this one. Only subgraphs have it: at the root, JavaScript sends null and Python leaves the key out. Leave null out of requests: Python answers it 422 everywhere, JavaScript 400 in a search of the history. */
            checkpoint_map?: {
                [key: string]: unknown;
            } | null;
            /** @description Namespace of the checkpoint. Empty for the root graph, `node:task` for a subgraph. */
            checkpoint_ns?: string | null;
            /** @description Thread that holds the checkpoint. Ignored in requests, where the path says so. */
            thread_id?: string;
        };
        /**
         * CheckpointEnvelope
         * @description The id of a checkpoint, without its values.
         */
        CheckpointEnvelope: {
            /** @description Id of the checkpoint. */
            id: string;
            /** @description Id of the checkpoint before it. */
            parent_id?: string;
            /** @description What wrote the checkpoint, such as `input`, `loop`, `update` or `fork`. */
            source: string;
            /** @description Number of the superstep, -1 for the input. */
            step: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * CheckpointsEventData
         * @description Data of `checkpoints`. In the mode of that name it is the checkpoint itself; JavaScript, with `stream_subgraphs`, also sends its bare id ahead of each `values` event, asked or not.
         */
        CheckpointsEventData: components["schemas"]["CheckpointSnapshot"] | components["schemas"]["CheckpointEnvelope"];
        /**
         * CheckpointSnapshot
         * @description A checkpoint with its values. In the mode `checkpoints` Python adds `config`, `parent_config` and `tasks`; JavaScript 1.5.1 sends the three required fields only; 2.0.0 and the mode `debug` send all of them.
         */
        CheckpointSnapshot: {
            /** @description The checkpoint's place. */
            checkpoint?: components["schemas"]["CheckpointConfig"] | null;
            /** @description Config that selects the checkpoint. */
            config?: components["schemas"]["Config"] | null;
            /** @description Of the checkpoint, such as its `source` and `step`. */
            metadata: {
                [key: string]: unknown;
            } | null;
            /** @description Nodes to run next. */
            next: string[];
            /** @description The place of the checkpoint before it. Null for the first. */
            parent_checkpoint?: components["schemas"]["CheckpointConfig"] | null;
            /** @description Config that selects the checkpoint before it. */
            parent_config?: components["schemas"]["Config"] | null;
            /** @description Tasks of the superstep that follows. */
            tasks?: components["schemas"]["SnapshotTask"][];
            /** @description The state. */
            values: unknown;
        } & {
            [key: string]: unknown;
        };
        /**
         * Command
         * @description What a graph is to do instead of starting with an input.
         */
        Command: {
            /** @description Where to go on, by node name or with an input for the node. A node that does not exist is ignored. */
            goto?: components["schemas"]["Send"] | string | (components["schemas"]["Send"] | string)[] | null;
            /** @description The answer to the pending interrupt. With several pending, a map from interrupt id to answer. Any other value then answers all of them on JavaScript, and makes the run fail on Python. */
            resume?: unknown[] | boolean | null | number | Record<string, unknown> | string;
            /** @description Change to the state, as an object or a list of `[channel, value]` pairs. */
            update?: unknown[] | Record<string, unknown> | null;
        };
        /**
         * Config
         * @description How a graph is to be run.
         */
        Config: {
            /** @description Values that the graph reads at run time. */
            configurable?: {
                [key: string]: unknown;
            };
            /** @description How many supersteps the run may take before it fails. */
            recursion_limit?: number;
            /** @description Labels to find the run by in traces. */
            tags?: string[];
        } & {
            [key: string]: unknown;
        };
        /**
         * ContentBlock
         * @description A part of a message, such as a text, an image or a tool call. The fields depend on the type.
         */
        ContentBlock: {
            /** @description Text of a `text` block. */
            text?: string;
            /** @description Kind of the block, such as `text`, `reasoning`, `image` or `tool_call`. */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Cron
         * @description A schedule by which the server starts runs.
         */
        Cron: {
            /**
             * Format: uuid
             * @description Assistant that is run.
             */
            assistant_id?: string | null;
            /**
             * Format: date-time
             * @description When the cron job was created.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Id of the cron job.
             */
            cron_id: string;
            /**
             * @description Whether the schedule is switched on.
             * @default true
             */
            enabled: boolean;
            /**
             * Format: date-time
             * @description When the schedule ends. Null when it does not.
             */
            end_time: string | null;
            /** @description The caller's own data about the cron job. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it runs next. Null when it does not.
             */
            next_run_date?: string | null;
            /**
             * @description What becomes of the thread made for a run when the run ends. Null when the runs are on one thread.
             * @enum {string|null}
             */
            on_run_completed?: "delete" | "keep" | null;
            /** @description What runs are created with, such as `assistant_id`, `input` and `config`. */
            payload: {
                [key: string]: unknown;
            };
            /** @description When to run, as a cron expression of five fields, or of six with the seconds last. */
            schedule: string;
            /**
             * Format: uuid
             * @description Thread that every run is on. Null when each run gets a new one.
             */
            thread_id: string | null;
            /** @description Time zone of the schedule. UTC when null or absent. */
            timezone?: string | null;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /** @description User who made the cron job, when the server knows users. */
            user_id?: string | null;
        };
        /**
         * CronCountRequest
         * @description Which cron jobs to count.
         */
        CronCountRequest: {
            /**
             * Format: uuid
             * @description Only those that run this assistant. Its id; the name of a graph is answered 422.
             */
            assistant_id?: string;
            /** @description Only those whose metadata contains this. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Format: uuid
             * @description Only those that run on this thread.
             */
            thread_id?: string;
        };
        /**
         * CronCreate
         * @description A schedule of runs, each on a new thread.
         */
        CronCreate: {
            /** @description Id of the assistant to run, or the name of a graph. */
            assistant_id: string;
            /** @description How the graph is to be run, on top of the assistant's own config. */
            config?: {
                /** @description Values that the graph reads at run time. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps a run may take before it fails. */
                recursion_limit?: number;
                /** @description Labels to find the runs by in traces. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Values for the graph's context, checked against its context schema if it has one. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * @description When to save checkpoints: while the next superstep runs, only at the end, or before the next superstep starts.
             * @default async
             * @enum {string}
             */
            durability?: "async" | "exit" | "sync";
            /**
             * @description Whether to switch the schedule on at once.
             * @default true
             */
            enabled?: boolean;
            /**
             * Format: date-time
             * @description When the schedule is to end. Never when left out.
             */
            end_time?: string;
            /** @description The graph's input, the same each time. */
            input?: {
                [key: string]: unknown;
            }[] | {
                [key: string]: unknown;
            };
            /** @description Nodes to stop after, `*` for every node. */
            interrupt_after?: "*" | string[];
            /** @description Nodes to stop before, `*` for every node. */
            interrupt_before?: "*" | string[];
            /** @description The caller's own data about the cron job. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description What becomes of the thread made for a run when the run ends.
             * @default delete
             * @enum {string}
             */
            on_run_completed?: "delete" | "keep";
            /** @description When to run, as a cron expression of five fields, or of six with the seconds last. */
            schedule: string;
            /**
             * @description What the runs' streams are to contain.
             * @default [
             *       "values"
             *     ]
             */
            stream_mode?: ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values")[] | ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values");
            /**
             * @description Keep the events, so that a broken stream can be taken up again without loss.
             * @default false
             */
            stream_resumable?: boolean;
            /**
             * @description Stream what subgraphs do, too.
             * @default false
             */
            stream_subgraphs?: boolean;
            /** @description IANA name of the schedule's time zone, such as `Europe/Lisbon`. UTC when left out. */
            timezone?: string;
            /**
             * Format: uri-reference
             * @description Where to POST each run when it has ended. A path is called on the server itself.
             */
            webhook?: string;
        };
        /**
         * CronPatch
         * @description Changes to a cron job. What is left out stays as it is.
         */
        CronPatch: {
            /** @description How the graph is to be run, on top of the assistant's own config. */
            config?: {
                /** @description Values that the graph reads at run time. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps a run may take before it fails. */
                recursion_limit?: number;
                /** @description Labels to find the runs by in traces. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Values for the graph's context, checked against its context schema if it has one. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * @description When to save checkpoints: while the next superstep runs, only at the end, or before the next superstep starts.
             * @default async
             * @enum {string}
             */
            durability?: "async" | "exit" | "sync";
            /** @description Whether the schedule is to be switched on. */
            enabled?: boolean;
            /**
             * Format: date-time
             * @description When the schedule is to end. Null for never.
             */
            end_time?: string | null;
            /** @description The graph's input, the same each time. */
            input?: {
                [key: string]: unknown;
            }[] | {
                [key: string]: unknown;
            };
            /** @description Nodes to stop after, `*` for every node. */
            interrupt_after?: "*" | string[];
            /** @description Nodes to stop before, `*` for every node. */
            interrupt_before?: "*" | string[];
            /** @description The caller's own data about the cron job. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description What becomes of the thread made for a run when the run ends.
             * @enum {string}
             */
            on_run_completed?: "delete" | "keep";
            /** @description When to run, as a cron expression of five fields, or of six with the seconds last. */
            schedule?: string;
            /**
             * @description What the runs' streams are to contain.
             * @default [
             *       "values"
             *     ]
             */
            stream_mode?: ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values")[] | ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values");
            /**
             * @description Keep the events, so that a broken stream can be taken up again without loss.
             * @default false
             */
            stream_resumable?: boolean;
            /**
             * @description Stream what subgraphs do, too.
             * @default false
             */
            stream_subgraphs?: boolean;
            /** @description IANA name of the schedule's time zone, such as `Europe/Lisbon`. UTC when left out. */
            timezone?: string;
            /**
             * Format: uri-reference
             * @description Where to POST each run when it has ended. A path is called on the server itself.
             */
            webhook?: string;
        };
        /**
         * CronSearch
         * @description What to search cron jobs for.
         */
        CronSearch: {
            /**
             * Format: uuid
             * @description Only those that run this assistant. Its id; the name of a graph is answered 422.
             */
            assistant_id?: string;
            /** @description Only those that are switched on, or off. */
            enabled?: boolean;
            /**
             * @description How many to return at most.
             * @default 10
             */
            limit?: number;
            /** @description Only those whose metadata contains this. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description How many to skip.
             * @default 0
             */
            offset?: number;
            /** @description Return only these fields of each. */
            select?: ("assistant_id" | "created_at" | "cron_id" | "enabled" | "end_time" | "metadata" | "next_run_date" | "on_run_completed" | "payload" | "schedule" | "thread_id" | "timezone" | "updated_at" | "user_id")[];
            /**
             * @description Field to sort by.
             * @default created_at
             * @enum {string}
             */
            sort_by?: "assistant_id" | "created_at" | "cron_id" | "end_time" | "next_run_date" | "thread_id" | "updated_at";
            /**
             * @description Smallest first or greatest first.
             * @default desc
             * @enum {string}
             */
            sort_order?: "asc" | "desc";
            /**
             * Format: uuid
             * @description Only those that run on this thread.
             */
            thread_id?: string;
        };
        /**
         * CronSelection
         * @description Those fields of a cron job that a search asked for with `select`.
         */
        CronSelection: {
            /**
             * Format: uuid
             * @description Assistant that is run.
             */
            assistant_id?: string | null;
            /**
             * Format: date-time
             * @description When the cron job was created.
             */
            created_at?: string;
            /**
             * Format: uuid
             * @description Id of the cron job.
             */
            cron_id?: string;
            /**
             * @description Whether the schedule is switched on.
             * @default true
             */
            enabled?: boolean;
            /**
             * Format: date-time
             * @description When the schedule ends. Null when it does not.
             */
            end_time?: string | null;
            /** @description The caller's own data about the cron job. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it runs next. Null when it does not.
             */
            next_run_date?: string | null;
            /**
             * @description What becomes of the thread made for a run when the run ends. Null when the runs are on one thread.
             * @enum {string|null}
             */
            on_run_completed?: "delete" | "keep" | null;
            /** @description What runs are created with, such as `assistant_id`, `input` and `config`. */
            payload?: {
                [key: string]: unknown;
            };
            /** @description When to run, as a cron expression of five fields, or of six with the seconds last. */
            schedule?: string;
            /**
             * Format: uuid
             * @description Thread that every run is on. Null when each run gets a new one.
             */
            thread_id?: string | null;
            /** @description Time zone of the schedule. UTC when null or absent. */
            timezone?: string | null;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at?: string;
            /** @description User who made the cron job, when the server knows users. */
            user_id?: string | null;
        };
        /**
         * CustomEventData
         * @description Data of `custom`, whatever a node wrote to its stream writer. Any JSON value.
         */
        CustomEventData: unknown;
        /**
         * DebugCheckpoint
         * @description A checkpoint was written.
         */
        DebugCheckpoint: {
            /** @description The checkpoint. */
            payload: components["schemas"]["CheckpointSnapshot"];
            /** @description Number of the superstep. */
            step: number;
            /** @description When it happened. */
            timestamp: string;
            /**
             * @description Kind of the debug event.
             * @constant
             */
            type: "checkpoint";
        } & {
            [key: string]: unknown;
        };
        /**
         * DebugEventData
         * @description Data of `debug`: checkpoints and tasks in one stream, with step and time.
         */
        DebugEventData: components["schemas"]["DebugCheckpoint"] | components["schemas"]["DebugTask"] | components["schemas"]["DebugTaskResult"];
        /**
         * DebugTask
         * @description A task begins.
         */
        DebugTask: {
            /** @description The task. */
            payload: components["schemas"]["TaskStart"];
            /** @description Number of the superstep. */
            step: number;
            /** @description When it happened. */
            timestamp: string;
            /**
             * @description Kind of the debug event.
             * @constant
             */
            type: "task";
        } & {
            [key: string]: unknown;
        };
        /**
         * DebugTaskResult
         * @description A task has ended.
         */
        DebugTaskResult: {
            /** @description The task and what it wrote. */
            payload: components["schemas"]["TaskResult"];
            /** @description Number of the superstep. */
            step: number;
            /** @description When it happened. */
            timestamp: string;
            /**
             * @description Kind of the debug event.
             * @constant
             */
            type: "task_result";
        } & {
            [key: string]: unknown;
        };
        /**
         * EndEventData
         * @description Data of `end`, the last event of a run's stream from aegra, with the run's status, and from some hosted deployments, with null. JavaScript and Python in development mode just close the stream. aegra says `interrupted` both of a run that waits and of one that was cancelled: the thread is `interrupted` only when it waits.
         */
        EndEventData: ({
            /** @description Status of the run, from aegra. */
            status?: string;
        } & {
            [key: string]: unknown;
        }) | null;
        /**
         * ErrorEventData
         * @description Data of `error`, after which the stream ends. An object when the run failed. When the server cannot find the run, JavaScript sends a bare string and Python an object with `HTTPException`.
         */
        ErrorEventData: components["schemas"]["RunFailure"] | string;
        /**
         * ErrorMessage
         * @description Why a request failed, from those operations of Python's that do not use `detail`.
         */
        ErrorMessage: {
            /** @description The reason, for a person to read. */
            error: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ErrorResponse
         * @description Why a request failed, from Python.
         */
        ErrorResponse: {
            /** @description The reason, for a person to read. */
            detail: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * EventsEventData
         * @description Data of `events`: one callback of any runnable inside the graph.
         */
        EventsEventData: {
            /** @description Depends on the kind; `input`, `chunk` or `output`, mostly. */
            data: {
                [key: string]: unknown;
            };
            /** @description Kind of the callback, such as `on_chain_start`, `on_chat_model_stream` or `on_tool_end`. */
            event: string;
            /** @description Metadata of the runnable. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Name of the runnable. */
            name: string;
            /** @description Executions that this one is nested in, from the outside in. Not from JavaScript. */
            parent_ids?: string[];
            /** @description Id of this one execution of the runnable, not of the run. */
            run_id: string;
            /** @description Labels of the runnable. */
            tags?: string[];
        } & {
            [key: string]: unknown;
        };
        /**
         * FeedbackEventData
         * @description Data of `feedback`, the last event of a run that was created with `feedback_keys`. A URL for each key, to which feedback can be posted without credentials.
         */
        FeedbackEventData: {
            [key: string]: string;
        };
        /**
         * FunctionMessage
         * @description What a function returned, in the form that came before tools.
         */
        FunctionMessage: {
            /** @description What the model's provider adds. */
            additional_kwargs?: {
                [key: string]: unknown;
            };
            /** @description What the function returned. */
            content: components["schemas"]["MessageContent"];
            /** @description Id of the message. A message that has the id of an older one replaces it. */
            id?: string | null;
            /** @description Name of the speaker. */
            name?: string | null;
            /** @description About the provider's response, such as the reason why it stopped. */
            response_metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Tells the kinds of messages apart.
             * @constant
             */
            type: "function";
        } & {
            [key: string]: unknown;
        };
        /**
         * GraphEdge
         * @description A way from one node to another.
         */
        GraphEdge: {
            /** @description Whether the graph decides at run time if it goes this way. Python leaves it out for no. */
            conditional?: boolean;
            /** @description Label of a conditional edge. */
            data?: string;
            /** @description Id of the node that it leaves. */
            source: string | number;
            /** @description Id of the node that it reaches. */
            target: string | number;
        };
        /**
         * GraphNode
         * @description A node of a graph.
         */
        GraphNode: {
            /** @description What the node is, as a name or as a runnable's `id` and `name`. */
            data?: {
                [key: string]: unknown;
            } | string;
            /** @description What edges call the node. Within a drawn subgraph, `subgraph:node`, and so on for each level. */
            id: string | number;
            /** @description Free data that the graph's author gave the node. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Kind of the node, such as `runnable` or `schema`. */
            type?: string;
        };
        /**
         * GraphSchema
         * @description JSON Schemas of a graph. What the server cannot tell is absent from JavaScript; Python sends every field, with `{}` for `config_schema` and null for `context_schema` when the graph has none.
         */
        GraphSchema: {
            /** @description What may stand in `configurable`. */
            config_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What may stand in `context`. */
            context_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description Name of the graph. */
            graph_id: string;
            /** @description What a run takes. */
            input_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What a run returns. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What the graph keeps in its checkpoints. */
            state_schema?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * GraphSchemaNoId
         * @description JSON Schemas of a subgraph. Python's names end in `_schema`, JavaScript's do not.
         */
        GraphSchemaNoId: {
            /** @description What may stand in `configurable`, from JavaScript. */
            config?: {
                [key: string]: unknown;
            } | null;
            /** @description What may stand in `configurable`. */
            config_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What may stand in `context`. */
            context_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What the subgraph takes, from JavaScript. */
            input?: {
                [key: string]: unknown;
            } | null;
            /** @description What the subgraph takes. */
            input_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What the subgraph returns, from JavaScript. */
            output?: {
                [key: string]: unknown;
            } | null;
            /** @description What the subgraph returns. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What the subgraph keeps, from JavaScript. */
            state?: {
                [key: string]: unknown;
            } | null;
            /** @description What the subgraph keeps in its checkpoints. */
            state_schema?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * HumanMessage
         * @description What the user says.
         */
        HumanMessage: {
            /** @description What the model's provider adds. */
            additional_kwargs?: {
                [key: string]: unknown;
            };
            /** @description What was said. */
            content: components["schemas"]["MessageContent"];
            /** @description Id of the message. A message that has the id of an older one replaces it. */
            id?: string | null;
            /** @description Name of the speaker. */
            name?: string | null;
            /** @description About the provider's response, such as the reason why it stopped. */
            response_metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Tells the kinds of messages apart.
             * @constant
             */
            type: "human";
        } & {
            [key: string]: unknown;
        };
        /**
         * InputRequestedData
         * @description The run waits for an answer; send it with the command `input.respond`.
         */
        InputRequestedData: {
            /** @description What the answer must name. */
            interrupt_id: string;
            /** @description What the node passed to `interrupt`, any JSON value. */
            payload?: unknown;
        } & {
            [key: string]: unknown;
        };
        /**
         * Interrupt
         * @description A question that a node asks before the run can go on.
         */
        Interrupt: {
            /** @description What to name when answering one of several interrupts. */
            id?: string | null;
            /** @description JSON Schema that an answer is to fit, null when the graph gives none. Python sends it in streams and in results that are waited for, not in states; JavaScript does not send it. */
            response_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description What the node passed to `interrupt`, any JSON value. */
            value: unknown;
        };
        /**
         * InvalidToolCall
         * @description A tool call whose arguments cannot be read.
         */
        InvalidToolCall: {
            /** @description The arguments as the model wrote them. */
            args?: string | null;
            /** @description Why they cannot be read. */
            error?: string | null;
            /** @description Id of the call. */
            id?: string | null;
            /** @description Name of the tool. */
            name?: string | null;
            /**
             * @description Kind of the call.
             * @constant
             */
            type?: "invalid_tool_call";
        } & {
            [key: string]: unknown;
        };
        /**
         * Item
         * @description A memory, found by its namespace and key.
         */
        Item: {
            /**
             * Format: date-time
             * @description When it was first written. Not from aegra.
             */
            created_at: string;
            /** @description Name of the item within its namespace. */
            key: string;
            /** @description Labels from the outermost to the innermost, as folders on the way to a file. */
            namespace: string[];
            /** @description Likeness to the query, from a search. Null on Python when the store has no semantic index; JavaScript does not send it. */
            score?: number | null;
            /**
             * Format: date-time
             * @description When it was last written. Not from aegra.
             */
            updated_at: string;
            /** @description What is remembered. */
            value: {
                [key: string]: unknown;
            };
        };
        /**
         * LifecycleEventData
         * @description A graph or subgraph began or ended. For the root graph this is how the end of a run is known.
         */
        LifecycleEventData: {
            /** @description Of `started`, the tool call that started the graph, if one did. From Python. */
            cause?: {
                [key: string]: unknown;
            };
            /** @description Why it failed. JSON with `error` and `message` from JavaScript, a plain message from Python, which leaves it out when the event is sent again. */
            error?: string;
            /**
             * @description `started` and `running` at the beginning, the others at the end. The root graph is `interrupted` when it waits for an answer and also when it was cancelled. Python sends that at the first `input.requested`, so that others and `values` can follow.
             * @enum {string}
             */
            event: "started" | "running" | "completed" | "failed" | "interrupted";
            /** @description Name of the graph. */
            graph_name?: string;
            /** @description Of `started`, the namespace of the graph. From Python. */
            namespace?: components["schemas"]["ProtocolNamespace"];
            /** @description Of `started`, the id of the task that the graph runs in. From Python. */
            trigger_call_id?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ListNamespaceResponse
         * @description Namespaces, as a bare list or as an object that holds it.
         */
        ListNamespaceResponse: string[][] | {
            /** @description The namespaces. */
            namespaces: string[][];
        };
        /**
         * McpMessage
         * @description A JSON-RPC request, notification or answer of the Model Context Protocol.
         */
        McpMessage: {
            /** @description Why a request failed, with `code` and `message`. */
            error?: {
                [key: string]: unknown;
            };
            /** @description What joins an answer to its request. A notification has none. */
            id?: string | number | null;
            /** @description Version of JSON-RPC, `2.0`. */
            jsonrpc?: string;
            /** @description What a request or notification is about, such as `tools/call`. */
            method?: string;
            /** @description Details of a request or notification. */
            params?: {
                [key: string]: unknown;
            };
            /** @description The answer to a request that went well. */
            result?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * Message
         * @description A chat message as servers send it; `type` tells which.
         */
        Message: components["schemas"]["HumanMessage"] | components["schemas"]["AIMessage"] | components["schemas"]["SystemMessage"] | components["schemas"]["ToolMessage"] | components["schemas"]["FunctionMessage"] | components["schemas"]["ChatMessage"] | components["schemas"]["RemoveMessage"];
        /**
         * MessageContent
         * @description What a message says, as text or as a list of content blocks.
         */
        MessageContent: string | (string | components["schemas"]["ContentBlock"])[];
        /**
         * MessageMetadata
         * @description Where a streamed message comes from.
         */
        MessageMetadata: {
            /** @description Id of the assistant. */
            assistant_id?: string;
            /** @description The same under its older name. */
            checkpoint_ns?: string;
            /** @description Who made the assistant, such as `system`. */
            created_by?: string;
            /** @description Name of the graph. */
            graph_id?: string;
            /** @description Address of the server. */
            langgraph_api_url?: string;
            /** @description Version of the server. */
            langgraph_api_version?: string;
            /** @description Namespace of the node's task. */
            langgraph_checkpoint_ns?: string;
            /** @description Kind of the deployment, such as `self-hosted`. */
            langgraph_host?: string;
            /** @description Node that produced the message. */
            langgraph_node?: string;
            /** @description How the task came about, such as pulled by an edge or pushed by a `Send`. */
            langgraph_path?: unknown[];
            /** @description Plan of the deployment. */
            langgraph_plan?: string;
            /** @description Superstep in which it did. */
            langgraph_step?: number;
            /** @description What made the node run. */
            langgraph_triggers?: string[];
            /** @description Version of LangGraph that the server runs. */
            langgraph_version?: string;
            /** @description Versions of LangChain's packages by name. */
            lc_versions?: {
                [key: string]: unknown;
            };
            /** @description Package that the model was called through. */
            ls_integration?: string;
            /** @description Kind of the model, such as `chat`. */
            ls_model_type?: string;
            /** @description Provider of the model. */
            ls_provider?: string;
            /** @description How many times the run has been tried, counted from 1. */
            run_attempt?: number;
            /** @description Id of the run. */
            run_id?: string;
            /** @description Labels given to the model call. */
            tags?: string[];
            /** @description Id of the thread. */
            thread_id?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * MessagesCompleteEventData
         * @description Data of `messages/complete` in the mode `messages`, finished messages.
         */
        MessagesCompleteEventData: components["schemas"]["Message"][];
        /**
         * MessagesMetadataEventData
         * @description Data of `messages/metadata` in the mode `messages`, sent once for each message, under the message's id.
         */
        MessagesMetadataEventData: {
            [key: string]: {
                /** @description What is known of the message's origin. */
                metadata?: components["schemas"]["MessageMetadata"];
            } & {
                [key: string]: unknown;
            };
        };
        /**
         * MessagesPartialEventData
         * @description Data of `messages/partial` in the mode `messages`, the message as far as it has been produced.
         */
        MessagesPartialEventData: components["schemas"]["Message"][];
        /**
         * MessagesTupleEventData
         * @description Data of `messages` in the mode `messages-tuple`: a message, or one more piece of it under the same id, and where it comes from.
         */
        MessagesTupleEventData: [
            components["schemas"]["Message"],
            components["schemas"]["MessageMetadata"]
        ];
        /**
         * MetadataEventData
         * @description Data of `metadata`, the first event of a run. On the stream of a thread it also tells, with a `status`, that a run is over.
         */
        MetadataEventData: {
            /** @description How many times the run has been tried, counted from 1. */
            attempt?: number;
            /** @description Id of the run. */
            run_id: string;
            /** @description On the stream of a thread, `run_done` when the run is over. */
            status?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolChannel
         * @description What to subscribe to. `custom` delivers what graphs write of their own accord, `custom:name` only what they write under that name. Of a plain graph, Python sends only `values`, `messages`, `lifecycle` and `input`; the others need stream transformers in the graph. A channel that the server does not know is answered 400 by Python and stays silent on JavaScript.
         */
        ProtocolChannel: ("checkpoints" | "custom" | "input" | "lifecycle" | "messages" | "tasks" | "tools" | "updates" | "values") | string;
        /**
         * ProtocolCheckpointsData
         * @description A checkpoint was written. aegra sends it with its values.
         */
        ProtocolCheckpointsData: components["schemas"]["CheckpointEnvelope"] | components["schemas"]["CheckpointSnapshot"];
        /**
         * ProtocolCommand
         * @description An order to the server. Methods are `run.start`, `input.respond`, `agent.getTree`, and on WebSockets `subscription.subscribe`, `subscription.unsubscribe` and, on Python, `subscription.reconnect`. `state.get` is known to JavaScript only; Python answers `agent.getTree` over HTTP with `no_such_run`.
         */
        ProtocolCommand: {
            /** @description The caller's number for the command, repeated in the answer. */
            id: number;
            /** @description What to do, such as `run.start`. */
            method: string;
            /** @description The method's parameters. `run.start` takes `assistant_id`, `input`, `config`, `metadata` and `multitaskStrategy`, but no `context`; an input is taken as the answer while an interrupt is pending. Its default strategy is `enqueue`; JavaScript does not obey `reject`, and Python waits up to 5 s for a busy thread first. `input.respond` takes `interrupt_id` and `response`, or a list of such pairs as `responses`, and `update`, `goto`, `config` and `metadata`; JavaScript does not check the ids. `state.get` takes `keys`. */
            params?: {
                [key: string]: unknown;
            };
        };
        /**
         * ProtocolContentBlockDelta
         * @description A content block grows, by a `delta`; a tool's message on Python by `content` instead.
         */
        ProtocolContentBlockDelta: {
            /** @description The block as far as it has grown, of a tool's message. From Python. */
            content?: components["schemas"]["ContentBlock"];
            /** @description What to add. Skip a type that you do not know, the finished block holds everything. */
            delta?: {
                /** @description With `tool-call-delta`, a piece of the arguments' JSON to append. */
                args?: string;
                /** @description With `data-delta`, base64 data to append. */
                data?: string;
                /** @description With `block-delta`, fields to replace in the block. */
                fields?: {
                    [key: string]: unknown;
                };
                /** @description With `reasoning-delta`, reasoning to append. */
                reasoning?: string;
                /** @description With `text-delta`, text to append. */
                text?: string;
                /** @description `text-delta`, `reasoning-delta`, `data-delta` and `tool-call-delta` add to a text; `block-delta` replaces fields. */
                type: string;
            } & {
                [key: string]: unknown;
            };
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "content-block-delta";
            /** @description Place of the block in the message. */
            index: number;
            /** @description Id of the model call, not of the run. */
            run_id?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolContentBlockFinish
         * @description A content block is complete.
         */
        ProtocolContentBlockFinish: {
            /** @description The finished block. */
            content: components["schemas"]["ContentBlock"];
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "content-block-finish";
            /** @description Place of the block in the message. */
            index: number;
            /** @description Id of the model call, not of the run. */
            run_id?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolContentBlockStart
         * @description A content block of the message begins.
         */
        ProtocolContentBlockStart: {
            /** @description The block as it begins. */
            content: components["schemas"]["ContentBlock"];
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "content-block-start";
            /** @description Place of the block in the message. */
            index: number;
            /** @description Id of the model call, not of the run. */
            run_id?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolCustomData
         * @description What a graph wrote of its own accord.
         */
        ProtocolCustomData: {
            /** @description Name of the custom channel that it was written to. */
            name?: string;
            /** @description Any JSON value. */
            payload: unknown;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolError
         * @description A command was not carried out.
         */
        ProtocolError: {
            /**
             * @description Kind of the failure, for a program to act upon. Python says `resume_gap` of a `subscription.reconnect` behind the events that it keeps, and `unsupported` when its langgraph is too old for the protocol.
             * @enum {string}
             */
            error: "invalid_argument" | "no_such_checkpoint" | "no_such_interrupt" | "no_such_namespace" | "no_such_run" | "no_such_subscription" | "not_supported" | "permission_denied" | "resume_gap" | "unknown_command" | "unknown_error" | "unsupported";
            /** @description The command's number. Null when it could not be read; Python repeats one of the wrong type. */
            id: number | null | string;
            /** @description What went wrong, for a person to read. */
            message: string;
            /** @description Where the thread stands. */
            meta?: components["schemas"]["ProtocolResponseMeta"];
            /** @description With `resume_gap`, the number of the first event that is kept. */
            min_available_seq?: number;
            /** @description With `resume_gap`, the number that was asked for. */
            since?: number;
            /** @description Where in the server it happened, when the server tells. */
            stacktrace?: string;
            /**
             * @description Tells an error from a success.
             * @constant
             */
            type: "error";
        };
        /**
         * ProtocolEvent
         * @description One event of a thread, the data of every frame of `POST /threads/{thread_id}/stream/events`.
         */
        ProtocolEvent: {
            /** @description The event's id. On JavaScript `seq` as text; on Python the same on each connection, so that events are recognised by it; on aegra it begins with the run's id. */
            event_id?: string;
            /** @description Kind of the event and name of its frame. It is the channel's name, but for `input.requested` on the channel `input`. */
            method: string;
            /** @description Where and when the event happened, and what it says. */
            params: {
                /** @description The event itself, by method: LifecycleEventData, ProtocolValuesData, ProtocolUpdatesData, ProtocolMessagesData, ProtocolToolsData, ProtocolCustomData, InputRequestedData, ProtocolTasksData or ProtocolCheckpointsData. */
                data: unknown;
                /** @description Namespace of the graph that it comes from, empty for the root graph. */
                namespace: components["schemas"]["ProtocolNamespace"];
                /** @description Node that caused the event, when one did. */
                node?: string;
                /** @description When it happened, in milliseconds since 1970. */
                timestamp: number;
            };
            /** @description The event's number, what `since` refers to. JavaScript counts through all runs of the thread and from 1 again after a restart; Python counts from 1 on each connection. */
            seq?: number;
            /**
             * @description Tells an event from the answer to a command where both share a connection.
             * @constant
             */
            type: "event";
        };
        /**
         * ProtocolEventStreamRequest
         * @description Which of a thread's events to deliver. Servers may refuse fields that are not listed here.
         */
        ProtocolEventStreamRequest: {
            /** @description Kinds of events to deliver. */
            channels: components["schemas"]["ProtocolChannel"][];
            /** @description How many levels below the namespaces to look. 0 delivers only their own events. */
            depth?: number;
            /** @description Deliver only what happens in these parts of the graph, and below them. All of it when left out. */
            namespaces?: components["schemas"]["ProtocolNamespace"][];
            /** @description Deliver only events whose `seq` is greater. Of use on JavaScript only, see `seq` of ProtocolEvent. */
            since?: number;
        };
        /**
         * ProtocolMessageError
         * @description The model call failed, the message stays incomplete.
         */
        ProtocolMessageError: {
            /** @description The provider's code for it. */
            code?: string;
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "error";
            /** @description What went wrong. */
            message: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolMessageFinish
         * @description A message is complete.
         */
        ProtocolMessageFinish: {
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "message-finish";
            /** @description Of a tool's message. From Python. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Why the model stopped, such as `stop` or `tool_use`. Not from Python. */
            reason?: string;
            /** @description Id of the model call, not of the run. */
            run_id?: string;
            /** @description Tokens used for the message. Not from Python. */
            usage?: components["schemas"]["UsageMetadata"];
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolMessagesData
         * @description A step in the life of one message: it starts, its content blocks start, grow and finish one after the other, it finishes.
         */
        ProtocolMessagesData: components["schemas"]["ProtocolMessageStart"] | components["schemas"]["ProtocolContentBlockStart"] | components["schemas"]["ProtocolContentBlockDelta"] | components["schemas"]["ProtocolContentBlockFinish"] | components["schemas"]["ProtocolMessageUsage"] | components["schemas"]["ProtocolMessageFinish"] | components["schemas"]["ProtocolMessageError"];
        /**
         * ProtocolMessageStart
         * @description A message begins.
         */
        ProtocolMessageStart: {
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "message-start";
            /** @description The message's id. */
            id?: string;
            /** @description Of the model, such as `provider` and `model`. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Who speaks, such as `ai` or `human`. */
            role?: string;
            /** @description Id of the model call, not of the run. */
            run_id?: string;
            /** @description Of a tool's message, the tool call that it answers. From Python. */
            tool_call_id?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolMessageUsage
         * @description How many tokens the message has cost so far.
         */
        ProtocolMessageUsage: {
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "usage";
            /** @description Id of the model call, not of the run. */
            run_id?: string;
            /** @description Tokens used so far. */
            usage?: components["schemas"]["UsageMetadata"];
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolNamespace
         * @description Path from the root graph to a subgraph, one `node:uuid` entry a level; empty for the root graph. In a filter, the node's name alone stands for all its executions.
         */
        ProtocolNamespace: string[];
        /**
         * ProtocolResponseMeta
         * @description How the answer to a command relates to the thread's events.
         */
        ProtocolResponseMeta: {
            /** @description Number of the last event that had been sent when the command was answered. Always 0 from Python over HTTP, and from aegra. */
            applied_through_seq?: number;
            /** @description Thread that the command went to. Only from JavaScript. */
            thread_id?: string;
        };
        /**
         * ProtocolSuccess
         * @description A command was carried out, or has begun to be.
         */
        ProtocolSuccess: {
            /** @description The command's number. */
            id: number;
            /** @description Where the thread stands. */
            meta?: components["schemas"]["ProtocolResponseMeta"];
            /** @description What the method returns, such as `run_id` for `run.start`, `values` and `checkpoint` for `state.get`. Empty for `input.respond`, but for aegra's `run_id`. */
            result: {
                [key: string]: unknown;
            };
            /**
             * @description Tells a success from an error.
             * @constant
             */
            type: "success";
        };
        /**
         * ProtocolTasksData
         * @description A task began or ended.
         */
        ProtocolTasksData: components["schemas"]["TaskStart"] | components["schemas"]["TaskResult"];
        /**
         * ProtocolToolError
         * @description A tool has failed.
         */
        ProtocolToolError: {
            /** @description The tool's code for it. */
            code?: string;
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "tool-error";
            /** @description What went wrong. */
            message: string;
            /** @description The tool call that failed. */
            tool_call_id: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolToolFinished
         * @description A tool has returned.
         */
        ProtocolToolFinished: {
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "tool-finished";
            /** @description What the tool returned, often a tool message. */
            output?: unknown;
            /** @description The tool call that was carried out. */
            tool_call_id: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolToolOutputDelta
         * @description A tool that streams has produced a piece of its output.
         */
        ProtocolToolOutputDelta: {
            /** @description The piece. */
            delta: unknown;
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "tool-output-delta";
            /** @description The tool call that is being carried out. */
            tool_call_id: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolToolsData
         * @description A step in a tool's execution.
         */
        ProtocolToolsData: components["schemas"]["ProtocolToolStarted"] | components["schemas"]["ProtocolToolOutputDelta"] | components["schemas"]["ProtocolToolFinished"] | components["schemas"]["ProtocolToolError"];
        /**
         * ProtocolToolStarted
         * @description A tool begins.
         */
        ProtocolToolStarted: {
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "tool-started";
            /** @description The arguments, as JSON text or as an object. */
            input?: unknown;
            /** @description The tool call that is being carried out. */
            tool_call_id: string;
            /** @description Name of the tool. */
            tool_name: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProtocolUpdatesData
         * @description What one node wrote; the event's `params.node` names the node.
         */
        ProtocolUpdatesData: unknown[] | boolean | null | number | {
            [key: string]: unknown;
        } | string;
        /**
         * ProtocolValuesData
         * @description The whole state after a superstep. Messages in it are cut down to their essential fields.
         */
        ProtocolValuesData: {
            [key: string]: unknown;
        };
        /**
         * RemoveMessage
         * @description Removes the message of this id from the state.
         */
        RemoveMessage: {
            /** @description What the model's provider adds. */
            additional_kwargs?: {
                [key: string]: unknown;
            };
            /** @description Nothing of interest, mostly empty. */
            content?: components["schemas"]["MessageContent"];
            /** @description Id of the message to remove. */
            id: string;
            /** @description Name of the speaker. */
            name?: string | null;
            /** @description About the provider's response, such as the reason why it stopped. */
            response_metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Tells the kinds of messages apart.
             * @constant
             */
            type: "remove";
        } & {
            [key: string]: unknown;
        };
        /**
         * Run
         * @description One execution of an assistant.
         */
        Run: {
            /**
             * Format: uuid
             * @description Assistant that is run.
             */
            assistant_id: string;
            /**
             * Format: date-time
             * @description When the run was created, or, with `after_seconds`, when it is to start.
             */
            created_at: string;
            /** @description What the run was created with, such as `input`, `config` and `stream_mode`. Python repeats fields that were left out as null. Not from aegra. */
            kwargs: {
                [key: string]: unknown;
            };
            /** @description Tracing project that the run is recorded in. Not from JavaScript. */
            langsmith_session_name?: string | null;
            /** @description The caller's own data about the run. Python merges into it the assistant's, the thread's and `config.metadata`. Not from aegra. */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * @description What the run was to do if the thread was busy. Not from aegra.
             * @enum {string}
             */
            multitask_strategy: "enqueue" | "interrupt" | "reject" | "rollback";
            /**
             * Format: uuid
             * @description Id of the run.
             */
            run_id: string;
            /**
             * @description How the run stands. One that stopped at an interrupt or a breakpoint is a `success` on Python and JavaScript, where `interrupted` means that it was cancelled; aegra says `interrupted` of both. `timeout` comes from Python, with a limit that the operator sets.
             * @enum {string}
             */
            status: "error" | "interrupted" | "pending" | "running" | "success" | "timeout";
            /**
             * Format: uuid
             * @description Thread that the run works on. A run without a thread of its own has a temporary one.
             */
            thread_id: string;
            /**
             * Format: date-time
             * @description When the run last changed.
             */
            updated_at: string;
        };
        /**
         * RunBatchCreate
         * @description Several runs without a thread.
         */
        RunBatchCreate: components["schemas"]["RunCreateStateless"][];
        /**
         * RunCreateStateful
         * @description A run on a thread. Leave out what you don't need; null is not accepted everywhere.
         */
        RunCreateStateful: {
            /** @description How many seconds to wait before the run starts. aegra ignores it. */
            after_seconds?: number;
            /** @description Id of the assistant to run, or the name of a graph. */
            assistant_id: string;
            /** @description The checkpoint to run from. The latest one when left out. One that does not exist means an empty state. On JavaScript all later runs of the thread start from it too, until one sets `config.configurable.checkpoint_id` to null. */
            checkpoint?: components["schemas"]["CheckpointConfig"];
            /**
             * @deprecated
             * @description Save checkpoints before the end; false is `durability: exit`, which says it better. JavaScript ignores it.
             * @default true
             */
            checkpoint_during?: boolean;
            /** @description Id of the root graph's checkpoint to run from. Python answers 422 when it is no UUID. */
            checkpoint_id?: string;
            /** @description What to do instead of starting with an input; wins over `input`. */
            command?: components["schemas"]["Command"] | null;
            /** @description How the graph is to be run, on top of the assistant's own config. */
            config?: {
                /** @description Values that the graph reads at run time. On a thread, JavaScript applies them to all later runs as well. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description Merged into the run's `metadata` by Python, below the run's own. aegra takes at most 32 primitive values under keys of letters, digits, `_` and `-`, and repeats them in the run and in the state's `metadata`. */
                metadata?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps the run may take before it fails. */
                recursion_limit?: number;
                /** @description Labels to find the run by in traces. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Values for the graph's context. JavaScript checks them against the graph's context schema, Python does not check them. On Python `context` and `config.configurable` each fill the other when only one is given, and both at once are answered 400. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * @description When to save checkpoints: while the next superstep runs, only at the end, or before the next superstep starts. JavaScript ignores it.
             * @default async
             * @enum {string}
             */
            durability?: "async" | "exit" | "sync";
            /** @description Keys for which the stream's end is to bring a URL that feedback can be posted to. Without LangSmith, Python fails the run after its work. */
            feedback_keys?: string[];
            /**
             * @description What to do if the thread does not exist.
             * @default reject
             * @enum {string}
             */
            if_not_exists?: "create" | "reject";
            /** @description The graph's input. Null goes on from where the thread stands. */
            input?: unknown[] | boolean | null | number | {
                [key: string]: unknown;
            } | string;
            /** @description Nodes to stop after, `*` for every node. */
            interrupt_after?: "*" | string[];
            /** @description Nodes to stop before, `*` for every node. */
            interrupt_before?: "*" | string[];
            /** @description Where to trace the run. Python only. */
            langsmith_tracer?: {
                /** @description Id of the dataset example that the run belongs to. */
                example_id?: string;
                /** @description LangSmith project to trace into. */
                project_name?: string;
            };
            /** @description The caller's own data about the run. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description What to do if the thread is busy: wait in line, stop the other run, refuse, or stop the other run and delete it with its checkpoints. JavaScript refuses by default, and marks the other run as failed instead of deleting it. aegra ignores it: all runs go on side by side.
             * @default enqueue
             * @enum {string}
             */
            multitask_strategy?: "enqueue" | "interrupt" | "reject" | "rollback";
            /**
             * @description What the run's stream is to contain. `messages-tuple` sends tokens as they come, `messages` each message as far as it has grown; with both, Python sends tokens only. `tools` is known to JavaScript 1.5.1; Python answers it 422, JavaScript 2.0.0 400.
             * @default [
             *       "values"
             *     ]
             */
            stream_mode?: ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values")[] | ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values");
            /**
             * @description Keep the events, so that a broken stream can be resumed without loss.
             * @default false
             */
            stream_resumable?: boolean;
            /**
             * @description Stream what subgraphs do, too. JavaScript 2.0.0 with langgraph 1.7.3 fails such a run in the modes `values` and `messages`.
             * @default false
             */
            stream_subgraphs?: boolean;
            /**
             * Format: uri-reference
             * @description Where to POST the run when it has ended. JavaScript calls a path on the server itself; Python answers 422 for a path and for a private or loopback address.
             */
            webhook?: string;
        };
        /**
         * RunCreateStateless
         * @description A run without a thread. Leave out what you don't need; null is not accepted everywhere.
         */
        RunCreateStateless: {
            /** @description How many seconds to wait before the run starts. aegra ignores it. */
            after_seconds?: number;
            /** @description Id of the assistant to run, or the name of a graph. */
            assistant_id: string;
            /**
             * @deprecated
             * @description Save checkpoints before the end; false is `durability: exit`, which says it better. JavaScript ignores it.
             * @default true
             */
            checkpoint_during?: boolean;
            /** @description What to do instead of starting with an input; wins over `input`. */
            command?: components["schemas"]["Command"] | null;
            /** @description How the graph is to be run, on top of the assistant's own config. */
            config?: {
                /** @description Values that the graph reads at run time. On a thread, JavaScript applies them to all later runs as well. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description Merged into the run's `metadata` by Python, below the run's own. aegra takes at most 32 primitive values under keys of letters, digits, `_` and `-`, and repeats them in the run and in the state's `metadata`. */
                metadata?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps the run may take before it fails. */
                recursion_limit?: number;
                /** @description Labels to find the run by in traces. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Values for the graph's context. JavaScript checks them against the graph's context schema, Python does not check them. On Python `context` and `config.configurable` each fill the other when only one is given, and both at once are answered 400. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * @description When to save checkpoints: while the next superstep runs, only at the end, or before the next superstep starts. JavaScript ignores it.
             * @default async
             * @enum {string}
             */
            durability?: "async" | "exit" | "sync";
            /** @description Keys for which the stream's end is to bring a URL that feedback can be posted to. Without LangSmith, Python fails the run after its work. */
            feedback_keys?: string[];
            /** @description The graph's input. Null goes on from where the thread stands. */
            input?: unknown[] | boolean | null | number | {
                [key: string]: unknown;
            } | string;
            /** @description Nodes to stop after, `*` for every node. */
            interrupt_after?: "*" | string[];
            /** @description Nodes to stop before, `*` for every node. */
            interrupt_before?: "*" | string[];
            /** @description Where to trace the run. Python only. */
            langsmith_tracer?: {
                /** @description Id of the dataset example that the run belongs to. */
                example_id?: string;
                /** @description LangSmith project to trace into. */
                project_name?: string;
            };
            /** @description The caller's own data about the run. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description What becomes of the run and its thread when the run ends.
             * @default delete
             * @enum {string}
             */
            on_completion?: "delete" | "keep";
            /**
             * @description What the run's stream is to contain. `messages-tuple` sends tokens as they come, `messages` each message as far as it has grown; with both, Python sends tokens only. `tools` is known to JavaScript 1.5.1; Python answers it 422, JavaScript 2.0.0 400.
             * @default [
             *       "values"
             *     ]
             */
            stream_mode?: ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values")[] | ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values");
            /**
             * @description Keep the events, so that a broken stream can be resumed without loss.
             * @default false
             */
            stream_resumable?: boolean;
            /**
             * @description Stream what subgraphs do, too. JavaScript 2.0.0 with langgraph 1.7.3 fails such a run in the modes `values` and `messages`.
             * @default false
             */
            stream_subgraphs?: boolean;
            /**
             * Format: uri-reference
             * @description Where to POST the run when it has ended. JavaScript calls a path on the server itself; Python answers 422 for a path and for a private or loopback address.
             */
            webhook?: string;
        };
        /**
         * RunCreateStreamingStateful
         * @description A run on a thread whose events or result the client waits for.
         */
        RunCreateStreamingStateful: components["schemas"]["RunCreateStateful"] & {
            /**
             * @description What becomes of the run when the client goes away. Left out, Python and JavaScript continue and aegra cancels. Python obeys `cancel` in all four calls, JavaScript only in `POST /threads/{thread_id}/runs/stream`.
             * @enum {string}
             */
            on_disconnect?: "cancel" | "continue";
        };
        /**
         * RunCreateStreamingStateless
         * @description A run without a thread whose events or result the client waits for.
         */
        RunCreateStreamingStateless: components["schemas"]["RunCreateStateless"] & {
            /**
             * @description What becomes of the run when the client goes away. Left out, Python and JavaScript continue and aegra cancels. Python obeys `cancel` in all four calls, JavaScript only in `POST /threads/{thread_id}/runs/stream`.
             * @enum {string}
             */
            on_disconnect?: "cancel" | "continue";
        };
        /**
         * RunFailure
         * @description Why a run failed.
         */
        RunFailure: {
            /** @description Class of the error. */
            error: string;
            /** @description What the error says. From JavaScript, in the result of a run that is waited for, it holds JSON of this form. Python tells the text of common errors such as `ValueError` and `RuntimeError` and of their subclasses, of others only that there was an internal error. aegra's event says `{class}: execution failed`, and its run row has the text as `error_message`. */
            message: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * RunResult
         * @description What a run that was waited for has come to: the graph's last values, or why there are none. Null when the server knows of none.
         */
        RunResult: ({
            /** @description Why the run failed, if it did. */
            __error__?: components["schemas"]["RunFailure"];
            /** @description URLs that feedback can be posted to, by key, for a run with `feedback_keys`. From Python. */
            __feedback__?: {
                [key: string]: unknown;
            };
            /** @description Questions that the run waits on. No values beside them, except for a single one on Python. */
            __interrupt__?: components["schemas"]["Interrupt"][];
        } & {
            [key: string]: unknown;
        }) | (unknown[] | boolean | null | number | string);
        /**
         * RunsCancel
         * @description Which runs to stop, by thread and id or by status, not both.
         */
        RunsCancel: {
            /** @description Runs to stop. */
            run_ids?: string[];
            /**
             * @description Stop every run that has this status, on all threads.
             * @enum {string}
             */
            status?: "all" | "pending" | "running";
            /**
             * Format: uuid
             * @description Thread of the runs in `run_ids`.
             */
            thread_id?: string;
        };
        /**
         * RunSelection
         * @description Those fields of a run that a list asked for with `select`.
         */
        RunSelection: {
            /**
             * Format: uuid
             * @description Assistant that is run.
             */
            assistant_id?: string;
            /**
             * Format: date-time
             * @description When the run was created, or, with `after_seconds`, when it is to start.
             */
            created_at?: string;
            /** @description What the run was created with, such as `input`, `config` and `stream_mode`. Python repeats fields that were left out as null. Not from aegra. */
            kwargs?: {
                [key: string]: unknown;
            };
            /** @description Tracing project that the run is recorded in. Not from JavaScript. */
            langsmith_session_name?: string | null;
            /** @description The caller's own data about the run. Python merges into it the assistant's, the thread's and `config.metadata`. Not from aegra. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description What the run was to do if the thread was busy. Not from aegra.
             * @enum {string}
             */
            multitask_strategy?: "enqueue" | "interrupt" | "reject" | "rollback";
            /**
             * Format: uuid
             * @description Id of the run.
             */
            run_id?: string;
            /**
             * @description How the run stands. One that stopped at an interrupt or a breakpoint is a `success` on Python and JavaScript, where `interrupted` means that it was cancelled; aegra says `interrupted` of both. `timeout` comes from Python, with a limit that the operator sets.
             * @enum {string}
             */
            status?: "error" | "interrupted" | "pending" | "running" | "success" | "timeout";
            /**
             * Format: uuid
             * @description Thread that the run works on. A run without a thread of its own has a temporary one.
             */
            thread_id?: string;
            /**
             * Format: date-time
             * @description When the run last changed.
             */
            updated_at?: string;
        };
        /**
         * SearchItemsResponse
         * @description The items that were found.
         */
        SearchItemsResponse: {
            /** @description The items. */
            items: components["schemas"]["Item"][];
        };
        /**
         * Send
         * @description An order to run a node with an input of its own.
         */
        Send: {
            /** @description What the node gets instead of the graph's state. */
            input: unknown[] | boolean | null | number | Record<string, unknown> | string;
            /** @description Name of the node. */
            node: string;
        };
        /**
         * ServerGreeting
         * @description Name and version of aegra.
         */
        ServerGreeting: {
            /** @description Name of the server. */
            message: string;
            /** @description That it is up. */
            status?: string;
            /** @description Version of the server. */
            version: string;
        };
        /**
         * ServerHealth
         * @description The server is up.
         */
        ServerHealth: {
            /**
             * @description Always true.
             * @constant
             */
            ok: true;
            /** @description Services that the server depends on, by name. Empty where it names none. Not from JavaScript. */
            services?: {
                [key: string]: unknown;
            };
        };
        /**
         * ServerInfo
         * @description Which server this is and what it can do.
         */
        ServerInfo: {
            /** @description Language of the server's graphs, `js`. Only from JavaScript. */
            context?: string;
            /** @description Abilities by name, such as `assistants` and `crons`, mostly as booleans. */
            flags: {
                [key: string]: unknown;
            };
            /** @description Where the server is deployed. From Python only, so that `host` tells the servers apart. */
            host?: {
                /** @description Id of the host's revision. */
                host_revision_id?: string | null;
                /** @description Kind of the deployment, such as `self-hosted`. */
                kind?: string;
                /** @description Id of the deployment's project. */
                project_id?: string | null;
                /** @description Id of the deployment's revision. */
                revision_id?: string | null;
                /** @description Id of the tenant. */
                tenant_id?: string | null;
            };
            /** @description Version of LangGraph that a JavaScript server runs; Python does not send it. */
            langgraph_js_version?: string;
            /** @description Version of LangGraph that a Python server runs; JavaScript does not send it. */
            langgraph_py_version?: string | null;
            /** @description Of the deployment. Neither Python 0.16.7 in development mode nor JavaScript sends it. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Version of the server. */
            version: string;
        };
        /**
         * SnapshotTask
         * @description A node that is about to run, or has run, as streams tell of it.
         */
        SnapshotTask: {
            /** @description Where the task's subgraph keeps its state. */
            checkpoint?: ({
                /** @description Id of the checkpoint. Null for the latest one. */
                checkpoint_id?: string | null;
                /** @description Checkpoint id of each namespace above and including this one. */
                checkpoint_map?: {
                    [key: string]: unknown;
                } | null;
                /** @description Namespace of the subgraph. */
                checkpoint_ns?: string;
                /** @description Thread that holds the checkpoint. */
                thread_id?: string;
            } & {
                [key: string]: unknown;
            }) | null;
            /** @description Why the task failed. Null or absent when it did not. */
            error?: ({
                /** @description Class of the error, from Python. */
                error?: string;
                /** @description What the error says. */
                message?: string;
                /** @description Class of the error, from JavaScript. */
                name?: string;
            } & {
                [key: string]: unknown;
            }) | (string | null);
            /** @description Id of the task. */
            id: string;
            /** @description Questions that the task waits on. */
            interrupts?: components["schemas"]["Interrupt"][];
            /** @description Name of the node. */
            name: string;
            /** @description How the task came about, such as pulled by an edge or pushed by a `Send`. */
            path?: unknown[];
            /** @description What the node wrote, once it has run. */
            result?: unknown;
            /** @description State of the task's subgraph, or a config that selects it. */
            state?: {
                [key: string]: unknown;
            } | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * StateUpdateEventData
         * @description Data of `state_update` on the stream of a thread, sent when the state was changed from outside a run.
         */
        StateUpdateEventData: {
            /** @description The state after the change. */
            state?: components["schemas"]["ThreadState"];
            /** @description Id of the thread. */
            thread_id?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * StoreDeleteRequest
         * @description Which item to delete.
         */
        StoreDeleteRequest: {
            /** @description Name of the item within its namespace. */
            key: string;
            /** @description Labels from the outermost to the innermost. JavaScript answers 500 without. */
            namespace?: string[];
        };
        /**
         * StoreListNamespacesRequest
         * @description Which namespaces to list.
         */
        StoreListNamespacesRequest: {
            /**
             * @description How many to return at most.
             * @default 100
             */
            limit?: number;
            /** @description How many labels to keep; longer namespaces are cut and listed once. */
            max_depth?: number;
            /**
             * @description How many matches to skip.
             * @default 0
             */
            offset?: number;
            /** @description Labels that the namespace is to begin with. */
            prefix?: string[];
            /** @description Labels that the namespace is to end with. */
            suffix?: string[];
        };
        /**
         * StorePutRequest
         * @description An item to be.
         */
        StorePutRequest: {
            /**
             * @description Paths in the value that the semantic index is to cover. False keeps the item out of it, null leaves it to the server. JavaScript ignores it.
             * @default null
             */
            index?: string[] | false | null;
            /** @description Name of the item within its namespace. */
            key: string;
            /** @description Labels from the outermost to the innermost, not empty. A label may be neither empty nor hold a dot, and the first may not be `langgraph`. */
            namespace: string[];
            /**
             * @description How many minutes the item may live. Null leaves it to the server. JavaScript ignores it.
             * @default null
             */
            ttl?: number | null;
            /** @description What to remember. */
            value: {
                [key: string]: unknown;
            };
        };
        /**
         * StoreSearchRequest
         * @description Which items to list.
         */
        StoreSearchRequest: {
            /** @description Fields that the value must have, compared by equality or with operators such as `$gt`. Python in development mode answers 500 when an item lacks a field that is compared with `$gt`. */
            filter?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description How many to return at most. Python takes 0 for 10.
             * @default 10
             */
            limit?: number;
            /** @description Labels that the namespace is to begin with. An empty list means all; JavaScript 2.0.0 answers it 400. Python answers 500 without the field or with null, JavaScript 400. */
            namespace_prefix: string[];
            /**
             * @description How many matches to skip.
             * @default 0
             */
            offset?: number;
            /** @description What to look for, in words. Without a semantic index it changes nothing. */
            query?: string | null;
            /**
             * @description Whether finding an item lets its time to live start anew. Null leaves it to the server.
             * @default null
             */
            refresh_ttl?: boolean | null;
        };
        /**
         * Subgraphs
         * @description Schemas of subgraphs by namespace, with `|` between the nodes that lead to one.
         */
        Subgraphs: {
            [key: string]: components["schemas"]["GraphSchemaNoId"];
        };
        /**
         * SystemMessage
         * @description What the model is told before the conversation.
         */
        SystemMessage: {
            /** @description What the model's provider adds. */
            additional_kwargs?: {
                [key: string]: unknown;
            };
            /** @description What the model was told to be. */
            content: components["schemas"]["MessageContent"];
            /** @description Id of the message. A message that has the id of an older one replaces it. */
            id?: string | null;
            /** @description Name of the speaker. */
            name?: string | null;
            /** @description About the provider's response, such as the reason why it stopped. */
            response_metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Tells the kinds of messages apart.
             * @constant
             */
            type: "system";
        } & {
            [key: string]: unknown;
        };
        /**
         * TaskResult
         * @description A task has ended.
         */
        TaskResult: {
            /** @description Why the task failed. Null when it did not. */
            error?: ({
                /** @description Class of the error, from Python. */
                error?: string;
                /** @description What the error says. */
                message?: string;
                /** @description Class of the error, from JavaScript. */
                name?: string;
            } & {
                [key: string]: unknown;
            }) | null;
            /** @description Id of the task. */
            id: string;
            /** @description Questions that the task stopped at. */
            interrupts: components["schemas"]["Interrupt"][];
            /** @description Name of the node. */
            name: string;
            /** @description What the node wrote, as an object or as a list of `[channel, value]` pairs. */
            result?: unknown;
        } & {
            [key: string]: unknown;
        };
        /**
         * TasksEventData
         * @description Data of `tasks`. A task sends one event when it begins and one when it ends.
         */
        TasksEventData: components["schemas"]["TaskStart"] | components["schemas"]["TaskResult"];
        /**
         * TaskStart
         * @description A task begins.
         */
        TaskStart: {
            /** @description Id of the task. */
            id: string;
            /** @description What the node gets, any JSON value. */
            input?: unknown;
            /** @description Questions that the task waits on. */
            interrupts?: components["schemas"]["Interrupt"][];
            /** @description Metadata of the run as the task sees it. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Name of the node. */
            name: string;
            /** @description What made the node run. */
            triggers: string[];
        } & {
            [key: string]: unknown;
        };
        /**
         * Thread
         * @description A conversation, or whatever else an assistant keeps state for.
         */
        Thread: {
            /** @description Configuration of the last run. */
            config?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description Why the last run failed, null when it did not. `UserInterrupt` after a cancelled run, `UserRollback` after a rolled back one, `TimeoutError` after one that took too long. Not from JavaScript. */
            error?: components["schemas"]["RunFailure"] | null;
            /** @description What a search drew out with `extract`, under the names given there. */
            extracted?: {
                [key: string]: unknown;
            };
            /** @description Pending interrupts by id of the task that asks. Absent before a run has ended, and from aegra. JavaScript also lists tasks that ask nothing, with an empty list. */
            interrupts?: {
                [key: string]: components["schemas"]["Interrupt"][];
            };
            /** @description Free data to find it by. Runs add `graph_id` and `assistant_id`. */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When its state was last changed. Not from JavaScript.
             */
            state_updated_at?: string;
            /**
             * @description Whether a run is under way or due (`busy`), how the last one ended, or `idle`. On Python `interrupted` stands for a pending interrupt, a breakpoint, a cancelled run and an update of the state that leaves a `next`; JavaScript and aegra are `idle` after a cancelled run. A run of the thread-centric protocol leaves it `idle` on JavaScript, also while it waits.
             * @enum {unknown}
             */
            status: "idle" | "busy" | "interrupted" | "error";
            /**
             * Format: uuid
             * @description Id of the thread.
             */
            thread_id: string;
            /** @description When and how the thread will be cleared away. Not from JavaScript, nor from Python in development mode. */
            ttl?: {
                /**
                 * Format: date-time
                 * @description When its time is over.
                 */
                expires_at?: string;
                /**
                 * @description Whether to remove the thread, or all of its checkpoints but the latest.
                 * @enum {unknown}
                 */
                strategy?: "delete" | "keep_latest";
                /** @description How many minutes the thread lives. */
                ttl_minutes?: number;
            };
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description State after the last run. Before a run has ended it is null on Python and absent on JavaScript; so it is after a rolled back run on Python and a cancelled one on JavaScript. The state operations are surer: an update of a subgraph's state leaves the subgraph's values here. */
            values?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * ThreadCountRequest
         * @description Which threads to count.
         */
        ThreadCountRequest: {
            /** @description Only those whose metadata contains all of this. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Only those in this status.
             * @enum {unknown}
             */
            status?: "idle" | "busy" | "interrupted" | "error";
            /** @description Only those whose values contain all of this. */
            values?: {
                [key: string]: unknown;
            };
        };
        /**
         * ThreadCreate
         * @description A thread to be.
         */
        ThreadCreate: {
            /**
             * @description What to do when the id is taken, fail with 409 or return the thread that has it.
             * @default raise
             * @enum {unknown}
             */
            if_exists?: "raise" | "do_nothing";
            /** @description Free data to find it by. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Updates to apply in order, to give it a state from the start. */
            supersteps?: {
                /** @description What its nodes write, all at once. */
                updates: components["schemas"]["ThreadSuperstepUpdate"][];
            }[];
            /**
             * Format: uuid
             * @description Id to give it. Made up when left out.
             */
            thread_id?: string;
            /** @description When and how to clear the thread away. */
            ttl?: {
                /**
                 * @description Whether to remove the thread, or all of its checkpoints but the latest.
                 * @enum {unknown}
                 */
                strategy?: "delete" | "keep_latest";
                /** @description How many minutes it may live. */
                ttl?: number;
            };
        };
        /**
         * ThreadCronCreate
         * @description A schedule of runs, all on one thread.
         */
        ThreadCronCreate: {
            /** @description Id of the assistant to run, or the name of a graph. */
            assistant_id: string;
            /** @description How the graph is to be run, on top of the assistant's own config. */
            config?: {
                /** @description Values that the graph reads at run time. */
                configurable?: {
                    [key: string]: unknown;
                };
                /** @description How many supersteps a run may take before it fails. */
                recursion_limit?: number;
                /** @description Labels to find the runs by in traces. */
                tags?: string[];
            } & {
                [key: string]: unknown;
            };
            /** @description Values for the graph's context, checked against its context schema if it has one. */
            context?: {
                [key: string]: unknown;
            };
            /**
             * @description When to save checkpoints: while the next superstep runs, only at the end, or before the next superstep starts.
             * @default async
             * @enum {string}
             */
            durability?: "async" | "exit" | "sync";
            /**
             * @description Whether to switch the schedule on at once.
             * @default true
             */
            enabled?: boolean;
            /**
             * Format: date-time
             * @description When the schedule is to end. Never when left out.
             */
            end_time?: string;
            /** @description The graph's input, the same each time. */
            input?: {
                [key: string]: unknown;
            }[] | {
                [key: string]: unknown;
            };
            /** @description Nodes to stop after, `*` for every node. */
            interrupt_after?: "*" | string[];
            /** @description Nodes to stop before, `*` for every node. */
            interrupt_before?: "*" | string[];
            /** @description The caller's own data about the cron job. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description What to do if the thread is busy: wait in line, stop the other run, skip this time, or stop the other run and forget what it did.
             * @default enqueue
             * @enum {string}
             */
            multitask_strategy?: "enqueue" | "interrupt" | "reject" | "rollback";
            /** @description When to run, as a cron expression of five fields, or of six with the seconds last. */
            schedule: string;
            /**
             * @description What the runs' streams are to contain.
             * @default [
             *       "values"
             *     ]
             */
            stream_mode?: ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values")[] | ("checkpoints" | "custom" | "debug" | "events" | "messages" | "messages-tuple" | "tasks" | "tools" | "updates" | "values");
            /**
             * @description Keep the events, so that a broken stream can be taken up again without loss.
             * @default false
             */
            stream_resumable?: boolean;
            /**
             * @description Stream what subgraphs do, too.
             * @default false
             */
            stream_subgraphs?: boolean;
            /** @description IANA name of the schedule's time zone, such as `Europe/Lisbon`. UTC when left out. */
            timezone?: string;
            /**
             * Format: uri-reference
             * @description Where to POST each run when it has ended. A path is called on the server itself.
             */
            webhook?: string;
        };
        /**
         * ThreadPatch
         * @description What to change in a thread.
         */
        ThreadPatch: {
            /** @description Free data that is merged into the present one. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description When and how to clear the thread away. */
            ttl?: {
                /**
                 * @description Whether to remove the thread, or all of its checkpoints but the latest.
                 * @enum {unknown}
                 */
                strategy?: "delete" | "keep_latest";
                /** @description How many minutes it may live. */
                ttl?: number;
            };
        };
        /**
         * ThreadPruneRequest
         * @description Which threads to prune, and how.
         */
        ThreadPruneRequest: {
            /**
             * @description Whether to remove the threads, or all of their checkpoints but the latest.
             * @default delete
             * @enum {unknown}
             */
            strategy?: "delete" | "keep_latest";
            /** @description The threads. */
            thread_ids: string[];
        };
        /**
         * ThreadPruneResponse
         * @description How far the pruning got.
         */
        ThreadPruneResponse: {
            /** @description How many threads were pruned. aegra sends `deleted` and `pruned` in its place. */
            pruned_count: number;
        };
        /**
         * ThreadSearchRequest
         * @description Which threads to list, and how.
         */
        ThreadSearchRequest: {
            /** @description Values to draw out of each thread into `extracted`, as paths such as `values.messages[-1]` by the name to give them. JavaScript ignores it. */
            extract?: {
                [key: string]: string;
            };
            /** @description Only these threads. An empty list filters nothing on Python. */
            ids?: string[];
            /**
             * @description How many to return at most.
             * @default 10
             */
            limit?: number;
            /** @description Only those whose metadata contains all of this. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description How many matches to skip.
             * @default 0
             */
            offset?: number;
            /** @description Fields to return. All when left out. */
            select?: ("thread_id" | "created_at" | "updated_at" | "state_updated_at" | "metadata" | "config" | "status" | "values" | "interrupts")[];
            /**
             * @description Field to sort by. JavaScript does not know `state_updated_at`.
             * @enum {unknown}
             */
            sort_by?: "thread_id" | "status" | "created_at" | "updated_at" | "state_updated_at";
            /**
             * @description Direction to sort in.
             * @enum {unknown}
             */
            sort_order?: "asc" | "desc";
            /**
             * @description Only those in this status.
             * @enum {unknown}
             */
            status?: "idle" | "busy" | "interrupted" | "error";
            /** @description Only those whose values contain all of this. */
            values?: {
                [key: string]: unknown;
            };
        };
        /**
         * ThreadSelection
         * @description Those fields of a thread that a search asked for with `select`.
         */
        ThreadSelection: {
            /** @description Configuration of the last run. */
            config?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string;
            /** @description Why the last run failed, null when it did not. `UserInterrupt` after a cancelled run, `UserRollback` after a rolled back one, `TimeoutError` after one that took too long. Not from JavaScript. */
            error?: components["schemas"]["RunFailure"] | null;
            /** @description What a search drew out with `extract`, under the names given there. */
            extracted?: {
                [key: string]: unknown;
            };
            /** @description Pending interrupts by id of the task that asks. Absent before a run has ended, and from aegra. JavaScript also lists tasks that ask nothing, with an empty list. */
            interrupts?: {
                [key: string]: components["schemas"]["Interrupt"][];
            };
            /** @description Free data to find it by. Runs add `graph_id` and `assistant_id`. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When its state was last changed. Not from JavaScript.
             */
            state_updated_at?: string;
            /**
             * @description Whether a run is under way or due (`busy`), how the last one ended, or `idle`. On Python `interrupted` stands for a pending interrupt, a breakpoint, a cancelled run and an update of the state that leaves a `next`; JavaScript and aegra are `idle` after a cancelled run. A run of the thread-centric protocol leaves it `idle` on JavaScript, also while it waits.
             * @enum {unknown}
             */
            status?: "idle" | "busy" | "interrupted" | "error";
            /**
             * Format: uuid
             * @description Id of the thread.
             */
            thread_id?: string;
            /** @description When and how the thread will be cleared away. Not from JavaScript, nor from Python in development mode. */
            ttl?: {
                /**
                 * Format: date-time
                 * @description When its time is over.
                 */
                expires_at?: string;
                /**
                 * @description Whether to remove the thread, or all of its checkpoints but the latest.
                 * @enum {unknown}
                 */
                strategy?: "delete" | "keep_latest";
                /** @description How many minutes the thread lives. */
                ttl_minutes?: number;
            };
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string;
            /** @description State after the last run. Before a run has ended it is null on Python and absent on JavaScript; so it is after a rolled back run on Python and a cancelled one on JavaScript. The state operations are surer: an update of a subgraph's state leaves the subgraph's values here. */
            values?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * ThreadState
         * @description A thread's state at one checkpoint. A thread that never ran has an empty one.
         */
        ThreadState: {
            /** @description The checkpoint. Null for a thread that never ran. */
            checkpoint: components["schemas"]["CheckpointConfig"] | null;
            /**
             * @deprecated
             * @description Copy of `checkpoint.checkpoint_id`. Not from JavaScript.
             */
            checkpoint_id?: string | null;
            /** @description When the checkpoint was written. Null for a thread that never ran. */
            created_at: string | null;
            /** @description Questions that the thread waits on, over all tasks. Not from JavaScript; the tasks have them too. */
            interrupts?: components["schemas"]["Interrupt"][];
            /** @description Of the checkpoint, such as its `source` and `step`. For a thread that never ran, Python sends null and JavaScript leaves it out. */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** @description Nodes to run next. Empty when the graph is done. On JavaScript it is empty too while the second interrupt of one node is pending: look at the tasks' interrupts to know. */
            next: string[];
            /** @description The checkpoint before this one. Null for the first. */
            parent_checkpoint?: components["schemas"]["CheckpointConfig"] | null;
            /**
             * @deprecated
             * @description Copy of `parent_checkpoint.checkpoint_id`. Not from JavaScript.
             */
            parent_checkpoint_id?: string | null;
            /** @description Tasks of the superstep that follows the checkpoint. */
            tasks?: components["schemas"]["ThreadTask"][];
            /** @description The graph's state. */
            values: {
                [key: string]: unknown;
            } | {
                [key: string]: unknown;
            }[];
        };
        /**
         * ThreadStateCheckpointRequest
         * @description Which state to return.
         */
        ThreadStateCheckpointRequest: {
            /** @description The checkpoint, as it stands in a state or a task. One without an id means the latest in its namespace. Null means the latest of the root graph on JavaScript; Python answers it 422, as it does a `checkpoint_map` that is null. */
            checkpoint: components["schemas"]["CheckpointConfig"] | null;
            /** @description Whether to return the state of subgraphs inside their tasks. JavaScript wants the string `true` and answers a boolean 400, Python wants a boolean. */
            subgraphs?: boolean | string;
        };
        /**
         * ThreadStateSearch
         * @description Which states of a thread to list.
         */
        ThreadStateSearch: {
            /** @description Only states older than this checkpoint. JavaScript wants its id, and answers an object 400. Python wants a config that selects it, `{"configurable": {"checkpoint_id": "…"}}`, and answers an id 422 and a checkpoint 500. `GET` takes the id on both. */
            before?: string | components["schemas"]["Config"];
            /** @description Selects a subgraph by `checkpoint_ns`, and one state of it by `checkpoint_id`. Leave out nulls, which are answered 400 by JavaScript and 422 by Python. */
            checkpoint?: components["schemas"]["CheckpointConfig"];
            /** @description How many to return at most. When left out, 1 on Python and 10 on JavaScript. */
            limit?: number;
            /** @description Only states whose metadata contains all of this. */
            metadata?: {
                [key: string]: unknown;
            };
        };
        /**
         * ThreadStateUpdate
         * @description A change to a thread's state.
         */
        ThreadStateUpdate: {
            /** @description The node that is to have written it. The last one that ran when left out. */
            as_node?: string;
            /** @description The checkpoint to fork from. The latest one when left out, on JavaScript also when null. Leave out a `checkpoint_map` that is null, which Python answers 422. */
            checkpoint?: components["schemas"]["CheckpointConfig"] | null;
            /** @description The checkpoint of the root graph to fork from. */
            checkpoint_id?: string;
            /** @description The update, as an object. Null, or nothing, only marks the node as having run. A list is answered 400 by Python, 400 or 500 by JavaScript. */
            values?: unknown[] | Record<string, unknown> | null;
        };
        /**
         * ThreadStateUpdateResponse
         * @description What an update of the state has made.
         */
        ThreadStateUpdateResponse: {
            /** @description The new checkpoint. */
            checkpoint?: components["schemas"]["CheckpointConfig"];
            /** @description Id of the new checkpoint. Not from JavaScript. */
            checkpoint_id?: string;
            /** @description The new checkpoint, as the `configurable` of a config that selects it. Not from JavaScript. */
            configurable?: {
                [key: string]: unknown;
            };
        };
        /**
         * ThreadStorage
         * @description The room that a thread takes in the database.
         */
        ThreadStorage: {
            /** @description The values that the checkpoints refer to. */
            channel_values: {
                /** @description The same for each channel. */
                by_channel: {
                    [key: string]: {
                        /** @description Bytes that they take. */
                        bytes: number;
                        /** @description How many versions of the channel are kept. */
                        versions: number;
                    };
                };
                /** @description Bytes that they take. */
                bytes: number;
                /** @description How many there are. */
                count: number;
            };
            /** @description The checkpoints themselves. */
            checkpoints: {
                /** @description Bytes that they take. */
                bytes: number;
                /** @description How many there are. */
                count: number;
            };
            /** @description Writes of tasks whose superstep is not over. */
            pending_writes: {
                /** @description Bytes that they take. */
                bytes: number;
                /** @description How many there are. */
                count: number;
            };
            /**
             * Format: uuid
             * @description Id of the thread.
             */
            thread_id: string;
            /** @description Bytes in all. */
            total_bytes: number;
        };
        /**
         * ThreadSuperstepUpdate
         * @description What one node writes in a superstep.
         */
        ThreadSuperstepUpdate: {
            /** @description The node that is to have written it. */
            as_node: string;
            /** @description A command to apply instead of values. */
            command?: components["schemas"]["Command"] | null;
            /** @description The update. */
            values?: {
                [key: string]: unknown;
            } | {
                [key: string]: unknown;
            }[] | null;
        };
        /**
         * ThreadTask
         * @description A node that is about to run, has run, or waits at the checkpoint.
         */
        ThreadTask: {
            /** @description Where the task's subgraph keeps its state, when the state itself was not asked for. */
            checkpoint?: components["schemas"]["CheckpointConfig"] | null;
            /** @description Why the task failed. From JavaScript it holds JSON with `name` and `message`, from Python the error's `repr`, such as `ValueError('no such city')`. */
            error?: string | null;
            /** @description Id of the task. */
            id: string;
            /** @description Questions that the task waits on. */
            interrupts?: components["schemas"]["Interrupt"][];
            /** @description Name of the node. */
            name: string;
            /** @description How the task came about, such as pulled by an edge or pushed by a `Send`. */
            path?: unknown[];
            /** @description What the task has written, any JSON value, once it is done. */
            result?: unknown;
            /** @description State of the task's subgraph, when it was asked for. */
            state?: components["schemas"]["ThreadState"] | null;
        };
        /**
         * ToolCall
         * @description A tool that a model wants to be called.
         */
        ToolCall: {
            /** @description Arguments for the tool. */
            args: {
                [key: string]: unknown;
            };
            /** @description Id of the call, which the tool's message repeats. */
            id?: string | null;
            /** @description Name of the tool. */
            name: string;
            /**
             * @description Kind of the call.
             * @constant
             */
            type?: "tool_call";
        } & {
            [key: string]: unknown;
        };
        /**
         * ToolCallChunk
         * @description A piece of a tool call; pieces with the same index belong together.
         */
        ToolCallChunk: {
            /** @description A piece of the arguments' JSON. */
            args?: string | null;
            /** @description Id of the call, in the first piece. */
            id?: string | null;
            /** @description Which call of the message the piece belongs to. */
            index?: number | string | null;
            /** @description Name of the tool, in the first piece. */
            name?: string | null;
            /**
             * @description Kind of the piece.
             * @constant
             */
            type?: "tool_call_chunk";
        } & {
            [key: string]: unknown;
        };
        /**
         * ToolEnd
         * @description A tool has returned.
         */
        ToolEnd: {
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "on_tool_end";
            /** @description Name of the tool. */
            name: string;
            /** @description What the tool returned, often a tool message. */
            output?: unknown;
            /** @description The tool call that was carried out. */
            toolCallId?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ToolFailure
         * @description A tool has failed.
         */
        ToolFailure: {
            /** @description What went wrong. Often an empty object, since errors lose their fields on the way. */
            error?: unknown;
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "on_tool_error";
            /** @description Name of the tool. */
            name: string;
            /** @description The tool call that failed. */
            toolCallId?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ToolMessage
         * @description What a tool returned.
         */
        ToolMessage: {
            /** @description What the model's provider adds. */
            additional_kwargs?: {
                [key: string]: unknown;
            };
            /** @description Output of the tool that is not meant for the model, any JSON value. */
            artifact?: unknown;
            /** @description What the tool returned. */
            content: components["schemas"]["MessageContent"];
            /** @description Id of the message. A message that has the id of an older one replaces it. */
            id?: string | null;
            /** @description Name of the speaker. */
            name?: string | null;
            /** @description About the provider's response, such as the reason why it stopped. */
            response_metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Whether the tool succeeded.
             * @enum {string}
             */
            status?: "success" | "error";
            /** @description The tool call that this answers. */
            tool_call_id: string;
            /**
             * @description Tells the kinds of messages apart.
             * @constant
             */
            type: "tool";
        } & {
            [key: string]: unknown;
        };
        /**
         * ToolProgress
         * @description A tool that streams has produced a piece of its output.
         */
        ToolProgress: {
            /** @description The piece. */
            data?: unknown;
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "on_tool_event";
            /** @description Name of the tool. */
            name: string;
            /** @description The tool call that is being carried out. */
            toolCallId?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ToolsEventData
         * @description Data of `tools`: a step in a tool's execution.
         */
        ToolsEventData: components["schemas"]["ToolStart"] | components["schemas"]["ToolProgress"] | components["schemas"]["ToolEnd"] | components["schemas"]["ToolFailure"];
        /**
         * ToolStart
         * @description A tool begins.
         */
        ToolStart: {
            /**
             * @description Kind of the step.
             * @constant
             */
            event: "on_tool_start";
            /** @description The arguments, as JSON text or as an object. */
            input?: unknown;
            /** @description Name of the tool. */
            name: string;
            /** @description The tool call that is being carried out. */
            toolCallId?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * UpdatesEventData
         * @description Data of `updates`: what a node wrote, under the name of the node. Nodes that run in parallel have an event each.
         */
        UpdatesEventData: {
            /** @description Instead of a node's update, questions that the run waits on. Empty at a static breakpoint. */
            __interrupt__?: components["schemas"]["Interrupt"][];
            /** @description Beside a node's update, tells how it came about. */
            __metadata__?: {
                /** @description The node did not run again, its update was kept from before. */
                cached?: boolean;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * UsageMetadata
         * @description Tokens that a model call cost.
         */
        UsageMetadata: {
            /** @description Of the prompt's tokens, how many were cached, audio and so on. */
            input_token_details?: {
                [key: string]: unknown;
            };
            /** @description Tokens of the prompt. */
            input_tokens?: number;
            /** @description Of the answer's tokens, how many were reasoning, audio and so on. */
            output_token_details?: {
                [key: string]: unknown;
            };
            /** @description Tokens of the answer. */
            output_tokens?: number;
            /** @description Both together. */
            total_tokens?: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * ValidationFailure
         * @description What JavaScript answers to a request that fails validation.
         */
        ValidationFailure: {
            /** @description The validator's findings. */
            error: {
                /** @description One entry for each finding. */
                issues: components["schemas"]["ValidationIssue"][];
                /** @description Class of the validator's error. */
                name: string;
            } & {
                [key: string]: unknown;
            };
            /**
             * @description Always false.
             * @constant
             */
            success: false;
        } & {
            [key: string]: unknown;
        };
        /**
         * ValidationIssue
         * @description One thing that is wrong with a request.
         */
        ValidationIssue: {
            /** @description Kind of the finding, such as `invalid_type` or `unrecognized_keys`. */
            code: string;
            /** @description What is wrong, for a person to read. */
            message: string;
            /** @description Where in the request it is, from the outside in. */
            path: (string | number)[];
        } & {
            [key: string]: unknown;
        };
        /**
         * ValuesEventData
         * @description Data of `values`: the whole state after a superstep. An interrupt comes as an event of its own, from JavaScript with nothing but `__interrupt__`, from Python with the whole state beside it and one event for each interrupt. Graphs whose state is no object send what it is.
         */
        ValuesEventData: ({
            /** @description Questions that the run waits on. Empty at a static breakpoint. */
            __interrupt__?: components["schemas"]["Interrupt"][];
        } & {
            [key: string]: unknown;
        }) | (unknown[] | boolean | null | number | string);
    };
    responses: {
        /** @description The request does not have the documented form. JavaScript answers so what fails validation, Python what it can read but not accept, such as `context` and `configurable` together. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"] | components["schemas"]["ValidationFailure"] | components["schemas"]["AegraError"];
                /** @example Malformed JSON in request body */
                "text/plain": string;
            };
        };
        /** @description The request contradicts what exists, such as an id that is taken or a thread that is busy. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Thread already exists"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorResponse"] | components["schemas"]["AegraError"];
                /** @example Thread already exists */
                "text/plain": string;
            };
        };
        /** @description The caller is known but may not do this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Forbidden"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorResponse"] | components["schemas"]["AegraError"];
                /** @example  */
                "text/plain": string;
            };
        };
        /** @description What the request names does not exist, or the caller may not see it, or this server lacks the operation. Python sends `Not Found` for an unknown path too, and 405 for an unknown method of a known one; JavaScript has no 405. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Thread not found"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorResponse"] | components["schemas"]["AegraError"];
                /** @example 404 Not Found */
                "text/plain": string;
            };
        };
        /** @description The server failed, or, in JavaScript, does not implement the operation. Python sends text, then closes the connection without announcing it: the next request on it is reset. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Internal server error"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorResponse"] | components["schemas"]["AegraError"];
                /** @example Internal Server Error */
                "text/plain": string;
            };
        };
        /** @description The body is larger than the server accepts. Python allows 300 MiB unless configured otherwise. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Request body too large"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description No credentials were sent, or none that the server accepts. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Missing authentication headers"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorResponse"] | components["schemas"]["AegraError"];
                /** @example Unauthorized */
                "text/plain": string;
            };
        };
        /** @description The request is well formed but cannot be carried out as it stands. Python and aegra answer so what fails validation, also an id that is no UUID and JSON that cannot be parsed; JavaScript a busy thread, and in the same words a thread that does not exist. */
        Unprocessable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "The value of `limit` is out of range"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorResponse"] | components["schemas"]["AegraError"] | components["schemas"]["AegraValidationFailure"];
                /** @example The thread is busy with another run */
                "text/plain": string;
            };
        };
    };
    parameters: {
        /**
         * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
         * @example agent
         */
        AssistantId: string;
        /**
         * @description Id of the cron job.
         * @example 01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55
         */
        CronId: string;
        /**
         * @description Id of the last event that the client received; the stream goes on with the one after it. `-1` asks for all events from the first. Python and JavaScript replay only runs with `stream_resumable`; without the header, with the last id or with an unknown one they send what comes from then on. Python in development mode gives several events of one millisecond the same id, so going on after such an id can lose events: replay from `-1` and skip. aegra's ids are `{run_id}_event_{n}`, kept for 600 s; of a finished run it sends only `end` without the header, and after the 600 s nothing but heartbeats.
         * @example -1
         */
        LastEventId: string;
        /**
         * @description The caller's id for the request. Python keeps it in the run's `kwargs`, as `config.configurable.langgraph_request_id`, and makes one when it is left out; JavaScript keeps it there as `x-request-id`. It makes no request idempotent, but a run can be found by it.
         * @example 7f6f1a8e-0c2b-4f3e-9d51-6b0a4c2e8f17
         */
        RequestId: string;
        /**
         * @description Id of the run.
         * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
         */
        RunId: string;
        /**
         * @description Id of the thread.
         * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
         */
        ThreadId: string;
    };
    requestBodies: never;
    headers: {
        /** @description Path of the run, `/threads/{thread_id}/runs/{run_id}` or `/runs/{run_id}`. JavaScript sends it only for new runs and for `GET /runs/{run_id}/stream`; aegra names the thread of a stateless run too. */
        ContentLocation: string;
        /** @description Path to follow the run at, which is that of `Content-Location` with `/stream` or `/join`. Python only. For a stateless run it names `/runs/{run_id}/stream`, which Python does not have. */
        Location: string;
        /** @description Offset of the next page. Python sends it exactly when there is one; JavaScript only when the matches equal `limit`, which is when there is none. */
        PaginationNext: string;
        /** @description No dependable total. Python: the offset of the next page plus 1, and the true end on the last page. JavaScript: the number of matches plus the offset, one more when they equal `limit`. Page until fewer rows than `limit` come back, or ask the operation that counts. */
        PaginationTotal: string;
    };
    pathItems: never;
}
export type AegraError = components['schemas']['AegraError'];
export type AegraValidationFailure = components['schemas']['AegraValidationFailure'];
export type AgentCard = components['schemas']['AgentCard'];
export type AgentCardError = components['schemas']['AgentCardError'];
export type AIMessage = components['schemas']['AIMessage'];
export type Assistant = components['schemas']['Assistant'];
export type AssistantCountRequest = components['schemas']['AssistantCountRequest'];
export type AssistantCreate = components['schemas']['AssistantCreate'];
export type AssistantGraph = components['schemas']['AssistantGraph'];
export type AssistantPatch = components['schemas']['AssistantPatch'];
export type AssistantSearchRequest = components['schemas']['AssistantSearchRequest'];
export type AssistantSelection = components['schemas']['AssistantSelection'];
export type AssistantVersion = components['schemas']['AssistantVersion'];
export type AssistantVersionChange = components['schemas']['AssistantVersionChange'];
export type AssistantVersionsSearchRequest = components['schemas']['AssistantVersionsSearchRequest'];
export type ChatMessage = components['schemas']['ChatMessage'];
export type CheckpointConfig = components['schemas']['CheckpointConfig'];
export type CheckpointEnvelope = components['schemas']['CheckpointEnvelope'];
export type CheckpointsEventData = components['schemas']['CheckpointsEventData'];
export type CheckpointSnapshot = components['schemas']['CheckpointSnapshot'];
export type Command = components['schemas']['Command'];
export type Config = components['schemas']['Config'];
export type ContentBlock = components['schemas']['ContentBlock'];
export type Cron = components['schemas']['Cron'];
export type CronCountRequest = components['schemas']['CronCountRequest'];
export type CronCreate = components['schemas']['CronCreate'];
export type CronPatch = components['schemas']['CronPatch'];
export type CronSearch = components['schemas']['CronSearch'];
export type CronSelection = components['schemas']['CronSelection'];
export type CustomEventData = components['schemas']['CustomEventData'];
export type DebugCheckpoint = components['schemas']['DebugCheckpoint'];
export type DebugEventData = components['schemas']['DebugEventData'];
export type DebugTask = components['schemas']['DebugTask'];
export type DebugTaskResult = components['schemas']['DebugTaskResult'];
export type EndEventData = components['schemas']['EndEventData'];
export type ErrorEventData = components['schemas']['ErrorEventData'];
export type ErrorMessage = components['schemas']['ErrorMessage'];
export type ErrorResponse = components['schemas']['ErrorResponse'];
export type EventsEventData = components['schemas']['EventsEventData'];
export type FeedbackEventData = components['schemas']['FeedbackEventData'];
export type FunctionMessage = components['schemas']['FunctionMessage'];
export type GraphEdge = components['schemas']['GraphEdge'];
export type GraphNode = components['schemas']['GraphNode'];
export type GraphSchema = components['schemas']['GraphSchema'];
export type GraphSchemaNoId = components['schemas']['GraphSchemaNoId'];
export type HumanMessage = components['schemas']['HumanMessage'];
export type InputRequestedData = components['schemas']['InputRequestedData'];
export type Interrupt = components['schemas']['Interrupt'];
export type InvalidToolCall = components['schemas']['InvalidToolCall'];
export type Item = components['schemas']['Item'];
export type LifecycleEventData = components['schemas']['LifecycleEventData'];
export type ListNamespaceResponse = components['schemas']['ListNamespaceResponse'];
export type McpMessage = components['schemas']['McpMessage'];
export type Message = components['schemas']['Message'];
export type MessageContent = components['schemas']['MessageContent'];
export type MessageMetadata = components['schemas']['MessageMetadata'];
export type MessagesCompleteEventData = components['schemas']['MessagesCompleteEventData'];
export type MessagesMetadataEventData = components['schemas']['MessagesMetadataEventData'];
export type MessagesPartialEventData = components['schemas']['MessagesPartialEventData'];
export type MessagesTupleEventData = components['schemas']['MessagesTupleEventData'];
export type MetadataEventData = components['schemas']['MetadataEventData'];
export type ProtocolChannel = components['schemas']['ProtocolChannel'];
export type ProtocolCheckpointsData = components['schemas']['ProtocolCheckpointsData'];
export type ProtocolCommand = components['schemas']['ProtocolCommand'];
export type ProtocolContentBlockDelta = components['schemas']['ProtocolContentBlockDelta'];
export type ProtocolContentBlockFinish = components['schemas']['ProtocolContentBlockFinish'];
export type ProtocolContentBlockStart = components['schemas']['ProtocolContentBlockStart'];
export type ProtocolCustomData = components['schemas']['ProtocolCustomData'];
export type ProtocolError = components['schemas']['ProtocolError'];
export type ProtocolEvent = components['schemas']['ProtocolEvent'];
export type ProtocolEventStreamRequest = components['schemas']['ProtocolEventStreamRequest'];
export type ProtocolMessageError = components['schemas']['ProtocolMessageError'];
export type ProtocolMessageFinish = components['schemas']['ProtocolMessageFinish'];
export type ProtocolMessagesData = components['schemas']['ProtocolMessagesData'];
export type ProtocolMessageStart = components['schemas']['ProtocolMessageStart'];
export type ProtocolMessageUsage = components['schemas']['ProtocolMessageUsage'];
export type ProtocolNamespace = components['schemas']['ProtocolNamespace'];
export type ProtocolResponseMeta = components['schemas']['ProtocolResponseMeta'];
export type ProtocolSuccess = components['schemas']['ProtocolSuccess'];
export type ProtocolTasksData = components['schemas']['ProtocolTasksData'];
export type ProtocolToolError = components['schemas']['ProtocolToolError'];
export type ProtocolToolFinished = components['schemas']['ProtocolToolFinished'];
export type ProtocolToolOutputDelta = components['schemas']['ProtocolToolOutputDelta'];
export type ProtocolToolsData = components['schemas']['ProtocolToolsData'];
export type ProtocolToolStarted = components['schemas']['ProtocolToolStarted'];
export type ProtocolUpdatesData = components['schemas']['ProtocolUpdatesData'];
export type ProtocolValuesData = components['schemas']['ProtocolValuesData'];
export type RemoveMessage = components['schemas']['RemoveMessage'];
export type Run = components['schemas']['Run'];
export type RunBatchCreate = components['schemas']['RunBatchCreate'];
export type RunCreateStateful = components['schemas']['RunCreateStateful'];
export type RunCreateStateless = components['schemas']['RunCreateStateless'];
export type RunCreateStreamingStateful = components['schemas']['RunCreateStreamingStateful'];
export type RunCreateStreamingStateless = components['schemas']['RunCreateStreamingStateless'];
export type RunFailure = components['schemas']['RunFailure'];
export type RunResult = components['schemas']['RunResult'];
export type RunsCancel = components['schemas']['RunsCancel'];
export type RunSelection = components['schemas']['RunSelection'];
export type SearchItemsResponse = components['schemas']['SearchItemsResponse'];
export type Send = components['schemas']['Send'];
export type ServerGreeting = components['schemas']['ServerGreeting'];
export type ServerHealth = components['schemas']['ServerHealth'];
export type ServerInfo = components['schemas']['ServerInfo'];
export type SnapshotTask = components['schemas']['SnapshotTask'];
export type StateUpdateEventData = components['schemas']['StateUpdateEventData'];
export type StoreDeleteRequest = components['schemas']['StoreDeleteRequest'];
export type StoreListNamespacesRequest = components['schemas']['StoreListNamespacesRequest'];
export type StorePutRequest = components['schemas']['StorePutRequest'];
export type StoreSearchRequest = components['schemas']['StoreSearchRequest'];
export type Subgraphs = components['schemas']['Subgraphs'];
export type SystemMessage = components['schemas']['SystemMessage'];
export type TaskResult = components['schemas']['TaskResult'];
export type TasksEventData = components['schemas']['TasksEventData'];
export type TaskStart = components['schemas']['TaskStart'];
export type Thread = components['schemas']['Thread'];
export type ThreadCountRequest = components['schemas']['ThreadCountRequest'];
export type ThreadCreate = components['schemas']['ThreadCreate'];
export type ThreadCronCreate = components['schemas']['ThreadCronCreate'];
export type ThreadPatch = components['schemas']['ThreadPatch'];
export type ThreadPruneRequest = components['schemas']['ThreadPruneRequest'];
export type ThreadPruneResponse = components['schemas']['ThreadPruneResponse'];
export type ThreadSearchRequest = components['schemas']['ThreadSearchRequest'];
export type ThreadSelection = components['schemas']['ThreadSelection'];
export type ThreadState = components['schemas']['ThreadState'];
export type ThreadStateCheckpointRequest = components['schemas']['ThreadStateCheckpointRequest'];
export type ThreadStateSearch = components['schemas']['ThreadStateSearch'];
export type ThreadStateUpdate = components['schemas']['ThreadStateUpdate'];
export type ThreadStateUpdateResponse = components['schemas']['ThreadStateUpdateResponse'];
export type ThreadStorage = components['schemas']['ThreadStorage'];
export type ThreadSuperstepUpdate = components['schemas']['ThreadSuperstepUpdate'];
export type ThreadTask = components['schemas']['ThreadTask'];
export type ToolCall = components['schemas']['ToolCall'];
export type ToolCallChunk = components['schemas']['ToolCallChunk'];
export type ToolEnd = components['schemas']['ToolEnd'];
export type ToolFailure = components['schemas']['ToolFailure'];
export type ToolMessage = components['schemas']['ToolMessage'];
export type ToolProgress = components['schemas']['ToolProgress'];
export type ToolsEventData = components['schemas']['ToolsEventData'];
export type ToolStart = components['schemas']['ToolStart'];
export type UpdatesEventData = components['schemas']['UpdatesEventData'];
export type UsageMetadata = components['schemas']['UsageMetadata'];
export type ValidationFailure = components['schemas']['ValidationFailure'];
export type ValidationIssue = components['schemas']['ValidationIssue'];
export type ValuesEventData = components['schemas']['ValuesEventData'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseConflict = components['responses']['Conflict'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseServerError = components['responses']['ServerError'];
export type ResponseTooLarge = components['responses']['TooLarge'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnprocessable = components['responses']['Unprocessable'];
export type ParameterAssistantId = components['parameters']['AssistantId'];
export type ParameterCronId = components['parameters']['CronId'];
export type ParameterLastEventId = components['parameters']['LastEventId'];
export type ParameterRequestId = components['parameters']['RequestId'];
export type ParameterRunId = components['parameters']['RunId'];
export type ParameterThreadId = components['parameters']['ThreadId'];
export type HeaderContentLocation = components['headers']['ContentLocation'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderPaginationNext = components['headers']['PaginationNext'];
export type HeaderPaginationTotal = components['headers']['PaginationTotal'];
export type $defs = Record<string, never>;
export interface operations {
    checkRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerHealth"] | components["schemas"]["ServerGreeting"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["ServerError"];
        };
    };
    getAgentCard: {
        parameters: {
            query?: {
                /**
                 * @description Id of the assistant. Left out, the answer is 400.
                 * @example 01999c6d-91a2-7b3c-8d4e-5f60718293a4
                 */
                assistant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent card. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "agent",
                     *       "description": "agent assistant",
                     *       "url": "https://example.com/a2a/01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *       "supportedInterfaces": [
                     *         {
                     *           "url": "https://example.com/a2a/01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *           "protocolBinding": "JSONRPC",
                     *           "protocolVersion": "1.0"
                     *         }
                     *       ],
                     *       "capabilities": {
                     *         "streaming": true,
                     *         "pushNotifications": false,
                     *         "stateTransitionHistory": false
                     *       },
                     *       "defaultInputModes": [
                     *         "application/json",
                     *         "text/plain"
                     *       ],
                     *       "defaultOutputModes": [
                     *         "application/json",
                     *         "text/plain"
                     *       ],
                     *       "skills": [
                     *         {
                     *           "id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4-main",
                     *           "name": "agent Capabilities",
                     *           "description": "agent assistant",
                     *           "tags": [
                     *             "assistant",
                     *             "langgraph"
                     *           ]
                     *         }
                     *       ],
                     *       "version": "0.16.7"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCard"];
                };
            };
            /** @description There is no such assistant, or its id is missing or no UUID. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": {
                     *         "code": -32602,
                     *         "message": "Missing required query parameter: assistant_id"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCardError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The server failed, as when the assistant is deleted meanwhile. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": {
                     *         "code": -32603,
                     *         "message": "Failed to generate agent card"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCardError"];
                    "text/plain": string;
                };
            };
        };
    };
    getA2aAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent card. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "agent",
                     *       "description": "agent assistant",
                     *       "url": "https://example.com/a2a/01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *       "supportedInterfaces": [
                     *         {
                     *           "url": "https://example.com/a2a/01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *           "protocolBinding": "JSONRPC",
                     *           "protocolVersion": "1.0"
                     *         }
                     *       ],
                     *       "capabilities": {
                     *         "streaming": true,
                     *         "pushNotifications": false,
                     *         "stateTransitionHistory": false
                     *       },
                     *       "defaultInputModes": [
                     *         "application/json",
                     *         "text/plain"
                     *       ],
                     *       "defaultOutputModes": [
                     *         "application/json",
                     *         "text/plain"
                     *       ],
                     *       "skills": [
                     *         {
                     *           "id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4-main",
                     *           "name": "agent Capabilities",
                     *           "description": "agent assistant",
                     *           "tags": [
                     *             "assistant",
                     *             "langgraph"
                     *           ]
                     *         }
                     *       ],
                     *       "version": "0.16.7"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCard"];
                };
            };
            /** @description There is no such assistant, or its id is missing or no UUID. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": {
                     *         "code": -32602,
                     *         "message": "Missing required query parameter: assistant_id"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCardError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The server failed, as when the assistant is deleted meanwhile. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": {
                     *         "code": -32603,
                     *         "message": "Failed to generate agent card"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCardError"];
                    "text/plain": string;
                };
            };
        };
    };
    sendA2aMessage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `application/json`, with `text/event-stream` beside it for `message/stream` and `SendStreamingMessage`. Anything else is answered 400.
                 * @example application/json
                 */
                Accept: string;
                /** @description Whether the answer's history holds the whole context or only the task. Read by `SendMessage`, `GetTask` and `ListTasks`. */
                "LangGraph-A2A-History-Scope"?: "context" | "task";
            };
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "jsonrpc": "2.0",
                 *       "id": "1",
                 *       "method": "message/send",
                 *       "params": {
                 *         "message": {
                 *           "role": "user",
                 *           "messageId": "m1",
                 *           "parts": [
                 *             {
                 *               "kind": "text",
                 *               "text": "Hello"
                 *             }
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description What joins the answer to this request. */
                    id: number | string;
                    /**
                     * @description Version of JSON-RPC.
                     * @enum {string}
                     */
                    jsonrpc: "2.0";
                    /**
                     * @description What is wanted.
                     * @enum {string}
                     */
                    method: "message/send" | "message/stream" | "tasks/get" | "tasks/cancel" | "SendMessage" | "SendStreamingMessage" | "GetTask" | "CancelTask" | "ListTasks" | "GetExtendedAgentCard";
                    /** @description Details of what is wanted. */
                    params?: {
                        [key: string]: unknown;
                    } | ({
                        /** @description What is said to the agent. */
                        message: {
                            /** @description The thread to go on with. A new one is made when left out. */
                            contextId?: string;
                            /** @description Id of the message. */
                            messageId: string;
                            /** @description What it consists of. Each part has a `kind` with the methods of A2A 0.3. */
                            parts: {
                                [key: string]: unknown;
                            }[];
                            /**
                             * @description Who says it, in capitals with the methods of A2A 1.0.
                             * @enum {string}
                             */
                            role: "user" | "agent" | "ROLE_USER" | "ROLE_AGENT";
                            /** @description The task to go on with. */
                            taskId?: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @description Thread of the task, which the id says already. */
                        contextId?: string;
                        /** @description How many earlier messages to return. */
                        historyLength?: number;
                        /** @description Id of the task. */
                        id: string;
                    } & {
                        [key: string]: unknown;
                    }) | ({
                        /** @description Thread of the task, which the id says already. */
                        contextId?: string;
                        /** @description Id of the task. */
                        id: string;
                    } & {
                        [key: string]: unknown;
                    });
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer, or the stream of answers to `message/stream` and `SendStreamingMessage`, whose events are named `message`. What JSON-RPC and A2A call an error comes with this status too: -32700 no JSON, -32601 unknown method, -32602 wrong parameters, -32001 no such task, -32002 the task cannot be cancelled, -32004 the task has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jsonrpc": "2.0",
                     *       "id": "1",
                     *       "result": {
                     *         "kind": "task",
                     *         "id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21:01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63",
                     *         "contextId": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "status": {
                     *           "state": "completed"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @description Why the request failed. */
                        error?: {
                            /** @description Kind of the failure, as JSON-RPC and A2A number them. */
                            code?: number;
                            /** @description Why it failed, for a person to read. */
                            message?: string;
                        } & {
                            [key: string]: unknown;
                        };
                        /** @description Id of the request. Null when it could not be read. */
                        id: number | null | string;
                        /**
                         * @description Version of JSON-RPC.
                         * @enum {string}
                         */
                        jsonrpc: "2.0";
                        /** @description The task or message that answers the request. */
                        result?: {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                    "text/event-stream": string;
                };
            };
            /** @description The headers do not fit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Accept header must include application/json"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorMessage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is no such assistant, or this server does not speak A2A. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            413: components["responses"]["TooLarge"];
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getA2aAgentCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent card. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "agent",
                     *       "description": "agent assistant",
                     *       "url": "https://example.com/a2a/01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *       "supportedInterfaces": [
                     *         {
                     *           "url": "https://example.com/a2a/01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *           "protocolBinding": "JSONRPC",
                     *           "protocolVersion": "1.0"
                     *         }
                     *       ],
                     *       "capabilities": {
                     *         "streaming": true,
                     *         "pushNotifications": false,
                     *         "stateTransitionHistory": false
                     *       },
                     *       "defaultInputModes": [
                     *         "application/json",
                     *         "text/plain"
                     *       ],
                     *       "defaultOutputModes": [
                     *         "application/json",
                     *         "text/plain"
                     *       ],
                     *       "skills": [
                     *         {
                     *           "id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4-main",
                     *           "name": "agent Capabilities",
                     *           "description": "agent assistant",
                     *           "tags": [
                     *             "assistant",
                     *             "langgraph"
                     *           ]
                     *         }
                     *       ],
                     *       "version": "0.16.7"
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCard"];
                };
            };
            /** @description There is no such assistant, or its id is missing or no UUID. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": {
                     *         "code": -32602,
                     *         "message": "Missing required query parameter: assistant_id"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCardError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The server failed, as when the assistant is deleted meanwhile. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": {
                     *         "code": -32603,
                     *         "message": "Failed to generate agent card"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AgentCardError"];
                    "text/plain": string;
                };
            };
        };
    };
    createAssistant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantCreate"];
            };
        };
        responses: {
            /** @description The new assistant, or the one that was there with `if_exists` set to `do_nothing`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *       "graph_id": "agent",
                     *       "name": "Support agent",
                     *       "description": null,
                     *       "version": 1,
                     *       "config": {
                     *         "configurable": {
                     *           "model": "small"
                     *         }
                     *       },
                     *       "context": {},
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Assistant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getAssistant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The assistant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *       "graph_id": "agent",
                     *       "name": "Support agent",
                     *       "description": null,
                     *       "version": 1,
                     *       "config": {
                     *         "configurable": {
                     *           "model": "small"
                     *         }
                     *       },
                     *       "context": {},
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Assistant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteAssistant: {
        parameters: {
            query?: {
                /** @description Whether to delete every thread that the assistant ran on as well. */
                delete_threads?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted, from JavaScript. The body is the list of what was deleted, or says nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       "01999c6d-91a2-7b3c-8d4e-5f60718293a4"
                     *     ]
                     */
                    "application/json": string[] | {
                        [key: string]: unknown;
                    } | null;
                };
            };
            /** @description Deleted, from Python. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    updateAssistant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantPatch"];
            };
        };
        responses: {
            /** @description The assistant in its new version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *       "graph_id": "agent",
                     *       "name": "Support agent",
                     *       "description": null,
                     *       "version": 1,
                     *       "config": {
                     *         "configurable": {
                     *           "model": "small"
                     *         }
                     *       },
                     *       "context": {},
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Assistant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getAssistantGraph: {
        parameters: {
            query?: {
                /** @description Whether to draw subgraphs from inside. Python: true for all levels, an integer for so many, 422 for 0 and below. JavaScript: true or 1 for one level, a greater integer is read as false. */
                xray?: boolean | number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The graph. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodes": [
                     *         {
                     *           "id": "__start__",
                     *           "type": "schema",
                     *           "data": "__start__"
                     *         },
                     *         {
                     *           "id": "model",
                     *           "type": "runnable",
                     *           "data": {
                     *             "id": [
                     *               "langgraph",
                     *               "utils",
                     *               "RunnableCallable"
                     *             ],
                     *             "name": "model"
                     *           }
                     *         },
                     *         {
                     *           "id": "__end__",
                     *           "type": "schema",
                     *           "data": "__end__"
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "source": "__start__",
                     *           "target": "model",
                     *           "conditional": false
                     *         },
                     *         {
                     *           "source": "model",
                     *           "target": "__end__",
                     *           "conditional": true,
                     *           "data": "done"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AssistantGraph"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    setLatestAssistantVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantVersionChange"];
            };
        };
        responses: {
            /** @description The assistant in the chosen version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *       "graph_id": "agent",
                     *       "name": "Support agent",
                     *       "description": null,
                     *       "version": 1,
                     *       "config": {
                     *         "configurable": {
                     *           "model": "small"
                     *         }
                     *       },
                     *       "context": {},
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Assistant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getAssistantSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schemas, as far as the server can tell them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "graph_id": "agent",
                     *       "input_schema": {
                     *         "type": "object",
                     *         "properties": {
                     *           "messages": {
                     *             "type": "array",
                     *             "items": {
                     *               "type": "object"
                     *             }
                     *           }
                     *         }
                     *       },
                     *       "output_schema": {
                     *         "type": "object",
                     *         "properties": {
                     *           "messages": {
                     *             "type": "array",
                     *             "items": {
                     *               "type": "object"
                     *             }
                     *           }
                     *         }
                     *       },
                     *       "state_schema": {
                     *         "type": "object",
                     *         "properties": {
                     *           "messages": {
                     *             "type": "array",
                     *             "items": {
                     *               "type": "object"
                     *             }
                     *           }
                     *         }
                     *       },
                     *       "config_schema": {
                     *         "type": "object",
                     *         "properties": {}
                     *       },
                     *       "context_schema": {
                     *         "type": "object",
                     *         "properties": {}
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GraphSchema"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getAssistantSubgraphs: {
        parameters: {
            query?: {
                /** @description Only the subgraph of this name. aegra has this in place of the path that ends in the namespace; the others don't read it. */
                namespace?: string;
                /** @description Whether to list the subgraphs of subgraphs too. */
                recurse?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subgraphs by namespace. Empty when there are none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "researcher": {
                     *         "input_schema": {
                     *           "type": "object",
                     *           "properties": {
                     *             "messages": {
                     *               "type": "array",
                     *               "items": {
                     *                 "type": "object"
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "output_schema": {
                     *           "type": "object",
                     *           "properties": {
                     *             "messages": {
                     *               "type": "array",
                     *               "items": {
                     *                 "type": "object"
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "state_schema": {
                     *           "type": "object",
                     *           "properties": {
                     *             "messages": {
                     *               "type": "array",
                     *               "items": {
                     *                 "type": "object"
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "config_schema": {
                     *           "type": "object",
                     *           "properties": {}
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Subgraphs"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getAssistantSubgraphsInNamespace: {
        parameters: {
            query?: {
                /** @description Whether to list the subgraphs of subgraphs too. */
                recurse?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
                /**
                 * @description Which subgraph to list, with `|` between the nodes that lead to it.
                 * @example researcher
                 */
                namespace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subgraphs by namespace. Empty when there are none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "researcher": {
                     *         "input_schema": {
                     *           "type": "object",
                     *           "properties": {
                     *             "messages": {
                     *               "type": "array",
                     *               "items": {
                     *                 "type": "object"
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "output_schema": {
                     *           "type": "object",
                     *           "properties": {
                     *             "messages": {
                     *               "type": "array",
                     *               "items": {
                     *                 "type": "object"
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "state_schema": {
                     *           "type": "object",
                     *           "properties": {
                     *             "messages": {
                     *               "type": "array",
                     *               "items": {
                     *                 "type": "object"
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "config_schema": {
                     *           "type": "object",
                     *           "properties": {}
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Subgraphs"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    listAssistantVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the assistant. The name of a graph stands for the assistant that the server made of it, but not everywhere: JavaScript takes a name for all of `/assistants/{assistant_id}…`; Python for `/graph` alone, answers the others 422, an agent card 400 and an A2A message with an error in its result; aegra answers 404 on `/graph`, `/schemas` and `/subgraphs`. The id suits every server: `POST /assistants/search` with `graph_id` finds it. Runs and cron jobs take a name on every server.
                 * @example agent
                 */
                assistant_id: components["parameters"]["AssistantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantVersionsSearchRequest"];
            };
        };
        responses: {
            /** @description One page of versions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *         "graph_id": "agent",
                     *         "name": "Support agent",
                     *         "description": null,
                     *         "version": 1,
                     *         "config": {
                     *           "configurable": {
                     *             "model": "small"
                     *           }
                     *         },
                     *         "context": {},
                     *         "metadata": {
                     *           "team": "support"
                     *         },
                     *         "created_at": "2026-07-01T09:00:00.000Z",
                     *         "updated_at": "2026-07-01T09:00:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["AssistantVersion"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    countAssistants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantCountRequest"];
            };
        };
        responses: {
            /** @description The number of matches. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example 3 */
                    "application/json": number;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    searchAssistants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantSearchRequest"];
            };
        };
        responses: {
            /** @description One page of assistants. */
            200: {
                headers: {
                    "X-Pagination-Next": components["headers"]["PaginationNext"];
                    "X-Pagination-Total": components["headers"]["PaginationTotal"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4",
                     *         "graph_id": "agent",
                     *         "name": "Support agent",
                     *         "description": null,
                     *         "version": 1,
                     *         "config": {
                     *           "configurable": {
                     *             "model": "small"
                     *           }
                     *         },
                     *         "context": {},
                     *         "metadata": {
                     *           "team": "support"
                     *         },
                     *         "created_at": "2026-07-01T09:00:00.000Z",
                     *         "updated_at": "2026-07-01T09:00:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": (components["schemas"]["Assistant"] | components["schemas"]["AssistantSelection"])[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>API</title> */
                    "text/html": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["ServerError"];
        };
    };
    getServerInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server's own words. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerInfo"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["ServerError"];
        };
    };
    openMcpStream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The server offers no such stream. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sendMcpMessage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `application/json`, `text/event-stream` or both; the transport wants both. Anything else is answered 400.
                 * @example application/json, text/event-stream
                 */
                Accept: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "jsonrpc": "2.0",
                 *       "id": 1,
                 *       "method": "tools/list"
                 *     }
                 */
                "application/json": components["schemas"]["McpMessage"];
            };
        };
        responses: {
            /** @description The answer to a request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jsonrpc": "2.0",
                     *       "id": 1,
                     *       "result": {
                     *         "tools": [
                     *           {
                     *             "name": "agent",
                     *             "inputSchema": {
                     *               "type": "object"
                     *             }
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["McpMessage"];
                };
            };
            /** @description A notification was taken. There is nothing to answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The message is no JSON-RPC, or its headers do not fit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Accept header must include application/json or text/event-stream"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorMessage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The transport does not allow this method here. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            413: components["responses"]["TooLarge"];
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    endMcpSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    openMcpStreamWithSlash: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The route is `/mcp`. */
            307: {
                headers: {
                    /**
                     * @description Absolute URL of `/mcp`.
                     * @example https://example.com/mcp
                     */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The server offers no such stream. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sendMcpMessageWithSlash: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `application/json`, `text/event-stream` or both; the transport wants both. Anything else is answered 400.
                 * @example application/json, text/event-stream
                 */
                Accept: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "jsonrpc": "2.0",
                 *       "id": 1,
                 *       "method": "tools/list"
                 *     }
                 */
                "application/json": components["schemas"]["McpMessage"];
            };
        };
        responses: {
            /** @description The answer to a request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jsonrpc": "2.0",
                     *       "id": 1,
                     *       "result": {
                     *         "tools": [
                     *           {
                     *             "name": "agent",
                     *             "inputSchema": {
                     *               "type": "object"
                     *             }
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["McpMessage"];
                };
            };
            /** @description A notification was taken. There is nothing to answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The route is `/mcp`. */
            307: {
                headers: {
                    /**
                     * @description Absolute URL of `/mcp`.
                     * @example https://example.com/mcp
                     */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The message is no JSON-RPC, or its headers do not fit. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Accept header must include application/json or text/event-stream"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorMessage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The transport does not allow this method here. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            413: components["responses"]["TooLarge"];
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    endMcpSessionWithSlash: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The route is `/mcp`. */
            307: {
                headers: {
                    /**
                     * @description Absolute URL of `/mcp`.
                     * @example https://example.com/mcp
                     */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    getMetrics: {
        parameters: {
            query?: {
                /** @description Whether to answer in the text format of Prometheus or in JSON. Python takes any other value for Prometheus. */
                format?: "prometheus" | "json";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queue": {},
                     *       "api": {},
                     *       "workers": {
                     *         "max": 10,
                     *         "active": 1,
                     *         "available": 9
                     *       }
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                    /** @example lg_api_workers_active 1 */
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["ServerError"];
        };
    };
    checkHealth: {
        parameters: {
            query?: {
                /** @description Whether to check the database as well, 1 for yes. */
                check_db?: 0 | 1;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerHealth"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["ServerError"];
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "LangSmith Deployment",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["ServerError"];
        };
    };
    createStatelessRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The caller's id for the request. Python keeps it in the run's `kwargs`, as `config.configurable.langgraph_request_id`, and makes one when it is left out; JavaScript keeps it there as `x-request-id`. It makes no request idempotent, but a run can be found by it.
                 * @example 7f6f1a8e-0c2b-4f3e-9d51-6b0a4c2e8f17
                 */
                "x-request-id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What to run and how. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunCreateStateless"];
            };
        };
        responses: {
            /** @description The run, still pending. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63",
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *       "status": "pending",
                     *       "metadata": {
                     *         "created_by": "system"
                     *       },
                     *       "kwargs": {
                     *         "input": {
                     *           "messages": [
                     *             {
                     *               "type": "human",
                     *               "content": "Hello"
                     *             }
                     *           ]
                     *         },
                     *         "config": {
                     *           "configurable": {
                     *             "graph_id": "agent"
                     *           }
                     *         },
                     *         "stream_mode": [
                     *           "values"
                     *         ]
                     *       },
                     *       "multitask_strategy": "enqueue",
                     *       "created_at": "2025-10-01T09:12:44.352Z",
                     *       "updated_at": "2025-10-01T09:12:44.118Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    joinStatelessRunStream: {
        parameters: {
            query?: {
                /** @description Cancel the run when the client goes away before it ends. */
                cancel_on_disconnect?: boolean;
                /** @description Modes to deliver, of those that the run was created with: one name, or on Python a JSON array of names in one parameter. `messages` and `messages-tuple` both mean the tuples there, and `metadata` is left out. JavaScript delivers all modes, whatever is asked for. */
                stream_mode?: string;
            };
            header?: {
                /**
                 * @description Id of the last event that the client received; the stream goes on with the one after it. `-1` asks for all events from the first. Python and JavaScript replay only runs with `stream_resumable`; without the header, with the last id or with an unknown one they send what comes from then on. Python in development mode gives several events of one millisecond the same id, so going on after such an id can lose events: replay from `-1` and skip. aegra's ids are `{run_id}_event_{n}`, kept for 600 s; of a finished run it sends only `end` without the header, and after the 600 s nothing but heartbeats.
                 * @example -1
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run's events. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    createRunBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What to run and how, once for each run. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunBatchCreate"];
            };
        };
        responses: {
            /** @description The runs, in the order of the request, still pending. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "run_id": "01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63",
                     *         "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *         "status": "pending",
                     *         "metadata": {
                     *           "created_by": "system"
                     *         },
                     *         "kwargs": {
                     *           "input": {
                     *             "messages": [
                     *               {
                     *                 "type": "human",
                     *                 "content": "Hello"
                     *               }
                     *             ]
                     *           },
                     *           "config": {
                     *             "configurable": {
                     *               "graph_id": "agent"
                     *             }
                     *           },
                     *           "stream_mode": [
                     *             "values"
                     *           ]
                     *         },
                     *         "multitask_strategy": "enqueue",
                     *         "created_at": "2025-10-01T09:12:44.352Z",
                     *         "updated_at": "2025-10-01T09:12:44.118Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Run"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    cancelRuns: {
        parameters: {
            query?: {
                /** @description What becomes of the runs' work: `interrupt` keeps what was done, `rollback` deletes the run and its checkpoints. By `status`, Python in development mode marks the runs without reaching those that are running. */
                action?: "interrupt" | "rollback";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Which runs to stop. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunsCancel"];
            };
        };
        responses: {
            /** @description The runs were told to stop. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    createCron: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What to run, how, and when. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CronCreate"];
            };
        };
        responses: {
            /** @description The cron job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cron_id": "01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55",
                     *       "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *       "thread_id": null,
                     *       "user_id": null,
                     *       "schedule": "0 8 * * 1-5",
                     *       "timezone": "Europe/Lisbon",
                     *       "enabled": true,
                     *       "on_run_completed": "delete",
                     *       "payload": {
                     *         "assistant_id": "agent",
                     *         "input": {
                     *           "messages": [
                     *             {
                     *               "type": "human",
                     *               "content": "Good morning"
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "next_run_date": "2025-10-02T07:00:00.000Z",
                     *       "end_time": null,
                     *       "created_at": "2025-10-01T09:12:44.352Z",
                     *       "updated_at": "2025-10-01T09:12:44.352Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Cron"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getCron: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the cron job.
                 * @example 01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55
                 */
                cron_id: components["parameters"]["CronId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cron job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cron_id": "01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55",
                     *       "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *       "thread_id": null,
                     *       "user_id": null,
                     *       "schedule": "0 8 * * 1-5",
                     *       "timezone": "Europe/Lisbon",
                     *       "enabled": true,
                     *       "on_run_completed": "delete",
                     *       "payload": {
                     *         "assistant_id": "agent",
                     *         "input": {
                     *           "messages": [
                     *             {
                     *               "type": "human",
                     *               "content": "Good morning"
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "next_run_date": "2025-10-02T07:00:00.000Z",
                     *       "end_time": null,
                     *       "created_at": "2025-10-01T09:12:44.352Z",
                     *       "updated_at": "2025-10-01T09:12:44.352Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Cron"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteCron: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the cron job.
                 * @example 01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55
                 */
                cron_id: components["parameters"]["CronId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cron job is gone. The body says nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": {
                        [key: string]: unknown;
                    } | null;
                };
            };
            /** @description The cron job is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    updateCron: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the cron job.
                 * @example 01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55
                 */
                cron_id: components["parameters"]["CronId"];
            };
            cookie?: never;
        };
        /** @description What to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CronPatch"];
            };
        };
        responses: {
            /** @description The changed cron job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cron_id": "01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55",
                     *       "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *       "thread_id": null,
                     *       "user_id": null,
                     *       "schedule": "0 8 * * 1-5",
                     *       "timezone": "Europe/Lisbon",
                     *       "enabled": true,
                     *       "on_run_completed": "delete",
                     *       "payload": {
                     *         "assistant_id": "agent",
                     *         "input": {
                     *           "messages": [
                     *             {
                     *               "type": "human",
                     *               "content": "Good morning"
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "next_run_date": "2025-10-02T07:00:00.000Z",
                     *       "end_time": null,
                     *       "created_at": "2025-10-01T09:12:44.352Z",
                     *       "updated_at": "2025-10-01T09:12:44.352Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Cron"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    countCrons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What to count. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CronCountRequest"];
            };
        };
        responses: {
            /** @description How many there are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example 3 */
                    "application/json": number;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    searchCrons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What to search for. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CronSearch"];
            };
        };
        responses: {
            /** @description The cron jobs. */
            200: {
                headers: {
                    "X-Pagination-Next": components["headers"]["PaginationNext"];
                    "X-Pagination-Total": components["headers"]["PaginationTotal"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "cron_id": "01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55",
                     *         "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *         "thread_id": null,
                     *         "user_id": null,
                     *         "schedule": "0 8 * * 1-5",
                     *         "timezone": "Europe/Lisbon",
                     *         "enabled": true,
                     *         "on_run_completed": "delete",
                     *         "payload": {
                     *           "assistant_id": "agent",
                     *           "input": {
                     *             "messages": [
                     *               {
                     *                 "type": "human",
                     *                 "content": "Good morning"
                     *               }
                     *             ]
                     *           }
                     *         },
                     *         "metadata": {
                     *           "team": "support"
                     *         },
                     *         "next_run_date": "2025-10-02T07:00:00.000Z",
                     *         "end_time": null,
                     *         "created_at": "2025-10-01T09:12:44.352Z",
                     *         "updated_at": "2025-10-01T09:12:44.352Z"
                     *       }
                     *     ]
                     */
                    "application/json": (components["schemas"]["Cron"] | components["schemas"]["CronSelection"])[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    streamStatelessRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The caller's id for the request. Python keeps it in the run's `kwargs`, as `config.configurable.langgraph_request_id`, and makes one when it is left out; JavaScript keeps it there as `x-request-id`. It makes no request idempotent, but a run can be found by it.
                 * @example 7f6f1a8e-0c2b-4f3e-9d51-6b0a4c2e8f17
                 */
                "x-request-id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What to run, how, and what to stream. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunCreateStreamingStateless"];
            };
        };
        responses: {
            /** @description The run's events. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    waitStatelessRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The caller's id for the request. Python keeps it in the run's `kwargs`, as `config.configurable.langgraph_request_id`, and makes one when it is left out; JavaScript keeps it there as `x-request-id`. It makes no request idempotent, but a run can be found by it.
                 * @example 7f6f1a8e-0c2b-4f3e-9d51-6b0a4c2e8f17
                 */
                "x-request-id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What to run and how. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunCreateStreamingStateless"];
            };
        };
        responses: {
            /** @description The run's result. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                    /** @example {"messages":[]} */
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getStoreItem: {
        parameters: {
            query: {
                /**
                 * @description Key of the item.
                 * @example profile
                 */
                key: string;
                /**
                 * @description Namespace of the item, its labels joined with dots: `users.ada`. A parameter that is repeated for each label is answered 400 by JavaScript.
                 * @example users.ada
                 */
                namespace?: string | string[];
                /** @description Whether reading the item lets its time to live start anew. The server's setting when left out. */
                refresh_ttl?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item, or null. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"] | null;
                };
            };
            /** @description The query does not have the documented form, or lacks the key. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Key is required"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorMessage"] | components["schemas"]["ErrorResponse"] | components["schemas"]["ValidationFailure"];
                    /** @example Namespace is required */
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    putStoreItem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StorePutRequest"];
            };
        };
        responses: {
            /** @description Written. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteStoreItem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreDeleteRequest"];
            };
        };
        responses: {
            /** @description There is no such item any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    searchStoreItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreSearchRequest"];
            };
        };
        responses: {
            /** @description One page of items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "namespace": [
                     *             "users",
                     *             "ada"
                     *           ],
                     *           "key": "profile",
                     *           "value": {
                     *             "language": "en"
                     *           },
                     *           "created_at": "2026-07-01T09:00:00.000Z",
                     *           "updated_at": "2026-07-01T09:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SearchItemsResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    listStoreNamespaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreListNamespacesRequest"];
            };
        };
        responses: {
            /** @description One page of namespaces. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListNamespaceResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    createThread: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadCreate"];
            };
        };
        responses: {
            /** @description The new thread, or the one that was there with `if_exists` set to `do_nothing`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "status": "idle",
                     *       "metadata": {
                     *         "user": "ada"
                     *       },
                     *       "config": {},
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Thread"];
                };
            };
            /** @description The thread was made, but its supersteps failed. From Python. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Failed to apply supersteps"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getThread: {
        parameters: {
            query?: {
                /**
                 * @description Further fields to return, with commas between them, such as `ttl`. JavaScript ignores it, and so does Python in development mode.
                 * @example ttl
                 */
                include?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "status": "interrupted",
                     *       "metadata": {
                     *         "user": "ada",
                     *         "graph_id": "agent",
                     *         "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4"
                     *       },
                     *       "config": {
                     *         "configurable": {
                     *           "model": "small"
                     *         }
                     *       },
                     *       "values": {
                     *         "topic": "tides"
                     *       },
                     *       "interrupts": {
                     *         "8d2f5c7a-1b3e-5f60-9a4c-2e7d6b8f0c13": [
                     *           {
                     *             "id": "3f9a1c5e7b2d4680a1c3e5f7092b4d68",
                     *             "value": {
                     *               "question": "Go on?"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Thread"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The body says nothing more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": {
                        [key: string]: unknown;
                    } | null;
                };
            };
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    updateThread: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description `return=minimal` asks for 204 and no body instead of the changed thread. Read by Python, here only; any other value is ignored.
                 * @example return=minimal
                 */
                Prefer?: string;
            };
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadPatch"];
            };
        };
        responses: {
            /** @description The changed thread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "status": "interrupted",
                     *       "metadata": {
                     *         "user": "ada",
                     *         "graph_id": "agent",
                     *         "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4"
                     *       },
                     *       "config": {
                     *         "configurable": {
                     *           "model": "small"
                     *         }
                     *       },
                     *       "values": {
                     *         "topic": "tides"
                     *       },
                     *       "interrupts": {
                     *         "8d2f5c7a-1b3e-5f60-9a4c-2e7d6b8f0c13": [
                     *           {
                     *             "id": "3f9a1c5e7b2d4680a1c3e5f7092b4d68",
                     *             "value": {
                     *               "question": "Go on?"
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:05.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Thread"];
                };
            };
            /** @description Changed, with `Prefer` set to `return=minimal`. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    sendThreadCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /** @description The command, with a number of the caller's choice that the answer repeats. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProtocolCommand"];
            };
        };
        responses: {
            /** @description The command's outcome; `type` tells success from failure. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolSuccess"] | components["schemas"]["ProtocolError"];
                };
            };
            /** @description The body is no command: a thread-centric error, the list of what is wrong with it from JavaScript, or a `detail` from Python when it is no JSON or too large. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"] | components["schemas"]["ErrorResponse"] | components["schemas"]["ValidationFailure"];
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    copyThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The copy. It shows no `values` before it has run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "status": "idle",
                     *       "metadata": {
                     *         "user": "ada"
                     *       },
                     *       "config": {},
                     *       "created_at": "2026-07-01T09:00:00.000Z",
                     *       "updated_at": "2026-07-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Thread"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getThreadHistory: {
        parameters: {
            query?: {
                /**
                 * @description Id of a checkpoint. Only states older than it are returned. Anything else returns all of them.
                 * @example 1f1e6408-298b-6f61-8001-3bf0b39ab308
                 */
                before?: string;
                /** @description How many states to return at most. When left out, 1 on Python and 10 on JavaScript. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of states. Empty for a thread that never ran. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "values": {
                     *           "topic": "tides"
                     *         },
                     *         "next": [
                     *           "review"
                     *         ],
                     *         "tasks": [
                     *           {
                     *             "id": "8d2f5c7a-1b3e-5f60-9a4c-2e7d6b8f0c13",
                     *             "name": "review",
                     *             "path": [
                     *               "__pregel_pull",
                     *               "review"
                     *             ],
                     *             "error": null,
                     *             "interrupts": [
                     *               {
                     *                 "id": "3f9a1c5e7b2d4680a1c3e5f7092b4d68",
                     *                 "value": {
                     *                   "question": "Go on?"
                     *                 }
                     *               }
                     *             ],
                     *             "checkpoint": null,
                     *             "state": null,
                     *             "result": null
                     *           }
                     *         ],
                     *         "metadata": {
                     *           "source": "loop",
                     *           "step": 1,
                     *           "parents": {}
                     *         },
                     *         "created_at": "2026-07-01T09:00:05.000Z",
                     *         "checkpoint": {
                     *           "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *           "checkpoint_ns": "",
                     *           "checkpoint_id": "1f1e6408-298b-6f61-8001-3bf0b39ab308",
                     *           "checkpoint_map": null
                     *         },
                     *         "parent_checkpoint": {
                     *           "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *           "checkpoint_ns": "",
                     *           "checkpoint_id": "1f1e6408-1a2b-6c3d-8000-3bf0b39ab308",
                     *           "checkpoint_map": null
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["ThreadState"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    searchThreadHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadStateSearch"];
            };
        };
        responses: {
            /** @description One page of states. Empty for a thread that never ran. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "values": {
                     *           "topic": "tides"
                     *         },
                     *         "next": [
                     *           "review"
                     *         ],
                     *         "tasks": [
                     *           {
                     *             "id": "8d2f5c7a-1b3e-5f60-9a4c-2e7d6b8f0c13",
                     *             "name": "review",
                     *             "path": [
                     *               "__pregel_pull",
                     *               "review"
                     *             ],
                     *             "error": null,
                     *             "interrupts": [
                     *               {
                     *                 "id": "3f9a1c5e7b2d4680a1c3e5f7092b4d68",
                     *                 "value": {
                     *                   "question": "Go on?"
                     *                 }
                     *               }
                     *             ],
                     *             "checkpoint": null,
                     *             "state": null,
                     *             "result": null
                     *           }
                     *         ],
                     *         "metadata": {
                     *           "source": "loop",
                     *           "step": 1,
                     *           "parents": {}
                     *         },
                     *         "created_at": "2026-07-01T09:00:05.000Z",
                     *         "checkpoint": {
                     *           "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *           "checkpoint_ns": "",
                     *           "checkpoint_id": "1f1e6408-298b-6f61-8001-3bf0b39ab308",
                     *           "checkpoint_map": null
                     *         },
                     *         "parent_checkpoint": {
                     *           "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *           "checkpoint_ns": "",
                     *           "checkpoint_id": "1f1e6408-1a2b-6c3d-8000-3bf0b39ab308",
                     *           "checkpoint_map": null
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["ThreadState"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description How many runs to return at most. */
                limit?: number;
                /** @description How many runs to skip. */
                offset?: number;
                /** @description Return only these fields of each run. Repeat the parameter for several. JavaScript and aegra ignore it. */
                select?: ("assistant_id" | "created_at" | "kwargs" | "langsmith_session_name" | "metadata" | "multitask_strategy" | "run_id" | "status" | "thread_id" | "updated_at")[];
                /** @description Return only runs with this status. Python returns none for an unknown status. */
                status?: "error" | "interrupted" | "pending" | "running" | "success" | "timeout";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "run_id": "01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63",
                     *         "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *         "status": "success",
                     *         "metadata": {
                     *           "created_by": "system"
                     *         },
                     *         "kwargs": {
                     *           "input": {
                     *             "messages": [
                     *               {
                     *                 "type": "human",
                     *                 "content": "Hello"
                     *               }
                     *             ]
                     *           },
                     *           "config": {
                     *             "configurable": {
                     *               "graph_id": "agent"
                     *             }
                     *           },
                     *           "stream_mode": [
                     *             "values"
                     *           ]
                     *         },
                     *         "multitask_strategy": "enqueue",
                     *         "created_at": "2025-10-01T09:12:44.352Z",
                     *         "updated_at": "2025-10-01T09:12:46.118Z"
                     *       }
                     *     ]
                     */
                    "application/json": (components["schemas"]["Run"] | components["schemas"]["RunSelection"])[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    createRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The caller's id for the request. Python keeps it in the run's `kwargs`, as `config.configurable.langgraph_request_id`, and makes one when it is left out; JavaScript keeps it there as `x-request-id`. It makes no request idempotent, but a run can be found by it.
                 * @example 7f6f1a8e-0c2b-4f3e-9d51-6b0a4c2e8f17
                 */
                "x-request-id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /** @description What to run and how. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunCreateStateful"];
            };
        };
        responses: {
            /** @description The run, still pending. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63",
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *       "status": "pending",
                     *       "metadata": {
                     *         "created_by": "system"
                     *       },
                     *       "kwargs": {
                     *         "input": {
                     *           "messages": [
                     *             {
                     *               "type": "human",
                     *               "content": "Hello"
                     *             }
                     *           ]
                     *         },
                     *         "config": {
                     *           "configurable": {
                     *             "graph_id": "agent"
                     *           }
                     *         },
                     *         "stream_mode": [
                     *           "values"
                     *         ]
                     *       },
                     *       "multitask_strategy": "enqueue",
                     *       "created_at": "2025-10-01T09:12:44.352Z",
                     *       "updated_at": "2025-10-01T09:12:44.118Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63",
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *       "status": "success",
                     *       "metadata": {
                     *         "created_by": "system"
                     *       },
                     *       "kwargs": {
                     *         "input": {
                     *           "messages": [
                     *             {
                     *               "type": "human",
                     *               "content": "Hello"
                     *             }
                     *           ]
                     *         },
                     *         "config": {
                     *           "configurable": {
                     *             "graph_id": "agent"
                     *           }
                     *         },
                     *         "stream_mode": [
                     *           "values"
                     *         ]
                     *       },
                     *       "multitask_strategy": "enqueue",
                     *       "created_at": "2025-10-01T09:12:44.352Z",
                     *       "updated_at": "2025-10-01T09:12:46.118Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run is gone. The body says nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": {
                        [key: string]: unknown;
                    } | null;
                };
            };
            /** @description The run is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    cancelRun: {
        parameters: {
            query?: {
                /** @description What becomes of the run's work: `interrupt` keeps what was done, `rollback` deletes the run and its checkpoints. JavaScript keeps both at a rollback of a running run and marks it as failed; aegra has no rollback. After the rollback of a pending run the thread stays `busy`. */
                action?: "interrupt" | "rollback";
                /** @description Answer only when the run has stopped. Leave it out for no: JavaScript takes any value for yes, `false` included. aegra answers `true` with 422 and wants 1, which the others take too. */
                wait?: boolean | 1;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run has stopped, with `wait`, from Python. The body says nothing. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": {
                        [key: string]: unknown;
                    } | null;
                };
            };
            /** @description The run was told to stop, without `wait`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The run has stopped, with `wait`, from JavaScript. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    joinRun: {
        parameters: {
            query?: {
                /** @description Cancel the run when the client goes away before it ends. JavaScript ignores it here. */
                cancel_on_disconnect?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run's result. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                    /** @example {"messages":[]} */
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    joinRunStream: {
        parameters: {
            query?: {
                /** @description Cancel the run when the client goes away before it ends. */
                cancel_on_disconnect?: boolean;
                /** @description Modes to deliver, of those that the run was created with: one name, or on Python a JSON array of names in one parameter. `messages` and `messages-tuple` both mean the tuples there, and `metadata` is left out. JavaScript delivers all modes, whatever is asked for. */
                stream_mode?: string;
            };
            header?: {
                /**
                 * @description Id of the last event that the client received; the stream goes on with the one after it. `-1` asks for all events from the first. Python and JavaScript replay only runs with `stream_resumable`; without the header, with the last id or with an unknown one they send what comes from then on. Python in development mode gives several events of one millisecond the same id, so going on after such an id can lose events: replay from `-1` and skip. aegra's ids are `{run_id}_event_{n}`, kept for 600 s; of a finished run it sends only `end` without the header, and after the 600 s nothing but heartbeats.
                 * @example -1
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path: {
                /**
                 * @description Id of the run.
                 * @example 01999c6e-3a40-7c2b-8e15-7b9d2c4f8a63
                 */
                run_id: components["parameters"]["RunId"];
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run's events. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    createThreadCron: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /** @description What to run, how, and when. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadCronCreate"];
            };
        };
        responses: {
            /** @description The cron job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cron_id": "01999c6e-5b7e-7f10-a2c4-0d6e8f1a3b55",
                     *       "assistant_id": "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "user_id": null,
                     *       "schedule": "0 8 * * 1-5",
                     *       "timezone": "Europe/Lisbon",
                     *       "enabled": true,
                     *       "on_run_completed": "delete",
                     *       "payload": {
                     *         "assistant_id": "agent",
                     *         "input": {
                     *           "messages": [
                     *             {
                     *               "type": "human",
                     *               "content": "Good morning"
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "metadata": {
                     *         "team": "support"
                     *       },
                     *       "next_run_date": "2025-10-02T07:00:00.000Z",
                     *       "end_time": null,
                     *       "created_at": "2025-10-01T09:12:44.352Z",
                     *       "updated_at": "2025-10-01T09:12:44.352Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Cron"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    streamRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The caller's id for the request. Python keeps it in the run's `kwargs`, as `config.configurable.langgraph_request_id`, and makes one when it is left out; JavaScript keeps it there as `x-request-id`. It makes no request idempotent, but a run can be found by it.
                 * @example 7f6f1a8e-0c2b-4f3e-9d51-6b0a4c2e8f17
                 */
                "x-request-id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /** @description What to run, how, and what to stream. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunCreateStreamingStateful"];
            };
        };
        responses: {
            /** @description The run's events. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    waitRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The caller's id for the request. Python keeps it in the run's `kwargs`, as `config.configurable.langgraph_request_id`, and makes one when it is left out; JavaScript keeps it there as `x-request-id`. It makes no request idempotent, but a run can be found by it.
                 * @example 7f6f1a8e-0c2b-4f3e-9d51-6b0a4c2e8f17
                 */
                "x-request-id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /** @description What to run and how. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunCreateStreamingStateful"];
            };
        };
        responses: {
            /** @description The run's result. */
            200: {
                headers: {
                    "Content-Location": components["headers"]["ContentLocation"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                    /** @example {"messages":[]} */
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getThreadState: {
        parameters: {
            query?: {
                /** @description The namespace of a subgraph, whose latest state is then returned. aegra only, where `state/checkpoint` wants the id of a checkpoint; the others don't read it. */
                checkpoint_ns?: string;
                /** @description Whether to return the state of subgraphs inside their tasks. Send `true` for yes: Python takes `1` for no. */
                subgraphs?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. Empty, without a checkpoint, for a thread that never ran. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    updateThreadState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadStateUpdate"];
            };
        };
        responses: {
            /** @description The checkpoint that was made. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadStateUpdateResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getThreadStateById: {
        parameters: {
            query?: {
                /** @description Whether to return the state of subgraphs inside their tasks. Send `true` for yes: Python takes `1` for no. */
                subgraphs?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the checkpoint. Looks like a UUID, but need not be a valid one.
                 * @example 1f1e6408-298b-6f61-8001-3bf0b39ab308
                 */
                checkpoint_id: string;
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state at the checkpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "values": {
                     *         "topic": "tides"
                     *       },
                     *       "next": [
                     *         "review"
                     *       ],
                     *       "tasks": [
                     *         {
                     *           "id": "8d2f5c7a-1b3e-5f60-9a4c-2e7d6b8f0c13",
                     *           "name": "review",
                     *           "path": [
                     *             "__pregel_pull",
                     *             "review"
                     *           ],
                     *           "error": null,
                     *           "interrupts": [
                     *             {
                     *               "id": "3f9a1c5e7b2d4680a1c3e5f7092b4d68",
                     *               "value": {
                     *                 "question": "Go on?"
                     *               }
                     *             }
                     *           ],
                     *           "checkpoint": null,
                     *           "state": null,
                     *           "result": null
                     *         }
                     *       ],
                     *       "metadata": {
                     *         "source": "loop",
                     *         "step": 1,
                     *         "parents": {}
                     *       },
                     *       "created_at": "2026-07-01T09:00:05.000Z",
                     *       "checkpoint": {
                     *         "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "checkpoint_ns": "",
                     *         "checkpoint_id": "1f1e6408-298b-6f61-8001-3bf0b39ab308",
                     *         "checkpoint_map": null
                     *       },
                     *       "parent_checkpoint": {
                     *         "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "checkpoint_ns": "",
                     *         "checkpoint_id": "1f1e6408-1a2b-6c3d-8000-3bf0b39ab308",
                     *         "checkpoint_map": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getThreadStateAtCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadStateCheckpointRequest"];
            };
        };
        responses: {
            /** @description The state at the checkpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "values": {
                     *         "topic": "tides"
                     *       },
                     *       "next": [
                     *         "review"
                     *       ],
                     *       "tasks": [
                     *         {
                     *           "id": "8d2f5c7a-1b3e-5f60-9a4c-2e7d6b8f0c13",
                     *           "name": "review",
                     *           "path": [
                     *             "__pregel_pull",
                     *             "review"
                     *           ],
                     *           "error": null,
                     *           "interrupts": [
                     *             {
                     *               "id": "3f9a1c5e7b2d4680a1c3e5f7092b4d68",
                     *               "value": {
                     *                 "question": "Go on?"
                     *               }
                     *             }
                     *           ],
                     *           "checkpoint": null,
                     *           "state": null,
                     *           "result": null
                     *         }
                     *       ],
                     *       "metadata": {
                     *         "source": "loop",
                     *         "step": 1,
                     *         "parents": {}
                     *       },
                     *       "created_at": "2026-07-01T09:00:05.000Z",
                     *       "checkpoint": {
                     *         "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "checkpoint_ns": "",
                     *         "checkpoint_id": "1f1e6408-298b-6f61-8001-3bf0b39ab308",
                     *         "checkpoint_map": null
                     *       },
                     *       "parent_checkpoint": {
                     *         "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "checkpoint_ns": "",
                     *         "checkpoint_id": "1f1e6408-1a2b-6c3d-8000-3bf0b39ab308",
                     *         "checkpoint_map": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    getThreadStorage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The room that the thread takes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *       "total_bytes": 5120,
                     *       "checkpoints": {
                     *         "count": 4,
                     *         "bytes": 2048
                     *       },
                     *       "channel_values": {
                     *         "count": 6,
                     *         "bytes": 2816,
                     *         "by_channel": {
                     *           "messages": {
                     *             "versions": 3,
                     *             "bytes": 2560
                     *           }
                     *         }
                     *       },
                     *       "pending_writes": {
                     *         "count": 1,
                     *         "bytes": 256
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ThreadStorage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
            /** @description The server keeps checkpoints in a way of its own that cannot be measured. From Python. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "The checkpointer does not support this"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    streamThread: {
        parameters: {
            query?: {
                /** @description Which events to deliver, with commas between several: `run_modes` for all that the runs send, `lifecycle` for the start and the end of runs only, `state_update` for changes of the state from outside a run. Of a parameter that is repeated only the last counts. */
                stream_modes?: ("lifecycle" | "run_modes" | "state_update") | ("lifecycle" | "run_modes" | "state_update")[];
            };
            header?: {
                /**
                 * @description Where to go on: the id of the last event, `{ms}-{n}`, or only its `{ms}`; `-` for all events that are kept, which are those of runs with `stream_resumable`. The `-1` that the stream of a run takes is answered 422 here.
                 * @example -
                 */
                "Last-Event-ID"?: string;
            };
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thread's events, each frame named after its kind as in the stream of a run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    streamThreadEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the thread.
                 * @example 01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /** @description The channels, and how far down the tree of subgraphs to look. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProtocolEventStreamRequest"];
            };
        };
        responses: {
            /** @description Protocol events, from all runs of the thread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    countThreads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadCountRequest"];
            };
        };
        responses: {
            /** @description The number of matches. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example 42 */
                    "application/json": number;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    pruneThreads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadPruneRequest"];
            };
        };
        responses: {
            /** @description What was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pruned_count": 2
                     *     }
                     */
                    "application/json": components["schemas"]["ThreadPruneResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
    searchThreads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadSearchRequest"];
            };
        };
        responses: {
            /** @description One page of threads. */
            200: {
                headers: {
                    "X-Pagination-Next": components["headers"]["PaginationNext"];
                    "X-Pagination-Total": components["headers"]["PaginationTotal"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "thread_id": "01999c6e-2f1c-7d7a-9d4f-5a3c1f0b6e21",
                     *         "status": "interrupted",
                     *         "metadata": {
                     *           "user": "ada",
                     *           "graph_id": "agent",
                     *           "assistant_id": "01999c6d-91a2-7b3c-8d4e-5f60718293a4"
                     *         },
                     *         "config": {
                     *           "configurable": {
                     *             "model": "small"
                     *           }
                     *         },
                     *         "values": {
                     *           "topic": "tides"
                     *         },
                     *         "interrupts": {
                     *           "8d2f5c7a-1b3e-5f60-9a4c-2e7d6b8f0c13": [
                     *             {
                     *               "id": "3f9a1c5e7b2d4680a1c3e5f7092b4d68",
                     *               "value": {
                     *                 "question": "Go on?"
                     *               }
                     *             }
                     *           ]
                     *         },
                     *         "created_at": "2026-07-01T09:00:00.000Z",
                     *         "updated_at": "2026-07-01T09:00:05.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": (components["schemas"]["Thread"] | components["schemas"]["ThreadSelection"])[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["ServerError"];
        };
    };
}
export interface methods {
    get: {
        "/": paths["/"]["get"];
        "/.well-known/agent-card.json": paths["/.well-known/agent-card.json"]["get"];
        "/a2a/{assistant_id}": paths["/a2a/{assistant_id}"]["get"];
        "/a2a/{assistant_id}/.well-known/agent-card.json": paths["/a2a/{assistant_id}/.well-known/agent-card.json"]["get"];
        "/assistants/{assistant_id}": paths["/assistants/{assistant_id}"]["get"];
        "/assistants/{assistant_id}/graph": paths["/assistants/{assistant_id}/graph"]["get"];
        "/assistants/{assistant_id}/schemas": paths["/assistants/{assistant_id}/schemas"]["get"];
        "/assistants/{assistant_id}/subgraphs": paths["/assistants/{assistant_id}/subgraphs"]["get"];
        "/assistants/{assistant_id}/subgraphs/{namespace}": paths["/assistants/{assistant_id}/subgraphs/{namespace}"]["get"];
        "/docs": paths["/docs"]["get"];
        "/info": paths["/info"]["get"];
        "/mcp": paths["/mcp"]["get"];
        "/mcp/": paths["/mcp/"]["get"];
        "/metrics": paths["/metrics"]["get"];
        "/ok": paths["/ok"]["get"];
        "/openapi.json": paths["/openapi.json"]["get"];
        "/runs/{run_id}/stream": paths["/runs/{run_id}/stream"]["get"];
        "/runs/crons/{cron_id}": paths["/runs/crons/{cron_id}"]["get"];
        "/store/items": paths["/store/items"]["get"];
        "/threads/{thread_id}": paths["/threads/{thread_id}"]["get"];
        "/threads/{thread_id}/history": paths["/threads/{thread_id}/history"]["get"];
        "/threads/{thread_id}/runs": paths["/threads/{thread_id}/runs"]["get"];
        "/threads/{thread_id}/runs/{run_id}": paths["/threads/{thread_id}/runs/{run_id}"]["get"];
        "/threads/{thread_id}/runs/{run_id}/join": paths["/threads/{thread_id}/runs/{run_id}/join"]["get"];
        "/threads/{thread_id}/runs/{run_id}/stream": paths["/threads/{thread_id}/runs/{run_id}/stream"]["get"];
        "/threads/{thread_id}/state": paths["/threads/{thread_id}/state"]["get"];
        "/threads/{thread_id}/state/{checkpoint_id}": paths["/threads/{thread_id}/state/{checkpoint_id}"]["get"];
        "/threads/{thread_id}/storage": paths["/threads/{thread_id}/storage"]["get"];
        "/threads/{thread_id}/stream": paths["/threads/{thread_id}/stream"]["get"];
    };
    put: {
        "/store/items": paths["/store/items"]["put"];
    };
    post: {
        "/a2a/{assistant_id}": paths["/a2a/{assistant_id}"]["post"];
        "/assistants": paths["/assistants"]["post"];
        "/assistants/{assistant_id}/latest": paths["/assistants/{assistant_id}/latest"]["post"];
        "/assistants/{assistant_id}/versions": paths["/assistants/{assistant_id}/versions"]["post"];
        "/assistants/count": paths["/assistants/count"]["post"];
        "/assistants/search": paths["/assistants/search"]["post"];
        "/mcp": paths["/mcp"]["post"];
        "/mcp/": paths["/mcp/"]["post"];
        "/runs": paths["/runs"]["post"];
        "/runs/batch": paths["/runs/batch"]["post"];
        "/runs/cancel": paths["/runs/cancel"]["post"];
        "/runs/crons": paths["/runs/crons"]["post"];
        "/runs/crons/count": paths["/runs/crons/count"]["post"];
        "/runs/crons/search": paths["/runs/crons/search"]["post"];
        "/runs/stream": paths["/runs/stream"]["post"];
        "/runs/wait": paths["/runs/wait"]["post"];
        "/store/items/search": paths["/store/items/search"]["post"];
        "/store/namespaces": paths["/store/namespaces"]["post"];
        "/threads": paths["/threads"]["post"];
        "/threads/{thread_id}/commands": paths["/threads/{thread_id}/commands"]["post"];
        "/threads/{thread_id}/copy": paths["/threads/{thread_id}/copy"]["post"];
        "/threads/{thread_id}/history": paths["/threads/{thread_id}/history"]["post"];
        "/threads/{thread_id}/runs": paths["/threads/{thread_id}/runs"]["post"];
        "/threads/{thread_id}/runs/{run_id}/cancel": paths["/threads/{thread_id}/runs/{run_id}/cancel"]["post"];
        "/threads/{thread_id}/runs/crons": paths["/threads/{thread_id}/runs/crons"]["post"];
        "/threads/{thread_id}/runs/stream": paths["/threads/{thread_id}/runs/stream"]["post"];
        "/threads/{thread_id}/runs/wait": paths["/threads/{thread_id}/runs/wait"]["post"];
        "/threads/{thread_id}/state": paths["/threads/{thread_id}/state"]["post"];
        "/threads/{thread_id}/state/checkpoint": paths["/threads/{thread_id}/state/checkpoint"]["post"];
        "/threads/{thread_id}/stream/events": paths["/threads/{thread_id}/stream/events"]["post"];
        "/threads/count": paths["/threads/count"]["post"];
        "/threads/prune": paths["/threads/prune"]["post"];
        "/threads/search": paths["/threads/search"]["post"];
    };
    delete: {
        "/assistants/{assistant_id}": paths["/assistants/{assistant_id}"]["delete"];
        "/mcp": paths["/mcp"]["delete"];
        "/mcp/": paths["/mcp/"]["delete"];
        "/runs/crons/{cron_id}": paths["/runs/crons/{cron_id}"]["delete"];
        "/store/items": paths["/store/items"]["delete"];
        "/threads/{thread_id}": paths["/threads/{thread_id}"]["delete"];
        "/threads/{thread_id}/runs/{run_id}": paths["/threads/{thread_id}/runs/{run_id}"]["delete"];
    };
    patch: {
        "/assistants/{assistant_id}": paths["/assistants/{assistant_id}"]["patch"];
        "/runs/crons/{cron_id}": paths["/runs/crons/{cron_id}"]["patch"];
        "/threads/{thread_id}": paths["/threads/{thread_id}"]["patch"];
    };
}
