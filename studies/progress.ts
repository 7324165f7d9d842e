// One line of progress: a bar, what is done, how long it will take. Redrawn in place on a terminal, one line a while
// elsewhere.

export interface Progress {
  /** @param done in [0, total] */
  update(done: number, text: string): void;
  end(): void;
}

const WIDTH = 24;
/** Milliseconds between lines where the output is no terminal. */
const QUIET = 20_000;

export function openProgress(total: number, from = 0, out: NodeJS.WriteStream = process.stderr): Progress {
  const start = performance.now();
  let last = -Infinity;
  return {
    update(done, text) {
      const now = performance.now();
      if (now - last < (out.isTTY ? 100 : QUIET) && done < total) return;
      last = now;
      const share = total ? done / total : 1;
      const bar = "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░");
      const left = done > from ? ((now - start) / (done - from)) * (total - done) : NaN;
      const line = `${bar} ${(100 * share).toFixed(1)} %  ${text}  ${formatDuration(left)} left`;
      out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    end() {
      if (out.isTTY) out.write("\n");
    }
  };
}

/** Milliseconds as "2 h 05 min", "3 min 10 s" or "12 s"; "?" where they are not known. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return "?";
  const seconds = Math.round(milliseconds / 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
  return seconds >= 60 ? `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s` : `${seconds} s`;
}
