// While a slider moves one question at a time is on its way, and of those that wait the newest one is asked next.

export interface Latest<A, R> {
  /** Ask; a question that still waits is dropped for this one. */
  ask(args: A): void;
  /** Forget what is on its way. */
  stop(): void;
}

/** @param answer is given a signal that aborts when all is stopped; each answer is told, the newest last */
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
