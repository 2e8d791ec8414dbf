// What is known of whoever writes: their name, their party, their firm's host. A line of such words alone says nothing new.
import { joining } from './asWritten.ts';
import { tokensOf } from './tokens.ts';

export interface Familiar {
  /** Name of the person as listed. */
  name: string;
  /** Words of their capacity, their party and the engagement. */
  words: ReadonlySet<string>;
  /** Words of what is signed off. */
  matters: ReadonlySet<string>;
}

const hosts = /(?:@|https?:\/\/|\bwww\.)((?:[\p{L}\p{N}-]{1,63}\.){1,6}\p{L}{2,24})/giu;
const ofAnyHost = new Set(['www', 'mail', 'email', 'com', 'co', 'org', 'net', 'gov', 'ac']);

/** With the hosts that stand in the block itself: "www.arcadia.example" makes "Arcadia" a firm. */
export function withHosts(familiar: Familiar, lines: readonly string[]): Familiar {
  const labels = Array.from(lines.slice(-200).join('\n').matchAll(hosts), ([, host = '']) =>
    host.toLowerCase().split('.').slice(0, -1),
  ).flat();
  const known = labels.flatMap((each) => [...tokensOf(each), tokensOf(each).join('')]);
  return { ...familiar, words: new Set([...familiar.words, ...known.filter((each) => !ofAnyHost.has(each))]) };
}

export const isFamiliar = (text: string, { words: known, name }: Familiar): boolean => {
  const said = tokensOf(text);
  const names = tokensOf(name);
  if (said.length > 1 && known.has(said.join(''))) return true;
  // "Director | A": a letter by itself tells parts of what is signed off apart.
  if (/(?<![\p{L}.'’&-])\p{Lu}(?![\p{L}.'’&-])/u.test(text)) return false;
  return (
    said.length > 0 &&
    said.some((each) => known.has(each) && each.length > 1) &&
    said.every((each) => known.has(each) || names.includes(each) || joining.has(each))
  );
};
