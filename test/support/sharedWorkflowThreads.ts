// Threads that run workflows, kept for the next worker of the same process: loading the workflows into a new one takes longer than most tests.
import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../../worker/workflowBundle.ts';
import { oncePerRun } from './oncePerRun.ts';

interface Workflow {
  dispose(): Promise<void>;
}

interface Threads {
  createWorkflow(options: unknown): Promise<Workflow>;
  destroy(): Promise<void>;
}

interface Bundle {
  code: string;
}

interface Compiled {
  activities: Map<string, unknown>;
  debugMode?: boolean;
  workflowBundle?: { codePath?: string };
}

/** What the SDK's worker makes its threads by; its types keep these to itself. */
interface Making {
  getOrCreateBundle(options: Compiled, logger: unknown): Promise<Bundle | undefined>;
  createWorkflowCreator(bundle: Bundle, options: Compiled, logger: unknown): Promise<Threads>;
}

/**
 * No two workers that live at the same time have one, as both may hold the same run; a worker that shuts down gives its own back once
 * whatever it held there is gone.
 */
class Kept {
  readonly #all: Threads[] = [];
  readonly #free = new Map<string, Threads[]>();

  async take(key: string, make: () => Promise<Threads>): Promise<Threads> {
    const free = this.#free.get(key) ?? [];
    this.#free.set(key, free);
    const threads = free.pop() ?? (await make());
    if (!this.#all.includes(threads)) this.#all.push(threads);
    const held = new Set<Workflow>();
    return {
      async createWorkflow(options) {
        const workflow = await threads.createWorkflow(options);
        held.add(workflow);
        const dispose = workflow.dispose.bind(workflow);
        workflow.dispose = () => {
          held.delete(workflow);
          return dispose();
        };
        return workflow;
      },
      async destroy() {
        for (const each of held) await each.dispose();
        free.push(threads);
      },
    };
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((each) => each.destroy()));
  }
}

const isOfBuild = ({ workflowBundle: asked }: Compiled): boolean =>
  asked?.codePath !== undefined && asked.codePath === (workflowBundle() as { codePath: string }).codePath;

/** From now on, for all workers of this process but those that replay in it. */
export const shareWorkflowThreads = (): Promise<unknown> =>
  oncePerRun(
    'workflow threads',
    async () => {
      const making = Worker as unknown as Making;
      const { getOrCreateBundle, createWorkflowCreator } = making;
      const kept = new Kept();
      let bundle: Promise<Bundle | undefined> | undefined;
      making.getOrCreateBundle = (options, logger) => {
        const read = () => getOrCreateBundle.call(Worker, options, logger);
        return isOfBuild(options) ? (bundle ??= read()) : read();
      };
      making.createWorkflowCreator = (code, options, logger) => {
        const make = () => createWorkflowCreator.call(Worker, code, options, logger);
        if (options.debugMode || !isOfBuild(options)) return make();
        return kept.take([...options.activities.keys()].sort().join(), make);
      };
      return kept;
    },
    (kept) => kept.end(),
  );
