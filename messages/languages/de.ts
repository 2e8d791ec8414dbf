// German.
import type { Translation } from '../words.ts';

export const messages: Translation = {
  instant: '{weekday}, {date}, {time} Uhr ({zone})',
  service: 'Milestone Sign-Off',

  'page.for': 'für <bdi>{client}</bdi>',
  'page.openingDecidesNothing': 'Mit dem Öffnen dieser Seite ist nichts entschieden.',
  'page.allAskedOfYou': 'Alles, worum Sie gebeten sind',
  'page.linkIsPersonal': 'Der Link gilt nur für <bdi>{name}</bdi>; bitte geben Sie ihn nicht weiter.',
  'page.notRecorded': 'Nicht erfasst: {title}',
};
