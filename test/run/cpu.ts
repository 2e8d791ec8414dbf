// What processor time a process and all it has started have used: by /proc, so on Linux only.
import { readdirSync, readFileSync } from 'node:fs';

interface Usage {
  parent: number;
  /** Its own and that of children that have ended, in clock ticks. */
  ticks: number;
}

const ticksPerSecond = 100;

/** Seconds in user and system mode; undefined where there is no /proc. A process that left its parent is not counted. */
export function cpuSecondsOf(pid: number): number | undefined {
  const all = usageOfAll();
  if (!all.has(pid)) return undefined;
  const tree = new Set([pid]);
  for (const each of tree) for (const [child, { parent }] of all) if (parent === each) tree.add(child);
  let ticks = 0;
  for (const each of tree) ticks += all.get(each)?.ticks ?? 0;
  return ticks / ticksPerSecond;
}

function usageOfAll(): Map<number, Usage> {
  const found = new Map<number, Usage>();
  for (const pid of processes()) {
    const usage = usageOf(pid);
    if (usage) found.set(pid, usage);
  }
  return found;
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces and parentheses; after it come state, parent, and from the 12th on the times.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, each) => sum + each, 0) };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
