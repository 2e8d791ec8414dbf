// Shapes of free text and identifiers that every message, plan and engagement is made of.
import { z } from 'zod';

/** PostgreSQL stores neither NUL nor half a surrogate pair, and RFC 8785 hashes neither; one would block the record for good. */
export const isStorable = (value: string): boolean => !value.includes('\0') && !/\p{Surrogate}/u.test(value);

/** The same text without what the record cannot hold; for text from outside that is kept rather than refused. */
export const storable = (value: string): string => value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');

const unstorable = 'leave out NUL characters and broken Unicode';

/** Any text the record can hold, as it came. */
export const anyText = (max: number) => z.string().max(max).refine(isStorable, unstorable);

/** Text with something in it, trimmed. */
export const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, unstorable);

/**
 * What would make a line read as something else than it is, or cannot be seen at all: controls, overrides and isolates of
 * direction ("exe.pdf" for "fdp.exe"), spaces without width, byte order marks, tags. Left alone are joiners and plain marks of
 * direction, without which some scripts cannot be written.
 */
const unreadable = /[\p{Cc}\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** Something that ink is needed for. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

const codePoint = (letter: string): string =>
  `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** With every character that would make it read as something else shown by its number: "exe.[U+202E]fdp". */
export const shownPlainly = (value: string): string =>
  value.replace(new RegExp(unreadable, 'gu'), (found) => (found === '\n' ? found : `[${codePoint(found)}]`));

/** Why a name, title or file name cannot be shown as it is, and what to do; undefined when it can. */
export function whyUnreadable(value: string): string | undefined {
  const [found] = unreadable.exec(value) ?? [];
  if (found !== undefined)
    return `has the invisible character ${codePoint(found)}, which can make it read as something else; leave it out`;
  return visible.test(value.replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
    ? undefined
    : 'has no letter, digit or sign that can be seen; write it so that people can read it';
}

/** One line that people read and recognise: a name, a title, a reference. Trimmed. */
export const line = (max: number) =>
  text(max).superRefine((value, context) => {
    const why = whyUnreadable(value);
    if (why !== undefined) context.addIssue({ code: 'custom', message: why });
  });

/** What somebody is called. Signs alone are nobody's name, and could be typed by anybody. */
export const nameOfSomebody = line(200).regex(/\p{L}/u, 'has no letter; write the name as the person signs it');

/** A file's bare name, as it is shown to whoever is asked to accept the file. */
export const fileName = line(255).regex(/^[^/\\]+$/u, 'has a folder in it; give the bare name');

/** An identifier that people choose. */
export const key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use letters, digits, dot, dash or underscore');
