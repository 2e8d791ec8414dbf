// Words of a line as they were written, with their capitals, and the small ones that join names. Says nothing about a line as a whole.
import { words } from './tokens.ts';

export const joining = words(
  `of for and the in at to on au aux & de du des la le les et à en l d der die das des und für im am von vom bei zur zum in del della delle dei
   degli dello los las el y e do da dos das para por per il lo gli i van voor het een og för i av af till til z ds do na we w v pro a és și`,
);

/** Of those, the ones that join names and no more: "to", "for" and "in" can make an order or a limit. */
export const linking = words(
  'of and & d l de du des la le les et der die das und della delle dei degli di los las el y e da dos og och en i a és ve и',
);

export const uppercased = /^(?:\p{Lu}|\p{Lt}|\d)/u;
/** Flowed text glues what it should part: "Head ofNetworks". */
const glued = /(?<!\p{L})(of|for|and|the|der|für|de|du|des)(?=\p{Lu})/gu;
export const rawWords = (line: string): string[] =>
  line.replace(glued, '$1 ').match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.&-]*/gu) ?? [];
export const isLoneLetter = (each: string): boolean => /^\p{Lu}\.?$/u.test(each);

/** "rue de l'Exemple". */
export const elided = /^[ld]['’]/iu;
