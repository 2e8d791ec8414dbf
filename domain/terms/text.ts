// Shapes of free text and identifiers that every message, plan and engagement is made of.
import { z } from 'zod';

/** PostgreSQL stores neither NUL nor half a surrogate pair, and RFC 8785 hashes neither; one would block the record for good. */
export const isStorable = (value: string): boolean => !value.includes('\0') && !/\p{Surrogate}/u.test(value);

const unstorable = 'leave out NUL characters and broken Unicode';

/** Any text the record can hold, as it came. */
export const anyText = (max: number) => z.string().max(max).refine(isStorable, unstorable);

/** Text with something in it, trimmed. */
export const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, unstorable);

/** An identifier that people choose. */
export const key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use letters, digits, dot, dash or underscore');
