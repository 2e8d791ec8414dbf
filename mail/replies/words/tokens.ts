// Words as they are compared everywhere in reading replies: folded, without accents, without addresses and links.

/** Letters that accents alone do not explain. */
const foldings: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
};

/** Marks of direction and characters that show nothing. */
const unseen = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\ufe0e|\ufe0f/gu;

export const withoutUnseen = (text: string): string => text.replace(unseen, '');

export const fold = (text: string): string =>
  withoutUnseen(text)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßøłđðþıæœς]/g, (letter) => foldings[letter] ?? letter);

/** Letters and digits; pictures and marks that can change what stands beside them count as words too. */
const word = /[\p{L}\p{N}]+|[\p{Extended_Pictographic}?？✓✔✗✘☐☑☒]/gu;

export const tokensOf = (text: string): string[] => fold(text).match(word) ?? [];

/** Links and addresses, with what clients put around them; links are rewritten on the way, so they are not compared. */
const links = /[<([]?(?:https?:\/\/|mailto:|tel:|www\.)[^\s<>"')\]]{1,2000}[>)\]]?/giu;
const addresses = /[<([]?[^\s<>()[\]@,;:"]{1,64}@[^\s<>()[\]@,;:"]{1,255}[>)\]]?/gu;

export const withoutLinks = (text: string): string => text.replace(links, ' ').replace(addresses, ' ');

/** A set of folded words from lists separated by spaces. */
export const words = (...lists: string[]): Set<string> =>
  new Set(lists.flatMap((each) => fold(each).split(/\s+/)).filter(Boolean));
