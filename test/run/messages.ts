// What the runner and its processes say to each other.

/** To a process: the compiled test file to run next, or that there is none left. */
export type Order = { run: string } | { end: true };

export interface Failure {
  /** Of the test or hook, from the outermost suite down. */
  title: string;
  /** As mocha prints it: what was expected, what came, and where. */
  text: string;
}

export interface Result {
  passed: number;
  skipped: number;
  failures: Failure[];
  seconds: number;
  /** Processor time of the process and what it started; undefined where it cannot be had. */
  cpuSeconds?: number | undefined;
  /** Titles of skipped tests. */
  skippedTitles: string[];
}

/** From a process, when a file is done. */
export type Report = { result: Result };
