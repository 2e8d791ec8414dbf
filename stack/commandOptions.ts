// Reads the options of commands by the schemas of the API, and says of each that is wrong which it is.

/** Also a date, or an instant of another zone. Throws Error naming the option. */
export function instantOf(option: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw new Error(`--${option}: "${given}" is no instant; write it as 2027-01-31T17:00:00Z.`);
  return new Date(at).toISOString();
}

type Parsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };

/** `names` are those of options that are not called like their fields. Throws Error naming each option at fault. */
export function readOptions<T>(
  schema: { safeParse(value: unknown): Parsed<T> },
  given: Record<string, unknown>,
  names: Record<string, string>,
  usage: string,
): T {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(given).filter(([, each]) => each !== undefined)));
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(
    ({ path: [field], message }) => `--${names[String(field)] ?? String(field)}: ${message}`,
  );
  throw new Error(`${[...new Set(said)].join('\n')}\n\n${usage}`);
}
