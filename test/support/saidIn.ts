// What was put in by people, to be looked for where it must not be.

/** Words of people, names, addresses: every string on record that is more than an ID, a word of the product or a number. */
export function saidIn(value: unknown): string[] {
  if (typeof value === 'string') return /[ @]|^\d{1,3}(\.\d{1,3}){3}$/.test(value) && value.length > 5 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(saidIn) : [];
}
