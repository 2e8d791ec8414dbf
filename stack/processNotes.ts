// Notes of running child processes, on disk, so that what a killed run left behind is found and ended by the next one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A process by its ID and start: the same ID with another start is another process. */
interface NotedProcess {
  pid: number;
  startedAt: string | undefined;
}

interface Note extends NotedProcess {
  startedBy: NotedProcess;
}

const folderOf = (stateFolder: string): string => join(stateFolder, 'run');
const pathOf = (stateFolder: string, name: string): string => join(folderOf(stateFolder), `${name}.json`);
const noted = (pid: number): NotedProcess => ({ pid, startedAt: startOf(pid) });
const isAlive = ({ pid, startedAt }: NotedProcess): boolean => startedAt !== undefined && startOf(pid) === startedAt;

/** Renamed into place, so that a crash leaves a whole note or none. */
export async function writeNote(stateFolder: string, name: string, pid: number): Promise<void> {
  await mkdir(folderOf(stateFolder), { recursive: true });
  const path = pathOf(stateFolder, name);
  await writeFile(`${path}.part`, JSON.stringify({ ...noted(pid), startedBy: noted(process.pid) } satisfies Note));
  await rename(`${path}.part`, path);
}

export const removeNote = (stateFolder: string, name: string): Promise<void> =>
  rm(pathOf(stateFolder, name), { force: true });

/**
 * Ends every noted process whose starter is gone, and returns their names. Throws when a starter other than this process
 * still runs: two of them on one state folder would take each other's parts down.
 */
export async function endLeftovers(stateFolder: string): Promise<string[]> {
  const files = await readdir(folderOf(stateFolder)).catch(() => []);
  const ended: string[] = [];
  for (const file of files.filter((each) => each.endsWith('.json'))) {
    const name = file.slice(0, -'.json'.length);
    if (await endLeftover(stateFolder, name)) ended.push(name);
  }
  return ended;
}

/** True when there was such a process and it was ended. */
export async function endLeftover(stateFolder: string, name: string): Promise<boolean> {
  const note = await readNote(stateFolder, name);
  const isLeft = note !== undefined && isAlive(note);
  if (isLeft) {
    const { startedBy } = note;
    if (startedBy.pid !== process.pid && isAlive(startedBy))
      throw new Error(
        `Process ${startedBy.pid} is running on the state folder ${stateFolder} already. Stop it first, or set STATE_FOLDER to another folder.`,
      );
    await endGently(note);
  }
  await removeNote(stateFolder, name);
  return isLeft;
}

async function readNote(stateFolder: string, name: string): Promise<Note | undefined> {
  try {
    const note = JSON.parse(await readFile(pathOf(stateFolder, name), 'utf8')) as Partial<Note>;
    return note.pid === undefined || note.startedBy === undefined ? undefined : (note as Note);
  } catch {
    return undefined;
  }
}

async function endGently(target: NotedProcess): Promise<void> {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    process.kill(target.pid, signal);
    for (let waited = 0; waited < 100 && isAlive(target); waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    if (!isAlive(target)) return;
  }
  throw new Error(`Process ${target.pid}, left behind by an earlier run, does not end; end it by hand.`);
}

/** A process that is dead and only not yet collected by its parent does not count. */
export const isRunning = (pid: number): boolean => startOf(pid) !== undefined;

/** Undefined when there is no such process, or it is dead and only not yet collected by its parent. */
function startOf(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? startInTicks(pid) : startByPs(pid);
  } catch {
    return undefined;
  }
}

function startInTicks(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function startByPs(pid: number): string | undefined {
  const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`], { stdio: ['ignore', 'pipe', 'ignore'] });
  const text = line.toString().trim();
  return text === '' || text.startsWith('Z') ? undefined : text.replace(/^\S+\s+/, '');
}
