// What a language is made of: everything that is said, heard, signed or shown in it. One file in languages/ is one language.
import type { Example } from './example.ts';
import type { messages as english } from './languages/en.ts';

export type MessageKey = keyof typeof english;

/** A catalogue of another language: each message of the English one. */
export type Translation = Readonly<Record<MessageKey, string>>;

/** The words that decide in the first line of a reply; each verb may be written in several ways. */
export interface ReplyWords {
  approve: readonly string[];
  sign: readonly string[];
  revise: readonly string[];
  refuse: readonly string[];
  comment: readonly string[];
  question: readonly string[];
  /** In place of a decision: what has to be known first, longer, somebody else’s, and a signature taken back. */
  needInformation: readonly string[];
  moreTime: readonly string[];
  notMine: readonly string[];
  withdraw: readonly string[];
  delegate: readonly string[];
  /** Between "delegate" and the address, where somebody writes it. */
  to: readonly string[];
  /** What sounds like a decision and is none of the above, so that its writer is asked back: whole words, or beginnings with a hyphen behind. */
  soundsDecided: readonly string[];
}

export interface Language {
  messages: Translation;
  /** Whose dates are written where nobody names a region, as "en-GB"; the language itself where it is left out. */
  locale?: string;
  /** The statement that is signed where a contract has none of its own. */
  statement: string;
  replies: ReplyWords;
  /**
   * What the domain says in English, by that sentence, as in gettext: refusals, notes and what stands in the way. `{0}`, `{1}` … are what is
   * filled in, in order; `{0, words}` is said in this language too, `{0, list}` item by item, and `{0, date}` written as it writes dates.
   */
  sentences: Readonly<Record<string, string>>;
  /** Plans to begin from, by kind of service. */
  examples: readonly Example[];
}
