// What people read, in their language: messages from the catalogues in languages/, one file each, and figures as that language writes them.
import { readdirSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type { ArgumentsOf } from './argumentsOf.ts';
import { figuresIn, type Figures } from './figures.ts';
import { messages as english } from './languages/en.ts';

type English = typeof english;
export type MessageKey = keyof English;

/** A catalogue of another language: each message of the English one. */
export type Translation = Readonly<Record<MessageKey, string>>;

type Values<Key extends MessageKey> = ArgumentsOf<English[Key]>;

/** What a message takes beside its key: nothing, or one value for each argument that it has in English. */
type ValuesFor<Key extends MessageKey> = keyof Values<Key> extends never ? [] : [values: Values<Key>];

export interface Words extends Omit<Figures, 'partsOf'> {
  /** As it was asked for, e.g. "de" or "de-AT". */
  language: string;
  direction: 'ltr' | 'rtl';
  /** "Tuesday 3 March 2026, 09:00 (Central European Standard Time)", as it was there. */
  instant: (at: string, zone: string) => string;
  /** "3 March 2026 at 08:00 UTC" */
  utc: (at: string) => string;
  say: <Key extends MessageKey>(key: Key, ...values: ValuesFor<Key>) => string;
}

/** English is there when nobody says otherwise. */
export const defaultLanguage = 'en';

const folder = new URL('languages/', import.meta.url);
const catalogues = new Map<string, Translation>();
for (const file of readdirSync(folder).sort()) {
  const [, language] = /^([a-z]{2,3})\.[jt]s$/.exec(file) ?? [];
  if (language === undefined) continue;
  const { messages } = (await import(new URL(file, folder).href)) as { messages: Translation };
  catalogues.set(language, messages);
}

/** Each has a file; people may ask for one of its regions too, as in "de-AT". */
export const languages: readonly string[] = [...catalogues.keys()];

const primary = (language: string): string => language.split('-')[0]?.toLowerCase() ?? '';

/** Whether there are words in this language. */
export const isSpoken = (language: string): boolean => catalogues.has(primary(language));

const spoken = new Map<string, Words>();

/** In a language without a catalogue: English. */
export function wordsIn(language: string | undefined): Words {
  const tag = language !== undefined && isSpoken(language) ? language : defaultLanguage;
  const known = spoken.get(tag);
  if (known) return known;
  const words = open(tag);
  spoken.set(tag, words);
  return words;
}

function open(language: string): Words {
  const catalogue = catalogues.get(primary(language)) ?? english;
  const { partsOf, ...figures } = figuresIn(language);
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  const messageOf = (key: MessageKey): IntlMessageFormat => {
    const known = parsed.get(key);
    if (known) return known;
    const message = new IntlMessageFormat(catalogue[key], language, undefined, { ignoreTag: true });
    parsed.set(key, message);
    return message;
  };
  const say: Words['say'] = (key, ...[values]) => String(messageOf(key).format(values));
  return {
    ...figures,
    language,
    direction: directionOf(language),
    instant: (at, zone) => say('instant', partsOf(at, zone)),
    utc: (at) => say('print.utc', partsOf(at, 'UTC')),
    say,
  };
}

const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  rightToLeft.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';

/** The best of those a browser says its reader knows, by the header Accept-Language. */
export function languageAsked(header: string | undefined): string {
  const asked = (header ?? '').split(',').flatMap((each, index) => {
    const [tag = '', ...rest] = each.split(';').map((part) => part.trim());
    const weight = Number(/^q=([\d.]+)$/.exec(rest[0] ?? 'q=1')?.[1] ?? 0);
    return weight > 0 && isWellFormed(tag) && isSpoken(tag) ? [{ tag, weight, index }] : [];
  });
  asked.sort((one, other) => other.weight - one.weight || one.index - other.index);
  return asked[0]?.tag ?? defaultLanguage;
}

const isWellFormed = (tag: string): boolean => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag);
