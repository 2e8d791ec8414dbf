// What the roles are called on pages, and what each is for: the API and the record have them by their names.
import { roles, type Role } from '../domain/access/rights.ts';
import type { MessageKey, Words } from '../mail/messages/words.ts';

export const roleWord = ({ say }: Words, role: Role): string => (say as (key: MessageKey) => string)(`role.${role}`);

export const roleSays = ({ say }: Words, role: Role): string =>
  (say as (key: MessageKey) => string)(`role.${role}.says`);

/** Of a name from the API: one that is none any more is shown as it is. */
export const roleNamed = (words: Words, name: string): string => (name in roles ? roleWord(words, name as Role) : name);

export const rolesNamed = (words: Words, names: unknown): string =>
  Array.isArray(names) ? words.list(names.map((each) => roleNamed(words, String(each)))) : '';

/** Of a form in which roles are chosen. */
export const roleOptions = (words: Words, names: readonly Role[]) =>
  names.map((value) => ({ value, label: `${roleWord(words, value)}: ${roleSays(words, value)}` }));
