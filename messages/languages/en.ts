// English: every message there is, and which values it takes. Words in braces are filled in; see ICU MessageFormat.
import { acts } from './desk/acts.en.ts';
import { desk } from './desk/en.ts';
import { milestone } from './desk/milestone.en.ts';
import { record } from './desk/record.en.ts';

export const messages = {
  ...desk,
  ...acts,
  ...milestone,
  ...record,

  instant: '{weekday} {date}, {time} ({zone})',
  service: 'Milestone Sign-Off',

  'page.for': 'for <bdi>{client}</bdi>',
  'page.openingDecidesNothing': 'Opening this page decides nothing.',
  'page.allAskedOfYou': 'All that is asked of you',
  'page.linkIsPersonal': 'The link is personal to <bdi>{name}</bdi>; please do not pass it on.',
  'page.notRecorded': 'Not recorded: {title}',
} as const;
