// German.
import type { Translation } from '../words.ts';
import { acts } from './desk/acts.de.ts';
import { desk } from './desk/de.ts';
import { milestone } from './desk/milestone.de.ts';
import { record } from './desk/record.de.ts';

export const messages: Translation = {
  ...desk,
  ...acts,
  ...milestone,
  ...record,

  instant: '{weekday}, {date}, {time} Uhr ({zone})',
  service: 'Milestone Sign-Off',

  'page.for': 'für <bdi>{client}</bdi>',
  'page.openingDecidesNothing': 'Mit dem Öffnen dieser Seite ist nichts entschieden.',
  'page.allAskedOfYou': 'Alles, worum Sie gebeten sind',
  'page.linkIsPersonal': 'Der Link gilt nur für <bdi>{name}</bdi>; bitte geben Sie ihn nicht weiter.',
  'page.notRecorded': 'Nicht erfasst: {title}',
};
