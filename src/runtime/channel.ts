// Calls over a MessagePort: a request has an id, and is answered by any number of events and then one result or error. A
// call can be cancelled. Both ends are plain ports, so a worker of a page and a worker thread of Node speak the same.

/** The part of MessagePort that pages and Node share. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: {data: unknown}) => void): void;
  start(): void;
  close(): void;
}

type Request = {readonly id: number; readonly method: string; readonly args: unknown} | {readonly cancel: number};

type Reply =
  | {readonly id: number; readonly event: unknown}
  | {readonly id: number; readonly result: unknown}
  | {readonly id: number; readonly error: {readonly name: string; readonly message: string}}
  | {readonly notice: unknown};

export interface CallContext {
  /** aborts when the caller cancels or hangs up */
  readonly signal: AbortSignal;
  /** Send the caller an event. */
  emit(event: unknown): void;
}

export type Method = (args: unknown, context: CallContext) => Promise<unknown>;

/** Answer calls on a port. Returns a function that sends a notice that no call asked for. */
export function answer(port: Port, methods: Readonly<Record<string, Method>>): (notice: unknown) => void {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply): void => port.postMessage(message);
  const run = async (id: number, method: string, args: unknown): Promise<void> => {
    const controller = new AbortController();
    const {signal} = controller;
    running.set(id, controller);
    try {
      if (!Object.hasOwn(methods, method)) throw new Error(`unknown method: ${method}`);
      reply({id, result: await methods[method](args, {signal, emit: (event) => reply({id, event})})});
    } catch (thrown) {
      const {name, message} = thrown instanceof Error ? thrown : new Error(String(thrown));
      reply({id, error: {name, message}});
    } finally {
      running.delete(id);
    }
  };
  port.addEventListener("message", ({data}) => {
    const request = data as Request;
    if ("cancel" in request) running.get(request.cancel)?.abort();
    else void run(request.id, request.method, request.args);
  });
  port.start();
  return (notice) => reply({notice});
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** called with each event, in order */
  readonly on?: (event: unknown) => void;
}

export interface Channel {
  /** @throws what the other side threw, under its name; an AbortError when `signal` aborts */
  call(method: string, args: unknown, options?: CallOptions): Promise<unknown>;
  /** Hang up; calls that are under way fail. */
  close(): void;
}

/** Make calls over a port. `notify` is told what the other side says unasked. */
export function connect(port: Port, notify: (notice: unknown) => void = () => {}): Channel {
  interface Call extends CallOptions {
    resolve(result: unknown): void;
    reject(error: unknown): void;
  }
  const calls = new Map<number, Call>();
  let last = 0;
  port.addEventListener("message", ({data}) => {
    const message = data as Reply;
    if ("notice" in message) return notify(message.notice);
    const call = calls.get(message.id);
    if (!call) return;
    if ("event" in message) return call.on?.(message.event);
    calls.delete(message.id);
    if ("result" in message) call.resolve(message.result);
    else call.reject(Object.assign(new Error(message.error.message), {name: message.error.name}));
  });
  port.start();
  return {
    call(method, args, {signal, on} = {}) {
      const id = ++last;
      const {promise, resolve, reject} = deferred();
      calls.set(id, {on, resolve, reject});
      const cancel = (): void => {
        calls.delete(id);
        port.postMessage({cancel: id} satisfies Request);
        reject(signal?.reason);
      };
      if (signal?.aborted) cancel();
      else port.postMessage({id, method, args} satisfies Request);
      signal?.addEventListener("abort", cancel, {once: true});
      return promise.finally(() => signal?.removeEventListener("abort", cancel));
    },
    close() {
      for (const [id, call] of calls) {
        port.postMessage({cancel: id} satisfies Request);
        call.reject(new Error("the worker was closed"));
      }
      calls.clear();
      port.close();
    }
  };
}

function deferred(): {promise: Promise<unknown>; resolve(value: unknown): void; reject(error: unknown): void} {
  let resolve: (value: unknown) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<unknown>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return {promise, resolve, reject};
}
