// What a whole run of tests shares, started when first asked for and stopped at the end. Mocha loads some test files as CommonJS
// and others as modules, which makes two copies of every module they import; hence one place that both copies see.
type Shared = Map<string, { value: Promise<unknown>; stop(): Promise<void> }>;

const place = Symbol.for('milestone-sign-off: shared by a run of tests');
const shared: Shared = ((globalThis as unknown as Record<symbol, Shared | undefined>)[place] ??= new Map());

export function oncePerRun<T>(name: string, start: () => Promise<T>, stop: (value: T) => Promise<void>): Promise<T> {
  const found = shared.get(name);
  if (found) return found.value as Promise<T>;
  const value = start();
  shared.set(name, { value, stop: async () => stop(await value) });
  return value;
}

/** In the reverse order of starting. */
export async function stopWhatIsShared(): Promise<void> {
  for (const each of [...shared.values()].toReversed()) await each.stop();
  shared.clear();
}
