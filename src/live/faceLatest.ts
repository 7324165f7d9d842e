// Only the newest question counts: while a slider moves, what was asked before is cancelled, and one question at a time is on
// its way.

export interface Latest<A, R> {
  /** Ask; `told` hears the answer unless something newer was asked meanwhile. */
  ask(args: A): void;
  /** Forget what is on its way. */
  stop(): void;
}

/** @param answer is given a signal that aborts when something newer was asked */
export function latest<A, R>(
  answer: (args: A, signal: AbortSignal) => Promise<R>,
  told: (result: R, args: A) => void,
  failed: (error: unknown) => void
): Latest<A, R> {
  let waiting: {readonly args: A} | undefined;
  let running: AbortController | undefined;
  const next = async (): Promise<void> => {
    while (waiting) {
      const {args} = waiting;
      waiting = undefined;
      const controller = new AbortController();
      running = controller;
      try {
        const result = await answer(args, controller.signal);
        if (!controller.signal.aborted) told(result, args);
      } catch (error) {
        if (!controller.signal.aborted) failed(error);
      }
    }
    running = undefined;
  };
  return {
    ask(args) {
      const idle = !running && !waiting;
      waiting = {args};
      if (idle) void next();
    },
    stop() {
      waiting = undefined;
      running?.abort();
    }
  };
}
