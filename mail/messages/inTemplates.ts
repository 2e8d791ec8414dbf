// The helpers by which a template of Handlebars says what a catalogue has, in the language of the `words` it is rendered with.
import type Handlebars from 'handlebars';
import type { MessageKey, Words } from './words.ts';

type Environment = ReturnType<typeof Handlebars.create>;

/** What every helper gets last. */
interface Options {
  hash: Record<string, unknown>;
  data: { root: { words: Words } };
}

const sayIn = (key: string, { hash, data }: Options, values = hash): string =>
  // A test holds templates to the keys and arguments of the catalogue, which no compiler reads there.
  (data.root.words.say as (key: MessageKey, values: object) => string)(key as MessageKey, values);

/** `say` is escaped as a whole; in `markup` the tags of the message stay, and what it is filled in with is escaped. */
export function withWords(handlebars: Environment): Environment {
  const escaped = (value: unknown): unknown =>
    typeof value === 'number' ? value : handlebars.escapeExpression(value as string);
  handlebars.registerHelper('say', (key: string, options: Options) => sayIn(key, options));
  handlebars.registerHelper('markup', (key: string, options: Options) => {
    const values = Object.fromEntries(Object.entries(options.hash).map(([name, value]) => [name, escaped(value)]));
    return new handlebars.SafeString(sayIn(key, options, values));
  });
  handlebars.registerHelper('money', (amount: string, currency: string, { data }: Options) =>
    data.root.words.money(amount, currency),
  );
  handlebars.registerHelper('date', (date: string, { data }: Options) => data.root.words.date(date));
  return handlebars;
}
