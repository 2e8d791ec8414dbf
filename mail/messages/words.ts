// What people read, in their language: messages from the catalogues in languages/, one file each, and figures as that language writes them.
import { readdirSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type { ArgumentsOf } from './argumentsOf.ts';
import type { Example } from './example.ts';
import { figuresIn, type Figures } from './figures.ts';
import type { Language, MessageKey, ReplyWords } from './language.ts';
import { language as source, type messages } from './languages/en.ts';
import { sentencesIn } from './sentences.ts';

export type { MessageKey } from './language.ts';

type English = typeof messages;

type Values<Key extends MessageKey> = ArgumentsOf<English[Key]>;

/** What a message takes beside its key: nothing, or one value for each argument that it has in English. */
type ValuesFor<Key extends MessageKey> = keyof Values<Key> extends never ? [] : [values: Values<Key>];

export interface Instants {
  /** Undefined where each says its own. */
  zone: string | undefined;
  said: (at: string) => string;
}

export interface Words extends Omit<Figures, 'partsOf'> {
  /** As it was asked for, e.g. "de" or "de-AT". */
  language: string;
  direction: 'ltr' | 'rtl';
  /** Whose dates are written. */
  locale: string;
  examples: readonly Example[];
  /** "Tuesday 3 March 2026, 09:00 (Central European Standard Time)", as it was there. */
  instant: (at: string, zone: string) => string;
  /** Several, as they were there: the name of the zone apart from them where all have the same, which summer and winter have not. */
  instants: (all: readonly string[], zone: string) => Instants;
  /** "3 March 2026 at 08:00 UTC" */
  utc: (at: string) => string;
  sentences: Language['sentences'];
  replies: ReplyWords;
  /** What the domain says in English, said in this language; undefined where there are no words for it. */
  sentence: (english: string) => string | undefined;
  say: <Key extends MessageKey>(key: Key, ...values: ValuesFor<Key>) => string;
}

/** English is there when nobody says otherwise. */
export const defaultLanguage = 'en';

const english: Language = source;
const folder = new URL('languages/', import.meta.url);
const spokenIn = new Map<string, Language>();
for (const file of readdirSync(folder).sort()) {
  const [, tag] = /^([a-z]{2,3})\.[jt]s$/.exec(file) ?? [];
  if (tag === undefined) continue;
  const { language } = (await import(new URL(file, folder).href)) as { language: Language };
  spokenIn.set(tag, language);
}

/** Each has a file; people may ask for one of its regions too, as in "de-AT". */
export const languages: readonly string[] = [...spokenIn.keys()];

const primary = (language: string): string => language.split('-')[0]?.toLowerCase() ?? '';

/** Whether there are words in this language. */
export const isSpoken = (language: string): boolean => spokenIn.has(primary(language));

const spoken = new Map<string, Words>();

/** A sentence of the domain in the language of `words`, or as it is where there are none for it: what people wrote stays as they wrote it. */
export const saidIn = (words: Words, english: string): string => words.sentence(english) ?? english;

/** What decides in replies, in each of them. */
export const replyWords = (): ReplyWords[] => [...spokenIn.values()].map((each) => each.replies);

/** The statement of the service in every language but that of `own`. */
export const statementsBut = (own: string): Record<string, string> =>
  Object.fromEntries([...spokenIn].flatMap(([tag, { statement }]) => (tag === own ? [] : [[tag, statement]])));

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
  const {
    messages: catalogue,
    examples,
    sentences,
    replies,
    locale: usual,
  } = spokenIn.get(primary(language)) ?? english;
  const locale = language === primary(language) ? (usual ?? language) : language;
  const { partsOf, ...figures } = figuresIn(language, locale);
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  const messageOf = (key: MessageKey): IntlMessageFormat => {
    const known = parsed.get(key);
    if (known) return known;
    const message = new IntlMessageFormat(catalogue[key], language, undefined, { ignoreTag: true });
    parsed.set(key, message);
    return message;
  };
  const say: Words['say'] = (key, ...[values]) => String(messageOf(key).format(values));
  const utc: Words['utc'] = (at) => say('print.utc', partsOf(at, 'UTC'));
  const isSource = primary(language) === defaultLanguage;
  return {
    ...figures,
    ...{ language, locale, examples, sentences, replies },
    direction: directionOf(language),
    instant: (at, zone) => say('instant', partsOf(at, zone)),
    instants(all, zone) {
      const [name, ...others] = new Set(all.map((at) => partsOf(at, zone).zone));
      const isShared = others.length === 0;
      return {
        zone: isShared ? name : undefined,
        said: (at) => say(isShared ? 'instantThere' : 'instant', partsOf(at, zone)),
      };
    },
    utc,
    sentence: isSource ? (sentence) => sentence : sentencesIn(sentences, { ...figures, utc }),
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
