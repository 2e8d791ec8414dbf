// `npm start` and `npm run demo` as child processes, on ports and in a state folder of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../stack/ports.ts';
import { isRunning } from '../../stack/processNotes.ts';

const portSettings = [
  ...['PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'MAIL_SMTP_PORT', 'MAIL_WEB_PORT', 'ISSUER_PORT'],
] as const;

/** Where root's PostgreSQL, which runs as another user, can get in. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'sign-off-stack-'));
  await chmod(folder, 0o755);
  return folder;
}

/** What spares the tests' own processes threads beside their own; what is loaded into those alone is not for programs. */
const lean = process.execArgv.filter((each) => !each.startsWith('--import'));

export class Program {
  readonly #process: ChildProcess;
  readonly exited: Promise<number | null>;
  output = '';
  #listeners: (() => void)[] = [];

  constructor(program: URL, env: Record<string, string>, cwd: string, args: string[] = []) {
    const command = [process.execPath, ...lean, fileURLToPath(program), ...args] as const;
    // As npm does, which says so to what it runs, by a shell that stays as Debian's; others give way to what they run last.
    const { npm_lifecycle_event: isByNpm, npm_config_script_shell: shell = 'sh' } = env;
    const [first, ...rest] = isByNpm && shell === 'sh' ? ['sh', '-c', '"$0" "$@"; true', ...command] : command;
    this.#process = spawn(first, rest, {
      cwd,
      env: { ...inherited(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
        for (const listener of this.#listeners.splice(0)) listener();
      });
    this.exited = new Promise((resolve) => this.#process.once('close', (code) => resolve(code)));
    void this.exited.then(() => {
      for (const listener of this.#listeners.splice(0)) listener();
    });
  }

  /** Waits until it has printed `text`; throws with all it printed when it ends without. */
  async prints(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null)
        throw new Error(`It ended without printing "${text}":\n${this.output}`);
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }

  /** What the process said to it does not wait for. */
  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#process.kill(signal);
    return this.exited;
  }
}

/** What this run was given is not to reach the service: its own servers, its own ports. */
function inherited(): Record<string, string | undefined> {
  const wanted = ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TEMPORAL_CLI_PATH', 'TMPDIR', 'SystemRoot', 'USERPROFILE'];
  return Object.fromEntries(wanted.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** One installation: it can be started, killed and started again on the same state. */
export class Installation {
  readonly folder: string;
  readonly env: Record<string, string>;
  #started: Program[] = [];

  private constructor(folder: string, env: Record<string, string>) {
    this.folder = folder;
    this.env = env;
  }

  static async create(): Promise<Installation> {
    const folder = await openFolder();
    const env: Record<string, string> = { STATE_FOLDER: join(folder, 'state of größe #1?') };
    for (const setting of portSettings) env[setting] = `${await freePort()}`;
    return new Installation(folder, env);
  }

  get stateFolder(): string {
    return this.env.STATE_FOLDER ?? '';
  }

  start(env: Record<string, string> = {}): Program {
    const program = new Program(new URL('../../stack/start.ts', import.meta.url), { ...this.env, ...env }, this.folder);
    this.#started.push(program);
    return program;
  }

  async startAndWait(): Promise<Program> {
    const program = this.start();
    await program.prints('npm run demo');
    return program;
  }

  demo(): Program {
    return new Program(new URL('../../scripts/demo/demo.ts', import.meta.url), this.env, this.folder);
  }

  doctor(): Program {
    return new Program(new URL('../../stack/doctor.ts', import.meta.url), this.env, this.folder);
  }

  /** Process IDs of its servers that run, by the notes it keeps of them. */
  async servers(): Promise<Record<string, number>> {
    const notes = join(this.stateFolder, 'run');
    const names = await readdir(notes).catch(() => []);
    const pids: [string, number][] = [];
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const { pid } = JSON.parse(await readFile(join(notes, name), 'utf8')) as { pid: number };
      if (isRunning(pid)) pids.push([name.replace('.json', ''), pid]);
    }
    return Object.fromEntries(pids);
  }

  async remove(): Promise<void> {
    for (const program of this.#started) await program.kill('SIGKILL');
    for (const pid of Object.values(await this.servers())) {
      process.kill(pid, 'SIGINT');
      while (isRunning(pid)) await new Promise((wait) => setTimeout(wait, 50));
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
